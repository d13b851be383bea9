"""The command line: thin commands, Swedish sentences, and an exit code for each way to end."""

from ibic_eval.cli.entry import main, run

__all__ = ["main", "run"]
