"""Draws the programme logic: activities, effects in each part of the work, goals, conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ibic_eval.display.canvas import WIDTH, house_style, plain_axes, save
from ibic_eval.display.exhibits import Exhibit, Shown
from ibic_eval.display.final_words import GOAL_KINDS, NOTHING, Final, Row, source_of
from ibic_eval.display.logic_boxes import (
    PADDING,
    SMALL,
    TEXT,
    TITLE,
    Place,
    block_arrow,
    box,
    box_height,
    pointer,
    rail,
    text_height,
    words,
    wrapped,
)
from ibic_eval.display.logic_words import (
    SIGNS,
    STAGE_TEXTS,
    STAGES,
    VERDICTS,
    Plan,
    Training,
    activity_words,
    arrow_label,
    arrow_sentence,
    condition_words,
    goal_words,
    status_words,
    training_words,
)
from ibic_eval.display.palette import FAINT
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.estimates.logic_paths import ACTIVITIES, arrows, plan_goals
from ibic_eval.estimates.logic_paths import VERDICTS as ORDER

CAPTION = "Programlogik: aktiviteter, effekter och mål, med underlaget för varje pil."
_EDGE = 0.04
_STAGE, _BETWEEN = 1.06, 0.05
_GOALS = _EDGE + len(STAGES) * (_STAGE + _BETWEEN) + 0.14
_GOAL_WIDTH = WIDTH - _EDGE - _GOALS
_ARROW, _DOWN, _GAP = 0.28, 0.37, 0.045
_KIND = 0.2
_NOTES = (
    "Varje pil går från sin kolumn till målet på samma rad. ”2 av 2” är 2 av de 2 resultat som kan "
    "avgöra: för ett mål huvudmåttets delar, annars alla mätningar. En pil säger för eller emot "
    "bara när alla gör det; resultat räknas inte som röster. "
    "Stjärna: bara sådant som aldrig avgör, som bedömningar och andra mått än målets huvudmått. "
    "Ingen pil: inget mått. Pilarna säger inget om orsaken.",
)


_WHOLE, _TIGHT = WIDTH - 2 * _EDGE, 0.03
_HALF = (_WHOLE - _BETWEEN) / 2
_ACTIVITIES = "Aktiviteter och resurser"
_CONDITIONS: Mapping[str, str] = {
    "utmaningar": "Utmaningar för alla led, enligt planen",
    "framgangsfaktorer": "Framgångsfaktorer för alla led, enligt planen",
}


@dataclass(frozen=True)
class Goal:
    """A goal as it is drawn: its id and kind, its broken text, its status, its height in inches."""

    id: str
    kind: str
    text: str
    status: str
    height: float


@dataclass(frozen=True)
class Parts:
    """The texts of the drawing, broken to fit; `conditions` has a title and a text a box."""

    activities: str
    stages: tuple[tuple[str, str, str], ...]
    goals: tuple[Goal, ...]
    conditions: tuple[tuple[str, str], ...]


def programme_logic(final: Final, plan: Plan, training: Training) -> Shown:
    """Draw the programme logic after figure 1 of report 2021:2, each arrow with its evidence.

    `plan` and `training` are the parts of the introduction; nothing is shown without goals.
    """
    if final.goals.empty:
        return NOTHING
    paths = arrows(final.evidence, final.goals, final.goal_evidence, final.measures)
    with house_style():
        figure = _draw(_parts(final, plan, training), paths)
        image = save(figure, _alt(final, plan, training, paths))
    source = f"{source_of(final.context)}; upplägget efter Vårdanalys 2021:2, figur 1"
    return Exhibit("figur", "slutrapport-programlogik", CAPTION, (image,), source, _NOTES)


def _parts(final: Final, plan: Plan, training: Training) -> Parts:
    return Parts(
        wrapped(f"{training_words(training)}\n{activity_words(plan)}", _WHOLE, TEXT),
        tuple(
            (stage, name, wrapped(STAGE_TEXTS[stage], _STAGE, SMALL))
            for stage, name in STAGES.items()
        ),
        tuple(_goal(final, row) for row in row_dicts(plan_goals(final.goals))),
        tuple(
            (title, wrapped(condition_words(plan, section), _HALF, SMALL))
            for section, title in _CONDITIONS.items()
        ),
    )


def _goal(final: Final, row: Row) -> Goal:
    text = wrapped(goal_words(final, row), _GOAL_WIDTH, TEXT)
    height = max(2 * _TIGHT + text_height(text, TEXT) + text_height("x", TEXT), _ARROW)
    return Goal(str(row["goal"]), str(row["kind"]), text, status_words(row), height)


def _draw(parts: Parts, paths: pd.DataFrame) -> Figure:
    """Lay the parts out from the top and draw them."""
    first = box_height(_ACTIVITIES, parts.activities)
    arrow_top = _EDGE + first + _GAP
    stage_top = arrow_top + _DOWN + _GAP
    stage_height = max(box_height(name, text, SMALL) for _, name, text in parts.stages)
    goal_top = stage_top + stage_height + 2 * _GAP
    places, below = _goal_places(parts.goals, goal_top)
    last = max(box_height(title, text, SMALL) for title, text in parts.conditions)
    figure, axes = plain_axes(below + last + _EDGE, (0, 0), 0)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(below + last + _EDGE, 0)
    axes.set_axis_off()
    box(axes, Place(_EDGE, _EDGE, _WHOLE, first), _ACTIVITIES, parts.activities)
    for place, (stage, name, text) in zip(_columns(), parts.stages, strict=True):
        found = paths["origin"].eq(ACTIVITIES) & paths["target"].eq(stage)
        row = row_dicts(paths[found])[0]
        arrow = Place(place, arrow_top, _STAGE, _DOWN)
        block_arrow(axes, arrow, str(row["verdict"]), arrow_label(row), down=True)
        box(axes, Place(place, stage_top, _STAGE, stage_height), name, text, SMALL)
    _key(axes, arrow_top)
    _draw_goals(axes, parts.goals, places, paths, stage_top + stage_height)
    for at, (title, text) in enumerate(parts.conditions):
        left = _EDGE + at * (_HALF + _BETWEEN)
        box(axes, Place(left, below, _HALF, last), title, text, SMALL)
    return figure


def _columns() -> list[float]:
    return [_EDGE + at * (_STAGE + _BETWEEN) for at in range(len(STAGES))]


def _goal_places(goals: Sequence[Goal], top: float) -> tuple[list[float], float]:
    """Return the upper edge of each goal, and where the drawing goes on below them."""
    places, y = [], top
    for at, goal in enumerate(goals):
        y += _KIND if at == 0 or goals[at - 1].kind != goal.kind else 0
        places.append(y)
        y += goal.height + _GAP
    return places, y + _GAP


def _draw_goals(
    axes: Axes, goals: Sequence[Goal], places: Sequence[float], paths: pd.DataFrame, start: float
) -> None:
    columns = dict(zip(STAGES, _columns(), strict=True))
    ends: dict[str, float] = {}
    for at, (goal, top) in enumerate(zip(goals, places, strict=True)):
        if at == 0 or goals[at - 1].kind != goal.kind:
            heading = GOAL_KINDS[goal.kind].capitalize()
            words(axes, _GOALS, top - _KIND + 0.03, heading, TITLE, weight="bold")
        middle = top + goal.height / 2
        rows = row_dicts(paths[paths["target"].eq(goal.id)])
        for row in rows:
            left = columns[str(row["origin"])]
            place = Place(left, middle - _ARROW / 2, _STAGE, _ARROW)
            block_arrow(axes, place, str(row["verdict"]), arrow_label(row))
            ends[str(row["origin"])] = middle
        pointer(axes, columns[str(rows[0]["origin"])] + _STAGE, _GOALS, middle)
        _goal_box(axes, goal, top)
    for stage, end in ends.items():
        middle = columns[stage] + _STAGE / 2
        rail(axes, (middle, start), (middle, end))


def _goal_box(axes: Axes, goal: Goal, top: float) -> None:
    box(axes, Place(_GOALS, top, _GOAL_WIDTH, goal.height), "", "")
    left = _GOALS + PADDING
    words(axes, left, top + _TIGHT, goal.text, TEXT)
    below = top + _TIGHT + text_height(goal.text, TEXT)
    words(axes, left, below, goal.status, TEXT, weight="bold")


def _key(axes: Axes, top: float) -> None:
    """Show what each kind of arrow means, above the goals."""
    words(axes, _GOALS, top, "Vad underlaget säger om det som pilen visar:", SMALL, color=FAINT)
    for at, verdict in enumerate(ORDER):
        left = _GOALS + (at % 2) * _GOAL_WIDTH / 2
        y = top + 0.2 + (at // 2) * 0.24
        block_arrow(axes, Place(left, y, 0.3, 0.17), verdict, (SIGNS[verdict],))
        words(axes, left + 0.36, y + 0.02, VERDICTS[verdict], SMALL)


def _alt(final: Final, plan: Plan, training: Training, paths: pd.DataFrame) -> str:
    goals = [
        f"{goal_words(final, row)}: {status_words(row)[2:].lower()}."
        for row in row_dicts(plan_goals(final.goals))
    ]
    told = [arrow_sentence(row) for row in row_dicts(paths)]
    conditions = [
        f"{title}: {condition_words(plan, section)}" for section, title in _CONDITIONS.items()
    ]
    return " ".join(
        ["Programlogik med pilar från aktiviteter via delar av arbetet till mål.",
         training_words(training), activity_words(plan), *told, "Målen:", *goals, *conditions]
    )  # fmt: skip
