"""The indicators (KPIs) that the project uses, and whether they still are what was chosen."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.sources.reference import read_reference

CATALOGUE_FILE = "kolada_kpis.csv"
ADVICE = (
    "Inget har hämtats. Kontrollera i Kolada att nyckeltalet mäter samma sak som förut: i så fall"
    f" skrivs det nya in i data/reference/{CATALOGUE_FILE}, annars ska nyckeltalet bytas ut. De"
    " övriga går att hämta med --kpi."
)
CATALOGUE_TYPES = {
    "kpi": "string",
    "question": "string",
    "service": "string",
    "role": "string",
    "direction": "string",
    "survey": "string",
    "minimum": "Int64",
    "label_sv": "string",
    "title": "string",
    "definition_sha256": "string",
}


@dataclass(frozen=True)
class Kpi:
    """An indicator as Kolada describes it now."""

    id: str
    title: str
    description: str


def read_catalogue(path: Path) -> pd.DataFrame:
    """Return one row an indicator, in the order of the file.

    Columns `kpi, question, service, role, direction, survey, minimum, label_sv, title,
    definition_sha256`. `question` and `direction` are NA for numbers of respondents, response
    rates and days (`tid`); `minimum` is the smallest number of respondents, or of decisions behind
    a number of days, that may be shown. Raises InputError.
    """
    texts = read_reference(path, CATALOGUE_TYPES)
    try:
        return texts.astype(CATALOGUE_TYPES)
    except (TypeError, ValueError) as error:
        raise InputError(f"Filen {path} har en rad där minimum inte är ett heltal.") from error


def definition_sha256(description: str) -> str:
    """Return the SHA-256 of a definition's UTF-8 text, without blanks around it."""
    return hashlib.sha256(description.strip().encode()).hexdigest()


def refuse_changed(catalogue: pd.DataFrame, found: Mapping[str, Kpi]) -> None:
    """Raise InputError where an indicator is not found or no longer is what was chosen.

    One sentence an indicator: the old and the new title, or that the definition has changed. Blanks
    in a title don't count.
    """
    changes = [
        sentence
        for row in catalogue.to_dict("records")
        for sentence in _changes({str(key): str(value) for key, value in row.items()}, found)
    ]
    if changes:
        raise InputError("\n".join([*changes, ADVICE]))


def _changes(row: Mapping[str, str], found: Mapping[str, Kpi]) -> Iterator[str]:
    kpi = found.get(row["kpi"])
    if kpi is None:
        yield f"Nyckeltalet {row['kpi']} (”{row['title']}”) finns inte längre i Kolada."
        return
    if _single_spaced(kpi.title) != _single_spaced(row["title"]):
        yield (
            f"Nyckeltalet {kpi.id} har fått en ny titel: ”{_single_spaced(kpi.title)}”;"
            f" det valdes som ”{_single_spaced(row['title'])}”."
        )
    sha256 = definition_sha256(kpi.description)
    if sha256 != row["definition_sha256"]:
        yield (
            f"Nyckeltalet {kpi.id} (”{_single_spaced(row['title'])}”): definitionen har ändrats"
            f" sedan det valdes (ny kontrollsumma {sha256})."
        )


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
