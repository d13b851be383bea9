"""Findings in a plan as sentences: both figures stand in them, and follow the values."""

from pathlib import Path

import pytest

from ibic_eval.display.plan_findings import (
    finding_sentence,
    finding_sentences,
    plain,
    sum_in_figures,
)
from ibic_eval.estimates.plan_arithmetic import plan_arithmetic
from ibic_eval.estimates.plan_findings import plan_findings
from ibic_eval.sources.projects import read_project_plan

MUNICIPALITIES = Path(__file__).parents[2] / "data" / "municipalities"
SUM = {
    "kind": "rakning",
    "rule": "summa",
    "subject": "Ärenden",
    "unit": "ärenden",
    "operation": "summa",
    "parts": (390.0, 780.0),
    "recomputed": 1170.0,
    "stated": 1200.0,
    "stated_says": "ca. 1200",
    "difference": -30.0,
    "status": "ungefar",
    "rough": True,
}


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_sum_is_told_with_both_figures() -> None:
    assert spaced(finding_sentence(SUM)) == (
        "Ärenden: delarna ger 390 + 780 = 1 170 ärenden, men planen anger ungefär 1 200 ärenden. "
        "Delarna ger 30 ärenden färre. Siffrorna är ungefärliga i planen, och skillnaden kan bero "
        "på avrundning."
    )


def test_a_changed_figure_changes_the_sentence() -> None:
    changed = {
        **SUM,
        "parts": (390.0, 811.0),
        "recomputed": 1201.0,
        "difference": 1.0,
        "stated_says": "",
        "status": "skiljer",
        "rough": False,
    }
    assert spaced(finding_sentence(changed)) == (
        "Ärenden: delarna ger 390 + 811 = 1 201 ärenden, men planen anger 1 200 ärenden. "
        "Delarna ger 1 ärende fler."
    )


@pytest.mark.parametrize(
    ("operation", "parts", "made", "text"),
    [
        ("produkt", (26.0, 19.5), 507.0, "26 × 19,5 = 507"),
        ("summa", (92.0, -92.0), 0.0, "92 − 92 = 0"),
        ("andel", (20.0, 40.0), 50.0, "20 av 40 = 50"),
        ("manader", (21.0,), 21.0, "21"),
        ("produkt", (None, 4.0), None, "okänt × 4 = okänt"),
    ],
)
def test_a_sum_is_written_out(
    operation: str, parts: tuple[float | None, ...], made: float | None, text: str
) -> None:
    check = {"operation": operation, "parts": parts, "recomputed": made}
    assert spaced(sum_in_figures(check)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(507, "507"), (435.5, "435,5"), (5776.0, "5 776"), (0.25, "0,25"), (None, "okänt")],
)
def test_a_figure_has_the_decimals_it_needs(value: float | None, text: str) -> None:
    assert spaced(plain(value)) == text


@pytest.mark.parametrize("name", ["1489-alingsas", "0880-kalmar"])
def test_every_finding_of_the_real_plans_is_a_sentence(name: str) -> None:
    plan = read_project_plan(MUNICIPALITIES / name / "project.yml")
    told = finding_sentences(plan_findings(plan))
    assert told["sentence"].str.endswith(".").all()
    assert not told["sentence"].str.contains(r"\bnan\b|None|<NA>").any()
    assert plan_arithmetic(plan).apply(sum_in_figures, axis=1).ne("").all()
