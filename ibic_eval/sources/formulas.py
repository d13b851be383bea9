"""Telling a formula from a text that begins with the same sign."""

import re

_REFERENCE = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_OPERAND = rf"(?:{_REFERENCE}|\d+(?:[.,]\d+)?)"
# After + or - with nothing between: a function call, or a reference alone or in a calculation.
_SIGNED = re.compile(
    rf"[+-][+(-]*(?:[^\W\d_][\w.]*\(|(?:\d+[-+*/^&])*{_REFERENCE}(?:[-+*/^&:]{_OPERAND})*\)*$)",
    re.IGNORECASE,
)


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a cell of a text file for a formula, not for words.

    `=` and `@` always begin one. `+` and `-` do so before a function call or a cell's reference,
    or with a call to another program (`-2+cmd|'/C calc'!A0`); before a blank, a word or a number
    they are a dash, as in a list.
    """
    if text.startswith(("=", "@")):
        return True
    return text.startswith(("+", "-")) and bool(_SIGNED.match(text) or _calls_program(text))


def is_workbook_formula(text: str) -> bool:
    """Tell whether a workbook's cell holds a formula; a text may begin with any other sign."""
    return text.startswith("=")


def _calls_program(text: str) -> bool:
    _, bar, after = text.partition("|")
    return bool(bar) and "!" in after
