"""The survey's figures: released shares in, exhibits out, the same call for counts and print.

Where the shares are counted from answers a figure shows whole distributions as stacked bars.
Where they are read from a publication it shows what was printed, and invents nothing.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from ibic_eval.display import drawn, selection
from ibic_eval.display.dots import Line, dot_panels
from ibic_eval.display.exhibits import Exhibit, Shown, missing
from ibic_eval.display.likert import likert_notes, likert_panels
from ibic_eval.display.numbers import HIDDEN_LEGEND
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import Bar, share_bar_notes, share_bar_panels
from ibic_eval.display.wording import AREAS, GROUPS_SHORT, answer_label, enumeration, lower_first

Labels = Mapping[str, str]


def answers(
    shares: pd.DataFrame,
    labels: Labels,
    items: Sequence[str],
    *,
    slug: str,
    caption: str,
    group: str = "anvandare",
    thresholds: Sequence[float] = (),
) -> Shown:
    """Show how a group answered some items: distributions where counted, else printed shares."""
    chosen = selection.national(shares, items, [group])
    if selection.has_distributions(shares):
        return _distributions(chosen, labels, slug, caption)
    bars = [_bar(share, labels) for share in selection.without_repetition(chosen)]
    return _bars(bars, slug, caption, thresholds)


def ranked(
    shares: pd.DataFrame,
    labels: Labels,
    items: Sequence[str],
    *,
    answer: str,
    slug: str,
    caption: str,
    group: str = "anvandare",
    thresholds: Sequence[float] = (),
) -> Shown:
    """Show one answer (`ja+delvis`) of many items, the most common first, with its interval."""
    chosen = [s for s in selection.national(shares, items, [group]) if s.answer == answer]
    order = selection.strongest_first(items, chosen)
    shown = selection.in_order([share for share in chosen if share.item in order], order)
    bars = [Bar(labels[share.item], AREAS[share.area], share) for share in shown]
    return _bars(bars, slug, caption, thresholds)


def groups(
    shares: pd.DataFrame,
    labels: Labels,
    items: Sequence[str],
    *,
    slug: str,
    caption: str,
    between: Sequence[str] = ("anvandare", "etablerade", "inlarning"),
) -> Shown:
    """Compare groups wherever at least two have a figure of the same answer in the same area.

    Of counted distributions only the first answer of the scale is compared, a marker a group.
    """
    chosen = selection.national(shares, items, between)
    if selection.has_distributions(shares):
        lines = selection.in_several_groups(selection.first_answers(chosen))
        return _dots(lines, labels, between, slug, caption)
    lines = selection.in_several_groups(chosen)
    bars = [_group_bar(share, labels) for line in lines.values() for share in line]
    return _bars(bars, slug, caption, ())


def _group_bar(share: Share, labels: Labels) -> Bar:
    heading = ", ".join(filter(None, (labels[share.item], AREAS[share.area])))
    answer, group = answer_label(share.answer), _group_name(share.group)
    return Bar(heading, f"{answer}: {group}", share)


def _dots(
    lines: Mapping[Line, Sequence[Share]],
    labels: Labels,
    between: Sequence[str],
    slug: str,
    caption: str,
) -> Shown:
    if not lines:
        return missing(caption)
    shares = [share for line in lines.values() for share in line]
    legend = (HIDDEN_LEGEND,) if any(share.hidden for share in shares) else ()
    order = f"Andelar och n står i ordningen {enumeration(map(_group_name, between))}."
    panels = drawn.once(dot_panels, lines, labels, between)
    return Exhibit("figur", slug, caption, panels, selection.sources(shares), (order, *legend))


def _group_name(group: str) -> str:
    return lower_first(GROUPS_SHORT[group])


def _distributions(chosen: Sequence[Share], labels: Labels, slug: str, caption: str) -> Shown:
    rows = selection.distributions(chosen)
    if not rows:
        return missing(caption)
    panels = drawn.once(likert_panels, rows, labels)
    source = selection.sources(chosen)
    return Exhibit("figur", slug, caption, panels, source, likert_notes(rows))


def _bars(bars: Sequence[Bar], slug: str, caption: str, thresholds: Sequence[float]) -> Shown:
    if not bars:
        return missing(caption)
    shares = [bar.share for bar in bars]
    return Exhibit(
        "figur",
        slug,
        caption,
        drawn.once(share_bar_panels, bars, thresholds),
        selection.sources(shares),
        share_bar_notes(shares),
    )


def _bar(share: Share, labels: Labels) -> Bar:
    heading = ", ".join(filter(None, (labels[share.item], AREAS[share.area])))
    return Bar(heading, answer_label(share.answer), share)
