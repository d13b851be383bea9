"""Colours of answers: told apart by lightness or hatching, so that grey print holds."""

from collections.abc import Mapping
from dataclasses import dataclass

INK = "#1f2328"
FAINT = "#5b6470"
GRID = "#d7dbe0"
WHITE = "#ffffff"
TINT = "#f3f6f9"  # the darkest ground that a report's words stand on
_LINEAR_BELOW = 0.04045
_CONTRAST_OF_GRAPHICS = 2.0
READABLE = 4.5
"""The least contrast of words and their ground (WCAG 2.1, 1.4.3, level AA)."""


@dataclass(frozen=True)
class Fill:
    """How a bar is filled; a white one is told by its outline, with or without hatching."""

    colour: str
    hatch: str = ""

    @property
    def outlined(self) -> bool:
        """Tell whether the bar needs a drawn edge between other bars."""
        return self.colour == WHITE

    @property
    def pale(self) -> bool:
        """Tell whether the bar, standing alone, needs a drawn edge to be seen on white paper."""
        return contrast(self.colour, WHITE) < _CONTRAST_OF_GRAPHICS


_STRONG = Fill("#0b3c6f")
_PARTLY = Fill("#86b6de")
_SOMETIMES = Fill("#4a739c")
_UNCHANGED = Fill("#ced4db")
_LESS = Fill("#dd7f2e")
_NO = Fill("#9a4a0c")
_UNKNOWN = Fill("#ffffff", "////")
_NOT_RELEVANT = Fill("#ffffff")
ANSWER_FILLS: Mapping[str, Fill] = {
    "okat": _STRONG,
    "ja": _STRONG,
    "stammer": _STRONG,
    "viktig": _STRONG,
    "etablerat": _STRONG,
    "anvander": _STRONG,
    "delvis": _PARTLY,
    "ganska_viktig": _PARTLY,
    "inlarning": _PARTLY,
    "mellangrupp": _PARTLY,
    "oforandrat": _UNCHANGED,
    "minskat": _LESS,
    "nej": _NO,
    "stammer_inte": _NO,
    "inte_viktig": _NO,
    "anvander_inte": _NO,
    "arligen": _STRONG,
    "vartannat_ar": _SOMETIMES,
    "mer_sallan": _PARTLY,
    "inte_regelbundet": _NO,
    "vet_inte": _UNKNOWN,
    "inte_aktuellt": _NOT_RELEVANT,
}
SERIES = ("#0b3c6f", "#b65c12", "#2f7479")
MARKERS = ("o", "s", "D")


def fill(answer: str) -> Fill:
    """Return the fill of an answer; a joined answer takes that of its first part."""
    return ANSWER_FILLS.get(answer.split("+")[0], _UNCHANGED)


def text_on(colour: str) -> str:
    """Return the ink, dark or white, that contrasts most with a colour."""
    return max((INK, WHITE), key=lambda ink: contrast(ink, colour))


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a `#rrggbb` colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= _LINEAR_BELOW:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
