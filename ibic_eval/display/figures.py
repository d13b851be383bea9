"""The survey's figures: released shares in, exhibits out, the same call for counts and print.

Where the shares are counted from answers a figure shows whole distributions as stacked bars.
Where they are read from a publication it shows what was printed, and invents nothing.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from ibic_eval.display import selection
from ibic_eval.display.exhibits import Exhibit, Shown, missing
from ibic_eval.display.likert import likert_notes, likert_panels
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import Bar, share_bar_notes, share_bar_panels
from ibic_eval.display.wording import AREAS, GROUPS_SHORT, answer_label, lower_first

Labels = Mapping[str, str]
_SPAN_NOTE = (
    "Källan redovisar ett spann över äldreomsorg, annan verksamhet enligt SoL och verksamhet "
    "enligt LSS, inte hela svarsfördelningen."
)


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
    return _bars([_bar(share, labels) for share in chosen], slug, caption, thresholds)


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
    """Show groups under each other wherever at least two have the same answer in the same area.

    Of counted distributions only the first answer of the scale is shown.
    """
    chosen = selection.national(shares, items, between)
    if selection.has_distributions(shares):
        chosen = selection.first_answers(chosen)
    bars = [
        Bar(
            ", ".join(filter(None, (labels[share.item], AREAS[share.area]))),
            f"{answer_label(share.answer)}: {lower_first(GROUPS_SHORT[share.group])}",
            share,
        )
        for share in selection.in_several_groups(chosen)
    ]
    return _bars(bars, slug, caption, ())


def _distributions(chosen: Sequence[Share], labels: Labels, slug: str, caption: str) -> Shown:
    rows = selection.distributions(chosen)
    if not rows:
        return missing(caption)
    panels = likert_panels(rows, labels)
    source = selection.sources(chosen)
    return Exhibit("figur", slug, caption, panels, source, likert_notes(rows))


def _bars(bars: Sequence[Bar], slug: str, caption: str, thresholds: Sequence[float]) -> Shown:
    if not bars:
        return missing(caption)
    shares = [bar.share for bar in bars]
    spans = (_SPAN_NOTE,) if any(share.area == "spann" for share in shares) else ()
    return Exhibit(
        "figur",
        slug,
        caption,
        share_bar_panels(bars, thresholds),
        selection.sources(shares),
        (*spans, *share_bar_notes(shares)),
    )


def _bar(share: Share, labels: Labels) -> Bar:
    label = ", ".join(filter(None, (answer_label(share.answer), AREAS[share.area])))
    return Bar(labels[share.item], label, share)
