"""Completes the tags of a report in PDF, so that it reads like the HTML it was made from.

WeasyPrint lays out page by page, and so are its tags: a table over two pages becomes two, with the
head read twice, and what stands on every page is read on every page. Here the parts of a table are
joined, each header cell is told what it heads (PDF 1.7, 14.8.5.7: Scope), and what is repeated or
only decorates becomes an artifact, which a screen reader passes by (14.8.2.2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from bs4 import BeautifulSoup, Tag
from pikepdf import Array, Dictionary, Name

from ibic_eval.errors import RunError

_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}
_TABLE_TAGS = {"/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD"}
_ARTIFACT = pikepdf.ContentStreamInstruction([Name.Artifact], pikepdf.Operator("BMC"))
_BANNER = "print-banner"

Element = Any
"""A node of the structure tree, a dictionary of the PDF."""
Marks = set[tuple[int, int]]
"""Marked contents, by the index of their page and their number on it."""


@dataclass(frozen=True)
class TableForm:
    """What a table in the HTML says of itself: rows below its head, and what its headers head."""

    rows: int
    scopes: tuple[str, ...]
    layout: bool


def table_forms(soup: BeautifulSoup) -> list[TableForm]:
    """Return the forms of a document's tables, in order; a layout table only places pictures."""
    return [
        TableForm(
            rows=sum(1 for row in table.find_all("tr") if not row.find_parent("thead")),
            scopes=tuple(_SCOPES[str(cell["scope"])] for cell in table.find_all("th")),
            layout=table.get("role") == "presentation",
        )
        for table in soup.find_all("table")
    ]


def complete_tags(pdf: pikepdf.Pdf, soup: BeautifulSoup) -> None:
    """Complete the tags of a PDF, in place, by the HTML that it was made from.

    Raises RunError where the tables of the two are not the same.
    """
    document = pdf.Root.StructTreeRoot.K[0]
    _silence_repeated_banner(document, soup)
    parts = iter([each for each in _below(document) if _kind(each) == "/Table"])
    for form in table_forms(soup):
        table = _joined(form, parts)
        if form.layout:
            _as_plain(table)
        else:
            _scope(table, form.scopes)
    if next(parts, None) is not None:
        raise _unlike()
    for figure in [each for each in _below(document) if _kind(each) == "/Figure"]:
        if Name.Alt not in figure:
            _detach(figure)
    _make_artifacts(pdf, _read_marks(pdf, document))


def _unlike() -> RunError:
    return RunError(
        "Rapporten kunde inte skrivas som PDF: tabellerna blev inte desamma som i HTML. "
        "De andra formaten finns; rapportera felet."
    )


def _silence_repeated_banner(document: Element, soup: BeautifulSoup) -> None:
    """Let the words that stand on top of every page be read once only."""
    banner = soup.find(class_=_BANNER)
    if isinstance(banner, Tag):
        tops = [each for each in _kids(document) if _kind(each) == "/Div"]
        for repeated in tops[1:]:
            _detach(repeated)


def _joined(form: TableForm, parts: Iterator[Element]) -> Element:
    """Take the parts of a table from those still to come and return them as one."""
    table = next(parts, None)
    if table is None:
        raise _unlike()
    rows = _body_rows(table)
    while rows < form.rows:
        part = next(parts, None)
        if part is None:
            raise _unlike()
        rows += _body_rows(part)
        for kid in _kids(part):
            if _kind(kid) != "/THead":  # the head is repeated; it has been read
                kid.P = table
                table.K.append(kid)
        _detach(part)
    if rows != form.rows:
        raise _unlike()
    return table


def _body_rows(table: Element) -> int:
    heads = sum(1 for part in _kids(table) if _kind(part) == "/THead" for _ in _rows(part))
    return sum(1 for _ in _rows(table)) - heads


def _rows(element: Element) -> Iterator[Element]:
    return (each for each in _below(element) if _kind(each) == "/TR")


def _scope(table: Element, scopes: Sequence[str]) -> None:
    """Tell what each header cell heads; that alone, since it holds whatever page a cell is on."""
    heads = [each for each in _below(table) if _kind(each) == "/TH"]
    if len(heads) != len(scopes):
        raise _unlike()
    for cell, scope in zip(heads, scopes, strict=True):
        cell.A.Scope = Name(f"/{scope}")
    for cell in [each for each in _below(table) if _kind(each) in ("/TH", "/TD")]:
        for name, owner in ((Name.ID, cell), (Name.Headers, cell.A)):
            if name in owner:
                del owner[name]


def _as_plain(table: Element) -> None:
    """Make a table that only places pictures no table to a reader."""
    for each in [table, *_below(table)]:
        if _kind(each) in _TABLE_TAGS:
            each.S = Name.NonStruct
            if Name.A in each:
                del each[Name.A]


def _kind(element: Element) -> str:
    return str(element.S)


def _kids(element: Element) -> list[Element]:
    kids = element.get(Name.K, Array())
    every = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in every if isinstance(kid, Dictionary) and Name.S in kid]


def _below(element: Element) -> Iterator[Element]:
    """Return the elements below one, in reading order."""
    for kid in _kids(element):
        yield kid
        yield from _below(kid)


def _detach(element: Element) -> None:
    """Take an element out of what is read."""
    siblings = element.P.K
    place = next(
        index
        for index, kid in enumerate(siblings)
        if isinstance(kid, Dictionary) and kid.objgen == element.objgen
    )
    del siblings[place]


def _read_marks(pdf: pikepdf.Pdf, document: Element) -> Marks:
    """Return the marked contents that the tree leads to."""
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    return {
        (pages[element.Pg.objgen], int(kid))
        for element in _below(document)
        for kid in element.get(Name.K, ())
        if isinstance(kid, int)
    }


def _make_artifacts(pdf: pikepdf.Pdf, read: Marks) -> None:
    """Make the contents of each page that are not among those read into artifacts."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    for index, page in enumerate(pdf.pages):
        instructions = []
        silenced = []
        for instruction in pikepdf.parse_content_stream(page):
            mark = _mark(instruction)
            if mark is None or (index, mark) in read:
                instructions.append(instruction)
            else:
                silenced.append(mark)
                instructions.append(_ARTIFACT)
        if silenced:
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
            owners = parents[int(page.StructParents)]
            for mark in silenced:
                owners[mark] = None


def _mark(instruction: Any) -> int | None:
    """Return the number of the marked content that an instruction begins, if it does."""
    if str(instruction.operator) != "BDC":
        return None
    properties = instruction.operands[1]
    numbered = isinstance(properties, Dictionary) and Name.MCID in properties
    return int(properties.MCID) if numbered else None
