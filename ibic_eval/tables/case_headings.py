"""Whether a file of records has the right columns, and none that says who somebody is."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from ibic_eval.codebook.variables import Codebook
from ibic_eval.sources.responses import shown_name
from ibic_eval.tables.issues import WARNING, Issue
from ibic_eval.tables.personal_numbers import holds_personal_number

_ABOUT_A_PERSON = re.compile(
    r"\b(f[öo]r|efter|till|mellan)?namn(et)?\b|\bklientnamn|\bbrukarnamn|\bpersonnamn"
    r"|person-?\s?(nummer|nr)|\bpers\.?\s?nr|\bpnr\b|samordningsn|\bf[öo]delse"
    r"|adress|telefon|\btel(\.|nr)?\b|\bmobil|e-?post|\be?-?mail"
)


def names_a_person(heading: str) -> bool:
    """Tell whether a column's heading says that it holds names, numbers or addresses of people."""
    return bool(_ABOUT_A_PERSON.search(re.sub(r"[_\s]+", " ", heading.casefold())))


def heading_issues(columns: Sequence[str], codebook: Codebook, file: str) -> list[Issue]:
    """Return what is wrong with a file's columns.

    Unknown columns and lacking required ones are errors; the other ones that lack are one warning.
    """
    lacking = [name for name in codebook.names if name not in columns]
    required = [name for name in lacking if codebook.variable(name).required]
    optional = [name for name in lacking if not codebook.variable(name).required]
    return [
        *_unknown(columns, codebook, lacking, file),
        *(_lacking(name, codebook, file) for name in required),
        *([_without(optional, file)] if optional else []),
    ]


def _unknown(
    columns: Sequence[str], codebook: Codebook, lacking: Sequence[str], file: str
) -> Iterator[Issue]:
    for position, column in enumerate(columns, start=1):
        if column in codebook.names:
            continue
        shown = shown_name(column, position)
        advice = _advice(column, lacking)
        message = f"Filen {file} har kolumnen {shown}, som {advice}"
        if holds_personal_number(column):
            message = f"Filen {file} har ett personnummer i rubrikraden; ta bort det ur filen."
        yield Issue(file, message, row=1, column=shown)


def _advice(column: str, lacking: Sequence[str]) -> str:
    if names_a_person(column):
        return (
            "ser ut att innehålla personuppgifter; filen används inte förrän kolumnen är borttagen."
        )
    near = get_close_matches(column.casefold(), lacking, n=1)
    return f"är okänd; {f'menade du {near[0]}?' if near else 'ta bort den eller rätta namnet.'}"


def _lacking(column: str, codebook: Codebook, file: str) -> Issue:
    label = codebook.variable(column).label_sv
    message = f"Filen {file} saknar kolumnen {column} ({label}); lägg till den och fyll i den."
    return Issue(file, message, row=1, column=column)


def _without(columns: Sequence[str], file: str) -> Issue:
    noun = "kolumnen" if len(columns) == 1 else "kolumnerna"
    message = (
        f"Filen {file} saknar {noun} {', '.join(columns)}; lägg till dem om uppgifterna finns, "
        "annars visas inte det som bygger på dem."
    ).replace("dem", "den" if len(columns) == 1 else "dem")
    return Issue(file, message, WARNING, row=1)
