"""`demo`: makes folders with every source for fictional municipalities."""

from typing import TYPE_CHECKING, Annotated

import typer

from ibic_eval.cli.printing import shown_path
from ibic_eval.errors import InputError
from ibic_eval.runs.project import Project

if TYPE_CHECKING:
    from ibic_eval.runs.demo_many import Demo

SEED = 2026


def demo_command(
    municipalities: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KOMMUN]", help="Påhittade kommuner, kod eller namn.", show_default=False
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Alla 290 påhittade kommuner.")] = False,
    count: Annotated[
        int | None,
        typer.Option(
            "--count", metavar="ANTAL", min=1, help="Bara de första så många.", show_default=False
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="TAL", min=0, help="Frö; samma frö ger samma filer.")
    ] = SEED,
) -> None:
    """Gör uppgifter åt påhittade kommuner, att pröva rapporten på."""
    from ibic_eval.runs.demo_many import make_demo

    project = Project.find()
    asked = _asked(project, municipalities or [], every, count)
    demo = make_demo(project, asked, seed, lambda place: typer.echo(place.name, err=True))
    typer.echo(_told(project, demo))


def _asked(project: Project, named: list[str], every: bool, count: int | None) -> list[str]:
    if named and (every or count is not None):
        raise InputError("Ange antingen kommuner eller --all och --count, inte båda.")
    from ibic_eval.runs.demo_many import all_fictional

    if not named and not every and count is None:
        raise InputError("Ange påhittade kommuner, till exempel 9005, eller --all för alla.")
    return named or all_fictional(project)[:count]


def _told(project: Project, demo: "Demo") -> str:
    folder = shown_path(project.demo_municipalities)
    made = f"{len(demo.made)} påhittade kommuner ligger i {folder}." if demo.made else ""
    codes = ", ".join(place.code for place in demo.left)
    left = f"Lämnade som de är, eftersom deras mapp finns i {shown_path(project.municipalities)}: "
    return " ".join(part for part in (made, f"{left}{codes}." if codes else "") if part)
