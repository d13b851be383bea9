"""Whether a text that is to be quoted says who somebody is."""

import re

import polars as pl

from ibic_eval.tables.case_words import Row
from ibic_eval.tables.personal_numbers import holds_personal_number

_ADDRESS = re.compile(r"\S@\S|https?://|www\.")
_PHONE = re.compile(r"(?<![0-9])(?:\+|00?)[0-9](?:[\s()/-]*[0-9]){5,}")


def unfit_for_quoting(column: str) -> pl.Expr:
    """Tell in which rows a text can't be quoted."""
    return pl.col(column).map_elements(_is_unfit, return_dtype=pl.Boolean)


def unfit_words(_: Row) -> str:
    """Return the end of the sentence on a row with such a quote, which is never repeated."""
    return (
        "har något i kolumnen citat som liknar en e-postadress, ett telefonnummer eller ett "
        "personnummer; ta bort det eller lämna citatet tomt."
    )


def _is_unfit(text: str) -> bool:
    return bool(_ADDRESS.search(text) or _PHONE.search(text)) or holds_personal_number(text)
