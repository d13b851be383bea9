"""Files that someone has exported from Kolada's own pages, as CSV or Excel."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError, UnknownMunicipality
from ibic_eval.sources.kolada.rows import (
    HIDDEN,
    KEY,
    MISSING,
    NORMAL,
    NOT_APPLICABLE,
    typed_values,
)
from ibic_eval.sources.municipalities import find_municipality
from ibic_eval.sources.responses import read_table

# The headings of each column; the first that the file has is read.
HEADINGS = {
    "municipality": ("kommun-id", "kommunid", "kommunkod", "kommun", "kommun/region", "område"),
    "kpi": ("nyckeltals-id", "nyckeltalsid", "nyckeltal-id", "kpi", "nyckeltal", "titel"),
    "year": ("år", "period"),
    "gender": ("kön",),
    "value": ("värde",),
}
GENDERS = {
    **dict.fromkeys(("", "t", "totalt", "alla", "samtliga"), "T"),
    **dict.fromkeys(("k", "kvinna", "kvinnor"), "K"),
    **dict.fromkeys(("m", "man", "män"), "M"),
}
SIGNS = {"..": HIDDEN, "-": MISSING, "–": MISSING, ".": NOT_APPLICABLE}
YEAR = re.compile(r"(?:19|20)\d\d")
KPI = re.compile(r"\b[NU]\d{5}\b")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# The country, regions and groups stand among the municipalities in an export.
OTHER_PLACES = re.compile(
    r"0{0,3}\d|00\d\d|G\d+|riket|region .*|.* län|.*kommuner.*", re.IGNORECASE
)
LONGEST_ECHO = 40


def read_kolada_export(path: Path, catalogue: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Return the values of an export in the form of a snapshot (see `read_snapshot`).

    The file has a row a value, or a column a year; `data/README-kolada.md` names the columns. Rows
    of the country, of regions and of groups are left out, as are empty cells. Raises InputError
    that names the row for anything that can't be read and for a value that stands twice.
    """
    cells = _cells(read_table(path).frame, path.name)
    read = partial(_read, file=path.name)
    places = read(cells, "municipality", lambda text: _municipality(text, register))
    local = cells[places.notna()]
    if local.empty:
        raise InputError(f"Filen {path.name} har inga värden för kommuner; välj kommuner i Kolada.")
    kpis = _kpi_by_text(catalogue)
    table = local.assign(
        municipality=places[places.notna()],
        kpi=read(local, "kpi", lambda text: _kpi(text, kpis)),
        year=read(local, "year", _year),
        gender=read(local, "gender", lambda text: GENDERS[text.casefold()]),
        value=read(local, "value", _number),
        status=local["value"].map(lambda text: SIGNS.get(text, NORMAL)),
    )
    _refuse_duplicates(table, path.name)
    return typed_values(table)


def _cells(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return one row a filled cell, whatever the form of the file, with its `row` in the file."""
    named = frame.rename(columns=_names(frame)).assign(row=frame.index)
    years = [name for name in frame.columns if YEAR.fullmatch(name)]
    if years:
        kept = [name for name in ("row", "municipality", "kpi", "gender") if name in named]
        named = named[[*kept, *years]].melt(kept, var_name="year", value_name="value")
    missing = [name for name in ("municipality", "kpi", "year", "value") if name not in named]
    if missing:
        headings = ", ".join(HEADINGS[name][0] for name in missing)
        raise InputError(
            f"Filen {file} saknar kolumnen {headings}: data/README-kolada.md visar vilka kolumner"
            " en export ska ha."
        )
    whole = named if "gender" in named else named.assign(gender="")
    filled = whole[whole["value"].notna()].reset_index(drop=True)
    return filled[["row", *HEADINGS]].astype({name: "string" for name in HEADINGS}).fillna("")


def _names(frame: pd.DataFrame) -> dict[str, str]:
    headings = {name.casefold(): name for name in frame.columns}
    found = {
        column: next((headings[each] for each in accepted if each in headings), None)
        for column, accepted in HEADINGS.items()
    }
    return {name: column for column, name in found.items() if name is not None}


def _read(
    cells: pd.DataFrame, column: str, meaning: Callable[[str], object], file: str
) -> "pd.Series[str]":
    """Replace the texts of a column by what they mean; raises InputError naming the first row."""
    meanings: dict[str, object] = {}
    for text in cells[column].unique():
        try:
            meanings[text] = meaning(text)
        except (ValueError, KeyError, UnknownMunicipality):
            row = cells.loc[cells[column].eq(text), "row"].iloc[0]
            raise InputError(
                f"Filen {file}: rad {row} har ”{text[:LONGEST_ECHO]}” i kolumnen för"
                f" {HEADINGS[column][0]}, som inte går att läsa: rätta det eller ta bort raden."
            ) from None
    return cells[column].map(meanings)


def _municipality(text: str, register: pd.DataFrame) -> str | None:
    """Return a municipality's code, None for a place of another kind."""
    try:
        return find_municipality(text, register).code
    except UnknownMunicipality:
        if OTHER_PLACES.fullmatch(text):
            return None
        raise


def _kpi_by_text(catalogue: pd.DataFrame) -> dict[str, str]:
    ids = catalogue["kpi"].tolist()
    titles = [_single_spaced(title) for title in catalogue["title"]]
    return {**dict(zip(titles, ids, strict=True)), **{id_: id_ for id_ in ids}}


def _kpi(text: str, kpis: dict[str, str]) -> str:
    """Read an id alone, an id among other words, or a title."""
    id_ = KPI.search(text)
    return kpis[id_[0] if id_ else _single_spaced(text)]


def _single_spaced(text: str) -> str:
    return " ".join(text.casefold().split())


def _year(text: str) -> int:
    if not YEAR.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float | None:
    """Read a number with comma or point, with or without blanks and %; None for a sign."""
    if text in SIGNS:
        return None
    bare = re.sub(r"[\s%]", "", text).replace("−", "-").replace(",", ".")
    if not NUMBER.fullmatch(bare):
        raise ValueError(text)
    return float(bare)


def _refuse_duplicates(table: pd.DataFrame, file: str) -> None:
    twice = table[table.duplicated(KEY)]
    if len(twice):
        first = twice.iloc[0]
        raise InputError(
            f"Filen {file}: rad {first['row']} har ett värde för {first['kpi']}, kommunen"
            f" {first['municipality']}, {first['year']} som redan står på en annan rad; ta bort"
            " den ena."
        )
