"""Registers of municipalities, real and fictional, and finding one by code or name."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from ibic_eval.errors import UnknownMunicipality
from ibic_eval.sources.reference import read_reference

COLUMNS = {
    "kommunkod": "code",
    "kommun": "name",
    "lanskod": "county_code",
    "lan": "county",
    "skr2017_kod": "skr2017",
    "skr2017": "skr2017_name",
    "skr2023_kod": "skr2023",
    "skr2023": "skr2023_name",
    "folkmangd_2019": "population",
}
FIRST_FICTIONAL = "9001"
NEAR_NAMES = 3
LONGEST_ECHO = 40


@dataclass(frozen=True)
class Municipality:
    """One municipality; its SKR group is that of the 2023 edition."""

    code: str
    name: str
    county: str
    skr_code: str
    skr_name: str
    fictional: bool

    @property
    def slug(self) -> str:
        """The name in ASCII for folders and addresses: `upplands-vasby`."""
        return re.sub(r"[^a-z0-9]+", "-", plain_name(self.name)).strip("-")


def read_municipalities(*paths: Path) -> pd.DataFrame:
    """Return one row a municipality from one or more registers, in order of code.

    Columns `code, name, county_code, county, skr2017, skr2017_name, skr2023, skr2023_name,
    population` (31 December 2019) and `fictional` (codes from 9001). Raises InputError.
    """
    registers = [read_reference(path, COLUMNS) for path in paths]
    register = pd.concat(registers, ignore_index=True).rename(columns=COLUMNS)
    typed = register.assign(
        population=register["population"].astype("Int64"),
        fictional=(register["code"] >= FIRST_FICTIONAL).astype("bool"),
    )
    return typed.sort_values("code", ignore_index=True)


def find_municipality(text: str, register: pd.DataFrame) -> Municipality:
    """Return the municipality that a code or a name means.

    Case, missing dots and rings, a lost leading zero and words such as `kommun` don't matter. A
    name spelt exactly goes before one that only looks alike (Håbo, Habo). Raises
    UnknownMunicipality with near names.
    """
    for read in (_by_code, _by_name, _by_plain):
        hits = read(text, register)
        if len(hits) == 1:
            return _municipality(hits.iloc[0])
    raise UnknownMunicipality(_unknown(text, register))


def _by_code(text: str, register: pd.DataFrame) -> pd.DataFrame:
    code = text.strip().zfill(4)
    return register[register["code"] == code]


def _by_name(text: str, register: pd.DataFrame) -> pd.DataFrame:
    return register[register["name"].map(_exact).isin(_readings(_exact(text)))]


def _by_plain(text: str, register: pd.DataFrame) -> pd.DataFrame:
    return register[register["name"].map(plain_name).isin(_readings(plain_name(text)))]


def _readings(text: str) -> set[str]:
    """Read "lunds kommun" as lund and as lunds, "region gotland" as gotland."""
    bare = re.sub(r"^region | (kommun|stad|region)$", "", text)
    return {text, bare} if bare == text else {text, bare, bare.removesuffix("s")}


def _exact(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def plain_name(text: str) -> str:
    """Return a name without capitals, dots, rings and hyphens: `upplands vasby`."""
    decomposed = unicodedata.normalize("NFKD", _exact(text))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.replace("-", " ").split())


def _municipality(row: "pd.Series[str]") -> Municipality:
    return Municipality(
        code=str(row["code"]),
        name=str(row["name"]),
        county=str(row["county"]),
        skr_code=str(row["skr2023"]),
        skr_name=str(row["skr2023_name"]),
        fictional=bool(row["fictional"]),
    )


def _unknown(text: str, register: pd.DataFrame) -> str:
    shown = text.strip()[:LONGEST_ECHO]
    near = _near(shown, register)
    question = f" Menade du {' eller '.join(near)}?" if near else ""
    return (
        f"Kommunen ”{shown}” finns inte i registret.{question}"
        " Ange kommunens namn eller dess kod med fyra siffror."
    )


def _near(text: str, register: pd.DataFrame) -> list[str]:
    labels = register["name"] + " (" + register["code"] + ")"
    plain = register["name"].map(plain_name)
    hits = get_close_matches(plain_name(text), sorted(set(plain)), n=NEAR_NAMES, cutoff=0.6)
    return [str(label) for hit in hits for label in labels[plain == hit]]
