"""Answers on readiness are typed, and what is wrong in a file is said without repeating who."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.readiness_columns import readiness_codebook
from ibic_eval.codebook.readiness_instrument import load_readiness
from ibic_eval.errors import InputError
from ibic_eval.sources.readiness import read_readiness, readiness_file
from ibic_eval.tables.readiness import ReadinessAnswers, type_readiness

INSTRUMENT = load_readiness(Path(__file__).parents[2] / "surveys" / "beredskap" / "instrument.yml")
COLUMNS = readiness_codebook(INSTRUMENT).names
STATEMENTS = [each.id for each in INSTRUMENT.statements]
TODAY = dt.date(2024, 5, 1)


def line(who: str = "S001", **cells: str) -> dict[str, str]:
    """Return one row, in place on everything unless something else is said."""
    usual = {"svarande": who, "roll": "ledning", "datum": "2024-03-01", "omgang": "1"}
    return {**usual, **dict.fromkeys(STATEMENTS, "pa_plats"), "kommentar": "", **cells}


def typed(folder: Path, *rows: dict[str, str], separator: str = ";") -> ReadinessAnswers:
    path = folder / "beredskap.csv"
    pd.DataFrame(rows).to_csv(path, index=False, sep=separator)
    raw = read_readiness(path)
    assert raw is not None
    return type_readiness(raw, INSTRUMENT, TODAY)


def test_answers_are_typed_and_people_keep_their_number_through_the_rounds(
    tmp_path: Path,
) -> None:
    respondents, answers, issues = typed(
        tmp_path,
        line("S007", mal_1="inte_paborjat"),
        line("S001", mal_1="vet_inte", roll="utforare"),
        line("S007", omgang="2", datum="2024-04-20", mal_1=""),
    )
    assert issues.empty
    assert respondents[["person", "round", "role"]].to_numpy().tolist() == [
        [0, 1, "ledning"], [1, 1, "utforare"], [0, 2, "ledning"]
    ]  # fmt: skip
    goals = answers[answers["statement"].eq("mal_1")]
    assert goals["answer"].tolist() == ["inte_paborjat", "vet_inte"]
    assert goals["level"].tolist()[0] == 0
    assert pd.isna(goals["level"].tolist()[1])
    assert "S007" not in answers.to_string() + respondents.to_string()


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"mal_1": "klart"}, "mal_1", "till_stor_del"),
        ({"roll": "kommunalråd"}, "roll", "ledning"),
        ({"datum": "1 mars"}, "datum", "datum"),
        ({"datum": "2024-06-01"}, "datum", "framtiden"),
        ({"datum": "2001-06-01"}, "datum", "före 2013"),
        ({"omgang": ""}, "omgang", "tom"),
        ({"omgang": "01"}, "omgang", "1 till 99"),
        ({"svarande": "Anna"}, "svarande", "beteckning"),
        ({"kommentar": "ring 19121212-1212"}, "kommentar", "personnummer"),
    ],
)
def test_a_wrong_cell_is_said_and_nothing_is_used(
    tmp_path: Path, cells: dict[str, str], column: str, words: str
) -> None:
    respondents, answers, issues = typed(tmp_path, line(), line("S002", **cells))
    assert issues["row"].tolist() == [3]
    assert issues["column"].tolist() == [column]
    assert words in issues["message"].iloc[0]
    assert answers.empty
    assert respondents.empty
    assert "Anna" not in issues.to_string()
    assert "1912" not in issues.to_string()


def test_a_person_twice_in_a_round_is_an_error(tmp_path: Path) -> None:
    found = typed(tmp_path, line(), line())
    assert found.answers.empty
    assert "redan står" in found.issues["message"].iloc[0]
    assert "S001" not in found.issues.to_string()


@pytest.mark.parametrize("name", ["Namn", "Efternamn", "personnr", "e-post"])
def test_a_column_that_says_who_somebody_is_refuses_the_file(tmp_path: Path, name: str) -> None:
    found = typed(tmp_path, {**line(), name: "x"})
    assert found.answers.empty
    assert "personuppgifter" in found.issues["message"].iloc[0]


def test_unknown_and_lacking_columns_are_said(tmp_path: Path) -> None:
    row = {**line(), "betyg": "5"}
    del row["mal_1"]
    issues = typed(tmp_path, row).issues
    assert set(issues["column"]) == {"betyg", "mal_1"}


def test_comments_may_lack_and_are_never_read(tmp_path: Path) -> None:
    row = line(kommentar="Det går trögt på vår enhet")
    assert "trögt" not in typed(tmp_path, row).answers.to_string()
    del row["kommentar"]
    assert typed(tmp_path, row, separator=",").issues.empty


def test_odd_rows_are_warned_of(tmp_path: Path) -> None:
    respondents, _, issues = typed(
        tmp_path,
        line(),
        line("S002", **dict.fromkeys(STATEMENTS, "")),
        line("S001", omgang="2", roll="utforare", datum="2024-02-01"),
    )
    assert set(issues["severity"]) == {"varning"}
    messages = " ".join(issues["message"])
    assert "inga svar" in messages
    assert "olika roller" in messages
    assert "före en tidigare" in messages
    assert len(respondents) == 2


def test_a_template_is_no_answers_and_two_files_are_one_too_many(tmp_path: Path) -> None:
    path = tmp_path / "beredskap.csv"
    path.write_text(";".join(COLUMNS) + "\n", encoding="utf-8")
    assert read_readiness(path) is None
    assert readiness_file(tmp_path) == path
    assert readiness_file(None) is None
    (tmp_path / "beredskap.xlsx").touch()
    with pytest.raises(InputError, match="ta bort den ena"):
        readiness_file(tmp_path)
