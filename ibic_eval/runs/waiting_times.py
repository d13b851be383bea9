"""Prepares a municipality's waiting and investigation times from Kolada, beside others'."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.runs.project import Project
from ibic_eval.runs.satisfaction_national import satisfaction_sources
from ibic_eval.sources.kolada.catalogue import CATALOGUE_FILE, read_catalogue
from ibic_eval.sources.kolada.snapshot import read_snapshot
from ibic_eval.tables.satisfaction import MISSING, SHOWN
from ibic_eval.tables.waiting_times import median_times, type_waiting_times

OWN, COUNTY, NATION = LEVELS = ("kommunen", "lan", "riket")
NATION_NAME = "Riket"
# Of fewer municipalities a median says too little, also in a county with few.
SMALLEST = {COUNTY: 5, NATION: 10}
SCHEMA: Mapping[str, str] = {
    "kpi": "string",
    "label_sv": "string",
    "service": "string",
    "level": "string",
    "level_name": "string",
    "year": "Int64",
    "days": "Float64",
    "n_municipalities": "Int64",
    "status": "string",
    "source": "string",
}
SOURCE = "Kolada"
AGGREGATE_SOURCE = "Egen bearbetning av data från Kolada"
FICTIONAL_SOURCE = "Påhittade data i Koladas form"
FICTIONAL_AGGREGATE_SOURCE = "Egen bearbetning av påhittade data i Koladas form"


@dataclass(frozen=True)
class NationalTimes:
    """The days of all municipalities, their medians, and the register; none where not fetched."""

    times: pd.DataFrame | None
    medians: pd.DataFrame
    register: pd.DataFrame


def national_times(project: Project, fictional: bool, registers: pd.DataFrame) -> NationalTimes:
    """Return the times of the real or fictional municipalities; raises InputError."""
    source = satisfaction_sources(project, fictional).results
    register = registers[registers["fictional"].eq(fictional)]
    if not source.exists():
        return NationalTimes(None, _typed([]), register)
    catalogue = read_catalogue(project.reference / CATALOGUE_FILE)
    times = type_waiting_times(read_snapshot(source), catalogue, register, source.name).times
    return NationalTimes(times, _medians(times, NATION, NATION_NAME), register)


def prepare_waiting_times(national: NationalTimes, place: Mapping[str, Any]) -> pd.DataFrame:
    """Return a municipality's days by indicator and year, and the medians beside them (SCHEMA).

    `place` is the prepared context's `municipality`. `level` is `kommunen` (as reported, `status`
    `visas`, `dold` or `saknas`), `lan` or `riket`: the median over the municipalities with days
    that year, the own one among them, and only where there are enough. Empty where nothing is
    fetched, or nothing on times.
    """
    times, register = national.times, national.register
    if times is None:
        return _typed([])
    fictional = bool(place["fictional"])
    county = register.loc[register["county"].eq(place["county"]), "code"]
    aggregate = FICTIONAL_AGGREGATE_SOURCE if fictional else AGGREGATE_SOURCE
    in_county = times[times["municipality"].isin(county)]
    parts = [
        _own(times, place, FICTIONAL_SOURCE if fictional else SOURCE),
        _medians(in_county, COUNTY, str(place["county"])).assign(source=aggregate),
        national.medians.assign(source=aggregate),
    ]
    return _typed([part for part in parts if len(part)])


def _own(times: pd.DataFrame, place: Mapping[str, Any], source: str) -> pd.DataFrame:
    """Return the municipality's rows, also of the years that only others have."""
    code = str(place["code"])
    cells = times[["kpi", "label_sv", "service", "year"]].drop_duplicates()
    mine = times.loc[times["municipality"].eq(code), ["kpi", "year", "days", "status"]]
    rows = cells.merge(mine, on=["kpi", "year"], how="left")
    return rows.assign(
        level=OWN,
        level_name=place["name"],
        n_municipalities=rows["days"].notna().astype("Int64"),
        status=rows["status"].fillna(MISSING),
        source=source,
    )


def _medians(times: pd.DataFrame, level: str, name: str) -> pd.DataFrame:
    medians = median_times(times)
    enough = medians[medians["n_municipalities"] >= SMALLEST[level]]
    return enough.assign(level=level, level_name=name, status=SHOWN)


def _typed(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Join the parts in order of indicator, level and year."""
    if not parts:
        return pd.DataFrame(columns=list(SCHEMA)).astype(dict(SCHEMA))
    joined = pd.concat(parts, ignore_index=True)
    order = joined["level"].map(LEVELS.index)
    ordered = joined.assign(order=order).sort_values(["kpi", "order", "year"], ignore_index=True)
    return ordered.astype(dict(SCHEMA))[list(SCHEMA)]
