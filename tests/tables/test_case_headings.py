"""Columns that are wrong, or that would say who somebody is, are told of."""

import pytest

from ibic_eval.tables.case_headings import heading_issues, names_a_person
from ibic_eval.tables.issues import ERROR, WARNING
from tests.case_texts import CASE, CODEBOOKS


@pytest.mark.parametrize(
    "heading",
    ["Namn", "Förnamn", "Efternamn", "fornamn", "Personnummer", "Personnr", "pers.nr", "Pnr",
     "PERSON NR", "Adress", "Gatuadress", "Telefon", "Tel.nr", "Mobilnummer", "E-post", "email",
     "Klientens namn", "klient_namn", "Födelsedatum", "Samordningsnummer"],
)  # fmt: skip
def test_a_heading_about_a_person_is_seen(heading: str) -> None:
    assert names_a_person(heading)


@pytest.mark.parametrize("codebook", CODEBOOKS)
def test_none_of_our_own_columns_is_taken_for_one(codebook: str) -> None:
    assert [name for name in CODEBOOKS[codebook].names if names_a_person(name)] == []


@pytest.mark.parametrize(
    "heading", ["Benämning", "Startdatum", "Ärendetyp", "Livsområde", "Hotell"]
)
def test_other_headings_are_not_taken_for_one(heading: str) -> None:
    assert not names_a_person(heading)


def test_sound_headings_give_nothing() -> None:
    assert heading_issues(list(CASE), CODEBOOKS["arenden"], "arenden.csv") == []


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Namn", "ser ut att innehålla personuppgifter; filen används inte förrän"),
        ("kontor", "är okänd; ta bort den eller rätta namnet."),
        ("Beslut", "är okänd; menade du beslut?"),
        ("8112289874", "ett personnummer i rubrikraden"),
    ],
)
def test_an_unknown_column_is_an_error(heading: str, said: str) -> None:
    columns = [*(name for name in CASE if name != "beslut"), heading]
    issues = heading_issues(columns, CODEBOOKS["arenden"], "arenden.csv")
    assert [(each.severity, each.row) for each in issues] == [(ERROR, 1), (WARNING, 1)]
    assert said in issues[0].message
    assert "9874" not in issues[0].message + issues[0].column
