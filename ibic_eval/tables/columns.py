"""Whether a file's columns are those of the instrument's export."""

from collections.abc import Iterator
from difflib import get_close_matches

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument
from ibic_eval.sources.responses import RawTable, shown_name
from ibic_eval.tables.issues import ERROR, WARNING, Issue
from ibic_eval.tables.personal_numbers import holds_personal_number

IDENTITY = ("svarsid", "kommunkod", "enhet", "inskickad")
REQUIRED_IDENTITY = ("svarsid", "kommunkod")


def export_columns(instrument: Instrument) -> tuple[str, ...]:
    """Return every column of the instrument's export format, in order."""
    return (*IDENTITY, *instrument.columns())


def column_issues(raw: RawTable, instrument: Instrument) -> list[Issue]:
    """Return an issue for every unknown and every missing column.

    A missing column is an error where it is needed to count; a missing free text, district, date
    or declined-box is a warning. A file with less than half of the columns gets one issue.
    """
    known = export_columns(instrument)
    present = set(raw.frame.columns)
    missing = [column for column in known if column not in present]
    if len(missing) > len(known) / 2:
        return [_wrong_file(raw.file, known, len(missing))]
    unknown = list(_unknown(raw, known, missing))
    return unknown + [_missing(raw.file, column, instrument) for column in missing]


def _wrong_file(file: str, known: tuple[str, ...], missing: int) -> Issue:
    return Issue(
        file,
        f"Filen {file} saknar {missing} av enkätens {len(known)} kolumner; "
        "utgå från mallen som ibic-eval init skapar.",
    )


def _unknown(raw: RawTable, known: tuple[str, ...], missing: list[str]) -> Iterator[Issue]:
    for position, column in enumerate(raw.frame.columns, start=1):
        if column in known:
            continue
        shown = shown_name(column, position)
        if holds_personal_number(column):
            yield _personal_number(raw.file, shown)
            continue
        near = get_close_matches(column.casefold(), missing, n=1)
        advice = f"menade du {near[0]}?" if near else "ta bort den eller rätta namnet."
        message = f"Filen {raw.file} har en okänd kolumn, {shown}; {advice}"
        yield Issue(raw.file, message, row=1, column=shown)


def _personal_number(file: str, column: str) -> Issue:
    message = (
        f"Filen {file} har ett personnummer som namn på kolumn {column}; "
        "ta bort det ur filen innan den används."
    )
    return Issue(file, message, row=1, column=column)


def _missing(file: str, column: str, instrument: Instrument) -> Issue:
    advice = "och fyll i den" if column in REQUIRED_IDENTITY else "och lämna den tom om svar saknas"
    message = f"Filen {file} saknar kolumnen {column}; lägg till den {advice}."
    severity = ERROR if _is_needed(column, instrument) else WARNING
    return Issue(file, message, severity, row=1, column=column)


def _is_needed(column: str, instrument: Instrument) -> bool:
    if column in IDENTITY:
        return column in REQUIRED_IDENTITY
    item, _ = instrument.columns().get(column, (column, ALL_AREAS))
    return bool(instrument.item(item).answers) and item != instrument.declined_item
