"""What may say who somebody is keeps a quote from being shown; plain quotes are let be."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook.comment_themes import load_themes
from ibic_eval.runs.project import PACKAGE_CHECKOUT
from ibic_eval.tables.quotes import LONGEST, TERMS, quote_faults

THEMES = load_themes(PACKAGE_CHECKOUT / "surveys" / "kommentarer" / "instrument.yml")
PLAIN = st.sampled_from(
    [
        "vi",
        "har",
        "fått",
        "längre",
        "utredningar",
        "men",
        "målen",
        "blev",
        "tydliga",
        "och",
        "lätta",
        "att",
        "följa",
        "för",
        "alla",
    ]
)
SENTENCE = st.lists(PLAIN, min_size=1, max_size=12).map(" ".join)
DIGITS = st.text(string.digits, min_size=1)
CAPITALISED = st.text("abcdefghijklmnoprstuvyåäö", min_size=2, max_size=12).map(str.capitalize)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Det var 19121212-1212 som klagade.", "ett personnummer"),
        ("Skriv till kalle.anka@kommun.se", "en e-postadress"),
        ("Se kommunen.se för mer.", "en webbadress"),
        ("Ring 070-123 45 67 om det.", "ett långt nummer"),
        ("Ring 0322 61 60 00.", "ett långt nummer"),
        ("Hon fick beslutet 2019-03-04.", "ett datum"),
        ("Hon fick beslutet den 4 mars.", "ett datum"),
        ("Hon är född på trettiotalet.", "ett datum"),
        ("Mannen är 87 år och bor ensam.", "en ålder"),
        ("En 87-åring fick vänta.", "en ålder"),
        ("Hon fyllde 90 i år.", "en ålder"),
        ("En nittioårig kvinna fick vänta.", "en ålder"),
        ("Han på Storgatan fick inget.", "en adress"),
        ("Han på storgatan 3 fick inget.", "en adress"),
        ("Kvinnan i rum 12 fick vänta.", "ett rum eller en enhet"),
        ("På avdelning 3 gör de inte så.", "ett rum eller en enhet"),
        ("På enheten Solrosen gör de inte så.", "ett rum eller en enhet"),
        ("Vi på Solbackens äldreboende hinner inte.", "ett rum eller en enhet"),
        ("Det gäller fru andersson.", "en person med titel"),
        ("Vår chef, enhetschef Lind, sa nej.", "en person med titel"),
        ("Det var K.L. som sa det.", "initialer"),
        ("det var andersson som sa det", "ett efternamn"),
        ("Vi frågade Zlatan om det.", "ett namn"),
        ("Annas utredning blev lång.", "ett namn"),
        ("det var anna som sa det", "ett namn"),
        ("Maria Lind sa nej.", "ett namn"),
    ],
)
def test_each_reason_is_found(text: str, reason: str) -> None:
    assert reason in quote_faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Socialstyrelsens texter om IBIC:s delar är långa.",
        "Enligt SoL och LSS ska behovet styra. Det gör det nu.",
        "Systemet Treserva hänger inte med; Lifecare gjorde det.",
        "Utredningen tar 3 timmar i stället för 2,5 timmar.",
        "Vi fick 50 procent fler ärenden under 2019.",
        "”Äntligen ser man hela människan!” Så sa flera.",
        "Det tar tid, men det är värt det… Fler borde göra så.",
    ],
)
def test_plain_quotes_are_let_be(text: str) -> None:
    assert quote_faults(text) == ()


def test_the_codebooks_own_examples_are_let_be() -> None:
    assert [each.id for each in THEMES.themes if quote_faults(each.example_sv)] == []


def test_the_municipalitys_name_may_be_allowed() -> None:
    assert quote_faults("Vi i Kalmar gör så.") == ("ett namn",)
    assert quote_faults("Vi i Kalmars kommun gör så.", ["Kalmar"]) == ()
    assert quote_faults("Vi i Demokommun 001 gör så.", ["Demokommun 001"]) == ()


@given(SENTENCE)
def test_words_without_capitals_or_digits_are_let_be(text: str) -> None:
    assert quote_faults(text.capitalize()) == ()


@given(SENTENCE, CAPITALISED, SENTENCE)
def test_a_capital_in_a_sentence_is_a_name(before: str, name: str, after: str) -> None:
    allowed = name in TERMS or name.removesuffix("s") in TERMS
    assert ("ett namn" in quote_faults(f"{before} {name} {after}")) != allowed


@given(SENTENCE, st.text(string.digits, min_size=6, max_size=12), st.sampled_from(["", " ", "-"]))
def test_long_numbers_are_found_however_they_are_parted(
    before: str, digits: str, mark: str
) -> None:
    assert "ett långt nummer" in quote_faults(f"{before} {mark.join(digits)}")


@given(SENTENCE, st.integers(0, 110), st.sampled_from(["år", "-åring", " åring", "-årig"]))
def test_ages_are_found(before: str, age: int, word: str) -> None:
    assert "en ålder" in quote_faults(f"{before} {age}{' ' if word == 'år' else ''}{word}")


@pytest.mark.parametrize(
    "text", ["kalle\uff20kommun", "0\u200b7\u200b0123\u200b4567", "An\u00adna sa nej"]
)
def test_signs_that_hide_are_seen_through(text: str) -> None:
    assert quote_faults(text)


def test_long_quotes_are_refused_at_the_limit() -> None:
    assert quote_faults("a" * LONGEST) == ()
    assert quote_faults("a" * (LONGEST + 1)) == (f"mer än {LONGEST} tecken",)


@given(st.text(max_size=400))
def test_no_text_breaks_it_and_none_is_repeated(text: str) -> None:
    known = {
        "ett personnummer", "en e-postadress", "en webbadress", "ett långt nummer", "ett datum",
        "en ålder", "en adress", "ett rum eller en enhet", "en person med titel", "initialer",
        "ett efternamn", "ett namn", f"mer än {LONGEST} tecken",
    }  # fmt: skip
    assert set(quote_faults(text)) <= known
