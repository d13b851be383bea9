"""Cutting a large delimited text into pieces that end where a record ends."""

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, TextIO

BLOCK = 8 * 1024 * 1024  # characters read at a time
LONGEST_RECORD = 8 * 1024 * 1024  # characters; a longer one is a file that lacks its line ends


class Block(NamedTuple):
    """Whole records.

    `outline` is the text without its quoted cells, so that what remains of delimiters and line
    ends parts cells and records; None where quotation marks stand in other ways than around a
    whole cell, which only a record for record reading gets right.
    """

    text: str
    outline: str | None


def record_blocks(stream: TextIO, delimiter: str, size: int = BLOCK) -> Iterator[Block]:
    """Yield the rest of a stream in blocks of about `size` characters.

    The stream must have been opened with universal line ends. No more than a block and a record is
    held at a time: a quotation mark that is never closed ends the block, too, after the csv
    module's bound for a cell, 131 072 characters, and `block_records` of it raises csv.Error. So
    does this function at a record of more than `LONGEST_RECORD` characters.
    """
    held = ""
    while piece := stream.read(size):
        block, held = _cut(held + piece, delimiter)
        if block.text:
            yield block
        if len(held) > LONGEST_RECORD:
            raise csv.Error("a record without end")
    if held:
        yield Block(held, _outline(held, delimiter))


def block_records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records of a block, one by one; raises csv.Error as `csv.reader` does."""
    yield from csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)


def _cut(text: str, delimiter: str) -> tuple[Block, str]:
    end = _last_line_end(text)
    outline = _outline(text[:end], delimiter)
    if end == 0 or outline is None:
        end, outline = _last_record_end(text, delimiter), None
    return Block(text[:end], outline), text[end:]


def _last_line_end(text: str) -> int:
    """Return where the last line ends that has a whole number of pairs of quotation marks before.

    0 where there is none.
    """
    quotes, end = text.count('"'), len(text)
    while (line_end := text.rfind("\n", 0, end)) >= 0:
        quotes -= text.count('"', line_end, end)
        if quotes % 2 == 0:
            return line_end + 1
        end = line_end
    return 0


def _last_record_end(text: str, delimiter: str) -> int:
    """Return where the last whole record ends, as the csv module reads the text.

    The whole length where the text is broken, so that whoever reads the records meets the error.
    """
    lines = text[: text.rfind("\n") + 1]
    consumed = end = 0

    def counted() -> Iterator[str]:
        nonlocal consumed
        for line in io.StringIO(lines, newline="\n"):
            consumed += len(line)
            yield line

    try:
        for _ in csv.reader(counted(), delimiter=delimiter, strict=True):
            end = consumed
    except csv.Error:
        goes_on = consumed == len(lines)
        return end if goes_on else len(text)
    return end


def _outline(text: str, delimiter: str) -> str | None:
    if '"' not in text:
        return text
    outline = _quoted_cell(delimiter).sub("", text)
    return None if '"' in outline else outline


@cache
def _quoted_cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'(?:\A|(?<=[{mark}\n]))"[^"]*+(?:""[^"]*+)*+"(?=[{mark}\n]|\Z)')
