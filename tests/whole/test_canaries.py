"""Canaries in the raw files: nothing that a run leaves behind may hold any of them."""

from pathlib import Path

import pandas as pd
import pytest

from tests.whole.left_behind import words_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("whole")]


@pytest.fixture
def left(canaried: tuple[Path, dict[str, str]]) -> Path:
    return canaried[0]


@pytest.fixture
def canaries(canaried: tuple[Path, dict[str, str]]) -> dict[str, str]:
    return canaried[1]


def test_no_canary_survives(left: Path, canaries: dict[str, str]) -> None:
    found = {
        f"{name} in {where}"
        for where, text in words_of(left)
        for name, canary in canaries.items()
        if canary.casefold() in text.casefold()
    }
    assert not found


WHOLE = {
    "commentary": {"n", "n_coders", "n_earlier", "n_later"},
    "the plan": {"target", "planned", "planned_kronor", "produced", "n_values"},
    "which row it is": {"year", "round", "months"},
    "a model of all months": {
        *("fitted", "counterfactual", "counterfactual_low", "counterfactual_high"),
    },
}
"""Numbers in rows with something hidden that are of no small group, by what they are of."""


def test_rows_that_are_hidden_hold_no_numbers(left: Path) -> None:
    """What draws figures, tables and words is given these tables, and nothing else."""
    hidden, told = 0, set()
    for path in (left / "data" / "prepared" / "9001").glob("*.parquet"):
        table = pd.read_parquet(path)
        rows = table[table["status"].eq("dold")] if "status" in table else table.iloc[:0]
        hidden += len(rows)
        told |= {name for name in rows.select_dtypes("number") if rows[name].notna().any()}
    assert hidden > 100
    assert told <= set().union(*WHOLE.values())


def test_everything_a_run_leaves_is_searched(left: Path) -> None:
    """The search itself: it finds a word that is in every format of the report."""
    found = {where for where, text in words_of(left / "reports") if "Demokommun 001" in text}
    names = {Path(where).name for where in found}
    assert {
        "rapport.html", "rapport.pdf", "rapport.docx", "rapport.xlsx", "rapport-figurer.zip",
        "resultat.json", "manifest.json", "90_final_report.ipynb",
    } <= names  # fmt: skip


def test_the_raw_files_held_every_canary(canaries: dict[str, str]) -> None:
    kinds = {name.split(" in ")[0] for name in canaries}
    assert kinds == {"mark", "hours", "hours as shown", "day"}
    assert sum(name.startswith("day") for name in canaries) >= 2 * 2
