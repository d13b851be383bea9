"""Codebooks name every variable once, and are the dictionary that is printed."""

from pathlib import Path

import pytest

from ibic_eval.codebook.dictionary import allowed_values, data_dictionary
from ibic_eval.codebook.variables import codebook_for, load_codebook, load_codebooks
from ibic_eval.errors import InputError

ROOT = Path(__file__).parents[2]
CODEBOOKS = load_codebooks(ROOT / "data" / "codebooks")

GOOD = """id: x
title_sv: X
description_sv: Ett exempel.
files: [data/x.csv]
variables:
  - {name: a, type: heltal, label_sv: Antal, min: 1}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "x.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_printed_dictionary_is_up_to_date() -> None:
    printed = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert printed == data_dictionary(CODEBOOKS)


def test_the_dictionary_has_each_variable_and_code() -> None:
    printed = data_dictionary(CODEBOOKS)
    for codebook in CODEBOOKS:
        assert f"## {codebook.title_sv}" in printed
        for variable in codebook.variables:
            assert f"| `{variable.name}` | {variable.label_sv}" in printed
            assert all(f"`{code}`" in printed for code in variable.codes)


@pytest.mark.parametrize(
    ("file", "codebook"),
    [
        ("data/published/vardanalys-2021-2.csv", "publicerade_siffror"),
        ("data/published/findings.csv", "motsagelser"),
        ("data/reference/municipalities.csv", "kommuner"),
        ("data/demo/municipalities.csv", "kommuner"),
        ("data/rounds/fou-2027/utskick.csv", "utskick"),
        ("data/demo/kommunenkat-2020/klassning.csv", "klassning"),
    ],
)
def test_a_file_finds_its_codebook(file: str, codebook: str) -> None:
    found = codebook_for(file, CODEBOOKS)
    assert found is not None
    assert found.id == codebook


def test_a_file_without_codebook_finds_none() -> None:
    assert codebook_for("data/rounds/fou-2027/svar.csv", CODEBOOKS) is None


def test_allowed_values_are_said_in_swedish(tmp_path: Path) -> None:
    assert allowed_values(load_codebook(written(tmp_path, GOOD)).variable("a")) == "minst 1"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("type: heltal", "type: flyttal", "typen flyttal"),
        ("type: heltal", "type: kod", "hör till typen kod"),
        ("min: 1", "codes: {a: b}", "hör till typen kod"),
        ("min: 1", "minimum: 1", "okända nyckeln minimum"),
        ("min: 1", "min: ett", "ska vara ett tal"),
        ("min: 1", "required: kanske", "true eller false"),
        ("id: x", "id: x\nkey: [b]", "key nämner b"),
        ("title_sv: X\n", "", "saknar nyckeln title_sv"),
        ("min: 1}", "min: 1}\n  - {name: a, type: text, label_sv: A}", "två gånger"),
    ],
)
def test_a_wrong_codebook_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_codebook(written(tmp_path, GOOD.replace(old, new)))
