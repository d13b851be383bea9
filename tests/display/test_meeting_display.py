"""Meetings in words, figures and tables: each number said is that of the data."""

from types import SimpleNamespace

import pytest

from ibic_eval.display import meeting_sections as sections
from ibic_eval.display.exhibits import Exhibit
from ibic_eval.display.meeting_figures import meeting_figure
from ibic_eval.display.meeting_summary import told
from ibic_eval.display.meeting_tables import attendance_table, half_year, held_table
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation_meetings import prepare_meetings
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

PROJECT = Project(PACKAGE_CHECKOUT)


def chapter_of(code: str, name: str) -> SimpleNamespace:
    plan = read_own_plan(PROJECT, code)
    about = {"code": code, "name": name, "fictional": code > "9000", "folder": "mappen"}
    part = prepare_meetings(read_follow_up(PROJECT, code, plan), plan, about)
    return SimpleNamespace(context=part.context, **part.tables)


@pytest.fixture(scope="module")
def demo() -> SimpleNamespace:
    return chapter_of("9001", "Demokommun 001")


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


def with_held(chapter: SimpleNamespace, group: str, **values: object) -> SimpleNamespace:
    rows = chapter.held.copy()
    for name, value in values.items():
        rows[name] = rows[name].mask(rows["group"].eq(group), value)
    return SimpleNamespace(**{**vars(chapter), "held": rows})


def test_each_claim_is_tied_to_its_value(demo: SimpleNamespace) -> None:
    before = plain(" ".join(told(demo)))
    assert "Central projektgrupp: 29 av 33 planerade möten hölls, 88 %" in before
    assert "Målnivån 80 % är inte nådd för referensgrupp." in before
    other = with_held(demo, "pg_central", count=20, estimate=20 / 33, verdict="inte nådd")
    after = plain(" ".join(told(other)))
    assert "20 av 33 planerade möten hölls, 61 %" in after
    assert "inte nådd för central projektgrupp och referensgrupp" in after


def test_meetings_that_the_list_lacks_are_told(demo: SimpleNamespace) -> None:
    fewer = with_held(demo, "pg_central", n=30, planned=33, unlisted=3,
                      verdict="kan inte avgöras")  # fmt: skip
    text = plain(" ".join(told(fewer)))
    assert "Planen hade 33 möten under samma tid." in text
    assert "varken säkert nådd eller missad för central projektgrupp" in text
    shown = held_table(fewer)
    assert isinstance(shown, Exhibit)
    assert any("listan saknar 3 av de möten" in note for note in shown.notes)


def test_the_figure_says_which_meetings_were_cancelled(demo: SimpleNamespace) -> None:
    figure = meeting_figure(demo)
    assert isinstance(figure, Exhibit)
    assert "Styrgrupp: 16 av 18 hållna, 89 %; inställda januari 2017, mars 2017." in plain(
        figure.alt
    )


def test_hidden_attendance_is_x_and_in_no_sentence(demo: SimpleNamespace) -> None:
    rows = demo.attendance.copy()
    own = rows["group"].eq("styrgrupp")
    for name in ("count", "n", "meetings", "estimate", "ci_low", "ci_high"):
        rows[name] = rows[name].mask(own)
    rows["status"] = rows["status"].mask(own, "dold")
    few = SimpleNamespace(**{**vars(demo), "attendance": rows})
    shown = attendance_table(few)
    assert isinstance(shown, Exhibit)
    assert any("x = dold" in note for note in shown.notes)
    attended = [sentence for sentence in told(few) if "Närvaron" in sentence]
    assert "styrgrupp" not in attended[0]


def test_alingsas_has_its_21_meetings_and_none_held() -> None:
    chapter = chapter_of("1489", "Alingsås")
    text = plain(" ".join(told(chapter)))
    assert "Planen har 21 möten i central projektgrupp." in text
    assert "Listan över möten saknas" in text
    whole = plain(repr(sections.overview(chapter)) + repr(sections.held(chapter)))
    assert "0 av" not in whole
    assert "0 %" not in whole
    assert "Lägg moten.csv i mappen mappen" in whole


def test_half_years_are_named(demo: SimpleNamespace) -> None:
    days = sorted(demo.half_years["half_year"].unique())
    assert [half_year(day) for day in days[:2]] == ["vt 2017", "ht 2017"]
