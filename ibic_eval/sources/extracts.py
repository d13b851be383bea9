"""Reading a case system's extract, of any size, as text: CSV a block at a time, or Excel."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from ibic_eval.errors import InputError
from ibic_eval.sources.formulas import is_formula
from ibic_eval.sources.record_blocks import Block, block_records, record_blocks
from ibic_eval.sources.responses import (
    column_names,
    fitted_row,
    only_a_header,
    read_table,
    refuse_formulas,
    shown_cells,
    unreadable_row,
)
from ibic_eval.sources.text_files import check_file, empty_file, find_delimiter, find_encoding
from ibic_eval.visible import UNSEEN

ROW = "row"
FILE = "file"
LONGEST_HEADER = 1024 * 1024  # characters in which the header must end
# What `is_formula` can take for one; most cells, numbers and dashes among them, are not even that.
LIKE_A_FORMULA = r"(?s)^(?:[=@]|[+-].*[\p{L}|])"

# Columns, filter, number of rows and size of batches that polars asks for -> batches.
Source = Callable[
    [list[str] | None, pl.Expr | None, int | None, int | None], Iterator[pl.DataFrame]
]


@dataclass(frozen=True)
class TextTable:
    """How a delimited text file is laid out.

    `width` counts the cells of the header row with the empty ones after the last name; the header
    ends after `header_lines` lines, being record number `header_row`.
    """

    path: Path
    encoding: str
    delimiter: str
    names: tuple[str, ...]
    width: int
    header_lines: int
    header_row: int


def scan_extract(path: Path) -> pl.LazyFrame:
    """Return a table file's columns as texts (null where empty), with `row` and `file`.

    They are without blanks around them and signs that aren't seen.

    `row` is the record's number in the file, the header being 1 where nothing stands above it;
    blank rows count but are left out. CSV in UTF-8 or Windows-1252 is read a block at a time when
    the frame is collected (`engine="streaming"` keeps it so), and nothing is written to disk.

    Raises InputError for a file that is missing, empty, no text or garbled, or whose header is
    faulty, and `EmptyTableError` where there is only a header. Rows that don't fit the header,
    formulas and quotation marks without a pair raise InputError when their block is read, the first
    here, others on collecting. Messages never repeat what a cell holds.
    """
    check_file(path)
    if path.suffix.lower() == ".xlsx":
        return _workbook(path)
    table = _layout(path)
    if next(_frames(table), None) is None:
        raise only_a_header(path.name)
    schema = {ROW: pl.Int64, **dict.fromkeys(table.names, pl.String)}
    return register_io_source(_source(table), schema=schema).with_columns(
        pl.lit(path.name).alias(FILE)
    )


def _workbook(path: Path) -> pl.LazyFrame:
    frame = read_table(path).frame
    _refuse_reserved(tuple(frame.columns), path.name)
    columns = {
        # pandas' mark for an empty cell is no text, and none that polars knows.
        str(name): pl.Series([text if isinstance(text, str) else None for text in frame[name]])
        for name in frame
    }
    rows = pl.Series(frame.index.to_list())
    schema = {ROW: pl.Int64, **dict.fromkeys(columns, pl.String)}
    texts = pl.LazyFrame({ROW: rows, **columns}, schema=schema)
    return texts.with_columns(pl.lit(path.name).alias(FILE))


def _layout(path: Path) -> TextTable:
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline=None) as stream:
        head = stream.read(LONGEST_HEADER)
    if not head.strip():
        raise empty_file(path.name)
    delimiter = find_delimiter(head, path.name)
    header_row, lines, header = _header(head, delimiter, path.name)
    names = tuple(column_names(header, path.name))
    _refuse_reserved(names, path.name)
    return TextTable(path, encoding, delimiter, names, len(header), lines, header_row)


def _header(head: str, delimiter: str, file: str) -> tuple[int, int, list[str]]:
    """Return the first filled record's number, the lines up to its end and its stripped cells."""
    lines = 0
    try:
        for number, record in enumerate(block_records(head, delimiter), start=1):
            lines += 1 + sum(cell.count("\n") for cell in record)
            cells = shown_cells(record)
            if any(cells):
                return number, lines, cells
    except csv.Error as error:
        raise unreadable_row(file, 1) from error
    raise empty_file(file)


def _refuse_reserved(names: tuple[str, ...], file: str) -> None:
    taken = next((name for name in names if name in (ROW, FILE)), None)
    if taken:
        raise InputError(
            f"Filen {file} har en kolumn som heter {taken}, men det namnet behöver programmet "
            "självt; byt namn på kolumnen."
        )


def _source(table: TextTable) -> Source:
    def source(
        with_columns: list[str] | None,
        predicate: pl.Expr | None,
        n_rows: int | None,
        batch_size: int | None,
    ) -> Iterator[pl.DataFrame]:
        left = n_rows
        for frame in _frames(table):
            wanted = frame if left is None else frame.head(left)
            left = None if left is None else left - len(wanted)
            chosen = wanted if predicate is None else wanted.filter(predicate)
            yield chosen if with_columns is None else chosen.select(with_columns)
            if left == 0:
                return

    return source


def _frames(table: TextTable) -> Iterator[pl.DataFrame]:
    row = table.header_row + 1
    with table.path.open(encoding=table.encoding, newline=None) as stream:
        for _ in range(table.header_lines):
            stream.readline()
        try:
            for block in record_blocks(stream, table.delimiter):
                frame = _regular(block, table)
                frame = _irregular(block, table, row) if frame is None else frame
                cells = _stripped(frame, row, table)
                row += len(frame)
                if len(cells):
                    yield cells
        except csv.Error as error:
            raise unreadable_row(table.path.name, row) from error


def _regular(block: Block, table: TextTable) -> pl.DataFrame | None:
    """Read a block whose records all have as many cells as the header, None where not all do."""
    if block.outline is None:
        return None
    records = block.outline.count("\n") + int(not block.text.endswith("\n"))
    marks = block.outline.count(table.delimiter)
    first = block.outline.partition("\n")[0].count(table.delimiter)
    # polars makes room for all cells of the first record, however many.
    if marks != records * (table.width - 1) or first != table.width - 1:
        return None
    names = [f"{position}" for position in range(table.width)]
    try:
        frame = pl.read_csv(
            block.text.encode(),
            separator=table.delimiter,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
        )
    except pl.exceptions.PolarsError:
        return None
    # It refuses longer records, so that as many marks as are due mean that none is shorter either.
    if len(frame) != records:
        return None
    beyond = frame.select(names[len(table.names) :])
    if any(len(each.drop_nulls()) for each in beyond.iter_columns()):
        return None
    return frame.select(
        pl.col(old).alias(new) for old, new in zip(names, table.names, strict=False)
    )


def _irregular(block: Block, table: TextTable, row: int) -> pl.DataFrame:
    """Read a block record for record, and refuse the first that doesn't fit the header."""
    rows: list[list[str]] = []
    try:
        for record in block_records(block.text, table.delimiter):
            cells = shown_cells(record)
            width, number = len(table.names), row + len(rows)
            filled = any(cells)
            fitted = fitted_row(cells, width, number, table.path.name) if filled else [""] * width
            rows.append(fitted)
    except csv.Error as error:
        raise unreadable_row(table.path.name, row + len(rows)) from error
    schema = dict.fromkeys(table.names, pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _stripped(frame: pl.DataFrame, row: int, table: TextTable) -> pl.DataFrame:
    text = pl.all().str.replace_all(UNSEEN, "").str.strip_chars()
    cells = (
        frame.select(pl.when(text != "").then(text))
        .with_row_index(ROW, offset=row)
        .with_columns(pl.col(ROW).cast(pl.Int64))
        .filter(pl.any_horizontal(pl.col(table.names).is_not_null()))
    )
    signed = pl.any_horizontal(pl.col(table.names).str.contains(LIKE_A_FORMULA))
    rows = {each[0]: [cell or "" for cell in each[1:]] for each in cells.filter(signed).rows()}
    refuse_formulas(rows, table.names, table.path.name, is_formula)
    return cells
