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
from ibic_eval.estimates.similar import nearest_municipalities
from ibic_eval.estimates.staggered import EVENTS_SCHEMA, STAGGERED_SCHEMA
from ibic_eval.estimates.synthetic import GAPS_SCHEMA, SYNTHETIC_SCHEMA, controls_in_waves
from ibic_eval.runs.opened import read_table
from ibic_eval.runs.project import Project
from ibic_eval.runs.satisfaction_national import (
    NationalSatisfaction,
    Waves,
    compared_from,
    national_satisfaction,
)
from ibic_eval.sources.municipalities import read_municipalities

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


def prepare_satisfaction(national: NationalSatisfaction, place: Mapping[str, Any]) -> Satisfaction:
    """Return a municipality's tables; empty ones where no values are fetched.

    `place` is the prepared context's `municipality`.
    """
    if not national.tables:
        return _nothing(place, national.waves)
    code = str(place["code"])
    tables = {
        **{name: national.tables[name] for name in SCHEMAS if name in national.tables},
        **_own_tables(national, code),
        "sizes": _sizes(national.tables["adoption"]),
        "questions": national.tables["questions"][list(_TEXTS)],
    }
    context = {**_about(place, national.waves), **national.about, **_own_use(national.tables, code)}
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
    fictional = bool(prepared.context["fictional"])
    return prepare_satisfaction(
        national_satisfaction(project, fictional, registers, waves), prepared.context
    )


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


def _own_use(tables: Mapping[str, pd.DataFrame], code: str) -> dict[str, Any]:
    """Say how the municipality itself uses IBIC, and since when."""
    adoption = tables["adoption"]
    mine = adoption[adoption["municipality"].eq(code)]
    began = tables["first_years"].dropna(subset="first_year")
    began = began[began["municipality"].eq(code)]
    return {
        "own_groups": dict(zip(mine["area"], mine["group"], strict=True)),
        "own_start": {a: int(y) for a, y in zip(began["area"], began["first_year"], strict=True)},
    }


def _own_tables(national: NationalSatisfaction, code: str) -> dict[str, pd.DataFrame]:
    results, first_years = national.tables["results"], national.tables["first_years"]
    before = compared_from(first_years, national.waves).get(code, national.waves.first)
    similar = nearest_municipalities(national.levels[before], national.register, code)
    own = placement(results, code, national.register, national.tables["adoption"], similar)
    control = controls_in_waves(national.series, first_years, code)
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
