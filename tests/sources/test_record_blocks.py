"""A large text is cut where records end, whatever stands between quotation marks."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.sources.record_blocks import BLOCK, Block, block_records, record_blocks

CELL = st.text(alphabet='ab";\n å', max_size=6)
ROWS = st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=12)


def written(rows: list[list[str]], quoting: int) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", quoting=quoting, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def blocks(text: str, size: int) -> list[Block]:
    return list(record_blocks(io.StringIO(text), ";", size))


@given(ROWS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.integers(1, 30))
def test_the_blocks_hold_the_records_in_order(
    rows: list[list[str]], quoting: int, size: int
) -> None:
    text = written(rows, quoting)
    cut = blocks(text, size)
    assert "".join(block.text for block in cut) == text
    assert [each for block in cut for each in block_records(block.text, ";")] == rows


@given(ROWS, st.integers(1, 30))
def test_an_outline_counts_cells_and_records(rows: list[list[str]], size: int) -> None:
    for block in blocks(written(rows, csv.QUOTE_ALL), size):
        records = list(block_records(block.text, ";"))
        assert block.outline is not None
        assert block.outline.count("\n") == len(records)
        assert block.outline.count(";") == sum(len(record) - 1 for record in records)


@given(st.text(alphabet='ab";\n', max_size=60), st.integers(1, 12))
def test_stray_quotation_marks_are_read_as_the_csv_module_reads_them(text: str, size: int) -> None:
    def records(texts: list[str]) -> list[list[str]] | None:
        try:
            return [record for each in texts for record in block_records(each, ";")]
        except csv.Error:
            return None

    assert records([block.text for block in blocks(text, size)]) == records([text])


def test_a_mark_that_is_never_closed_is_met_without_the_rest_of_the_text() -> None:
    stream = io.StringIO('a;"b\n' + "c;d\n" * BLOCK)
    block = next(record_blocks(stream, ";", 200_000))
    assert len(block.text) < 1_000_000
    with pytest.raises(csv.Error):
        list(block_records(block.text, ";"))
