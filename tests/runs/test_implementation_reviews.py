"""The part on reviews: released numbers only, and the demo's planted truth found again."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.estimates.review_schemas import CRITERIA
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation import Part
from ibic_eval.runs.implementation_reviews import SCHEMAS, plan_indicators, prepare_reviews
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up import FollowUp, follow_up
from ibic_eval.tables.follow_up_schemas import DOCUMENTS, REVIEWS

PROJECT = Project(PACKAGE_CHECKOUT)
ABOUT = {"code": "9001", "name": "Demokommun 001", "fictional": True, "folder": "data/x"}
MONDAY = pd.Timestamp("2023-01-02")
COMMON = {"estimate", "ci_low", "ci_high", "n", "method", "status", "reason", "verdict"}


def made(
    weekly: dict[str, list[int]],
    *,
    known: bool = True,
    twice: int = 0,
    blank: frozenset[int] = frozenset(),
) -> FollowUp:
    """Return a follow-up with so many reviewed documents a week of each kind, of twice as many.

    The first `twice` have two reviewers; no part applies to those in `blank`.
    """
    random = np.random.default_rng(3)
    rows: list[list[Any]] = []
    counts: list[list[Any]] = []
    document = 0
    for kind, numbers in weekly.items():
        for week, n in enumerate(numbers):
            monday = MONDAY + pd.Timedelta(weeks=week)
            counts.append([kind, monday, 2 * n])
            for _ in range(n):
                document += 1
                for reviewer in (1, 2)[: 2 if document <= twice else 1]:
                    for criterion in CRITERIA:
                        met = "uppfyllt" if random.random() < 0.8 else "ej_uppfyllt"
                        outcome = "ej_aktuellt" if document in blank else met
                        rows.append([document, reviewer, kind, monday, monday, "Enhet",
                                     criterion, outcome])  # fmt: skip
    documents = pd.DataFrame(counts, columns=list(DOCUMENTS)).astype(DOCUMENTS)
    reviews = pd.DataFrame(rows, columns=list(REVIEWS)).astype(REVIEWS)
    return follow_up(reviews=reviews, **({"documents": documents} if known else {}))


@pytest.fixture(scope="module")
def demo() -> Part:
    plan = read_own_plan(PROJECT, "9001")
    return prepare_reviews(read_follow_up(PROJECT, "9001", plan), plan, ABOUT)


def test_every_table_has_its_schema_and_the_columns_of_evidence(demo: Part) -> None:
    assert set(demo.tables) == set(SCHEMAS)
    for name, table in demo.tables.items():
        assert {column: str(kind) for column, kind in table.dtypes.items()} == SCHEMAS[name]
        assert set(table.columns) >= COMMON
        assert set(table["status"]) <= {"visas", "dold", "saknas"}


def test_the_demo_has_the_planted_shift_and_no_other(demo: Part) -> None:
    shifts = demo.tables["shifts"]
    assert shifts["criterion"].tolist() == ["mal"]
    assert shifts["week_low"].iloc[0] <= pd.Timestamp("2018-10-01") <= shifts["week_high"].iloc[0]
    assert shifts["ci_low"].iloc[0] < 0.82 - 0.60 < shifts["ci_high"].iloc[0]


def test_the_demo_has_the_planted_single_week(demo: Part) -> None:
    points = demo.tables["points"]
    outside = points[points["signal"].str.contains("utanför")]
    assert outside["criterion"].tolist() == ["egen_uppfattning"]
    assert outside["week"].tolist() == [pd.Timestamp("2019-07-22")]


def test_the_demo_has_the_planted_disagreement(demo: Part) -> None:
    found = demo.tables["agreement"].set_index("criterion")
    assert found.loc["stodform", "verdict"] == "svag"
    assert found.loc["stodform", "ci_low"] < 0.3 < found.loc["stodform", "ci_high"]
    assert found["verdict"].eq("svag").sum() == 1


def test_the_demo_was_reviewed_whole_for_nine_weeks_and_then_by_sample(demo: Part) -> None:
    coverage = demo.tables["coverage"].set_index(["kind", "period"])["estimate"]
    assert coverage["utredning", "2018 kvartal 1"] > 0.7
    assert 0.1 < coverage["utredning", "2019 kvartal 1"] < 0.4


def test_nothing_without_files_and_the_files_are_named() -> None:
    part = prepare_reviews(follow_up(), None, ABOUT)
    assert part.context["available"] is False
    assert part.context["lacks"] == ["granskningar.csv", "granskningsunderlag.csv"]
    assert all(table.empty for table in part.tables.values())


def test_without_the_number_of_documents_shares_stand_and_coverage_is_unknown() -> None:
    part = prepare_reviews(made({"utredning": [6] * 30}, known=False), None, ABOUT)
    assert part.context["available"] and part.context["lacks"] == ["granskningsunderlag.csv"]
    assert part.tables["coverage"]["estimate"].isna().all()
    assert set(part.tables["profile"]["method"]) == {"Wilson (1927)"}
    assert part.tables["sizes"]["needed"].isna().all()
    assert part.tables["sizes"]["needed_large"].notna().all()


def numbers(table: pd.DataFrame) -> pd.DataFrame:
    return table.select_dtypes("number")


def test_no_table_tells_of_one_to_four_documents() -> None:
    small = [1] + [0] * 28 + [3]
    part = prepare_reviews(made({"utredning": [6] * 30, "uppfoljning": small}), None, ABOUT)
    for name in ("coverage", "profile", "points", "agreement", "charts"):
        assert not part.tables[name]["n"].between(1, 4).any()
    hidden = part.tables["profile"][lambda rows: rows["kind"].eq("uppfoljning")]
    assert set(hidden["status"]) == {"dold"}
    assert numbers(hidden.drop(columns="produced")).isna().all(axis=None)
    changed = part.tables["changes"][lambda rows: rows["kind"].eq("uppfoljning")]
    assert set(changed["status"]) == {"dold"} and changed["verdict"].isna().all()


def test_no_small_number_of_reviews_is_known_from_the_sums() -> None:
    weekly = {"utredning": [6] * 30, "genomforandeplan": [5] * 30, "uppfoljning": [1] + [0] * 29}
    coverage = prepare_reviews(made(weekly), None, ABOUT).tables["coverage"]
    wide = coverage.pivot_table("n", "kind", "period", dropna=False)
    quarters = [name for name in wide.columns if name != "alla"]
    assert pd.isna(wide.loc["uppfoljning", "alla"])
    for period in [*quarters, "alla"]:
        kinds = wide.loc[["utredning", "genomforandeplan", "uppfoljning"], period]
        assert kinds.isna().sum() != 1


def test_kinds_left_out_of_points_are_not_known_from_the_profile() -> None:
    """What all kinds' points hold in a period is just the kinds whose shares are shown there."""
    weekly = {"utredning": [5] * 30, "genomforandeplan": [4] * 30, "uppfoljning": [1, 2] + [0] * 28}
    part = prepare_reviews(made(weekly), None, ABOUT)
    points, profile = part.tables["points"], part.tables["profile"]
    first = part.context["periods"]["forsta"]
    last = pd.Timestamp(first["last"])
    for criterion in CRITERIA:
        mine = points[points["criterion"].eq(criterion) & points["last_week"].le(last)]
        shown = profile[
            profile["criterion"].eq(criterion) & profile["period"].eq("forsta")
            & profile["status"].eq("visas")
        ]  # fmt: skip
        assert mine["n"].sum() == shown["n"].sum()
        count = (mine["estimate"] * mine["n"]).sum()
        assert round(float(count)) == shown["count"].sum()


def test_a_part_that_applies_to_no_document_is_missing_and_not_nought() -> None:
    part = prepare_reviews(
        made({"utredning": [6] * 30}, blank=frozenset(range(1, 181))), None, ABOUT
    )
    profile = part.tables["profile"]
    assert set(profile["status"]) == {"saknas"} and profile["estimate"].isna().all()
    assert profile["reason"].str.len().gt(10).all()
    assert part.tables["charts"].empty and part.tables["shifts"].empty


def test_the_real_plan_of_alingsas_speaks_in_its_own_words() -> None:
    plan = read_own_plan(PROJECT, "1489")
    assert isinstance(plan, ProjectPlan)
    found = {each["id"]: each for each in plan_indicators(plan)}
    assert found["kontroll_utredningar"]["every"]
    assert found["kontroll_utredningar"]["kinds"] == ["utredning"]
    weekly = found["stickprov_veckovis"]
    assert weekly["text"] == "Veckovisa stickprov av utredningar och genomförandeplaner"
    assert weekly["kinds"] == ["utredning", "genomforandeplan"] and not weekly["every"]
    assert "s. 24" in weekly["source"]


def test_no_pseudonym_or_unit_is_in_the_tables(demo: Part) -> None:
    texts = {
        str(value)
        for table in demo.tables.values()
        for column in table.select_dtypes("string")
        for value in table[column].dropna().unique()
    }
    assert not any(text.startswith(("DOK", "G1", "G2", "Utredning A")) for text in texts)


def test_the_same_files_give_the_same_tables() -> None:
    first, second = (
        prepare_reviews(made({"utredning": [6] * 30}, twice=40), None, ABOUT) for _ in range(2)
    )
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, second.tables[name])


def in_weeks(weeks: pd.DatetimeIndex, reviewed: list[int], made_each: int = 8) -> FollowUp:
    """Return investigations reviewed in the weeks, of so many made in each."""
    rows = [
        [week * 10 + number, 1, "utredning", monday, monday, "Enhet", criterion, "uppfyllt"]
        for week, (monday, n) in enumerate(zip(weeks, reviewed, strict=True))
        for number in range(n)
        for criterion in CRITERIA
    ]
    counts = [["utredning", monday, made_each] for monday in weeks]
    return follow_up(
        reviews=pd.DataFrame(rows, columns=list(REVIEWS)).astype(REVIEWS),
        documents=pd.DataFrame(counts, columns=list(DOCUMENTS)).astype(DOCUMENTS),
    )


@pytest.mark.parametrize(
    ("inside", "outside"),
    [(3, 40), (40, 3)],  # few inside the promised months, or few in the rest of their quarters
)
def test_a_promise_that_would_tell_of_few_is_hidden(inside: int, outside: int) -> None:
    plan = read_own_plan(PROJECT, "1489")
    weeks = pd.date_range("2023-10-02", periods=26, freq="7D")
    days = weeks + pd.Timedelta(days=3)
    within = (days >= "2023-12-01") & (days <= "2024-01-31")
    left = {True: inside, False: outside}
    reviewed = []
    for place in within:
        reviewed.append(min(left[bool(place)], 8))
        left[bool(place)] -= reviewed[-1]
    assert not any(left.values())
    (promised,) = prepare_reviews(in_weeks(weeks, reviewed), plan, ABOUT).tables[
        "promises"
    ].to_dict("records")  # fmt: skip
    assert promised["status"] == "dold"
    assert pd.isna(promised["n"]) and pd.isna(promised["estimate"])


def test_what_the_plan_promises_is_counted_in_its_own_months() -> None:
    """All are promised in December and January (s. 24): what is reviewed later does not count."""
    plan = read_own_plan(PROJECT, "1489")
    weeks = pd.date_range("2023-11-06", periods=20, freq="7D")
    part = prepare_reviews(in_weeks(weeks, [6] * 20), plan, ABOUT)
    (promised,) = part.tables["promises"].to_dict("records")
    inside = sum(
        pd.Timestamp("2023-12-01") <= monday + pd.Timedelta(days=3) <= pd.Timestamp("2024-01-31")
        for monday in weeks
    )
    assert promised["indicator"] == "kontroll_utredningar"
    assert (promised["n"], promised["produced"]) == (6 * inside, 8 * inside)
    assert promised["verdict"] == "inte alla granskade"


def test_words_about_all_criteria_are_no_promise_of_all_documents(demo: Part) -> None:
    """The demo's plan says "överens om alla krav", which promises no documents."""
    assert not any(each["every"] for each in demo.context["plan"])
    assert demo.tables["promises"].empty
