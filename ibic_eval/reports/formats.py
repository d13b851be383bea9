"""The formats of a report: all are made from its HTML, so they hold and number the same."""

from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.runs.files import write_together

HTML = "html"
FIGURES = "figurer"
FORMATS = ("pdf", "docx", "xlsx", FIGURES)
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
    stem = Path(report).stem
    return f"{stem}-{name}.zip" if name == FIGURES else f"{stem}.{name}"


def write_format(report: Path, name: str, templates: Path) -> Path:
    """Write a report's HTML in another format beside it and return the path.

    Raises RunError where it can't be made, OutputError where it can't be written.
    """
    target = report.with_name(format_file(report.name, name))
    content = _content(report.read_text(encoding="utf-8"), name, templates)
    write_together({target: content})
    return target


def _content(html: str, name: str, templates: Path) -> bytes:
    """Make a format; each is imported when it is asked for, since its libraries may be missing."""
    if name == "pdf":
        from ibic_eval.reports.pdf import pdf_of

        return pdf_of(html)
    if name == "docx":
        from ibic_eval.reports.docx import docx_of

        return docx_of(html, templates)
    if name == "xlsx":
        from ibic_eval.reports.xlsx import xlsx_of

        return xlsx_of(html)
    from ibic_eval.reports.figures import figures_of

    return figures_of(html)
