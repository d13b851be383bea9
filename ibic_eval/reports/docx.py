"""The report as a Word document, from a reference document that a municipality may replace."""

import io
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from ibic_eval.errors import RunError
from ibic_eval.reports.drawings import number_of, svg_of, take_out
from ibic_eval.reports.pictures import png_of
from ibic_eval.reports.plain import LEVELS, make_plain
from ibic_eval.reports.released import mark_of

_TABLE_TEXT = "Tabelltext"
REFERENCE = Path("docx") / "mall.docx"

_WIDEST = 16.6
"""Centimetres between the margins of the reference document."""
_LETTERS = 105
"""Letters of a table's text that the width has room for."""
_LOGO_HEIGHT = 1.8
_SHORT, _MARGIN = 10, 3
_PIXELS_A_CENTIMETRE = 96 / 2.54
_COLOURED = {"Title", "TOC Heading", "Caption"}
_CONTENTS = r' TOC \o "1-2" \h \z \u '


def docx_of(html: str, templates: Path) -> bytes:
    """Return the report as DOCX.

    Raises RunError where the reference document can't be used.
    """
    text, drawings = take_out(html)
    soup = BeautifulSoup(text, "html.parser")
    title = soup.title.get_text() if soup.title else ""
    mark = mark_of(soup)
    colour = "".join(str(meta["content"]) for meta in soup.select("meta[name=theme-color]"))
    make_plain(soup)
    pictures = {}
    for number, image in enumerate(soup.find_all("img"), start=1):
        name = f"bild-{number}.png"
        pictures[name] = _pixels(drawings[number_of(str(image["src"]))])
        _set_picture(image, name)
    return _finished(_converted(str(soup), pictures, templates / REFERENCE), title, mark, colour)


def _pixels(drawing: str) -> bytes:
    """Return an embedded picture as PNG; one that is pixels already as it is."""
    if drawing.startswith("data:image/svg"):
        return png_of(svg_of(drawing))
    return b64decode(drawing.partition(",")[2])


def _set_picture(image: Any, name: str) -> None:
    """Put a picture in its place, no wider than the page; a logo has a height instead."""
    image["src"] = name
    if "logo" in image.get("class", ()):
        image["height"] = f"{_LOGO_HEIGHT}cm"
    else:
        width = min(float(image["width"]) / _PIXELS_A_CENTIMETRE, _WIDEST)
        image["width"] = f"{width:.2f}cm"
    image.attrs.pop("style", None)


def _converted(html: str, pictures: Mapping[str, bytes], reference: Path) -> bytes:
    import pypandoc

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "rapport.docx"
        for name, pixels in pictures.items():
            (Path(folder) / name).write_bytes(pixels)
        try:
            pypandoc.convert_text(
                html, "docx", format="html", outputfile=str(target),
                extra_args=[
                    f"--reference-doc={reference}", f"--resource-path={folder}",
                    "--metadata=lang:sv-SE",
                ],
            )  # fmt: skip
        except RuntimeError as error:
            raise RunError(
                f"Rapporten kunde inte skrivas som DOCX: mallen {reference} saknas eller går inte "
                "att använda. Spara den på nytt i Word, eller ta tillbaka den som följde med. "
                "De andra formaten finns."
            ) from error
        return target.read_bytes()


def _finished(content: bytes, title: str, mark: str, colour: str) -> bytes:
    """Add what the conversion leaves out: title, colour, contents as a field, header and widths."""
    import docx

    document = docx.Document(io.BytesIO(content))
    document.core_properties.title = title
    document.core_properties.language = "sv-SE"
    _begin_chapters(document)
    _make_field(document)
    for table in document.tables:
        _set_widths(table, _table_text(document))
        _keep_together(table)
    if mark:
        _head_every_page(document, mark)
    if colour:
        _colour_headings(document, colour)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _colour_headings(document: Any, colour: str) -> None:
    """Give headings and captions the municipality's colour, whatever the reference document has."""
    from docx.shared import RGBColor

    for style in document.styles:
        if style.name in _COLOURED or style.name.startswith("Heading "):
            style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())


def _begin_chapters(document: Any) -> None:
    """Begin each chapter on a page of its own; the summary stays on the first."""
    chapters = [each for each in document.paragraphs if each.style.name == "Heading 1"]
    for heading in chapters[1:]:
        heading.paragraph_format.page_break_before = True


def _table_text(document: Any) -> Any:
    """Return the style of texts in tables; a municipality's own reference may lack it."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    if _TABLE_TEXT not in document.styles:
        document.styles.add_style(_TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(8)
    return document.styles[_TABLE_TEXT]


def _set_widths(table: Any, text: Any) -> None:
    """Fill the page's width, and give each column of it by the text that it holds."""
    from docx.shared import Cm
    from docx.table import _Cell

    rows = [list(_cells(row)) for row in table.rows]
    texts: list[list[str]] = [[] for _ in table.columns]
    for row in rows:
        for place, cell in row:
            if cell.grid_span == 1:
                texts[place].append(_Cell(cell, table).text)
    letters = _letters(texts)
    widths = [Cm(_WIDEST * share / sum(letters)) for share in letters]
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in rows:
        for place, cell in row:
            cell.width = Cm(sum(width.cm for width in widths[place : place + cell.grid_span]))
            for paragraph in _Cell(cell, table).paragraphs:
                paragraph.style = text


def _keep_together(table: Any) -> None:
    """Divide no row between pages, and leave no heading of rows alone at the foot of one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.table import _Cell

    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = row._tr.tc_lst
        over_all = len(cells) == 1 and cells[0].grid_span > 1
        if over_all or row._tr.trPr.find(qn("w:tblHeader")) is not None:
            for paragraph in (each for cell in cells for each in _Cell(cell, table).paragraphs):
                paragraph.paragraph_format.keep_with_next = True


def _cells(row: Any) -> Iterator[tuple[int, Any]]:
    """Return a row's cells, those over several columns once, with the columns they begin at."""
    place = 0
    for cell in row._tr.tc_lst:
        yield place, cell
        place += cell.grid_span


def _letters(columns: list[list[str]]) -> list[float]:
    """Return each column's width in letters: its longest word, and then by how much it says."""
    words = [_MARGIN + max(map(_unbroken, texts), default=1) for texts in columns]
    said = [sum(map(len, texts)) / max(len(texts), 1) for texts in columns]
    rest = max(_LETTERS - sum(words), 0)
    return [word + rest * each / max(sum(said), 1) for word, each in zip(words, said, strict=True)]


def _unbroken(text: str) -> int:
    """Return how many letters have to stand on one line: a short cell's all, else a word's."""
    return len(text) if len(text) <= _SHORT else max(map(len, text.split()))


def _make_field(document: Any) -> None:
    """Let the list of contents be a field, so that Word can add its page numbers."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    lines = [each for each in document.paragraphs if each.style.name.lower() in LEVELS]
    if not lines:
        return

    def run(inner: str) -> Any:
        return parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>")

    begin = [
        run('<w:fldChar w:fldCharType="begin"/>'),
        run(f'<w:instrText xml:space="preserve">{_CONTENTS}</w:instrText>'),
        run('<w:fldChar w:fldCharType="separate"/>'),
    ]
    first = lines[0]._p
    place = 1 if first.pPr is not None else 0
    for offset, each in enumerate(begin):
        first.insert(place + offset, each)
    lines[-1]._p.append(run('<w:fldChar w:fldCharType="end"/>'))


def _head_every_page(document: Any, mark: str) -> None:
    """Say on every page what the report warns of."""
    for section in document.sections:
        section.header.is_linked_to_previous = False
        line = section.header.paragraphs[0]
        line.text = mark
        line.style = document.styles["Varning"]
