"""The overview: known truths come back, and real and fictional municipalities stay apart."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ibic_eval.display import overview_exhibits, overview_words
from ibic_eval.errors import InputError
from ibic_eval.estimates import overview as o
from ibic_eval.runs import manifest as m
from ibic_eval.runs.demo_overview import EFFECTS, build_overview_files
from ibic_eval.runs.overview import (
    Overview,
    overview_tables,
)
from ibic_eval.runs.project import Project
from ibic_eval.runs.scopes import FICTIONAL, REAL, example_folder, overview_scopes, scope_members

PROJECT = Project.find()


def overview(out: Path, scope: str) -> Overview:
    context, tables = overview_tables(PROJECT, out, scope, scope_members(PROJECT, scope))
    return Overview(context, **tables)


@pytest.fixture(scope="module")
def example() -> Overview:
    return overview(example_folder(PROJECT), FICTIONAL)


def test_the_committed_example_comes_out_again() -> None:
    for path, content in build_overview_files(PROJECT).items():
        assert path.read_bytes() == content, path.name


def test_known_truths_lie_in_the_intervals(example: Overview) -> None:
    found = example.pooled.set_index("id")
    for truth in EFFECTS:
        row = found.loc[f"{truth.measure}_{truth.area}"]
        assert row["ci_low"] < np.exp(truth.mean) < row["ci_high"]
        assert row["k"] == 10
        assert row["n_hidden"] == 1
    assert found.loc["tid_ansokan_lss", "verdict"] == o.UNSETTLED
    assert found.loc["livsomraden_aldreomsorg", "verdict"] == o.HIGHER


def test_tests_are_corrected_for_their_number(example: Overview) -> None:
    p, corrected = (example.pooled[name].astype(float) for name in ("p", "p_holm"))
    assert (corrected >= p).all()
    assert corrected.loc[p.idxmin()] == pytest.approx(3 * p.min())


def test_few_municipalities_have_no_mean(example: Overview) -> None:
    few = example.effects[example.effects["municipality"].isin(["9011", "9012", "9013"])]
    found = o.pooled(pd.concat([few, few.iloc[:0]]))
    assert found["estimate"].isna().all()
    assert set(found["verdict"]) == {o.TOO_FEW}
    levels = example.levels[example.levels["municipality"].isin(["9011", "9012"])]
    assert o.spread(levels)["median"].isna().all()
    assert o.spread(levels)["n_shown"].tolist() == [2, 2]


def test_hidden_results_lend_no_number(example: Overview) -> None:
    hidden = example.effects[example.effects["status"].eq("dold")]
    assert len(hidden) == 3
    assert hidden[["estimate", "ci_low", "ci_high", "n"]].isna().all(axis=None)
    assert (example.spread["n_hidden"] == 1).all()


def test_adoption_tells_the_unknown_from_no() -> None:
    starts = pd.DataFrame({
        "municipality": ["0001", "0002"], "area": "lss", "year": [2016, 2018],
        "exact": [True, False], "basis": "x",
    })  # fmt: skip
    answers = pd.DataFrame({
        "municipality": ["0002", "0003", "0004"], "area": ["lss", "lss", "aldreomsorg"],
        "year": [2015, 2017, 2014], "answer": "nej",
    })  # fmt: skip
    found = o.adoption(starts, answers, ["0001", "0002", "0003", "0004", "0005"], "lss")
    counts = found.pivot_table(index="year", columns="use", values="n", aggfunc="sum")
    assert counts.loc[2015].to_dict() == {"anvander": 0, "anvander_inte": 3, "okant": 2}
    assert counts.loc[2016].to_dict() == {"anvander": 1, "anvander_inte": 1, "okant": 3}
    assert counts.loc[2018].to_dict() == {"anvander": 2, "anvander_inte": 0, "okant": 3}


def test_real_and_fictional_are_never_together(tmp_path: Path) -> None:
    source = example_folder(PROJECT) / "9011" / m.RESULTS
    content = json.loads(source.read_text(encoding="utf-8"))
    for code, fictional in (("9011", True), ("1489", False)):
        place = {**content["municipality"], "code": code, "fictional": fictional}
        (tmp_path / code).mkdir()
        told = json.dumps({**content, "municipality": place, "results": []})
        (tmp_path / code / m.RESULTS).write_text(told, encoding="utf-8")
    assert overview_scopes(PROJECT, tmp_path) == (REAL, FICTIONAL, "14", "94")[:3] + tuple(
        scope for scope in overview_scopes(PROJECT, tmp_path)[3:] if scope.startswith("9")
    )
    assert list(overview(tmp_path, REAL).context["names"]) == ["1489"]
    assert list(overview(tmp_path, FICTIONAL).context["names"]) == ["9011"]


def test_nothing_known_is_said_and_not_drawn(tmp_path: Path) -> None:
    (tmp_path / "1489").mkdir()
    (tmp_path / "1489" / m.RESULTS).write_text("{", encoding="utf-8")
    view = overview(tmp_path, "14")
    assert "0 av 49 kommuner har en rapport" in repr(overview_words.summary(view))
    assert repr(overview_exhibits.forests(view)) == ""
    assert "Underlag saknas" in repr(overview_words.how_pooled(view))
    for show in (overview_exhibits.pooled_table, overview_exhibits.spread_table):
        assert "Underlag saknas" in repr(show(view))


def test_every_figure_has_its_numbers_in_words(example: Overview) -> None:
    for part in overview_exhibits.forests(example).parts:
        assert "Genomsnitt: " in part.alt
        assert "Demokommun 011: " in part.alt


def test_an_unknown_scope_is_refused() -> None:
    with pytest.raises(InputError, match="länskod"):
        scope_members(PROJECT, "77")
