"""Stacked bars hold what was counted, are the same each time and can be read."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from ibic_eval.display import likert
from ibic_eval.display.numbers import percent
from ibic_eval.display.selection import distributions, national

ITEMS = ["q4_1", "q5_3"]


def test_the_same_shares_give_the_same_bytes(counted, labels):
    rows = distributions(national(counted, ITEMS))
    assert likert.likert_panels(rows, labels) == likert.likert_panels(rows, labels)


@pytest.mark.slow
def test_bytes_do_not_hang_on_the_hash_seed():
    script = (
        "from ibic_eval.display import likert, selection as s;"
        "rows={('q','alla'): [s.Share('q','alla','anvandare',a,w,w,w,w,9,False,False,'visas','x')"
        " for a,w in (('okat',.5),('vet_inte',.5))]};"
        "print(likert.likert_panels(rows,{'q':'Q'})[0].svg)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_alt_text_carries_every_number_and_changes_with_them(counted, labels):
    shares = national(counted, ITEMS)
    (image,) = likert.likert_panels(distributions(shares), labels)
    for share in shares:
        if share.shown:
            assert percent(share.low) in image.alt
    changed = counted.assign(share_low=counted["share_low"].mask(counted["answer"].eq("okat"), 0.9))
    (other,) = likert.likert_panels(distributions(national(changed, ITEMS)), labels)
    assert other.alt != image.alt and other.svg != image.svg


def test_a_hidden_row_has_no_bar_and_no_number(counted, labels, drawn):
    figures = drawn(likert)
    hidden = distributions(national(counted, ["q5_3"]))
    (image,) = likert.likert_panels(hidden, labels)
    assert "LSS: dold" in image.alt
    assert len(figures[0].axes[0].findobj(_bar)) == 5
    assert "x = dold" in " ".join(likert.likert_notes(hidden))


def test_bars_are_as_long_as_their_shares(counted, labels, drawn):
    figures = drawn(likert)
    likert.likert_panels(distributions(national(counted, ["q10"])), labels)
    bars = figures[0].axes[0].findobj(_bar)
    assert [round(bar.get_width() * 119) for bar in bars] == [100, 3, 16]
    assert bars[-1].get_x() + bars[-1].get_width() == pytest.approx(1)


def test_an_item_is_never_split_over_panels(rows, make_frame):
    areas = ("aldreomsorg", "annan_sol", "lss")
    items = [f"q5_{number}" for number in range(1, 13)]
    table = make_frame([r for i in items for a in areas for r in rows(i, a, (5, 4, 3, 2, 1))])
    named = {item: f"Rad {item}." for item in items}
    (strips,) = likert.likert_panels(distributions(national(table, items)), named)
    assert [sum(f"{name}, " in image.alt for image in strips.rows) for name in named.values()] == [
        1
    ] * len(items)
    assert "Ökat" in strips.head.svg and strips.head.alt == "Staplat stapeldiagram."


_COUNTS = st.lists(st.integers(0, 120), min_size=5, max_size=5).filter(lambda counts: sum(counts))


@given(st.lists(_COUNTS, min_size=3, max_size=3))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_label_lies_over_another(rows, make_frame, labels, drawn, clashes, counts):
    figures = drawn(likert)
    areas = ("aldreomsorg", "annan_sol", "lss")
    table = [r for area, c in zip(areas, counts, strict=True) for r in rows("q4_1", area, c)]
    likert.likert_panels(distributions(national(make_frame(table), ["q4_1"])), labels)
    assert clashes(figures[-1]) == []


def _bar(artist: object) -> bool:
    return isinstance(artist, Rectangle) and artist.get_height() == pytest.approx(likert.BAR)
