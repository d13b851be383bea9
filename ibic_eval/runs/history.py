"""Keeps the results of each run, and compares a run with earlier ones.

The results of a real municipality are kept in `data/results/<code>/`, one file a run, and never
leave the machine. The earlier results of a fictional municipality are an example: they lie in
`resultat/` in its folder, and its runs keep nothing, so that its report is the same everywhere.
"""

import hashlib
import io
import re
from collections.abc import Hashable, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from ibic_eval.codebook.final_catalogue import QUASI
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import history_schemas as h
from ibic_eval.estimates.history_changes import changes
from ibic_eval.estimates.history_release import released_runs
from ibic_eval.estimates.history_results import as_results, key_results
from ibic_eval.estimates.history_series import run_list, series
from ibic_eval.runs.files import write_whole
from ibic_eval.runs.history_periods import periods
from ibic_eval.runs.implementation import Part, typed_tables
from ibic_eval.runs.opened import Opened, read_table
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import FIRST_FICTIONAL

HISTORY = "history"
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "now": h.RESULTS,
    "changes": h.CHANGES,
    "series": h.RESULTS,
    "runs": h.RUNS,
}
NAME = re.compile(r"\d{4}-\d{2}-\d{2}-([0-9a-f]{8})\.csv")
_TYPES: dict[Hashable, str] = {name: kind for name, kind in h.RESULTS.items()}
# What differs between two runs without their results differing
_MOMENT = ["run", "version"]


def keep_results(project: Project, code: str, results: pd.DataFrame, when: datetime) -> Path | None:
    """Write a run's results (RESULTS) beside the earlier ones and return the file.

    Nothing is written, and None returned, for a fictional municipality and where the latest file
    holds the same results. No file is ever replaced. Raises OutputError.
    """
    kept = earlier_results(project, code)
    latest = kept[kept["run"].eq(kept["run"].max())] if len(kept) else kept
    if code >= FIRST_FICTIONAL or results.empty or results_hash(latest) == results_hash(results):
        return None
    path = project.results_folder(code) / f"{when.date().isoformat()}-{results_hash(results)}.csv"
    if path.exists():
        return None
    moment = when.replace(microsecond=0).isoformat()
    write_whole(path, _text(as_results(results).assign(run=moment)))
    return path


def earlier_results(project: Project, code: str) -> pd.DataFrame:
    """Return the kept results of a municipality (RESULTS), oldest run first.

    Files that don't hold what was written are left out, and left where they are;
    `faulty_results` names them.
    """
    found = [table for _, table in _read_all(project, code) if table is not None]
    if not found:
        return as_results(pd.DataFrame(columns=list(h.RESULTS)))
    return pd.concat(found, ignore_index=True).sort_values("run", kind="stable", ignore_index=True)


def faulty_results(project: Project, code: str) -> list[str]:
    """Name the kept files that can't be used, from the project's folder."""
    return [
        path.relative_to(project.root).as_posix()
        for path, table in _read_all(project, code)
        if table is None
    ]


def results_now(
    final: Mapping[str, pd.DataFrame], context: Mapping[str, Any], program: str | None = None
) -> pd.DataFrame:
    """Return the results (RESULTS) of the slutrapport's tables; `context` is all the chapters'."""
    return key_results(
        final["evidence"],
        final["goals"],
        final["facts"],
        periods(context),
        version("ibic-eval") if program is None else program,
    )


def prepare_history(project: Project, code: str, now: pd.DataFrame) -> Part:
    """Return the released tables (SCHEMAS) of a municipality's results over time.

    `now` is the table of `results_now`. A run with the same last days of data as a later one is
    replaced by it; the change is since the latest run with other data, or since the latest where
    all had the same.
    """
    kept = [run for _, run in earlier_results(project, code).groupby("run", sort=True)]
    of_data = _latest_of_data([*kept, now])
    runs = released_runs(of_data if len(of_data) > 1 else [*kept[-1:], now], MINIMUM)
    *earlier, current = runs
    before = earlier[-1] if earlier else current.iloc[:0]
    tables = {
        "now": now,
        "changes": changes(current, before) if earlier else pd.DataFrame(),
        "series": series(runs),
        "runs": run_list(earlier),
    }
    context = {
        "first": not earlier,
        "faulty": faulty_results(project, code),
        "folder": project.results_folder(code).relative_to(project.root).as_posix(),
        "fictional": code >= FIRST_FICTIONAL,
    }
    return Part({**context, **_told(current, before)}, typed_tables(tables, SCHEMAS))


def read_history(folder: Path, context: dict[str, Any]) -> Opened:
    """Open what was prepared: its `context`, and each table under its own name."""
    return Opened(context, {name: folder / f"{HISTORY}_{name}.parquet" for name in SCHEMAS})


def prepared_results(folder: Path) -> pd.DataFrame:
    """Return the results that a prepared folder holds; no rows where it holds none."""
    path = folder / f"{HISTORY}_now.parquet"
    return as_results(read_table(path) if path.exists() else pd.DataFrame())


def results_hash(results: pd.DataFrame) -> str:
    """Return what a kept file of these results is named by: the same whenever they are computed."""
    told = as_results(results).drop(columns=_MOMENT)
    return hashlib.sha256(_text(told).encode()).hexdigest()[:8]


def _told(now: pd.DataFrame, before: pd.DataFrame) -> dict[str, Any]:
    def last(run: pd.DataFrame, column: str) -> str:
        own = run[run["kind"].ne(QUASI)]
        return str(own[column].max()) if len(own) else ""

    return {
        "run_before": last(before, "run")[:10],
        "data_before": last(before, "period_to"),
        "data_now": last(now, "period_to"),
        "version_before": last(before, "version"),
        "version_now": last(now, "version"),
    }


def _latest_of_data(runs: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return the last run of each set of last days, in order; a correction replaces its draft."""
    by_data = {_last_days(run): at for at, run in enumerate(runs)}
    return [runs[at] for at in sorted(by_data.values())]


def _last_days(run: pd.DataFrame) -> frozenset[tuple[str, str]]:
    return frozenset(zip(run["id"], run["period_to"], strict=True))


def _text(results: pd.DataFrame) -> str:
    return str(results.to_csv(index=False, lineterminator="\n"))


def _read_all(project: Project, code: str) -> list[tuple[Path, pd.DataFrame | None]]:
    folder = project.results_folder(code)
    paths = sorted(path for path in folder.glob("*.csv") if NAME.fullmatch(path.name))
    return [(path, _read(path)) for path in paths]


def _read(path: Path) -> pd.DataFrame | None:
    """Return a kept file's results, None where they aren't those that its name was made from."""
    named = NAME.fullmatch(path.name)
    try:
        text = path.read_text(encoding="utf-8")
        rows = pd.read_csv(
            io.StringIO(text),
            dtype=_TYPES,
            keep_default_na=False,
            na_values=[""],
        )
    except (OSError, ValueError):
        return None
    if list(rows.columns) != list(h.RESULTS) or named is None:
        return None
    results = as_results(rows)
    whole = text.endswith("\n") and results["run"].str.startswith(path.name[:10]).all()
    return results if whole and results_hash(results) == named.group(1) else None
