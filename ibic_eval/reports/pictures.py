"""The report's drawings as pixels, for programs that don't draw SVG."""

from functools import lru_cache
from pathlib import Path

from ibic_eval.errors import RunError

_SCALE = 2
"""Pixels a CSS pixel: sharp on paper at the width of a page."""


def png_of(svg: str) -> bytes:
    """Return a drawing as PNG; raises RunError for one that can't be drawn.

    Its words are set in the font it was drawn for, which comes with matplotlib: the same pixels on
    every machine.
    """
    import resvg_py

    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg,
            dpi=96,
            zoom=_SCALE,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=list(_fonts()),
            font_family="DejaVu Sans",
        )
    except ValueError as error:
        raise RunError(
            "En figur eller logotypen gick inte att rita som PNG. Är det logotypen, spara den som "
            "PNG; annars rapportera felet. De andra formaten finns."
        ) from error
    return bytes(drawn)


@lru_cache
def _fonts() -> tuple[str, ...]:
    import matplotlib as mpl

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return tuple(sorted(str(path) for path in folder.glob("DejaVuSans*.ttf")))
