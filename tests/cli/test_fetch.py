"""`fetch kolada` on a server of this machine."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ibic_eval.cli import run
from ibic_eval.runs.project import Project
from ibic_eval.runs.snapshots import snapshot_path
from ibic_eval.sources.kolada import connection
from ibic_eval.sources.kolada.snapshot import read_snapshot
from tests.kolada_server import KoladaServer, describe_anew, row, serving, status, value

Captured = pytest.CaptureFixture[str]
ASKED = ["fetch", "kolada", "--municipality", "Alingsås", "--years", "2018-2020"]


@pytest.fixture
def server(checkout: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[KoladaServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(connection, "INTERVAL", 0.0)
    with serving() as state:
        monkeypatch.setenv("IBIC_KOLADA_URL", state.url)
        state.kpis = describe_anew(checkout.reference / "kolada_kpis.csv")
        hidden = value(None, "K", "..")
        state.rows = [row(kpi, "1489", 2020, value(91), hidden) for kpi in state.kpis]
        yield state


@pytest.mark.parametrize("command", ["fetch", "fetch kolada"])
def test_help_is_in_swedish(command: str, capsys: Captured) -> None:
    assert run([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Användning: ibic-eval fetch")
    assert [word for word in ("Usage", "Options", "env var", "default") if word in text] == []


def test_a_fetch_says_what_it_got_and_how_to_cite_it(
    checkout: Project, server: KoladaServer, capsys: Captured
) -> None:
    assert run(ASKED) == 0
    text, progress = capsys.readouterr()
    assert "Antal värden: 104; kommuner: 1; nyckeltal: 52; år: 2020–2020." in text
    assert "Dolda av sekretesskäl: 52. Saknas enligt Kolada: 0." in text
    assert "Källa: Kolada" in text
    assert progress == ""  # no bar where nobody watches
    assert len(read_snapshot(snapshot_path(checkout))) == 104


def test_years_and_indicators_are_chosen(server: KoladaServer, capsys: Captured) -> None:
    chosen = ["--years", "2018,2020-2021", "--kpi", "U21468", "--kpi", "U21477"]
    assert run(["fetch", "kolada", "--municipality", "1489", *chosen]) == 0
    assert server.asked_for_values == [
        "/v3/data/kpi/U21468,U21477/municipality/1489/year/2018,2020,2021"
    ]


def test_all_years_are_fetched_unless_named(server: KoladaServer) -> None:
    assert run(["fetch", "kolada", "--municipality", "1489", "--kpi", "U21468"]) == 0
    years = ",".join(str(year) for year in range(2012, date.today().year + 1))
    assert server.asked_for_values[0].endswith(f"/year/{years}")


def test_a_failure_says_what_to_do(
    checkout: Project, server: KoladaServer, capsys: Captured
) -> None:
    server.faults.append(status(404))
    assert run(ASKED) == 3
    assert "Kör samma kommando igen: 0 av 3 delar är hämtade" in capsys.readouterr().err
    assert not snapshot_path(checkout).exists()


def test_a_changed_title_is_an_error_in_the_input(server: KoladaServer, capsys: Captured) -> None:
    server.kpis["U21468"]["title"] = "Något annat"
    assert run(ASKED) == 1
    assert "U21468 har fått en ny titel: ”Något annat”" in capsys.readouterr().err


@pytest.mark.parametrize("years", ["2011", "2020-2018", "i fjol", "2018-", "2018,,2020", "2999"])
def test_years_that_cannot_be_meant_are_refused(
    checkout: Project, years: str, capsys: Captured
) -> None:
    assert run(["fetch", "kolada", "--years", years]) == 1
    assert "går inte att läsa som år" in capsys.readouterr().err


def test_unknown_signs_are_told_of(server: KoladaServer, capsys: Captured) -> None:
    server.rows.append(row("U21468", "1489", 2018, value(None, status="?")))
    assert run(ASKED) == 0
    assert "Okända tecken" in capsys.readouterr().out


def test_an_export_is_read_instead(checkout: Project, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Kommun;Nyckeltal;2018\nAlingsås;U21468;91,5\n", encoding="utf-8")
    assert run(["fetch", "kolada", "--file", str(path)]) == 0
    assert "Antal värden: 1; kommuner: 1;" in capsys.readouterr().out
    assert len(read_snapshot(snapshot_path(checkout))) == 1
