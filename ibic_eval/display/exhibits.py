"""What a notebook cell shows: a figure, a table or generated sentences, as accessible HTML."""

import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import Literal

_SPAN = re.compile(r"\d+–\d+\u00a0%")


@dataclass(frozen=True)
class Image:
    """One drawing (SVG text) with the words that stand for it."""

    svg: str
    alt: str
    width: int

    def html(self) -> str:
        """Return an `<img>` that carries its drawing and fetches nothing."""
        data = b64encode(self.svg.encode()).decode("ascii")
        return (
            f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(self.alt)}" '
            f'width="{self.width}" style="max-width:100%;height:auto">'
        )


@dataclass(frozen=True)
class Strips:
    """One drawing in strips below a head, set as a table so that each printed page repeats it."""

    head: Image
    rows: tuple[Image, ...]

    @property
    def alt(self) -> str:
        """Return the words of the whole drawing."""
        return " ".join(filter(None, (image.alt for image in (self.head, *self.rows))))

    def html(self) -> str:
        """Return the strips close together; assistive technology meets only the images."""
        rows = "\n".join(map(_strip, self.rows))
        return (
            '<table class="strips" role="presentation" style="border:0;table-layout:fixed;'
            f'width:{self.head.width}px;max-width:100%">\n<thead>{_strip(self.head)}</thead>\n'
            f"<tbody>\n{rows}\n</tbody>\n</table>"
        )


@dataclass(frozen=True)
class Markup:
    """A finished table in HTML."""

    text: str

    def html(self) -> str:
        """Return the table as it is."""
        return self.text


@dataclass(frozen=True, repr=False)
class Exhibit:
    """A figure or table with caption, notes and source; the report gives it its number.

    `slug` is unique in a report and becomes the id, so that text can link to it. Several drawings
    may stand on several pages, as may strips.
    """

    kind: Literal["figur", "tabell"]
    slug: str
    caption: str
    content: tuple[Image | Strips | Markup, ...]
    source: str
    notes: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """Return the id in the document: "figur-utredning"."""
        return f"{self.kind}-{self.slug}"

    @property
    def alt(self) -> str:
        """Return the alternative texts of all drawings, one after the other."""
        return " ".join(part.alt for part in self.content if not isinstance(part, Markup))

    def __repr__(self) -> str:
        return f"<{self.identity}: {self.caption}>"

    def _repr_html_(self) -> str:
        css = "exhibit table" if self.kind == "tabell" else "exhibit figure"
        long = len(self.content) > 1 or any(isinstance(part, Strips) for part in self.content)
        parted = ' style="break-inside:auto"' if long else ""
        notes = [f'<p class="exhibit-note">{_unbroken(" ".join(self.notes))}</p>']
        return "\n".join(
            [
                f'<figure class="{css}" id="{escape(self.identity)}"{parted}>',
                f'<figcaption class="exhibit-caption">{escape(self.caption)}</figcaption>',
                *(part.html() for part in self.content),
                *(notes if self.notes else []),
                f'<p class="exhibit-source">Källa: {escape(self.source)}</p>',
                "</figure>",
            ]
        )


@dataclass(frozen=True, repr=False)
class Prose:
    """Generated sentences, as one paragraph or as a list.

    `kind` tells the report where they stand: in the text, in a box, in a box that says what is
    missing, or in the summary on the first page.
    """

    sentences: tuple[str, ...]
    as_list: bool = False
    kind: Literal["text", "ruta", "saknas", "sammanfattning"] = "text"

    def __repr__(self) -> str:
        return " ".join(self.sentences)

    def _repr_html_(self) -> str:
        css = f"generated {_STYLES[self.kind]}".strip()
        if not self.sentences:
            return ""
        if self.as_list:
            rows = "\n".join(f"<li>{_unbroken(sentence)}</li>" for sentence in self.sentences)
            return f'<ul class="{css}">\n{rows}\n</ul>'
        return f'<p class="{css}">{_unbroken(" ".join(self.sentences))}</p>'


@dataclass(frozen=True, repr=False)
class Gallery:
    """Several things that one cell shows in turn; one with nothing to show vanishes."""

    parts: tuple[Exhibit | Prose, ...]

    def __repr__(self) -> str:
        return "\n".join(filter(None, map(repr, self.parts)))

    def _repr_html_(self) -> str:
        return "\n".join(filter(None, (part._repr_html_() for part in self.parts)))


_STYLES = {"text": "", "ruta": "guide", "saknas": "missing", "sammanfattning": "summary"}
Shown = Exhibit | Prose


def _strip(image: Image) -> str:
    return f'<tr><td style="border:0;padding:0;line-height:0">{image.html()}</td></tr>'


def _unbroken(text: str) -> str:
    """Escape text and keep its spans of numbers on one line: a dash would let them break."""
    return _SPAN.sub(r'<span style="white-space:nowrap">\g<0></span>', escape(text))


def missing(caption: str) -> Prose:
    """Return the sentence that stands in place of an exhibit without any figures."""
    words = caption[:1].lower() + caption[1:].rstrip(".")
    return Prose((f"Underlag saknas: {words}.",), kind="saknas")
