"""What stands on the pages, and how faulty files are met."""

import socket
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pandas as pd
import pytest
from portal_outputs import DEMO, SHARES, place, share, write_json, write_outputs, write_results

from ibic_eval.errors import InputError
from ibic_eval.portal import server
from ibic_eval.portal.layers import CONCEALED, STEPS, map_layers
from ibic_eval.portal.outputs import DONE, FAILED, NO_OWN_DATA, NOT_RUN, Place, read_outputs
from ibic_eval.portal.shapes import draw
from ibic_eval.portal.site import write_portal
from ibic_eval.runs import manifest as m
from ibic_eval.runs.county_files import county_use
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipal_borders import read_borders
from ibic_eval.sources.municipalities import read_municipalities


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    return read_municipalities(*Project.find().registers)


def states(out: Path, register: pd.DataFrame) -> dict[str, str]:
    return {place.code: place.state for place in read_outputs(out, register).places}


def test_every_real_municipality_is_there_and_fictional_ones_that_ran(
    portal: Path, register: pd.DataFrame
) -> None:
    found = states(portal, register)
    assert len(found) == 290 + len(DEMO)
    assert found["1489"] == NO_OWN_DATA
    assert found["9001"] == DONE
    assert found["9002"] == DONE  # a hidden number is a number
    assert found["1480"] == FAILED
    assert found["0114"] == NOT_RUN


def test_an_empty_folder_gives_a_whole_portal(tmp_path: Path, register: pd.DataFrame) -> None:
    written = write_portal(Project.find(), tmp_path)
    assert written.faults == ()
    assert set(states(tmp_path, register).values()) == {NOT_RUN}
    assert "290 kommuner: 290 är inte körda." in written.first.read_text(encoding="utf-8")
    assert not (tmp_path / "riket-demo.html").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "\x00\xff"])
def test_faulty_files_become_sentences(tmp_path: Path, register: pd.DataFrame, text: str) -> None:
    write_outputs(tmp_path)
    (tmp_path / m.MANIFEST).write_text(text, encoding="utf-8")
    (tmp_path / "9001" / m.RESULTS).write_text(text, encoding="utf-8")
    written = write_portal(Project.find(), tmp_path)
    assert len(written.faults) == 2
    assert all(fault.endswith("kör ibic-eval run igen.") for fault in written.faults)
    assert states(tmp_path, register)["9001"] == FAILED
    assert written.faults[0] in written.first.read_text(encoding="utf-8").replace("&#39;", "'")


def test_the_same_files_give_the_same_bytes(portal: Path) -> None:
    before = {path: path.read_bytes() for path in portal.rglob("*.html")}
    write_portal(Project.find(), portal)
    assert {path: path.read_bytes() for path in portal.rglob("*.html")} == before


def test_text_from_files_is_never_markup(tmp_path: Path) -> None:
    write_outputs(tmp_path)
    evil = {**share(0.5, "visas"), "what": "</script><img src=http://a.example/x>"}
    write_results(tmp_path, place("9001", "Demokommun 001", "Demolän C"), [evil])
    write_portal(Project.find(), tmp_path)
    for name in ("index.html", "jamfor.html"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert "<img src=http" not in page


def test_pages_of_the_real_say_nothing_of_the_fictional(portal: Path) -> None:
    for name in ("riket.html", "karta.html", "lan/14.html"):
        page = (portal / name).read_text(encoding="utf-8")
        assert "Demolän" not in page
        assert "Demokommun 0" not in page
    demo = (portal / "riket-demo.html").read_text(encoding="utf-8")
    assert "Påhittade uppgifter" in demo
    assert "Uppsala" not in demo


def test_a_layer_has_classes_and_hides_what_is_hidden() -> None:
    found = [
        Place(code, name, "93", county, "B5", "Grupp", False, DONE, results=(share(*SHARES[code]),))
        for code, (name, county) in DEMO.items()
    ]
    layers = map_layers(found, county_use(Project.find(), fictional=False))
    layer = next(each for each in layers if each.measured)
    assert layer.cells["9001"].tone == STEPS[0]
    assert layer.cells["9003"].tone == STEPS[1]
    assert layer.cells["9002"] == (CONCEALED, "x")
    assert [each.words for each in layer.classes[:2]] == ["61\u00a0%", "82\u00a0%"]
    assert layer.lacking == "underlag saknas"


def test_the_map_has_all_municipalities_and_north_upwards() -> None:
    drawing = draw(read_borders())
    assert len(drawing.paths) == 290
    first = {code: float(path[1:].split("L")[0].split()[1]) for code, path in drawing.paths.items()}
    assert first["2584"] < first["1489"] < first["1287"]  # Kiruna, Alingsås, Trelleborg
    assert 2 < drawing.height / drawing.width < 2.8


def test_serves_this_machine_only(portal: Path) -> None:
    with server.open_server(portal, 0) as opened:
        assert opened.server_address[0] == "127.0.0.1"
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{opened.server_port}"
        assert b"<!DOCTYPE html>" in urllib.request.urlopen(f"{address}/").read()
        for path in ("/lan/", "/.dold", "/finns-inte.html", "/../../etc/passwd"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(address + path)
        foreign = urllib.request.Request(address, headers={"Host": "a.example"})
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(foreign)
        opened.shutdown()


def test_a_busy_port_is_told(portal: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        with pytest.raises(InputError, match="är upptagen"):
            server.open_server(portal, busy.getsockname()[1])


def test_serving_needs_a_portal(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kör ibic-eval portal"):
        server.open_server(tmp_path, 0)


def test_results_of_another_municipality_are_refused(
    tmp_path: Path, register: pd.DataFrame
) -> None:
    write_json(tmp_path / "9001" / m.RESULTS, {"format": 1, "municipality": {"code": "9002"}})
    assert read_outputs(tmp_path, register).faults
