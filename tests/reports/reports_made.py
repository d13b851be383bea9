"""A small report with what every format has to carry: figures, strips, long and short tables."""

from datetime import date

from ibic_eval.display.exhibits import Exhibit, Image, Markup, Strips
from ibic_eval.reports.html import ReportFacts, compose
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.themes import NO_THEME, Theme

TEMPLATES = Project(PACKAGE_CHECKOUT).templates
ROWS = 90
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="40pt" viewBox="0 0 200 40">'
    '<rect width="9" height="9"/></svg>'
)
_HEADS = ("Område", "n", "Andel", "Skillnad (KI)")
_HEAD = "".join(f'<th id="k{n}" scope="col">{name}</th>' for n, name in enumerate(_HEADS))
_GROUP = '<tr><th id="g" colspan="4" scope="colgroup">Grupp</th></tr>'


def _row(name: str, *cells: str) -> str:
    shown = "".join(
        f'<td headers="g {name} k{place}">{text}</td>' for place, text in enumerate(cells, start=1)
    )
    return f'<tr><th id="{name}" scope="row">Rad {name}</th>{shown}</tr>'


_MANY = "".join(_row(f"r{n}", str(n), "5 %", "+1,5 (−0,5 till +3,5)") for n in range(ROWS))
LONG = Markup(f"<table><thead><tr>{_HEAD}</tr></thead><tbody>{_GROUP}{_MANY}</tbody></table>")


def table_of(*cells: str) -> Markup:
    """Return a table of one row below the heads that `LONG` has."""
    body = _GROUP + _row("r", *cells)
    return Markup(f"<table><thead><tr>{_HEAD}</tr></thead><tbody>{body}</tbody></table>")


SHORT = table_of("x", "–", "=1+1")
FIGURE = Exhibit("figur", "a", "Andelar", (Image(SVG, "Andelen är 52 procent", 200),), "Egen")
STRIPS = Exhibit(
    "figur",
    "s",
    "Remsor",
    (Strips(Image(SVG, "Huvud", 200), (Image(SVG, "Remsa", 200), Image(SVG, "", 200))),),
    "Egen",
)


def facts(fictional: bool, internal: bool = False, theme: Theme = NO_THEME) -> ReportFacts:
    """Return what the report says of itself."""
    name, code = ("Demostad", "9001") if fictional else ("Alingsås", "1489")
    day, sources = date(2026, 1, 2), ("Källa (2021).",)
    return ReportFacts(name, code, fictional, day, "0.1.0", sources, theme, internal=internal)


def made_report(fictional: bool = False, theme: Theme = NO_THEME) -> str:
    """Return the report in HTML: two figures and two tables in one chapter, and a summary."""
    long = Exhibit("tabell", "b", "Lång", (LONG,), "Egen", ("En not.",))
    short = Exhibit("tabell", "c", "Kort", (SHORT,), "Egen")
    shown = "".join(each._repr_html_() for each in (FIGURE, STRIPS, long, short))
    said = '<p class="generated missing">Underlag saknas.</p>'
    chapter = f"<h1>Kapitel</h1><h2>Avsnitt</h2><p>Text, <em>betonad</em>.</p>{said}{shown}"
    summary = '<h2>Sammanfattning</h2><ul class="summary"><li>Det viktiga.</li></ul>'
    last = f"<h1>Slutrapport</h1>{summary}<h2>Mål</h2><p>Se <a href='#b'>tabell</a>.</p>"
    return compose([chapter, last], facts(fictional, theme=theme), TEMPLATES).html
