"""Which municipalities are meant: all, a county's, an SKR group's, or those named."""

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.sources.municipalities import LONGEST_ECHO, plain_name

_COUNTY = " lan"


def of_county(text: str, register: pd.DataFrame) -> list[str]:
    """Return the codes of a county's municipalities, by its code or name; raises InputError."""
    names = register["county"].map(_bare_county)
    hits = names.isin([_bare_county(text), f"{_bare_county(text)}s"])
    hits |= register["county_code"].eq(text.strip().zfill(2))
    return _codes(hits, register, text, "Länet", sorted(set(register["county"])))


def of_group(text: str, register: pd.DataFrame) -> list[str]:
    """Return the codes of an SKR group's municipalities (2023), by its code, letter or name.

    Raises InputError.
    """
    code = text.strip().upper()
    hits = register["skr2023"].eq(code) | register["skr2023"].str[:1].eq(code)
    hits |= register["skr2023_name"].map(plain_name).eq(plain_name(text))
    return _codes(hits, register, text, "Kommungruppen", sorted(set(register["skr2023"])))


def of_kind(fictional: bool, register: pd.DataFrame) -> list[str]:
    """Return the codes of all real municipalities, or of all fictional ones."""
    return [str(code) for code in register.loc[register["fictional"].eq(fictional), "code"]]


def _codes(
    hits: "pd.Series[bool]", register: pd.DataFrame, text: str, what: str, names: list[str]
) -> list[str]:
    if not hits.any():
        shown = text.strip()[:LONGEST_ECHO]
        raise InputError(f"{what} ”{shown}” finns inte: välj bland {', '.join(names)}.")
    return [str(code) for code in register.loc[hits, "code"]]


def _bare_county(name: str) -> str:
    """Return a county's name without its last word: "Uppsala län" and "uppsala" are the same."""
    return plain_name(name).removesuffix(_COUNTY)
