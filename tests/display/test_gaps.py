"""What is missing is told with its reason and with the file that would fill it, once a section."""

import pytest

from ibic_eval.display import gaps
from ibic_eval.display.exhibits import Prose

FILE = {"file": "data/municipalities/1489-alingsas/kommunenkat.csv", "columns": "svarsid och svar"}


def context(kind: str, population: int | None = 312, *, own: bool = False) -> dict:
    return {
        "municipality": {"name": "Alingsås"},
        "national": {"kind": kind, "population": population},
        "own_answers": own,
        "missing": [] if own else [FILE],
    }


def test_published_figures_cannot_be_tested_and_the_reason_is_told() -> None:
    box = gaps.no_answers(context("published"), cannot="de inte kan prövas", gives="tester")
    assert box.kind == "saknas"
    assert "redovisar inte svaren per kommun, så de inte kan prövas" in repr(box)
    assert "data/rounds ger tester." in repr(box)


@pytest.mark.parametrize("kind", ["omgang", "rekonstruktion"])
def test_where_there_are_answers_nothing_is_missing(kind: str) -> None:
    assert gaps.no_answers(context(kind), cannot="x", gives="y") == Prose(())
    assert gaps.no_frame(context(kind)) == Prose(())


def test_a_round_without_its_frame_is_told_which_file_gives_it() -> None:
    assert "Filen utskick.csv" in repr(gaps.no_frame(context("omgang", None)))
    assert "kommunkod, enhet och status" in repr(gaps.no_frame(context("omgang", None)))


def test_own_answers_are_asked_for_with_file_and_columns() -> None:
    told = repr(gaps.no_own_answers(context("published")))
    assert FILE["file"] in told and FILE["columns"] in told and "län och kommungrupp" in told
    assert "län" not in repr(gaps.no_own_answers(context("omgang")))
    assert gaps.no_own_answers(context("omgang", own=True)) == Prose(())
