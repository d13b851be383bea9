"""Goals, states, times and follow-up, on a few rows whose answers can be seen."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates import follow_ups, goal_outcomes, quality_answers, transitions
from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.goal_rows import AREA_LABELS, goal_rows, latest, outcome_in
from ibic_eval.estimates.ibic_process import planned_goals, sub_goal_counts
from ibic_eval.estimates.time_to_goal import episodes, goal_curves
from ibic_eval.tables.case_records import ASSESSMENT_TYPES, PLAN_TYPES, empty_table

EXTRACTED = dt.date(2020, 12, 31)
DEFAULTS = {"area": "aldreomsorg", "life_area": "d4", "date": "2019-01-01", "present": 3}


def table(types, rows):
    """Return a typed table of rows that name only what matters."""
    frame = pd.DataFrame(rows).reindex(columns=list(types))
    return frame.astype(dict(types)) if rows else empty_table(types)


def assessed(*rows):
    """Return the compact rows of assessments; person numbers stand as they are given."""
    return goal_rows(table(ASSESSMENT_TYPES, [{**DEFAULTS, **row} for row in rows]))


def goal(person=0, intended=1, reached=None, followed_up=None, **more):
    when = followed_up or (None if reached is None else "2019-06-01")
    state = {"person": person, "intended": intended, "reached": reached, "followed_up": when}
    return {**state, **more}


@pytest.mark.parametrize(
    ("present", "intended", "reached", "outcome"),
    [
        (3, 1, 1, "helt"),
        (3, 1, 0, "helt"),
        (3, 1, 2, "delvis"),
        (3, 1, 3, "nej"),
        (3, 1, 4, "nej"),
        (2, 2, 2, "bibehallet"),
        (2, 2, 1, "bibehallet"),
        (2, 2, 3, "nej"),
        (2, 3, 3, "helt"),  # to slow a decline
        (2, 3, 2, "helt"),
        (2, 3, 4, "nej"),
        (3, 1, 8, "kan_inte_bedomas"),
        (9, 1, 1, "kan_inte_bedomas"),
        (3, 1, None, "kan_inte_bedomas"),
        (3, None, 2, "utan_avsett"),
        (3, 8, 2, "avsett_ospecificerat"),
    ],
)
def test_what_came_of_a_goal(present, intended, reached, outcome):
    rows = assessed(
        goal(intended=intended, reached=reached, present=present, followed_up="2019-06-01")
    )
    assert codes.OUTCOMES[rows["outcome"].item()] == outcome


def test_a_goal_without_follow_up_is_neither_reached_nor_missed():
    assert codes.OUTCOMES[assessed(goal())["outcome"].item()] == "inte_uppfoljt"


def test_a_row_takes_few_bytes():
    rows = assessed(*(goal(person, reached=1) for person in range(1000)))
    assert rows.memory_usage(index=False).sum() <= 30 * len(rows)


def test_the_latest_row_of_each_key_is_taken_and_a_preferred_one_on_the_same_day():
    key, day = np.array([5, 2, 5, 2, 2]), np.array([9, 1, 4, 7, 7])
    assert latest(key, day).tolist() == [4, 0]
    prefer = np.array([False, False, False, True, False])
    assert latest(key, day, prefer).tolist() == [3, 0]
    assert latest(key[:0], day[:0]).tolist() == []


def states(*rows):
    found = goal_outcomes.person_states(assessed(*rows))
    return {
        person: codes.PERSON_STATES[state]
        for person, state in zip(found["person"], found["state"], strict=True)
    }


def test_how_persons_fared():
    assert states(
        goal(0, reached=1), goal(0, reached=1, life_area="d5"),
        goal(1, reached=1), goal(1, reached=3, life_area="d5"),
        goal(2, reached=2), goal(2, reached=4, life_area="d5"),
        goal(3, reached=3),
        goal(4),
        goal(5, intended=None, reached=2),
        goal(6, intended=9, reached=2),
        goal(7, reached=8),
        goal(8, reached=8), goal(8, reached=1, life_area="d5"), goal(8, life_area="d6"),
        goal(9, intended=3, reached=3),
    ) == {
        0: "helt", 1: "delvis", 2: "delvis", 3: "nej", 4: "inte_uppfoljt", 5: "utan_mal",
        6: "utan_mal", 7: "kan_inte_bedomas", 8: "helt", 9: "helt",
    }  # fmt: skip


def test_of_a_life_area_the_latest_follow_up_counts():
    early = goal(0, reached=4, followed_up="2019-03-01")
    late = goal(0, reached=1, followed_up="2019-09-01", date="2019-04-01")
    assert states(early, late) == states(late, early) == {0: "helt"}


def test_a_person_stands_in_the_area_of_the_latest_assessment():
    rows = assessed(goal(0), goal(0, area="lss", date="2020-01-01", life_area="d5"))
    found = goal_outcomes.person_states(rows)
    assert [AREA_LABELS[place] for place in found["area"]] == ["lss"]


def test_a_person_counts_once_in_each_year_of_follow_up():
    rows = assessed(
        goal(0, reached=4, followed_up="2019-03-01"),
        goal(0, reached=1, followed_up="2020-03-01", date="2019-04-01"),
        goal(1, reached=8, followed_up="2020-03-01"),
        goal(2),
    )
    counts = goal_outcomes.person_counts_by_year(rows).set_index(["year", "state"])["n"]
    assert counts["2019", "nej"] == counts["2020", "helt"] == 1
    assert counts["2020", "kan_inte_bedomas"] == 1
    assert (counts["2019", "alla"], counts["2020", "alla"]) == (1, 2)


def test_counts_have_totals_and_different_persons():
    rows = assessed(goal(0, reached=1), goal(0, reached=1, life_area="d5"), goal(1, area="lss"))
    counts = goal_outcomes.goal_counts(rows).set_index(["area", "outcome"])
    assert counts.loc[("aldreomsorg", "helt")].tolist() == [2, 1]
    assert counts.loc[("alla", "inte_uppfoljt")].tolist() == [1, 1]
    assert counts.loc[("alla", "alla")].tolist() == [3, 2]
    assert "annan_sol" not in counts.index.get_level_values("area")


def test_transitions_and_directions_tell_the_same():
    random = np.random.default_rng(3)
    rows = assessed(
        *(
            goal(
                int(random.integers(0, 40)),
                intended=int(random.choice([0, 1, 2, 3, 8])),
                reached=int(random.choice([0, 1, 2, 3, 4, 9])),
                present=int(random.choice([0, 1, 2, 3, 4, 8])),
                life_area=str(random.choice(codes.LIFE_AREAS)),
            )
            for _ in range(300)
        )
    )
    pairs = transitions.followed_pairs(rows)
    moved = transitions.transition_counts(pairs)["nu_uppnatt"]
    cells = moved.set_index(["present", "reached"])["n"]
    directions = transitions.direction_counts(pairs).set_index(["life_area", "direction"])["n"]
    for (_, direction), places in transitions.cells_by_direction().items():
        total = sum(cells.get(place[1:], 0) for place in places)
        assert total == directions["alla", direction]
    assert directions["alla", "alla"] == len(pairs)
    assert not pairs.duplicated(["person", "life_area"]).any()


def test_the_life_area_goes_before_its_codes_on_the_same_day():
    rows = assessed(goal(0, reached=1), goal(0, reached=3, code="d450"))
    assert transitions.followed_pairs(rows)["reached"].tolist() == [1]


def changed(improved, same, worse):
    rows = []
    for reached, n in ((2, improved), (3, same), (4, worse)):
        rows += [goal(len(rows) + i, reached=reached) for i in range(n)]
    return transitions.followed_pairs(assessed(*rows))


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ((60, 30, 10), "bättre"),
        ((10, 30, 60), "sämre"),
        ((40, 920, 40), "likvärdig"),
        ((12, 8, 10), "kan inte avgöras"),
    ],
)
def test_verdicts_on_a_life_area(counts, verdict):
    tests = transitions.life_area_tests(changed(*counts), 5).set_index("life_area")
    assert tests.loc["d4", "verdict"] == verdict
    assert tests.loc["d4", "ci_low"] < tests.loc["d4", "estimate"] < tests.loc["d4", "ci_high"]
    assert tests.loc["d4", "n_family"] == 1


def test_too_few_to_test_says_so():
    row = transitions.life_area_tests(changed(2, 1, 1), 5).iloc[0]
    assert row["status"] == "saknas"
    assert "Färre än 5 personer" in row["reason"]
    assert pd.isna(row["p"]) and pd.isna(row["verdict"])


def times(*rows):
    found = episodes(assessed(*rows), EXTRACTED)
    return list(zip(found["days"].tolist(), found["reached"].tolist(), strict=True))


def test_time_runs_from_the_first_assessment_to_the_follow_up_that_finds_it_reached():
    first = goal(0, reached=2, followed_up="2019-04-01", date="2019-01-01")
    second = goal(0, reached=1, followed_up="2019-10-01", date="2019-04-01", present=2)
    third = goal(0, reached=1, followed_up="2020-10-01", date="2019-10-02", present=2)
    assert times(first, second) == [(273, True)]
    assert times(first) == [(90, False)]  # until when it is known not to be reached
    assert times(first, second, third) == [(273, True), (365, True)]  # a new goal
    assert times(first, {**second, "intended": 0}) == [(90, False), (183, False)]


def test_without_follow_up_a_goal_waits_until_the_extract():
    assert times(goal(0)) == [(730, False)]


def test_a_goal_to_maintain_has_no_time():
    assert times(goal(0, intended=3, reached=3), goal(1, intended=8), goal(2, present=9)) == []


def test_a_curve_ends_where_fewer_than_five_remain_and_tells_of_no_few():
    rows = [
        goal(person, reached=1, followed_up="2019-01-20" if person < 3 else "2019-04-20")
        for person in range(12)
    ]
    rows += [goal(20 + person, reached=3, followed_up="2019-09-20") for person in range(6)]
    rows += [goal(30, reached=3, followed_up="2020-09-20")]
    curve = goal_curves(episodes(assessed(*rows), EXTRACTED), 10, 5)
    months = curve.loc[curve["area"].eq("alla"), "month"].tolist()
    assert months == [0, 4, 5, 6, 7, 8]  # three persons reached theirs in the first month
    assert curve["share"].tolist()[1] == pytest.approx(12 / 19)


def test_follow_up_is_judged_only_of_those_old_enough():
    rows = assessed(
        goal(0, reached=1, followed_up="2019-03-01"),
        goal(1),
        goal(2, date="2020-10-01", reached=1, followed_up="2020-11-01"),
    )
    some = follow_ups.occasions(rows, EXTRACTED)
    found = follow_ups.followed_share(some, 6, persons=False)
    assert (found["count"], found["n"]) == (1, 2)
    assert (
        follow_ups.followed_share(follow_ups.occasions(rows[2:], EXTRACTED), 6, persons=True) == {}
    )


def test_a_person_is_followed_up_where_any_of_the_latest_days_assessments_was():
    rows = assessed(
        goal(0, reached=1, followed_up="2018-03-01", date="2018-01-01"),
        goal(0, date="2019-01-01"),
        goal(1, date="2019-01-01"),
        goal(1, date="2019-01-01", life_area="d5", reached=1, followed_up="2019-02-01"),
    )
    some = follow_ups.person_occasions(rows, EXTRACTED, 12)
    assert dict(zip(some.person.tolist(), some.event.tolist(), strict=True)) == {0: False, 1: True}


def test_overdue_are_old_unfollowed_and_not_assessed_again():
    rows = assessed(
        goal(0),
        goal(1, reached=1),
        goal(2), goal(2, date="2020-11-01"),
        goal(3), goal(3, date="2020-11-01", life_area="d5"),
        goal(4, date="2020-01-02"),
    )  # fmt: skip
    counts = follow_ups.overdue_counts(rows, EXTRACTED).set_index(["area", "overdue"])
    assert counts.loc[("alla", "forsenade")].tolist() == [2, 2]  # persons 0 and 3


def plans(*rows):
    base = {"plan": 0, "area": "aldreomsorg", "kind": "uppfoljning", "date": "2019-05-01"}
    return table(PLAN_TYPES, [{**base, **row} for row in rows])


def test_each_quality_question_takes_its_own_latest_answer():
    some = plans(
        {"person": 0, "quality_safety": "negativt", "quality_regard": "positivt"},
        {"person": 0, "date": "2019-08-01", "quality_safety": "positivt"},
        {"person": 0, "date": "2020-08-01"},
        {"person": 1, "quality_safety": "vet_inte"},
        {"person": 2, "kind": "genomforandeplan", "quality_safety": "negativt"},
    )
    answers = quality_answers.latest_answers(some, by_year=False).set_index("person")
    safety = answers["safety"].map(dict(enumerate(codes.ANSWERS)))
    assert safety.to_dict() == {0: "positivt", 1: "vet_inte"}
    assert codes.ANSWERS[answers.loc[0, "regard"]] == "positivt"
    yearly = quality_answers.latest_answers(some, by_year=True)
    counts = quality_answers.answer_counts(yearly, "safety", "year").set_index(["year", "safety"])
    assert counts.loc[("2019", "positivt"), "n"] == counts.loc[("2020", "obesvarad"), "n"] == 1
    assert counts.loc[("2019", "alla"), "n"] == 2


def test_sub_goals_are_counted_where_both_numbers_are_known():
    some = plans(
        {"person": 0, "kind": "genomforandeplan", "goals": 3, "goals_with_subgoals": 1},
        {"person": 1, "kind": "genomforandeplan", "goals": 2},
        {"person": 1, "kind": "uppfoljning", "goals": 2, "goals_with_subgoals": 2},
        {"person": 2, "kind": "genomforandeplan", "goals": 2, "goals_with_subgoals": 2},
    )
    counts = sub_goal_counts(planned_goals(some)).set_index(["area", "sub_goals"])
    assert counts.loc[("alla", "med_delmal")].tolist() == [3, 2]
    assert counts.loc[("alla", "alla")].tolist() == [5, 2]


def test_maintenance_is_success():
    rows = assessed(goal(0, intended=3, reached=3), goal(1, intended=3, reached=4))
    found = goal_outcomes.goal_share(rows, codes.REACHED)
    assert (found.count, found.n) == (1, 2)
    assert outcome_in(rows, (codes.MAINTAINED,)).tolist() == [True, False]
