"""The plan and its outcome in words, figures and tables: the numbers are those of the data."""

import re
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.display import outcome_sections as sections
from ibic_eval.display.exhibits import Exhibit, Markup
from ibic_eval.display.outcome_gantt import time_figure
from ibic_eval.display.outcome_goals import goal_table
from ibic_eval.display.outcome_money import kind_table, year_table
from ibic_eval.display.outcome_risk_matrix import risk_matrix
from ibic_eval.display.outcome_summary import sentences
from ibic_eval.display.wording import item_labels
from ibic_eval.estimates.published_shares import shares_from_published
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation_plan import prepare_plan
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.published import read_published
from ibic_eval.tables.follow_up import follow_up
from ibic_eval.tables.follow_up_schemas import SPENDING

PROJECT = Project(PACKAGE_CHECKOUT)
LABELS = item_labels(load_instrument(PROJECT.survey / "instrument.yml"))
SECTIONS = (
    sections.overview, sections.recomputed, sections.time_plan, sections.budget, sections.risks,
    sections.indicators, sections.afterwards,
)  # fmt: skip


def chapter_of(code: str, bare: bool = False) -> SimpleNamespace:
    plan = read_own_plan(PROJECT, code)
    about = {"code": code, "name": "Kommunen", "fictional": code > "9000", "folder": f"data/{code}"}
    found = follow_up() if bare else read_follow_up(PROJECT, code, plan)
    part = prepare_plan(found, plan, about)
    return SimpleNamespace(context=part.context, **part.tables)


@pytest.fixture(scope="module")
def demo() -> SimpleNamespace:
    return chapter_of("9001")


@pytest.fixture(scope="module")
def alingsas() -> SimpleNamespace:
    return chapter_of("1489")


@pytest.fixture(scope="module")
def kalmar() -> SimpleNamespace:
    return chapter_of("0880")


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    return shares_from_published(read_published(PROJECT.published / "vardanalys-2021-2.csv"))


def words(shown: Any) -> str:
    html = re.sub(r'data:image/svg[^"]*', "", shown._repr_html_())
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def cells(shown: Any) -> list[list[str]]:
    rows = re.findall(r"<tr.*?</tr>", shown._repr_html_(), re.DOTALL)
    return [
        [words_of(each) for each in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", html)).strip()


def told(plan: SimpleNamespace) -> str:
    return re.sub(r"\s+", " ", " ".join(sentences(plan)))


def alt(shown: Any) -> str:
    assert isinstance(shown, Exhibit)
    return " ".join(image.alt for image in shown.content if not isinstance(image, Markup))


def svg(shown: Any) -> str:
    parts = [getattr(each, "rows", (each,)) for each in shown.content]
    heads = [each.head for each in shown.content if hasattr(each, "head")]
    return " ".join(image.svg for image in [*heads, *(each for part in parts for each in part)])


def changed(plan: SimpleNamespace, name: str, **columns: Any) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(plan), name: getattr(plan, name).assign(**columns)})


def test_the_demos_planted_truth_is_told(demo: SimpleNamespace) -> None:
    text = told(demo)
    for each in (
        "11 klara i tid, 2 klara senare än planerat, 1 inställd och 1 inte rapporterad",
        "mallar i verksamhetssystemet (149 dagar) och rutin för genomförandeplaner (95 dagar)",
        "Bokfört är 1 900 000 kronor, 80 000 mer än budgeten (104 % av den)",
        "148 500 kronor utanför budgeten",
        "1 post i budgeten har inget bokfört; om det är gjort går inte att se",
        "Verklighet har blivit: ”projektledaren eller andra nyckelpersoner slutar”",
        "Delvis verklighet har blivit: ”tidsplanen håller inte”",
        "1 risk har inte bedömts på nytt",
    ):
        assert each in text


@pytest.mark.parametrize(
    ("name", "columns", "gone", "new"),
    [
        ("activities", {"status": "ej_rapporterad"}, "klara i tid", "15 inte rapporterade"),
        ("activities", {"late_min": 7, "late_max": 37}, "149 dagar", "7–37 dagar"),
        ("budget_total", {"spent": 1_700_000, "difference": -120_000, "share": 0.934},
         "mer än budgeten", "1 700 000 kronor, 120 000 mindre än budgeten (93 % av den)"),
        ("budget_total", {"spent": pd.NA}, "1 900 000", "Inget är bokfört"),
        ("risks", {"occurred": "nej"}, "Verklighet har blivit", "6 risker"),
        ("risks", {"movement": "hogre"}, "inte bedömts", "Större än i planen är nu"),
        ("indicators", {"verdict": "kan_inte_avgoras"}, "4 nådda",
         "12 som inte går att avgöra"),
        ("checks", {"status": "stammer"}, "1 skiljer", "34 stämmer"),
    ],
)  # fmt: skip
def test_each_sentence_is_tied_to_its_value(
    demo: SimpleNamespace, name: str, columns: dict[str, Any], gone: str, new: str
) -> None:
    assert gone in told(demo)
    after = told(changed(demo, name, **columns))
    assert gone not in after
    assert new in after


@pytest.mark.parametrize("code", ["1489", "0880"])
def test_a_plan_without_outcomes_says_what_cannot_be_told(code: str) -> None:
    plan = chapter_of(code)
    text = " ".join(words(section(plan)) for section in SECTIONS) + told(plan)
    for each in ("inte rapporterat", "ingen av dem har ett utfall i underlaget",
                 "Lägg aktivitetslage.csv i mappen", "Lägg kostnader.csv i mappen"):  # fmt: skip
        assert each in text
    for each in ("inte nådd", "försenad", "Bokfört är", "Nivå nu", "Läge", "! sen"):
        assert each not in text.replace("Lägg", ""), each


def test_alingsas_sums_and_budget_stand_with_what_is_unknown(alingsas: SimpleNamespace) -> None:
    text = words(sections.recomputed(alingsas))
    for each in ("507", "325", "336", "435,5", "5 776"):
        assert each in text
    assert "19 stämmer och 4 skiljer" in text
    assert "minst 903 264 kronor; 3 poster av 4 saknar belopp" in told(alingsas)
    rows = [row for row in cells(year_table(alingsas)) + cells(kind_table(alingsas)) if row]
    amounts = {cell for row in rows[1:] for cell in row[1:]}
    assert "minst 903 264" in amounts or "903 264" in amounts
    assert "0" not in amounts


def test_kalmars_sums_stand_with_both_figures(kalmar: SimpleNamespace) -> None:
    text = words(sections.recomputed(kalmar))
    for each in ("850", "1 780", "2 630", "390", "780", "1 170", "1 200"):
        assert each in text
    assert "1 stämmer ungefär" in text


def test_no_file_is_asked_for_on_what_the_plan_lacks(kalmar: SimpleNamespace) -> None:
    assert words(sections.risks(kalmar)).strip() == "Planen återger inga risker."
    assert "Planen återger inga risker." in sentences(kalmar)
    none = SimpleNamespace(**{**vars(kalmar), "indicators": kalmar.indicators.iloc[:0]})
    assert "Planen anger inga indikatorer." in words(sections.indicators(none))
    assert "indikatorer.csv" not in words(sections.indicators(none))


def test_quoted_effects_are_never_listed_as_goals(kalmar: SimpleNamespace) -> None:
    listed = [row for row in cells(goal_table(kalmar)) if row]
    assert not any(re.fullmatch(r"F\d", cell) for row in listed for cell in row)
    assert any("K1" in row for row in listed)
    assert "(F1–F8) som någon annan än kommunen väntar sig" in words(goal_table(kalmar))


def test_what_is_not_reported_looks_like_no_failure(demo: SimpleNamespace) -> None:
    lost = changed(
        demo, "activities", status="ej_rapporterad", late_min=pd.NA, late_max=pd.NA,
        start=pd.NaT, end=pd.NaT, new_end=pd.NaT, state=pd.NA, state_date=pd.NaT,
    )  # fmt: skip
    drawing = svg(time_figure(lost))
    assert "? inte rapporterad" in drawing
    assert "! sen" not in drawing
    assert "× inställd" not in drawing
    assert "! sen" in svg(time_figure(demo))
    assert alt(time_figure(lost)).count("inte rapporterad") == 15
    assert "sen." not in alt(time_figure(lost))


def test_the_time_figure_tells_each_activity_and_delay_in_words(demo: SimpleNamespace) -> None:
    text = re.sub(r"\s+", " ", alt(time_figure(demo)))
    assert "149 dagar sen" in text
    assert "95 dagar sen" in text
    assert text.count("planerad ") == len(demo.activities)


def test_activities_of_one_name_are_told_apart(alingsas: SimpleNamespace) -> None:
    text = alt(time_figure(alingsas))
    for each in ("Samverkan och lärande (central projektgrupp)",
                 "Samverkan och lärande (lokala projektgrupper)"):  # fmt: skip
        assert each in text
    assert "Läge" not in svg(time_figure(alingsas))


def test_the_risk_matrix_tells_where_each_risk_went(demo: SimpleNamespace) -> None:
    text = alt(risk_matrix(demo))
    assert "nu 4 och 3 (högre" in text
    assert "inte bedömd på nytt" in text
    assert "inträffat: delvis" in text
    drawing = svg(risk_matrix(demo))
    assert "Har blivit verklighet" in drawing
    bare = chapter_of("9001", bare=True)
    assert "Har blivit verklighet" not in svg(risk_matrix(bare))
    assert "Senaste bedömning" not in svg(risk_matrix(bare))


def test_nothing_booked_is_written_so_and_not_as_zero(demo: SimpleNamespace) -> None:
    rows = {row[0]: row for row in cells(kind_table(demo)) if row}
    empty = [row for row in rows.values() if "inget bokfört" in row]
    assert empty
    for row in empty:
        assert not {"0", "0 %", "−80 000"} & set(row)
    assert "finns inte i budgeten" in rows["Utanför budgeten"]


def booked(*rows: tuple[str | None, str | None, float]) -> pd.DataFrame:
    spent = pd.DataFrame(rows, columns=["post", "kind", "amount"])
    return spent.assign(year=2023, date=pd.NaT).astype(SPENDING)[list(SPENDING)]


@pytest.mark.parametrize(
    ("rows", "outside"),
    [
        ([("bud_direkta", None, 412_500.0)], "0"),
        ([(None, "utbildning", 412_500.0), (None, "material", 12_500.0)], "425 000"),
    ],
)
def test_costs_on_posts_alone_or_on_none_are_told(
    alingsas: SimpleNamespace, rows: list[tuple[str | None, str | None, float]], outside: str
) -> None:
    plan = read_own_plan(PROJECT, "1489")
    about = {"code": "1489", "name": "Alingsås", "fictional": False, "folder": "data/1489"}
    part = prepare_plan(follow_up(spending=booked(*rows)), plan, about)
    chapter = SimpleNamespace(context=part.context, **part.tables)
    kinds = {row[0]: row[1:] for row in cells(kind_table(chapter)) if row}
    years = {row[0]: row[1:] for row in cells(year_table(chapter)) if row}
    assert years["2023"][2].replace("\u202f", " ").replace("\xa0", " ") == outside
    assert years["Inget år angivet"][1:3] == ["inget bokfört", "–"]
    if outside == "0":
        assert [re.sub(r"\s", " ", cell) for cell in kinds["Direkta utbildningskostnader"][:2]] == [
            "903 264", "412 500"
        ]  # fmt: skip


def test_the_plans_challenges_stand_beside_the_nations(
    demo: SimpleNamespace, shares: pd.DataFrame
) -> None:
    for code in ("1489", "0880", "9001"):
        plan = chapter_of(code)
        text = words(sections.challenges(plan, shares, LABELS))
        if plan.statements.empty:
            assert "nämner inga utmaningar" in text
        elif plan.statements["item"].notna().any():
            assert "är vår" in text
            assert "figur 10" in text
    unlinked = changed(demo, "statements", item=pd.NA)
    if not unlinked.statements.empty:
        assert "ingen motsvarande fråga" in words(sections.challenges(unlinked, shares, LABELS))


def test_without_a_plan_each_section_is_drawn_and_says_what_is_missing(
    shares: pd.DataFrame,
) -> None:
    about = {"code": "0380", "name": "Uppsala", "fictional": False, "folder": "data/0380"}
    part = prepare_plan(follow_up(), None, about)
    plan = SimpleNamespace(context=part.context, **part.tables)
    assert "Underlag saknas: Uppsala har ingen projektplan" in words(sections.overview(plan))
    for section in SECTIONS[1:]:
        assert words(section(plan)).strip() == ""
    assert words(sections.challenges(plan, shares, LABELS)).strip() == ""
    assert sentences(plan) == ("Uppsala har ingen projektplan i underlaget.",)
