"""Prepares and opens a municipality's tables on user satisfaction and the use of IBIC."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ibic_eval.estimates.coverage import COVERAGE_SCHEMA
from ibic_eval.estimates.did import EFFECTS_SCHEMA
from ibic_eval.estimates.group_means import CHANGES_SCHEMA, MEANS_SCHEMA
from ibic_eval.estimates.panels import EDITION
from ibic_eval.estimates.placement import OWN, PLACEMENT_SCHEMA, placement
from ibic_eval.estimates.similar import similar_municipalities
from ibic_eval.estimates.staggered import EVENTS_SCHEMA, STAGGERED_SCHEMA
from ibic_eval.estimates.synthetic import GAPS_SCHEMA, SYNTHETIC_SCHEMA, synthetic_controls
from ibic_eval.runs.opened import read_table
from ibic_eval.runs.project import Project
from ibic_eval.runs.satisfaction_national import (
    Sources,
    Waves,
    national_satisfaction,
    satisfaction_sources,
)
from ibic_eval.sources.kolada.catalogue import CATALOGUE_FILE, read_catalogue
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.sidecar import read_sidecar
from ibic_eval.tables.issues import ERROR

REPORT_WAVES = Waves(2018, 2020)  # those of Vårdanalys 2021:2, section 6.2.6
_TEXTS = ("service", "question", "kpi", "label_sv")
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "groups": MEANS_SCHEMA,
    "changes": CHANGES_SCHEMA,
    "coverage": COVERAGE_SCHEMA,
    "effects": {**EFFECTS_SCHEMA, "p_permutation": "Float64"},
    "staggered": STAGGERED_SCHEMA,
    "events": EVENTS_SCHEMA,
    "own": PLACEMENT_SCHEMA,
    "synthetic": SYNTHETIC_SCHEMA,
    "gaps": GAPS_SCHEMA,
    "sizes": {"area": "string", "group": "string", "first": "Int64", "second": "Int64",
              "n_municipalities": "Int64"},
    "questions": dict.fromkeys(_TEXTS, "string"),
}  # fmt: skip


@dataclass(frozen=True)
class Satisfaction:
    """The chapter's tables; `context` says what they rest on, and all are empty where it is none.

    `groups`, `changes`, `coverage`, `effects`, `staggered` and `events` are
    national; `own`, `synthetic` and `gaps` the municipality's, in the schemas of `estimates`.
    `sizes` is the number of municipalities in each group, `questions` the words of the questions.
    """

    context: dict[str, Any]
    groups: pd.DataFrame
    changes: pd.DataFrame
    coverage: pd.DataFrame
    effects: pd.DataFrame
    staggered: pd.DataFrame
    events: pd.DataFrame
    own: pd.DataFrame
    synthetic: pd.DataFrame
    gaps: pd.DataFrame
    sizes: pd.DataFrame
    questions: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in SCHEMAS}


def prepare_satisfaction(
    project: Project,
    place: Mapping[str, Any],
    registers: pd.DataFrame,
    waves: Waves = REPORT_WAVES,
) -> Satisfaction:
    """Return a municipality's tables for two years; empty ones where no values are fetched.

    `place` is the prepared context's `municipality`. Raises InputError for a faulty source.
    """
    fictional = bool(place["fictional"])
    sources = satisfaction_sources(project, fictional)
    if not sources.results.exists():
        return _nothing(place, waves)
    register = registers[registers["fictional"].eq(fictional)].reset_index(drop=True)
    national = national_satisfaction(project, sources, register, waves)
    tables = {
        **{name: national[name] for name in SCHEMAS if name in national},
        **_own_tables(national, register, str(place["code"]), waves),
        "sizes": _sizes(national["adoption"]),
        "questions": read_catalogue(project.reference / CATALOGUE_FILE)
        .dropna(subset="question")[list(_TEXTS)]
        .reset_index(drop=True),
    }
    context = {**_about(place, waves), **_basis(national, sources, str(place["code"]))}
    return Satisfaction(context, **tables)


def between_waves(prepared: Satisfaction, first: int, second: int) -> Satisfaction:
    """Return the prepared tables, or those of two other years, which are then computed.

    Raises InputError for a faulty source, or where the first year doesn't come before the second.
    """
    waves = Waves(first, second)
    if (prepared.context["first"], prepared.context["second"]) == waves:
        return prepared
    project = Project.find()
    registers = read_municipalities(*project.registers)
    return prepare_satisfaction(project, prepared.context, registers, waves)


def read_satisfaction(folder: Path, context: dict[str, Any]) -> Satisfaction:
    """Open the tables that were prepared in a municipality's folder."""
    tables = {name: read_table(folder / f"satisfaction_{name}.parquet") for name in SCHEMAS}
    return Satisfaction(context, **tables)


def _nothing(place: Mapping[str, Any], waves: Waves) -> Satisfaction:
    tables = {name: pd.DataFrame(columns=list(s)).astype(s) for name, s in SCHEMAS.items()}
    return Satisfaction(_about(place, waves), **tables)


def _about(place: Mapping[str, Any], waves: Waves) -> dict[str, Any]:
    return {
        "available": False,
        "fictional": bool(place["fictional"]),
        "name": place["name"],
        "code": place["code"],
        "first": waves.first,
        "second": waves.second,
        "edition": EDITION.removeprefix("skr"),
    }


def _basis(national: Mapping[str, pd.DataFrame], sources: Sources, code: str) -> dict[str, Any]:
    """Say what the tables rest on: the source and its day, years, numbers and own groups."""
    results, adoption = national["results"], national["adoption"]
    sidecar = read_sidecar(sources.results)
    mine = adoption[adoption["municipality"].eq(code)]
    began = national["first_years"].dropna(subset="first_year")
    began = began[began["municipality"].eq(code)]
    issues = national["issues"]
    return {
        "available": True,
        "source": sidecar.title,
        "date": sidecar.date.isoformat(),
        "years": [int(results["year"].min()), int(results["year"].max())],
        "municipalities": int(results["municipality"].nunique()),
        "use_known": int(adoption["municipality"].nunique()),
        "statuses": {str(k): int(n) for k, n in results["status"].value_counts().items()},
        "left_out": int(issues["severity"].eq(ERROR).sum()),
        "own_groups": dict(zip(mine["area"], mine["group"], strict=True)),
        "own_start": {a: int(y) for a, y in zip(began["area"], began["first_year"], strict=True)},
    }


def _own_tables(
    national: Mapping[str, pd.DataFrame], register: pd.DataFrame, code: str, waves: Waves
) -> dict[str, pd.DataFrame]:
    results, first_years = national["results"], national["first_years"]
    starts = first_years.loc[first_years["municipality"].eq(code), "first_year"].dropna()
    before = min([waves.first, *starts.astype(int)])
    similar = similar_municipalities(results, register, code, before=before)
    own = placement(results, code, register, national["adoption"], similar)
    control = synthetic_controls(results, first_years, code)
    kept = own["gender"].eq("T") | own["level"].eq(OWN)
    return {
        "own": own[kept].reset_index(drop=True),
        "synthetic": control.effects,
        "gaps": control.gaps,
    }


def _sizes(adoption: pd.DataFrame) -> pd.DataFrame:
    keys = ["area", "group", "first", "second"]
    sizes = adoption.groupby(keys, as_index=False).agg(n_municipalities=("municipality", "nunique"))
    schema = SCHEMAS["sizes"]
    return sizes[list(schema)].astype(dict(schema))
