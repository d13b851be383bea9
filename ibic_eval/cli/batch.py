"""`ibic-eval run`: finds out who is meant and runs them, or says what a run would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import typer

from ibic_eval.batch.courses import Course
from ibic_eval.batch.overviews import Overview, plan_overviews
from ibic_eval.batch.run import Options, plan, run
from ibic_eval.cli.voices import Refused, Voice
from ibic_eval.errors import InputError
from ibic_eval.runs.manifest import TABLES
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality, find_municipality, read_municipalities
from ibic_eval.sources.selection import of_county, of_group, of_kind

if TYPE_CHECKING:
    from ibic_eval.portal.site import Written

FIRST_PAGE = "index.html"


@dataclass(frozen=True)
class Selection:
    """Who is meant: those named, and a county, a group or all, of the real or the fictional."""

    named: Sequence[str] = ()
    county: str | None = None
    group: str | None = None
    everyone: bool = False
    demo: bool = False
    first: int | None = None


def run_selected(
    project: Project, selection: Selection, out: Path, options: Options, voice: Voice
) -> int:
    """Make the reports that are due and return the exit code: the gravest failure's, or 0."""
    register = read_municipalities(*project.registers)
    places, refused = chosen(selection, register)
    if len(refused) == 1 and not places:
        raise refused[0].error
    courses = plan(project, register, places, out, options) if places else []
    whole = selection.everyone and options.only is None and not options.internal
    _go(courses, options, voice)
    overviews = make_overviews(project, out, options, voice) if whole else []
    if whole and (_changed([*courses, *overviews]) or not (out / FIRST_PAGE).exists()):
        voice.portal(write_portal(project, out))
    return voice.close(courses, refused, overviews)


def make_overviews(project: Project, out: Path, options: Options, voice: Voice) -> list[Overview]:
    """Make the overviews that are due of the nation and its counties."""
    register = read_municipalities(*project.registers)
    overviews = plan_overviews(project, register, out, options.force)
    _go(overviews, options, voice)
    return overviews


def _changed(courses: Sequence[Course]) -> bool:
    return any(course.rows for course in courses)


def write_portal(project: Project, out: Path) -> "Written":
    """Write the portal's pages."""
    from ibic_eval.portal import site  # seconds of imports, needed only now

    return site.write_portal(project, out)


def _go(courses: Sequence[Course], options: Options, voice: Voice) -> None:
    if courses:
        with voice.listening(len(courses)) as tell:
            run(courses, options, tell)


def show_plan(project: Project, selection: Selection, out: Path, options: Options) -> int:
    """Say what a run would do, without doing any of it."""
    register = read_municipalities(*project.registers)
    places, refused = chosen(selection, register)
    for each in refused:
        typer.echo(f"{each.asked}: {each.error}", err=True)
    courses = plan(project, register, places, out, options) if places else []
    due = [[task.step for task in course.begin()] for course in courses]
    for course, steps in zip(courses, due, strict=True):
        typer.echo(f"{course.municipality.code}  {course.municipality.name}: {_planned(steps)}")
    changed = sum(map(bool, due))
    typer.echo(f"{changed} av {len(courses)} kommuner har något att göra. Inget har körts.")
    return max((each.error.exit_code for each in refused), default=0)


def _planned(steps: Sequence[str]) -> str:
    if not steps:
        return "oförändrad"
    if list(steps) == [TABLES]:
        return "tabellerna, och de kapitel som ändras av dem"
    return ", ".join(steps)


def chosen(
    selection: Selection, register: pd.DataFrame
) -> tuple[list[Municipality], list[Refused]]:
    """Return the municipalities that are meant, each once, and those asked for in vain.

    Raises InputError for a county or a group that doesn't exist, and where nobody is meant.
    """
    kind = register[register["fictional"].eq(selection.demo)]
    codes = [
        *(of_kind(selection.demo, register) if selection.everyone else ()),
        *(of_county(selection.county, register) if selection.county else ()),
        *(of_group(selection.group, kind) if selection.group else ()),
    ]
    places: list[Municipality] = []
    refused: list[Refused] = []
    for text in (*codes, *selection.named):
        try:
            places.append(find_municipality(text, register))
        except InputError as error:
            refused.append(Refused(text, error))
    if not places and not refused:
        raise InputError("Ange en kommun, --county, --group eller --all: se ibic-eval run --help.")
    return list(dict.fromkeys(places))[: selection.first], refused
