"""`portal` and `serve`: all municipalities' results together, and showing them on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from ibic_eval.batch.run import Options
from ibic_eval.cli.batch import make_overviews, write_portal
from ibic_eval.cli.voices import Voice
from ibic_eval.runs.project import Project

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="MAPP", help="Rapporternas mapp; annars reports/output."),
]


def portal_command(out: Out = None) -> None:
    """Samla alla kommuner på sidor med tabell, karta och jämförelse."""
    project, voice = Project.find(), Voice()
    place = (out or project.output).absolute()
    overviews = make_overviews(project, place, Options(), voice)
    voice.portal(write_portal(project, place))
    raise typer.Exit(voice.close([], [], overviews))


def serve_command(
    out: Out = None,
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help="Annars 8000.", show_default=False)
    ] = 8000,
) -> None:
    """Visa portalen på den här datorn, och bara här."""
    from ibic_eval.portal.server import serve

    def ready(address: str) -> None:
        typer.echo(f"Portalen visas på {address} tills du trycker Ctrl-C.")

    serve(out or Project.find().output, port, ready)
