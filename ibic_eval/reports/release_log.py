"""A log of what a report hides: by table and figure, how much, by which rule, who may override.

It is read from the finished report, so it says nothing that the report doesn't. It doesn't tell
which of the hidden numbers are small themselves and which are hidden to cover them: that would tell
of the small ones.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from bs4 import BeautifulSoup, Tag

from ibic_eval.disclosure.rules import WHO_MAY_OVERRIDE, rule_for
from ibic_eval.reports.released import HIDDEN_SIGN, exhibits, text_of

LOG = "utlamningslogg.csv"
_BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows the encoding
_NOT_COUNTED = "i figuren"


@dataclass(frozen=True)
class Logged:
    """An exhibit in which something is hidden; `shown` and `hidden` are blank for a figure."""

    exhibit: str
    caption: str
    shown: str
    hidden: str
    rule: str
    override: str


HEADS = ("del", "rubrik", "visade_celler", "dolda_celler", "regel", "far_andras_av")


def release_log(soup: BeautifulSoup) -> list[Logged]:
    """Return the exhibits of a report that hide something, in order."""
    return list(_logged(soup))


def log_as_csv(rows: list[Logged]) -> str:
    """Write the log as a file for Excel: semicolons, heads in Swedish."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\n")
    lines.writerow(HEADS)
    lines.writerows(astuple(row) for row in rows)
    return _BYTE_ORDER_MARK + written.getvalue()


def _logged(soup: BeautifulSoup) -> Iterator[Logged]:
    for figure in exhibits(soup):
        caption, label = figure.find("figcaption"), figure.select_one("figcaption .number")
        if not isinstance(caption, Tag) or label is None:
            continue
        drawn = "table" not in figure["class"]
        cells = [] if drawn else [text_of(cell) for cell in figure.find_all("td")]
        hidden = cells.count(HIDDEN_SIGN)
        if hidden or (drawn and _legend(figure)):
            name = text_of(label)
            yield Logged(
                name.rstrip("."),
                text_of(caption).removeprefix(name).strip(),
                "" if drawn else str(len(cells) - hidden),
                _NOT_COUNTED if drawn else str(hidden),
                rule_for(str(figure.get("id")).partition("-")[2]),
                WHO_MAY_OVERRIDE,
            )


def _legend(figure: Tag) -> bool:
    """Tell whether a figure's notes say that something in it is hidden."""
    return any(f"{HIDDEN_SIGN} = dold" in text_of(note) for note in figure.select(".exhibit-note"))
