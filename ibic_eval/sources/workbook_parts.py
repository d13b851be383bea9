"""How much a workbook makes, counted before anything is made of it.

A workbook is an archive of XML files. A few kilobytes of it can say millions of cells.
"""

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

LARGEST_UNPACKED = 500 * 1024 * 1024  # bytes
MOST_ELEMENTS = 40_000_000  # in one part: a cell with a number in it is two
MOST_AT_ONCE = 500_000  # without the end of a row or of a shared text: these are read whole
MOST_ROWS = 1_048_576  # in one sheet: what Excel has room for
LONGEST_TAG = 1024 * 1024  # bytes
_PIECE = 1024 * 1024  # bytes read at a time
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ROWS = {f"{namespace} row" for namespace in _MAIN}
_ENDS = _ROWS | {f"{namespace} si" for namespace in _MAIN}


class TooLargeError(Exception):
    """A workbook that makes more than a table of answers can be."""


def check_parts(path: Path) -> None:
    """Read through a workbook's parts without keeping any.

    Raises `TooLargeError` where one makes more than the bounds above, `zipfile.BadZipFile`, OSError
    or `expat.ExpatError` where it is broken or has a document type of its own, which no program
    writes and which could name other files.
    """
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise TooLargeError
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    _check_part(part)


def _check_part(part: IO[bytes]) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    elements = at_once = rows = 0

    def end(name: str) -> None:
        nonlocal at_once, rows
        at_once = 0 if name in _ENDS else at_once
        rows += name in _ROWS
        if rows > MOST_ROWS:
            raise TooLargeError

    def start(*_: object) -> None:
        nonlocal elements, at_once
        elements += 1
        at_once += 1
        if elements > MOST_ELEMENTS or at_once > MOST_AT_ONCE:
            raise TooLargeError

    def refuse_doctype(*_: object) -> None:
        raise expat.ExpatError("document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse_doctype
    read = 0
    while piece := part.read(_PIECE):
        parser.Parse(piece, False)
        read += len(piece)
        if read - parser.CurrentByteIndex > LONGEST_TAG:
            raise TooLargeError
    parser.Parse(b"", True)
