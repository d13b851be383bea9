"""Polars expressions that turn an export's texts into texts as our tables write them.

A text that its profile doesn't cover goes through as it stands, so that the check reports it.
"""

import re
from collections.abc import Mapping

import polars as pl

from ibic_eval.codebook.variables import Variable
from ibic_eval.sources.mapping_dates import EXCEL
from ibic_eval.sources.mapping_tables import NUMBERS, TableMapping, plain

# Excel counts days from the last but one of 1899, and takes 1900 for a leap year until March.
DAYS_BEFORE_1970 = 25569
FIRST_SERIAL = 61
PREFIX = "*"
_BLANKS = "\\s\u00a0\u202f"


def mapped_cell(text: pl.Expr, variable: Variable, mapping: TableMapping) -> pl.Expr:
    """Return a column's texts in our codes, days as ÅÅÅÅ-MM-DD and numbers with a decimal point."""
    name = variable.name
    coded = _coded(text, mapping.codes[name]) if name in mapping.codes else text
    if name in mapping.date_formats:
        return _day(coded, mapping.date_formats[name]).alias(name)
    if variable.type in NUMBERS:
        number = _number(coded, mapping.decimal)
        return (_whole(number) if variable.type == "heltal" else number).alias(name)
    return coded.alias(name)


def _coded(text: pl.Expr, codes: Mapping[str, str]) -> pl.Expr:
    """Replace their texts with our codes; one that ends in `*` covers all that begin so."""
    key = text.str.to_lowercase().str.replace_all(r"\s", "")
    ours_by_theirs = {plain(theirs): ours or None for theirs, ours in codes.items()}
    whole = {text: code for text, code in ours_by_theirs.items() if text[-1:] != PREFIX}
    begun = {text[:-1]: code for text, code in ours_by_theirs.items() if text[-1:] == PREFIX}
    coded = text
    for start in sorted(begun, key=len):
        ours = pl.lit(begun[start], dtype=pl.String)
        coded = pl.when(key.str.starts_with(start)).then(ours).otherwise(coded)
    # polars would gather all rows to replace by a list, but not to look for a text in one.
    for each in dict.fromkeys(whole.values()):
        theirs = [text for text, code in whole.items() if code == each]
        coded = pl.when(key.is_in(theirs)).then(pl.lit(each, dtype=pl.String)).otherwise(coded)
    return coded


def as_day(text: pl.Expr, form: str) -> pl.Expr:
    """Return the days that texts in a stated form say, null where a text is in another form."""
    if form == EXCEL:
        number = text.str.extract(r"^([0-9]{2,6})(?:[.,][0-9]+)?$").cast(pl.Int32, strict=False)
        return pl.when(number >= FIRST_SERIAL).then((number - DAYS_BEFORE_1970).cast(pl.Date))
    day = text.str.to_date(form, strict=False)
    return pl.when(text.str.contains(_digits(form))).then(day)


def _digits(form: str) -> str:
    """Return the pattern of a form: polars reads fewer digits than stated without complaint."""
    parts = re.split("(%.)", form)
    apart = all(parts[2:-2:2])  # the texts between the directives
    short = "[0-9]{1,2}" if apart else "[0-9]{2}"
    width = {"%Y": "[0-9]{4}", "%y": "[0-9]{2}"}
    pattern = (width.get(part, short) if part[:1] == "%" else re.escape(part) for part in parts)
    return f"^{''.join(pattern)}$"


def _day(text: pl.Expr, form: str) -> pl.Expr:
    day = as_day(text, form)
    return pl.when(day.is_not_null()).then(day.dt.to_string("iso")).otherwise(text)


def _number(text: pl.Expr, decimal: str) -> pl.Expr:
    """Take away what parts the thousands, where it parts them all, and write a decimal point."""
    grouping = _BLANKS + {",": ".", ".": ",", "": ""}[decimal]
    fraction = rf"(?:[{decimal}][0-9]+)?" if decimal else ""
    grouped = rf"^-?[0-9]{{1,3}}(?:[{grouping}][0-9]{{3}})+{fraction}$"
    joined = text.str.replace_all(f"[{grouping}]", "")
    number = pl.when(text.str.contains(grouped)).then(joined).otherwise(text)
    return number.str.replace(r"^(-?[0-9]+),([0-9]+)$", "$1.$2") if decimal == "," else number


def _whole(text: pl.Expr) -> pl.Expr:
    return text.str.replace(r"^(-?[0-9]+)[.,]0{1,2}$", "$1")
