"""The numbers that a report's tables show, one by one, with interval, n and status.

They are read from the finished report, after everything that hides small groups, so nothing can
come this way that isn't shown there.
"""

import re
from collections.abc import Iterable, Iterator
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
HIDDEN_SIGN = "x"
_STATUS = {HIDDEN_SIGN: HIDDEN, "–": MISSING, "": MISSING}


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


def exhibits(soup: BeautifulSoup) -> list[Tag]:
    """Return the numbered figures and tables of a report, in order."""
    return [
        figure for figure in soup.find_all("figure") if "exhibit" in (figure.get("class") or ())
    ]


def drawn_figures(soup: BeautifulSoup) -> list[Tag]:
    """Return the numbered figures alone, in order."""
    return [figure for figure in exhibits(soup) if "table" not in figure["class"]]


def report_tables(soup: BeautifulSoup) -> list[ReportTable]:
    """Return the numbered tables of a report, in order; a label may have several parts."""
    found = []
    for figure in (each for each in exhibits(soup) if "table" in each["class"]):
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


def mark_of(soup: BeautifulSoup) -> str:
    """Return what every page of a report says, blank where there is nothing to warn of."""
    return str(soup.body.get("data-mark", "")) if soup.body else ""


def released_numbers(table: ReportTable) -> Iterator[Released]:
    """Yield the cells of a table, row by row."""
    for each in headed_cells(table.html):
        yield _released(table.label, in_words(each.row), in_words(each.column), each.words)


@dataclass(frozen=True)
class Placed:
    """A cell with where it stands in its table, and over how many columns and rows; from 0."""

    cell: Tag
    row: int
    column: int
    across: int
    down: int

    @property
    def in_head(self) -> bool:
        """Tell whether it is a part of the table's head."""
        return self.cell.find_parent("thead") is not None


def placed_cells(table: Tag) -> Iterator[Placed]:
    """Yield the cells of a table in HTML, row by row, where those that span others put them."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.find_all("tr")):
        column = 0
        for cell in line.find_all(["th", "td"]):
            while (row, column) in taken:
                column += 1
            across, down = (int(str(cell.get(name) or 1)) for name in ("colspan", "rowspan"))
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            yield Placed(cell, row, column, across, down)
            column += across


@dataclass(frozen=True)
class Headed:
    """A cell of a table's body: its words, where it stands, and the words of its heads.

    `row` begins with the name of the row's group, blank without one; `column` goes from the top.
    """

    words: str
    place: tuple[int, int]
    row: tuple[str, ...]
    column: tuple[str, ...]


def headed_cells(table: Tag) -> Iterator[Headed]:
    """Yield the cells of a table's body that are no heads, row by row."""
    group = ""
    columns: dict[int, tuple[str, ...]] = {}
    rows: dict[int, tuple[str, ...]] = {}
    for each in placed_cells(table):
        words = text_of(each.cell)
        if each.in_head:
            for column in range(each.column, each.column + each.across):
                columns[column] = (*columns.get(column, ()), words)
        elif each.cell.name == "th" and each.cell.get("scope") == "colgroup":
            group = words
        elif each.cell.name == "th":
            rows[each.row] = (*rows.get(each.row, (group,)), words)
        else:
            heads = rows.get(each.row, (group,)), columns.get(each.column, ())
            yield Headed(words, (each.row, each.column), *heads)


def in_words(heads: Iterable[str]) -> str:
    """Return heads as one text, from the outermost."""
    return " – ".join(filter(None, heads))


def _released(table: str, row: str, column: str, shown: str) -> Released:
    found = _read(shown, column)
    return Released(
        table=table,
        row=row,
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


def share_in(text: str) -> tuple[float, int] | None:
    """Return the percentage that a text is or begins with, and its decimals; None without one."""
    found = _PLAIN.fullmatch(text) or _ESTIMATE.fullmatch(text)
    if found is None or "%" not in text:
        return None
    return _number(found["value"]), len(found["value"].partition(",")[2])


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


def text_of(tag: Tag) -> str:
    """Return the words of a tag on one line."""
    return re.sub(r"\s+", " ", tag.get_text(" ", strip=True)).strip()
