"""The follow-up files are found by their names and read as text, whatever program wrote them."""

from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.follow_up import follow_up_file, follow_up_files, read_filled


def test_files_are_found_by_name(tmp_path: Path) -> None:
    (tmp_path / "moten.csv").touch()
    (tmp_path / "risklage.xlsx").touch()
    found = follow_up_files(tmp_path, ["moten", "risklage", "kodning"])
    assert {name: path.name for name, path in found.items()} == {
        "moten": "moten.csv", "risklage": "risklage.xlsx"
    }  # fmt: skip
    assert follow_up_file(None, "moten") is None


def test_two_files_of_one_name_are_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "moten.csv").touch()
    (tmp_path / "moten.xlsx").touch()
    with pytest.raises(InputError, match=r"både moten\.csv och moten\.xlsx: ta bort den ena"):
        follow_up_file(tmp_path, "moten")


def test_a_template_is_nothing_and_rows_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "moten.csv"
    path.write_text("grupp;datum\n", encoding="utf-8-sig")
    assert read_filled(path) is None
    path.write_bytes("grupp;datum\nRåd;2024-01-01\n".encode("cp1252"))
    raw = read_filled(path)
    assert raw is not None
    assert raw.frame.to_numpy().tolist() == [["Råd", "2024-01-01"]]
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="är tom"):
        read_filled(path)
