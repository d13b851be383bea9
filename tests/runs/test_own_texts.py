"""What names somebody is refused with file and line, and never repeated."""

from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.runs.own_texts import own_text_issues, own_texts, personal_details
from ibic_eval.runs.project import Project
from ibic_eval.tables.issues import has_errors

NUMBER = "811218-9876"
PERSONAL = {
    "number": (NUMBER, "personnummer", "9876"),
    "blanks": ("19811218 9876", "personnummer", "9876"),
    "other dash": ("811218–9876", "personnummer", "9876"),
    "bold": ("811218-**9876**", "personnummer", "9876"),
    "escaped": (r"811218\-9876", "personnummer", "9876"),
    "entity": ("&#56;11218-9876", "personnummer", "9876"),
    "address": ("[här](http://e.se/?p=19811218%2D9876)", "personnummer", "9876"),
    "unseen": ("8112\u200b18-98\u200d76", "personnummer", "9876"),
    "wide": ("811218-9876".translate({ord("8"): "８"}), "personnummer", "9876"),
    "e-mail": ("Skriv till anna.berg@exempel.se.", "e-postadress", "anna"),
    "entity e-mail": ("anna&#64;exempel.se", "e-postadress", "anna"),
    "written e-mail": ("anna(at)exempel.se", "e-postadress", "anna"),
    "mobile": ("Ring 070-123 45 67.", "telefonnummer", "123"),
    "abroad": ("Ring +46 70 123 45 67.", "telefonnummer", "123"),
    "town": ("Ring 0480-45 00 00", "telefonnummer", "0480"),
    "together": ("tfn:0701234567", "telefonnummer", "0701"),
}


def put(folder: Path, text: str, name: str = "mal.md") -> Path:
    place = folder / "texter"
    place.mkdir(exist_ok=True, parents=True)
    (place / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", PERSONAL)
def test_personal_details_are_refused_by_line_and_not_repeated(tmp_path: Path, name: str) -> None:
    text, what, secret = PERSONAL[name]
    issues = own_text_issues(put(tmp_path, f"Rad ett.\n\n{text}\n"))
    assert issues["row"].tolist() == [3]
    assert issues["file"].tolist() == ["texter/mal.md"]
    message = issues["message"].iloc[0]
    assert what in message
    assert "rad 3" in message
    assert secret not in message
    assert issues["value"].iloc[0] == ""


def test_a_number_over_two_lines_is_seen() -> None:
    assert personal_details("Hej\n19811218\n9876 och mer") == [(2, "ett personnummer")]


@pytest.mark.parametrize(
    "text",
    [
        "Utbildningen pågick 2017-01-01–2017-06-30 och kostade 1 420 000 kronor.",
        "Vi har öppet 08.00–16.30 och 1 929 ärenden, 0,5 procent.",
        "Se SOSFS 2014:5, diarienummer 2019/0123 och sidorna 120–127.",
        "Läs mer på https://www.socialstyrelsen.se/2016-1-12/0123456 om du vill.",
        "36 personer (0–4 år) i 12 grupper 2018, 2019 och 2020",
    ],
)
def test_ordinary_numbers_pass(text: str) -> None:
    assert personal_details(text) == []


def project(root: Path) -> Project:
    put(root / "data" / "municipalities" / "9001-demokommun-001", "Vi lärde oss *mycket*.")
    return Project(root)


def test_texts_come_by_part_and_blank_files_are_left_out(tmp_path: Path) -> None:
    made = project(tmp_path)
    folder = made.own_folder("9001")
    assert folder is not None
    put(folder, " \n\n", "risker.md")
    assert own_texts(made, "9001") == {"mal": "Vi lärde oss *mycket*."}
    issues = own_text_issues(folder)
    assert not has_errors(issues)
    assert issues["file"].tolist() == ["texter/risker.md"]


@pytest.mark.parametrize(
    ("name", "text"), [("risker.md", f"Hon, {NUMBER}."), ("bilaga.md", "Hej."), ("mal.md", "a\0")]
)
def test_a_faulty_text_stops_the_run_with_one_sentence(
    tmp_path: Path, name: str, text: str
) -> None:
    made = project(tmp_path)
    put(made.own_folder("9001") or tmp_path, text, name)
    with pytest.raises(InputError, match="Filen texter/") as error:
        own_texts(made, "9001")
    assert NUMBER not in str(error.value)


def test_a_municipality_without_folder_or_texts_says_nothing(tmp_path: Path) -> None:
    assert own_texts(Project(tmp_path), "9001") == {}
    assert own_text_issues(None).empty


def test_the_demo_writes_what_it_made_up() -> None:
    found = own_texts(Project.find(), "9001")
    assert set(found) == {"genomforande", "mal", "lardomar", "fortsatt_arbete"}
    assert all(text.startswith("Texten är påhittad") for text in found.values())
