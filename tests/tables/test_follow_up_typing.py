"""Follow-up files are typed, and each fault is said with its row and without saying who."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.errors import IbicError
from ibic_eval.sources.follow_up import read_filled
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.follow_up_checks import UNIT_PATTERN
from ibic_eval.tables.follow_up_references import PlanIds, plan_ids
from ibic_eval.tables.follow_up_schemas import TABLES
from ibic_eval.tables.follow_up_tables import (
    CRITERIA,
    EVALUATION_QUESTIONS,
    LEVELS,
    STAFF_QUESTIONS,
)
from ibic_eval.tables.follow_up_typing import TypedFollowUp, type_follow_up
from ibic_eval.tables.issues import ERROR, WARNING
from tests.follow_up_rows import CODEBOOKS, NAMES, PLAN, SOUND, Row, put

TODAY = dt.date(2024, 6, 1)
THEMES = ("tid_racker_inte", "tydligare")


def raws(folder: Path, files: Mapping[str, tuple[Row, ...]]) -> dict[str, RawTable]:
    read = {name: read_filled(put(folder, name, *rows)) for name, rows in files.items()}
    return {name: raw for name, raw in read.items() if raw is not None}


def typed(folder: Path, plan: PlanIds | None = PLAN, **files: tuple[Row, ...]) -> TypedFollowUp:
    return type_follow_up(raws(folder, files), CODEBOOKS, plan, THEMES, TODAY)


def only(found: TypedFollowUp, severity: str = ERROR) -> dict[str, object]:
    """Return the only issue there is."""
    assert found.issues["severity"].tolist() == [severity], found.issues["message"].tolist()
    return {str(key): value for key, value in found.issues.iloc[0].items()}


def test_sound_files_give_every_table_in_its_types(tmp_path: Path) -> None:
    found = typed(tmp_path, **{name: ({},) for name in NAMES})
    assert found.issues.empty, found.issues["message"].tolist()
    for name, (_, schema) in TABLES.items():
        table = getattr(found.follow_up, name)
        assert table.dtypes.astype(str).to_dict() == dict(schema), name
        assert len(table), name


def test_values_are_those_of_the_files(tmp_path: Path) -> None:
    found = typed(tmp_path, **{name: ({},) for name in NAMES}).follow_up
    assert found.training["hours"].tolist() == [7.5]
    assert found.spending["amount"].tolist() == [-1500.5]
    assert found.spending["kind"].isna().all()
    assert found.documents["week"].tolist() == [pd.Timestamp("2024-02-05")]
    assert found.reviews["week"].unique().tolist() == found.documents["week"].tolist()
    assert found.activity_states["new_end"].tolist() == [pd.Timestamp("2099-01-01")]
    assert found.activity_states["end"].isna().all()
    outcomes = found.reviews.set_index("criterion")["outcome"]
    assert outcomes["mal"] == "ej_uppfyllt"
    assert "uppfoljning" not in outcomes.index
    graded = found.evaluations.set_index("question")
    assert graded["answer"].to_dict() == {
        "innehall": "i_mycket_hog_grad", "forstod": "vet_inte", "helhet": "inte_alls"
    }  # fmt: skip
    assert graded.loc["innehall", "level"] == 3
    assert graded.loc["helhet", "level"] == 0
    assert pd.isna(graded.loc["forstod", "level"])


def test_what_is_asked_is_what_the_codebooks_say() -> None:
    """The lists of questions and the order of grades stand in the codebooks too."""
    asked = {
        "kursutvardering": EVALUATION_QUESTIONS,
        "granskningar": CRITERIA,
        "medarbetarenkat": STAFF_QUESTIONS,
    }
    for name, questions in asked.items():
        coded = [v for v in CODEBOOKS[name].variables if v.type == "kod"]
        assert [v.name for v in coded if v.name not in ("slag", "roll")] == list(questions)
        grades = list(coded[-1].codes)
        assert name == "granskningar" or grades == [*LEVELS, "vet_inte"]


def test_pseudonyms_become_numbers_that_agree_between_files(tmp_path: Path) -> None:
    found = typed(
        tmp_path,
        utbildning=({}, {"deltagare": "p2"}),
        medarbetarenkat=({"svarande": "p2"}, {"svarande": "p9"}),
        kommentarer=({"kommentar": "k7"}, {"kommentar": "k3"}),
        kodning=({"kommentar": "k3"}, {"kommentar": "k7"}, {"kommentar": "k3", "kodare": "c2"}),
    ).follow_up
    assert found.training["person"].tolist() == [0, 1]
    assert sorted(set(found.staff_answers["person"])) == [1, 2]
    assert found.comments["comment"].tolist() == [0, 1]
    assert found.codings[["comment", "coder"]].to_numpy().tolist() == [[1, 0], [0, 0], [1, 1]]
    shown = "".join(getattr(found, name).to_string() for name in TABLES)
    assert not [name for name in ("p2", "p9", "k7", "k3", "c2") if name in shown]


def test_a_comments_text_goes_nowhere(tmp_path: Path) -> None:
    found = typed(tmp_path, kommentarer=({"text": "Hemligt ord"},)).follow_up
    assert "Hemligt" not in found.comments.to_string()
    assert found.comments["quote"].tolist() == ["gick bra"]


CELLS = [
    ("utbildning", {"datum": "2024-06-02"}, "datum", "2024-06-02 i kolumnen datum, som inte har"),
    ("utbildning", {"datum": "2007-12-31"}, "datum", "före 2008"),
    ("utbildning", {"datum": "45323"}, "datum", "2024-02-01"),
    ("utbildning", {"datum": "1/2 2024"}, "datum", "ÅÅÅÅ-MM-DD"),
    ("utbildning", {"timmar": "25"}, "timmar", "0 till 24"),
    ("utbildning", {"timmar": ""}, "timmar", "fyll i"),
    ("utbildning", {"deltagare": "Anna"}, "deltagare", "minst en siffra"),
    ("utbildning", {"utbildning": "utb_handlagare"}, "utbildning", "menade du utb_handlaggare?"),
    ("bemanning", {"utbildning": "alla"}, "utbildning", "”alla”"),
    ("kursutvardering", {"helhet": "mycket bra"}, "helhet", "i_hog_grad"),
    ("moten", {"narvarande": "9"}, "narvarande", "9 närvarande men bara 8 kallade"),
    ("moten", {"grupp": "styrgruppen"}, "grupp", "menade du styrgrupp?"),
    ("moten", {"status": "inställt"}, "status", "menade du installt?"),
    ("granskningsunderlag", {"vecka": "2023-V53"}, "vecka", "som det året inte har"),
    ("granskningsunderlag", {"vecka": "2024-V30"}, "vecka", "inte har varit än"),
    ("granskningsunderlag", {"vecka": "2007-V30"}, "vecka", "före 2008"),
    ("granskningsunderlag", {"vecka": "v. 6"}, "vecka", "2024-V06"),
    ("aktivitetslage", {"slut": "2024-01-01", "lage": "klar"}, "slut", "före start 2024-01-02"),
    ("aktivitetslage", {"ny_slut": "2023-01-01"}, "ny_slut", "före start 2024-01-02"),
    ("aktivitetslage", {"aktivitet": "akt_x"}, "aktivitet", "akt_start, akt_slut"),
    ("kostnader", {"slag": "konsult"}, "slag", "både post och slag"),
    ("kostnader", {"post": ""}, "post", "varken post eller slag"),
    ("kostnader", {"ar": "2026"}, "ar", "2026, som inte har börjat"),
    ("kostnader", {"belopp": "1 500 kr"}, "belopp", "utan mellanslag och enhet"),
    ("risklage", {"sannolikhet": "5"}, "sannolikhet", "från 1 till 4"),
    ("risklage", {"konsekvens": "6"}, "konsekvens", "från 1 till 5"),
    ("indikatorer", {"varde": "5"}, "varde", "både en andel och ett värde"),
    ("indikatorer", {"taljare": "", "namnare": ""}, "varde", "varken andel eller värde"),
    ("indikatorer", {"namnare": ""}, "namnare", "bara den ena"),
    ("indikatorer", {"taljare": "11"}, "taljare", "täljaren 11, som är större än nämnaren 10"),
    ("indikatorer", {"taljare": "0", "namnare": "0"}, "namnare", "nämnaren 0"),
    ("medarbetarenkat", {"roll": "kommunalråd"}, "roll", "handlaggare"),
    ("kommentarer", {"citat": "Ring 070-123 45 67"}, "citat", "telefonnummer"),
    ("kommentarer", {"citat": "skriv till anna@exempel.se"}, "citat", "e-postadress"),
    ("kodning", {"tema": "tydligar"}, "tema", "menade du tydligare?"),
]


@pytest.mark.parametrize(("file", "cells", "column", "words"), CELLS)
def test_a_wrong_cell_is_said_and_nothing_is_used(
    tmp_path: Path, file: str, cells: Row, column: str, words: str
) -> None:
    files: dict[str, tuple[Row, ...]] = {"kommentarer": ({},), file: (_other(file), cells)}
    found = typed(tmp_path, **files)
    issue = only(found)
    assert (issue["file"], issue["row"], issue["column"]) == (f"{file}.csv", 3, column)
    assert f"Filen {file}.csv: rad 3 " in str(issue["message"])
    assert words in str(issue["message"])
    assert all(getattr(found.follow_up, name).empty for name in TABLES)
    assert "Anna" not in found.issues.to_string()
    assert "anna@" not in found.issues.to_string()


TOTALS = [
    ("kostnader", {"post": "", "slag": "Summa"}, "slag"),
    ("kostnader", {"post": "", "slag": "Totalt 2023"}, "slag"),
    ("kostnader", {"post": "Summa", "ar": ""}, "post"),
    ("bemanning", {"enhet": "Totalt"}, "enhet"),
    ("utbildning", {"deltagare": "Summa", "utbildning": "", "datum": ""}, "deltagare"),
    ("granskningar", {"enhet": "Delsumma"}, "enhet"),
]


@pytest.mark.parametrize(("file", "cells", "column"), TOTALS)
def test_a_row_of_sums_is_refused_in_one_sentence(
    tmp_path: Path, file: str, cells: Row, column: str
) -> None:
    issue = only(typed(tmp_path, **{file: ({}, {**_other(file), **cells})}))
    assert (issue["row"], issue["column"]) == (3, column)
    assert issue["message"] == (
        f"Filen {file}.csv: rad 3 är en summa av andra rader; ta bort den, "
        "annars räknas de två gånger."
    )


def test_a_name_that_only_begins_like_a_sum_is_read(tmp_path: Path) -> None:
    entry = {"post": "", "slag": "Totalentreprenad"}
    found = typed(tmp_path, kostnader=(entry,), kommentarer=({"text": "Totalt sett bra."},))
    assert found.issues.empty


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        (["75047", "48865", "123912"], [4]),
        (["100", "75047", "48865", "1,5", "123913,5"], [6]),
        (["500", "500", "1000", "700"], [4]),
        (["900", "500", "500", "1000"], []),
        (["500", "500"], []),
        (["0", "0", "0"], []),
    ],
)
def test_an_amount_that_is_the_sum_of_those_above_is_asked_about(
    tmp_path: Path, amounts: list[str], told: list[int]
) -> None:
    rows = tuple({"belopp": amount} for amount in amounts)
    issues = typed(tmp_path, kostnader=rows).issues
    assert issues["row"].tolist() == told
    assert set(issues["severity"]) <= {WARNING}


def _other(file: str) -> Row:
    """Return what makes the sound row another one than the one that is tried."""
    others: Mapping[str, Row] = {
        "utbildning": {"deltagare": "p8"},
        "bemanning": {"datum": "2023-01-01"},
        "moten": {"datum": "2023-01-01"},
        "granskningsunderlag": {"vecka": "2022-V01"},
        "aktivitetslage": {"datum": "2024-01-30"},
        "risklage": {"datum": "2023-01-01"},
        "indikatorer": {"datum": "2023-01-01"},
        "medarbetarenkat": {"svarande": "p8"},
        "kommentarer": {"kommentar": "k8"},
        "kodning": {"kodare": "c8"},
    }
    return others.get(file, {})


def test_a_document_of_two_kinds_is_an_error_and_of_two_days_a_warning(tmp_path: Path) -> None:
    second = {"granskare": "g2", "slag": "uppfoljning"}
    issue = only(typed(tmp_path, granskningar=({}, second)))
    assert issue["row"] == 3
    assert "ett annat slag" in str(issue["message"])
    later = {"granskare": "g2", "datum": "2024-02-08"}
    assert "ett annat datum" in str(
        only(typed(tmp_path, granskningar=({}, later)), WARNING)["message"]
    )


@pytest.mark.parametrize("name", [name for name in NAMES if CODEBOOKS[name].key])
def test_a_row_that_stands_twice_is_an_error(tmp_path: Path, name: str) -> None:
    files: dict[str, tuple[Row, ...]] = {"kommentarer": ({},), name: ({}, {})}
    found = typed(tmp_path, **files)
    assert found.issues["row"].tolist() == [2, 3]
    assert found.issues["message"].str.contains("behåll en av dem").all()


def test_a_coding_needs_its_comment_and_one_mind(tmp_path: Path) -> None:
    lost = only(typed(tmp_path, kommentarer=({},), kodning=({}, {"kommentar": "k2"})))
    assert lost["row"] == 3
    assert "k2" not in str(lost["message"])
    alone = TemporaryDirectory()
    assert "kommentarer finns inte" in str(only(typed(Path(alone.name), kodning=({},)))["message"])
    alone.cleanup()
    both = only(typed(tmp_path, kommentarer=({},), kodning=({}, {"tema": "tydligare"})))
    assert both["row"] == 2
    assert "inget_tema" in str(both["message"])


def test_a_faulty_file_of_comments_doesnt_fault_the_codings(tmp_path: Path) -> None:
    found = typed(tmp_path, kommentarer=({"kalla": "x"},), kodning=({},))
    assert found.issues["file"].tolist() == ["kommentarer.csv"]


def test_more_answers_than_were_asked_is_an_error(tmp_path: Path) -> None:
    people = tuple({"svarande": f"p{number}"} for number in range(3))
    few = typed(tmp_path, medarbetarenkat=people, medarbetarenkat_utskick=({"antal": "2"},))
    assert "fler har svarat" in str(only(few)["message"])
    enough = typed(tmp_path, medarbetarenkat=people, medarbetarenkat_utskick=({"antal": "3"},))
    assert enough.issues.empty
    other = {"roll": "annan"}
    lacking = typed(tmp_path, medarbetarenkat=people, medarbetarenkat_utskick=(other,))
    assert "rollen ombud i omgång 1" in str(only(lacking, WARNING)["message"])


ODD = [
    ("kursutvardering", {"innehall": "", "forstod": "", "helhet": ""}, "inga svar"),
    ("moten", {"status": "installt"}, "inställt möte"),
    ("aktivitetslage", {"lage": "klar"}, "klar men inget slut"),
    ("aktivitetslage", {"slut": "2024-02-01"}, "inte är klar"),
    ("aktivitetslage", {"lage": "ej_paborjad"}, "ej_paborjad"),
    ("aktivitetslage", {"lage": "klar", "slut": "2024-03-02"}, "efter dagen"),
    ("kostnader", {"ar": "2022"}, "mer än ett år"),
    ("risklage", {"sannolikhet": "", "konsekvens": "", "intraffat": ""}, "ingen bedömning"),
    ("medarbetarenkat", {"forstaelse": "", "tid": ""}, "inga svar"),
    ("granskningar", dict.fromkeys(CRITERIA, ""), "inga bedömningar"),
]


@pytest.mark.parametrize(("file", "cells", "words"), ODD)
def test_what_is_odd_is_warned_of_and_used(
    tmp_path: Path, file: str, cells: Row, words: str
) -> None:
    issue = only(typed(tmp_path, **{file: (cells,)}), WARNING)
    assert issue["row"] == 2
    assert words in str(issue["message"])


def test_a_quote_that_wont_be_shown_is_warned_of_without_repeating_it(tmp_path: Path) -> None:
    issue = only(typed(tmp_path, kommentarer=({"citat": "En 84-årig man i rum 12"},)), WARNING)
    assert issue["row"] == 2
    assert "en ålder, ett rum" in str(issue["message"])
    assert "84" not in str(issue["message"])
    raw = raws(tmp_path, {"kommentarer": ({"citat": "Det fungerar i Ale"},)})
    alone = type_follow_up(raw, CODEBOOKS, PLAN, THEMES, TODAY)
    assert "ett namn" in str(only(alone, WARNING)["message"])
    assert type_follow_up(raw, CODEBOOKS, PLAN, THEMES, TODAY, names=["Ale"]).issues.empty


EDGES = [
    ("utbildning", {"datum": "2024-06-01"}),
    ("utbildning", {"datum": "2008-01-01"}),
    ("moten", {"narvarande": "8"}),
    ("kostnader", {"ar": "2025"}),
    ("indikatorer", {"taljare": "10"}),
    ("aktivitetslage", {"slut": "2024-03-01", "lage": "klar", "start": "2024-03-01"}),
    ("granskningsunderlag", {"vecka": "2020-V53"}),
    ("medarbetarenkat_utskick", {"antal": "0"}),
]


@pytest.mark.parametrize(("file", "cells"), EDGES)
def test_what_is_just_possible_is_taken(tmp_path: Path, file: str, cells: Row) -> None:
    assert typed(tmp_path, **{file: (cells,)}).issues.empty


def test_levels_count_from_the_lowest_grade_and_dont_know_has_none(tmp_path: Path) -> None:
    grades = list(CODEBOOKS["medarbetarenkat"].variable("tid").codes)
    rows = tuple({"svarande": f"p{n}", "tid": grade} for n, grade in enumerate(grades))
    answers = typed(tmp_path, medarbetarenkat=rows).follow_up.staff_answers
    levels = answers[answers["question"].eq("tid")].set_index("answer")["level"]
    assert levels.dropna().to_dict() == {grade: n for n, grade in enumerate(grades[:-1])}
    assert levels.index[levels.isna()].tolist() == ["vet_inte"]


def test_measurements_that_cannot_be_compared_are_warned_of(tmp_path: Path) -> None:
    value = {"taljare": "", "namnare": "", "varde": "3,5", "enhet": "dagar"}
    mixed = typed(tmp_path, indikatorer=({"datum": "2023-01-01"}, value)).issues
    assert set(mixed["severity"]) == {WARNING}
    hours = {**value, "enhet": "timmar", "datum": "2023-01-01"}
    units = typed(tmp_path, indikatorer=(value, hours)).issues
    assert units["message"].str.contains("rad 2 och 1 till .* olika enheter").tolist() == [True]


def test_rounds_and_roles_out_of_order_are_warned_of(tmp_path: Path) -> None:
    again = {"omgang": "2", "datum": "2024-02-01", "roll": "annan"}
    messages = " ".join(typed(tmp_path, medarbetarenkat=({}, again)).issues["message"])
    assert "olika roller" in messages
    assert "före en tidigare" in messages


def test_more_reviews_than_documents_is_warned_of(tmp_path: Path) -> None:
    files: dict[str, tuple[Row, ...]] = {
        "granskningar": ({}, {"granskare": "g2"}),
        "granskningsunderlag": ({"antal": "1"},),
    }
    assert typed(tmp_path, **files).issues.empty
    files["granskningar"] = ({}, {"dokument": "d2"})
    assert "fler är granskade" in str(only(typed(tmp_path, **files), WARNING)["message"])


TEXT_CELLS = [(name, variable.name) for name in NAMES for variable in CODEBOOKS[name].variables]


NUMBERS = ("19121212-1212", "1212121212", "SE191212121212")
NUMBERED = [
    *((file, column, NUMBERS[1]) for file, column in TEXT_CELLS),
    *(("utbildning", "deltagare", number) for number in NUMBERS),
    *(("kommentarer", "text", number) for number in NUMBERS),
    *(("indikatorer", "varde", number) for number in NUMBERS),
]


@pytest.mark.parametrize(("file", "column", "number"), NUMBERED)
def test_a_personal_number_is_refused_wherever_it_stands_and_never_repeated(
    tmp_path: Path, file: str, column: str, number: str
) -> None:
    found = typed(tmp_path, **{"kommentarer": ({},), file: ({column: number},)})
    assert "ett personnummer i kolumnen" in " ".join(found.issues["message"])
    assert set(found.issues["severity"]) == {ERROR}
    assert "121212" not in found.issues.to_string()


NAMED = [
    *((file, "Namn") for file in NAMES),
    *(("moten", name) for name in ("Efternamn", "personnr", "e-post")),
]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_column_that_says_who_somebody_is_refuses_the_file(
    tmp_path: Path, file: str, name: str
) -> None:
    found = typed(tmp_path, **{"kommentarer": ({},), file: ({name: "Ann-Sofie"},)})
    assert "personuppgifter" in str(found.issues["message"].iloc[0])
    assert "Ann-Sofie" not in found.issues.to_string()


@pytest.mark.parametrize("number", ["1212121212", "191212121212", "1212121212,0"])
def test_a_personal_number_is_no_value(tmp_path: Path, number: str) -> None:
    value = {"taljare": "", "namnare": "", "varde": number}
    assert "personnummer" in str(only(typed(tmp_path, indikatorer=(value,)))["message"])


def test_an_id_that_leads_nowhere_is_told_once(tmp_path: Path) -> None:
    lost = {"utbildning": "utb_handlagare"}
    rows = ({}, {**lost, "deltagare": "p2"}, {**lost, "deltagare": "p3"})
    issue = only(typed(tmp_path, utbildning=rows))
    assert issue["row"] == 3
    assert issue["value"] == "utb_handlagare"
    assert "rad 3 och 1 till har ”utb_handlagare”" in str(issue["message"])
    assert "utb_handlaggare, utb_ombud." in str(issue["message"])


# A lone name where a day, number or code should stand is repeated, as in the other files.
SLIPPED = [
    ("utbildning", "utbildning", ("p0417", "S001", "Anna", "AnnaSvensson")),
    ("moten", "grupp", ("p0417", "Anna")),
    ("kodning", "tema", ("p0417", "S001", "anna1")),
    ("moten", "status", ("p0417", "Anna Svensson")),
    ("medarbetarenkat", "roll", ("p0417", "Anna Svensson")),
    ("kostnader", "slag", ("p0417", "Anna")),
    ("granskningar", "enhet", ("p_0417!", "Anna!")),
    ("utbildning", "datum", ("p0417", "Anna Svensson")),
    ("indikatorer", "varde", ("p0417", "Anna Svensson")),
]


@pytest.mark.parametrize(
    ("file", "column", "slipped"),
    [(file, column, text) for file, column, texts in SLIPPED for text in texts],
)
def test_who_slipped_into_the_wrong_column_is_not_repeated(
    tmp_path: Path, file: str, column: str, slipped: str
) -> None:
    found = typed(tmp_path, **{"kommentarer": ({},), file: ({column: slipped},)})
    assert set(found.issues["severity"]) == {ERROR}
    assert slipped not in found.issues.to_string()


def test_swapped_columns_repeat_no_pseudonym(tmp_path: Path) -> None:
    found = typed(tmp_path, utbildning=({"deltagare": "utb_ombud1", "utbildning": "p0417"},))
    assert "p0417" not in found.issues.to_string()


def test_unknown_and_lacking_columns_are_said(tmp_path: Path) -> None:
    assert "betyg" in str(only(typed(tmp_path, moten=({"betyg": "5"},)))["message"])
    path = tmp_path / "moten.csv"
    path.write_text("grupp;datum\nstyrgrupp;2024-01-10\n", encoding="utf-8")
    raw = read_filled(path)
    assert raw is not None
    found = type_follow_up({"moten": raw}, CODEBOOKS, PLAN, THEMES, TODAY)
    assert found.issues["column"].tolist()[0] == "status"


def test_a_column_named_as_our_own_is_unknown(tmp_path: Path) -> None:
    found = typed(tmp_path, moten=({"row": "1", "file": "x"},))
    assert found.issues["column"].tolist() == ["row", "file"]


def test_without_a_plan_it_is_asked_for_once_a_file(tmp_path: Path) -> None:
    files: dict[str, tuple[Row, ...]] = {
        "utbildning": ({}, {"deltagare": "p2"}),
        "kostnader": ({"post": "", "slag": "konsult"},),
    }
    issue = only(typed(tmp_path, plan_ids(None), **files))
    assert "avsnittet utbildning i project.yml, men kommunen har ingen sådan fil" in str(
        issue["message"]
    )
    blank = PlanIds(exists=True, sections={"utbildning": []})
    assert "där inget är ifyllt" in str(only(typed(tmp_path, blank, **files))["message"])
    assert typed(tmp_path, None, **files).issues.empty


@given(
    st.sampled_from(TEXT_CELLS),
    st.text(st.characters(exclude_characters='"\r\n', exclude_categories=["Cs"]), max_size=40),
)
def test_any_text_in_any_cell_is_an_issue_at_most(place: tuple[str, str], text: str) -> None:
    file, column = place
    with TemporaryDirectory() as folder:
        put(Path(folder), "kommentarer", {})
        path = put(Path(folder), file, {column: text}, {**_other(file), column: text})
        try:
            raw = read_filled(path)
        except IbicError:
            return
        found = type_follow_up({file: raw} if raw else {}, CODEBOOKS, PLAN, THEMES, TODAY)
    for name, (_, schema) in TABLES.items():
        table = getattr(found.follow_up, name)
        assert table.dtypes.astype(str).to_dict() == dict(schema)


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=6), max_size=4))
def test_any_table_of_texts_is_an_issue_at_most(lines: list[list[str]]) -> None:
    content = "\n".join(";".join(line) for line in lines)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "moten.csv"
        path.write_bytes(content.encode("utf-8", "surrogatepass"))
        try:
            raw = read_filled(path)
        except IbicError:
            return
        assert has_rows_or_issues(type_follow_up(
            {"moten": raw} if raw else {}, CODEBOOKS, PLAN, THEMES, TODAY
        ), raw)  # fmt: skip


def has_rows_or_issues(found: TypedFollowUp, raw: RawTable | None) -> bool:
    return raw is None or len(found.issues) > 0 or len(found.follow_up.meetings) > 0


def test_names_of_units_are_explained_without_their_pattern(tmp_path: Path) -> None:
    patterns = {v.pattern for book in CODEBOOKS.values() for v in book.variables if v.pattern}
    assert UNIT_PATTERN in patterns
    for file, column in (("granskningar", "enhet"), ("utbildning", "utbildning")):
        message = str(only(typed(tmp_path, **{file: ({column: "x;!"},)}))["message"])
        assert "[" not in message
        assert "tecken" in message


def test_every_file_has_a_sound_row_to_try() -> None:
    assert tuple(SOUND) == NAMES
