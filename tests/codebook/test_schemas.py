"""The checks that a codebook stands for find what they should and nothing else."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook.schemas import blank_to_missing, failures
from ibic_eval.codebook.variables import load_codebooks

ROOT = Path(__file__).parents[2]
CODEBOOKS = {each.id: each for each in load_codebooks(ROOT / "data" / "codebooks")}
INVITATIONS = CODEBOOKS["utskick"]


def raw(path: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / path, dtype="string", keep_default_na=False)


def invitations(**columns: list[str]) -> pd.DataFrame:
    good = {"kommunkod": ["1489", "0880"], "enhet": ["", ""], "status": ["svarade", "avbojde"]}
    return pd.DataFrame({**good, **columns}, dtype="string")


def found(table: pd.DataFrame, codebook: str = "utskick") -> set[tuple[str, str, int | None]]:
    return {(each.column, each.rule, each.row) for each in failures(table, CODEBOOKS[codebook])}


@pytest.mark.parametrize("codebook", ["publicerade_siffror", "motsagelser", "kommuner"])
def test_the_committed_files_follow_their_codebooks(codebook: str) -> None:
    assert failures(raw(CODEBOOKS[codebook].files[0]), CODEBOOKS[codebook]) == ()


def test_a_good_table_has_no_failures() -> None:
    assert found(invitations()) == set()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"kommunkod": ["148", "0880"]}, {("kommunkod", "monster", 0)}),
        ({"kommunkod": ["1489", " "]}, {("kommunkod", "varde_saknas", 1)}),
        ({"status": ["svarade", "Ja"]}, {("status", "kod", 1)}),
        ({"datum": ["", ""]}, {("datum", "okand_kolumn", None)}),
    ],
)
def test_a_break_is_found_where_it_is(columns: dict, expected: set) -> None:
    assert found(invitations(**columns)) == expected


def test_a_missing_column_is_found() -> None:
    table = invitations().drop(columns="status")
    assert found(table) == {("status", "kolumn_saknas", None)}


def test_a_key_that_stands_twice_is_found() -> None:
    twice = invitations(kommunkod=["0180", "0180"], enhet=["Farsta", "Farsta"])
    assert {rule for _, rule, _ in found(twice)} == {"dubblett"}
    apart = invitations(kommunkod=["0180", "0180"], enhet=["Farsta", "Bromma"])
    assert found(apart) == set()


def test_types_and_bounds() -> None:
    figures = raw("data/published/vardanalys-2021-2.csv").head(3).assign(n=["0", "tolv", "12"])
    expected = {("n", "minst", 0), ("n", "typ", 1)}
    assert found(figures, "publicerade_siffror") == expected


@given(st.lists(st.text(max_size=8), min_size=1, max_size=5))
def test_any_text_is_judged_without_being_changed(cells: list[str]) -> None:
    codes = pd.DataFrame({"svarsid": [f"s{n}" for n in range(len(cells))]}, dtype="string")
    table = codes.assign(klass=pd.array(cells, dtype="string"), skal="skäl")
    before = table.copy()
    right = {"anvander", "anvander_inte", "mellangrupp"}
    wrong = {n for n, cell in enumerate(cells) if cell.strip() not in right}
    assert {row for _, _, row in found(table, "klassning")} == wrong
    pd.testing.assert_frame_equal(table, before)


def test_blanks_are_missing() -> None:
    table = blank_to_missing(invitations(status=[" svarade ", ""]), INVITATIONS)
    assert table["status"].tolist() == ["svarade", pd.NA]
