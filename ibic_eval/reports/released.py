"""The numbers that a report's tables show, one by one, with interval, n and status.

They are read from the finished report, after everything that hides small groups, so nothing can
come this way that isn't shown there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

SHOWN, HIDDEN, MISSING, TEXT = "visas", "dold", "saknas", "text"

_NUMBER = r"[−+±-]?\d(?:[\d\s]*\d)?(?:,\d+)?"
_PLAIN = re.compile(rf"(?P<value>{_NUMBER})\s*%?")
_ESTIMATE = re.compile(
    rf"(?P<value>{_NUMBER})\s*%?\s*\((?:KI )?(?P<low>{_NUMBER})\s*%?\s*(?:–|till)\s*"
    rf"(?P<high>{_NUMBER})\s*%?(?:, n (?P<n>[\d\s]+))?\)"
)
_SHARE = re.compile(rf"\d[\d\s]* av (?P<n>\d[\d\s]*) \((?P<value>{_NUMBER})\s*%\)")
_INTERVAL = re.compile(rf"(?P<low>{_NUMBER})\s*(?:–|till)\s*(?P<high>{_NUMBER})\s*%?")
_INTERVAL_HEADS = {"ki", "intervall", "konfidensintervall"}
_SEPARATOR = " – "
_STATUS = {"x": HIDDEN, "–": MISSING, "": MISSING}


@dataclass(frozen=True)
class ReportTable:
    """A numbered table of a report: its label, caption, notes with the source, and HTML."""

    label: str
    caption: str
    notes: tuple[str, ...]
    html: Tag


@dataclass(frozen=True)
class Released:
    """A cell of a table as shown, and as numbers where it shows some.

    `row` and `column` are the words of its head cells; `n` is given where the cell itself says it,
    not where a column of its own does, which may be of another cell. `unit` is "%" or blank.
    `status` is `visas`, `dold` (too few to show), `saknas` or `text`.
    """

    table: str
    row: str
    column: str
    shown: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    unit: str
    status: str


def report_tables(soup: BeautifulSoup) -> list[ReportTable]:
    """Return the numbered tables of a report, in order; a label may have several parts."""
    found = []
    for figure in soup.select("figure.exhibit.table"):
        caption = figure.find("figcaption")
        label = figure.select_one("figcaption .number")
        if not isinstance(caption, Tag) or label is None:
            continue
        notes = figure.select(".exhibit-note, .exhibit-source")
        words = caption.get_text(" ", strip=True).removeprefix(label.get_text(strip=True)).strip()
        said = tuple(note.get_text(" ", strip=True) for note in notes)
        name = label.get_text(strip=True).rstrip(".")
        found += [ReportTable(name, words, said, table) for table in figure.find_all("table")]
    return found


def released_numbers(table: ReportTable) -> Iterator[Released]:
    """Yield the cells of a table, row by row."""
    words = {str(head["id"]): text_of(head) for head in table.html.find_all("th", id=True)}
    scopes = {str(head["id"]): str(head.get("scope", "")) for head in table.html.find_all("th")}
    bodies = {str(head["id"]) for head in table.html.select("tbody th")}
    for cell in table.html.select("tbody td"):
        rows, columns = _heads(cell, bodies)
        shown = text_of(cell)
        column = _SEPARATOR.join(words[head] for head in columns)
        found = _read(shown, column)
        yield Released(
            table=table.label,
            row=_SEPARATOR.join(words[head] for head in sorted(rows, key=scopes.__getitem__)),
            column=column,
            shown=shown,
            value=found.get("value"),
            low=found.get("low"),
            high=found.get("high"),
            n=round(found["n"]) if "n" in found else None,
            unit="%" if "%" in shown and found else "",
            status=_status(shown, bool(found)),
        )


def _status(shown: str, is_number: bool) -> str:
    return _STATUS.get(shown, SHOWN if is_number else TEXT)


def number_in(text: str) -> tuple[float, str] | None:
    """Return the number that a text is, and "%" or nothing; None where it is anything else."""
    found = _PLAIN.fullmatch(text)
    return (_number(found["value"]), "%" if text.endswith("%") else "") if found else None


def _read(text: str, column: str) -> dict[str, float]:
    """Return the numbers in a cell by what they are; none where it is anything but numbers.

    What looks like an interval alone is one only below a head that says so: it may be years.
    """
    patterns = [_PLAIN, _ESTIMATE, _SHARE]
    if _INTERVAL_HEADS & set(re.findall(r"\w+", column.lower())):
        patterns.append(_INTERVAL)
    matches = (pattern.fullmatch(text) for pattern in patterns)
    found = next((match for match in matches if match), None)
    numbers = found.groupdict() if found else {}
    return {name: _number(part) for name, part in numbers.items() if part}


def _number(text: str) -> float:
    plain = re.sub(r"[\s±+]", "", text).replace("−", "-").replace(",", ".")
    return float(plain)


def _heads(cell: Tag, bodies: set[str]) -> tuple[list[str], list[str]]:
    """Return the ids of a cell's heads: those in the body, and those in the table's head."""
    heads = [str(each) for each in cell.get("headers") or ()]
    return [h for h in heads if h in bodies], [h for h in heads if h not in bodies]


def text_of(tag: Tag) -> str:
    """Return the words of a tag on one line."""
    return re.sub(r"\s+", " ", tag.get_text(" ", strip=True)).strip()
