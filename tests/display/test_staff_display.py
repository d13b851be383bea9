"""The survey to staff in words, figures and tables: each number said is that of the data."""

from types import SimpleNamespace

import pandas as pd
import pytest

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.display import staff_sections as sections
from ibic_eval.display.exhibits import Exhibit
from ibic_eval.display.staff_bars import answer_figure
from ibic_eval.display.staff_summary import told
from ibic_eval.display.staff_tables import GOTLAND, bounds_table, response_table, share_table
from ibic_eval.display.staff_words import QUESTIONS, ROLES, SHORT
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation_staff import prepare_staff
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up import follow_up

PROJECT = Project(PACKAGE_CHECKOUT)
ABOUT = {"code": "9001", "name": "Demokommun 001", "fictional": True, "folder": "mappen"}
SECTIONS = (sections.overview, sections.answers, sections.differences)


@pytest.fixture(scope="module")
def demo() -> SimpleNamespace:
    plan = read_own_plan(PROJECT, "9001")
    part = prepare_staff(read_follow_up(PROJECT, "9001", plan), plan, ABOUT)
    return SimpleNamespace(context=part.context, **part.tables)


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


def altered(chapter: SimpleNamespace, name: str, rows: pd.DataFrame) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(chapter), name: rows})


def changed_to(chapter: SimpleNamespace, question: str, **values: object) -> SimpleNamespace:
    rows = chapter.changes.copy()
    for name, value in values.items():
        rows[name] = rows[name].mask(rows["question"].eq(question), value)
    return altered(chapter, "changes", rows)


def test_each_share_is_tied_to_its_value(demo: SimpleNamespace) -> None:
    everyone = demo.shares.query("round == 2 and role == 'alla'").set_index("question")
    low = everyone["estimate"].idxmin()
    before = plain(" ".join(told(demo)))
    assert f"{SHORT[str(low)]}: {100 * everyone['estimate'].min():.0f} %" in before
    own = demo.shares["question"].eq(low)
    raised = demo.shares.assign(estimate=demo.shares["estimate"].mask(own, 0.99))
    after = plain(" ".join(told(altered(demo, "shares", raised))))
    assert f"svarade flest i hög eller mycket hög grad på att de {SHORT[str(low)]}: 99 %" in after


def test_what_the_silent_could_change_is_told_with_its_numbers(demo: SimpleNamespace) -> None:
    row = demo.shares.query("round == 2 and role == 'alla' and question == 'tid'").iloc[0]
    text = plain(" ".join(told(demo)))
    ends = [f"{100 * row[name]:.0f} %" for name in ("bound_low", "bound_high")]
    assert f"{row['n_silent']} svarade inte på den frågan" in text
    assert f"ligga mellan {ends[0]} och {ends[1]}" in text


def test_nothing_is_called_unchanged_without_the_verdict(demo: SimpleNamespace) -> None:
    assert not any("likvärdig" in sentence for sentence in told(demo))
    assert any("kan det inte avgöras om något har ändrats" in each for each in told(demo))
    same = changed_to(demo, "stod", verdict="likvärdig")
    assert any("likvärdig" in each and SHORT["stod"] in each for each in told(same))
    moved = changed_to(demo, "kunskap", verdict="högre", estimate=0.21, ci_low=0.1, ci_high=0.3)
    text = plain(" ".join(told(moved)))
    assert f"{SHORT['kunskap']} +21 procentenheter (95 % KI +10 till +30" in text


def test_hidden_roles_are_named_once_and_never_drawn(demo: SimpleNamespace) -> None:
    figure = answer_figure(demo)
    assert isinstance(figure, Exhibit)
    assert "förvaltningsledning" not in figure.alt
    assert any("förvaltningsledning och enhetschefer" in note for note in figure.notes)
    shown = share_table(demo)
    assert isinstance(shown, Exhibit)
    assert "Enhetschefer" not in shown._repr_html_().split("</table>")[0]
    rates = response_table(demo)
    assert isinstance(rates, Exhibit)
    assert "x = dold" in " ".join(rates.notes)


def test_the_alternative_text_has_the_numbers(demo: SimpleNamespace) -> None:
    figure = answer_figure(demo)
    assert isinstance(figure, Exhibit)
    rows = demo.distribution.query("round == 2 and role == 'alla' and question == 'stod'")
    share = rows.set_index("answer")["share"]["i_hog_grad"]
    n = rows["n"].iloc[0]
    start = f"{QUESTIONS['stod']}, alla (n = {n})"
    assert start in plain(figure.alt)
    own = plain(figure.alt).split(start)[1].split(".")[0]
    assert f"i hög grad {100 * share:.0f} %" in own


def test_gotland_stands_in_words_with_its_caveat(demo: SimpleNamespace) -> None:
    shown = bounds_table(demo)
    assert isinstance(shown, Exhibit)
    page = plain(shown._repr_html_())
    for words in GOTLAND.values():
        assert words in page
    assert "utan antal" in page
    assert "avsnitt 6.1.3" in shown.source
    seeds = PACKAGE_CHECKOUT.parent / "shared" / "seeds"
    for path in seeds.glob("003*"):
        text = path.read_text(encoding="utf-8").lower()
        assert all(words.split(",")[0] in text for words in GOTLAND.values())


def test_without_answers_every_section_says_so() -> None:
    part = prepare_staff(follow_up(), None, {**ABOUT, "fictional": False, "name": "Alingsås"})
    chapter = SimpleNamespace(context=part.context, **part.tables)
    whole = plain(" ".join(repr(section(chapter)) for section in SECTIONS))
    assert "Svar saknas på enkäten till medarbetare" in whole
    assert "medarbetarenkat.csv och medarbetarenkat_utskick.csv" in whole
    assert "0 %" not in whole
    assert all(section(chapter)._repr_html_().strip() for section in SECTIONS)


def test_the_words_are_those_of_the_codebook() -> None:
    book = load_codebook(PACKAGE_CHECKOUT / "data" / "codebooks" / "medarbetarenkat.yml")
    variables = {each.name: each for each in book.variables}
    assert {name: variables[name].label_sv for name in QUESTIONS} == dict(QUESTIONS)
    assert set(ROLES) - {"alla"} == set(variables["roll"].codes)
    assert set(SHORT) == set(QUESTIONS)
