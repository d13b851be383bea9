"""Writes files whole or not at all."""

import os
import tempfile
from pathlib import Path

from ibic_eval.errors import OutputError


def ensure_writable(folder: Path) -> None:
    """Create a folder if needed and try to write in it, before any work is begun.

    Raises OutputError naming the folder if either fails.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(_refusal(folder)) from error


def write_whole(path: Path, text: str) -> None:
    """Write a UTF-8 text so that `path` holds all of it or what it held before.

    Raises OutputError naming the folder if it cannot be written to.
    """
    ensure_writable(path.parent)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        raise OutputError(_refusal(path.parent)) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def _refusal(folder: Path) -> str:
    return (
        f"Det går inte att skriva i mappen {folder}: ändra dess rättigheter eller, om det är "
        "rapporternas mapp, välj en annan med --out."
    )


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
