"""The transcription: complete, coherent and bound to the questionnaire."""

from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.sources.published import read_findings, read_published

ROOT = Path(__file__).parents[2]
PUBLISHED = read_published(ROOT / "data" / "published" / "vardanalys-2021-2.csv")
FINDINGS = read_findings(ROOT / "data" / "published" / "findings.csv")
INSTRUMENT = load_instrument(ROOT / "surveys" / "kommunenkat-2020" / "instrument.yml")
SURVEY = PUBLISHED[PUBLISHED["origin"] == "enkat"]
ON_ITEMS = SURVEY[~SURVEY["item"].isin(["respons", "klassning"])]
PRINTED = PUBLISHED[PUBLISHED["reading"] == "tryckt"]
GROUPS = {"svarande", "anvandare", "ej_anvandare", "etablerade", "inlarning"}


def figures(section: str, item: str, **where: object) -> pd.DataFrame:
    rows = PUBLISHED[(PUBLISHED["section"] == section) & (PUBLISHED["item"] == item)]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return rows


def spans(item: str, group: str = "anvandare") -> dict[str, tuple[float, float]]:
    rows = ON_ITEMS[(ON_ITEMS["item"] == item) & (ON_ITEMS["group"] == group)]
    rows = rows[rows["reading"] == "tryckt"]
    return {row.answer: (row.low, row.high) for row in rows.itertuples()}


def test_there_are_enough_figures_and_each_has_its_own_id() -> None:
    assert len(PUBLISHED) >= 170
    assert PUBLISHED["id"].is_unique


def test_low_is_never_above_high() -> None:
    assert (PUBLISHED["low"] <= PUBLISHED["high"]).all()


def test_percentages_lie_between_nothing_and_all() -> None:
    assert PUBLISHED.loc[PUBLISHED["unit"] == "procent", "high"].le(100).all()


def test_printed_numbers_are_whole_and_single_outside_spans() -> None:
    assert PRINTED["low"].mod(1).eq(0).all()
    assert PRINTED["high"].mod(1).eq(0).all()
    single = PRINTED[(PRINTED["area"] != "spann") & (PRINTED["unit"] != "procentenheter")]
    assert single["low"].eq(single["high"]).all()


def test_the_printed_words_hold_the_printed_number() -> None:
    words = {"Sju", "samtliga", "Ingen", "ingen", "fem", "bara en", "en till"}
    for row in PRINTED.itertuples():
        numbers = {f"{row.low:g}", f"{row.high:g}"}
        stands = all(number in row.printed for number in numbers)
        assert stands or any(word in row.printed for word in words), row.id


def test_each_reading_of_words_is_stated() -> None:
    read = PUBLISHED[PUBLISHED["reading"] == "tolkning"]
    assert read["note"].notna().all()


@pytest.mark.parametrize("row", list(ON_ITEMS.itertuples()), ids=lambda row: row.id)
def test_survey_figures_are_about_items_and_answers_of_the_questionnaire(row: tuple) -> None:
    item = INSTRUMENT.item(row.item)
    assert set(row.answer.split("+")) <= set(item.answers)
    assert row.group in GROUPS
    assert item.per_area == (row.area != "alla")


def test_all_challenges_successes_and_reasons_have_a_figure() -> None:
    wanted = {f"q8_{n}" for n in range(1, 17)} | {f"q9_{n}" for n in range(1, 14)}
    wanted |= {f"n3_{n}" for n in range(1, 14)} | {f"q7_{n}" for n in range(1, 5)}
    wanted |= {f"q4_{n}" for n in range(1, 8)} | {f"q5_{n}" for n in range(1, 13)}
    wanted |= {f"q6_{n}" for n in (1, 2, 3, 5, 6, 7, 8)} | {"q6_6a", "q10", "fas"}
    assert wanted <= set(ON_ITEMS["item"])


@pytest.mark.parametrize(
    ("area", "shares"),
    [
        ("annan_sol", [35, 43, 56, 62]),
        ("aldreomsorg", [52, 62, 61, 68]),
        ("lss", [17, 31, 40, 56]),
    ],
)
def test_table_4_is_as_printed(area: str, shares: list[int]) -> None:
    rows = figures("Tabell 4", "infort_ibic", area=area).sort_values("year")
    assert rows["year"].tolist() == [2016, 2017, 2018, 2019]
    assert rows["low"].tolist() == shares
    assert rows["n"].tolist() == [184, 235, 223, 243]


def test_the_respondents_of_table_4_are_as_printed() -> None:
    asked = figures("Tabell 4", "lagesavstamning", answer="utskickade")
    answered = figures("Tabell 4", "lagesavstamning", answer="svarade")
    assert asked["low"].tolist() == [224, 290, 290, 290]
    assert answered["low"].tolist() == [184, 235, 223, 243]


def test_table_6_is_as_printed() -> None:
    rows = figures("Tabell 6", "tabell6").set_index(["group", "area"])["low"]
    areas = ["lss", "psykisk_sol", "aldreomsorg_ordinart", "aldreomsorg_sarskilt"]
    assert [rows["anvander_eller_delvis", area] for area in areas] == [10, 7, 10, 7]
    assert [rows["anvander_inte", area] for area in areas] == [12, 16, 12, 10]


def test_the_classes_sum_to_the_respondents() -> None:
    classes = figures("1.2.2", "klassning")["low"].tolist()
    assert classes == [123, 35, 6]
    assert sum(classes) == figures("1.2.2", "respons", answer="svarade")["low"].item()


def test_the_established_who_were_asked_whether_they_recommend_sum_to_54() -> None:
    rows = figures("4.2.1", "q10", group="etablerade").set_index(["answer", "unit"])["low"]
    assert rows["ja+nej+vet_inte", "antal"] == 54
    assert rows["nej", "antal"] + rows["vet_inte", "antal"] + 48 == 54
    assert round(100 * 48 / 54) == rows["ja", "procent"]


def test_shares_of_one_question_sum_to_at_most_all() -> None:
    single = PRINTED[(PRINTED["unit"] == "procent") & (PRINTED["origin"] == "enkat")]
    single = single[~single["answer"].str.contains("+", regex=False)]
    single = single[~single["item"].isin(["respons", "klassning"])]
    keys = ["item", "area", "group"]
    once = single.drop_duplicates([*keys, "answer"])
    sums = once.groupby(keys).agg(total=("low", "sum"), answers=("low", "size"))
    assert (sums["total"] <= 100 + sums["answers"] / 2).all()


@pytest.mark.parametrize(
    ("item", "group", "expected"),
    [
        ("q5_3", "anvandare", {"okat": (59, 64)}),
        ("q5_2", "anvandare", {"okat": (60, 73)}),
        ("q5_1", "anvandare", {"okat": (66, 72)}),
        ("q5_4", "anvandare", {"oforandrat": (52, 57), "minskat": (23, 34)}),
        ("q4_1", "etablerade", {"okat": (44, 48)}),
        ("q4_4", "anvandare", {"okat": (52, 58)}),
        ("q4_4", "etablerade", {"okat": (67, 71)}),
        (
            "q5_7",
            "anvandare",
            {"okat": (28, 35), "oforandrat": (11, 15), "minskat": (12, 18)},
        ),
        ("q6_3", "anvandare", {"stammer": (31, 37), "stammer_inte": (43, 49)}),
        ("q6_3", "etablerade", {"stammer": (39, 50), "stammer_inte": (38, 44)}),
        ("q5_9", "anvandare", {"okat": (2, 6), "oforandrat": (39, 49), "minskat": (1, 3)}),
        ("q5_5", "etablerade", {"okat": (21, 39)}),
    ],
)
def test_spans_are_as_printed(item: str, group: str, expected: dict) -> None:
    assert spans(item, group) == expected


def test_each_finding_points_to_a_figure() -> None:
    assert len(FINDINGS) >= 1
    assert set(FINDINGS["id"]) <= set(PUBLISHED["id"])


def test_both_figures_on_setting_goals_stand() -> None:
    goals = ON_ITEMS[(ON_ITEMS["item"] == "q1_3") & (ON_ITEMS["answer"] == "ja")]
    assert {"4.1.3", "5.2.6", "8.3"} <= set(goals["section"])
    vague = goals[goals["section"] == "8.3"]
    assert vague["low"].item() > 76
    assert vague["id"].item() in set(FINDINGS["id"])
