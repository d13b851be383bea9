"""The part on the plan: what the demo plants is found, and real plans are told as they stand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from ibic_eval.estimates.outcome_indicators import indicator_values
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation_plan import SCHEMAS, prepare_plan, released_values
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up import follow_up
from ibic_eval.tables.follow_up_schemas import INDICATOR_VALUES

PROJECT = Project(PACKAGE_CHECKOUT)


def chapter_of(code: str) -> SimpleNamespace:
    plan = read_own_plan(PROJECT, code)
    about = {"code": code, "name": "Kommunen", "fictional": code > "9000", "folder": f"data/{code}"}
    part = prepare_plan(read_follow_up(PROJECT, code, plan), plan, about)
    return SimpleNamespace(context=part.context, **part.tables)


@pytest.fixture(scope="module")
def demo() -> SimpleNamespace:
    return chapter_of("9001")


@pytest.fixture(scope="module")
def alingsas() -> SimpleNamespace:
    return chapter_of("1489")


@pytest.fixture(scope="module")
def kalmar() -> SimpleNamespace:
    return chapter_of("0880")


def test_the_demo_has_the_planted_delays(demo: SimpleNamespace) -> None:
    rows = demo.activities.set_index("id")
    late = rows[rows["status"].eq("klar_sen")]["late_min"].to_dict()
    assert late == {"akt_rutin_plan": 95, "akt_system": 149}
    assert rows.loc["akt_dialog", "status"] == "installd"
    assert rows.loc["akt_introduktion", "status"] == "ej_rapporterad"
    assert rows.loc["akt_introduktion", ["late_min", "late_max"]].isna().all()


def test_the_demo_has_the_planted_costs(demo: SimpleNamespace) -> None:
    whole = demo.budget_total.iloc[0]
    assert (whole["planned"], whole["spent"]) == (1_820_000, 1_900_000)
    assert whole["outside"] == demo.budget_outside["spent"].sum() == 148_500
    empty = demo.budget_posts[demo.budget_posts["status"].eq("inget_bokfort")]
    assert empty["id"].tolist() == ["bud_utvardering_2019"]
    assert empty[["spent", "share", "difference"]].isna().all(axis=None)


def test_the_demo_has_the_planted_risks(demo: SimpleNamespace) -> None:
    rows = demo.risks.set_index("id")
    assert rows["movement"].to_dict() == {
        "risk_tid": "samma", "risk_nyckel": "samma", "risk_utforare": "hogre",
        "risk_system": "lagre", "risk_handlaggningstid": "samma", "risk_delaktighet": "inte_bedomd",
    }  # fmt: skip
    assert rows["occurred"].dropna().to_dict() == {
        "risk_tid": "delvis", "risk_nyckel": "ja", "risk_utforare": "nej", "risk_system": "nej",
        "risk_handlaggningstid": "nej",
    }  # fmt: skip


def test_alingsas_sums_are_reckoned_anew(alingsas: SimpleNamespace) -> None:
    rows = alingsas.checks
    hours = rows[rows["rule"].eq("timmar_totalt")].set_index("id")
    assert hours.loc[["utb_handlaggare", "utb_enhetschefer"], "recomputed"].tolist() == [507, 325]
    assert {336.0, 435.5, 5776.0} <= set(rows["recomputed"].dropna())
    assert alingsas.budget_total.iloc[0]["planned_known"] == 903_264
    assert pd.isna(alingsas.budget_total.iloc[0]["planned"])


def test_kalmars_sums_are_reckoned_anew(kalmar: SimpleNamespace) -> None:
    rows = kalmar.checks.set_index("id")
    assert rows.loc["sum_budget", "parts"] == (0, 850, 1780)
    assert rows.loc["sum_budget", ["recomputed", "status"]].tolist() == [2630, "stammer"]
    cases = rows.loc["sum_arenden"]
    assert cases["parts"] == (390, 780)
    assert cases[["recomputed", "stated", "status"]].tolist() == [1170, 1200, "ungefar"]


def test_a_real_plan_without_outcomes_has_none(
    alingsas: SimpleNamespace, kalmar: SimpleNamespace
) -> None:
    for plan in (alingsas, kalmar):
        assert len(plan.context["lacks"]) == 4
        assert plan.context["as_of"] is None
        assert set(plan.activities["status"]) == {"ej_rapporterad", "ingen_tid"}
        assert plan.budget_posts["spent"].isna().all()
        assert set(plan.budget_posts["status"]) == {"bara_plan"}
        assert set(plan.indicators["verdict"]) == {"inte_matt"}
        assert set(plan.risks["movement"]) <= {"inte_bedomd"}


def test_kalmars_quoted_effects_are_kept_apart_from_its_own_goals(kalmar: SimpleNamespace) -> None:
    quoted = kalmar.goals[kalmar.goals["id"].str.startswith("F")]
    assert quoted["id"].tolist() == [f"F{at}" for at in range(1, 9)]
    assert set(quoted["kind"]) == {"forvantade_effekter"}


def test_without_a_plan_there_is_only_what_is_missing() -> None:
    about = {"code": "0380", "name": "Uppsala", "fictional": False, "folder": "data/0380"}
    part = prepare_plan(follow_up(), None, about)
    assert not part.context["available"]
    assert part.context["lacks"] == ["project.yml"]
    assert set(part.tables) == set(SCHEMAS)
    assert all(table.empty for table in part.tables.values())


@pytest.mark.parametrize(
    ("count", "n", "hidden"),
    [(0, 5, False), (5, 10, False), (5, 5, False), (0, 4, True), (4, 10, True), (6, 10, True)],
)
def test_a_share_of_few_is_hidden_whole(count: int, n: int, hidden: bool) -> None:
    row = {"indicator": "ind", "date": "2023-01-01", "numerator": count, "denominator": n}
    frame = pd.DataFrame([row], columns=list(INDICATOR_VALUES)).astype(INDICATOR_VALUES)
    found = released_values(indicator_values(frame)).iloc[0]
    assert (found["status"] == "dold") == hidden
    told = found[["numerator", "n", "estimate", "ci_low", "ci_high"]]
    assert told.isna().all() if hidden else told.notna().all()
