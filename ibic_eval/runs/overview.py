"""Prepares the overview of a scope (`runs.scopes`).

Only released results are read, those that `resultat.json` holds.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ibic_eval.errors import InputError, OutputError
from ibic_eval.estimates import overview as o
from ibic_eval.estimates.county_starts import use_starts
from ibic_eval.estimates.history_schemas import RESULTS
from ibic_eval.runs import manifest as m
from ibic_eval.runs.county_files import county_use
from ibic_eval.runs.files import ensure_writable, replace_folder
from ibic_eval.runs.project import Project
from ibic_eval.runs.scopes import scope_members, scope_name

NOT_RUN = "inte_kord"
AREAS = ("aldreomsorg", "annan_sol", "lss")
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "adoption": o.ADOPTION,
    "effects": o.EFFECTS,
    "pooled": o.POOLED,
    "levels": {"municipality": "string", **RESULTS},
    "spread": o.SPREAD,
    "lacking": o.LACKING,
}


@dataclass(frozen=True)
class Overview:
    """The prepared tables (SCHEMAS) of a scope; `context` says which, and how many it has."""

    context: dict[str, Any]
    adoption: pd.DataFrame
    effects: pd.DataFrame
    pooled: pd.DataFrame
    levels: pd.DataFrame
    spread: pd.DataFrame
    lacking: pd.DataFrame


def prepare_overview(project: Project, out: Path, scope: str) -> Path:
    """Write `data/prepared/<scope>/` from the results in a folder of reports, and return it.

    A faulty file of results counts as failed. Raises InputError for an unknown scope or a faulty
    register, OutputError where it can't be written; what was there is then left as it was.
    """
    members = scope_members(project, scope)
    context, tables = overview_tables(project, out, scope, members)
    ensure_writable(project.prepared)
    staged = Path(tempfile.mkdtemp(prefix=f".{scope}-", dir=project.prepared))
    try:
        text = json.dumps(context, ensure_ascii=False, indent=1)
        (staged / "context.json").write_text(text + "\n", encoding="utf-8")
        for name, table in tables.items():
            table.to_parquet(staged / f"overview_{name}.parquet", index=False)
        replace_folder(staged, project.prepared / scope)
    except OSError as error:
        raise OutputError(f"Det gick inte att skriva tabellerna för {scope}.") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return project.prepared / scope


def open_overview(scope: str, folder: str) -> Overview:
    """Open what was prepared for a scope; raises InputError where nothing is."""
    place = Path(folder)
    if not (place / "overview_lacking.parquet").exists():
        raise InputError(f"Inga tabeller är förberedda i {folder}: kör ibic-eval prepare {scope}.")
    context = json.loads((place / "context.json").read_text(encoding="utf-8"))
    if context["scope"] != scope:
        raise InputError(f"Tabellerna i {folder} gäller {context['scope']}, inte {scope}.")
    tables = {name: pd.read_parquet(place / f"overview_{name}.parquet") for name in SCHEMAS}
    return Overview(context, **tables)


def overview_tables(
    project: Project, out: Path, scope: str, members: pd.DataFrame
) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """Return the context and the tables (SCHEMAS) of a scope."""
    files, faulty = _result_files(out, members["code"])
    results = _together(files)
    fictional = bool(members["fictional"].all())
    use = county_use(project, fictional)
    codes = members["code"].tolist()
    adopted = [o.adoption(use_starts(use, area), use, codes, area) for area in AREAS]
    found, levels = o.effects(results), o.levels(results)
    tables = {
        "adoption": pd.concat(adopted, ignore_index=True),
        "effects": found,
        "pooled": o.pooled(found),
        "levels": levels,
        "spread": o.spread(levels),
        "lacking": _lacking(files, len(codes) - len(files) - faulty, faulty),
    }
    names = dict(zip(members["code"], members["name"], strict=True))
    context = {
        "scope": scope,
        "name": scope_name(scope, members),
        "fictional": fictional,
        "n": len(codes),
        "n_with_results": len(files),
        "names": {code: names[code] for code in files},
        "latest": max((content["made"] for content in files.values()), default=""),
    }
    typed = {name: tables[name][list(s)].astype(dict(s)) for name, s in SCHEMAS.items()}
    return context, typed


def _result_files(out: Path, codes: "pd.Series[str]") -> tuple[dict[str, m.ResultFile], int]:
    """Return the files that can be read, by code, and how many can't."""
    found, faulty = {}, 0
    for code in codes:
        try:
            content = m.read_results(out, code)
        except InputError:
            faulty += 1
            continue
        if content is not None:
            found[code] = content
    return found, faulty


def _together(files: Mapping[str, m.ResultFile]) -> pd.DataFrame:
    parts = [m.results_of(content).assign(municipality=code) for code, content in files.items()]
    columns = SCHEMAS["levels"]
    if not parts:
        return pd.DataFrame(columns=list(columns)).astype(dict(columns))
    return pd.concat(parts, ignore_index=True).astype({"municipality": "string"})


def _lacking(files: Mapping[str, m.ResultFile], not_run: int, faulty: int) -> pd.DataFrame:
    """Return how many municipalities are in each state, chapter by chapter (LACKING)."""
    stems = sorted({stem for content in files.values() for stem in content["chapters"]})
    rows = []
    for stem in stems:
        told = [content["chapters"].get(stem, m.FAILED) for content in files.values()]
        counts = {status: told.count(status) for status in m.STATUSES}
        counts[m.FAILED] += faulty
        counts[NOT_RUN] = not_run
        rows += [{"chapter": stem, "status": each, "n": n} for each, n in counts.items()]
    return pd.DataFrame(rows, columns=list(o.LACKING))
