"""How many municipalities of a county or group have each part of an introduction, and may have.

Every municipality of the group is meant, so there is no sample and no confidence interval. What is
uncertain is what isn't known, and it gives bounds: the fewest and the most that can have the part
whatever the unknown ones would answer (Manski 2003, Partial Identification of Probability
Distributions, chapter 1). A source's words on the whole county narrow them.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ibic_eval.tables.county_mapping import HAS, HAS_NOT, PARTLY, PARTS, STANDS_FOR

METHOD = "Antal bland alla i gruppen; gränser av det okända (Manski 2003)"
UNKNOWN = "okänt"

# One row a part. Of `n` municipalities `yes` have it, `partly` have it in part, `no` do not and
# `unknown` have not been told of; between `low` and `high` can have it. `by_words` tells that a
# source's words on the county narrow these bounds, and `against_words` that the words can't be
# right at once with what is known, so that they are left aside. `own` is the own municipality's
# answer as coded in its file; the others are counted in `others_*`.
COUNTS_SCHEMA: Mapping[str, str] = {
    "part": "string",
    **dict.fromkeys(["n", "known", "yes", "partly", "no", "unknown", "low", "high"], "Int64"),
    **dict.fromkeys(["by_words", "against_words"], "boolean"),
    "own": "string",
    **dict.fromkeys(["others_known", "others_yes"], "Int64"),
    "method": "string",
}


class Tally(NamedTuple):
    """How many have a part, have it partly, do not have it, and are unknown."""

    yes: int
    partly: int
    no: int
    unknown: int


class Words(NamedTuple):
    """The least and the most that a source says have a part (`answer` ja) or lack it (nej)."""

    answer: str
    least: int
    most: int


def tally(answers: pd.Series) -> Tally:
    """Count the coded answers of municipalities on one part; NA is unknown and never a no."""
    meant = answers.map(dict(STANDS_FOR)).fillna(UNKNOWN)
    counts = meant.value_counts()
    return Tally(*(int(counts.get(kind, 0)) for kind in (HAS, PARTLY, HAS_NOT, UNKNOWN)))


def bounds(counted: Tally, words: Sequence[Words] = ()) -> tuple[int, int]:
    """Return the fewest and the most municipalities that can have the part.

    Words on how many lack it bound only the most: one that has it in part neither has it nor lacks
    it. The fewest is above the most where words and counts can't both be right.
    """
    having = [each for each in words if each.answer == HAS]
    lacking = [each for each in words if each.answer == HAS_NOT]
    lack = max([counted.no, *(each.least for each in lacking)])
    n = sum(counted)
    low = max([counted.yes, *(each.least for each in having)])
    high = min([n - counted.partly - lack, *(each.most for each in having)])
    too_many = any(counted.no > each.most for each in lacking)
    return (low, -1) if too_many else (low, high)


def county_counts(
    answers: pd.DataFrame, codes: Sequence[str], statements: pd.DataFrame, own: str
) -> pd.DataFrame:
    """Count each part among the municipalities `codes` (COUNTS_SCHEMA).

    `answers` are the rows of one area in MAPPING_SCHEMA; a municipality without a row is unknown.
    `statements` (STATEMENTS_SCHEMA) are those on the same area and exactly these municipalities.
    They narrow the bounds only where every known answer is from the statement's own year, since
    much may change in a year. `own` need not be among `codes`.
    """
    members = answers.set_index("municipality").reindex(list(codes))
    rows = [_row(part, members, statements, own) for part in PARTS.values()]
    return pd.DataFrame(rows, columns=list(COUNTS_SCHEMA)).astype(dict(COUNTS_SCHEMA))


def _row(part: str, members: pd.DataFrame, statements: pd.DataFrame, own: str) -> dict[str, object]:
    given = members[part]
    counted = tally(given)
    said = statements[statements["part"].eq(part)]
    words = _usable(said, members.loc[given.notna(), "year"])
    plain, narrowed = bounds(counted), bounds(counted, words)
    agree = narrowed[0] <= narrowed[1]
    low, high = narrowed if agree else plain
    others = tally(given.drop(own, errors="ignore"))
    return {
        "part": part,
        "n": len(given),
        "known": len(given) - counted.unknown,
        **counted._asdict(),
        "low": low,
        "high": high,
        "by_words": agree and narrowed != plain,
        "against_words": not agree,
        "own": given.get(own),
        "others_known": sum(others) - others.unknown,
        "others_yes": others.yes,
        "method": METHOD,
    }


def _usable(said: pd.DataFrame, years: pd.Series) -> list[Words]:
    return [
        Words(str(row["answer"]), int(row["least"]), int(row["most"]))
        for row in said.to_dict("records")
        if years.eq(row["year"]).all()
    ]
