"""What every text file with a table must be: there, a text, in a known encoding, delimited."""

import codecs
import csv
import re
from pathlib import Path

from ibic_eval.errors import InputError

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
DELIMITERS = (";", ",", "\t")
BOM = b"\xef\xbb\xbf"
SIGNATURES = {
    b"PK\x03\x04": "är en Excel-fil eller ett zip-arkiv; byt filändelsen till .xlsx",
    b"\xd0\xcf\x11\xe0": "är en gammal eller lösenordsskyddad Excel-fil; spara den som .xlsx",
    b"%PDF": "är en PDF; exportera den som CSV i stället",
    b"\xff\xfe": "är sparad som UTF-16; spara den som ”CSV UTF-8” i stället",
    b"\xfe\xff": "är sparad som UTF-16; spara den som ”CSV UTF-8” i stället",
}
GARBLED = re.compile("Ã[¥¤¶…„–\u0085\u0084\u0096]|\ufffd")
PIECE = 4 * 1024 * 1024  # bytes read at a time while the encoding is sought


def check_file(path: Path, largest: int | None = None) -> None:
    """Refuse a file that is missing, closed to us, empty, too large or of another kind.

    `largest` is in bytes, None for no bound. Raises InputError.
    """
    if path.suffix.lower() not in (*TEXT_ENDINGS, ".xlsx"):
        raise InputError(f"Filen {path.name} ska vara en CSV-fil (.csv) eller Excel-fil (.xlsx).")
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise InputError(f"Filen {path} finns inte; kontrollera sökvägen.") from None
    except OSError as error:
        raise InputError(
            f"Filen {path} går inte att öppna; stäng den om den är öppen i Excel och kontrollera "
            "rättigheterna."
        ) from error
    if size == 0:
        raise empty_file(path.name)
    if largest is not None and size > largest:
        raise InputError(
            f"Filen {path.name} är {size / 1024**2:.0f} MB men får vara högst "
            f"{largest // 1024**2} MB; kontrollera att den bara innehåller det den ska."
        )


def empty_file(file: str) -> InputError:
    """Return the error for a file without anything in it."""
    return InputError(f"Filen {file} är tom; fyll i den eller exportera den på nytt.")


def find_encoding(path: Path) -> str:
    """Return the encoding that the whole of a text file can be read in, read a piece at a time.

    `utf-8-sig`, `utf-8` or `cp1252`. Raises InputError for a file that is no text, or whose
    letters å, ä and ö were garbled before it came here.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    for signature, reason in SIGNATURES.items():
        if start.startswith(signature):
            raise InputError(f"Filen {path.name} {reason}.")
    candidates = ("utf-8-sig",) if start.startswith(BOM) else ("utf-8", "cp1252")
    for encoding in candidates:
        if _can_decode(path, encoding):
            return encoding
    raise InputError(
        f"Filen {path.name} har en teckenkodning som inte går att läsa; spara den som ”CSV UTF-8”."
    )


def _can_decode(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    last = ""
    with path.open("rb") as stream:
        while True:
            piece = stream.read(PIECE)
            if b"\x00" in piece:
                raise InputError(f"Filen {path.name} är ingen textfil; exportera den som CSV.")
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError:
                return False
            if _is_garbled(last + text):
                raise _garbled(path.name)
            if not piece:
                return True
            last = text[-1:]


def _is_garbled(text: str) -> bool:
    # The search for one letter is many times faster than the pattern, and most texts lack both.
    return ("Ã" in text or "\ufffd" in text) and bool(GARBLED.search(text))


def _garbled(file: str) -> InputError:
    return InputError(
        f"Filen {file} har andra tecken i stället för å, ä och ö; "
        "exportera den på nytt som ”CSV UTF-8”."
    )


def find_delimiter(text: str, file: str) -> str:
    """Return the mark that parts the most cells in the first line that is not blank.

    Raises InputError for a single column and for Excel's `sep=` line.
    """
    header = re.split("[\r\n]", text.lstrip("\r\n "))[0]
    if header.lower().startswith("sep="):
        raise InputError(
            f"Filen {file} börjar med raden ”{header[:5]}”; ta bort den raden, så att "
            "rubrikraden kommer först."
        )
    widths = {mark: _width(header, mark) for mark in DELIMITERS}
    best = max(widths, key=lambda mark: widths[mark])
    if widths[best] == 1:
        raise InputError(
            f"Filen {file} har bara en kolumn; spara den med semikolon, komma eller tabb "
            "mellan kolumnerna."
        )
    return best


def _width(header: str, mark: str) -> int:
    try:
        return len(next(csv.reader([header], delimiter=mark)))
    except csv.Error:  # it leaves a cell longer than the csv module's bound
        return 1
