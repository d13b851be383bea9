"""The survey's published figures in the schema of `estimates.shares`.

The report seldom prints how many answered, so most intervals rest on the highest number that could
have: they are the narrowest conceivable, and the true ones are wider.
"""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.estimates.intervals import interval_method, share_interval
from ibic_eval.estimates.population import FRACTION
from ibic_eval.estimates.shares import NATION, SHARES_SCHEMA, SHOWN

READING = "tolkning"
PRINTED_BASE = "tryckt N"
HIGHEST_BASE = "högsta möjliga N"

# How many can have answered at most (avsnitt 1.2.2 and 4.2.1). It is not said whether the six in
# between answered the non-users' questions. At least 37 % of each area are established, so at most
# 63.5 % of 123 learn.
HIGHEST_N: Mapping[str, int] = {
    "svarande": 164,
    "anvandare": 123,
    "ej_anvandare": 35 + 6,
    "mellangrupp": 6,
    "etablerade": 54,
    "inlarning": 78,
}
# Asked only of those for whom q6_6 holds, at most 41.5 % of 123 (avsnitt 6.2.7).
HIGHEST_N_OF_ITEM: Mapping[str, int] = {"q6_6a": 51}
RESPONSE = "respons"
CELL_KEYS = ["item", "area", "group", "answer"]


def shares_from_published(
    published: pd.DataFrame, fraction: float = FRACTION, confidence: float = 0.95
) -> pd.DataFrame:
    """Return one row for each answer, area and group that the report gives a share of.

    `published` is the table of `sources.published.read_published`. Only the report's own survey is
    used, in per cent or as a count of a printed base; the response rate is a census figure and has
    no interval. Where a figure stands several times, printed numbers go before read words, and
    words are read together. A span has its lower limit from its low end and its upper from its
    high end. Returns SHARES_SCHEMA.
    """
    figures = _one_a_cell(_survey_figures(published))
    printed = figures["n"].notna()
    answered = figures["n"].fillna(_highest_n(figures))
    shares = figures.assign(
        level=NATION,
        level_name="Riket",
        n=answered,
        ci_low=_limits(figures["share_low"], answered, fraction, confidence, 0),
        ci_high=_limits(figures["share_high"], answered, fraction, confidence, 1),
        method=figures.apply(_method, axis="columns"),
        basis=printed.map({True: PRINTED_BASE, False: HIGHEST_BASE}),
        status=SHOWN,
        source=[f"Vårdanalys 2021:2, {place(section)}" for section in figures["section"]],
    )
    return shares.reindex(columns=list(SHARES_SCHEMA)).astype(SHARES_SCHEMA).reset_index(drop=True)


def _survey_figures(published: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are shares of the survey's answers, with `share_low`, `share_high`.

    A count without a base is no share, and one that equals its base only states the base.
    """
    survey = published[published["origin"].eq("enkat") & published["item"].ne(RESPONSE)]
    percent = survey["unit"].eq("procent")
    counted = survey["unit"].eq("antal") & (survey["low"] < survey["n"]).fillna(False)
    figures = survey[percent | counted]
    whole = figures["n"].astype("Float64").mask(percent, 100)
    return figures.assign(
        share_low=figures["low"] / whole,
        share_high=figures["high"] / whole,
        count=figures["low"].where(counted),
    )


def _one_a_cell(figures: pd.DataFrame) -> pd.DataFrame:
    """Keep the figure that says most about each cell, in the order of the report.

    Printed numbers go before words. Words about the same cell that can hold at once are read
    together: the interval kept is what they have in common.
    """
    ranked = figures.assign(
        read=figures["reading"].eq(READING), width=figures["high"] - figures["low"]
    ).sort_values(["read", "width"], kind="stable")
    kept = ranked.drop_duplicates(CELL_KEYS)
    cells = ranked.groupby(CELL_KEYS, sort=False)
    common = pd.DataFrame(
        {"share_low": cells["share_low"].max(), "share_high": cells["share_high"].min()}
    )
    both = kept[CELL_KEYS].merge(common, left_on=CELL_KEYS, right_index=True, how="left")
    together = kept["read"] & both["share_low"].le(both["share_high"])
    for end in ("share_low", "share_high"):
        kept = kept.assign(**{end: kept[end].mask(together, both[end])})
    return kept.sort_index(kind="stable")


def _highest_n(figures: pd.DataFrame) -> pd.Series:
    by_item = figures["item"].map(dict(HIGHEST_N_OF_ITEM))
    return by_item.fillna(figures["group"].map(dict(HIGHEST_N))).astype("Int64")


def _limits(
    shares: pd.Series, answered: pd.Series, fraction: float, confidence: float, end: int
) -> list[float]:
    """Return the lower (end 0) or upper (end 1) limit of each share."""
    return [
        share_interval(share, n, fraction, confidence)[end]
        for share, n in zip(shares, answered, strict=True)
    ]


def _method(figure: pd.Series) -> str:
    ends = (float(figure["share_low"]), float(figure["share_high"]))
    method = " / ".join(sorted({interval_method(share) for share in ends}))
    if figure["reading"] != READING:
        return method
    return f"tolkning av orden ”{figure['printed']}”; {method}"


def place(section: str) -> str:
    """Return where in the report a figure stands, in running text: `avsnitt 5.2.1`, `tabell 4`."""
    return f"avsnitt {section}" if section[:1].isdigit() else section[:1].lower() + section[1:]
