"""Many municipalities' released results together: effects and their mean, spread, and adoption.

`results` everywhere is RESULTS of `history_schemas` with a first column `municipality`. A hidden
result has no number and is counted as hidden; nothing is estimated from it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ibic_eval.codebook.final_catalogue import BEFORE_AFTER, OWN_LEVEL, PROCESS, REVIEW, STAFF
from ibic_eval.estimates.differences import holm
from ibic_eval.estimates.final_schemas import HIDDEN, SHOWN
from ibic_eval.estimates.random_effects import Pooled, random_effects, variance_of

# Of fewer municipalities a mean or a quartile says too little, as with the waiting times.
FEWEST = 5
ALPHA = 0.05
RATIO, SHARE = "kvot", "andel"
LEVELS = (OWN_LEVEL, REVIEW, PROCESS, STAFF)
OF_A_PLAN = ("indikator_", "utbildning_")
HIGHER, LOWER, UNSETTLED, TOO_FEW = "hogre", "lagre", "kan_inte_avgoras", "for_fa"
USES, USES_NOT, UNKNOWN = "anvander", "anvander_inte", "okant"

_KEY = {**dict.fromkeys(["id", "what", "area", "form"], "string")}
_ENDS = dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64")
EFFECTS = {**_KEY, "municipality": "string", **_ENDS, "n": "Int64", "status": "string"}
POOLED = {
    **_KEY,
    **dict.fromkeys(["k", "n_hidden"], "Int64"),
    **_ENDS,
    **dict.fromkeys(["prediction_low", "prediction_high", "tau2", "i2", "q", "q_p"], "Float64"),
    **dict.fromkeys(["p", "p_holm"], "Float64"),
    "verdict": "string",
}
SPREAD = {
    **dict.fromkeys(["id", "what", "label", "area", "kind", "form"], "string"),
    **dict.fromkeys(["n_shown", "n_hidden"], "Int64"),
    **dict.fromkeys(["low", "quartile1", "median", "quartile3", "high"], "Float64"),
}
ADOPTION = {"area": "string", "year": "Int64", "use": "string", "n": "Int64", "of": "Int64"}
LACKING = {"chapter": "string", "status": "string", "n": "Int64"}


def effects(results: pd.DataFrame) -> pd.DataFrame:
    """Return each municipality's changes since before IBIC (EFFECTS); hidden ones lack numbers."""
    rows = results[results["kind"].eq(BEFORE_AFTER)]
    kept = rows[rows["status"].eq(HIDDEN) | rows["ci_low"].notna()]
    return _typed(kept.sort_values(["id", "municipality"]), EFFECTS)


def pooled(found: pd.DataFrame) -> pd.DataFrame:
    """Return the random-effects mean of each outcome (POOLED); ratios on the logarithmic scale.

    `found` is EFFECTS. All outcomes are one family, corrected by Holm (1979); those of fewer than
    `FEWEST` municipalities are listed without numbers. `tau2` of a ratio is of its logarithm.
    """
    rows = [_mean(key, group) for key, group in found.groupby(list(_KEY), sort=True)]
    table = _typed(pd.DataFrame(rows, columns=list(POOLED)), POOLED)
    corrected = holm(table["p"].dropna().astype("float64")).reindex(table.index)
    judged = table.assign(p_holm=corrected.astype("Float64"))
    verdicts = [_verdict(row) for row in judged.to_dict("records")]
    return judged.assign(verdict=verdicts).astype(POOLED)


def _mean(key: tuple[object, ...], group: pd.DataFrame) -> dict[str, object]:
    shown = group[group["status"].eq(SHOWN)]
    about = dict(zip(_KEY, key, strict=True))
    counted = {**about, "k": len(shown), "n_hidden": int(group["status"].eq(HIDDEN).sum())}
    if len(shown) < FEWEST:
        return counted
    log = about["form"] == RATIO
    values, low, high = (
        np.log(column) if log else column
        for column in (shown[name].to_numpy(dtype=float) for name in _ENDS)
    )
    found = random_effects(values, variance_of(low, high))
    return counted | _on_scale(found, log)


def _on_scale(found: Pooled, log: bool) -> dict[str, object]:
    ends = ("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high")
    every = found._asdict()
    return every | {name: float(np.exp(every[name])) if log else every[name] for name in ends}


def _verdict(row: Mapping[Any, Any]) -> str:
    if pd.isna(row["p_holm"]):
        return TOO_FEW
    neutral = 1.0 if row["form"] == RATIO else 0.0
    if row["p_holm"] >= ALPHA:
        return UNSETTLED
    return HIGHER if row["estimate"] > neutral else LOWER


def levels(results: pd.DataFrame) -> pd.DataFrame:
    """Return the shares and levels that mean the same in all municipalities, hidden ones too."""
    own = results["kind"].isin(LEVELS) & ~results["id"].str.startswith(OF_A_PLAN)
    known = results["status"].eq(HIDDEN) | results["estimate"].notna()
    return results[own & known & results["form"].eq(SHARE)].reset_index(drop=True)


def spread(found: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest, the quartiles and the highest of each level (SPREAD), one row a result.

    `found` is the table of `levels`; of fewer than `FEWEST` municipalities only the number.
    """
    rows = []
    for id_, group in found.groupby("id", sort=True):
        shown = group.loc[group["status"].eq(SHOWN), "estimate"].to_numpy(dtype=float)
        about = {name: group[name].iloc[0] for name in ("what", "label", "area", "kind", "form")}
        counts = {"n_shown": len(shown), "n_hidden": int(group["status"].eq(HIDDEN).sum())}
        rows.append({"id": id_, **about, **counts, **(_quartiles(shown))})
    return _typed(pd.DataFrame(rows, columns=list(SPREAD)), SPREAD)


def _quartiles(shown: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> dict[str, float]:
    if len(shown) < FEWEST:
        return {}
    names = ("low", "quartile1", "median", "quartile3", "high")
    return dict(zip(names, map(float, np.quantile(shown, [0, 0.25, 0.5, 0.75, 1])), strict=True))


def adoption(
    starts: pd.DataFrame, answers: pd.DataFrame, codes: Iterable[str], area: str
) -> pd.DataFrame:
    """Return how many use IBIC year by year, don't, or are unknown (ADOPTION).

    `starts` is the table of `county_starts.use_starts` and `answers` that of `tables.ibic_use`.
    Who has begun is counted as using it from then on; who says no, or begins in a year that a
    source gives, as not using it before. All else is unknown. No rows where nothing is known.
    """
    scope = set(codes)
    begun = starts[starts["area"].eq(area) & starts["municipality"].isin(scope)]
    own = answers["area"].eq(area) & answers["municipality"].isin(scope)
    no = answers[own & answers["answer"].eq("nej")]
    years = [*begun["year"], *no["year"]]
    if not years:
        return _typed(pd.DataFrame(columns=list(ADOPTION)), ADOPTION)
    first = {row["municipality"]: row for row in begun.to_dict("records")}
    last_no = no.groupby("municipality")["year"].max().to_dict()
    rows = []
    for year in range(int(min(years)), int(max(years)) + 1):
        told = [_use(first.get(code), last_no.get(code), year) for code in sorted(scope)]
        rows += [
            {"area": area, "year": year, "use": use, "n": told.count(use), "of": len(scope)}
            for use in (USES, USES_NOT, UNKNOWN)
        ]
    return _typed(pd.DataFrame(rows), ADOPTION)


def _use(start: Mapping[Any, Any] | None, last_no: Any, year: int) -> str:
    if start is not None and start["year"] <= year:
        return USES
    if start is not None and start["exact"]:
        return USES_NOT
    return USES_NOT if last_no is not None and year <= last_no else UNKNOWN


def _typed(rows: pd.DataFrame, schema: dict[str, str]) -> pd.DataFrame:
    return rows.reindex(columns=list(schema)).astype(schema).reset_index(drop=True)
