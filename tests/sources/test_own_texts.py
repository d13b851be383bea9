"""Texts are read in the encodings people save in; what is no text is refused in a sentence."""

from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.own_texts import LONGEST, SECTIONS, own_text_files, read_own_text

WORDS = "Målet nåddes för några – inte för alla.\nRad två."


def put(folder: Path, raw: bytes | str, name: str = "mal.md") -> Path:
    place = folder / "texter"
    place.mkdir(exist_ok=True)
    path = place / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_same_words_come_out_of_each_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    assert read_own_text(put(tmp_path, WORDS.replace("\n", end).encode(encoding))) == WORDS


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (bytes(range(256)) * 4, "ingen textfil"),
        (b"GIF89a\x01\x02\x80", "ingen textfil"),
        (b"\xef\xbb\xbf\xff\xfe\xfd", "ingen textfil"),
        (WORDS.encode("utf-16"), "UTF-16"),
        ("MÃ¥let".encode(), "å, ä och ö"),
        (b"a" * (LONGEST + 1), "för lång"),
        (b"a" * 1_000_000, "för lång"),
        ("å" * (LONGEST + 1), "för lång"),
    ],
)
def test_what_is_no_text_or_too_long_is_refused(
    tmp_path: Path, raw: bytes | str, words: str
) -> None:
    with pytest.raises(InputError, match=r"Filen texter/mal\.md") as error:
        read_own_text(put(tmp_path, raw))
    assert words in str(error.value)
    assert len(str(error.value)) < 200


def test_a_file_too_large_to_be_a_text_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, b"a" * 1_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read"))
    with pytest.raises(InputError, match="för lång"):
        read_own_text(path)


def test_the_longest_text_is_read_whole(tmp_path: Path) -> None:
    assert len(read_own_text(put(tmp_path, "å" * LONGEST))) == LONGEST


@pytest.mark.parametrize("name", ["mål.md", "Mal.md", "mal.txt", "övrigt.md", "README.md"])
def test_an_unknown_name_is_told_with_the_names_that_are_allowed(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as error:
        read_own_text(put(tmp_path, WORDS, name))
    assert all(f"{section}.md" in str(error.value) for section in SECTIONS)


def test_marks_that_turn_or_hide_text_are_taken_away(tmp_path: Path) -> None:
    raw = "fram\u202ekab\u2066\u200f\u200b\u061c\ufeff\x1b"
    assert read_own_text(put(tmp_path, raw.removesuffix("\x1b"))) == "framkab"


def test_hidden_files_are_passed_by_and_a_missing_folder_is_nothing(tmp_path: Path) -> None:
    assert own_text_files(None) == own_text_files(tmp_path) == []
    put(tmp_path, "", ".DS_Store")
    put(tmp_path, "", "~$mal.md")
    path = put(tmp_path, WORDS)
    assert own_text_files(tmp_path) == [path]


def test_a_file_in_place_of_the_folder_and_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "texter").write_text("x")
    with pytest.raises(InputError, match="mapp"):
        own_text_files(tmp_path)
    (tmp_path / "b" / "texter" / "mal.md").mkdir(parents=True)
    with pytest.raises(InputError, match="ingen textfil"):
        read_own_text(tmp_path / "b" / "texter" / "mal.md")
