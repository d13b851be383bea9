"""One HTML report, whole in itself, from the chapters of a municipality."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ibic_eval.display.numbers import month_of
from ibic_eval.errors import RunError
from ibic_eval.reports.arrange import (
    Entry,
    contents,
    fetched,
    lift_summary,
    link_references,
    lower_headings,
    name_headings,
    number_exhibits,
    separate_ids,
    wrap_wide,
)
from ibic_eval.reports.body import TEMPLATE
from ibic_eval.reports.descriptions import describe_figures
from ibic_eval.reports.drawings import put_back, take_out
from ibic_eval.reports.release_log import LOG, Logged, log_as_csv, release_log
from ibic_eval.runs.files import write_together
from ibic_eval.sources.themes import NO_THEME, Theme

MADE_UP = "Påhittade uppgifter – demokommun"
INTERNAL = "Internt arbetsmaterial – får inte lämnas ut"
"""What each page, sheet and picture says of fictional municipalities and in internal reports."""

ABOUT = Entry("om-rapporten", "Om rapporten")

Frame = Callable[..., str]


@dataclass(frozen=True)
class ReportFacts:
    """What the report says about itself; an `internal` one also tells what it hides, and why."""

    municipality: str
    code: str
    fictional: bool
    date: date
    version: str
    sources: tuple[str, ...]
    theme: Theme = NO_THEME
    internal: bool = False

    @property
    def mark(self) -> str:
        """What every page says, blank where there is nothing to warn of."""
        marks = ((MADE_UP, self.fictional), (INTERNAL, self.internal))
        return ". ".join(words for words, holds in marks if holds)

    @property
    def title(self) -> str:
        """The report's own, of the municipality as the register names it."""
        return f"Individens behov i centrum i {self.municipality}"

    @property
    def date_in_words(self) -> str:
        return f"{self.date.day} {month_of(self.date.isoformat())}"

    @property
    def logo(self) -> str:
        """The logo as an address of its own content, blank without one."""
        logo = self.theme.logo
        if logo is None:
            return ""
        return f"data:{logo.media_type};base64,{b64encode(logo.content).decode('ascii')}"


class Composed(NamedTuple):
    """A whole report, and a log of what it hides."""

    html: str
    hidden: list[Logged]


def write_report(
    chapters: Sequence[str], output: Path, facts: ReportFacts, templates: Path
) -> Path:
    """Write chapters, made by `ChapterExporter`, as one HTML file that fetches nothing.

    A log of what it hides is written beside it. Raises RunError for content that has no place in a
    report, OutputError for a read-only folder.
    """
    report = compose(chapters, facts, templates)
    write_together(
        {
            output: report.html.encode(),
            output.with_name(LOG): log_as_csv(report.hidden).encode(),
        }
    )
    return output


def compose(chapters: Sequence[str], facts: ReportFacts, templates: Path) -> Composed:
    """Return the whole document of chapters in the notebooks' order; see `write_report`.

    The last notebook draws the conclusions. Its chapter comes first, since a board reads no further
    than it must, and its summary fills the first page; the others keep theirs.
    """
    *grounds, conclusions = chapters
    sections = [
        f'<section class="chapter">\n{chapter}\n</section>' for chapter in [conclusions, *grounds]
    ]
    html, drawings = take_out("\n".join(sections))
    soup = BeautifulSoup(html, "html.parser")
    arrange(soup)
    frame = _frame(facts, templates / TEMPLATE)
    _check_whole_in_itself(soup, frame)
    hidden = release_log(soup)
    page = frame(
        summary=Markup(lift_summary(soup)),
        contents=[*contents(soup), ABOUT],
        body=Markup(soup.decode(formatter="minimal")),
        hidden=hidden,
    )
    return Composed(put_back(page, drawings), hidden)


def arrange(soup: BeautifulSoup) -> None:
    """Number, name and frame what the chapters hold, in place."""
    lower_headings(soup)
    separate_ids(soup)
    name_headings(soup)
    link_references(soup, number_exhibits(soup))
    wrap_wide(soup)
    describe_figures(soup)


def _frame(facts: ReportFacts, template: Path) -> Frame:
    """Return what writes the page around a summary, a list of contents and a body."""
    environment = Environment(
        loader=FileSystemLoader(template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (template / "rapport.css").read_text(encoding="utf-8")
    page = environment.get_template("page.html.j2")
    return partial(page.render, facts=facts, style=Markup(style))


def _check_whole_in_itself(chapters: BeautifulSoup, frame: Frame) -> None:
    around = BeautifulSoup(frame(summary="", contents=[], body="", hidden=[]), "html.parser")
    addresses = [*fetched(around), *fetched(chapters)]
    if addresses:
        raise RunError(
            f"Rapporten skulle hämta {addresses[0][:80]} utifrån och skrevs inte: "
            "figurer och stilar ska ligga i anteckningsboken."
        )
