"""Writes files whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
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
    write_together({path: text.encode()})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write files that belong together: all lie whole beside their places before any is put there.

    Raises OutputError naming the folder that cannot be written to.
    """
    staged: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            ensure_writable(path.parent)
            staged[path] = _staged(path, content)
        for path, temporary in staged.items():
            os.replace(temporary, path)
    except OSError as error:
        raise OutputError(_refusal(path.parent)) from error
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write a folder so that it holds these files alone, whole, or what it held before.

    `contents` are bytes by path inside the folder. Raises OutputError naming the folder above.
    """
    ensure_writable(folder.parent)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in contents.items():
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).write_bytes(content)
        replace_folder(staged, folder)
    except OSError as error:
        raise OutputError(_refusal(folder.parent)) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def replace_folder(staged: Path, folder: Path) -> None:
    """Put a finished folder in another's place; what was there stays if that fails.

    Both lie in the same folder. Raises OSError.
    """
    staged.chmod(0o777 & ~_umask())
    old = staged.with_name(f"{staged.name}-old")
    if folder.exists():
        os.replace(folder, old)
    try:
        os.replace(staged, folder)
    except BaseException:
        if old.exists():
            os.replace(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _staged(path: Path, content: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        temporary.chmod(0o666 & ~_umask())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _refusal(folder: Path) -> str:
    return (
        f"Det går inte att skriva i mappen {folder}: ändra dess rättigheter eller, om det är "
        "rapporternas mapp, välj en annan med --out."
    )


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
