import errno
import os
from pathlib import Path

import pytest

from ibic_eval.errors import OutputError
from ibic_eval.runs.files import ensure_writable, write_whole


def test_a_text_is_written_whole_and_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "ny" / "text.txt", "åäö\n")
    assert (tmp_path / "ny" / "text.txt").read_bytes() == "åäö\n".encode()
    assert [path.name for path in (tmp_path / "ny").iterdir()] == ["text.txt"]


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(OutputError, match="Det går inte att skriva i mappen"):
        ensure_writable(tmp_path / "fil" / "mapp")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs Linux' /proc, read-only to all")
def test_a_read_only_folder_is_refused() -> None:
    with pytest.raises(OutputError, match="Det går inte att skriva i mappen"):
        ensure_writable(Path("/proc/self"))


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    (tmp_path / "text.txt").write_text("förr")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError):
        write_whole(tmp_path / "text.txt", "nu")
    assert [path.name for path in tmp_path.iterdir()] == ["text.txt"]
    assert (tmp_path / "text.txt").read_text() == "förr"


def test_a_new_file_can_be_read_by_others(tmp_path: Path) -> None:
    write_whole(tmp_path / "text.txt", "")
    (tmp_path / "plain.txt").touch()
    assert (tmp_path / "text.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode
