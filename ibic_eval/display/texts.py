"""Sentences made from released estimates; each carries its number and how many it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display import selection
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import NBSP, integer, month_of, reading_in_words
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import count_text, interval_text, value_text
from ibic_eval.display.wording import (
    AREAS_IN_TEXT,
    GROUPS,
    answer_label,
    enumeration,
    lower_first,
)

Context = Mapping[str, Any]
Labels = Mapping[str, str]
PUBLISHED = "published"
_MOST_NAMED = 3


def national_basis(context: Context, published: pd.DataFrame) -> Prose:
    """Tell which national answers the report stands on, how many they are and how real.

    `published` is the table of published figures, which has the printed response rate.
    """
    national, place = context["national"], context["municipality"]
    title = f"{national['title']} ({month_of(national['date'])})"
    declined = national.get("declined")
    return Prose(
        (
            *_FICTIONAL[bool(place["fictional"])],
            _KINDS[national["kind"]].format(title=title),
            _answered(national, published),
            *((f"Ytterligare {integer(declined)} avböjde.",) if declined else ()),
        )
    )


def _answered(national: Context, published: pd.DataFrame) -> str:
    answered, asked = integer(national["answered"]), integer(national["population"])
    if national["kind"] == PUBLISHED:
        return (
            f"{answered} kommuner och stadsdelar svarade, {printed_rate(published)}; antalet "
            f"tillfrågade ({asked}) är härlett, se Metod."
        )
    of_those = f" av {asked} tillfrågade" if national["population"] else ""
    return f"{answered}{of_those} kommuner och stadsdelar svarade."


def printed_rate(published: pd.DataFrame) -> str:
    """Write the response rate that the report prints: "53 procent"."""
    rates = published[published["item"].eq("respons") & published["answer"].eq("svarsfrekvens")]
    return f"{integer(rates['low'].iloc[0])} procent"


def strongest(
    shares: pd.DataFrame,
    labels: Labels,
    items: Sequence[str],
    *,
    answer: str,
    opening: str,
    group: str = "anvandare",
) -> Prose:
    """Name the items that most gave an answer, with share, interval and n.

    `opening` begins the sentence: "De vanligaste utmaningarna är".
    """
    ranked = ranking(shares, items, answer, group)[:_MOST_NAMED]
    if not ranked:
        words = lower_first(answer_label(answer))
        return Prose((f"Underlag saknas för svaret ”{words}”.",), kind="saknas")
    named = enumeration(f"{lower_first(labels[s.item])}{_where(s)} {_figures(s)}" for s in ranked)
    return Prose((f"{opening} {named}.",))


def ranking(
    shares: pd.DataFrame, items: Sequence[str], answer: str, group: str = "anvandare"
) -> list[Share]:
    """Return the national shares of one answer, one an item, the largest low end first.

    Where a figure read from words begins at another's figure it goes first: the source says there
    that nothing was more common.
    """
    chosen = [share for share in _shares(shares, items, group, answer) if share.shown]
    return sorted(_one_an_item(chosen), key=lambda s: (-(s.low or 0), not s.read_from_words))


def single(
    shares: pd.DataFrame,
    item: str,
    *,
    answer: str,
    opening: str,
    groups: Sequence[str] = ("anvandare",),
) -> Prose:
    """Tell how many of some groups gave one answer to one item, a sentence a group.

    `opening` begins each sentence: "Andelen som rekommenderar IBIC".
    """
    rows = [share for group in groups for share in _shares(shares, [item], group, answer)]
    return Prose(tuple(_plain(share, opening) for share in rows if share.shown))


def together(*parts: Prose, as_list: bool = True) -> Prose:
    """Join generated sentences into one list or paragraph; missing only where every part is."""
    sentences = tuple(sentence for part in parts for sentence in part.sentences)
    missing = all(part.kind == "saknas" for part in parts)
    return Prose(sentences, as_list, "saknas" if missing else "text")


def _shares(shares: pd.DataFrame, items: Sequence[str], group: str, answer: str) -> Iterable[Share]:
    return [s for s in selection.national(shares, items, [group]) if s.answer == answer]


def _one_an_item(shares: Iterable[Share]) -> list[Share]:
    """Keep the area with the largest share of each item, or its span where there is one."""
    kept: dict[str, Share] = {}
    for share in shares:
        before = kept.get(share.item)
        better = before is None or share.area == "spann" or (share.low or 0) > (before.low or 0)
        if better and not (before and before.area == "spann"):
            kept[share.item] = share
    return list(kept.values())


def _figures(share: Share) -> str:
    return f"({_value(share)}, {_details(share)})"


def _details(share: Share) -> str:
    """Write interval and n; words that were read have no interval."""
    known = share.ci_low is not None and not share.read_from_words
    limits = f"KI{NBSP}{interval_text(share)}, " if known else ""
    return f"{limits}n{NBSP}{_equals(share)}"


def _value(share: Share) -> str:
    if share.read_from_words and share.low is not None and share.high is not None:
        return f"enligt källans ord {reading_in_words(share.low, share.high)}"
    return value_text(share)


def _plain(share: Share, opening: str) -> str:
    where = f"bland {GROUPS[share.group]}{_where(share)}"
    return f"{opening} {where} är {_value(share)} ({_details(share)})."


def _equals(share: Share) -> str:
    return count_text(share) if share.n_is_maximum else f"={NBSP}{count_text(share)}"


def _where(share: Share) -> str:
    area = AREAS_IN_TEXT.get(share.area)
    return f" inom {area}" if area else ""


_KINDS: Mapping[str, str] = {
    PUBLISHED: "De nationella siffrorna är de publicerade i {title}.",
    "omgang": "Siffrorna som kommunen jämförs med kommer från {title}.",
    "rekonstruktion": (
        "De nationella siffrorna kommer från {title}: påhittade svar som stämmer med de "
        "publicerade resultaten men inte är verkliga kommuners."
    ),
}
_FICTIONAL: Mapping[bool, tuple[str, ...]] = {
    True: ("Kommunen är påhittad och finns bara för att visa hur rapporten ser ut.",),
    False: (),
}
