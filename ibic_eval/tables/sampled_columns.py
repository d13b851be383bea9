"""What a sample of a column tells: how its days, numbers and codes are written."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from ibic_eval.codebook.variables import Variable
from ibic_eval.sources.mapping_dates import EXCEL
from ibic_eval.sources.mapping_profiles import CHOOSE
from ibic_eval.sources.mapping_tables import plain
from ibic_eval.sources.responses import LONG_NUMBER
from ibic_eval.tables.mapped_cells import PREFIX, as_day
from ibic_eval.tables.personal_numbers import holds_personal_number

FORMS = (
    *("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y %H:%M"),
    *("%y%m%d", "%y-%m-%d", "%d-%m-%y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y"),
    EXCEL,
)
# Days before these years are no dates of a case; Excel's numbers of other years are other numbers.
FIRST_YEAR, LAST_YEAR = 1950, 2069
# With so many of the values in one form the others are slips, which the check will name.
MOSTLY = 0.9
MOST_CODES = 30
# A text that stands in fewer rows is not repeated: it may be about somebody.
FEWEST_ROWS = 5
_COMMA, _POINT = r"^-?[0-9\s]+,[0-9]+$", r"^-?[0-9\s]+\.[0-9]+$"
_NUMBER = r"^-?[0-9][0-9\s]*(?:[.,][0-9]+)*$"
_THOUSANDS = r"^-?[0-9]{1,3}(?:[.,][0-9]{3})+$"
_PSEUDONYM = r"^[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*$"
_PLAIN_CODE = re.compile(r"[\w .,:/()+§&-]{1,40}")
_NAME_LIKE = re.compile(r"[A-ZÅÄÖ]\S+[ ,]+[A-ZÅÄÖ]")


class CodeValues(NamedTuple):
    """Their texts with our codes (or VÄLJ), and how many texts were too rare to be repeated."""

    codes: Mapping[str, str]
    rare: int


def fitting_forms(texts: pl.Series) -> dict[str, float]:
    """Return the forms that the most of the days are in, with the share that is.

    Empty where fewer than `MOSTLY` are in any; several where the sample can't tell them apart.
    """
    values = texts.drop_nulls()
    if values.is_empty():
        return {}
    years = (as_day(pl.col("text"), form).dt.year().alias(form) for form in FORMS)
    days = values.to_frame("text").select(years)
    shares = days.select(pl.all().is_between(FIRST_YEAR, LAST_YEAR).fill_null(value=False).mean())
    best = max(shares.row(0))
    if best < MOSTLY:
        return {}
    return {form: best for form, share in zip(FORMS, shares.row(0), strict=True) if share == best}


def decimal_sign(texts: pl.Series) -> str:
    """Return the decimal sign of a sample of numbers, VÄLJ where both or thousands are possible.

    "" where no number has decimals.
    """
    values = texts.drop_nulls()
    signs = [
        sign
        for sign, pattern in ((",", _COMMA), (".", _POINT))
        if values.str.contains(pattern).any()
    ]
    if not signs:
        return ""
    written = values.filter(values.str.contains("[.,]"))
    unclear = len(signs) > 1 or written.str.contains(_THOUSANDS).all()
    return CHOOSE if unclear else signs[0]


def code_values(texts: pl.Series, variable: Variable, known: Mapping[str, str]) -> CodeValues:
    """Return our codes for the texts of a coded column that aren't our codes already.

    `known` has texts as `plain` writes them, also with a `*` at the end for all that begin so.
    """
    codes: dict[str, str] = {}
    rare = 0
    counts = texts.drop_nulls().rename("text").value_counts(name="rows")
    for text, rows in counts.sort("rows", "text", descending=[True, False]).iter_rows():
        key = known_key(text, known)
        if text in variable.codes or plain(text) in {plain(each) for each in codes}:
            continue
        if key:
            # What comes after a known beginning is not repeated.
            codes[key if key[-1:] == PREFIX else text] = known[key]
        elif rows >= FEWEST_ROWS and len(codes) < MOST_CODES and _may_be_shown(text):
            codes[text] = CHOOSE
        else:
            rare += 1
    return CodeValues(codes, rare)


def known_key(text: str, known: Mapping[str, str]) -> str:
    """Return what a text is known by, the whole of it or the longest beginning; "" for neither."""
    key = plain(text)
    if key in known:
        return key
    begun = [each for each in known if each[-1:] == PREFIX and key.startswith(each[:-1])]
    return max(begun, key=len, default="")


def doubt(texts: pl.Series, variable: Variable) -> str:
    """Return why a column doesn't look like what it was taken for, "" where it does."""
    values = texts.drop_nulls()
    if values.is_empty():
        return "kolumnen är tom i det som lästes"
    if variable.type == "beteckning" and not _mostly(values, _PSEUDONYM):
        return "ser inte ut som beteckningar (bokstäver och siffror utan blanksteg)"
    if variable.type in ("tal", "heltal") and not _mostly(values, _NUMBER):
        return "ser inte ut som tal"
    if variable.type == "kod" and values.n_unique() > MOST_CODES:
        return "har många olika värden och ser inte ut som koder"
    return ""


def _mostly(values: pl.Series, pattern: str) -> bool:
    return int(values.str.contains(pattern).sum()) >= MOSTLY * len(values)


def _may_be_shown(text: str) -> bool:
    plainly = _PLAIN_CODE.fullmatch(text) and not LONG_NUMBER.search(text)
    return bool(plainly) and not _NAME_LIKE.search(text) and not holds_personal_number(text)
