"""`fetch`: values from others' databases, brought here whole."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ibic_eval.cli.printing import shown_path
from ibic_eval.cli.swedish import SwedishCommand, SwedishGroup
from ibic_eval.errors import InputError
from ibic_eval.runs.project import Project
from ibic_eval.sources.kolada.rows import HIDDEN, MISSING

if TYPE_CHECKING:
    from ibic_eval.runs.fetch import Fetched, Report

FIRST_YEAR = 2012  # the first with values in the indicators that are used
YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
URL_VARIABLE = "IBIC_KOLADA_URL"

fetching = typer.Typer(
    cls=SwedishGroup, help="Hämta uppgifter ur öppna databaser.", rich_markup_mode=None
)


@fetching.callback()
def sources() -> None:
    """Hold the commands together: a source each."""


@fetching.command("kolada", cls=SwedishCommand)
def kolada_command(
    years: Annotated[
        str,
        typer.Option(
            metavar="ÅR",
            help="Till exempel 2018-2025 eller 2018,2020; annars alla från 2012.",
            show_default=False,
        ),
    ] = "",
    municipality: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KOMMUN", help="Bara den kommunen, utan andra; kan anges flera gånger."
        ),
    ] = None,
    kpi: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NYCKELTAL", help="Bara det nyckeltalet, utan andra; kan anges flera gånger."
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="ADRESS",
            envvar=URL_VARIABLE,
            show_envvar=False,
            help=f"En annan server än Koladas egen; kan också anges som {URL_VARIABLE}.",
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FIL", help="Läs en CSV- eller Excel-fil från Koladas webbplats i stället."
        ),
    ] = None,
) -> None:
    """Hämta resultaten från brukarundersökningarna ur Kolada."""
    # The libraries for the network are slow to import, and no other command needs them.
    from ibic_eval.runs.fetch import fetch_kolada, import_export, kolada_query
    from ibic_eval.sources.kolada.connection import API, Connection

    project = Project.find()
    if file is not None:
        _tell(import_export(project, file))
        return
    query = kolada_query(project, _years(years), municipality or (), kpi or ())
    with Connection(url or API) as connection, _progress() as report:
        fetched = fetch_kolada(project, query, connection, report)
    _tell(fetched)


def _years(text: str) -> range | list[int]:
    """Read `2018-2025`, `2018,2020` or a mixture; every year since the first where empty."""
    last = date.today().year
    if not text:
        return range(FIRST_YEAR, last + 1)
    parts = [YEARS.fullmatch(part.strip()) for part in text.replace("–", "-").split(",")]
    spans = [(int(part[1]), int(part[2] or part[1])) for part in parts if part]
    sound = all(FIRST_YEAR <= start <= end <= last for start, end in spans)
    if None in parts or not sound:
        raise InputError(
            f"”{text[:40]}” går inte att läsa som år: skriv till exempel 2018-2025, tidigast"
            f" {FIRST_YEAR} och senast {last}."
        )
    return [year for start, end in spans for year in range(start, end + 1)]


@contextmanager
def _progress() -> Iterator["Report"]:
    """Show a bar while batches arrive, on terminals only; it disappears when done."""
    console = Console(stderr=True)
    columns = (
        TextColumn("Hämtar ur Kolada"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report


def _tell(fetched: "Fetched") -> None:
    table = fetched.received.table
    places, kpis = table["municipality"].nunique(), table["kpi"].nunique()
    typer.echo(
        f"Klart: {shown_path(fetched.path)}. Antal värden: {len(table)}; kommuner: {places};"
        f" nyckeltal: {kpis}; år: {table['year'].min()}–{table['year'].max()}."
    )
    hidden, missing = (int(table["status"].eq(status).sum()) for status in (HIDDEN, MISSING))
    typer.echo(
        f"Dolda av sekretesskäl: {hidden}. Saknas enligt Kolada: {missing}. Borttagna av Kolada och"
        f" inte med: {fetched.received.deleted}."
    )
    if fetched.received.unknown_signs:
        signs = ", ".join(fetched.received.unknown_signs)
        typer.echo(f"Okända tecken i stället för värden har lästs som att de saknas: {signs}.")
    typer.echo("Källa: Kolada. Det som räknas ut ska anges ”Egen bearbetning av data från Kolada”.")
