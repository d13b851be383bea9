"""The chapter on readiness as shown: right numbers, nothing hidden shown, nothing invented."""

import re
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pandas as pd
import pytest
from matplotlib.figure import Figure

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.codebook.readiness_instrument import load_readiness
from ibic_eval.display import readiness_bars as bars
from ibic_eval.display import readiness_national as national
from ibic_eval.display import readiness_roles as roles
from ibic_eval.display import readiness_steps as steps
from ibic_eval.display import readiness_summary as summaries
from ibic_eval.display import readiness_texts as texts
from ibic_eval.display import readiness_themes as themes
from ibic_eval.display.exhibits import Exhibit, Prose
from ibic_eval.display.wording import item_labels
from ibic_eval.estimates.published_shares import shares_from_published
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.readiness import Readiness, prepare_readiness, readiness
from ibic_eval.sources.published import read_published

PROJECT = Project(PACKAGE_CHECKOUT)
LABELS = item_labels(load_instrument(PROJECT.survey / "instrument.yml"))
INSTRUMENT = load_readiness(PROJECT.surveys / "beredskap" / "instrument.yml")
PLACE = {"code": "9001", "name": "Demokommun 001", "fictional": True}
ABOUT = {"code": "1489", "name": "Exempelby", "fictional": False, "file": "mapp/beredskap.csv"}

Read = Callable[[Exhibit], list[list[str]]]


@pytest.fixture(scope="module")
def chapter() -> Readiness:
    return prepare_readiness(PROJECT, PLACE)


@pytest.fixture(scope="module")
def absent() -> Readiness:
    return readiness(INSTRUMENT, None, ABOUT)


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    return shares_from_published(read_published(PROJECT.published / "vardanalys-2021-2.csv"))


def words(shown: object) -> str:
    return re.sub("<[^>]+>", "", shown._repr_html_()).replace("\u00a0", " ")  # type: ignore[attr-defined]


def test_the_summary_has_every_answer_with_its_number(
    chapter: Readiness, shares: pd.DataFrame
) -> None:
    told = words(summaries.summary(chapter, shares, LABELS))
    assert "Påhittade data." in told
    assert "48 personer svarade" in told
    assert "på 10 av 30 påståenden" in told.lower()
    assert "Rollerna svarar olika på 3 av 30 påståenden" in told
    assert "hade en skillnad på 1,0–1,8 steg behövts" in told
    assert "Börja med ”Egna skriftliga mål” (86 %, 95 % KI 72–93 %, 42 personer)" in told
    assert "mest har temat ”utbildning” ändrats, +1,1" in told
    assert "I landet uppgav" in told
    assert len(summaries.summary(chapter, shares, LABELS).sentences) == 5


def test_the_summary_follows_the_values(chapter: Readiness, shares: pd.DataFrame) -> None:
    tests, changes = chapter.role_tests, chapter.changes
    other = replace(
        chapter,
        context={**chapter.context, "fictional": False},
        themes=chapter.themes.assign(mean=chapter.themes["mean"] + 0.5),
        role_tests=tests.assign(verdict=tests["verdict"].mask(tests["verdict"].eq("olika"),
                                                              "kan inte avgöras")),
        first_steps=chapter.first_steps.iloc[1:],
        changes=changes.assign(verdict="kan inte avgöras"),
    )  # fmt: skip
    told = words(summaries.summary(other, shares, LABELS))
    assert "Påhittade" not in told
    assert "medel 2,8" in told
    assert "På 9 av 30" in told
    assert "kan inte avgöras: en skillnad mellan två roller på" in told
    assert "Börja med ”Processledaren har avsatt tid”" in told
    assert "kan ingen ändring avgöras i något av 11 teman" in told


def test_nothing_low_is_said_and_not_left_blank(chapter: Readiness) -> None:
    fine = replace(chapter, first_steps=chapter.first_steps.head(0))
    assert "Inget påstående är så lågt" in words(steps.step_sentences(fine))
    assert steps.step_table(fine)._repr_html_() == ""


def test_roles_too_small_to_compare_are_said(chapter: Readiness, shares: pd.DataFrame) -> None:
    tests = chapter.role_tests.assign(status="saknas", verdict=pd.NA)
    told = words(summaries.summary(replace(chapter, role_tests=tests), shares, LABELS))
    assert "för små att jämföra" in told
    assert "Rollerna svarar olika" not in told


def test_the_theme_figure_tells_its_numbers_in_words(chapter: Readiness) -> None:
    shown = themes.theme_figure(chapter)
    assert isinstance(shown, Exhibit)
    assert "Egna mål: 0,7 (konfidensintervall 0,5–0,8, n = 48)" in shown.alt
    assert "utförarnas personal 0,8" in shown.alt
    assert "förtroendevalda" not in shown.alt
    assert "påhittade" in shown.source


def test_the_bars_tell_their_numbers_and_hide_what_is_hidden(chapter: Readiness) -> None:
    shown = bars.statement_figure(chapter)
    assert isinstance(shown, Exhibit)
    alt = shown.alt.replace("\u00a0", " ")
    assert "Plan för förvaltningen (n = 48): helt på plats 0 %" in alt
    numbers = ["count", "n", "share"]
    one = chapter.distribution["statement"].eq("mal_1")
    few = chapter.distribution.assign(
        **{name: chapter.distribution[name].mask(one) for name in numbers},
        status=chapter.distribution["status"].mask(one, "dold"),
    )
    alt = bars.statement_figure(replace(chapter, distribution=few)).alt  # type: ignore[union-attr]
    assert "Egna skriftliga mål: dold." in alt


def test_hidden_roles_are_an_x_and_never_a_zero(chapter: Readiness, cells: Read) -> None:
    shown = texts.extent_table(chapter)
    assert isinstance(shown, Exhibit)
    found = {row[0]: row[1:] for row in cells(shown)}
    assert found["Förtroendevalda"] == ["x", "x"]
    assert found["Alla"] == ["48", "48"]
    assert "dold" in " ".join(shown.notes)


def test_the_tables_have_the_numbers(chapter: Readiness, cells: Read) -> None:
    disagreement = cells(roles.disagreement_table(chapter))  # type: ignore[arg-type]
    assert {row[-1] for row in disagreement[1:]} == {"olika", "kan inte avgöras"}
    order = cells(steps.step_table(chapter))  # type: ignore[arg-type]
    assert order[1][:5] == ["1", "Egna skriftliga mål", "86 % (72–93 %)", "42", "Inget lågt"]
    changed = {row[0]: row[1:] for row in cells(themes.change_table(chapter))}  # type: ignore[arg-type]
    assert changed["Utbildning"] == ["+1,1", "+1,0 till +1,3", "48, 48, 42", "högre"]
    by_role = cells(themes.theme_table(chapter))  # type: ignore[arg-type]
    assert "Utförarnas personal" in by_role[0]
    assert "Förtroendevalda" not in by_role[0]


def test_few_who_agree_or_not_give_no_agreement_and_no_table(
    chapter: Readiness, cells: Read
) -> None:
    numbers = ["agreement", "agreement_low", "agreement_high"]
    few = chapter.standing.assign(**{name: chapter.standing[name].mask(chapter.standing["n"].gt(0))
                                     for name in numbers})  # fmt: skip
    told = cells(roles.disagreement_table(replace(chapter, standing=few)))  # type: ignore[arg-type]
    assert [row[1] for row in told[1:]] == ["–"] * 3
    tests = chapter.role_tests.assign(verdict="kan inte avgöras")
    alone = replace(chapter, standing=few, role_tests=tests)
    assert roles.disagreement_table(alone)._repr_html_() == ""


def test_the_nation_stands_beside_the_themes_as_printed(
    chapter: Readiness, shares: pd.DataFrame, cells: Read
) -> None:
    shown = national.national_table(chapter, shares, LABELS)
    assert isinstance(shown, Exhibit)
    found = {row[0]: row[1:] for row in cells(shown)}
    assert found["Förutse följderna"][:2] == ["Utmaning", "79 %"]
    assert found["Öronmärkta resurser"][1] == "< 50 % *"
    assert "Egna mål" not in " ".join(found)
    assert any(name.startswith("Utbildning: 2,0 (1,9–2,2; 48)") for name in found)
    assert "Vårdanalys 2021:2" in shown.source


def test_without_answers_the_chapter_says_which_file_to_put_where(
    absent: Readiness, shares: pd.DataFrame
) -> None:
    told = summaries.summary(absent, shares, LABELS)
    assert len(told.sentences) == 1
    assert "mapp/beredskap.csv" in words(told)
    assert texts.basis(absent.context).kind == "saknas"
    assert "visas här när minst fem har svarat" in words(texts.awaiting(absent.context, "Teman"))
    empty = [
        themes.theme_figure(absent), themes.theme_table(absent), themes.change_table(absent),
        bars.statement_figure(absent), roles.role_sentences(absent),
        roles.disagreement_table(absent), steps.step_sentences(absent), steps.step_table(absent),
        texts.extent_table(absent), texts.one_round(absent),
    ]  # fmt: skip
    assert [shown._repr_html_() for shown in empty] == [""] * len(empty)
    assert "Om ingenting var gjort" in words(texts.order_from_nothing(absent))
    assert words(texts.statement_table(absent)).count("Nestor, om") == 4
    assert isinstance(national.national_table(absent, shares, LABELS), Exhibit)


def test_few_answers_are_said_without_how_many(shares: pd.DataFrame, absent: Readiness) -> None:
    few = replace(absent, context={**absent.context, "lacks": "for_fa"})
    told = words(summaries.summary(few, shares, LABELS))
    assert "färre än fem personer har svarat" in told.lower()
    assert not re.search(r"\d+ personer", told)


def test_with_one_round_the_chapter_says_how_to_see_a_change(chapter: Readiness) -> None:
    alone = replace(chapter, changes=chapter.changes.head(0))
    assert "inte två omgångar" in words(texts.one_round(alone))
    assert isinstance(texts.one_round(chapter), Prose)
    assert words(texts.one_round(chapter)) == ""


@pytest.mark.parametrize("module", [themes, bars], ids=["themes", "bars"])
def test_no_text_lies_over_another(
    chapter: Readiness,
    module: ModuleType,
    drawn: Callable[[ModuleType], list[Figure]],
    clashes: Callable[[Figure], list[tuple[str, str]]],
) -> None:
    figures = drawn(module)
    draw = {themes: themes.theme_figure, bars: bars.statement_figure}[module]
    draw(chapter)
    assert figures
    assert [clash for figure in figures for clash in clashes(figure)] == []


def test_nothing_is_changed(chapter: Readiness, shares: pd.DataFrame) -> None:
    before = {name: table.copy() for name, table in chapter.tables.items()}
    summaries.summary(chapter, shares, LABELS)
    national.national_table(chapter, shares, LABELS)
    for name, table in before.items():
        pd.testing.assert_frame_equal(table, chapter.tables[name])
