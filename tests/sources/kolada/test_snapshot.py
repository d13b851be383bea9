"""A snapshot is read only if it is the one its sidecar was written for."""

import datetime
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.kolada.rows import values_table
from ibic_eval.sources.kolada.snapshot import read_snapshot, sidecar_text, snapshot_bytes
from ibic_eval.sources.sidecar import Sidecar, file_sha256, read_sidecar, sidecar_path
from tests.kolada_server import row, value

DAY = datetime.date(2026, 11, 22)
TABLE = values_table(
    [
        row("U21468", "1489", 2018, value(71.5), value(None, "K", ".."), value(70, "M")),
        row("U21468", "0880", 2020, value(None, status="-")),
    ]
).table


def written(folder: Path, content: bytes) -> Path:
    path = folder / "values.parquet"
    path.write_bytes(content)
    sidecar = Sidecar(
        title="Värden ur Kolada",
        producer="RKA",
        citation="Kolada: 2026",
        url="https://api.kolada.se/v3",
        terms="Källa: Kolada",
        published=DAY,
        date=DAY,
        date_meaning="hämtad",
        notes="Två rader.\nhttps://api.kolada.se/v3/data",
        sha256=file_sha256(path),
    )
    sidecar_path(path).write_text(sidecar_text(sidecar), encoding="utf-8")
    assert read_sidecar(path) == sidecar
    return path


def test_a_snapshot_comes_back_as_it_was(tmp_path: Path) -> None:
    read = read_snapshot(written(tmp_path, snapshot_bytes(TABLE)))
    pd.testing.assert_frame_equal(read, TABLE)


def test_the_same_table_gives_the_same_bytes() -> None:
    assert snapshot_bytes(TABLE.sample(frac=1, random_state=1)) == snapshot_bytes(TABLE)


def test_a_missing_snapshot_says_how_to_fetch(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ibic-eval fetch kolada"):
        read_snapshot(tmp_path / "values.parquet")


def test_a_changed_snapshot_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, snapshot_bytes(TABLE))
    path.write_bytes(snapshot_bytes(TABLE.iloc[1:]))
    with pytest.raises(InputError, match=r"har ändrats .* ibic-eval fetch kolada"):
        read_snapshot(path)


def test_a_snapshot_without_its_note_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, snapshot_bytes(TABLE))
    sidecar_path(path).unlink()
    with pytest.raises(InputError, match="ibic-eval fetch kolada"):
        read_snapshot(path)


def test_something_else_than_values_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    pd.DataFrame({"a": [1]}).to_parquet(other)
    for content in (other.read_bytes(), b"no parquet"):
        with pytest.raises(InputError, match="inte värden ur Kolada"):
            read_snapshot(written(tmp_path, content))
