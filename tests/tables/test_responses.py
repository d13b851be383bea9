"""Sound answers come back as they were given; every fault gives exactly its own issue."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.codebook.items import TICK
from ibic_eval.sources.responses import RawTable, read_table
from ibic_eval.tables.issues import has_errors
from ibic_eval.tables.responses import ResponseTables, type_responses
from ibic_eval.tables.routing import asked_cells
from ibic_eval.tables.templates import response_template

Row = dict[str, str]
Typed = Callable[..., ResponseTables]
FORMATS = [
    *((".csv", code, mark) for code in ("utf-8", "utf-8-sig", "cp1252") for mark in ",;\t"),
    (".xlsx", "", ""),
]
TEXT = st.text("aåäöÅÄÖé –;,\t\"'\n.!", min_size=1, max_size=20).filter(lambda t: bool(t.strip()))


@st.composite
def sound_rows(draw: st.DrawFn, instrument: Instrument) -> Row:
    """Draw one respondent's answers along the routing, boxes that are not ticked left blank."""
    random = draw(st.randoms(use_true_random=False))
    if random.random() < 0.1:
        return {"avbojt": "ja"}
    wished = {
        (item.id, area): random.choice([*item.answers_in(area), *item.answers_in(area), ""])
        for item in instrument.items
        for area in item.areas
        if item.answers and item.id not in ("samma", "avbojt") and not item.exclusive
    }
    wished = {cell: code for cell, code in wished.items() if code}
    asked = asked_cells(instrument, wished)
    row = {
        instrument.item(name).column(area): code
        for (name, area), code in wished.items()
        if (name, area) in asked and (instrument.item(name).kind, code) != (TICK, "nej")
    }
    for name, area in asked:
        if not instrument.item(name).answers and random.random() < 0.1:
            row[instrument.item(name).column(area)] = draw(TEXT).strip()
    if not any(row.get(f"q1_{number}") for number in range(1, 7)):
        row["q1_7"] = "ja"
    return row


def with_shortcuts(row: Row, instrument: Instrument) -> tuple[Row, dict[str, str]]:
    """Return the row with LSS answered through the shortcut, and what it then should say."""
    covered = {
        item.column("lss"): row.get(item.column("aldreomsorg"), "")
        for question in instrument.same_as.covers
        for item in instrument.items_of(question)
        if item.answers
    }
    if row.get("q3_lss") != "ja" or not any(covered.values()):
        return row, {}
    kept = {column: code for column, code in row.items() if column not in covered}
    return {**kept, "samma_lss": "aldreomsorg"}, {c: code for c, code in covered.items() if code}


def write(rows: list[Row], folder: Path, ending: str, encoding: str, mark: str) -> Path:
    path = folder / f"svar{ending}"
    frame = pd.DataFrame(rows)
    if ending == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False, sep=mark, encoding=encoding)
    return path


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_sound_answers_come_back_from_every_kind_of_file(
    data: st.DataObject, instrument: Instrument, register: pd.DataFrame, tmp_path: Path
) -> None:
    drawn = data.draw(st.lists(sound_rows(instrument), min_size=1, max_size=3))
    kind = data.draw(st.sampled_from(FORMATS))
    pairs = [with_shortcuts(row, instrument) for row in drawn]
    identity = [
        {"svarsid": f"r{n}", "kommunkod": str(9001 + n), "enhet": "Väst", "inskickad": "2020-10-01"}
        for n in range(len(drawn))
    ]
    rows = [who | row for who, (row, _) in zip(identity, pairs, strict=True)]
    blank = dict.fromkeys(response_template(instrument).columns, "")
    tables = type_responses(
        read_table(write([blank | row for row in rows], tmp_path, *kind)), instrument, register
    )
    assert tables.issues.empty, tables.issues.to_string()
    assert tables.respondents["respondent"].tolist() == [row["svarsid"] for row in rows]
    assert tables.respondents["declined"].tolist() == ["avbojt" in row for row in rows]
    expected = {
        (who["svarsid"], column): (code, origin)
        for who, (row, copied) in zip(identity, pairs, strict=True)
        for values, origin in ((row, "eget"), (copied, "samma_som"))
        for column, code in values.items()
        if column not in ("avbojt", "samma_lss")
    }
    assert answered(tables, instrument) == expected


def answered(tables: ResponseTables, instrument: Instrument) -> dict[object, tuple[str, str]]:
    """Return answers and comments by respondent and column, boxes that are not ticked left out."""
    texts = tables.comments.rename(columns={"text": "answer"}).assign(origin="eget")
    given = tables.answers.dropna(subset="answer")
    return {
        (row.respondent, instrument.item(row.item).column(row.area)): (row.answer, row.origin)
        for row in (*given.itertuples(), *texts.itertuples())
        if (instrument.item(row.item).kind, row.answer) != (TICK, "nej")
    }


def test_what_is_asked_but_unanswered_has_a_row_and_what_is_not_asked_has_none(
    typed: Typed, user: Row, non_user: Row
) -> None:
    tables = typed(user, non_user)
    assert tables.issues.empty
    answers = tables.answers.set_index(["respondent", "item", "area"])["answer"]
    assert answers["a", "q4_3", "aldreomsorg"] is pd.NA
    assert answers["a", "q3", "annan_sol"] == "nej"
    assert answers["a", "q1_2", "alla"] == "nej"
    assert answers["a", "q2_1", "alla"] is pd.NA
    assert answers["b", "n3_13", "alla"] is pd.NA
    absent = [("a", "q4_1", "annan_sol"), ("a", "n3_1", "alla"), ("a", "q1b_1", "alla")]
    absent += [("a", "q6_6a", "lss"), ("a", "q2a_1", "alla"), ("b", "q10", "alla")]
    absent += [("b", "q3", "lss"), ("a", "samma", "lss"), ("a", "avbojt", "alla")]
    assert not [cell for cell in absent if cell in answers.index]
    assert "fritext" not in tables.answers["item"].to_numpy()


def test_one_that_declined_is_asked_nothing(typed: Typed) -> None:
    tables = typed({"svarsid": "c", "kommunkod": "9002", "avbojt": "ja"})
    assert tables.respondents["declined"].tolist() == [True]
    assert tables.answers.empty
    assert tables.issues.empty


def test_a_shortcut_can_lead_to_an_area_that_is_itself_copied(typed: Typed, user: Row) -> None:
    row = {name: value for name, value in user.items() if name != "q4_1_lss"}
    row |= {"q3_annan_sol": "ja", "samma_annan_sol": "aldreomsorg", "samma_lss": "annan_sol"}
    tables = typed(row)
    assert tables.issues.empty
    lss = tables.answers[tables.answers["area"].eq("lss") & tables.answers["answer"].notna()]
    copied = lss[lss["origin"].eq("samma_som")].set_index("item")["answer"]
    assert copied.to_dict() == {
        **{"q4_1": "okat", "q4_2": "minskat", "q6_6": "stammer", "q6_6a": "delvis"}
    }


def test_an_own_answer_stands_before_a_copied_one(typed: Typed, user: Row) -> None:
    tables = typed(user | {"samma_lss": "aldreomsorg", "q6_6_lss": "stammer_inte"})
    lss = tables.answers[tables.answers["area"].eq("lss")].set_index("item")
    assert lss.loc["q4_1", ["answer", "origin"]].tolist() == ["oforandrat", "eget"]
    assert lss.loc["q4_2", ["answer", "origin"]].tolist() == ["minskat", "samma_som"]
    assert "q6_6a" not in lss.index
    assert tables.issues["column"].tolist() == ["q4_1_lss", "q6_6_lss"]
    assert set(tables.issues["severity"]) == {"varning"}


FAULTS = {
    "unknown code": ({"q4_1_aldreomsorg": "Ökat"}, "q4_1_aldreomsorg", "menade du okat"),
    "code of another scale": ({"q10": "delvis"}, "q10", "tillåtna är ja, nej, vet_inte"),
    "steering code": ({"q1_1": "JA"}, "q1_1", "menade du ja"),
    "not a user's question": ({"n3_1": "viktig"}, "n3_1", "inte ska besvaras"),
    "unmarked area": ({"q4_1_annan_sol": "okat"}, "q4_1_annan_sol", "inte ska besvaras"),
    "phase of unmarked area": ({"fas_annan_sol": "inlarning"}, "fas_annan_sol", "inte ska"),
    "text of unmarked area": (
        {"q4_kommentar_annan_sol": "x"},
        "q4_kommentar_annan_sol",
        "inte ska",
    ),
    "follow-up": ({"q6_6a_lss": "ja"}, "q6_6a_lss", "inte ska besvaras"),
    "box not asked": ({"q1b_1": "ja"}, "q1b_1", "inte ska besvaras"),
    "unknown municipality": (
        {"kommunkod": "1499"},
        "kommunkod",
        "okända kommunkoden ”1499”; rätta",
    ),
    "name for code": ({"kommunkod": "alingsås"}, "kommunkod", "menade du 1489"),
    "no municipality": ({"kommunkod": ""}, "kommunkod", "saknar kommunkod"),
    "no id": ({"svarsid": ""}, "svarsid", "saknar svarsid"),
    "date": ({"inskickad": "31/10"}, "inskickad", "2020-11-30"),
    "impossible date": ({"inskickad": "2020-02-30"}, "inskickad", "giltigt datum"),
    "forward shortcut": ({"samma_annan_sol": "lss", "q3_annan_sol": "ja"}, "samma_annan_sol", "är"),
    "shortcut to unmarked": ({"samma_lss": "annan_sol"}, "samma_lss", "inte är besvarat"),
    "shortcut of unmarked": ({"samma_annan_sol": "aldreomsorg"}, "samma_annan_sol", "inte ska"),
    "shortcut to blank": (
        {"q3_annan_sol": "ja", "samma_lss": "annan_sol"},
        "samma_lss",
        "inte är besvarat",
    ),
}


@pytest.mark.parametrize(("change", "column", "message"), FAULTS.values(), ids=FAULTS)
def test_each_fault_gives_one_error_and_is_not_counted(
    typed: Typed, user: Row, change: Row, column: str, message: str
) -> None:
    sound = typed(user)
    tables = typed(user | change)
    assert tables.issues[["file", "row", "column", "severity"]].to_numpy().tolist() == [
        ["svar.csv", 2, column, "fel"]
    ]
    assert message in tables.issues["message"].iloc[0]
    counted = {tuple(row) for row in tables.answers[["item", "area", "answer"]].dropna().to_numpy()}
    before = {tuple(row) for row in sound.answers[["item", "area", "answer"]].dropna().to_numpy()}
    asked = {("q3", "annan_sol", "ja")} if "q3_annan_sol" in change else set()
    assert counted - asked <= before


WARNINGS = {
    "lost zero": ({"kommunkod": "180"}, "kommunkod", "läses som 0180"),
    "none of these and others": ({"q1_7": "ja"}, "q1_7", "utesluter"),
    "don't know and others": ({"q2_1": "ja", "q2_4": "ja"}, "q2_4", "utesluter"),
}


@pytest.mark.parametrize(("change", "column", "message"), WARNINGS.values(), ids=WARNINGS)
def test_each_oddity_gives_one_warning(
    typed: Typed, user: Row, change: Row, column: str, message: str
) -> None:
    issues = typed(user | change).issues
    assert issues[["column", "severity"]].to_numpy().tolist() == [[column, "varning"]]
    assert message in issues["message"].iloc[0]
    assert not has_errors(issues)


def test_a_lost_zero_is_put_back(typed: Typed, user: Row) -> None:
    assert typed(user | {"kommunkod": "180"}).respondents["municipality"].tolist() == ["0180"]


def test_a_row_that_does_not_say_whether_ibic_is_used_is_warned_of(typed: Typed) -> None:
    issues = typed({"svarsid": "a", "kommunkod": "1489", "q1a": "ja"}).issues
    assert issues[["column", "severity"]].to_numpy().tolist() == [["q1_1", "varning"]]


def test_answers_of_one_that_declined_are_errors(typed: Typed, non_user: Row) -> None:
    tables = typed(non_user | {"avbojt": "ja"})
    assert tables.issues["column"].tolist() == ["q1_7", "n3_1"]
    assert tables.answers.empty


def test_a_repeated_respondent_is_named_and_left_out(
    typed: Typed, user: Row, non_user: Row
) -> None:
    other = non_user | {"svarsid": user["svarsid"]}
    tables = typed(user, non_user, user, other)
    assert tables.issues[["row", "column", "severity"]].to_numpy().tolist() == [
        [4, "svarsid", "fel"],
        [5, "svarsid", "fel"],
    ]
    assert "kopia av rad 2" in tables.issues["message"].iloc[0]
    assert "samma svarsid som rad 2" in tables.issues["message"].iloc[1]
    assert tables.respondents["respondent"].tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "severity"),
    [
        ({}, ["fel"]),
        ({"enhet": "Väst"}, []),
        ({"kommunkod": "9002"}, []),
        ({"q3_aldreomsorg": "", "q3_lss": "", "q3_annan_sol": "ja"}, ["varning"]),
    ],
)
def test_two_answers_from_one_municipality(
    typed: Typed, user: Row, change: Row, severity: list[str]
) -> None:
    plain = {"svarsid": "a", "kommunkod": "1489", "q1_1": "ja"}
    plain |= {"q3_aldreomsorg": "ja", "q3_lss": "ja"}
    issues = typed(user, plain | {"svarsid": "z"} | change).issues
    assert issues["severity"].tolist() == severity
    assert issues["row"].tolist() == [3] * len(severity)


def test_an_unknown_and_a_missing_column_are_named(typed: Typed, user: Row) -> None:
    issues = typed(user | {"Q7_1": "stammer"}, without=("q7_1",), extra=("Q7_1",)).issues
    assert issues["row"].tolist() == [1, 1]
    assert issues["column"].tolist() == ["Q7_1", "q7_1"]
    assert set(issues["severity"]) == {"fel"}
    assert "menade du q7_1" in issues["message"].iloc[0]


@pytest.mark.parametrize(
    ("column", "severity"),
    [("q4_1_lss", "fel"), ("q1_1", "fel"), ("kommunkod", "fel"), ("svarsid", "fel")]
    + [(name, "varning") for name in ("enhet", "inskickad", "avbojt", "q8_annat")],
)
def test_a_missing_column_gives_one_issue(
    typed: Typed, user: Row, column: str, severity: str
) -> None:
    issues = typed(user, without=(column,)).issues
    assert issues[["column", "severity"]].to_numpy().tolist() == [[column, severity]]


def test_a_wholly_different_file_gives_one_issue(
    tmp_path: Path, instrument: Instrument, register: pd.DataFrame
) -> None:
    (tmp_path / "annan.csv").write_text("år;antal\n2020;5\n", encoding="utf-8")
    tables = type_responses(read_table(tmp_path / "annan.csv"), instrument, register)
    assert len(tables.issues) == 1
    assert "mallen" in tables.issues["message"].iloc[0]
    assert tables.respondents.empty
    assert tables.answers.empty


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("Okänt svar", "Okänt svar"), ("x" * 31, ""), ("0701234567", ""), ("x" * 30, "x" * 30)],
)
def test_a_value_is_shown_only_where_it_cannot_be_a_text(
    typed: Typed, user: Row, cell: str, shown: str
) -> None:
    assert typed(user | {"q10": cell}).issues["value"].tolist() == [shown]


# Numbers that belong to nobody but have the right check digit; day 72 is a coordination number.
@pytest.mark.parametrize("column", ["slutkommentar", "q10", "enhet", "svarsid", "kommunkod"])
@pytest.mark.parametrize(
    "number", ["850312-1231", "8503121231", "19850312-1231", "850372-1238", "850312+1231"]
)
def test_a_personal_number_is_refused_and_never_repeated(
    typed: Typed, user: Row, column: str, number: str
) -> None:
    text = f"Ring {number}." if column == "slutkommentar" else number
    tables = typed(user | {column: text})
    first = tables.issues.sort_values("message", key=lambda m: ~m.str.contains("personnummer"))
    assert first.iloc[0][["row", "column", "value", "severity"]].tolist() == [2, column, "", "fel"]
    everything = [tables.issues, tables.respondents, tables.answers, tables.comments]
    assert not any("1231" in frame.to_csv() or "1238" in frame.to_csv() for frame in everything)


def test_a_personal_number_for_a_column_is_refused_and_never_repeated(
    typed: Typed, user: Row
) -> None:
    issues = typed(user, extra=("850312-1231",)).issues
    assert issues["severity"].tolist() == ["fel"]
    assert "personnummer som namn på kolumn nummer" in issues["message"].iloc[0]
    assert "1231" not in issues.to_csv()


def test_the_raw_table_is_left_as_it_was(
    export: Callable[..., RawTable], instrument: Instrument, register: pd.DataFrame, user: Row
) -> None:
    raw = export(user | {"q10": "fel", "slutkommentar": "850312-1231", "kommunkod": "180"})
    before, places = raw.frame.copy(deep=True), register.copy(deep=True)
    type_responses(raw, instrument, register)
    pd.testing.assert_frame_equal(raw.frame, before)
    pd.testing.assert_frame_equal(register, places)


def test_every_message_is_one_sentence(typed: Typed, user: Row) -> None:
    changes: Row = {}
    for name, (change, _, _) in FAULTS.items():
        changes |= {} if name == "steering code" else change
    issues = typed(user | changes, user | {"q1_7": "ja"}, user, extra=("okand",)).issues
    assert len(issues) >= 11
    assert issues["message"].str.fullmatch(r"Filen svar\.csv.*[^.][.?]").all()


def test_nothing_is_copied_from_an_area_that_is_not_marked(typed: Typed, user: Row) -> None:
    tables = typed(user | {"samma_lss": "annan_sol", "q4_2_annan_sol": "okat"})
    assert sorted(tables.issues["column"]) == ["q4_2_annan_sol", "samma_lss"]
    assert "samma_som" not in set(tables.answers["origin"])


def test_an_unknown_municipality_keeps_its_respondent_without_a_code(
    typed: Typed, user: Row
) -> None:
    tables = typed(user | {"kommunkod": "1499"})
    assert tables.respondents["respondent"].tolist() == ["a"]
    assert tables.respondents["municipality"].isna().all()
