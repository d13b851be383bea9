"""Prepares and opens what is known of how far the municipalities of a county have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.estimates.county_counts import COUNTS_SCHEMA, county_counts
from ibic_eval.estimates.county_starts import (
    LEVELS_SCHEMA,
    STARTS_SCHEMA,
    county_starts,
    start_levels,
    use_starts,
    with_starts,
)
from ibic_eval.runs.county_files import (
    CountyAnswers,
    county_answers,
    county_register,
    county_statements,
    county_use,
    refuse_faulty_mapping,
)
from ibic_eval.runs.opened import read_table
from ibic_eval.runs.project import Project
from ibic_eval.sources.county_mapping import MAPPING
from ibic_eval.sources.municipalities import find_municipality
from ibic_eval.tables.county_mapping import MAPPING_SCHEMA, PARTS
from ibic_eval.tables.county_statements import STATEMENTS_SCHEMA

AREAS = ("aldreomsorg", "annan_sol", "lss")
NO_AREA = "alla"
LEVELS = ("langt", "en_bit", "i_borjan", "inte_borjat")
_PLACES = dict.fromkeys(["code", "name", "county_code", "county"], "string")
_USE = {"municipality": "string", "area": "string", "year": "Int64", "exact": "boolean",
        "basis": "string"}  # fmt: skip
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "answers": MAPPING_SCHEMA,
    "statements": STATEMENTS_SCHEMA,
    "use_starts": _USE,
    "places": _PLACES,
}
GROUP_SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "members": _PLACES,
    "answers": MAPPING_SCHEMA,
    "statements": STATEMENTS_SCHEMA,
    "counts": COUNTS_SCHEMA,
    "starts": STARTS_SCHEMA,
    "levels": LEVELS_SCHEMA,
}


@dataclass(frozen=True)
class NationalMapping:
    """The chapter's tables by name (SCHEMAS), the same in all reports, and what they rest on."""

    register: pd.DataFrame
    answers: CountyAnswers
    tables: Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class CountyComparison:
    """What is known of all municipalities, real or fictional: public authorities, by name.

    `answers` and `statements` are the typed mapping, `use_starts` when use of IBIC began and
    `places` the register; `context` says whose report it is.
    """

    context: dict[str, Any]
    answers: pd.DataFrame
    statements: pd.DataFrame
    use_starts: pd.DataFrame
    places: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in SCHEMAS}


@dataclass(frozen=True)
class GroupComparison:
    """The chapter's tables for one county or group and one area, in GROUP_SCHEMAS.

    `answers` also has the rows of sources that name no area, which are not counted. Where they say
    nothing of the start, `counts` takes it from `starts`. `context` adds
    `area`, `is_county`, `county`, `n`, and `available`: whether anything at all is known.
    """

    context: dict[str, Any]
    members: pd.DataFrame
    answers: pd.DataFrame
    statements: pd.DataFrame
    counts: pd.DataFrame
    starts: pd.DataFrame
    levels: pd.DataFrame


def national_mapping(project: Project, fictional: bool) -> NationalMapping:
    """Return what is known of the real or fictional municipalities.

    Raises InputError for a faulty file of all of them.
    """
    register, use = county_register(project, fictional), county_use(project, fictional)
    answers = county_answers(project, fictional)
    tables = {
        "answers": answers.answers,
        "statements": county_statements(project, fictional),
        "use_starts": pd.concat([use_starts(use, area) for area in AREAS], ignore_index=True),
        "places": register,
    }
    typed = {name: tables[name][list(s)].astype(dict(s)) for name, s in SCHEMAS.items()}
    return NationalMapping(register, answers, typed)


def prepare_county_comparison(
    project: Project, national: NationalMapping, place: Mapping[str, Any]
) -> CountyComparison:
    """Return what is known of the municipalities; `place` is the context's `municipality`.

    Raises InputError where the shared file or the municipality's own is faulty.
    """
    refuse_faulty_mapping(national.answers, str(place["code"]))
    fictional = bool(place["fictional"])
    context = {
        "code": place["code"],
        "name": place["name"],
        "county": place["county"],
        "fictional": fictional,
        "own_file": _own_file(project, str(place["code"]), national.register),
        "shared_file": f"data/{'demo' if fictional else 'municipalities'}/{MAPPING}",
    }
    return CountyComparison(context, **national.tables)


def read_county_comparison(folder: Path, context: dict[str, Any]) -> CountyComparison:
    """Open the tables that were prepared in a municipality's folder."""
    return CountyComparison(
        context,
        **{name: read_table(folder / f"county_comparison_{name}.parquet") for name in SCHEMAS},
    )


def of_group(prepared: CountyComparison, group: str = "", area: str = AREAS[0]) -> GroupComparison:
    """Return the chapter's tables for a group of municipalities and an area.

    `group` is codes with commas between, or "" for the municipality's own county. Raises InputError
    for an unknown code or area.
    """
    if area not in AREAS:
        raise InputError(f"Parametern area är {area}; den ska vara {' eller '.join(AREAS)}.")
    places = prepared.places
    codes = _codes(group, places, prepared.context)
    members = places[places["code"].isin(codes)].reset_index(drop=True)
    inside = prepared.answers[prepared.answers["municipality"].isin(codes)]
    counted = inside[inside["area"].eq(area)]
    statements = _about(members, area, prepared)
    use = prepared.use_starts[prepared.use_starts["area"].eq(area)]
    starts = county_starts(counted, codes, use)
    told = bool(counted[list(PARTS.values())].notna().any(axis=None)) or bool(len(statements))
    tables = {
        "members": members,
        "answers": inside[inside["area"].isin([area, NO_AREA])].reset_index(drop=True),
        "statements": statements,
        "counts": county_counts(
            with_starts(counted, starts), codes, statements, str(prepared.context["code"])
        ),
        "starts": starts,
        "levels": start_levels(starts, LEVELS),
    }
    context = {
        **prepared.context,
        "area": area,
        "is_county": not group.strip(),
        "n": len(members),
        "available": told,
    }
    return GroupComparison(context, **tables)


def _codes(group: str, places: pd.DataFrame, context: Mapping[str, Any]) -> list[str]:
    if not group.strip():
        mine = places.loc[places["code"].eq(context["code"]), "county_code"]
        return sorted(places.loc[places["county_code"].isin(mine), "code"])
    codes = [each.strip() for each in group.split(",") if each.strip()]
    unknown = [code for code in codes if code not in set(places["code"])]
    if unknown:
        raise InputError(
            f"Parametern group har {unknown[0][:40]}, som inte är koden för en kommun som kan "
            "jämföras här; skriv fyra siffror per kommun med komma emellan, som 0380,0381."
        )
    return sorted(set(codes))


def _about(members: pd.DataFrame, area: str, prepared: CountyComparison) -> pd.DataFrame:
    """Return the statements on an area of a county, where the group is that whole county."""
    counties = members["county_code"].unique()
    whole = prepared.places["county_code"].isin(counties).sum() == len(members)
    chosen = prepared.statements["area"].eq(area) & prepared.statements["county_code"].isin(
        counties if len(counties) == 1 and whole else []
    )
    return prepared.statements[chosen].reset_index(drop=True)


def _own_file(project: Project, code: str, register: pd.DataFrame) -> str:
    slug = find_municipality(code, register).slug
    folder = project.own_folder(code) or project.municipalities / f"{code}-{slug}"
    return (folder / MAPPING).relative_to(project.root).as_posix()
