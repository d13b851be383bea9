"""The cells of an export: personal numbers taken out, codes checked against their scales."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest

import pandas as pd

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.sources.responses import RawTable, shown_name
from ibic_eval.tables.issues import Issue
from ibic_eval.tables.personal_numbers import holds_personal_number
from ibic_eval.tables.routing import Cell

LONGEST_VALUE = 30
# What a row that sums up others is called, in whatever column its name stands.
TOTAL = r"(?i)^(?:(?:del|slut|total)?summa|total|totalt|totalen|sum|s:a)\b"
# From here on a word is the other misspelt: "grand" for "grad", but not "lag" for "hog".
LIKENESS = 0.75


def without_personal_numbers(raw: RawTable) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the frame with the cells that hold a personal number emptied, and an issue for each.

    The number is never repeated. A respondent id that is one becomes the row's name.
    """
    texts = raw.frame.to_numpy(dtype=object, na_value="")
    clean = raw.frame.copy()
    issues = []
    for row, values in zip(raw.frame.index, texts, strict=True):
        for position, (column, text) in enumerate(zip(raw.frame, values, strict=True), start=1):
            if holds_personal_number(text):
                clean.loc[row, column] = row_name(row) if column == "svarsid" else pd.NA
                issues.append(
                    _personal_number(raw.file, int(row), shown_name(str(column), position))
                )
    return clean, issues


def personal_number_issues(frame: pd.DataFrame, file: str) -> Iterator[Issue]:
    """Yield an issue for every cell with a personal number; the frame is indexed by file rows."""
    for column in frame:
        for row, text in frame[column].dropna().items():
            if holds_personal_number(text):
                yield _personal_number(file, int(str(row)), str(column))


def row_name(row: int) -> str:
    """Return the name of a respondent whose own id cannot be used."""
    return f"rad {row}"


def _personal_number(file: str, row: int, column: str) -> Issue:
    message = (
        f"Filen {file}: rad {row} har ett personnummer i kolumnen {column}; "
        "ta bort det ur filen innan den används."
    )
    return Issue(file, message, row=row, column=column)


def split_row(
    row: Mapping[str, object], instrument: Instrument
) -> tuple[dict[Cell, str], dict[Cell, str], dict[Cell, str]]:
    """Return one row's answers by cell: those in the scale, those outside it, and free texts."""
    valid: dict[Cell, str] = {}
    outside: dict[Cell, str] = {}
    texts: dict[Cell, str] = {}
    for column, (item_id, area) in instrument.columns().items():
        value = row.get(column)
        if not isinstance(value, str):
            continue
        codes = instrument.item(item_id).answers_in(area)
        target = texts if not codes else valid if value in codes else outside
        target[item_id, area] = value
    return valid, outside, texts


def code_issues(
    outside: Mapping[Cell, str], instrument: Instrument, file: str, row: int
) -> Iterator[Issue]:
    """Yield an issue for every code outside its scale, with the codes that are allowed."""
    for (item_id, area), value in outside.items():
        item = instrument.item(item_id)
        column = item.column(area)
        codes = item.answers_in(area)
        near = near_code(value, {code: item.answer_label(code) for code in codes})
        advice = f"menade du {near}?" if near else f"tillåtna är {', '.join(codes)}."
        message = f"Filen {file}: rad {row} har {named_code(value)} i kolumnen {column}; {advice}"
        yield Issue(file, message, row=row, column=column, value=shown_value(value))


def shown_value(value: str) -> str:
    """Return a coded cell's value for the table of issues, or nothing where it may be a text."""
    harmless = len(value) <= LONGEST_VALUE and not re.search(r"[0-9]{6}", value)
    return value if harmless else ""


def named_code(value: str, known_as: str = "kod") -> str:
    """Return words for a code that is unknown, with the code where it may be repeated."""
    shown = shown_value(value)
    return f"den okända {known_as}en ”{shown}”" if shown else f"en okänd {known_as}"


def near_code(value: str, labels: Mapping[str, str]) -> str:
    """Return the code that a value was probably meant as, "" where none is near.

    A code or a label is near where it differs in small and capital letters, or where each of its
    words was misspelt. A word that stands for another answer is no misspelling, however like the
    whole is: "I låg grad" is never i_hog_grad.
    """
    words = {_plain(label): code for code, label in labels.items()} | {c: c for c in labels}
    given = _plain(value)
    near = {words[each] for each in words if _misspelt(given, each)}
    if given in words:
        return words[given]
    return near.pop() if len(near) == 1 else ""


def _misspelt(given: str, meant: str) -> bool:
    """Tell whether each word is the other's, or like it from the first letter on."""
    pairs = list(zip_longest(given.split("_"), meant.split("_"), fillvalue=""))
    return all(one[:1] == other[:1] and _alike(one, other) for one, other in pairs)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= LIKENESS


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    ascii_letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s-]+", "_", ascii_letters.strip())
