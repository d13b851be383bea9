"""Training in words, figures and tables: each number said is that of the data."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.display import training_sections as sections
from ibic_eval.display.exhibits import Exhibit, Gallery
from ibic_eval.display.training_coverage import coverage_figure, coverage_table
from ibic_eval.display.training_curve import curve_figure
from ibic_eval.display.training_evaluations import QUESTIONS
from ibic_eval.display.training_hours import hours_table, planned_table
from ibic_eval.display.training_summary import told
from ibic_eval.display.training_words import missing_files
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation_training import prepare_training
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

PROJECT = Project(PACKAGE_CHECKOUT)
SECTIONS = (
    sections.overview, sections.coverage, sections.over_time, sections.hours, sections.evaluations,
)  # fmt: skip


def chapter_of(code: str, name: str, price: float | None) -> SimpleNamespace:
    plan = read_own_plan(PROJECT, code)
    about: Mapping[str, Any] = {
        "code": code, "name": name, "fictional": code > "9000", "hourly_cost": price,
        "folder": f"data/municipalities/{code}-x",
    }  # fmt: skip
    part = prepare_training(read_follow_up(PROJECT, code, plan), plan, about)
    return SimpleNamespace(context=part.context, **part.tables)


@pytest.fixture(scope="module")
def demo() -> SimpleNamespace:
    return chapter_of("9001", "Demokommun 001", 520)


@pytest.fixture(scope="module")
def alingsas() -> SimpleNamespace:
    return chapter_of("1489", "Alingsås", None)


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


def changed(chapter: SimpleNamespace, name: str, **columns: Any) -> SimpleNamespace:
    table = getattr(chapter, name).assign(**columns)
    return SimpleNamespace(**{**vars(chapter), name: table})


def test_each_claim_is_tied_to_its_value(demo: SimpleNamespace) -> None:
    before = plain(" ".join(told(demo)))
    assert "Medarbetare hos utförarna: 291 av 410 har gått minst de planerade 4 timmarna" in before
    assert "Målnivån 90 % är inte nådd för medarbetare hos utförarna." in before
    rows = demo.coverage
    staff = rows["training"].eq("utb_medarbetare")
    other = changed(
        demo, "coverage", count=rows["count"].mask(staff, 390),
        estimate=rows["estimate"].mask(staff, 390 / 410),
        verdict=rows["verdict"].mask(staff, "nådd"),
    )  # fmt: skip
    after = plain(" ".join(told(other)))
    assert "390 av 410" in after
    assert "95 %" in after
    assert "inte nådd" not in after


def test_hours_are_told_as_a_lower_limit_and_never_summed_over_the_plan(
    demo: SimpleNamespace,
) -> None:
    text = plain(" ".join(told(demo)))
    whole = demo.hours.set_index("training").loc["alla"]
    assert f"minst {whole['estimate']:,.0f} timmar".replace(",", " ") in text
    assert "minst 1 170 000 kronor" in text
    exact = changed(demo, "hours", at_least=False)
    assert "minst 2 250" not in plain(" ".join(told(exact)))
    shown = hours_table(demo)
    assert isinstance(shown, Exhibit)
    assert "2 705,5" not in plain(shown._repr_html_())  # the plan's hours added up


def test_the_hidden_training_is_x_and_in_no_sentence(demo: SimpleNamespace) -> None:
    assert not any("ledamöter" in sentence for sentence in told(demo))
    for exhibit in (coverage_figure(demo), coverage_table(demo), hours_table(demo)):
        assert isinstance(exhibit, Exhibit)
        assert any("x = dold" in note for note in exhibit.notes)
    figure = coverage_figure(demo)
    assert isinstance(figure, Exhibit)
    assert "Socialnämndens ledamöter: dold" in figure.alt
    assert "3 av 11" not in plain(figure.alt) + plain(figure.content[0].html())


def test_the_alternative_text_has_the_numbers(demo: SimpleNamespace) -> None:
    figure = coverage_figure(demo)
    assert isinstance(figure, Exhibit)
    words = "Medarbetare hos utförarna: minst planerade timmar 291 av 410, 71 %; någon del 324 av"
    assert words in plain(figure.alt)
    assert "målnivå 90 %" in plain(figure.alt)
    curve = curve_figure(demo)
    assert isinstance(curve, Exhibit)
    assert "december 2018 71 %; målnivå 90 %" in plain(curve.alt)


def test_more_than_all_is_drawn_past_a_hundred_and_said(demo: SimpleNamespace) -> None:
    rows = demo.coverage
    own = rows["training"].eq("utb_ombud")
    over = changed(
        demo, "coverage", count=rows["count"].mask(own, 40),
        estimate=rows["estimate"].mask(own, 1.25), ci_low=rows["ci_low"].mask(own),
        ci_high=rows["ci_high"].mask(own), verdict=rows["verdict"].mask(own, "kan inte avgöras"),
        reason=rows["reason"].mask(own, "Fler har gått utbildningen än gruppen har medlemmar."),
    )  # fmt: skip
    text = plain(" ".join(told(over)))
    assert "IBIC-ombud: 40 av 32" in text
    assert "125 %" in text
    assert "Fler har gått utbildningen" in text
    assert "varken säkert nådd eller missad för IBIC-ombud" in text
    figure = coverage_figure(over)
    assert isinstance(figure, Exhibit)
    assert ">120</text>" in figure.content[0].svg  # type: ignore[union-attr]


def test_alingsas_has_its_plan_its_doubts_and_what_is_missing(alingsas: SimpleNamespace) -> None:
    text = plain(" ".join(told(alingsas)))
    for number in ("507", "325", "435,5", "5 776"):
        assert f"{number} timmar" in text
    assert "Deltagarlistor saknas" in text
    assert "7 043" not in text  # the sum of the groups, which may hold the same people
    plan = planned_table(alingsas)
    assert isinstance(plan, Exhibit)
    assert any("räknas in bland de 1 444" in plain(note) for note in plan.notes)
    lacks = plain(missing_files(alingsas.context))
    assert "utbildning.csv, bemanning.csv och kursutvardering.csv" in lacks
    whole = plain(" ".join(repr(section(alingsas)) for section in SECTIONS))
    assert "0 %" not in whole
    assert "nådd" not in whole


def test_without_a_target_it_is_said_that_the_plan_has_none(demo: SimpleNamespace) -> None:
    without = SimpleNamespace(**{**vars(demo), "context": {**demo.context, "has_target": False}})
    without.coverage = demo.coverage.assign(target=pd.NA, verdict="planen anger ingen målnivå")
    text = " ".join(told(without))
    assert "Planen anger ingen målnivå" in text
    assert "är nådd för" not in text


def test_every_section_shows_something_in_both(
    demo: SimpleNamespace, alingsas: SimpleNamespace
) -> None:
    for chapter in (demo, alingsas):
        for section in SECTIONS:
            shown = section(chapter)
            assert isinstance(shown, Gallery)
            assert shown._repr_html_().strip(), section.__name__
    slugs = [part.identity for section in SECTIONS for part in section(demo).parts
             if isinstance(part, Exhibit)]  # fmt: skip
    assert len(slugs) == len(set(slugs))


def test_the_questions_are_those_of_the_codebook() -> None:
    book = load_codebook(PACKAGE_CHECKOUT / "data" / "codebooks" / "kursutvardering.yml")
    words = {each.name: each.label_sv for each in book.variables}
    assert {name: words[name] for name in QUESTIONS} == dict(QUESTIONS)
