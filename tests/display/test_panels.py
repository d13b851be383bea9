"""A tall figure is parted between headings; a low one is whole."""

from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.display.exhibits import Exhibit, Image, Strips
from ibic_eval.display.panels import HEAD, MOST_LINES, WHOLE, Part, in_parts


def draw(rows: list[int], part: Part) -> Image:
    return Image(f"<svg>{part.head}{part.foot}</svg>", ",".join(map(str, rows)), 700)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=20))
def test_every_row_stands_once_and_a_heading_is_never_divided(sizes: list[int]) -> None:
    rows = [block for block, size in enumerate(sizes) for _ in range(size)]
    (shown,) = in_parts(rows, lambda row: row, draw)
    if isinstance(shown, Image):
        assert len(rows) + len(sizes) <= MOST_LINES
        assert shown == draw(rows, WHOLE)
    else:
        assert [set(image.alt) - {","} for image in shown.rows] == [
            set(str(block)) for block in range(len(sizes))
        ]


def test_head_and_foot_stand_once() -> None:
    (shown,) = in_parts(list(range(20)), lambda row: row, draw)
    assert isinstance(shown, Strips)
    assert shown.head == draw([], HEAD)
    assert [image.svg for image in shown.rows] == ["<svg>FalseFalse</svg>"] * 19 + [
        "<svg>FalseTrue</svg>"
    ]


def test_strips_repeat_their_head_on_paper_and_are_no_table_to_a_reader() -> None:
    parts = in_parts(list(range(20)), lambda row: row, draw)
    shown = Exhibit("figur", "a", "x", parts, "y")
    html = shown._repr_html_()
    assert html.count("<thead>") == 1 and html.count("<tr>") == 21
    assert 'role="presentation"' in html and "break-inside:auto" in html
    assert shown.alt.split() == [str(row) for row in range(20)]
