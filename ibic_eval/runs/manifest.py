"""The files that a run leaves in the reports' folder for others to read: their form, and reading.

`manifest.json` has one row a job, a municipality and a step of it; `<code>/resultat.json` has a
municipality's released results. Keys that aren't told here are let through unread.
"""

import json
from pathlib import Path
from types import UnionType
from typing import Any, TypedDict, cast, get_origin, get_type_hints, is_typeddict

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.estimates.history_results import as_results

FORMAT = 1
MANIFEST, RESULTS = "manifest.json", "resultat.json"

# The steps that are no notebook's stem
TABLES, REPORT = "tabeller", "rapport"

OK, SUPPRESSED, NO_DATA, FAILED = STATUSES = ("ok", "suppressed", "no_data", "failed")


class JobRow(TypedDict):
    """One job; `output` is a path from the reports' folder, `cell` where a notebook stopped."""

    municipality: str
    name: str
    county: str
    fictional: bool
    step: str
    status: str
    sentence: str | None
    cell: int | None
    seconds: float | int | None
    peak_memory_mb: float | int | None
    finished: str
    parameters: dict[str, Any]
    hashes: dict[str, Any]
    versions: dict[str, Any]
    output: str | None


class Manifest(TypedDict):
    """All jobs of a folder, and the version of the program that wrote it last."""

    format: int
    program: str
    jobs: list[JobRow]


class Place(TypedDict):
    """A municipality as its results know it; the SKR group is that of the edition named."""

    code: str
    name: str
    county: str
    skr_code: str
    skr_name: str
    skr_edition: str
    fictional: bool


class ResultFile(TypedDict):
    """A municipality's results (rows of RESULTS in `history_schemas`), made on an ISO day.

    `chapters` is the status of each notebook by its stem.
    """

    format: int
    municipality: Place
    made: str
    results: list[dict[str, Any]]
    chapters: dict[str, str]


def read_manifest(out: Path) -> Manifest | None:
    """Read the manifest of a folder of reports; None where there is none.

    Raises InputError for a file that is cut off, or that something else has written.
    """
    path = out / MANIFEST
    content = _read(path, Manifest)
    if content is None:
        return None
    if not all(_fits(row, JobRow) and row["status"] in STATUSES for row in content["jobs"]):
        raise InputError(_foreign(path))
    return cast(Manifest, content)


def read_results(out: Path, code: str) -> ResultFile | None:
    """Read a municipality's results; None where there are none.

    Raises InputError for a file that is cut off, that something else has written, or that is
    about another municipality.
    """
    path = out / code / RESULTS
    content = _read(path, ResultFile)
    if content is None:
        return None
    if content["municipality"]["code"] != code or not _is_table(content["results"]):
        raise InputError(_foreign(path))
    return cast(ResultFile, content)


def records_of(results: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table of results (RESULTS) as rows for JSON, null where a number is missing."""
    text = as_results(results).to_json(orient="records", double_precision=15)
    return cast("list[dict[str, Any]]", json.loads(str(text)))


def results_of(content: ResultFile) -> pd.DataFrame:
    """Return the table of results (RESULTS) that a file holds."""
    return as_results(pd.DataFrame(content["results"]))


def _read(path: Path, form: type) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(_foreign(path)) from error
    if not _fits(content, form) or content["format"] != FORMAT:
        raise InputError(_foreign(path))
    return cast("dict[str, Any]", content)


def _fits(row: object, form: type) -> bool:
    """Tell whether a node of JSON has all keys of a form, each of its type."""
    kinds = get_type_hints(form).items()
    return isinstance(row, dict) and all(
        name in row and _is(row[name], kind) for name, kind in kinds
    )


def _is_table(rows: list[Any]) -> bool:
    try:
        as_results(pd.DataFrame([dict(row) for row in rows]))
    except (TypeError, ValueError):
        return False
    return True


def _is(value: object, kind: Any) -> bool:
    if is_typeddict(kind):
        return _fits(value, kind)
    return isinstance(value, kind if isinstance(kind, UnionType) else get_origin(kind) or kind)


def _foreign(path: Path) -> str:
    return (
        f"Filen {path} går inte att läsa som en fil ur en körning: ta bort den och kör "
        "ibic-eval run igen."
    )
