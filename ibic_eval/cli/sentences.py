"""Sentences for what no function of the project foresaw: wrong commands and errors of its own."""

from typer.exceptions import TyperException

PROGRAM = "ibic-eval"
DEBUG = "--debug"
UNEXPECTED = 70


def usage_sentence(error: TyperException) -> str:
    """Say in Swedish what a command lacks or does not know."""
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    if option:
        what = f"Flaggan {option} finns inte eller saknar värde"
    elif parameter is not None:
        name = parameter.metavar or parameter.name
        what = f"{name} saknas eller har ett värde som inte går att använda"
    else:
        what = "Kommandot finns inte eller har för många argument"
    return f"{what}: se {PROGRAM} --help."


def unexpected_sentence(error: Exception) -> str:
    """Name an error of the program itself without its text, which can hold data."""
    return (
        f"Ett oväntat fel i programmet ({type(error).__name__}). Kör samma kommando med {DEBUG} "
        "direkt efter ibic-eval för att se var, och rapportera det."
    )
