"""The command that attacks a report's own suppression."""

from pathlib import Path
from typing import Annotated

import typer

from ibic_eval.batch.courses import REPORT
from ibic_eval.errors import InputError
from ibic_eval.runs.project import Project

_GENERATOR, _TOP = '<meta name="generator" content="ibic-eval', 2000


def audit_command(
    report: Annotated[
        str, typer.Argument(metavar="RAPPORT", help="En rapport (HTML), eller kommunen den gäller.")
    ],
    earlier: Annotated[
        Path | None,
        typer.Option("--earlier", metavar="FIL", help="En tidigare rapport för samma kommun."),
    ] = None,
) -> None:
    """Försök räkna ut det som är dolt i en rapport, så som en läsare kunde göra."""
    from ibic_eval.reports.audit import audit_report

    path = _path(report)
    found = audit_report(_read(path), _read(earlier) if earlier else None)
    for leak in found.leaks:
        where = ", ".join(filter(None, (leak.table, leak.row, leak.column)))
        typer.echo(f"{where}: {_told(leak.numbers)}.", err=True)
    counted = f"{found.hidden} dolda celler, {found.attacked} av dem i en summa som syns"
    if found.leaks:
        typer.echo(
            f"{path.name}: {counted}. {len(found.leaks)} går att komma åt: publicera inte "
            "rapporten och rapportera felet.",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo(f"{path.name}: {counted}. Inget går att räkna ut.")


def _told(numbers: int) -> str:
    return "går att räkna ut" if numbers == 1 else f"kan bara vara {numbers} olika tal"


def _path(report: str) -> Path:
    """Return the path of a report named by its file, or by its municipality."""
    if Path(report).suffix == ".html" or Path(report).exists():
        return Path(report)
    from ibic_eval.sources.municipalities import find_municipality, read_municipalities

    project = Project.find()
    code = find_municipality(report, read_municipalities(*project.registers)).code
    return project.output / code / REPORT


def _read(path: Path) -> str:
    try:
        html = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Rapporten {path} finns inte eller går inte att läsa; skapa den med ibic-eval run."
        ) from error
    if _GENERATOR not in html[:_TOP]:
        raise InputError(
            f"Filen {path} är ingen rapport ur det här programmet; ange en {REPORT} eller "
            "en kommun."
        )
    return html
