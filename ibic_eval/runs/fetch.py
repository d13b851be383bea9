"""Fetches Kolada's values into one snapshot that is whole or not there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pandas as pd

from ibic_eval.errors import FetchError, InputError
from ibic_eval.runs.batch_cache import Batch, BatchCache, short_hash
from ibic_eval.runs.files import ensure_writable
from ibic_eval.runs.project import Project
from ibic_eval.runs.snapshots import (
    exported_sidecar,
    fetched_sidecar,
    snapshot_path,
    write_snapshot,
)
from ibic_eval.sources.kolada.catalogue import CATALOGUE_FILE, read_catalogue, refuse_changed
from ibic_eval.sources.kolada.client import fetch_kpis, fetch_values
from ibic_eval.sources.kolada.connection import Connection
from ibic_eval.sources.kolada.export import read_kolada_export
from ibic_eval.sources.kolada.query import Query
from ibic_eval.sources.kolada.rows import KoladaValues, Row, joined_values, values_table
from ibic_eval.sources.municipalities import find_municipality, read_municipalities

Report = Callable[[int, int], None]
Id = TypeVar("Id")


@dataclass(frozen=True)
class Fetched:
    """A snapshot that has been written, and what was met on the way to it."""

    path: Path
    received: KoladaValues


def kolada_query(
    project: Project,
    years: Iterable[int],
    municipalities: Sequence[str] = (),
    kpis: Sequence[str] = (),
) -> Query:
    """Return the query for the catalogue's indicators and the real municipalities, or for those.

    Municipalities are codes or names. Raises InputError for what is in no register or catalogue.
    """
    register = read_municipalities(*project.registers)
    real = register.loc[~register["fictional"], "code"].tolist()
    named = [find_municipality(text, register).code for text in municipalities]
    known = read_catalogue(project.reference / CATALOGUE_FILE)["kpi"].tolist()
    unknown = [kpi for kpi in kpis if kpi not in known]
    if unknown:
        raise InputError(
            f"Nyckeltalet ”{unknown[0][:20]}” används inte här: de som används står i"
            f" data/reference/{CATALOGUE_FILE}."
        )
    return Query(_once(kpis or known), _once(named or real), _once(sorted(years)))


def fetch_kolada(
    project: Project, query: Query, connection: Connection, report: Report = lambda *_: None
) -> Fetched:
    """Fetch a query's values batch by batch, and replace the snapshot when all are here.

    Batches left by an earlier, unfinished fetch of the same are not fetched again. `report` is
    told how many batches are here, of how many. Raises InputError where an indicator no longer is
    what was chosen, FetchError where a batch fails (the snapshot is then as before), OutputError.
    """
    path = snapshot_path(project)
    ensure_writable(path.parent)
    catalogue = read_catalogue(project.reference / CATALOGUE_FILE)
    chosen = catalogue[catalogue["kpi"].isin(query.kpis)]
    refuse_changed(chosen, fetch_kpis(connection, query.kpis))
    cache = BatchCache(path.parent / ".fetch" / _key(query, connection, chosen))
    parts = _parts(query, connection, cache, report)
    received = joined_values([part.received for part in parts])
    if received.table.empty:
        raise FetchError("Kolada har inga värden för det som efterfrågades: ange andra år.")
    moments = [part.fetched for part in parts]
    write_snapshot(path, received.table, fetched_sidecar(query, connection.url, received, moments))
    cache.clear()
    return Fetched(path, received)


def import_export(project: Project, export: Path) -> Fetched:
    """Make the snapshot from a file that was exported from Kolada's own pages.

    Raises InputError for a file in a form that is not known, and OutputError.
    """
    catalogue = read_catalogue(project.reference / CATALOGUE_FILE)
    table = read_kolada_export(export, catalogue, read_municipalities(*project.registers))
    path = snapshot_path(project)
    write_snapshot(path, table, exported_sidecar(table, export.name))
    return Fetched(path, KoladaValues(table, deleted=0, unknown_signs=()))


@dataclass(frozen=True)
class _Part:
    """The values of a batch, and when it was fetched."""

    received: KoladaValues
    fetched: datetime


def _parts(query: Query, connection: Connection, cache: BatchCache, report: Report) -> list[_Part]:
    batches = query.batches()
    here = {each: _part(batch) for each in batches if (batch := cache.read(each))}
    for each in batches:
        report(len(here), len(batches))
        if each not in here:
            rows = _rows(each, connection, f"{len(here)} av {len(batches)}")
            here[each] = _part(cache.write(each, rows))
    report(len(here), len(batches))
    return [here[each] for each in batches]


def _part(batch: Batch) -> _Part:
    return _Part(values_table(batch.rows), batch.fetched)


def _rows(batch: Query, connection: Connection, done: str) -> list[Row]:
    try:
        return fetch_values(connection, batch)
    except FetchError as error:
        raise FetchError(
            f"{error} Kör samma kommando igen: {done} delar är hämtade och sparade. Värden som"
            " hämtats tidigare är kvar som de var."
        ) from error


def _key(query: Query, connection: Connection, catalogue: pd.DataFrame) -> str:
    """Name a fetch by all that its batches depend on."""
    definitions = ",".join(catalogue["definition_sha256"])
    return short_hash(f"{connection.url} {query.address} {definitions}")


def _once(ids: Iterable[Id]) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(ids))
