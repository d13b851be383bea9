"""Writes tables for people on the terminal, or as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import typer

from ibic_eval.tables.issues import ERROR

if TYPE_CHECKING:
    from ibic_eval.runs.reproduce import Reproduction


def shown_path(path: Path) -> str:
    """Return a path as seen from here, or whole where it lies elsewhere."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def print_json(rows: list[dict[str, Any]]) -> None:
    """Print a list of objects, one JSON document."""
    typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def print_issues(issues: pd.DataFrame, as_json: bool) -> None:
    """Print an issues table: a line an issue and a count, or JSON with the table's columns."""
    if as_json:
        print_json(json.loads(issues.to_json(orient="records", force_ascii=False)))
        return
    for row in issues.to_dict("records"):
        typer.echo(_issue_line({str(key): value for key, value in row.items()}))
    typer.echo(_count(issues))


def _issue_line(row: dict[str, Any]) -> str:
    """Name the file and row unless the sentence begins with them."""
    message = str(row["message"])
    place = f"{row['file']}, rad {row['row']}" if pd.notna(row["row"]) else str(row["file"])
    told = message.startswith(("Filen ", "Mappen ")) or str(row["file"]) in message
    return f"{str(row['severity']).upper():8} {message if told else f'{place}: {message}'}"


def _count(issues: pd.DataFrame) -> str:
    errors = int(issues["severity"].eq(ERROR).sum())
    warnings = len(issues) - errors
    if not len(issues):
        return "Inga anmärkningar."
    noun = "varning" if warnings == 1 else "varningar"
    return f"{errors} fel och {warnings} {noun}."


def print_inventory(table: pd.DataFrame, as_json: bool) -> None:
    """Print the municipalities and what data each has."""
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    if as_json:
        print_json(rows)
        return
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        typer.echo(f"{row['code']}  {row['name']:{width}}  {', '.join(row['data']) or '–'}")
    typer.echo(
        f"{len(rows)} kommuner, {sum(bool(row['data']) for row in rows)} med egna uppgifter."
    )


def print_failures(sentences: Mapping[str, str], asked: int) -> None:
    """Print which municipalities got no report, and why, to stderr."""
    width = max(map(len, sentences))
    typer.echo(f"\n{len(sentences)} av {asked} rapporter kunde inte skapas:", err=True)
    for name, sentence in sentences.items():
        typer.echo(f"  {name:{width}}  {sentence}", err=True)


def print_reproduction(result: "Reproduction", reconstructed: bool) -> None:
    """Print each published figure beside the computed one, then the findings and the sum."""
    known = set(result.findings["id"])
    rows = [{str(k): v for k, v in row.items()} for row in result.figures.to_dict("records")]
    head = ("id", "avsnitt", "fråga", "område", "grupp", "svar", "publicerat", "beräknat", "n", "")
    print_columns([head, *(_reproduced(row, known) for row in rows)])
    typer.echo("")
    for row in result.findings.to_dict("records"):
        typer.echo(f"Fynd {row['id']}: {row['finding']}")
    agreeing = sum(row["agrees"] for row in rows)
    off = len(result.unexplained)
    typer.echo(
        f"{agreeing} av {len(rows)} publicerade siffror stämmer. "
        f"Kända fynd: {len(rows) - agreeing - off}. Avviker: {off}."
    )
    for note in result.notes:
        typer.echo(note)
    if reconstructed:
        typer.echo(
            "Svaren är en rekonstruktion med påhittade kommuner: överensstämmelsen visar att "
            "beräkningen är rätt och att publikationen går ihop, inte att IBIC fungerar."
        )


def print_columns(rows: list[tuple[str, ...]]) -> None:
    """Print rows of texts in columns as wide as their widest text."""
    widths = [max(len(text) for text in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


def _reproduced(row: dict[str, Any], known: set[str]) -> tuple[str, ...]:
    words = "≈" if row["reading"] == "tolkning" else ""
    verdict = "stämmer" if row["agrees"] else "känt fynd" if row["id"] in known else "AVVIKER"
    names = (row[key] for key in ("id", "section", "item", "area", "group", "answer"))
    published = words + _range(row["published_low"], row["published_high"])
    computed = _range(row["computed_low"], row["computed_high"])
    unit = " %" if row["unit"] == "procent" else ""
    return (*names, published + unit, computed + unit, str(row["n"]), verdict)


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None or pd.isna(low):
        return "–"
    ends = [f"{end:.4g}".replace(".", ",") for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)
