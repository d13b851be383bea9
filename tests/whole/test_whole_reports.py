"""Whole reports as everybody meets them: on a small screen, by keyboard, aloud, as documents."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.reports.documents import (
    alt_texts,
    pdf_counts_and_alts,
    pdf_faults,
    shown_tables,
    styled,
)
from tests.reports.lix import lix

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("whole")]
SOFFICE = shutil.which("soffice")
HARDEST = 50
"""The LIX that no chapter may exceed: from there texts are hard, as official texts often are."""

# Data of every kind, almost all hidden, and none: these are made as documents too.
DOCUMENTS = ["9001", "9004", "1489"]
CODES = [*DOCUMENTS, "9002", "9003", "0880"]


@pytest.fixture(scope="module")
def report_of(canaried: tuple[Path, dict[str, str]], others: Path) -> Callable[[str], Path]:
    """Return a function that gives the report of a municipality."""
    first = canaried[0] / "reports" / "output"
    return lambda code: (first if code == "9001" else others) / code / "rapport.html"


@pytest.fixture(scope="module", params=CODES)
def soup(request: pytest.FixtureRequest, report_of: Callable[[str], Path]) -> BeautifulSoup:
    return BeautifulSoup(report_of(request.param).read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module", params=DOCUMENTS)
def report(request: pytest.FixtureRequest, report_of: Callable[[str], Path]) -> Path:
    return report_of(request.param)


@pytest.fixture(scope="module")
def html(report: Path) -> BeautifulSoup:
    """Return what the documents of a report were made from."""
    return BeautifulSoup(report.read_text("utf-8"), "html.parser")


@pytest.fixture(params=[320, 1280])
def shown(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Page]:
    """Open the report at a width in pixels, and all that is closed in it.

    At the end nothing may have been asked for.
    """
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
def test_axe_finds_nothing(shown: Page) -> None:
    found = Axe().run(shown).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


@pytest.mark.browser
def test_no_line_has_to_be_moved_sideways_to_be_read(shown: Page) -> None:
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_focus_is_seen_wherever_the_keyboard_comes(shown: Page) -> None:
    unseen = []
    for _ in range(25):
        shown.keyboard.press("Tab")
        outline = shown.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if outline == "none":
            unseen.append(shown.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert unseen == []


def test_the_pdf_has_no_error_and_all_of_the_html(report: Path, html: BeautifulSoup) -> None:
    content = report.with_suffix(".pdf").read_bytes()
    assert pdf_faults(content) == []
    counts, alts = pdf_counts_and_alts(content)
    assert counts["/Table"] == len(shown_tables(html))
    for level in range(1, 7):
        assert counts[f"/H{level}"] == len(html.find_all(f"h{level}"))
    assert alts == [image["alt"] for image in html.find_all("img") if image["alt"]]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice")
def test_libreoffice_opens_the_word_document_and_saves_it_with_all_of_the_html(
    report: Path, html: BeautifulSoup, tmp_path: Path
) -> None:
    path = report.with_suffix(".docx")
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profil",
               "--convert-to", "docx", "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    saved = docx.Document(str(tmp_path / path.name))
    before = docx.Document(str(path))
    assert [len(table.rows) for table in saved.tables] == [len(t.rows) for t in before.tables]
    assert len(saved.tables) == len(shown_tables(html))
    assert alt_texts(saved) == [image["alt"] for image in html.find_all("img")]
    assert styled(saved, "Caption") == [tag.get_text() for tag in html.select("figcaption")]
    chapters = [tag.get_text() for tag in html.select("h2:not(.contents h2)")]
    assert styled(saved, "Heading 1") == chapters


def test_the_language_is_swedish_and_headings_leave_no_level_out(soup: BeautifulSoup) -> None:
    assert soup.html is not None
    assert soup.html["lang"] == "sv"
    levels = [int(tag.name[1]) for tag in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_head_cell_says_what_it_heads_and_cells_name_heads_that_are_there(
    soup: BeautifulSoup,
) -> None:
    for table in soup.select("table:not(.strips)"):
        heads = {str(cell["id"]) for cell in table.find_all("th", id=True)}
        assert all(cell.get("scope") for cell in table.find_all("th"))
        assert all(set(cell.get("headers", ())) <= heads for cell in table.find_all("td"))


def test_every_figure_says_in_words_and_numbers_what_it_shows(soup: BeautifulSoup) -> None:
    for figure in soup.select("figure.exhibit:not(.table)"):
        said = " ".join(str(image["alt"]) for image in figure.find_all("img"))
        assert any(letter.isdigit() for letter in said), figure.find("figcaption")
        assert "No description" not in said
        assert "  " not in said


def test_the_text_is_no_harder_to_read_than_is_promised(soup: BeautifulSoup) -> None:
    for chapter in soup.select("section.chapter"):
        texts = [tag.get_text(" ", strip=True) for tag in chapter.select("p, li")]
        heading = chapter.find("h2")
        assert heading is not None
        assert lix(texts) <= HARDEST, (heading.get_text(), lix(texts))
