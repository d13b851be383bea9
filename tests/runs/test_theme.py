"""A theme's colour has to be read on the report's grounds."""

import re
from pathlib import Path

import pytest

from ibic_eval.display.palette import READABLE, TINT, contrast
from ibic_eval.errors import InputError
from ibic_eval.runs.project import PACKAGE_CHECKOUT
from ibic_eval.runs.theme import own_theme, theme_issues


def put(folder: Path, colour: str) -> Path:
    (folder / "utseende.yml").write_text(f'farg: "{colour}"', "utf-8")
    return folder


@pytest.mark.parametrize("colour", ["#ffcc00", "#00a0e0", "#808080"])
def test_a_pale_colour_is_refused_with_its_contrast(tmp_path: Path, colour: str) -> None:
    with pytest.raises(InputError, match=r"syns för dåligt .*kontrast \d,\d\d, minst 4,5"):
        own_theme(put(tmp_path, colour))
    (issue,) = theme_issues(tmp_path).to_dict("records")
    assert issue["file"] == "utseende.yml"


@pytest.mark.parametrize("colour", ["#0b3c6f", "#7a0019", "#005a30"])
def test_a_dark_colour_will_do(tmp_path: Path, colour: str) -> None:
    assert own_theme(put(tmp_path, colour)).accent == colour
    assert theme_issues(tmp_path).empty


def test_the_ground_is_the_darkest_in_the_style_sheet_and_its_own_colour_passes() -> None:
    style = (PACKAGE_CHECKOUT / "reports/templates/rapport/rapport.css").read_text("utf-8")
    tones = dict(re.findall(r"--(tint|accent): (#\w{6});", style))
    assert tones["tint"] == TINT
    assert contrast(tones["accent"], TINT) >= READABLE
