"""A break of the codebook becomes one clear Swedish sentence at the right place."""

from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.variables import load_codebooks
from ibic_eval.tables.issues import COLUMNS, has_errors
from ibic_eval.tables.validation import validate_table

ROOT = Path(__file__).parents[2]
CODEBOOKS = {each.id: each for each in load_codebooks(ROOT / "data" / "codebooks")}
CORRECTIONS = {"svarsid": ["s1", "s2"], "klass": ["anvander", "mellangrupp"], "skal": ["a", "b"]}


def issues(**columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame({**CORRECTIONS, **columns}, dtype="string")
    return validate_table(table, CODEBOOKS["klassning"], "klassning.csv")


def test_a_good_table_gives_an_empty_issues_table() -> None:
    table = issues()
    assert list(table.columns) == list(COLUMNS)
    assert table.empty
    assert not has_errors(table)


def test_the_row_is_that_of_the_spreadsheet_and_the_sentence_says_what_is_allowed() -> None:
    issue = issues(klass=["anvander", "vet ej"]).iloc[0]
    assert (issue["file"], issue["row"], issue["column"]) == ("klassning.csv", 3, "klass")
    assert (issue["value"], issue["severity"]) == ("vet ej", "fel")
    assert "”vet ej” utanför det tillåtna; tillåtet är `anvander` använder IBIC" in issue["message"]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"skal": ["a", ""]}, "Kolumnen skal är tom; fyll i skäl till rättelsen."),
        ({"svarsid": ["s1", "s1"]}, "”s1” som redan står på en annan rad"),
        ({"namn": ["", ""]}, "Kolumnen namn är okänd; ta bort den eller rätta namnet."),
    ],
)
def test_each_break_says_what_to_do(columns: dict, sentence: str) -> None:
    assert sentence in " ".join(issues(**columns)["message"])


def test_a_missing_column_concerns_the_whole_file() -> None:
    table = pd.DataFrame(CORRECTIONS, dtype="string").drop(columns="skal")
    issue = validate_table(table, CODEBOOKS["klassning"], "klassning.csv").iloc[0]
    assert issue["row"] is pd.NA
    assert issue["message"] == "Kolumnen skal saknas; lägg till den (Skäl till rättelsen)."


@pytest.mark.parametrize(
    "columns",
    [
        {"klass": ["anvander", "Anna Andersson på Storgatan 1 i Alingsås ringde"]},
        {"svarsid": ["s1", "Anna 19121212-1212"]},
        {"svarsid": ["s1", "Anna 1212121212"]},
    ],
)
def test_what_may_be_about_a_person_is_not_repeated(columns: dict) -> None:
    table = issues(**columns)
    assert len(table) == 1
    assert "Anna" not in table.to_csv()
