"""Results of the user surveys: Kolada's percents as shares with respondents, small ones hidden.

Numbers of respondents come from an indicator of the service, not of the question, and only for
women and men together: `n` is who answered the survey, at least as many as answered the question.
"""

from typing import NamedTuple

import pandas as pd

from ibic_eval.tables.issues import issues_table
from ibic_eval.tables.kolada_issues import DAYS, repeated_issue, unusable_values
from ibic_eval.tables.kolada_waves import wave_issues

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"
RESULT, RESPONDENTS = "resultat", "svarande"
TOTAL = "T"
NO_CODE = ""  # the status of a value that is a number
CELL = ["kpi", "municipality", "year", "gender"]
SCHEMA = {
    "municipality": "string",
    "service": "string",
    "question": "string",
    "year": "Int64",
    "gender": "string",
    "share": "Float64",
    "n": "Int64",
    "status": "string",
    "kpi": "string",
}


class SatisfactionTables(NamedTuple):
    """The typed panel and the issues of the values it was made from."""

    satisfaction: pd.DataFrame
    issues: pd.DataFrame


def type_satisfaction(
    values: pd.DataFrame,
    catalogue: pd.DataFrame,
    register: pd.DataFrame,
    file: str = "values.parquet",
) -> SatisfactionTables:
    """Return the panel of results as shares with numbers of respondents (SCHEMA), and the issues.

    `values` is a snapshot of Kolada (`kpi, municipality, year, gender, value, status`), `catalogue`
    the indicators that are used (days of waiting are passed by), `register` the municipalities that
    are. One row a result, municipality, year and gender, for the municipalities in `values` and the
    years its service was asked about; what Kolada has no row for is `saknas`. A result of fewer
    respondents than the indicator's minimum is `dold`, without share and n, and so are women's and
    men's where the total isn't shown. Left out with an issue: another unit than percent, a percent
    outside 0 to 100, contradictory duplicates, a municipality that is not in the register.
    """
    asked = catalogue[catalogue["role"].ne(DAYS)]
    roles = asked.set_index("kpi")["role"]
    used = values[values["kpi"].isin(asked["kpi"])].reset_index(drop=True)
    found = unusable_values(used, roles, set(register["code"]), file)
    sound = used[~used.index.isin(found.rows)].drop_duplicates(CELL)
    rows = _joined(sound, asked)
    warnings = [*repeated_issue(used, file), *wave_issues(rows, file)]
    hidden = _hide_genders(_hide_small(_status(rows)))
    typed = hidden.astype(SCHEMA)[list(SCHEMA)]
    ordered = typed.sort_values(CELL, ignore_index=True)
    return SatisfactionTables(ordered, issues_table([*found.issues, *warnings]))


def _joined(values: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return every result that could be there, with its value, respondents and minimum."""
    columns = ["kpi", "service", "question", "role", "minimum"]
    known = values.merge(catalogue[columns], on="kpi")
    results = known[known["role"].eq(RESULT)]
    cells = _cells(results, known, catalogue.loc[catalogue["role"].eq(RESULT), columns])
    respondents = known.loc[known["role"].eq(RESPONDENTS) & known["status"].eq(NO_CODE)]
    key = ["service", "municipality", "year", "gender"]
    n = respondents[[*key, "value"]].rename(columns={"value": "n"})
    rows = cells.merge(results[[*CELL, "value", "status"]], on=CELL, how="left")
    rows = rows.merge(n.drop_duplicates(key), on=key, how="left")
    return rows.assign(n=rows["n"].astype("Float64").round().astype("Int64"))


def _cells(results: pd.DataFrame, known: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    """Return the municipalities by the indicators, years and genders that somebody has a row of.

    A year in which anybody has a row for the service counts for all its indicators.
    """
    genders = results[["kpi", "gender"]].drop_duplicates()
    waves = results[["service", "year", "gender"]].drop_duplicates()
    places = known[["municipality"]].drop_duplicates()
    asked = kpis.merge(genders, on="kpi").merge(waves, on=["service", "gender"])
    return asked.merge(places, how="cross")


def _status(rows: pd.DataFrame) -> pd.DataFrame:
    given = rows["status"].eq(NO_CODE).fillna(False) & rows["value"].notna()
    status = pd.Series(MISSING, rows.index, dtype="string")
    status = status.mask(rows["status"].eq(HIDDEN).fillna(False), HIDDEN).mask(given, SHOWN)
    return _blanked(rows.assign(share=rows["value"].astype("Float64") / 100, status=status))


def _hide_small(rows: pd.DataFrame) -> pd.DataFrame:
    few = rows["n"].lt(rows["minimum"]).fillna(False)
    return _blanked(rows.assign(status=rows["status"].mask(few, HIDDEN)))


def _hide_genders(rows: pd.DataFrame) -> pd.DataFrame:
    """Hide women and men where the total isn't shown: fewer than in the total have answered."""
    key = ["kpi", "municipality", "year"]
    totals = rows.loc[rows["gender"].eq(TOTAL) & rows["status"].ne(SHOWN), key]
    without_total = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(totals))
    shown = rows["status"].eq(SHOWN)
    return _blanked(rows.assign(status=rows["status"].mask(without_total & shown, HIDDEN)))


def _blanked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without a share where none is shown, and without n where it is hidden."""
    shown, hidden = rows["status"].eq(SHOWN), rows["status"].eq(HIDDEN)
    return rows.assign(share=rows["share"].where(shown), n=rows["n"].mask(hidden))
