"""Sentences for commands that aren't understood."""

from typer.exceptions import TyperException

PROGRAM = "ibic-eval"
DEBUG = "--debug"


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
