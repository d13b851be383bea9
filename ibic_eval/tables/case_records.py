"""Cases, assessments and plans as typed tables: their columns, and tables without rows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ibic_eval.tables.issues import issues_table

AREAS = ("aldreomsorg", "annan_sol", "lss")
WAYS_IN = ("ordinarie", "utskrivning", "uppfoljning")
OUTCOMES = ("bifall", "delvis_bifall", "avslag", "avskriven")
LIFE_AREAS = (*(f"d{number}" for number in range(1, 10)), "trygghet", "anhorigstod")
SUPPORT_FORMS = ("stodjande", "kompenserande")
PLAN_KINDS = ("genomforandeplan", "uppfoljning")
QUALITY_ANSWERS = ("positivt", "varken", "negativt", "vet_inte")

DATE = "datetime64[s]"


def _fixed(codes: Sequence[str]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(codes))


_AREA = _fixed(AREAS)
_QUALITY = _fixed(QUALITY_ANSWERS)
# Of units, providers and codes the categories are those that stand in the file.
_OPEN = "category"

Types = Mapping[str, str | pd.CategoricalDtype]
CASE_TYPES: Types = {
    "case": "int32",
    "person": "int32",
    "area": _AREA,
    "applied": DATE,
    "started": DATE,
    "decided": DATE,
    "way_in": _fixed(WAYS_IN),
    "ibic": "boolean",
    "unit": _OPEN,
    "case_worker": "Int64",
    "life_areas": "Int16",
    "codes": "Int16",
    "goals": "Int16",
    "pages": "Float64",
    "characters": "Int32",
    "hours": "Float64",
    "outcome": _fixed(OUTCOMES),
}
ASSESSMENT_TYPES: Types = {
    "person": "int32",
    "area": _AREA,
    "life_area": _fixed(LIFE_AREAS),
    "code": _OPEN,
    "date": DATE,
    "present": "Int8",
    "intended": "Int8",
    "followed_up": DATE,
    "reached": "Int8",
    "provider": _OPEN,
    "support": _fixed(SUPPORT_FORMS),
}
PLAN_TYPES: Types = {
    "plan": "int32",
    "person": "int32",
    "kind": _fixed(PLAN_KINDS),
    "date": DATE,
    "area": _AREA,
    "ibic": "boolean",
    "provider": _OPEN,
    "goals": "Int16",
    "goals_with_subgoals": "Int16",
    "subgoals": "Int16",
    "pages": "Float64",
    "person_present": "boolean",
    "relative_present": "boolean",
    "provider_present": "boolean",
    "case_worker_present": "boolean",
    "quality_decision": _QUALITY,
    "quality_treatment": _QUALITY,
    "quality_safety": _QUALITY,
    "quality_satisfied": _QUALITY,
    "quality_regard": _QUALITY,
}
# The columns of the files in order of the typed tables' columns.
_SWEDISH = {
    "arenden": (
        CASE_TYPES,
        "arende person omrade ansokan start beslut ingang ibic enhet handlaggare livsomraden "
        "fordjupningskoder mal sidor tecken timmar utfall",
    ),
    "bedomningar": (
        ASSESSMENT_TYPES,
        "person omrade livsomrade kod datum nulage avsett uppfoljning uppnatt utforare stodform",
    ),
    "planer": (
        PLAN_TYPES,
        "plan person slag datum omrade ibic utforare mal mal_med_delmal delmal sidor "
        "deltog_person deltog_narstaende deltog_utforare deltog_handlaggare "
        "kval_beslut kval_bemotande kval_trygg kval_nojd kval_hansyn",
    ),
}
# By file: the names of its columns, and those of the typed table.
NAMES: Mapping[str, Mapping[str, str]] = {
    file: dict(zip(swedish.split(), types, strict=True))
    for file, (types, swedish) in _SWEDISH.items()
}
LEFT_OUT_TYPES = {"file": "string", "rows": "Int64", "left_out": "Int64"}


class CaseRecords(NamedTuple):
    """A municipality's records from its case system, typed; pseudonyms are codes from 0.

    `cases`, `assessments` and `plans` have the columns of CASE_TYPES, ASSESSMENT_TYPES and
    PLAN_TYPES; a person has the same code in all three. `issues` is the table of what is wrong in
    the files (`tables.issues`): rows with an error are left out. `left_out` has one row a file:
    how many `rows` it has and how many of them are `left_out`. `extracted` is the day the records
    were taken out, until which open cases were followed.
    """

    cases: pd.DataFrame
    assessments: pd.DataFrame
    plans: pd.DataFrame
    issues: pd.DataFrame
    left_out: pd.DataFrame
    extracted: dt.date


def empty_table(types: Types) -> pd.DataFrame:
    """Return a table with these columns and types and no rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})


def empty_records(extracted: dt.date) -> CaseRecords:
    """Return the records of a municipality that has none."""
    return CaseRecords(
        cases=empty_table(CASE_TYPES),
        assessments=empty_table(ASSESSMENT_TYPES),
        plans=empty_table(PLAN_TYPES),
        issues=issues_table([]),
        left_out=pd.DataFrame(columns=list(LEFT_OUT_TYPES)).astype(LEFT_OUT_TYPES),
        extracted=extracted,
    )
