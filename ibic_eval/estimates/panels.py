"""The panel of user surveys arranged for comparing groups of municipalities over two waves."""

import pandas as pd

from ibic_eval.estimates.shares import SHOWN
from ibic_eval.tables.adoption import AREA_OF_SERVICE, BEGAN, GROUPS, NOT_USED, USED_IN_BOTH

GROUP_NAMES = {
    NOT_USED: "använde inte IBIC",
    BEGAN: "började mellan åren",
    USED_IN_BOTH: "använde IBIC båda åren",
}

UNWEIGHTED, WEIGHTED = "oviktad", "viktad"
WEIGHTINGS = (UNWEIGHTED, WEIGHTED)

ESTIMATED, NOT_ESTIMATED = "skattad", "kan inte skattas"

EVERYONE, WOMEN, MEN, STANDARDISED = "T", "K", "M", "S"
EDITION = "skr2017"  # the one in force in the report's years, 2017-2020

_RESULT = ["municipality", "service", "question", "gender"]


def shown_results(satisfaction: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have a share, each with its `area`.

    Hidden and missing results are left out; `share` and `n` (NA: unknown) become floats.
    """
    shown = satisfaction[satisfaction["status"].eq(SHOWN) & satisfaction["share"].notna()]
    areas = shown["service"].map(AREA_OF_SERVICE)
    return shown.assign(area=areas, share=shown["share"].astype("float64"), n=_float(shown["n"]))


def wave_pairs(satisfaction: pd.DataFrame, adoption: pd.DataFrame) -> pd.DataFrame:
    """Return each analysed municipality's results in the two waves, one row a question.

    `adoption` names the waves (`first`, `second`) of each area and the group of each municipality;
    the group `ovrig` is listed by the report but not analysed, and is left out. Columns
    `municipality, group, service, question, gender, first, second, share_first, share_second,
    n_first, n_second`; what is hidden or missing is NA, so that a row says who lacks data.
    """
    asked = satisfaction[_RESULT[1:]].drop_duplicates()
    asked = asked.assign(area=asked["service"].map(AREA_OF_SERVICE))
    pairs = asked.merge(adoption[adoption["group"].isin(GROUPS)], on="area")
    results = shown_results(satisfaction)[[*_RESULT, "year", "share", "n"]]
    for wave in ("first", "second"):
        names = {"year": wave, "share": f"share_{wave}", "n": f"n_{wave}"}
        pairs = pairs.merge(results.rename(columns=names), on=[*_RESULT, wave], how="left")
    return pairs.drop(columns="area").sort_values([*_RESULT[1:], "municipality"], ignore_index=True)


def in_both_waves(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `wave_pairs` that have a result in both waves."""
    return pairs[pairs["share_first"].notna() & pairs["share_second"].notna()]


def main_groups(register: pd.DataFrame, edition: str = EDITION) -> pd.Series:
    """Return each municipality's main group of SKR (A, B or C) in an edition, by code."""
    return register.set_index("code")[edition].str[0].rename("stratum")


def gender_standardised(satisfaction: pd.DataFrame) -> pd.DataFrame:
    """Return rows with gender `S`: women's and men's shares with the same weights every year.

    The weights are each municipality's own mean share of women among respondents over the years,
    half where no numbers are known. A change that comes of more women, or fewer, answering is
    thereby taken out (direct standardisation); that more answered for themselves in 2020 can't be
    seen in the data and can't be. Only years that have both women's and men's results are there.
    """
    keys = ["municipality", "service", "question"]
    results = shown_results(satisfaction)
    sides = [
        results.loc[results["gender"].eq(gender), [*keys, "year", "share", "n", "kpi"]]
        for gender in (WOMEN, MEN)
    ]
    both = sides[0].merge(sides[1], on=[*keys, "year", "kpi"], suffixes=("_k", "_m"))
    both = both.assign(n=both["n_k"] + both["n_m"])
    women = (both["n_k"] / both["n"]).groupby([both[key] for key in keys]).transform("mean")
    women = women.fillna(0.5)
    share = women * both["share_k"] + (1 - women) * both["share_m"]
    rows = both.assign(share=share, gender=STANDARDISED, status=SHOWN)
    columns = [name for name in satisfaction.columns if name in rows]
    types = satisfaction.dtypes[columns].to_dict()
    return rows[columns].astype({**types, "n": "Int64"}).reset_index(drop=True)


def _float(numbers: pd.Series) -> pd.Series:
    return numbers.astype("Float64").astype("float64")
