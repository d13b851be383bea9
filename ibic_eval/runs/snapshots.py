"""Puts a table of Kolada's values and the note on where it comes from on disk, together."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from ibic_eval.runs.files import write_together
from ibic_eval.runs.project import Project
from ibic_eval.sources.kolada.query import Query
from ibic_eval.sources.kolada.rows import KoladaValues
from ibic_eval.sources.kolada.snapshot import sidecar_text, snapshot_bytes
from ibic_eval.sources.sidecar import Sidecar, sidecar_path

PRODUCER = "Rådet för främjande av kommunala analyser (RKA)"
TERMS = (
    "Fri användning utan avtal. Värden som de är anges ”Källa: Kolada”; det som beräknas ur dem"
    " anges ”Egen bearbetning av data från Kolada”."
)


def snapshot_path(project: Project) -> Path:
    """Return where the snapshot of Kolada's values lies, or would lie."""
    return project.root / "data" / "kolada" / "values.parquet"


def write_snapshot(path: Path, table: pd.DataFrame, sidecar: Sidecar) -> None:
    """Write a table of values and its sidecar, whose hash is filled in here.

    What lay there before stays until both are written. Raises OutputError.
    """
    content = snapshot_bytes(table)
    described = {**vars(sidecar), "sha256": hashlib.sha256(content).hexdigest()}
    note = sidecar_text(Sidecar(**described))
    write_together({path: content, sidecar_path(path): note.encode()})


def fetched_sidecar(
    query: Query, url: str, values: KoladaValues, moments: Sequence[datetime]
) -> Sidecar:
    """Describe values fetched from the API in batches at those moments: what, when and where."""
    days = sorted({moment.date().isoformat() for moment in moments})
    addresses = "\n".join(f"{url}/{batch.address}" for batch in query.batches())
    notes = (
        f"{_extent(values.table)} Efterfrågade år: {query.years[0]}–{query.years[-1]}."
        f" Borttagna av Kolada: {values.deleted}. Hämtat {' och '.join(days)}."
        f" Adresser:\n{addresses}"
    )
    return _sidecar(values.table, url, "dagen då värdena hämtades ur Koladas API", notes)


def exported_sidecar(table: pd.DataFrame, file: str) -> Sidecar:
    """Describe values read from a file that someone has exported from Kolada's pages."""
    meaning = f"dagen då filen {file} lästes in"
    return _sidecar(table, "https://www.kolada.se", meaning, _extent(table))


def _sidecar(table: pd.DataFrame, url: str, meaning: str, notes: str) -> Sidecar:
    today = date.today()
    years = f"{table['year'].min()}–{table['year'].max()}"
    return Sidecar(
        title=f"Värden ur Kolada för åren {years}",
        producer=PRODUCER,
        citation=f"Kolada, {PRODUCER}, www.kolada.se, hämtat {today.isoformat()}.",
        url=url,
        terms=TERMS,
        published=today,
        date=today,
        date_meaning=meaning,
        notes=notes,
        sha256="",
    )


def _extent(table: pd.DataFrame) -> str:
    counts = (len(table), table["kpi"].nunique(), table["municipality"].nunique())
    return "{} värden, {} nyckeltal, {} kommuner.".format(*counts)
