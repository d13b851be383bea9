"""LIX against texts counted by hand."""

import pytest

from tests.reports.lix import lix


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Det är en bil."], 4),
        (["Det är en bil. Den är röd."], 3.5),
        (["Kommunen utreder behoven."], 3 + 100 * 3 / 3),
        (["Ett mål. ", "Två mål till"], 2.5),
        (["Andelen är 52 % (KI 40-60)."], 3 + 100 * 1 / 3),
    ],
)
def test_it_is_words_a_sentence_and_long_words_in_a_hundred(
    texts: list[str], expected: float
) -> None:
    assert lix(texts) == pytest.approx(expected)
