"""The formats of a report: all are made from its HTML, so they hold and number the same."""

from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.runs.files import write_together

HTML = "html"
FORMATS = ("pdf",)
"""Those made beside the HTML, which always is."""


def asked_formats(text: str) -> tuple[str, ...]:
    """Return the formats named in a text like "html,pdf", beside the HTML, each once, in order.

    Raises InputError for one that there isn't.
    """
    names = [name.strip().lower() for name in text.split(",")]
    for name in names:
        if name not in (HTML, *FORMATS):
            known = ", ".join((HTML, *FORMATS))
            raise InputError(f"Formatet ”{name}” finns inte. Ange ett eller flera av {known}.")
    return tuple(name for name in FORMATS if name in names)


def format_file(report: str, name: str) -> str:
    """Return the file name of a report in a format, given that of the HTML."""
    return Path(report).with_suffix(f".{name}").name


def write_format(report: Path, name: str) -> Path:
    """Write a report's HTML in another format beside it and return the path.

    Raises RunError where it can't be made, OutputError where it can't be written.
    """
    target = report.with_name(format_file(report.name, name))
    write_together({target: _content(report.read_text(encoding="utf-8"), name)})
    return target


def _content(html: str, name: str) -> bytes:
    from ibic_eval.reports.pdf import pdf_of

    return pdf_of(html)
