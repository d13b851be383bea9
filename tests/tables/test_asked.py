"""Who was asked is held against the register and against who answered."""

import pandas as pd
import pytest

from ibic_eval.tables.asked import asked_issues

Row = tuple[str | None, str | None, str]
REGISTER = pd.DataFrame({"code": ["0180", "1480", "1489"]}, dtype="string")
ANSWERS = [("1489", None, False), ("0180", "Väst", False), ("1480", None, True)]
SOUND: list[Row] = [
    ("1489", None, "svarade"),
    ("0180", "Väst", "svarade"),
    ("0180", "Öst", "inget_svar"),
    ("1480", None, "avbojde"),
]


def issues_of(*rows: Row) -> pd.DataFrame:
    respondents = pd.DataFrame(ANSWERS, columns=["municipality", "unit", "declined"])
    typed = respondents.astype({"municipality": "string", "unit": "string"})
    asked = pd.DataFrame(rows, columns=["kommunkod", "enhet", "status"], dtype="string")
    numbered = asked.set_index(pd.RangeIndex(2, len(asked) + 2, name="row"))
    return asked_issues(numbered, typed, REGISTER)


def test_a_list_that_agrees_with_the_answers_has_no_issues() -> None:
    assert issues_of(*SOUND).empty


def test_one_that_declined_without_sending_anything_in_is_no_contradiction() -> None:
    assert issues_of(*SOUND, ("1480", "Norr", "avbojde")).empty


FAULTS = {
    "unknown": ([*SOUND, ("1999", None, "inget_svar")], 6, "den okända kommunkoden ”1999”"),
    "no code": ([*SOUND, (None, None, "inget_svar")], 6, "saknar kommunkod"),
    "twice": ([*SOUND, ("0180", "Öst", "inget_svar")], 6, "samma kommun och enhet som rad 4"),
    "answered": ([*SOUND, ("1489", "Syd", "svarade")], 6, "finns inget svar från 1489"),
    "silent": ([("1489", None, "inget_svar"), *SOUND[1:]], 2, "ett svar från 1489; ändra till sv"),
    "declined": ([*SOUND[:3], ("1480", None, "svarade")], 5, "ett avböjande från 1480"),
    "not asked": (SOUND[1:], pd.NA, "saknar kommunen 1489"),
    "unit not asked": ([SOUND[0], *SOUND[2:]], pd.NA, "den enhet i kommunen 0180"),
    "number": (
        [*SOUND, ("0180", "Anna 850312-1231", "inget_svar")],
        6,
        "ett personnummer i kolumnen enhet",
    ),
}


@pytest.mark.parametrize(("rows", "row", "message"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_one_error(rows: list[Row], row: int, message: str) -> None:
    issues = issues_of(*rows)
    assert issues["severity"].tolist() == ["fel"]
    assert issues["row"].tolist() == [row]
    assert message in issues["message"].iloc[0]
    assert issues["message"].str.fullmatch(r"Filen utskick\.csv.*[^.]\.").all()
    assert "850312" not in issues.to_csv()
