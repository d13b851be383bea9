"""The report as a tagged PDF (PDF/UA-1, ISO 14289-1) with bookmarks, language and title."""

import io
import logging
from typing import Any

from bs4 import BeautifulSoup

from ibic_eval.errors import RunError
from ibic_eval.reports.descriptions import drop_descriptions
from ibic_eval.reports.drawings import put_back, take_out

_MISSING = (
    "Rapporten kunde inte skrivas som PDF, eftersom Pango saknas på datorn. På Debian och Ubuntu: "
    "sudo apt install libpango-1.0-0 libpangoft2-1.0-0. På macOS: brew install pango. "
    "De andra formaten finns."
)


def pdf_of(html: str) -> bytes:
    """Return the report as PDF; the same HTML gives the same bytes.

    Raises RunError where a system library is missing, or where the PDF isn't like the HTML.
    """
    weasyprint = _weasyprint()
    import pikepdf

    from ibic_eval.reports.pdf_tags import complete_tags

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it warns of CSS for screens
    text, drawings = take_out(html)
    soup = BeautifulSoup(text, "html.parser")
    drop_descriptions(soup)
    printed = put_back(soup.decode(formatter="minimal"), drawings)
    drawn = weasyprint.HTML(string=printed, url_fetcher=_only_embedded(weasyprint)).write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        complete_tags(pdf, soup)
        pdf.save(written, deterministic_id=True)
    return written.getvalue()


def _weasyprint() -> Any:
    """Import the library that draws pages, which in turn looks for the system's libraries."""
    try:
        import weasyprint
    except OSError as error:
        raise RunError(_MISSING) from error
    return weasyprint


def _only_embedded(weasyprint: Any) -> Any:
    """Return what fetches only what lies in the document itself: nothing else is asked for."""
    return weasyprint.URLFetcher(allowed_protocols=["data"])
