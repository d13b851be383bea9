"""`portal` and `serve`: all municipalities' results together, and showing them on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from ibic_eval.cli.printing import shown_path
from ibic_eval.runs.project import Project

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="MAPP", help="Rapporternas mapp; annars reports/output."),
]


def portal_command(out: Out = None) -> None:
    """Samla alla kommuner på sidor med tabell, karta och jämförelse."""
    # The libraries for drawing and reports are slow to import, and no other command needs them.
    from ibic_eval.portal.site import write_portal

    project = Project.find()
    written = write_portal(project, out or project.output)
    for fault in written.faults:
        typer.echo(fault, err=True)
    typer.echo(f"Portalen ligger i {shown_path(written.first)}.")


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
