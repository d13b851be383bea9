"""A plan and texts from a stranger, in a whole run: their words are shown, and do nothing."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from ibic_eval.runs.project import PACKAGE_CHECKOUT
from tests.whole.stranger import CALL, STRANGE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("whole")]


@pytest.fixture
def report(strange: Path) -> Path:
    return strange / "reports" / "output" / STRANGE[:4] / "rapport.html"


def test_the_words_stand_in_the_report(report: Path) -> None:
    soup = BeautifulSoup(report.read_text("utf-8"), "html.parser")
    assert soup.get_text().count("alert(1)") > 20
    assert "{{ 7 * 7 }}" in soup.get_text()
    assert "\u202e" not in report.read_text("utf-8")


def test_the_report_has_no_tags_or_addresses_of_the_strangers(report: Path) -> None:
    soup = BeautifulSoup(report.read_text("utf-8"), "html.parser")
    sources = {str(tag["src"])[:5] for tag in soup.find_all(src=True)}
    assert sources <= {"data:"}
    # An own text may link, and says where to; of a plan no word is more than a word.
    leading = [link for link in soup.find_all("a") if not str(link["href"]).startswith("#")]
    assert {link["href"] for link in leading if not link.find_parent(class_="own-text")} == set()
    assert [
        tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)
    ] == []


@pytest.mark.browser
def test_nothing_is_run_or_asked_for_in_a_browser(report: Path, browser: Browser) -> None:
    context = browser.new_context()
    asked: list[str] = []
    shown: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("dialog", lambda dialog: (shown.append(dialog.message), dialog.dismiss()))
    page.goto(report.as_uri())
    page.wait_for_load_state("networkidle")
    context.close()
    assert shown == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_workbook_has_words_and_no_formulas(report: Path) -> None:
    book = openpyxl.load_workbook(report.with_suffix(".xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(isinstance(cell.value, str) and "=cmd|" in cell.value for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_no_document_leads_to_the_stranger(report: Path) -> None:
    with zipfile.ZipFile(report.with_suffix(".docx")) as parts:
        links = [parts.read(name) for name in parts.namelist() if name.endswith(".rels")]
    assert [each for each in links if b"javascript:" in each] == []
    targets = set(re.findall(rb'Target="(https?:[^"]*)"', b"".join(links)))
    assert targets <= {f"{CALL}c".encode()}
    with pikepdf.open(io.BytesIO(report.with_suffix(".pdf").read_bytes())) as pdf:
        actions = [
            str(mark.A.get("/URI", mark.A.S))
            for page in pdf.pages
            for mark in page.get("/Annots", [])
            if "/A" in mark
        ]
        assert "/OpenAction" not in pdf.Root
    assert [each for each in actions if "javascript" in each.casefold()] == []
    assert {each for each in actions if each.startswith("http")} <= {f"{CALL}c"}


def test_nothing_is_written_outside_the_folders_of_a_run(strange: Path) -> None:
    made = {
        path.relative_to(strange).parts[:2] for path in strange.rglob("*") if not path.is_symlink()
    }
    assert {each for each in made if each[0] not in ("notebooks", "tmp")} <= {
        ("data",), ("data", "municipalities"), ("data", "prepared"), ("data", "results"),
        ("reports",), ("reports", "output"),
    }  # fmt: skip
    assert not (PACKAGE_CHECKOUT / "x").exists()
