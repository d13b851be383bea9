"""The coverage rule: where too few municipalities have data, no conclusion is drawn."""

import pandas as pd

from ibic_eval.estimates.panels import EVERYONE, GROUP_NAMES, in_both_waves, wave_pairs
from ibic_eval.tables.adoption import GROUPS

# The report says only that the share of municipalities with data is "betydligt lägre" for LSS than
# for care of older people (avsnitt 6.2.6), where nearly all have data. Half is the point at which
# those without data outnumber those with, so that they alone could turn any mean.
FEWEST_SHARE = 0.5

CONCLUSION, NO_CONCLUSION = "slutsats", "ingen slutsats"
NOTHING_TO_COMPARE = "Bara en grupp har kommuner: det finns inget att jämföra med."

COVERAGE_SCHEMA = {
    **dict.fromkeys(["service", "question", "group"], "string"),
    **dict.fromkeys(["first", "second", "n_group", "n_with_data"], "Int64"),
    "share": "Float64",
    **dict.fromkeys(["conclusion", "reason"], "string"),
}
_QUESTION = ["service", "question", "first", "second"]


def coverage(
    satisfaction: pd.DataFrame,
    adoption: pd.DataFrame,
    *,
    fewest_share: float = FEWEST_SHARE,
    gender: str = EVERYONE,
) -> pd.DataFrame:
    """Tell for each question and group how many have data in both waves (COVERAGE_SCHEMA).

    `share` is the proportion of the group's municipalities with a shown result in both waves. Where
    it is below `fewest_share` in any group, or a group has no municipalities, `conclusion` is
    "ingen slutsats" for all groups of that question and `reason` says why in a sentence.
    """
    pairs = wave_pairs(satisfaction[satisfaction["gender"].eq(gender)], adoption)
    rows = _all_groups(pairs).merge(_sizes(pairs, "n_group"), how="left")
    rows = rows.merge(_sizes(in_both_waves(pairs), "n_with_data"), how="left")
    rows = rows.fillna({"n_group": 0, "n_with_data": 0})
    rows = rows.astype({"n_group": int, "n_with_data": int})
    rows = rows.assign(share=(rows["n_with_data"] / rows["n_group"]).where(rows["n_group"].gt(0)))
    judged = [_judged(part, fewest_share) for _, part in rows.groupby(_QUESTION, sort=True)]
    table = pd.concat(judged) if judged else rows.assign(conclusion="", reason="")
    return table[list(COVERAGE_SCHEMA)].astype(COVERAGE_SCHEMA).reset_index(drop=True)


def _all_groups(pairs: pd.DataFrame) -> pd.DataFrame:
    groups = pd.DataFrame({"group": GROUPS})
    return pairs[_QUESTION].drop_duplicates().merge(groups, how="cross")


def _sizes(pairs: pd.DataFrame, name: str) -> pd.DataFrame:
    return pairs.groupby([*_QUESTION, "group"], as_index=False).agg(
        **{name: ("municipality", "nunique")}
    )


def _judged(groups: pd.DataFrame, fewest_share: float) -> pd.DataFrame:
    peopled = groups[groups["n_group"].gt(0)]
    reason = _reason(peopled[peopled["share"].lt(fewest_share)], fewest_share)
    reason = NOTHING_TO_COMPARE if len(peopled) < 2 else reason
    return groups.assign(conclusion=NO_CONCLUSION if reason else CONCLUSION, reason=reason)


def _reason(thin: pd.DataFrame, fewest_share: float) -> str:
    """Say which groups have too few municipalities with data, "" where none has."""
    if thin.empty:
        return ""
    told = [
        f"{with_data} av {size} kommuner i gruppen ”{GROUP_NAMES[group]}”"
        for group, size, with_data in thin[["group", "n_group", "n_with_data"]].to_numpy().tolist()
    ]
    years = f"{thin['first'].iloc[0]} och {thin['second'].iloc[0]}"
    had = f"Bara {_listed(told)} har värden både {years}"
    return f"{had}; minst {round(fewest_share * 100)} procent behövs i varje grupp."


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} och {parts[-1]}"
