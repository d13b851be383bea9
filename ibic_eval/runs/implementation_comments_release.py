"""Hides what few comments say, also where subtraction would give it away, and picks quotes."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM, parts_to_hide
from ibic_eval.disclosure.cross_tables import TOTAL, CrossTable, release_linked
from ibic_eval.estimates.comment_counts import with_shares
from ibic_eval.estimates.comment_schemas import (
    BOTH,
    EVERY,
    HIDDEN,
    ONLY_AGAINST,
    ONLY_FOR,
    QUOTES,
    SHOWN,
    SPREAD,
)
from ibic_eval.runs.implementation_comments_cover import cover_hides, tells_of_few, with_cover
from ibic_eval.tables.quotes import quote_faults

MOST_QUOTES = 2
_TOGETHER = "dolda"  # the values that are too few to be shown, taken together
_NUMBERS_OF_SHARE = ("count", "share", "ci_low", "ci_high")
_NUMBERS_OF_AGREEMENT = (
    "agreed", "alpha", "ci_low", "ci_high", "kappa", "kappa_low", "kappa_high", "verdict",
)  # fmt: skip


class Quotes(NamedTuple):
    """The quotes that may be shown (QUOTES), and why others may not: how many of each reason."""

    shown: pd.DataFrame
    refused: Mapping[str, int]


def few_themes(counts: pd.DataFrame, disputed: int) -> frozenset[str]:
    """Return the themes that few, but some, comments have by any of the three rules.

    All three are hidden together: where two coders agree on all but a known number of comments,
    one count gives the next. A theme more is hidden where the others would tell of them, with
    `disputed` comments whose coders differ.
    """
    few = counts[["count", "some", "every"]].apply(lambda column: column.between(1, MINIMUM - 1))
    return with_cover(counts, frozenset(counts.loc[few.any(axis=1), "theme"]), disputed)


def released_counts(counts: pd.DataFrame, few: Collection[str]) -> pd.DataFrame:
    """Hide the numbers of themes with few comments."""
    numbers = [str(name) for name in counts if name not in ("theme", "n", "method", "status")]
    return _blanked(counts, counts["theme"].isin(few), numbers)


def released_agreement(agreement: pd.DataFrame, few: Collection[str]) -> pd.DataFrame:
    """Hide agreement on themes with few comments, from which their number could be reckoned."""
    return _blanked(agreement, agreement["theme"].isin(few), _NUMBERS_OF_AGREEMENT)


def released_extent(extent: pd.DataFrame) -> pd.DataFrame:
    """Hide values with few comments, and more until none can be got from the total."""
    hidden = pd.Series(False, index=extent.index)
    for _, part in extent[extent["variable"].ne(EVERY)].groupby("variable"):
        small = parts_to_hide(part.set_index("value")["n"], MINIMUM)
        hidden |= extent.index.isin(part.index[part["value"].isin(small)])
    return _blanked(extent, hidden, ["n"])


def released_spread(
    spread: pd.DataFrame, extent: pd.DataFrame, few: Collection[str]
) -> pd.DataFrame:
    """Return the counts of each theme by source, role and half-year that may be shown (SPREAD).

    `extent` has been released. A theme's tables are hidden together, so that none gives away
    another; where that isn't possible without hiding a total that is shown, all their cells are.
    """
    kept = spread[~spread["theme"].isin(few)]
    parts = [_theme_spread(part, extent) for _, part in kept.groupby("theme", sort=False)]
    rows = pd.concat(parts) if parts else spread.iloc[:0]
    told = _blanked(rows, cover_hides(kept, rows, len(few)), _NUMBERS_OF_SHARE)
    return with_shares(told.reset_index(drop=True))[list(SPREAD)].astype(SPREAD)


def released_sides(
    sides: pd.DataFrame, counts: pd.DataFrame, by_side: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Hide few comments of one side, and all sides where they would tell of a hidden theme.

    `counts` are released; `by_side` has the themes of ONLY_FOR and ONLY_AGAINST. Comments that the
    themes shown are too few to make up, by any coder, must have a hidden one: where the other
    hidden ones can't hold them, that one would be known to be of more than one comment.
    """
    sizes = sides.set_index("side")["count"]
    hidden = sides["side"].isin(parts_to_hide(sizes, MINIMUM))
    shown = counts.set_index("theme")["some"]
    for side in (ONLY_FOR, ONLY_AGAINST):
        seen = shown.reindex(list(by_side[side]))
        lacking = int(sizes[[side, BOTH]].sum()) - int(seen.fillna(0).sum())
        hidden |= tells_of_few(lacking, int(seen.isna().sum()))
    return _blanked(sides, hidden, _NUMBERS_OF_SHARE)


def chosen_quotes(
    comments: pd.DataFrame, most: pd.DataFrame, themes: Sequence[str], allowed: Sequence[str]
) -> Quotes:
    """Choose at most MOST_QUOTES of each of `themes`, which are those with enough comments.

    A quote stands once, under the first theme that its comment has; the order is the file's.
    """
    given = comments.dropna(subset=["quote"]).drop_duplicates("quote")
    faults = {str(text): quote_faults(str(text), allowed) for text in given["quote"]}
    fit = given[given["quote"].map(lambda text: not faults[str(text)])]
    rows = list(_under_themes(fit, most, themes))
    refused = Counter(reason for reasons in faults.values() for reason in reasons)
    return Quotes(pd.DataFrame(rows, columns=list(QUOTES)).astype(QUOTES), dict(refused))


def _under_themes(
    quotes: pd.DataFrame, most: pd.DataFrame, themes: Sequence[str]
) -> Iterator[dict[str, str]]:
    used: set[str] = set()
    for theme in themes:
        having = most.index[most[theme]]
        texts = [str(text) for text in quotes.loc[quotes["comment"].isin(having), "quote"]]
        for text in [each for each in texts if each not in used][:MOST_QUOTES]:
            used.add(text)
            yield {"theme": theme, "quote": text}


def _theme_spread(part: pd.DataFrame, extent: pd.DataFrame) -> pd.DataFrame:
    hidden_values = extent[extent["status"].eq(HIDDEN)]
    covered = set(zip(hidden_values["variable"], hidden_values["value"], strict=True))
    released = _linked(part, covered) if part["count"].sum() else {}
    keys = list(zip(part["variable"], part["value"], strict=True))
    none = not part["count"].sum()
    shown = [key not in covered and (none or released.get(key, False)) for key in keys]
    covers = pd.Series([key in covered for key in keys], index=part.index)
    hidden = ~pd.Series(shown, index=part.index)
    return _blanked(_blanked(part, covers, ["n"]), hidden, _NUMBERS_OF_SHARE)


def _linked(
    part: pd.DataFrame, covered: Collection[tuple[str, str]]
) -> dict[tuple[str, str], bool]:
    """Return which cells may be shown, none where a total would have to be hidden."""
    tables = {
        str(variable): CrossTable(_cells(rows, covered), "has", str(variable))
        for variable, rows in part.groupby("variable")
    }
    released = release_linked(tables)
    whole = pd.concat(
        [each.rename(columns={name: "value"}).assign(variable=name)
         for name, each in released.items()]
    )  # fmt: skip
    totals = whole["has"].eq(TOTAL) | whole["value"].eq(TOTAL)
    if whole.loc[totals, "status"].eq(HIDDEN).any():
        return {}
    cells = whole[whole["has"].eq("ja")]
    return {
        (str(row["variable"]), str(row["value"])): row["status"] == SHOWN
        for row in cells.to_dict("records")
    }


def _cells(rows: pd.DataFrame, covered: Collection[tuple[str, str]]) -> pd.DataFrame:
    """Return how many comments of each value have the theme and not, the covered ones together."""
    variable = str(rows["variable"].iloc[0])
    names = [_TOGETHER if (variable, value) in covered else value for value in rows["value"]]
    counted = rows.groupby(pd.Series(names, index=rows.index, name=variable))[["count", "n"]].sum()
    having = counted.reset_index().assign(has="ja").rename(columns={"count": "cell"})
    lacking = having.assign(has="nej", cell=having["n"] - having["cell"])
    both = pd.concat([having, lacking], ignore_index=True)
    return both[["has", variable, "cell"]].rename(columns={"cell": "n"})


def _blanked(rows: pd.DataFrame, hidden: pd.Series, numbers: Sequence[str]) -> pd.DataFrame:
    held = hidden.fillna(False).astype(bool)
    blank = {name: rows[name].mask(held) for name in numbers}
    return rows.assign(**blank, status=rows["status"].mask(held, HIDDEN))
