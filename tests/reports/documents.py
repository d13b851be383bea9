"""What stands in a PDF or a Word document, to be compared with the report in HTML."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
import page
import pikepdf
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from pikepdf import Dictionary, Name


def pdf_faults(content: bytes) -> list[str]:
    """Return what a validator finds wrong by PDF/UA-1."""
    checked = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    faults = [failure.message for failure in checked.failures]
    assert checked.is_compliant is (checked.checks.failed == 0) is (not faults)
    return faults


def elements(pdf: pikepdf.Pdf) -> list[Dictionary]:
    """Return the elements that a screen reader comes to, in order."""

    def below(element: Dictionary) -> Iterator[Dictionary]:
        kids = element.get(Name.K, ())
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, Dictionary) and Name.S in kid:
                yield kid
                yield from below(kid)

    return list(below(pdf.Root.StructTreeRoot))


def pdf_counts_and_alts(content: bytes) -> tuple[Counter[str], list[str]]:
    """Return how many elements there are of each kind, and the figures' texts in order."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = elements(pdf)
        counts = Counter(str(each.S) for each in found)
        return counts, [str(each.Alt) for each in found if str(each.S) == "/Figure"]


def shown_tables(soup: BeautifulSoup) -> list[Any]:
    """Return the tables of a report in HTML that a reader takes for tables."""
    return soup.select('table:not([role="presentation"], .figure-data table)')


def opened(content: bytes) -> Any:
    """Return a Word document."""
    return docx.Document(io.BytesIO(content))


def styled(document: Any, style: str) -> list[str]:
    """Return a Word document's paragraphs of a style."""
    return [each.text for each in document.paragraphs if each.style.name == style]


def alt_texts(document: Any) -> list[str]:
    """Return the texts of a Word document's pictures, in order."""
    found = document.element.body.iter(qn("wp:docPr"))
    return [each.get("descr", "") for each in found]
