"""Every raw file says where it comes from, and is still the file that was described."""

from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.sidecar import (
    file_sha256,
    raw_files,
    read_sidecar,
    sidecar_path,
    verify_sidecar,
)

DATA = Path(__file__).parents[2] / "data"
RAW = [*raw_files(DATA / "published"), *raw_files(DATA / "reference")]


def described(folder: Path, **changes: str) -> Path:
    raw = folder / "figures.csv"
    raw.write_text("a,b\n1,2\n")
    keys = {
        "title": "Siffror",
        "producer": "Någon",
        "citation": "Någon (2021)",
        "url": "https://example.org",
        "terms": "fritt",
        "published": "2021-01-01",
        "date": "2026-11-22",
        "date_meaning": "hämtad",
        "sha256": file_sha256(raw),
        **changes,
    }
    lines = [f"{key}: {value}" for key, value in keys.items() if value]
    sidecar_path(raw).write_text("\n".join(lines), encoding="utf-8")
    return raw


def test_there_are_raw_files_to_describe() -> None:
    assert {path.name for path in RAW} >= {
        "vardanalys-2021-2.csv",
        "findings.csv",
        "municipalities.csv",
    }


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.name)
def test_each_raw_file_has_a_sidecar_that_matches(path: Path) -> None:
    sidecar = verify_sidecar(path)
    assert sidecar.published <= sidecar.date
    assert sidecar.url.startswith("https://")


def test_a_changed_file_is_seen(tmp_path: Path) -> None:
    raw = described(tmp_path)
    verify_sidecar(raw)
    raw.write_text("a,b\n1,3\n")
    with pytest.raises(InputError, match=r"figures\.csv har ändrats"):
        verify_sidecar(raw)


@pytest.mark.parametrize("key", ["title", "producer", "citation", "terms", "date", "sha256"])
def test_a_sidecar_says_everything(tmp_path: Path, key: str) -> None:
    with pytest.raises(InputError, match=f"saknar nyckeln {key}"):
        read_sidecar(described(tmp_path, **{key: ""}))


def test_a_date_is_a_date(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ska vara ett datum"):
        read_sidecar(described(tmp_path, date="i våras"))


def test_a_missing_sidecar_is_said(tmp_path: Path) -> None:
    raw = described(tmp_path)
    sidecar_path(raw).unlink()
    with pytest.raises(InputError, match="finns inte"):
        read_sidecar(raw)


def test_raw_files_are_found_below_a_folder_but_not_in_the_one_left_out(tmp_path: Path) -> None:
    for name in ("b.csv", "deep/a.xlsx", "own/9001/c.csv", "owner/d.json", "note.txt", "x.csv.bak"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = raw_files(tmp_path, without=tmp_path / "own")
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "b.csv",
        "deep/a.xlsx",
        "owner/d.json",
    ]
    assert len(raw_files(tmp_path)) == 4
