"""Checking a raw table of texts against its codebook, through pandera."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa

from ibic_eval.codebook.variables import PSEUDONYM, Codebook, Variable

PANDERA_RULES = {
    "column_in_schema": "okand_kolumn",
    "column_in_dataframe": "kolumn_saknas",
    "not_nullable": "varde_saknas",
    "field_uniqueness": "dubblett",
    "multiple_fields_uniqueness": "dubblett",
}
Test = Callable[[pd.Series], pd.Series]


@dataclass(frozen=True)
class Failure:
    """One break of the codebook.

    `row` is the position in the table from 0, None where the rule concerns a whole column. `rule`
    is one of `okand_kolumn`, `kolumn_saknas`, `varde_saknas`, `dubblett`, `typ`, `kod`, `monster`,
    `minst`, `hogst`.
    """

    column: str
    rule: str
    row: int | None
    value: str


def schema(codebook: Codebook) -> pa.DataFrameSchema:
    """Build the pandera schema of a table whose cells are texts, NA where nothing stands."""
    columns = {variable.name: _column(variable) for variable in codebook.variables}
    key = list(codebook.key) or None
    return pa.DataFrameSchema(columns, strict=True, unique=key)


def blank_to_missing(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the table as texts without blanks at the ends, with missing codes as NA."""
    missing = {variable.name: variable.missing for variable in codebook.variables}
    texts = {name: table[name].astype("string").str.strip() for name in table.columns}
    cleared = {name: text.mask(text.isin(missing.get(name, ()))) for name, text in texts.items()}
    return pd.DataFrame(cleared, columns=table.columns).reset_index(drop=True)


def failures(table: pd.DataFrame, codebook: Codebook) -> tuple[Failure, ...]:
    """List every break of the codebook in a raw table, by column order and row.

    The table holds texts as they were read. Nothing is changed and nothing is raised.
    """
    texts = blank_to_missing(table, codebook)
    try:
        schema(codebook).validate(texts, lazy=True)
    except pa.errors.SchemaErrors as error:
        found = {_failure(case) for case in error.failure_cases.to_dict("records")}
        order = {name: place for place, name in enumerate([*codebook.names, *table.columns])}
        return tuple(sorted(found, key=lambda each: (_place(each.row), order[each.column])))
    return ()


def _column(variable: Variable) -> pa.Column:
    checks = [pa.Check(test, name=rule) for rule, test in _tests(variable).items()]
    return pa.Column(
        "string", checks=checks, nullable=not variable.required, unique=variable.unique
    )


def _tests(variable: Variable) -> dict[str, Test]:
    return {
        **_type_test(variable),
        **({"kod": lambda s: s.isin(list(variable.codes))} if variable.codes else {}),
        **({"monster": lambda s: s.str.fullmatch(variable.pattern)} if variable.pattern else {}),
        **({"minst": lambda s: ~(_numbers(s) < variable.min)} if variable.min is not None else {}),
        **({"hogst": lambda s: ~(_numbers(s) > variable.max)} if variable.max is not None else {}),
    }


def _type_test(variable: Variable) -> dict[str, Test]:
    tests: dict[str, Test] = {
        "heltal": lambda s: s.str.fullmatch(r"-?[0-9]+"),
        "tal": lambda s: s.str.fullmatch(r"-?[0-9]+([.][0-9]+)?"),
        "datum": lambda s: pd.to_datetime(s, format="%Y-%m-%d", errors="coerce").notna(),
        "beteckning": lambda s: s.str.fullmatch(PSEUDONYM),
    }
    return {"typ": tests[variable.type]} if variable.type in tests else {}


def _numbers(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts, errors="coerce").astype("float64")


def _failure(case: dict[str, object]) -> Failure:
    check, index, value = str(case["check"]), case["index"], case["failure_case"]
    whole = check in ("column_in_schema", "column_in_dataframe")
    return Failure(
        column=str(value) if whole else str(case["column"]),
        rule=PANDERA_RULES.get(check, check),
        row=None if whole else int(str(index)),
        value="" if whole or pd.isna(value) else str(value),  # type: ignore[call-overload]
    )


def _place(row: int | None) -> int:
    return -1 if row is None else row
