"""A fetch leaves a whole snapshot or the one before, and goes on where it stopped."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.errors import FetchError, InputError, OutputError, UnknownMunicipality
from ibic_eval.runs import batch_cache, files
from ibic_eval.runs.batch_cache import BatchCache
from ibic_eval.runs.fetch import fetch_kolada, import_export, kolada_query
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.snapshots import snapshot_path
from ibic_eval.sources.kolada.connection import Connection
from ibic_eval.sources.kolada.query import Query
from ibic_eval.sources.kolada.snapshot import read_snapshot
from ibic_eval.sources.sidecar import read_sidecar
from tests.kolada_server import (
    Fault,
    Handler,
    KoladaServer,
    cut_short,
    describe_anew,
    dropped,
    html,
    row,
    serving,
    status,
    value,
)

YEARS = (2018, 2020)
ROWS = 30 * 10 * 2 * 2  # of the indicators and municipalities that have values, two of each kept


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "checkout"
    shutil.copytree(PACKAGE_CHECKOUT / "data" / "reference", root / "data" / "reference")
    return Project(root)


@pytest.fixture
def server(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[KoladaServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as state:
        state.kpis = describe_anew(project.reference / "kolada_kpis.csv")
        everything = kolada_query(project, YEARS)
        state.rows = [
            row(kpi, municipality, year, value(70), value(None, "K", ".."), value(1, "M", "", True))
            for kpi in everything.kpis[:30]
            for municipality in everything.municipalities[:60:6]
            for year in YEARS
        ]
        yield state


@pytest.fixture
def query(project: Project) -> Query:
    """Ask of 48 indicators and 60 municipalities: two times three batches."""
    everything = kolada_query(project, YEARS)
    return Query(everything.kpis[:48], everything.municipalities[:60], YEARS)


@pytest.fixture
def connection(server: KoladaServer) -> Iterator[Connection]:
    ticking = iter(range(10**6))  # so much time passes that there is nothing to wait for
    with Connection(server.url, clock=lambda: next(ticking), sleep=lambda _: None) as connection:
        yield connection


def everything_under(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file that is not in the work folder."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".fetch" not in path.parts)
    return {path.name: path.read_bytes() for path in paths}


def test_a_fetch_makes_a_snapshot_and_its_note(
    project: Project, query: Query, connection: Connection
) -> None:
    progress: list[tuple[int, int]] = []
    fetched = fetch_kolada(project, query, connection, lambda *each: progress.append(each))
    table = read_snapshot(fetched.path)
    pd.testing.assert_frame_equal(table, fetched.received.table)
    assert len(table) == ROWS
    assert table["status"].value_counts().to_dict() == {"": ROWS // 2, "dold": ROWS // 2}
    assert fetched.received.deleted == ROWS // 2
    assert progress[0] == (0, 6)
    assert progress[-1] == (6, 6)
    sidecar = read_sidecar(fetched.path)
    assert sidecar.url == connection.url
    assert f"Borttagna av Kolada: {ROWS // 2}" in sidecar.notes
    assert all(f"{connection.url}/{part.address}" in sidecar.notes for part in query.batches())
    assert sorted(everything_under(fetched.path.parent)) == [
        "values.parquet",
        "values.parquet.meta.yml",
    ]
    assert not list(fetched.path.parent.glob(".fetch/*"))


def test_times_are_fetched_with_the_rest_and_kept_as_days(
    project: Project, server: KoladaServer, connection: Connection
) -> None:
    server.rows = [row("U28417", "1489", 2020, value(143)), row("U21468", "1489", 2020, value(88))]
    query = kolada_query(project, (2020,), ["1489"])
    kept = read_snapshot(fetch_kolada(project, query, connection).path)
    assert kept.set_index("kpi")["value"].to_dict() == {"U21468": 88.0, "U28417": 143.0}


def test_no_segment_has_more_than_25_ids(
    project: Project, server: KoladaServer, query: Query, connection: Connection
) -> None:
    fetch_kolada(project, query, connection)
    segments = [part.split(",") for address in server.asked for part in address.split("/")]
    assert max(map(len, segments)) == 25
    assert len(server.asked) == 2 + 6


@pytest.mark.parametrize("fault", [html, status(410), status(422), status(404)])
@pytest.mark.parametrize("before", [False, True], ids=["nothing before", "a snapshot before"])
def test_a_failure_leaves_what_was_there_and_is_gone_on_from(
    project: Project,
    server: KoladaServer,
    query: Query,
    connection: Connection,
    fault: Fault,
    before: bool,
) -> None:
    folder = snapshot_path(project).parent
    if before:
        fetch_kolada(project, kolada_query(project, [2020], ["0114"]), connection)
    was = everything_under(folder)
    server.asked.clear()
    server.faults.extend([Handler.answer] * 4 + [fault])
    with pytest.raises(FetchError, match="Kör samma kommando igen: 4 av 6 delar är hämtade"):
        fetch_kolada(project, query, connection)
    assert everything_under(folder) == was
    assert len(server.asked_for_values) == 5
    server.asked.clear()
    fetched = fetch_kolada(project, query, connection)
    assert len(server.asked_for_values) == 2
    assert len(read_snapshot(fetched.path)) == ROWS


@pytest.mark.parametrize("fault", [status(500), status(429), cut_short, dropped])
def test_what_passes_is_not_seen_in_the_snapshot(
    project: Project, server: KoladaServer, query: Query, connection: Connection, fault: Fault
) -> None:
    server.faults.extend([fault, fault])
    server.kpi_faults.append(fault)
    assert len(fetch_kolada(project, query, connection).received.table) == ROWS


def test_what_does_not_pass_fails_the_fetch(
    project: Project, server: KoladaServer, query: Query, connection: Connection
) -> None:
    server.faults.extend([Handler.answer, *[dropped] * 5])
    with pytest.raises(FetchError, match=r"bröts\. Kör samma kommando igen: 1 av 6"):
        fetch_kolada(project, query, connection)
    assert not snapshot_path(project).exists()


def test_ctrl_c_keeps_the_batches_and_makes_no_snapshot(
    project: Project, server: KoladaServer, query: Query, connection: Connection
) -> None:
    def press(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_kolada(project, query, connection, press)
    assert everything_under(snapshot_path(project).parent) == {}
    server.asked.clear()
    fetch_kolada(project, query, connection)
    assert len(server.asked_for_values) == 3


def test_a_full_disk_leaves_the_snapshot_and_the_batches(
    project: Project,
    server: KoladaServer,
    query: Query,
    connection: Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fetch_kolada(project, kolada_query(project, [2020], ["0114"]), connection)
    was = everything_under(snapshot_path(project).parent)
    staged = files._staged

    def full(path: Path, content: bytes) -> Path:
        if path.name.endswith(".meta.yml"):
            raise OSError("full")
        return staged(path, content)

    monkeypatch.setattr(files, "_staged", full)
    with pytest.raises(OutputError):
        fetch_kolada(project, query, connection)
    assert everything_under(snapshot_path(project).parent) == was
    monkeypatch.setattr(files, "_staged", staged)
    server.asked.clear()
    fetch_kolada(project, query, connection)
    assert server.asked_for_values == []


def test_a_changed_title_stops_before_any_value(
    project: Project, server: KoladaServer, query: Query, connection: Connection
) -> None:
    server.kpis["U21468"]["title"] = "Brukarbedömning hemtjänst - mycket nöjda, andel (%)"
    with pytest.raises(InputError, match="U21468 har fått en ny titel: ”Brukarbedömning hemtjänst"):
        fetch_kolada(project, query, connection)
    assert server.asked_for_values == []
    others = kolada_query(project, YEARS, kpis=["U21477"])
    assert len(fetch_kolada(project, others, connection).received.table) == 10 * 2 * 2


def test_batches_of_another_query_or_server_are_not_taken(
    project: Project, server: KoladaServer, query: Query, connection: Connection
) -> None:
    server.faults.extend([Handler.answer] * 4 + [status(404)])
    with pytest.raises(FetchError):
        fetch_kolada(project, query, connection)
    server.asked.clear()
    fetch_kolada(project, Query(query.kpis, query.municipalities, (2020,)), connection)
    assert len(server.asked_for_values) == 6


def test_no_values_at_all_are_a_failure(
    project: Project, server: KoladaServer, query: Query, connection: Connection
) -> None:
    server.rows = []
    with pytest.raises(FetchError, match="inga värden"):
        fetch_kolada(project, query, connection)
    assert not snapshot_path(project).exists()


PART = Query(("U21468",), ("1489",), (2020,))


def test_an_old_or_broken_batch_is_fetched_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = BatchCache(tmp_path / "batches")
    rows = [row("U21468", "1489", 2020, value(70))]
    assert cache.read(PART) is None
    assert cache.write(PART, rows) == cache.read(PART)
    [path] = cache.folder.iterdir()
    node = json.loads(path.read_text(encoding="utf-8"))
    old = (datetime.now(UTC) - batch_cache.LIFETIME - timedelta(hours=1)).isoformat()
    for text in (json.dumps({**node, "fetched": old}), "{}", '{"rows": [', "[]"):
        path.write_text(text, encoding="utf-8")
        assert cache.read(PART) is None
    cache.clear()
    assert not cache.folder.exists()


def test_a_query_is_of_the_real_municipalities_unless_named(project: Project) -> None:
    query = kolada_query(project, [2020, 2018, 2020])
    assert (len(query.kpis), len(query.municipalities), query.years) == (52, 290, (2018, 2020))
    named = kolada_query(project, YEARS, ["alingsas", "0880", "1489"], ["U21477", "U21477"])
    assert (named.kpis, named.municipalities) == (("U21477",), ("1489", "0880"))
    with pytest.raises(UnknownMunicipality):
        kolada_query(project, YEARS, ["Ankeborg"])
    with pytest.raises(InputError, match="U99999"):
        kolada_query(project, YEARS, kpis=["U99999"])


def test_an_export_becomes_a_snapshot(project: Project, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("Kommun;Nyckeltal;2018;2020\nAlingsås;U21468;91,5;..\n", encoding="utf-8")
    fetched = import_export(project, export)
    assert len(read_snapshot(fetched.path)) == 2
    assert "export.csv" in read_sidecar(fetched.path).date_meaning
