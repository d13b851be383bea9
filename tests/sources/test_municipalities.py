"""A municipality is found by what people write, and nothing else is."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.errors import InputError, UnknownMunicipality
from ibic_eval.sources.municipalities import find_municipality, read_municipalities

PATH = Path(__file__).parents[2] / "data" / "reference" / "municipalities.csv"
REGISTER = read_municipalities(PATH)


def test_the_register_holds_all_municipalities_and_counties() -> None:
    assert len(REGISTER) == 290
    assert REGISTER["code"].is_unique
    assert REGISTER["county"].nunique() == 21
    assert set(REGISTER["code"].str.len()) == {4}
    assert REGISTER["county_code"].eq(REGISTER["code"].str[:2]).all()
    assert not REGISTER["fictional"].any()
    assert REGISTER.notna().all(axis=None)


def test_population_sums_to_that_of_sweden_2019() -> None:
    assert REGISTER["population"].sum() == 10_327_589


def test_both_editions_of_the_groups_are_kept() -> None:
    assert (REGISTER["skr2017"] != REGISTER["skr2023"]).sum() == 33


@pytest.mark.parametrize(
    "text",
    ["alingsas", "ALINGSÅS", "1489", " Alingsås kommun ", "Alingsas Kommun", "alingsås"],
)
def test_alingsas_is_found(text: str) -> None:
    found = find_municipality(text, REGISTER)
    assert (found.code, found.name, found.slug) == ("1489", "Alingsås", "alingsas")
    assert (found.county, found.fictional) == ("Västra Götalands län", False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lunds kommun", "1281"),
        ("Stockholms stad", "0180"),
        ("Region Gotland", "0980"),
        ("upplands väsby", "0114"),
        ("Upplands bro", "0139"),
        ("180", "0180"),
        ("Håbo", "0305"),
        ("habo", "0643"),
        ("Bollnäs kommun", "2183"),
        ("Nybro kommun", "0881"),
        ("Malung-Sälen", "2023"),
    ],
)
def test_what_people_write(text: str, code: str) -> None:
    assert find_municipality(text, REGISTER).code == code


@given(st.sampled_from(REGISTER[["code", "name"]].to_records(index=False).tolist()), st.data())
def test_every_municipality_is_found_by_code_and_name(
    municipality: tuple[str, str], data: st.DataObject
) -> None:
    code, name = municipality
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    case = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
    for text in (code, case(unicodedata.normalize(form, name)), f"{name} kommun"):
        assert find_municipality(text, REGISTER).code == code


def test_every_slug_is_a_folder_name() -> None:
    slugs = [find_municipality(code, REGISTER).slug for code in REGISTER["code"]]
    assert pd.Series(slugs).str.fullmatch("[a-z]+(-[a-z]+)*").all()


def test_a_misspelt_name_is_answered_with_near_names() -> None:
    with pytest.raises(UnknownMunicipality, match=r"”Alingsos” finns inte.*Alingsås \(1489\)"):
        find_municipality("Alingsos", REGISTER)


@pytest.mark.parametrize("text", ["", "9999", "Atlantis", "..", "../../etc", "1489; rm"])
def test_nothing_else_is_taken_for_a_municipality(text: str) -> None:
    with pytest.raises(UnknownMunicipality, match="finns inte i registret"):
        find_municipality(text, REGISTER)


def test_a_name_that_two_share_without_dots_is_not_guessed() -> None:
    with pytest.raises(UnknownMunicipality, match=r"Habo \(0643\) eller Håbo|Håbo \(0305\) eller"):
        find_municipality("Häbo", REGISTER)


def test_fictional_municipalities_are_marked(tmp_path: Path) -> None:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "demo.csv"
    path.write_text(
        "\n".join([lines[0], lines[1].replace("0114,Upplands Väsby", "9001,Ekvik")]), "utf-8"
    )
    both = read_municipalities(PATH, path)
    assert both["fictional"].sum() == 1
    assert find_municipality("ekvik", both).fictional


def test_a_missing_or_empty_register_is_said_in_swedish(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="finns inte"):
        read_municipalities(tmp_path / "none.csv")
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(InputError, match="är tom"):
        read_municipalities(empty)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("kommunkod,kommun\n1489,Alingsås\n", encoding="utf-8")
    with pytest.raises(InputError, match="saknar lanskod"):
        read_municipalities(wrong)
