"""Tables for reports: plain semantic HTML with a caption, headers that say what they head."""

import re
from collections.abc import Sequence

import pandas as pd
from great_tables import GT

from ibic_eval.display.exhibits import Exhibit, Markup, Shown, missing
from ibic_eval.display.numbers import MISSING, MISSING_LEGEND

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
) -> Shown:
    """Make an exhibit of written rows: every cell is text, every column name a finished heading.

    The first column heads its rows. Columns are set to the right, as numbers are, except those
    named in `words`.
    """
    if rows.empty:
        return missing(caption)
    legend = (MISSING_LEGEND,) if rows.isin([MISSING]).any(axis=None) else ()
    markup = Markup(_markup(rows, slug, words))
    return Exhibit("tabell", slug, caption, (markup,), source, (*notes, *legend))


def _markup(rows: pd.DataFrame, slug: str, words: Sequence[str]) -> str:
    """Return only the `<table>`, without the library's look: its readers have styles of their own.

    Numbers keep to the right and on one line.
    """
    keys = [f"k{place}" for place in range(rows.shape[1])]
    heads = dict(zip(keys, rows.columns, strict=True))
    written = rows.set_axis(keys, axis=1)
    left = [key for key, head in heads.items() if head in words]
    right = [key for key in keys[1:] if key not in left]
    made = (
        GT(written, rowname_col=keys[0], id=f"tabell-{slug}", locale="sv")
        .tab_stubhead(heads[keys[0]])
        .cols_label({key: heads[key] for key in keys[1:]})
        .cols_align("right", right)
        .cols_align("left", left)
    )
    found = _TABLE.search(str(made.as_raw_html()))
    if found is None:
        raise ValueError("great_tables gave no <table>")
    aligned = _RIGHT_HEAD.sub('<th style="text-align:right"', found.group())
    aligned = _RIGHT_CELL.sub('style="text-align:right;white-space:nowrap"', aligned)
    aligned = _LEFT.sub('style="text-align:left"', aligned)
    return _OWN_LOOK.sub("", aligned)
