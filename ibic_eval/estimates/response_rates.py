"""Who answered: response rates for the nation, the counties and the SKR groups."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import MonteCarloMethod, chi2_contingency, contingency, fisher_exact

from ibic_eval.errors import InputError
from ibic_eval.estimates.differences import holm
from ibic_eval.estimates.shares import MISSING, NATION, SHOWN

COUNTY = "lan"
SKR_GROUP = "skr"
SKR_MAIN_GROUP = "skr_huvudgrupp"
EDITION = "skr2017"  # in force 2017–2022, so at the time of the survey
MAIN_GROUPS: Mapping[str, str] = {
    "A": "Storstäder och storstadsnära kommuner",
    "B": "Större städer och kommuner nära större stad",
    "C": "Mindre städer/tätorter och landsbygdskommuner",
}
ANSWERED, DECLINED = "svarade", "avbojde"

RATES_SCHEMA = {
    **dict.fromkeys(["level", "level_code", "level_name"], "string"),
    **dict.fromkeys(["invited", "answered", "declined"], "Int64"),
    "rate": "Float64",
    "status": "string",
}
SEED = 2020
RESAMPLES = 9999


def response_rates(
    frame: pd.DataFrame, register: pd.DataFrame, edition: str = EDITION
) -> pd.DataFrame:
    """Return how many of those asked that answered, by level (RATES_SCHEMA).

    `frame` is a round's `utskick.csv`: a row for each municipality or district asked, with
    `kommunkod` and `status` (svarade, avbojde, inget_svar); districts count with their city.
    `register` is the table of `sources.municipalities.read_municipalities`. Levels are `riket`,
    `lan`, `skr_huvudgrupp` (A, B, C) and `skr`. Those that declined are in the denominator and not
    among the answers, as in the report. Everybody was asked, so a rate is exact and has no
    interval. Raises InputError for a municipality that the register lacks.
    """
    places = _placed(frame, register, edition)
    rates = _by_level(places, invited=("kommunkod", "size"))
    return _table(rates.assign(rate=rates["answered"] / rates["invited"], status=SHOWN))


def rates_without_frame(
    respondents: pd.DataFrame, register: pd.DataFrame, edition: str = EDITION
) -> pd.DataFrame:
    """Return how many answered, where it is not known who was asked (RATES_SCHEMA).

    `respondents` has `municipality` and `declined`; `invited` and `rate` are NA and `status` is
    `saknas`.
    """
    status = respondents["declined"].map({True: DECLINED, False: ANSWERED})
    frame = pd.DataFrame({"kommunkod": respondents["municipality"], "status": status})
    rates = _by_level(_placed(frame, register, edition))
    unknown = rates.reindex(columns=list(RATES_SCHEMA)).assign(status=MISSING)
    return _table(unknown)


def response_tests(rates: pd.DataFrame) -> pd.DataFrame:
    """Test on each level whether the rate differs between the groups.

    Columns `level, groups, statistic_method, p, p_holm`. Chi-square where every expected count is
    at least five, else the exact Fisher-Freeman-Halton test by simulation with a fixed seed; Holm
    (1979) over the levels. The rates themselves are exact; the test asks whether they differ more
    than they would had everybody answered with the same probability. Levels without a frame, and
    with a single group or rate, have no test.
    """
    known = rates[rates["status"].eq(SHOWN) & rates["level"].ne(NATION)]
    tests = [_test(str(level), part) for level, part in known.groupby("level", sort=False)]
    columns = ["level", "groups", "statistic_method", "p"]
    table = pd.DataFrame([test for test in tests if test], columns=columns)
    return table.assign(p_holm=holm(table["p"].astype("Float64")))


def main_group(skr_code: str) -> str:
    """Return the letter of the SKR main group that a code such as `A2` belongs to."""
    return skr_code[:1]


def _placed(frame: pd.DataFrame, register: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Add to each unit its name and code on every level."""
    unknown = frame.loc[~frame["kommunkod"].isin(register["code"]), "kommunkod"]
    if not unknown.empty:
        raise InputError(
            f"Kommunkoden {unknown.iloc[0]} finns inte i registret; rätta den i utskick eller svar."
        )
    places = frame.merge(register, left_on="kommunkod", right_on="code")
    letters = places[edition].map(main_group)
    return pd.DataFrame(
        {
            "kommunkod": places["kommunkod"],
            "answered": places["status"].eq(ANSWERED),
            "declined": places["status"].eq(DECLINED),
            f"{NATION}_code": "",
            f"{NATION}_name": "Riket",
            f"{COUNTY}_code": places["county_code"],
            f"{COUNTY}_name": places["county"],
            f"{SKR_MAIN_GROUP}_code": letters,
            f"{SKR_MAIN_GROUP}_name": letters.map(dict(MAIN_GROUPS)),
            f"{SKR_GROUP}_code": places[edition],
            f"{SKR_GROUP}_name": places[f"{edition}_name"],
        }
    )


def _by_level(places: pd.DataFrame, **extra: tuple[str, str]) -> pd.DataFrame:
    totals = {"answered": ("answered", "sum"), "declined": ("declined", "sum"), **extra}
    levels = [
        places.groupby([f"{level}_code", f"{level}_name"], as_index=False)
        .agg(**totals)
        .rename(columns={f"{level}_code": "level_code", f"{level}_name": "level_name"})
        .assign(level=level)
        for level in (NATION, COUNTY, SKR_MAIN_GROUP, SKR_GROUP)
    ]
    return pd.concat(levels, ignore_index=True)


def _table(rates: pd.DataFrame) -> pd.DataFrame:
    return rates[list(RATES_SCHEMA)].astype(RATES_SCHEMA)


def _test(level: str, rates: pd.DataFrame) -> dict[str, object] | None:
    answered = rates["answered"].to_numpy(dtype=int)
    silent = rates["invited"].to_numpy(dtype=int) - answered
    table = np.column_stack([answered, silent])
    if len(table) < 2 or not table.sum(axis=0).all():
        return None
    if contingency.expected_freq(table).min() >= 5:
        method, p = "chi2", chi2_contingency(table, correction=False).pvalue
    else:
        draws = MonteCarloMethod(n_resamples=RESAMPLES, rng=np.random.default_rng(SEED))
        method, p = "Fisher–Freeman–Halton", fisher_exact(table, method=draws).pvalue
    return {"level": level, "groups": len(table), "statistic_method": method, "p": float(p)}
