"""The errors a user can meet, each a Swedish sentence its reader can act on."""

from ibic_eval.visible import visible

UNEXPECTED = 70
"""The exit code for an error of the program itself."""


class IbicError(Exception):
    """Say in one Swedish sentence what went wrong and what to do about it.

    The command line prints the message without a traceback and leaves with `exit_code`. What a
    message repeats of a file or an argument could steer the terminal; such signs are left out.
    """

    exit_code = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(visible(sentence))


class InputError(IbicError):
    """Something in a file or an argument that its owner has to change."""


class UnknownMunicipality(InputError):
    """A code or name that stands in no register."""


class OutputError(IbicError):
    """A place that could not be written to."""


class RunError(IbicError):
    """A notebook or kernel that failed although its input was sound, and in which cell, from 1."""

    exit_code = 3

    def __init__(self, sentence: str, cell: int | None = None) -> None:
        super().__init__(sentence)
        self.cell = cell


class FetchError(IbicError):
    """A server that could not be reached, or that did not give what was asked for."""

    exit_code = 3


def unexpected_sentence(error: Exception) -> str:
    """Name an error of the program itself without its text, which can hold data."""
    return (
        f"Ett oväntat fel i programmet ({type(error).__name__}). Kör samma kommando med --debug "
        "direkt efter ibic-eval för att se var, och rapportera det."
    )
