"""The commands; each finds the project, calls one function and prints what it returns.

A command imports what it needs when it is called: all that is needed here takes seconds to import.
"""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from ibic_eval.cli.audit import audit_command
from ibic_eval.cli.demo import demo_command
from ibic_eval.cli.fetching import fetching
from ibic_eval.cli.mapping import map_command
from ibic_eval.cli.portal import portal_command, serve_command
from ibic_eval.cli.printing import (
    print_inventory,
    print_issues,
    print_json,
    print_reproduction,
    shown_path,
)
from ibic_eval.cli.running import run_command
from ibic_eval.cli.swedish import SwedishCommand, SwedishGroup
from ibic_eval.runs.files import write_together
from ibic_eval.runs.project import Project
from ibic_eval.runs.scopes import FICTIONAL, example_folder
from ibic_eval.sources.municipalities import Municipality, find_municipality, read_municipalities
from ibic_eval.tables.issues import has_errors

app = typer.Typer(
    cls=SwedishGroup,
    help="Utvärdering av Individens behov i centrum (IBIC): från kommunens uppgifter till rapport.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(fetching, name="fetch")
app.command("map", cls=SwedishCommand)(map_command)
app.command("run", cls=SwedishCommand)(run_command)
app.command("portal", cls=SwedishCommand)(portal_command)
app.command("serve", cls=SwedishCommand)(serve_command)
app.command("audit", cls=SwedishCommand)(audit_command)
app.command("demo", cls=SwedishCommand)(demo_command)

FILE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".yml")
One = Annotated[str, typer.Argument(metavar="KOMMUN", help="Kommunens kod eller namn.")]
Json = Annotated[bool, typer.Option("--json", help="Skriv JSON i stället för text.")]


@app.callback()
def options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Visa var i programmet ett fel uppstod.")
    ] = False,
) -> None:
    """Take the options that stand before a command; `entry` reads them."""


@app.command("list", cls=SwedishCommand)
def list_command(
    demo: Annotated[
        bool, typer.Option("--demo", help="Visa de påhittade kommunerna i stället.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Visa kommunerna och deras uppgifter."""
    from ibic_eval.runs.inventory import inventory

    print_inventory(inventory(Project.find(), fictional=demo), as_json)


@app.command("check", cls=SwedishCommand)
def check_command(
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[KOMMUN|FIL]",
            help="En kommun, en fil eller en mapp med en omgång; annars allt som finns.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Kontrollera uppgifter före en körning."""
    from ibic_eval.runs.checks import check_all, check_municipality, check_path
    from ibic_eval.runs.own_files import has_own_files

    project = Project.find()
    if target is None:
        issues = check_all(project)
    elif _is_path(target):
        issues = check_path(project, Path(target))
    else:
        municipality = _municipality(project, target)
        issues = check_municipality(project, municipality)
        if not as_json and not has_own_files(project, municipality.code):
            code = municipality.code
            typer.echo(f"{municipality.name} har inga egna filer; börja med ibic-eval init {code}.")
    print_issues(issues, as_json)
    raise typer.Exit(int(has_errors(issues)))


@app.command("init", cls=SwedishCommand)
def init_command(municipality: One) -> None:
    """Skapa mappen för kommunens egna filer."""
    from ibic_eval.runs.own_files import create_own_folder

    project = Project.find()
    folder, written = create_own_folder(project, _municipality(project, municipality))
    names = ", ".join(path.name for path in written) or "inget, allt fanns redan"
    typer.echo(f"Mappen {shown_path(folder)} är klar. Nytt i den: {names}.")


@app.command("register", cls=SwedishCommand)
def register_command(municipality: One) -> None:
    """Registrera dagen då målnivåer och huvudmått sattes, innan resultaten är kända."""
    from ibic_eval.runs.threshold_register import register_thresholds

    project = Project.find()
    code = _municipality(project, municipality).code
    path, names = register_thresholds(project, code, dt.date.today())
    told = f"Nytt i {shown_path(path)}: {', '.join(names)}." if names else "Allt är registrerat."
    typer.echo(f"{told} Lägg filen i versionshanteringen samma dag, så att dagen går att pröva.")


@app.command("prepare", cls=SwedishCommand)
def prepare_command(municipality: One) -> None:
    """Förbered tabellerna utan att köra något; riket-demo ger översiktens exempel."""
    from ibic_eval.runs.overview import prepare_overview
    from ibic_eval.runs.prepare import prepare

    project = Project.find()
    if municipality == FICTIONAL:
        folder = prepare_overview(project, example_folder(project), FICTIONAL)
    else:
        folder = prepare(project, _municipality(project, municipality).code)
    typer.echo(f"Tabellerna ligger i {shown_path(folder)}.")


@app.command("reproduce", cls=SwedishCommand)
def reproduce_command(
    responses: Annotated[
        Path | None,
        typer.Option(
            "--responses", metavar="FIL", help="Riktiga svar i stället för rekonstruktionen."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Jämför publicerade siffror med beräknade."""
    from ibic_eval.runs.reproduce import as_records, reproduce

    result = reproduce(Project.find(), responses)
    if as_json:
        print_json(as_records(result))
    else:
        print_reproduction(result, reconstructed=responses is None)
    raise typer.Exit(int(len(result.unexplained) > 0))


@app.command("reconstruct", cls=SwedishCommand)
def reconstruct_command() -> None:
    """Bygg om de påhittade kommunernas uppgifter."""
    from ibic_eval.runs.demo_cases import build_case_files
    from ibic_eval.runs.demo_county import build_county_files
    from ibic_eval.runs.demo_introduction import build_introduction_files
    from ibic_eval.runs.demo_overview import build_overview_files
    from ibic_eval.runs.demo_panel import build_panel_files
    from ibic_eval.runs.demo_readiness import build_readiness_files
    from ibic_eval.runs.reconstruct import rebuild

    project = Project.find()
    made = rebuild(project, lambda item: typer.echo(f"löser {item}", err=True))
    write_together(
        {
            **build_panel_files(project),
            **build_case_files(project),
            **build_readiness_files(project),
            **build_introduction_files(project),
            **build_overview_files(project),
        }
    )
    write_together(build_county_files(project))  # it reads what was just written
    let_go = ", ".join(made.relaxed) or "inga"
    typer.echo(
        f"{len(made.responses)} påhittade svar ligger i {shown_path(project.demo)}. "
        f"Publicerade siffror som inte gick att förena med de andra: {let_go}."
    )


@app.command("dictionary", cls=SwedishCommand)
def dictionary_command() -> None:
    """Skriv ut katalogen över alla kolumner."""
    from ibic_eval.codebook.dictionary import data_dictionary
    from ibic_eval.codebook.variables import load_codebooks

    typer.echo(data_dictionary(load_codebooks(Project.find().codebooks)))


def _is_path(target: str) -> bool:
    """Tell whether a target is meant as a file or folder and not as a municipality."""
    written = "/" in target or "\\" in target or target.lower().endswith(FILE_ENDINGS)
    return written or Path(target).exists()


def _municipality(project: Project, text: str) -> Municipality:
    return find_municipality(text, read_municipalities(*project.registers))
