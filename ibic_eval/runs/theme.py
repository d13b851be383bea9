"""A municipality's theme, judged: its colour has to be read on the report's grounds."""

from pathlib import Path

import pandas as pd

from ibic_eval.display.numbers import decimal
from ibic_eval.display.palette import READABLE, TINT, contrast
from ibic_eval.errors import InputError
from ibic_eval.sources.themes import FILE, Theme, read_theme
from ibic_eval.tables.issues import Issue, issues_table


def own_theme(folder: Path | None) -> Theme:
    """Return the theme in a municipality's folder.

    Raises InputError for a faulty one and for a colour with too little contrast.
    """
    theme = read_theme(folder)
    if theme.accent and contrast(theme.accent, TINT) < READABLE:
        found = decimal(contrast(theme.accent, TINT), 2)
        raise InputError(
            f"Filen {FILE}: färgen {theme.accent} syns för dåligt mot rapportens ljusa botten "
            f"(kontrast {found}, minst {decimal(READABLE, 1)}); välj en mörkare."
        )
    return theme


def theme_issues(folder: Path | None) -> pd.DataFrame:
    """Return the one fault of a municipality's theme, if it has any."""
    try:
        own_theme(folder)
    except InputError as error:
        return issues_table([Issue(FILE, str(error))])
    return issues_table([])
