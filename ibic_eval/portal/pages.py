"""One page of the portal as HTML: its template filled in, with style, script and data inside."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ibic_eval.errors import RunError
from ibic_eval.reports.arrange import fetched
from ibic_eval.reports.body import TEMPLATE as REPORT_TEMPLATE

TEMPLATE = "portal"
TABLE, MAP, COMPARISON, NATION = "index.html", "karta.html", "jamfor.html", "riket.html"
FICTIONAL_NATION = "riket-demo.html"


@dataclass(frozen=True)
class Site:
    """What all pages say: version, the day of the latest run, and the pages to go to."""

    version: str
    latest: str
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """A page: its path from the reports' folder, template, script and content.

    `invented` is the sentence of the banner, blank where nothing on the page is invented.
    """

    path: str
    title: str
    template: str
    content: Mapping[str, Any]
    invented: str = ""
    script: str = ""
    data: object = None


class Printer:
    """Fills in the portal's templates; one serves all pages."""

    def __init__(self, templates: Path, site: Site) -> None:
        self._site = site
        self._folder = templates / TEMPLATE
        report = (templates / REPORT_TEMPLATE / "rapport.css").read_text(encoding="utf-8")
        self._style = f"{report}\n{self._text('portal.css')}"
        self._environment = Environment(
            loader=FileSystemLoader(self._folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def html(self, page: Page) -> str:
        """Return the whole document; raises RunError where a browser would fetch something."""
        script = self._text(page.script) if page.script else ""
        document = self._environment.get_template(page.template).render(
            page.content,
            site=self._site,
            path=page.path,
            title=page.title,
            invented=page.invented,
            up="../" * page.path.count("/"),
            style=Markup(self._style),
            script=Markup(script),
            script_source=_source(script),
            data=Markup(_embedded(page.data)) if page.data is not None else "",
        )
        _check_whole_in_itself(document, page.path)
        return document

    def _text(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8")


def _embedded(data: object) -> str:
    """Write data for a `<script>`: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _source(script: str) -> str:
    """Return the only script that a browser may run, for the page's security policy."""
    if not script:
        return "'none'"
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _check_whole_in_itself(document: str, path: str) -> None:
    soup = BeautifulSoup(document, "html.parser")
    outside = [each for each in fetched(soup) if not each.startswith(("<script>", "url(#"))]
    if outside:
        raise RunError(f"Sidan {path} skulle hämta {outside[0][:80]} utifrån och skrevs inte.")
