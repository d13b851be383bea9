"""How the days in an export may be said to be written."""

import re

from ibic_eval.errors import InputError

EXCEL = "excel"
# The Swedish way to write a date's form, as staff knows it, and Python's.
PARTS = {"ÅÅÅÅ": "%Y", "ÅÅ": "%y", "MM": "%m", "DD": "%d", "TT": "%H", "mm": "%M", "SS": "%S"}
_DIRECTIVES = frozenset(PARTS.values())
_YEARS, _MONTH, _DAY = ("%Y", "%y"), "%m", "%d"


def date_format(text: object, column: str, where: str) -> str:
    """Return the strptime format that a profile states for a column, or `excel`.

    Both `ÅÅÅÅ-MM-DD` and `%Y-%m-%d` are understood. Raises InputError where no form is stated, or
    one without exactly a year, a month and a day, or with other parts than those and a time.
    """
    if text == EXCEL:
        return EXCEL
    if isinstance(text, str):
        form = text
        for part, directive in PARTS.items():
            form = form.replace(part, directive)
        if _is_whole(re.findall("%.", form)):
            return form
    raise InputError(
        f"{where}: säg hur datumen i {column} är skrivna, till exempel datum: ÅÅÅÅ-MM-DD "
        "eller datum: excel för Excels löpnummer."
    )


def shown_format(form: str) -> str:
    """Return a strptime format as staff writes it: `ÅÅÅÅ-MM-DD`."""
    shown = form
    for part, directive in PARTS.items():
        shown = shown.replace(directive, part)
    return shown


def _is_whole(directives: list[str]) -> bool:
    known = set(directives) <= _DIRECTIVES and len(set(directives)) == len(directives)
    years = sum(each in _YEARS for each in directives)
    return known and years == 1 and _MONTH in directives and _DAY in directives
