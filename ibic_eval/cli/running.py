"""The command that makes reports."""

import os
from pathlib import Path
from typing import Annotated

import typer

from ibic_eval.batch.run import Options
from ibic_eval.cli.batch import Selection, run_selected, show_plan
from ibic_eval.cli.voices import JsonVoice, Voice
from ibic_eval.reports.formats import HTML, asked_formats
from ibic_eval.runs.project import Project

INTERNAL_FOLDER = "internt"
_CORES = os.cpu_count() or 1


def run_command(
    context: typer.Context,
    municipalities: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KOMMUN]...",
            help="En eller flera kommuner, kod eller namn.",
            show_default=False,
        ),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Alla landets kommuner.")] = False,
    county: Annotated[
        str | None, typer.Option("--county", metavar="LÄN", help="Länets kommuner.")
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="GRUPP", help="Kommungruppen enligt SKR: kod eller namn."),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="De påhittade kommunerna, med --all eller --group.")
    ] = False,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="ANTECKNINGSBOK", help="Kör bara den, utan rapport."),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, metavar="ANTAL", help="Hur många som körs samtidigt.")
    ] = _CORES,
    first: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="ANTAL", help="Bara de första.")
    ] = None,
    timeout: Annotated[
        int,
        typer.Option(
            "--timeout", min=1, metavar="SEKUNDER", help="Längst tid för en anteckningsbok."
        ),
    ] = 600,
    cluster: Annotated[
        str | None,
        typer.Option("--dask", metavar="ADRESS", help="Kör i ett Dask-kluster i stället för här."),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Rapportens format, till exempel html,pdf.",
            show_default=False,
        ),
    ] = HTML,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Visa vad som skulle köras, utan att köra.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Kör också det som inte har ändrats.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Skriv bara ut det som går fel.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Skriv en rad JSON för varje steg.")
    ] = False,
    internal: Annotated[
        bool,
        typer.Option(
            "--internal",
            help="Märk rapporten som internt material, säg vad den döljer och lägg den i en mapp "
            f"som heter {INTERNAL_FOLDER}. Det som är dolt är det också där.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="MAPP", help="Var rapporten läggs; annars reports/output."),
    ] = None,
) -> None:
    """Skapa rapporten för en eller flera kommuner; det som inte har ändrats körs inte om."""
    project = Project.find()
    selection = Selection(municipalities or (), county, group, everyone, demo, first)
    debug = bool(context.parent and context.parent.params.get("debug"))
    options = Options(only, jobs, timeout, force, debug, cluster, asked_formats(formats), internal)
    place = _place(project, out, internal)
    if dry_run:
        raise typer.Exit(show_plan(project, selection, place, options))
    voice = JsonVoice() if as_json else Voice(quiet)
    raise typer.Exit(run_selected(project, selection, place, options, voice))


def _place(project: Project, out: Path | None, internal: bool) -> Path:
    """Return where reports go: the internal ones never among those that may be published."""
    if internal:
        return (out or project.output.parent).absolute() / INTERNAL_FOLDER
    return (out or project.output).absolute()
