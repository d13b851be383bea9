"""Runs several municipalities in turn: one that fails does not stop the others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ibic_eval.cli.printing import print_failures, shown_path
from ibic_eval.cli.sentences import UNEXPECTED, unexpected_sentence
from ibic_eval.errors import IbicError
from ibic_eval.reports.municipality import Progress as Report
from ibic_eval.reports.municipality import make_report
from ibic_eval.runs.files import ensure_writable
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import find_municipality, read_municipalities


@dataclass(frozen=True)
class Failure:
    """A municipality as it was asked for, and why it got no report."""

    asked: str
    sentence: str
    exit_code: int


def run_all(project: Project, asked: Sequence[str], out: Path) -> int:
    """Make a report for each municipality and return the exit code: the gravest failure's, or 0."""
    ensure_writable(out)
    if len(asked) == 1:
        _run_one(project, asked[0], out)
        return 0
    failures = [failure for text in asked if (failure := _attempt(project, text, out))]
    if failures:
        print_failures({failure.asked: failure.sentence for failure in failures}, len(asked))
    return max((failure.exit_code for failure in failures), default=0)


def _attempt(project: Project, text: str, out: Path) -> Failure | None:
    try:
        _run_one(project, text, out)
    except IbicError as error:
        return Failure(text, str(error), error.exit_code)
    except Exception as error:  # an error of the program for one is none for the others
        return Failure(text, unexpected_sentence(error), UNEXPECTED)
    return None


def _run_one(project: Project, text: str, out: Path) -> None:
    municipality = find_municipality(text, read_municipalities(*project.registers))
    with _progress(municipality.name) as report:
        path = make_report(project, municipality, out, report)
    typer.echo(f"Rapporten för {municipality.name} ligger i {shown_path(path)}.")


@contextmanager
def _progress(name: str) -> Iterator[Report]:
    """Show a bar while a report is made, on terminals only; it disappears when done."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(name, total=1.0)

        def report(doing: str, done: float) -> None:
            bar.update(task, description=f"{name}: {doing}", completed=done)

        yield report
