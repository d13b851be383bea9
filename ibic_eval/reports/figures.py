"""The report's figures one by one, as SVG and PNG, for slides and web pages."""

import io
import re
import zipfile

from bs4 import BeautifulSoup, Tag

from ibic_eval.errors import RunError
from ibic_eval.reports.drawings import number_of, svg_of, take_out
from ibic_eval.reports.pictures import png_of
from ibic_eval.reports.released import drawn_figures, mark_of, text_of

TEXTS = "figurer.txt"
_LINE = 14
_SIZE = re.compile(r'height="(?P<height>[\d.]+)pt" viewBox="0 0 (?P<width>[\d.]+) [\d.]+"')
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same report gives the same bytes."""


def figures_of(html: str) -> bytes:
    """Return a ZIP of the figures, each as SVG and PNG, and their captions, notes and alt texts.

    A figure of several drawings has a file for each: `figur-03-2.svg`.
    """
    text, drawings = take_out(html)
    soup = BeautifulSoup(text, "html.parser")
    mark = mark_of(soup)
    told = [text_of(banner) for banner in soup.select("aside.banner")]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as parts:
        for number, figure in enumerate(drawn_figures(soup), start=1):
            images = figure.find_all("img")
            for place, image in enumerate(images, start=1):
                part = f"-{place}" if len(images) > 1 else ""
                svg = svg_of(drawings[number_of(str(image["src"]))])
                marked = _marked(svg, mark) if mark else svg
                name = f"figur-{number:02}{part}"
                _put(parts, f"{name}.svg", marked.encode())
                _put(parts, f"{name}.png", png_of(marked))
            told.append(_said(figure))
        _put(parts, TEXTS, "\n\n".join(told).encode())
    return written.getvalue()


def _marked(svg: str, mark: str) -> str:
    """Return a drawing with a line above it that says what the report warns of."""
    found = _SIZE.search(svg)
    if found is None:
        raise RunError("En figur saknar mått och kunde inte märkas.")
    width, height = found["width"], float(found["height"]) + _LINE
    size = f'height="{height:g}pt" viewBox="0 -{_LINE} {width} {height:g}"'
    style = "font: bold 9px 'DejaVu Sans', sans-serif; fill: #7a3d06"
    words = f'<text x="2" y="-4" style="{style}">{mark}</text>'
    marked = svg[: found.start()] + size + svg[found.end() :]
    return marked.replace("</svg>", f"{words}</svg>")


def _said(figure: Tag) -> str:
    """Return a figure's caption, what it shows in words, and its notes with the source."""
    caption = figure.find("figcaption")
    alts = " ".join(filter(None, (str(image["alt"]) for image in figure.find_all("img"))))
    notes = [text_of(note) for note in figure.select(".exhibit-note, .exhibit-source")]
    head = text_of(caption) if isinstance(caption, Tag) else ""
    return "\n".join(filter(None, (head, alts, *notes)))


def _put(parts: zipfile.ZipFile, name: str, content: bytes) -> None:
    parts.writestr(zipfile.ZipInfo(name, _ALWAYS), content, zipfile.ZIP_DEFLATED)
