"""Differences are drawn where they lie and written with interval, p and verdict."""

import pandas as pd
import pytest

from ibic_eval.display import forest
from ibic_eval.display.exhibits import Prose

VERDICTS = ("större", "mindre", "likvärdig", "kan inte avgöras")


@pytest.fixture
def differences() -> pd.DataFrame:
    areas = ("aldreomsorg", "annan_sol", "lss", "alla")
    return pd.DataFrame(
        {
            "item": ["q4_1", "q4_1", "q4_1", "q10"],
            "area": areas,
            "answer": ["okat"] * 3 + ["ja"],
            "group_a": "etablerade",
            "group_b": "inlarning",
            "n_a": 32,
            "n_b": 45,
            "share_a": [0.6, 0.2, 0.4, 0.9],
            "share_b": [0.3, 0.6, 0.4, 0.8],
            "difference": [0.3, -0.4, 0.0, 0.1],
            "ci_low": [0.1, -0.6, -0.05, -0.1],
            "ci_high": [0.5, -0.2, 0.05, 0.3],
            "p_holm": [0.004, 0.0001, 1.0, 0.4],
            "smallest_detectable": [0.35] * 4,
            "verdict": VERDICTS,
        }
    )


def shown(differences, labels):
    return forest.forest(
        differences, labels, slug="skillnader", caption="Skillnader.", source="x", margin=0.1
    )


def test_alt_text_tells_each_difference(differences, labels):
    alt = shown(differences, labels).alt.replace("\u00a0", " ")
    assert "Äldreomsorg: 60 % av 32 mot 30 % av 45, skillnad +30 procentenheter" in alt
    assert "(+10 till +50), p 0,004, minsta synliga skillnad 35, större." in alt
    assert (
        "skillnad −40 procentenheter (−60 till −20), p < 0,001, minsta synliga skillnad 35, mindre."
        in alt
    )


def test_points_lie_at_their_differences(differences, labels, drawn):
    figures = drawn(forest)
    shown(differences, labels)
    points = [
        line for line in figures[0].axes[0].lines if line.get_marker() in (">", "<", "s", "o")
    ]
    assert [line.get_xdata()[0] for line in points] == [0.3, -0.4, 0.0, 0.1]
    assert len({line.get_marker() for line in points}) == len(VERDICTS)


def test_no_label_lies_over_another(differences, labels, drawn, clashes):
    figures = drawn(forest)
    shown(differences, labels)
    assert clashes(figures[0]) == []


def test_hidden_differences_alone_give_no_figure(differences, labels):
    hidden = differences.assign(difference=pd.NA, ci_low=pd.NA, ci_high=pd.NA)
    assert shown(hidden, labels) == Prose(())


def test_a_difference_that_could_not_be_seen_at_all_is_told_so(differences, labels):
    unseen = differences.assign(smallest_detectable=pd.NA)
    assert "minsta synliga skillnad –, större." in shown(unseen, labels).alt
