"""Each result lies in one place of the programme logic, and an arrow says no more than they do."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook.final_catalogue import REVIEW, load_catalogue
from ibic_eval.display import outline
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates import logic_paths as p
from ibic_eval.runs.project import Project

MEASURES = load_catalogue(Project.find().surveys / "slutrapport").measures
TABLE = pd.DataFrame(
    [
        {"measure": each.id, "aspects": " ".join(each.aspects), "kind": each.kind}
        for each in MEASURES.values()
    ]
)
CASES = "egna_fore_efter"


def found(measure: str, verdict: str = s.FOR, **other: Any) -> dict[str, Any]:
    known = MEASURES.get(measure)
    return {
        "id": f"{measure}_{other.get('label', '')}",
        "measure": measure,
        "aspects": " ".join(known.aspects) if known else "",
        "kind": known.kind if known else CASES,
        "label": "",
        "verdict": verdict,
        "sureness": s.FAIRLY_SURE,
        "status": s.SHOWN,
        **other,
    }


def made(
    evidence: list[dict[str, Any]], goals: dict[str, str], decides: bool = True
) -> pd.DataFrame:
    """Return the arrows where evidence bears on the goals that share an aspect with it."""
    rows = pd.DataFrame(evidence, columns=list(s.EVIDENCE)).astype(s.EVIDENCE)
    kinds = [{"goal": goal, "aspects": aspects, "kind": "effektmal"}
             for goal, aspects in goals.items()]  # fmt: skip
    joined = [
        {"goal": goal, "evidence": each["id"], "decides": decides}
        for goal, aspects in goals.items()
        for each in evidence
        if set(aspects.split()) & set(each["aspects"].split())
    ]
    linked = pd.DataFrame(joined, columns=list(s.GOAL_EVIDENCE)).astype(s.GOAL_EVIDENCE)
    return p.arrows(rows, pd.DataFrame(kinds), linked, TABLE)


def arrow(paths: pd.DataFrame, origin: str, target: str) -> dict[Any, Any]:
    (row,) = paths[paths["origin"].eq(origin) & paths["target"].eq(target)].to_dict("records")
    return row


def stages(items: tuple[str, ...]) -> dict[str, str]:
    return {item: p.stages_of(item, "egen_enkat")[0] for item in items if item in MEASURES}


def test_the_surveys_questions_stand_where_the_national_report_has_them() -> None:
    asked = {
        p.INVESTIGATION: (*outline.INVESTIGATION, *outline.INVESTIGATION_STATEMENTS),
        p.DELIVERY: (*outline.DELIVERY, *outline.DELIVERY_STATEMENTS),
        p.FOLLOW_UP: (*outline.FOLLOW_UP, *outline.FOLLOW_UP_STATEMENTS),
    }
    for stage, items in asked.items():
        assert set(stages(items).values()) == {stage}


def test_only_what_is_of_no_part_belongs_to_the_whole_work() -> None:
    whole = {each.id for each in MEASURES.values() if p.WHOLE in p.stages_of(each.id, each.kind)}
    assert whole == {
        "q7_4", "tema_utbildning", "tema_uppfoljning", "tema_forvaltning", "utbildning",
        "medarbetare_kunskap", "medarbetare_forstaelse", "medarbetare_sprak", "medarbetare_tid",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "stage"),
    [
        ("utredning", p.INVESTIGATION),
        ("genomforandeplan", p.DELIVERY),
        ("uppfoljning", p.FOLLOW_UP),
        ("annat", p.WHOLE),
    ],
)
def test_reviewed_documents_stand_by_what_they_are(label: str, stage: str) -> None:
    assert p.stage_of(found("granskning_mal", label=label)) == stage
    assert MEASURES["granskning_mal"].kind == REVIEW


@pytest.mark.parametrize(
    ("said", "others", "verdict"),
    [
        ([], 0, p.LACKING),
        ([], 1, s.UNKNOWN),
        ([s.UNKNOWN], 0, s.UNKNOWN),
        ([s.FOR], 0, s.FOR),
        ([s.FOR, s.UNKNOWN], 0, s.UNKNOWN),
        ([s.FOR, s.AGAINST], 0, s.BOTH),
        ([s.FOR, s.SAME], 0, s.BOTH),
        ([s.FOR, s.SAME, s.UNKNOWN], 0, s.BOTH),
        ([s.AGAINST, s.SAME], 0, s.AGAINST),
        ([s.AGAINST, s.SAME, s.UNKNOWN], 0, s.UNKNOWN),
        ([s.SAME], 2, s.SAME),
        ([s.SAME, s.UNKNOWN], 2, s.UNKNOWN),
    ],
)
def test_an_arrow_says_what_its_results_say(said: list[str], others: int, verdict: str) -> None:
    assert p.arrow_verdict(said, others) == verdict


def test_without_outcomes_every_arrow_lacks_evidence() -> None:
    goals = {"E1": "rattssakerhet", "E2": "delaktighet tid", "P3": "forvaltning", "X": ""}
    paths = made([], goals)
    assert set(paths["verdict"]) == {p.LACKING}
    assert set(paths["target"]) == {*p.STAGES, *goals}
    assert arrow(paths, p.WHOLE, "X")["results"] == ""
    assert paths.filter(like="n_").to_numpy().sum() == 0


def test_arrows_go_where_a_measure_would_tell_and_nowhere_else() -> None:
    paths = made([], {"E1": "rattssakerhet", "E6": "uppfoljning_individ"})
    assert paths.loc[paths["target"].eq("E1"), "origin"].tolist() == [p.INVESTIGATION]
    assert paths.loc[paths["target"].eq("E6"), "origin"].tolist() == list(p.STAGES[:3])


def test_what_is_unsure_judged_or_hidden_decides_nothing() -> None:
    unsure = made([found("livsomraden", sureness=s.UNSURE)], {"A": "behovsriktat"})
    assert arrow(unsure, p.INVESTIGATION, "A")["verdict"] == s.UNKNOWN
    judged = made([found("q6_2")], {"A": "behovsriktat"}, decides=False)
    row = arrow(judged, p.INVESTIGATION, "A")
    assert (row["verdict"], row["n_for"], row["n_beside"]) == (s.UNKNOWN, 0, 1)
    assert arrow(judged, p.ACTIVITIES, p.INVESTIGATION)["n_beside"] == 1
    hidden = made([found("livsomraden", status=s.HIDDEN)], {"A": "behovsriktat"})
    row = arrow(hidden, p.INVESTIGATION, "A")
    assert (row["verdict"], row["n_for"], row["n_hidden"]) == (s.UNKNOWN, 0, 1)
    assert row["results"] == ""


def test_evidence_of_another_goal_or_part_moves_no_arrow() -> None:
    goals = {"A": "behovsriktat", "E1": "rattssakerhet"}
    paths = made([found("livsomraden"), found("delmal", s.AGAINST)], goals)
    assert arrow(paths, p.INVESTIGATION, "A")["verdict"] == s.FOR
    assert arrow(paths, p.INVESTIGATION, "E1")["verdict"] == p.LACKING
    assert arrow(paths, p.ACTIVITIES, p.DELIVERY)["verdict"] == s.AGAINST
    assert arrow(paths, p.DELIVERY, "A")["verdict"] == p.LACKING


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*MEASURES, "indikator_x"]),
            st.sampled_from([s.FOR, s.AGAINST, s.SAME, s.UNKNOWN]),
            st.sampled_from([s.SHOWN, s.SHOWN, s.HIDDEN]),
            st.sampled_from(s.SURENESS),
        ),
        max_size=12,
    )
)
def test_every_result_is_counted_once_from_the_activities(
    chosen: list[tuple[str, str, str, str]],
) -> None:
    evidence = [
        found(measure, verdict, id=str(at), status=status, sureness=sureness)
        for at, (measure, verdict, status, sureness) in enumerate(chosen)
    ]
    paths = made(evidence, {"A": "behovsriktat"})
    first = paths[paths["origin"].eq(p.ACTIVITIES)]
    assert first["target"].tolist() == list(p.STAGES)
    assert int(first.filter(like="n_").to_numpy().sum()) == len(evidence)
    shown = [str(at) for at, each in enumerate(chosen) if each[2] == s.SHOWN]
    assert sorted(" ".join(first["results"]).split()) == sorted(shown)


def test_purposes_and_effects_come_before_the_projects_own_goals() -> None:
    goals = pd.DataFrame({"goal": ["P1", "E1"], "kind": ["projektmal", "effektmal"]})
    assert p.plan_goals(goals)["goal"].tolist() == ["E1", "P1"]
