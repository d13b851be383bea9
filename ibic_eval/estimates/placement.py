"""A municipality's own results over the years, beside those of others."""

import numpy as np
import pandas as pd
from scipy import stats

from ibic_eval.estimates.intervals import interval_method, share_interval
from ibic_eval.estimates.panels import EDITION, shown_results
from ibic_eval.estimates.shares import HIDDEN, MISSING, SHOWN
from ibic_eval.tables.adoption import AREA_OF_SERVICE, GROUPS

OWN, GROUP, COUNTY, SKR, SIMILAR, NATION = "kommun", "grupp", "lan", "skr", "liknande", "riket"
LEVELS = (OWN, GROUP, COUNTY, SKR, SIMILAR, NATION)

# The user surveys' own limits: Socialstyrelsen hides results from fewer than 30 respondents, SKR
# those from fewer than 5.
MINIMUM = {service: 30 if area == "aldreomsorg" else 5 for service, area in AREA_OF_SERVICE.items()}

OWN_METHOD = "av antalet svarande, utan ändlighetskorrektion: "
OTHERS_METHOD = "medel av kommunerna, t-intervall"
NUMBER_UNKNOWN = "Antalet svarande är inte känt: inget intervall."
TOO_FEW = "Färre svarande än vad som får redovisas."
ALONE = "En kommun ger inget mått på spridningen."

PLACEMENT_SCHEMA = {
    **dict.fromkeys(["service", "question", "gender"], "string"),
    "year": "Int64",
    **dict.fromkeys(["level", "level_name"], "string"),
    **dict.fromkeys(["share", "ci_low", "ci_high"], "Float64"),
    **dict.fromkeys(["n", "n_municipalities"], "Int64"),
    **dict.fromkeys(["method", "status", "reason"], "string"),
}
_CELL = ["service", "question", "gender", "year"]


def own_series(
    satisfaction: pd.DataFrame,
    code: str,
    *,
    name: str = "",
    minimum: dict[str, int] = MINIMUM,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the municipality's results every year, with intervals (PLACEMENT_SCHEMA).

    One row for every service, question, gender and year that the survey has for anyone; what the
    municipality lacks is `saknas`. Intervals come from the number of respondents on the logit scale
    (exact at 0 and 1), without finite population correction: those asked are taken as a sample of
    how users fare in the municipality. Below the service's `minimum` respondents the row is `dold`
    and bears no numbers, also no `n`; where `n` is unknown there is a share but no interval.
    """
    cells = satisfaction[_CELL].drop_duplicates()
    own = satisfaction.loc[
        satisfaction["municipality"].eq(code), [*_CELL, "share", "n", "status"]
    ].drop_duplicates(_CELL)
    rows = cells.merge(own, on=_CELL, how="left").sort_values(_CELL, ignore_index=True)
    few = rows["n"].lt(rows["service"].map(minimum)).fillna(False).astype(bool)
    status = rows["status"].fillna(MISSING)
    status = status.mask(status.eq(SHOWN) & rows["share"].isna(), MISSING)
    status = status.mask(status.eq(SHOWN) & few, HIDDEN)
    shown = status.eq(SHOWN)
    reason = pd.Series("", index=rows.index).mask(status.eq(HIDDEN), TOO_FEW)
    table = rows.assign(
        level=OWN,
        level_name=name or code,
        share=rows["share"].where(shown),
        n=rows["n"].where(shown),
        n_municipalities=shown.astype("Int64"),
        status=status,
        reason=reason.mask(shown & rows["n"].isna(), NUMBER_UNKNOWN),
    ).join(_intervals(rows[shown & rows["n"].notna()], confidence))
    return table[list(PLACEMENT_SCHEMA)].astype(PLACEMENT_SCHEMA)


def placement(
    satisfaction: pd.DataFrame,
    code: str,
    register: pd.DataFrame,
    adoption: pd.DataFrame,
    similar: pd.DataFrame,
    *,
    edition: str = EDITION,
    minimum: dict[str, int] = MINIMUM,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the municipality's results beside those of others, year by year (PLACEMENT_SCHEMA).

    The levels are `kommun` (see `own_series`), `grupp` (the same use of IBIC in the two waves),
    `lan`, `skr` (in `edition`), `liknande` (`similar`: `service, municipality`) and `riket`. The
    others are without the municipality itself, each municipality counted alike as Kolada does;
    intervals as in `group_means`. `n` sums the known respondents. A level nobody else is in, or
    that has no results, has no row.
    """
    own = register[register["code"].eq(code)]
    name = str(own["name"].iloc[0]) if len(own) else code
    results = shown_results(satisfaction)
    others = results[results["municipality"].ne(code)]
    peers = pd.concat(
        [
            _group_peers(adoption, code),
            _register_peers(register, code, COUNTY, "county_code", "county"),
            _register_peers(register, code, SKR, edition, f"{edition}_name"),
            similar[["municipality", "service"]].assign(
                level=SIMILAR, level_name="Liknande kommuner"
            ),
            _every_service(register[["code"]].rename(columns={"code": "municipality"})).assign(
                level=NATION, level_name="Riket"
            ),
        ]
    )
    means = _means(others.merge(peers, on=["municipality", "service"]), confidence)
    mine = own_series(satisfaction, code, name=name, minimum=minimum, confidence=confidence)
    both = pd.concat([mine, means], ignore_index=True)
    order = both["level"].map(dict(zip(LEVELS, range(len(LEVELS)), strict=True)))
    both = both.assign(order=order).sort_values([*_CELL, "order"], ignore_index=True)
    return both[list(PLACEMENT_SCHEMA)].astype(PLACEMENT_SCHEMA)


def _intervals(rows: pd.DataFrame, confidence: float) -> pd.DataFrame:
    numbers = list(zip(rows["share"].astype(float), rows["n"].astype(int), strict=True))
    limits = [
        (*share_interval(share, n, 0.0, confidence), OWN_METHOD + interval_method(share))
        for share, n in numbers
    ]
    return pd.DataFrame(limits, index=rows.index, columns=["ci_low", "ci_high", "method"])


def _group_peers(adoption: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the municipalities that used IBIC as `code` did, in each area, by service."""
    analysed = adoption[adoption["group"].isin(GROUPS)]
    own = analysed.loc[analysed["municipality"].eq(code), ["area", "first", "second", "group"]]
    peers = analysed.merge(own, on=["area", "first", "second", "group"])
    by_service = _services().merge(peers, on="area").assign(level=GROUP)
    named = by_service.rename(columns={"group": "level_name"})
    return named[["municipality", "service", "level", "level_name"]]


def _register_peers(
    register: pd.DataFrame, code: str, level: str, column: str, name: str
) -> pd.DataFrame:
    own = register.loc[register["code"].eq(code), column]
    peers = register.loc[register[column].isin(own), ["code", name]]
    named = peers.rename(columns={"code": "municipality", name: "level_name"})
    return _every_service(named).assign(level=level)


def _services() -> pd.DataFrame:
    return pd.DataFrame({"service": list(AREA_OF_SERVICE), "area": list(AREA_OF_SERVICE.values())})


def _every_service(municipalities: pd.DataFrame) -> pd.DataFrame:
    return municipalities.merge(_services()[["service"]], how="cross")


def _means(results: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Return the mean over the municipalities of each level, with its t interval."""
    grouped = results.groupby([*_CELL, "level", "level_name"], observed=True)
    table = grouped.agg(
        share=("share", "mean"),
        spread=("share", "std"),
        n_municipalities=("municipality", "nunique"),
    )
    table = table.assign(n=grouped["n"].sum(min_count=1)).reset_index()
    k = table["n_municipalities"]
    quantile = stats.t.ppf(0.5 + confidence / 2, (k - 1).where(k > 1).astype("float64"))
    reach = quantile * table["spread"] / np.sqrt(k)
    return table.assign(
        ci_low=(table["share"] - reach).clip(lower=0),
        ci_high=(table["share"] + reach).clip(upper=1),
        n=table["n"].round(),
        method=OTHERS_METHOD,
        status=SHOWN,
        reason=pd.Series("", index=table.index).mask(k.eq(1), ALONE),
    )
