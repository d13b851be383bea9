"""Who answered: the identity columns of an export, typed, and answers that stand twice."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from ibic_eval.tables.cells import named_code, row_name, shown_value
from ibic_eval.tables.issues import ERROR, WARNING, Issue

COLUMNS = {
    "respondent": "string",
    "municipality": "string",
    "unit": "string",
    "submitted": "datetime64[ns]",
    "declined": "bool",
}


def repeated_rows(frame: pd.DataFrame, file: str) -> tuple[pd.Index, list[Issue]]:
    """Return the rows whose respondent id already stood in the file, and an issue for each."""
    names = frame["svarsid"]
    repeated = frame.index[names.notna() & names.duplicated()]
    first = names.drop_duplicates().reset_index().set_index("svarsid")["row"]
    issues = []
    for row in repeated.tolist():
        original = int(first[names[row]])
        same = frame.loc[row].equals(frame.loc[original])
        issues.append(_repeated(file, row, original, same))
    return repeated, issues


def _repeated(file: str, row: int, original: int, same: bool) -> Issue:
    what = "är en kopia av" if same else "har samma svarsid som"
    advice = "ta bort kopian" if same else "ge dem olika svarsid eller ta bort den ena"
    message = f"Filen {file}: rad {row} {what} rad {original}; {advice}."
    return Issue(file, message, row=row, column="svarsid")


def type_respondents(
    frame: pd.DataFrame, declined: pd.Series, municipalities: pd.DataFrame, file: str
) -> tuple[pd.DataFrame, list[Issue]]:
    """Return one row a respondent, indexed as the file's rows, and the issues found.

    `declined` is a boolean per row. A municipality code that has lost its leading zero is read
    with it, with a warning; an unknown code or date becomes NA, with an error.
    """
    issues: list[Issue] = []
    codes = frame["kommunkod"].map(_with_zero, na_action="ignore").astype("string")
    known = codes.isin(municipalities["code"])
    issues += _code_issues(frame["kommunkod"], codes, known, municipalities, file)
    submitted = _optional(frame, "inskickad").map(_date, na_action="ignore")
    issues += _date_issues(_optional(frame, "inskickad"), submitted, file)
    names = pd.Series(map(row_name, frame.index), frame.index, dtype="string")
    issues += _nameless(frame["svarsid"], file)
    respondents = pd.DataFrame(
        {
            "respondent": frame["svarsid"].fillna(names),
            "municipality": codes.where(known),
            "unit": _optional(frame, "enhet"),
            "submitted": pd.to_datetime(submitted),
            "declined": declined,
        },
        index=frame.index,
    )
    return respondents.astype(COLUMNS), issues


def _optional(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame.get(column, pd.Series(pd.NA, frame.index, dtype="string"))


def _with_zero(code: str) -> str:
    return code.zfill(4) if code.isdecimal() and len(code) == 3 else code


def _date(text: str) -> pd.Timestamp | None:
    try:
        return pd.Timestamp(dt.datetime.fromisoformat(text).date())
    except ValueError:
        return None


def _code_issues(
    written: pd.Series, codes: pd.Series, known: pd.Series, municipalities: pd.DataFrame, file: str
) -> Iterator[Issue]:
    by_name = dict(zip(municipalities["name"].str.casefold(), municipalities["code"], strict=True))
    for row in written.index:
        if pd.isna(written[row]):
            message = f"Filen {file}: rad {row} saknar kommunkod; fyll i den."
            yield Issue(file, message, row=row, column="kommunkod")
        elif not known[row]:
            near = by_name.get(written[row].casefold())
            advice = f"menade du {near}?" if near else "rätta den till fyra siffror, som 1489."
            code = named_code(written[row], "kommunkod")
            message = f"Filen {file}: rad {row} har {code}; {advice}"
            yield Issue(file, message, ERROR, row, "kommunkod", shown_value(written[row]))
        elif written[row] != codes[row]:
            message = (
                f"Filen {file}: rad {row} har en kommunkod som tappat sin nolla; "
                f"den läses som {codes[row]}."
            )
            yield Issue(file, message, WARNING, row, "kommunkod", shown_value(written[row]))


def _date_issues(written: pd.Series, submitted: pd.Series, file: str) -> Iterator[Issue]:
    for row in written.index[written.notna() & submitted.isna()]:
        shown = shown_value(written[row])
        what = f"”{shown}”, som inte är ett giltigt datum," if shown else "inget giltigt datum"
        message = (
            f"Filen {file}: rad {row} har {what} i kolumnen inskickad; skriv det som 2020-11-30."
        )
        yield Issue(file, message, row=row, column="inskickad", value=shown)


def _nameless(names: pd.Series, file: str) -> Iterator[Issue]:
    for row in names.index[names.isna()]:
        message = f"Filen {file}: rad {row} saknar svarsid; ge raden ett eget."
        yield Issue(file, message, row=row, column="svarsid")


def shared_unit_issues(
    respondents: pd.DataFrame, areas: dict[int, frozenset[str]], file: str
) -> Iterator[Issue]:
    """Yield an issue where a municipality or district has answered more than once.

    `areas` tells which areas each row of the file answers for. Two answers for the same area are
    an error; answers for different areas are a warning, since each counts as a respondent.
    """
    located = respondents[respondents["municipality"].notna()]
    for _, rows in located.groupby(["municipality", "unit"], dropna=False).groups.items():
        first, *later = sorted(rows)
        for row in later:
            earlier = [other for other in rows if other < row]
            overlap = next((other for other in earlier if areas[other] & areas[row]), None)
            yield _overlapping(file, row, overlap) if overlap else _separate(file, row, first)


def _overlapping(file: str, row: int, other: int) -> Issue:
    message = (
        f"Filen {file}: rad {row} och rad {other} är svar från samma kommun eller stadsdel för "
        "samma område; behåll det ena."
    )
    return Issue(file, message, row=row, column="kommunkod")


def _separate(file: str, row: int, other: int) -> Issue:
    message = (
        f"Filen {file}: rad {row} och rad {other} är svar från samma kommun eller stadsdel och "
        "räknas som två svarande; kontrollera att det är meningen."
    )
    return Issue(file, message, WARNING, row, "kommunkod")
