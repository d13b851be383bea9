"""Long descriptions of figures: what a picture's alt text says, as a table below it.

The alt texts are made from the figures' numbers, one sentence a row, "Namn: tal". One who can't see
the picture, or wants to copy its numbers, gets them in rows and cells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from markupsafe import escape

from ibic_eval.reports.released import drawn_figures, text_of

CLASS = "figure-data"
_SHORT = 150
"""Letters of alt text up to which a table would say nothing more clearly."""
_SENTENCES = re.compile(r"(?<!\bv)(?<!\b[A-Z])(?<!^\d)(?<!\. \d)\.\s(?=(?:\d+\.\s)?[A-ZÅÄÖ])")
"""A full stop between sentences, not that of a week (v. 12), a letter (A.) or a number (1.)."""


@dataclass(frozen=True)
class Described:
    """A row of a figure's description: its label, what the row is of (may be blank) and values."""

    figure: str
    name: str
    values: str


def describe_figures(soup: BeautifulSoup) -> None:
    """Put a table below each figure whose alt texts are long, in place; figures are numbered."""
    for figure in drawn_figures(soup):
        rows = list(_rows(figure))
        if len(rows) > 1 and sum(len(row.name) + len(row.values) for row in rows) > _SHORT:
            images = figure.find_all("img")
            last = images[-1].find_parent(class_="scroll") or images[-1].parent
            (last or images[-1]).insert_after(_table(rows))


def described(soup: BeautifulSoup) -> list[Described]:
    """Return the rows of all figures of a report, in order."""
    return [row for figure in drawn_figures(soup) for row in _rows(figure)]


def drop_descriptions(soup: BeautifulSoup) -> None:
    """Remove the tables, in place: on paper the alt texts say the same."""
    for found in soup.select(f"details.{CLASS}"):
        found.decompose()


def _rows(figure: Tag) -> Iterator[Described]:
    label = figure.select_one("figcaption .number")
    number = text_of(label).rstrip(".") if label else ""
    for image in figure.find_all("img"):
        for sentence in _SENTENCES.split(str(image["alt"]).strip()):
            name, colon, values = sentence.strip().partition(": ")
            if sentence.strip():
                said = (name, values) if colon else ("", name)
                yield Described(number, said[0], said[1].removesuffix("."))


def _table(rows: list[Described]) -> Tag:
    """Return the description, closed until someone opens it."""
    body = "".join(
        f'<tr><th scope="row">{escape(row.name)}</th><td>{escape(row.values)}</td></tr>'
        if row.name
        else f'<tr><td colspan="2">{escape(row.values)}</td></tr>'
        for row in rows
    )
    head = '<tr><th scope="col">Rad</th><th scope="col">Visar</th></tr>'
    markup = (
        f'<details class="{CLASS}"><summary>{rows[0].figure} som tabell</summary>'
        f"<table><thead>{head}</thead><tbody>{body}</tbody></table></details>"
    )
    return BeautifulSoup(markup, "html.parser").details  # type: ignore[return-value]
