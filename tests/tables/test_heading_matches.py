"""Headings are matched by what is known of them, and a system is chosen where one stands out."""

import pytest

from ibic_eval.sources.mapping_tables import JoinedFile, TableMapping
from ibic_eval.tables.heading_matches import likeliest_system, match_headings, strength, words

KNOWN = {
    "start": words(["start"], ["Utredning inledd"], ["Startdatum", "Påbörjad"]),
    "beslut": words(["beslut"], ["Beslut fattat"], ["Beslutsdatum"]),
}


@pytest.mark.parametrize(
    ("heading", "certainty"),
    [
        ("START", "säker"),
        ("utredning  inledd", "säker"),
        ("Start datum", "trolig"),
        ("Påbörjat", "osäker"),
        ("Datum", None),
        ("Slut", None),
    ],
)
def test_a_heading_is_as_sure_as_what_is_known_of_it(heading: str, certainty: str | None) -> None:
    found = match_headings([heading], KNOWN).get("start")
    assert (found.certainty if found else None) == certainty


def test_a_heading_is_used_once_and_the_surest_wins() -> None:
    found = match_headings(["Startdatum", "Utredning inledd", "Beslutsdatum"], KNOWN)
    assert {ours: match.heading for ours, match in found.items()} == {
        "start": "Utredning inledd",
        "beslut": "Beslutsdatum",
    }
    assert strength(found, ["start", "person"]) == (0.5, 2)


def table(*headings: str, joined: JoinedFile | None = None) -> list[TableMapping]:
    columns = {f"c{number}": heading for number, heading in enumerate(headings)}
    return [TableMapping("arenden", ("x",), columns, {}, "", {}, {}, joined)]


SECOND = JoinedFile(("y",), "Nr", "Nr", {"beslut": "Fattat"})
SYSTEMS = {"en": table("A", "B", "C", joined=SECOND), "annan": table("A", "D", "E")}


@pytest.mark.parametrize(
    ("files", "system"),
    [
        ([["a", "B", "c", "X"]], "en"),
        ([["A", "B", "C"], ["Nr", "Fattat"]], "en"),
        ([["A", "D", "E", "F", "G"]], "annan"),
        ([["A"]], ""),
        ([["A", "X", "Y"]], ""),
    ],
)
def test_a_system_is_chosen_only_where_one_stands_out(files: list[list[str]], system: str) -> None:
    assert likeliest_system(files, SYSTEMS) == system
