"""The report as PDF: tagged like the HTML, approved by a validator, and nothing fetched."""

import builtins
import io
import logging
import re
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
import pikepdf
import pytest
from bs4 import BeautifulSoup
from pikepdf import Name
from pypdf import PdfReader

from ibic_eval.display.tables import table
from ibic_eval.errors import RunError
from ibic_eval.reports import pdf_tags
from ibic_eval.reports.html import compose
from ibic_eval.reports.pdf import pdf_of
from tests.reports.documents import elements, pdf_counts_and_alts, pdf_faults, shown_tables
from tests.reports.reports_made import ROWS, SVG, TEMPLATES, facts, made_report


@pytest.fixture(scope="module", params=[False, True], ids=["real", "fictional"])
def both(request: pytest.FixtureRequest) -> tuple[BeautifulSoup, bytes]:
    """Return the report as a tree and as PDF."""
    text = made_report(request.param)
    return BeautifulSoup(text, "html.parser"), pdf_of(text)


def test_a_validator_finds_no_error(both: tuple[BeautifulSoup, bytes]) -> None:
    assert pdf_faults(both[1]) == []


@pytest.mark.parametrize("lost", ["Lang", "Alt"])
def test_the_validator_finds_what_is_wrong(both: tuple[BeautifulSoup, bytes], lost: str) -> None:
    broken = io.BytesIO()
    with pikepdf.open(io.BytesIO(both[1])) as pdf:
        figure = next(each for each in elements(pdf) if str(each.S) == "/Figure")
        del (pdf.Root if lost == "Lang" else figure)[Name(f"/{lost}")]
        pdf.save(broken)
    assert pdf_faults(broken.getvalue()) != []


def test_it_has_the_tables_headings_cells_and_alt_texts_of_the_html(
    both: tuple[BeautifulSoup, bytes],
) -> None:
    soup, content = both
    counts, alts = pdf_counts_and_alts(content)
    tables = shown_tables(soup)
    assert counts["/Table"] == counts["/THead"] == len(tables) == 2
    for tag, mark in (("th", "/TH"), ("td", "/TD"), ("tr", "/TR")):
        assert counts[mark] == sum(len(table.find_all(tag)) for table in tables)
    for level in range(1, 7):
        assert counts[f"/H{level}"] == len(soup.find_all(f"h{level}"))
    assert alts == [image["alt"] for image in soup.find_all("img") if image["alt"]]


def test_a_table_over_several_pages_is_one_and_its_head_is_read_once(
    both: tuple[BeautifulSoup, bytes],
) -> None:
    with pikepdf.open(io.BytesIO(both[1])) as pdf:
        long = next(each for each in elements(pdf) if str(each.S) == "/Table")
        pages = {kid.Pg.objgen for kid in long.K}
        heads = [each for each in elements(pdf) if str(each.S) == "/TH"]
        scopes = Counter(str(each.A.Scope) for each in heads)
        assert all(kid.P.objgen == long.objgen for kid in long.K)
    assert len(pages) > 1
    assert scopes == {"/Row": ROWS + 1, "/Column": 4 + 1 + 4 + 1}


def test_what_stands_on_every_page_is_read_once_or_not_at_all(
    both: tuple[BeautifulSoup, bytes],
) -> None:
    soup, content = both
    banner = soup.find(class_="print-banner")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tops = [kid for kid in pdf.Root.StructTreeRoot.K[0].K if str(kid.S) == "/Div"]
        reached = sum(
            isinstance(kid, int) for each in elements(pdf) for kid in each.get(Name.K, ())
        )
        marked, artifacts = 0, 0
        for each in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(each):
                marked += str(operator) == "BDC" and "/MCID" in operands[1]
                artifacts += str(operator) == "BMC" and operands[0] == Name.Artifact
        pages = len(pdf.pages)
    assert pages > 2
    assert len(tops) == (1 if banner else 0)
    assert marked == reached
    # the page's number, and the banner where there is one on all pages but the first
    assert artifacts >= pages + (pages - 1 if banner else 0)


def test_it_has_language_title_and_bookmarks(both: tuple[BeautifulSoup, bytes]) -> None:
    soup, content = both
    with pikepdf.open(io.BytesIO(content)) as pdf:
        with pdf.open_outline() as outline:
            marks = [mark.title for mark in outline.root]
            chapters = [mark.title for mark in outline.root[0].children]
        assert str(pdf.Root.Lang) == "sv"
        assert pdf.open_metadata()["dc:title"] == soup.title.text
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
    assert marks == [soup.h1.text]
    assert chapters == [heading.text for heading in soup.find_all("h2")]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf_of(made_report()) == pdf_of(made_report())


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Serve on loopback; give the address and what has been asked for."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_nothing_outside_the_document_is_read(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    address, asked = listener
    secret = tmp_path / "hemlig.svg"
    secret.write_text(SVG)

    def drawn(*sources: str) -> bytes:
        planted = "".join(f'<img alt="x" src="{source}">' for source in sources)
        head = f"<title>t</title><style>@import url({address}/b.css)</style>"
        return pdf_of(f'<html lang="sv"><head>{head}</head>{planted}</html>')

    assert drawn(f"{address}/a", secret.as_uri()) == drawn("", "")
    assert asked == []


def test_a_missing_system_library_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RunError, match=r"Pango saknas.*sudo apt install libpango-1\.0-0"):
        pdf_of(made_report())


def test_a_pdf_whose_tables_are_not_those_of_the_html_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forms = pdf_tags.table_forms
    monkeypatch.setattr(pdf_tags, "table_forms", lambda soup: forms(soup)[:-1])
    with pytest.raises(RunError, match="blev inte desamma"):
        pdf_of(made_report())


def test_the_library_says_nothing_to_the_user(capfd: pytest.CaptureFixture[str]) -> None:
    pdf_of(made_report())
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("weasyprint").level == logging.CRITICAL


def test_no_page_ends_with_a_heading_between_rows() -> None:
    names = [(f"Grupp {group}.", f"Rad {group}.{row}.") for group in range(60) for row in (1, 2, 3)]
    rows = pd.DataFrame(names, columns=["Grupp", "Rad"]).assign(Antal="1")
    grouped = table(rows, slug="g", caption="Grupper", source="Prov", group_by="Grupp")
    chapter = f"<h1>Kapitel</h1>{grouped._repr_html_()}"
    content = pdf_of(compose([chapter, "<h1>Slut</h1>"], facts(True), TEMPLATES).html)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert sum("Grupp 1" in text or "Grupp 5" in text for text in texts) > 2
    for text in texts:
        headed = re.findall(r"Grupp (\d+)\.", text)
        assert set(headed) <= set(re.findall(r"Rad (\d+)\.1\.", text))
