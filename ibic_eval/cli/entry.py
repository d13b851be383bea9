"""Runs a command and turns every way to fail into one sentence and an exit code."""

import io
import logging
import sys
import traceback
from collections.abc import Sequence
from typing import Any

from typer.exceptions import TyperException

from ibic_eval.cli.sentences import DEBUG, PROGRAM, usage_sentence
from ibic_eval.errors import UNEXPECTED, IbicError, unexpected_sentence
from ibic_eval.runs.threads import stay_on_one_thread

HELP = "--help"
STOPPED = "Avbrutet. Inget halvfärdigt räknas: samma kommando går vidare där det slutade."
USAGE, INTERRUPTED = 2, 130


def main() -> None:
    """Run the command that the shell asks for; the entry point of `ibic-eval`."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    0 done, 1 something in the input, 2 the command itself, 3 a run that failed, 70 an error of the
    program, 130 Ctrl-C. A traceback is printed only with `--debug`, since it can hold data.
    """
    _forgive_narrow_terminals()
    _silence_libraries()
    _skip_grammar()
    stay_on_one_thread()
    try:
        # Here, so that Ctrl-C while the program is being read is also met with a sentence.
        from ibic_eval.cli.commands import app

        code: Any = app(list(arguments) or [HELP], prog_name=PROGRAM, standalone_mode=False)
    except IbicError as error:
        return _tell(str(error), error.exit_code, arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except TyperException as error:
        return _tell(usage_sentence(error), USAGE, arguments)
    except Exception as error:
        return _tell(unexpected_sentence(error), UNEXPECTED, arguments)
    if code == INTERRUPTED:
        return _tell(STOPPED, INTERRUPTED, [])
    return int(code or 0)


def _tell(sentence: str, code: int, arguments: Sequence[str]) -> int:
    if DEBUG in arguments:
        traceback.print_exc()
    print(sentence, file=sys.stderr)
    return code


def _silence_libraries() -> None:
    """Keep papermill's and nbclient's log lines, which can hold output, off the terminal."""
    logging.getLogger().addHandler(logging.NullHandler())


def _skip_grammar() -> None:
    """Let jsonschema do without a grammar of addresses that it builds for seconds when imported.

    It does without where the package isn't installed, and no notebook's format names addresses.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _forgive_narrow_terminals() -> None:
    """Print a question mark where a terminal has no letter, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
