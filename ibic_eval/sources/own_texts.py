"""Reading what a municipality writes in its own words: one Markdown file a part of the report."""

import re
from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.sources.text_files import BOM, GARBLED
from ibic_eval.visible import visible

FOLDER = "texter"
ENDING = ".md"
# The parts of the slutrapport that a municipality can write for, each the name of a file.
SECTIONS = (
    "sammanfattning", "genomforande", "mal", "kostnader", "risker", "lardomar",
    "rekommendationer", "fortsatt_arbete",
)  # fmt: skip
NAMES = tuple(f"{section}{ENDING}" for section in SECTIONS)
LONGEST = 20_000
_BYTES_A_CHARACTER = 4
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SAVE = "spara den som UTF-8 i en enkel textredigerare"


def own_text_files(folder: Path | None) -> list[Path]:
    """Return everything in a municipality's folder of texts but hidden files, by name.

    Raises InputError where something that is no folder has its name.
    """
    place = None if folder is None else folder / FOLDER
    if place is None or not place.exists():
        return []
    if not place.is_dir():
        raise InputError(f"{FOLDER} ska vara en mapp med filerna {', '.join(NAMES)}.")
    return sorted(path for path in place.iterdir() if not path.name.startswith((".", "~")))


def read_own_text(path: Path) -> str:
    """Return the Markdown of one file: whole lines, without signs that aren't seen.

    UTF-8, also with a byte order mark, or Windows-1252. Raises InputError for a name that no part
    of the report has, a file that is no text, and one that is too long.
    """
    where = f"Filen {FOLDER}/{path.name}"
    if path.name not in NAMES:
        raise InputError(f"{where} hör inte till något avsnitt; den ska heta {_one_of()}.")
    try:
        size, is_file = path.stat().st_size, path.is_file()
        if size > LONGEST * _BYTES_A_CHARACTER:
            raise _too_long(where)
        raw = path.read_bytes() if is_file else b"\x00"
    except OSError as error:
        raise InputError(
            f"{where} går inte att öppna; stäng den om den är öppen och kontrollera rättigheterna."
        ) from error
    text = _decoded(raw, where)
    if len(text) > LONGEST:
        raise _too_long(where)
    return visible("\n".join(text.splitlines())).strip("\n")


def _decoded(raw: bytes, where: str) -> str:
    if raw.startswith(_UTF_16):
        raise InputError(f"{where} är sparad som UTF-16; {_SAVE}.")
    encodings = ("utf-8-sig",) if raw.startswith(BOM) else ("utf-8", "cp1252")
    text = next((each for name in encodings if (each := _try(raw, name)) is not None), None)
    if text is None or _CONTROL.search(text):
        raise InputError(f"{where} är ingen textfil; {_SAVE}.")
    if GARBLED.search(text):
        raise InputError(f"{where} har andra tecken i stället för å, ä och ö; {_SAVE}.")
    return text


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _too_long(where: str) -> InputError:
    longest = f"{LONGEST:,}".replace(",", "\u00a0")
    return InputError(f"{where} är för lång: högst {longest} tecken får plats; korta texten.")


def _one_of() -> str:
    return f"{', '.join(NAMES[:-1])} eller {NAMES[-1]}"
