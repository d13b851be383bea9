"""Help texts in Swedish: typer's own words replaced."""

import re
from typing import Any

import typer.core

WORDS = {
    r"^Usage:": "Användning:",
    r"^Arguments:": "Argument:",
    r"^Options:": "Flaggor:",
    r"^Commands:": "Kommandon:",
    r"\[OPTIONS\]": "[FLAGGOR]",
    r"COMMAND \[ARGS\]\.\.\.": "KOMMANDO ...",
    r"Show this message and exit\.": "Visa den här hjälpen.",
    r"\[required\]": "[måste anges]",
    r"\[default: ": "[annars: ",
    r" <[a-z]+(\[[a-z]+\])?>": "",
}


def in_swedish(help_text: str) -> str:
    """Replace the words that typer puts into a help text."""
    for english, swedish in WORDS.items():
        help_text = re.sub(english, swedish, help_text, flags=re.MULTILINE)
    return help_text


class SwedishCommand(typer.core.TyperCommand):
    """A command whose help is in Swedish."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text."""
        return in_swedish(super().get_help(ctx))


class SwedishGroup(typer.core.TyperGroup):
    """A group of commands whose help is in Swedish."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text."""
        return in_swedish(super().get_help(ctx))
