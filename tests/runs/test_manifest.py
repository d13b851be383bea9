"""What a run leaves for others to read is read back whole, or refused in one sentence."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.estimates.history_results import as_results
from ibic_eval.runs import manifest as m

JOB: m.JobRow = {
    "municipality": "9001",
    "name": "Demokommun 001",
    "county": "Demolän 01",
    "fictional": True,
    "step": "10_survey_results",
    "status": m.OK,
    "sentence": None,
    "cell": None,
    "seconds": 3,
    "peak_memory_mb": 210.5,
    "finished": "2026-11-26T12:00:00",
    "parameters": {},
    "hashes": {},
    "versions": {},
    "output": "9001/10_survey_results.ipynb",
}
PLACE: m.Place = {
    "code": "9001",
    "name": "Demokommun 001",
    "county": "Demolän 01",
    "skr_code": "B3",
    "skr_name": "Pendlingskommun",
    "skr_edition": "2023",
    "fictional": True,
}


def result_file(**other: Any) -> dict[str, Any]:
    """Return a sound file of results without rows, with other content where given."""
    sound = {"format": 1, "municipality": PLACE, "made": "2026-11-26", "results": []}
    return {**sound, "chapters": {}, **other}


def put(path: Path, content: object) -> None:
    """Write a node as JSON, in a folder that is made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_reads_a_manifest_back(tmp_path: Path) -> None:
    put(tmp_path / m.MANIFEST, {"format": 1, "program": "0.1.0", "jobs": [JOB]})
    read = m.read_manifest(tmp_path)
    assert read is not None
    assert read["jobs"] == [JOB]


def test_nothing_there_is_no_error(tmp_path: Path) -> None:
    assert m.read_manifest(tmp_path) is None
    assert m.read_results(tmp_path, "9001") is None


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"format": 2, "program": "0.1.0", "jobs": []},
        {"format": 1, "jobs": []},
        {"format": 1, "program": "0.1.0", "jobs": [{**JOB, "status": "klar"}]},
        {"format": 1, "program": "0.1.0", "jobs": [{**JOB, "fictional": "ja"}]},
        {"format": 1, "program": "0.1.0", "jobs": [{"municipality": "9001"}]},
        {"format": 1, "program": "0.1.0", "jobs": ["9001"]},
    ],
)
def test_refuses_a_foreign_manifest(tmp_path: Path, content: object) -> None:
    put(tmp_path / m.MANIFEST, content)
    with pytest.raises(InputError, match=r"manifest\.json går inte att läsa"):
        m.read_manifest(tmp_path)


def test_refuses_half_a_manifest(tmp_path: Path) -> None:
    whole = json.dumps({"format": 1, "program": "0.1.0", "jobs": [JOB]})
    (tmp_path / m.MANIFEST).write_text(whole[:90], encoding="utf-8")
    with pytest.raises(InputError):
        m.read_manifest(tmp_path)


@pytest.mark.parametrize(
    "other",
    [
        {"municipality": {**PLACE, "code": "9002"}},
        {"municipality": {"code": "9001"}},
        {"results": ["inget"]},
        {"results": [{"id": "a", "estimate": "mycket"}]},
        {"results": None},
        {"format": "1"},
    ],
)
def test_refuses_foreign_results(tmp_path: Path, other: dict[str, Any]) -> None:
    put(tmp_path / "9001" / m.RESULTS, result_file(**other))
    with pytest.raises(InputError, match=r"resultat\.json"):
        m.read_results(tmp_path, "9001")


def test_results_survive_json_with_their_missing_numbers(tmp_path: Path) -> None:
    row = {"id": "a", "estimate": 0.1234567891, "status": "visas", "n": 12}
    hidden = {"id": "b", "status": "dold"}
    results = as_results(pd.DataFrame([row, hidden]))
    content = result_file(results=m.records_of(results))
    put(tmp_path / "9001" / m.RESULTS, content)
    assert content["results"][1]["estimate"] is None
    read = m.read_results(tmp_path, "9001")
    assert read is not None
    pd.testing.assert_frame_equal(m.results_of(read), results)
