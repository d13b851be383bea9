"""Writes the portal: every page of it, beside the reports."""

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from ibic_eval.display.numbers import month_of
from ibic_eval.portal import content as c
from ibic_eval.portal import pages as p
from ibic_eval.portal.layers import map_layers
from ibic_eval.portal.outputs import Outputs, Place, read_outputs
from ibic_eval.portal.overview import overview_chapter
from ibic_eval.portal.shapes import draw
from ibic_eval.runs.county_files import county_use
from ibic_eval.runs.files import write_together
from ibic_eval.runs.project import Project
from ibic_eval.runs.scopes import FICTIONAL, REAL, overview_scopes
from ibic_eval.sources.municipal_borders import read_borders
from ibic_eval.sources.municipalities import read_municipalities

TITLES = {
    p.TABLE: "Kommunerna",
    p.MAP: "Karta",
    p.COMPARISON: "Jämför",
    p.NATION: "Riket och länen",
    p.FICTIONAL_NATION: "Demokommunerna tillsammans",
}


class Written(NamedTuple):
    """The first page, and a sentence for each file that couldn't be used."""

    first: Path
    faults: tuple[str, ...]


def write_portal(project: Project, out: Path) -> Written:
    """Write the portal's pages in a folder of reports, in place of those there.

    The same files there give the same bytes. Raises InputError for a faulty register or a faulty
    file on the use of IBIC, OutputError for a folder that can't be written to.
    """
    register = read_municipalities(*project.registers)
    outputs = read_outputs(out, register)
    site = p.Site(version("ibic-eval"), _latest(outputs), _pages(outputs))
    printer = p.Printer(project.templates, site)
    pages = [*_general(project, outputs), *_areas(project, outputs, out)]
    write_together({out / page.path: printer.html(page).encode() for page in pages})
    return Written(out / p.TABLE, outputs.faults)


def _general(project: Project, outputs: Outputs) -> list[p.Page]:
    layers = map_layers(outputs.real, county_use(project, fictional=False))
    return [
        c.table_page(outputs),
        c.map_page(outputs, layers, draw(read_borders())),
        c.comparison_page(outputs),
    ]


def _areas(project: Project, outputs: Outputs, out: Path) -> list[p.Page]:
    """Return the page of the nation and one for each county; fictional ones have their own."""
    nations = [(p.NATION, "Riket", REAL, outputs.real)]
    if outputs.fictional:
        title = "Demokommunerna tillsammans"
        nations.append((p.FICTIONAL_NATION, title, FICTIONAL, outputs.fictional))

    scopes = overview_scopes(project, out)  # one without results may have an overview from before

    def chapter(scope: str) -> str:
        return overview_chapter(project, out, scope) if scope in scopes else ""

    counties: dict[str, list[Place]] = {}
    for place in outputs.places:
        counties.setdefault(place.county_code, []).append(place)
    return [
        *(c.area_page(path, title, places, chapter(scope), True)
          for path, title, scope, places in nations),
        *(c.area_page(f"lan/{code}.html", members[0].county, members, chapter(code), False)
          for code, members in sorted(counties.items())),
    ]  # fmt: skip


def _pages(outputs: Outputs) -> tuple[tuple[str, str], ...]:
    left_out = () if outputs.fictional else (p.FICTIONAL_NATION,)
    return tuple((path, words) for path, words in TITLES.items() if path not in left_out)


def _latest(outputs: Outputs) -> str:
    """Write the day of the latest report, blank where there is none."""
    days = [place.made for place in outputs.places if place.made]
    if not days:
        return ""
    last = date.fromisoformat(max(days)[:10])
    return f"{last.day} {month_of(last.isoformat())}"
