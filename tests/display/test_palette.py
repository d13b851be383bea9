"""Answers are told apart in grey print, with red-green blindness, and by the text on them."""

from itertools import pairwise

import numpy as np
import pytest

from ibic_eval.display import palette
from ibic_eval.display.palette import ANSWER_FILLS, contrast, luminance, text_on

SCALES = {
    "forandring": ("okat", "oforandrat", "minskat", "vet_inte", "inte_aktuellt"),
    "instammande": ("stammer", "delvis", "stammer_inte", "vet_inte", "inte_aktuellt"),
    "ja_nej_delvis": ("ja", "delvis", "nej", "vet_inte", "inte_aktuellt"),
    "viktighet": ("viktig", "ganska_viktig", "inte_viktig", "vet_inte", "inte_aktuellt"),
    "uppfoljning": ("arligen", "vartannat_ar", "mer_sallan", "inte_regelbundet"),
    "fas": ("etablerat", "inlarning"),
}
# Machado, Oliveira and Fernandes (2009), full deuteranopia and protanopia, on linear RGB.
DEUTERANOPIA = [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
PROTANOPIA = [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]


def lightness(colour: str) -> float:
    """Return CIELAB lightness, 0 to 100."""
    return 116 * luminance(colour) ** (1 / 3) - 16


def linear(colour: str) -> np.ndarray:
    return np.array([palette._linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)])


@pytest.mark.parametrize("answer", ANSWER_FILLS)
def test_text_on_a_bar_is_readable(answer: str) -> None:
    colour = ANSWER_FILLS[answer].colour
    assert contrast(text_on(colour), colour) >= 4.5


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_neighbours_differ_in_grey_print(scale: tuple[str, ...]) -> None:
    for one, other in pairwise(ANSWER_FILLS[answer] for answer in scale):
        apart = abs(lightness(one.colour) - lightness(other.colour))
        assert apart >= 12 or one.hatch != other.hatch


@pytest.mark.parametrize("matrix", [DEUTERANOPIA, PROTANOPIA], ids=["deutan", "protan"])
@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_colours_differ_for_the_colour_blind(scale: tuple[str, ...], matrix: list) -> None:
    looks = [ANSWER_FILLS[answer] for answer in scale if not ANSWER_FILLS[answer].outlined]
    seen = [np.array(matrix) @ linear(look.colour) for look in looks]
    for place, one in enumerate(seen):
        for other in seen[place + 1 :]:
            assert np.abs(one - other).max() > 0.1


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", [*palette.SERIES, palette.FAINT, palette.INK])
def test_coloured_text_is_readable_on_paper(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 4.5
