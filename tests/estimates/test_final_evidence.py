"""A change of time is held to the monthly series, which reckons with the trend before."""

import pandas as pd
import pytest

from ibic_eval.codebook.final_catalogue import load_catalogue
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_evidence_cases import time_evidence
from ibic_eval.runs.project import Project

MEASURES = load_catalogue(Project.find().surveys / "slutrapport").measures


def change(attribution: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"area": "lss", "clock": "ansokan", "measure": "tidskvot", "n_before": 200,
             "n_after": 250, "estimate": 0.8, "ci_low": 0.7, "ci_high": 0.9, "margin_high": 1 / 0.9,
             "verdict": "kortare", "attribution": attribution, "method": "", "status": s.SHOWN,
             "reason": ""}
        ]
    )  # fmt: skip


def series(verdict: str, model: str = "egen") -> pd.DataFrame:
    return pd.DataFrame(
        [{"area": "lss", "clock": "ansokan", "model": model, "term": "skift", "verdict": verdict}]
    )


@pytest.mark.parametrize(
    ("attribution", "told", "expected"),
    [
        (s.ALONE, series("kortare"), s.ALONE),
        (s.ALONE, series("kan inte avgöras"), s.TREND),
        (s.ALONE, series("längre"), s.TREND),
        (s.ALONE, series("kortare", "jamforande"), s.TREND),
        (s.ALONE, pd.DataFrame(), s.TREND),
        (s.CONFOUNDED, series("kan inte avgöras"), s.CONFOUNDED),
    ],
)
def test_a_shorter_time_that_was_on_its_way_fits_with_nothing(
    attribution: str, told: pd.DataFrame, expected: str
) -> None:
    tables = {
        "time_and_complexity_time_changes": change(attribution),
        "time_and_complexity_interrupted": told,
    }
    (row,) = time_evidence(tables, MEASURES)
    assert (row["verdict"], row["attribution"]) == (s.FOR, expected)
    assert row["margin"] == pytest.approx(1 / 0.9)
