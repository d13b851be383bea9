"""The drawing says in signs, lines and words what the frames say, and keeps inside its boxes."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from ibic_eval.codebook.final_catalogue import load_catalogue
from ibic_eval.display import logic_figure
from ibic_eval.display.exhibits import Exhibit, Prose
from ibic_eval.display.logic_boxes import LOOKS
from ibic_eval.display.logic_figure import programme_logic
from ibic_eval.display.logic_table import logic_table
from ibic_eval.display.logic_words import SIGNS, VERDICTS, activity_words, arrow_label
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates import logic_paths as p
from ibic_eval.estimates import outcome_schemas
from ibic_eval.runs.project import Project

CATALOGUE = load_catalogue(Project.find().surveys / "slutrapport")
ASPECTS = pd.DataFrame(CATALOGUE.aspects.items(), columns=list(s.ASPECTS))
MEASURES = pd.DataFrame(
    [
        {"measure": each.id, "aspects": " ".join(each.aspects), "kind": each.kind}
        for each in CATALOGUE.measures.values()
    ]
)
LONG = "Förvaltningsövergripande verksamhetsuppföljningsmöjligheter och ANSVARSFÖRDELNING " * 6
GOALS = [
    *((letter, "syfte", "behovsriktat") for letter in "ABC"),
    *((f"E{n}", "effektmal", "delaktighet uppfoljning_individ") for n in range(1, 7)),
    ("E7", "effektmal", ""),
    ("P1", "projektmal", "dokumentation uppfoljning_individ verksamhetsuppfoljning"),
    ("P2", "projektmal", "kunskap"),
    ("P3", "projektmal", "forvaltning"),
]


def final(verdicts: dict[str, str] | None = None, **other: Any) -> SimpleNamespace:
    """Return a final report where some measures say something of every goal they bear on."""
    told = verdicts or {}
    rows = [
        {"id": name, "measure": name, "aspects": " ".join(CATALOGUE.measures[name].aspects),
         "kind": CATALOGUE.measures[name].kind, "label": "", "verdict": verdict,
         "sureness": s.FAIRLY_SURE, "status": s.SHOWN}
        for name, verdict in told.items()
    ]  # fmt: skip
    joined = [
        {"goal": goal, "evidence": row["id"], "decides": True}
        for goal, _, aspects in GOALS
        for row in rows
        if set(aspects.split()) & set(row["aspects"].split())
    ]
    goals = [
        {"goal": goal, "kind": kind, "aspects": aspects, "text": f"{goal} {LONG}",
         "status": s.CANT_TELL, "rule": s.ONLY_UNKNOWN if told else s.NO_EVIDENCE}
        for goal, kind, aspects in GOALS
    ]  # fmt: skip
    return SimpleNamespace(
        context={"fictional": False},
        evidence=pd.DataFrame(rows, columns=list(s.EVIDENCE)).astype(s.EVIDENCE),
        goals=pd.DataFrame(goals, columns=list(s.GOALS)).astype(s.GOALS),
        goal_evidence=pd.DataFrame(joined, columns=list(s.GOAL_EVIDENCE)).astype(s.GOAL_EVIDENCE),
        measures=MEASURES, aspects=ASPECTS, **other,
    )  # fmt: skip


def plan(statuses: list[str] | None = None, names: str = "Utbildning av alla") -> SimpleNamespace:
    states = ["ej_rapporterad"] * 18 if statuses is None else statuses
    activities = [{"id": str(at), "name": f"{names} {at}", "status": state}
                  for at, state in enumerate(states)]  # fmt: skip
    statements = [{"section": "utmaningar", "id": str(at), "text": LONG} for at in range(9)]
    return SimpleNamespace(
        activities=pd.DataFrame(activities, columns=list(outcome_schemas.ACTIVITIES)),
        statements=pd.DataFrame(statements, columns=list(outcome_schemas.STATEMENTS)),
    )


TRAINING = SimpleNamespace(
    planned=pd.DataFrame(
        [
            {"label": "Handläggare", "people": 1444, "about": True, "in_plan": True},
            {"label": "Politiker", "people": pd.NA, "about": False, "in_plan": True},
        ]
    )
)
SAID = {"livsomraden": s.FOR, "fraga_hansyn": s.AGAINST, "utbildning": s.UNKNOWN}


def drawn_texts(figure: Figure) -> list[Text]:
    return [each for each in figure.findobj(Text) if each.get_text().strip()]


@pytest.fixture
def figure(drawn: Callable[[ModuleType], list[Figure]]) -> Callable[..., Figure]:
    def draw(*arguments: Any) -> Figure:
        figures = drawn(logic_figure)
        programme_logic(*arguments)
        return figures[-1]

    return draw


@pytest.mark.parametrize("verdicts", [None, SAID, dict.fromkeys(CATALOGUE.measures, s.SAME)])
def test_no_text_meets_another_or_leaves_its_box(
    figure: Callable[..., Figure],
    clashes: Callable[[Figure], list[tuple[str, str]]],
    verdicts: dict[str, str] | None,
) -> None:
    made = figure(final(verdicts), plan(names="VÅRD- OCH OMSORGSFÖRVALTNINGEN"), TRAINING)
    made.set_dpi(300)  # a coarse raster makes small text wider than the drawing has it
    assert clashes(made) == []
    canvas = FigureCanvasAgg(made)
    canvas.draw()
    frames = [
        each.get_window_extent(canvas.get_renderer())
        for each in made.axes[0].patches
        if isinstance(each, Rectangle | Polygon)
    ]
    for text in drawn_texts(made):
        box = text.get_window_extent(canvas.get_renderer())
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        around = [each for each in frames if each.contains(*middle)]
        for frame in around:
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1
            assert inside and frame.y0 <= box.y0 and box.y1 <= frame.y1, text.get_text()


def test_thirteen_goals_fit_on_a_page_at_a_size_that_can_be_read(
    figure: Callable[..., Figure],
) -> None:
    made = figure(final(SAID), plan(), TRAINING)
    width, height = made.get_size_inches()
    printed = min(174 / 25.4 / width, 220 / 25.4 / height)
    assert min(each.get_fontsize() for each in drawn_texts(made)) * printed > 6


def test_each_verdict_has_its_own_line_sign_and_words() -> None:
    assert list(LOOKS) == list(SIGNS) == list(VERDICTS) == list(p.VERDICTS)
    assert len({str(look.line) for look in LOOKS.values()}) == len(LOOKS)
    assert len({*SIGNS.values()}) == len({*VERDICTS.values()}) == len(SIGNS)


def row(verdict: str, **counts: int) -> dict[str, Any]:
    names = ("n_for", "n_against", "n_same", "n_unknown", "n_beside", "n_hidden")
    return {"verdict": verdict, **dict.fromkeys(names, 0), **counts}


@pytest.mark.parametrize(
    ("found", "label"),
    [
        (row(s.FOR, n_for=2, n_unknown=3), ("+ För", "2 av 5")),
        (row(s.AGAINST, n_against=1), ("− Emot", "1 av 1")),
        (row(s.SAME, n_same=1, n_unknown=1), ("= Ingen", "skillnad (1 av 2)")),
        (row(s.BOTH, n_for=1, n_against=2, n_unknown=4), ("± Både och", "1 för, 2 emot")),
        (row(s.BOTH, n_for=1, n_same=3), ("± Både och", "1 för, 3 lika")),
        (row(s.UNKNOWN, n_unknown=4, n_beside=2), ("? Kan inte", "avgöras (4)")),
        (row(s.UNKNOWN, n_beside=2), ("? Kan inte", "avgöras (2*)")),
        (row(s.UNKNOWN, n_hidden=3), ("? Kan inte", "avgöras (dolt)")),
        (row(p.LACKING), ("∅ Underlag", "saknas")),
    ],
)
def test_an_arrow_says_how_many_and_what(found: dict[str, Any], label: tuple[str, str]) -> None:
    assert arrow_label(found) == label


def test_without_outcomes_every_arrow_says_so(figure: Callable[..., Figure]) -> None:
    said = final()
    paths = p.arrows(said.evidence, said.goals, said.goal_evidence, said.measures)
    texts = [each.get_text() for each in drawn_texts(figure(said, plan(), TRAINING))]
    assert texts.count("∅ Underlag\nsaknas") == len(paths)
    shown = programme_logic(said, plan(), TRAINING)
    assert isinstance(shown, Exhibit)
    assert shown.alt.count(": underlag saknas.") == len(paths) + len(GOALS)
    for word in (": för (", ": för.", "emot", "inte nått", " 0 "):
        assert word not in shown.alt.lower()


def test_every_arrow_and_goal_is_told_in_words() -> None:
    said = final(SAID)
    shown = programme_logic(said, plan(), TRAINING)
    assert isinstance(shown, Exhibit)
    alt = shown.alt.replace("\u00a0", " ")
    assert "Utredning till A: för (för 1)." in alt
    assert "Genomförande till E1: emot (emot 1)." in alt
    assert "Hela arbetet till P2: kan inte avgöras (oavgjort 1)." in alt
    assert "Hela arbetet till E7: underlag saknas." in alt
    assert all(f" {goal}. " in alt for goal, _, _ in GOALS)
    moved = programme_logic(final({**SAID, "livsomraden": s.AGAINST}), plan(), TRAINING)
    assert isinstance(moved, Exhibit)
    assert "Utredning till A: emot (emot 1)." in moved.alt.replace("\u00a0", " ")
    assert moved.content[0].svg != shown.content[0].svg  # type: ignore[union-attr]


def test_the_table_has_each_goals_full_text_and_its_arrows(
    cells: Callable[[Exhibit], list[list[str]]],
) -> None:
    shown = logic_table(final(SAID))
    assert isinstance(shown, Exhibit)
    told = {line[0].split(".")[0]: line for line in cells(shown) if len(line) == 3}
    assert told["A"][0] == f"A. A {LONG}".strip()
    assert told["A"][1] == (
        "Utredning: för (för 1). Genomförande och uppföljning: underlag saknas."
    )
    assert told["E7"][1] == "Hela arbetet: underlag saknas."
    assert told["Arbetet i varje del"][1].startswith("Utredning: för (för 1). Genomförande: emot")
    assert set(told) >= {goal for goal, _, _ in GOALS}


def test_a_table_without_any_evidence_says_so_in_its_caption(
    cells: Callable[[Exhibit], list[list[str]]],
) -> None:
    shown = logic_table(final())
    assert isinstance(shown, Exhibit)
    assert "underlag saknas för alla pilar" in shown.caption
    told = [line for line in cells(shown) if len(line) == 2][1:]
    assert len(told) == 1 + len(GOALS)
    assert all(line[1].endswith("underlag saknas.") for line in told)
    partly = logic_table(final({"livsomraden": s.UNKNOWN}))
    assert isinstance(partly, Exhibit)
    assert "saknas" not in partly.caption


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (["ej_rapporterad", "ingen_tid"], "Läget för de 2 är inte känt."),
        (["klar_i_tid", "klar_sen", "pagar"], "2 av 3 är klara."),
        (["installd", "ej_rapporterad"], "0 av 2 är klara; läget för 1 är inte känt."),
        ([], "Aktiviteter: underlag saknas."),
    ],
)
def test_activities_of_unknown_state_are_not_undone(statuses: list[str], words: str) -> None:
    assert activity_words(plan(statuses)).endswith(words)


def test_without_goals_nothing_is_drawn() -> None:
    empty = final()
    empty.goals = empty.goals.iloc[:0]
    assert programme_logic(empty, plan(), TRAINING) == logic_table(empty) == Prose(())
