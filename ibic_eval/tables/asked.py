"""Who was asked, checked against the register and against who answered."""

from collections.abc import Iterator

import pandas as pd

from ibic_eval.tables.cells import named_code, personal_number_issues, shown_value
from ibic_eval.tables.issues import Issue, issues_table

ANSWERED, DECLINED, SILENT = "svarade", "avbojde", "inget_svar"
Unit = tuple[str, str]


def asked_issues(
    asked: pd.DataFrame,
    respondents: pd.DataFrame,
    municipalities: pd.DataFrame,
    file: str = "utskick.csv",
) -> pd.DataFrame:
    """Return the issues of a frame of who was asked, indexed by its rows in the file.

    `asked` has `kommunkod, enhet, status`, `respondents` is the table of `type_responses` and
    `municipalities` a register with `code`. Errors: a municipality that is missing or unknown, a
    unit that stands twice, a status that the answers contradict, a respondent that was not asked.
    """
    rows = [int(row) for row in asked.index]
    units = dict(zip(rows, _units(asked, "kommunkod", "enhet"), strict=True))
    statuses = dict(zip(rows, asked["status"], strict=True))
    expected = _expected(respondents)
    known = set(municipalities["code"])
    return issues_table(
        [
            *personal_number_issues(asked, file),
            *_unknown(units, known, file),
            *_repeated(units, file),
            *_contradicted(units, statuses, expected, file),
            *_not_asked(set(units.values()), expected, file),
        ]
    )


def _units(frame: pd.DataFrame, code: str, unit: str) -> list[Unit]:
    return list(zip(frame[code].fillna(""), frame[unit].fillna(""), strict=True))


def _expected(respondents: pd.DataFrame) -> dict[Unit, str]:
    """Return what the answers say about each unit that sent one in."""
    located = respondents[respondents["municipality"].notna()]
    units = _units(located, "municipality", "unit")
    answered = {u for u, declined in zip(units, located["declined"], strict=True) if not declined}
    return {unit: ANSWERED if unit in answered else DECLINED for unit in units}


def _unknown(units: dict[int, Unit], known: set[str], file: str) -> Iterator[Issue]:
    for row, (code, _) in units.items():
        if code not in known:
            what = f"har {named_code(code, 'kommunkod')}" if code else "saknar kommunkod"
            message = f"Filen {file}: rad {row} {what}; skriv fyra siffror, som 1489."
            yield Issue(file, message, row=row, column="kommunkod", value=shown_value(code))


def _repeated(units: dict[int, Unit], file: str) -> Iterator[Issue]:
    first: dict[Unit, int] = {}
    for row, unit in units.items():
        if unit in first:
            message = (
                f"Filen {file}: rad {row} gäller samma kommun och enhet som rad {first[unit]}; "
                "behåll en av dem."
            )
            yield Issue(file, message, row=row, column="kommunkod", value=shown_value(unit[0]))
        first.setdefault(unit, row)


def _contradicted(
    units: dict[int, Unit], statuses: dict[int, str], expected: dict[Unit, str], file: str
) -> Iterator[Issue]:
    for row, unit in units.items():
        found, status = expected.get(unit), statuses[row]
        if found == status or (found is None and status != ANSWERED):
            continue
        said = {ANSWERED: "ett svar", DECLINED: "ett avböjande", None: "inget svar"}[found]
        advice = f"ändra till {found}" if found else "ändra status eller lägg till svaret"
        message = (
            f"Filen {file}: rad {row} har status {status}, men bland svaren finns {said} från "
            f"{unit[0]}; {advice}."
        )
        yield Issue(file, message, row=row, column="status", value=status)


def _not_asked(asked: set[Unit], expected: dict[Unit, str], file: str) -> Iterator[Issue]:
    for code, unit in expected:
        if (code, unit) not in asked:
            which = "den enhet i kommunen" if unit else "kommunen"
            message = (
                f"Filen {file} saknar {which} {code} som har lämnat svar; lägg till en rad för den "
                "eller rätta koden i svaren."
            )
            yield Issue(file, message, column="kommunkod", value=code)
