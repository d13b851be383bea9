"""Tables for reports: plain semantic HTML with a caption, headers that say what they head."""

import re
import warnings
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
from great_tables import GT

from ibic_eval.display import drawn
from ibic_eval.display.exhibits import Exhibit, Markup, Shown, missing
from ibic_eval.display.numbers import MISSING, MISSING_LEGEND

UNDER = "|"
"""Stands between a heading and the heading of the columns below it: "LSS|Svar"."""

_TABLE = re.compile(r"<table.*</table>", re.DOTALL)
_OWN_LOOK = re.compile(r' (?:data-quarto-[a-z-]+|class)="[^"]*"')
_LEFT = re.compile(r'class="[^"]*gt_left[^"]*"')
_RIGHT_HEAD = re.compile(r'<th class="[^"]*gt_right[^"]*"')
_RIGHT_CELL = re.compile(r'class="[^"]*gt_right[^"]*"')


def table(
    rows: pd.DataFrame,
    *,
    slug: str,
    caption: str,
    source: str,
    notes: Sequence[str] = (),
    words: Sequence[str] = (),
    group_by: str | None = None,
    common: bool = False,
) -> Shown:
    """Make an exhibit of written rows: every cell is text, every column name a finished heading.

    The first column heads its rows. Columns are set to the right, as numbers are, except those
    named in `words`. Columns named "LSS|Svar" stand together below "LSS"; the column `group_by`
    becomes headings between the rows. `common` is a table that many reports hold alike, of the
    whole country or of the program's own rules: it is made once (`display.drawn`).
    """
    if rows.empty:
        return missing(caption)
    legend = (MISSING_LEGEND,) if rows.isin([MISSING]).any(axis=None) else ()
    given = (rows, slug, words, group_by)
    markup = Markup(drawn.once(_markup, *given) if common else _markup(*given))
    return Exhibit("tabell", slug, caption, (markup,), source, (*notes, *legend))


def _markup(rows: pd.DataFrame, slug: str, words: Sequence[str], group_by: str | None) -> str:
    """Return only the `<table>`, without the library's look: its readers have styles of their own.

    Numbers keep to the right and on one line.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PyArrow Table support is currently experimental")
        made = str(_set_out(rows, slug, words, group_by).as_raw_html())
    found = _TABLE.search(made)
    if found is None:
        raise ValueError("great_tables gave no <table>")
    aligned = _RIGHT_HEAD.sub('<th style="text-align:right"', found.group())
    aligned = _RIGHT_CELL.sub('style="text-align:right;white-space:nowrap"', aligned)
    aligned = _LEFT.sub('style="text-align:left"', aligned)
    return _OWN_LOOK.sub("", aligned)


def _set_out(rows: pd.DataFrame, slug: str, words: Sequence[str], group_by: str | None) -> GT:
    """Return the table with its heads, groups and sides."""
    keys = [f"k{place}" for place in range(rows.shape[1])]
    key_of = dict(zip(rows.columns, keys, strict=True))
    topic = key_of.pop(group_by) if group_by else None
    head, *others = key_of
    left = [key_of[name] for name in others if name in words]
    made = (
        GT(
            _as_arrow(rows, keys),
            rowname_col=key_of[head],
            groupname_col=topic,
            id=f"tabell-{slug}",
            locale="sv",
        )
        .tab_stubhead(head)
        .cols_label({key_of[name]: name.rpartition(UNDER)[2] for name in others})
        .cols_align("right", [key_of[name] for name in others if key_of[name] not in left])
        .cols_align("left", left)
    )
    for over in dict.fromkeys(name.partition(UNDER)[0] for name in others if UNDER in name):
        below = [key_of[name] for name in others if name.startswith(f"{over}{UNDER}")]
        made = made.tab_spanner(over, columns=below)
    return made


def _as_arrow(rows: pd.DataFrame, keys: Sequence[str]) -> pa.Table:
    """Return the cells as great_tables sets them in half the time that it takes with pandas.

    It calls that experimental, but gives the same of text. polars, which would be as fast, has
    threads, and a process forked after it has been at work may wait for ever.
    """
    columns = [rows.iloc[:, place].tolist() for place in range(len(keys))]
    return pa.table([pa.array(column, pa.string()) for column in columns], list(keys))
