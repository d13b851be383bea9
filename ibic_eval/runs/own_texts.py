"""A municipality's own texts for the slutrapport: read, and refused where they name somebody."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.runs.project import Project
from ibic_eval.sources.own_texts import FOLDER, own_text_files, read_own_text
from ibic_eval.tables.issues import WARNING, Issue, has_errors, issues_table
from ibic_eval.tables.personal_numbers import holds_personal_number
from ibic_eval.visible import visible

PERSONAL_NUMBER = "ett personnummer"
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "en e-postadress": re.compile(r"\S\s?@\s?\S|\w\s?[(\[]\s?(?:at|snabel-?a)\s?[)\]]", re.I),
    "ett telefonnummer": re.compile(
        r"(?<![\d.,/-])(?:(?:\+|00)\s?\d{1,3}|0)(?:[\s()/-]{0,3}\d){6,11}(?!\d)"
    ),
}
# Markdown's own marks, which can part a number without being seen in the report.
_MARKS = re.compile(r"[*_`~\\]")
_DASHES = str.maketrans("‐‑‒–−", "-----")


def own_texts(project: Project, code: str) -> dict[str, str]:
    """Return a municipality's own texts, part of the report to Markdown; blank files are left out.

    Raises InputError for a file that can't be used, or that seems to hold a personal number, an
    e-mail address or a telephone number.
    """
    folder = project.own_folder(code)
    issues = own_text_issues(folder)
    if has_errors(issues):
        raise InputError(str(issues.loc[issues["severity"].ne(WARNING), "message"].iloc[0]))
    read = {path.stem: read_own_text(path) for path in own_text_files(folder)}
    return {section: text for section, text in read.items() if text.strip()}


def own_text_issues(folder: Path | None) -> pd.DataFrame:
    """Return what must be mended in a municipality's own texts, with file and line.

    An empty file is a warning. Nothing that a text says is repeated.
    """
    try:
        files = own_text_files(folder)
    except InputError as error:
        return issues_table([Issue(FOLDER, str(error))])
    return issues_table(issue for path in files for issue in _issues(path))


def _issues(path: Path) -> Iterator[Issue]:
    file = f"{FOLDER}/{visible(path.name)}"
    try:
        text = read_own_text(path)
    except InputError as error:
        yield Issue(file, str(error))
        return
    if not text.strip():
        yield Issue(file, f"Filen {file} är tom; skriv en text eller ta bort filen.", WARNING)
    for line, what in personal_details(text):
        yield Issue(
            file,
            f"Filen {file}: rad {line} innehåller något som liknar {what}; ta bort det, rapporten "
            "ska inte gå att knyta till en person.",
            row=line,
        )


def personal_details(text: str) -> list[tuple[int, str]]:
    """Return the lines (from 1) that seem to hold something personal, and what, in order.

    A number may run over two lines; what Markdown or HTML would show is looked at too.
    """
    lines = text.split("\n")
    alone = [(number, what) for number, line in enumerate(lines, 1) for what in _found(line)]
    told = {number for number, _ in alone}
    parted = [
        (number, PERSONAL_NUMBER)
        for number, pair in enumerate(pairwise(lines), 1)
        if not told & {number, number + 1} and PERSONAL_NUMBER in _found("\n".join(pair))
    ]
    return sorted([*alone, *parted])


def _found(text: str) -> list[str]:
    seen = unicodedata.normalize("NFKC", visible(unescape(unquote(text)))).translate(_DASHES)
    shown = {seen, _MARKS.sub("", seen)}
    number = [PERSONAL_NUMBER] if any(map(holds_personal_number, shown)) else []
    others = [
        what for what, pattern in _PATTERNS.items() if any(pattern.search(each) for each in shown)
    ]
    return number or others
