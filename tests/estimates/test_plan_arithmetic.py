"""The sums of a plan, recomputed: the two real plans' own, and what a changed part leads to.

The expected figures are those the plans print: Alingsås projektplan Införande av IBIC 4.0
(2023-02-15), tabell 4 (hours) and 7 (risks); Kalmars projektplan (2017-08-21), avsnitt 3, and its
bilaga Sammanfattning av budget (thousands of kronor).
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook.project_parts import Meetings
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.project_times import Span
from ibic_eval.codebook.project_values import Source, Stated
from ibic_eval.estimates.plan_arithmetic import number_of_meetings, plan_arithmetic
from ibic_eval.estimates.plan_checks import Check, difference, status, total
from ibic_eval.estimates.plan_findings import plan_findings
from ibic_eval.sources.projects import read_project_plan

MUNICIPALITIES = Path(__file__).parents[2] / "data" / "municipalities"
SOURCE = Source("plan", "s. 1")
# id, rule, the parts as the plan has them, what it states
ALINGSAS = [
    ("utb_handlaggare", "personer", (11, 14, 1), 26),
    ("utb_handlaggare", "timmar_per_person", (3, 6.5), 19.5),
    ("utb_handlaggare", "timmar_totalt", (26, 19.5), 507),
    ("utb_enhetschefer", "timmar_per_person", (1, 6.5), 6.5),
    ("utb_enhetschefer", "timmar_totalt", (50, 6.5), 325),
    ("utb_ombud", "timmar_per_person", (1, 6.5), 6.5),
    ("utb_ombud", "timmar_totalt", (67, 6.5), 435.5),
    ("utb_medarbetare", "personer", (1318, 126), 1444),
    ("utb_medarbetare", "timmar_per_person", (2, 2), 4),
    ("utb_medarbetare", "timmar_totalt", (1444, 4), 5776),
    ("res_enhetschefer_central", "moten_antal", (21,), 21),
    ("res_enhetschefer_central", "moten_timmar", (21, 2), 42),
    ("res_enhetschefer_central", "timmar_totalt", (8, 42), 336),
    ("res_projektledare", "tjanst", (20, 40), 50),
    ("risk_tid", "risk", (2, 3), 6),
    ("risk_resurser", "risk", (2, 3), 6),
    ("risk_nyckelpersoner", "risk", (3, 2), 6),
    ("risk_myndighet", "risk", (2, 3), 6),
    ("risk_verkstallighet", "risk", (2, 3), 6),
]
KALMAR = [
    ("ar_2017", "arssumma", (92, -92), 0),
    ("ar_2018", "arssumma", (560, 80, 210), 850),
    ("ar_2019", "arssumma", (190, 1335, 255), 1780),
    ("sum_budget", "budgetsumma", (0, 850, 1780), 2630),
    ("sum_tjansteskrivelse", "budgetsumma", (0, 850_000, 1_780_000), 2_630_000),
    ("sum_plan", "budgetsumma", (0, 850_000, 1_780_000), 2_630_000),
]
# id, rule, recomputed, stated, difference, status
DIFFERENCES = {
    "1489-alingsas": [
        # 08.30-16.00 is 7.5 hours; the plan reckons with 6.5.
        ("utb_handlaggare", "klockslag", 7.5, 6.5, 1, "skiljer"),
        ("utb_enhetschefer", "klockslag", 7.5, 6.5, 1, "skiljer"),
        ("utb_ombud", "klockslag", 7.5, 6.5, 1, "skiljer"),
        # Tabell 4: 21 meetings, but "Ledtid 2023-03-01-2023-12-31" has 9 months without July.
        ("res_enhetschefer_central", "moten_ledtid", 9, 21, -12, "skiljer"),
    ],
    "0880-kalmar": [
        # The budget's text: 1 662,8 tkr and "ca 1 600 tkr" of state money, against 2 630 tkr.
        ("finansiering", "finansiering", 3262.8, 2630, 632.8, "skiljer"),
        # Avsnitt 3.2: "ca. 1200 ärenden (Drygt 390 SoL och 780 LSS)".
        ("sum_arenden", "summa", 1170, 1200, -30, "ungefar"),
    ],
}


def plan_of(name: str) -> ProjectPlan:
    return read_project_plan(MUNICIPALITIES / name / "project.yml")


def check_of(checks: pd.DataFrame, name: str, rule: str) -> "pd.Series[object]":
    found = checks[checks["id"].eq(name) & checks["rule"].eq(rule)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(
    ("name", "expected"), [("1489-alingsas", ALINGSAS), ("0880-kalmar", KALMAR)]
)
def test_sums_that_the_plans_get_right(
    name: str, expected: list[tuple[str, str, tuple[float, ...], float]]
) -> None:
    checks = plan_arithmetic(plan_of(name))
    for entry, rule, parts, stated in expected:
        check = check_of(checks, entry, rule)
        assert check["parts"] == parts
        assert check["recomputed"] == pytest.approx(stated)
        assert check["stated"] == stated
        assert check["status"] == "stammer"
    assert checks["status"].eq("stammer").sum() == len(expected)


@pytest.mark.parametrize("name", DIFFERENCES)
def test_sums_that_differ_are_findings(name: str) -> None:
    findings = plan_findings(plan_of(name))
    sums = findings[findings["kind"].eq("rakning")]
    columns = ["id", "rule", "recomputed", "stated", "difference", "status"]
    assert [tuple(row) for row in sums[columns].to_numpy()] == DIFFERENCES[name]
    assert sums[["stated_source", "other_source"]].notna().all(axis=None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Tabell 4 says "?" and "XX".
        (
            "1489-alingsas",
            {
                ("res_handlaggare_grupper", "timmar_totalt"),
                ("res_enhetschefer_information", "timmar_totalt"),
                ("res_ombud_lokala", "timmar_totalt"),
            },
        ),
        # The training plan is an appendix that isn't there.
        (
            "0880-kalmar",
            {
                ("utb_alla", "timmar_totalt"),
                ("utb_alla", "grupper_personer"),
                ("utb_alla", "grupper_timmar"),
            },
        ),
    ],
)
def test_sums_with_unknown_parts_stay_unknown(name: str, expected: set[tuple[str, str]]) -> None:
    checks = plan_arithmetic(plan_of(name))
    unknown = checks[checks["status"].eq("gar_inte")]
    assert set(zip(unknown["id"], unknown["rule"], strict=True)) == expected
    assert unknown["recomputed"].isna().all()
    assert unknown["difference"].isna().all()


@pytest.mark.parametrize("people", [25, 27, 260])
def test_a_changed_part_becomes_a_finding(people: float) -> None:
    plan = plan_of("1489-alingsas")
    first, *others = plan.training
    changed = replace(plan, training=(replace(first, people=Stated(people)), *others))
    check = check_of(plan_arithmetic(changed), first.id, "timmar_totalt")
    assert check["recomputed"] == people * 19.5
    assert check["difference"] == people * 19.5 - 507
    assert check["status"] == "skiljer"


def test_a_budget_with_an_unknown_post_has_an_unknown_year() -> None:
    plan = plan_of("0880-kalmar")
    assert plan.budget is not None
    posts = [
        replace(post, amount=Stated(None, "XX")) if post.id == "bud_2018_ovrigt" else post
        for post in plan.budget.posts
    ]
    checks = plan_arithmetic(replace(plan, budget=replace(plan.budget, posts=tuple(posts))))
    assert check_of(checks, "ar_2018", "arssumma")["status"] == "gar_inte"
    assert check_of(checks, "ar_2019", "arssumma")["status"] == "stammer"


def test_a_plan_without_figures_has_no_checks() -> None:
    plan = plan_of("1489-alingsas")
    bare = replace(plan, training=(), resources=(), risks=(), sums=(), budget=None)
    checks = plan_arithmetic(bare)
    assert len(checks) == 0
    assert list(checks.dtypes) == list(plan_arithmetic(plan).dtypes)


def check(recomputed: float | None, stated: Stated[float]) -> Check:
    return Check("s", "i", "r", "x", "", "summa", (), recomputed, stated, SOURCE, SOURCE)


@pytest.mark.parametrize(
    ("recomputed", "stated", "told"),
    [
        (1150.0, 1200, "ungefar"),
        (1149.0, 1200, "skiljer"),
        (745.0, 750, "ungefar"),
        (744.0, 750, "skiljer"),
        (2.54, 2.5, "ungefar"),
        (2.56, 2.5, "skiljer"),
        (800.0, 800, "stammer"),
        (3.0, 0, "skiljer"),
    ],
)
def test_an_approximate_figure_covers_what_rounding_explains(
    recomputed: float, stated: float, told: str
) -> None:
    assert status(check(recomputed, Stated(stated, "ca", True))) == told


def test_an_exact_figure_covers_nothing_but_itself() -> None:
    assert status(check(1199.0, Stated(1200.0))) == "skiljer"
    assert status(check(0.1 + 0.2, Stated(0.3))) == "stammer"


@given(st.lists(st.floats(-1e6, 1e6) | st.none(), max_size=6))
def test_a_total_is_known_only_if_all_its_parts_are(parts: list[float | None]) -> None:
    made = total([Stated(part) for part in parts])
    known = [part for part in parts if part is not None]
    if known and len(known) == len(parts):
        assert made == pytest.approx(sum(known))
    else:
        assert made is None
        assert difference(check(made, Stated(0.0))) is None


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2023-02-01", "2024-12-31", 21),
        ("2023-03-01", "2023-12-31", 9),
        ("2023-07-01", "2023-07-31", 0),
    ],
)
def test_meetings_are_counted_by_month_without_july(first: str, last: str, count: int) -> None:
    ends = [dt.date.fromisoformat(day) for day in (first, last)]
    monthly = Meetings(
        Stated(), Stated(), per_month=Stated(1.0), months_off=(7,), count=Stated(), hours=Stated()
    )
    span = Span(ends[0], ends[0]), Span(ends[1], ends[1])
    assert number_of_meetings(monthly, *span) == count
