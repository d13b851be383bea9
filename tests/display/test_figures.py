"""The same call shows whole distributions where answers are counted, and only print where not."""

import pytest
from matplotlib.patches import Rectangle

from ibic_eval.display import dots, figures, share_bars
from ibic_eval.display.exhibits import Exhibit, Prose


def test_counted_answers_become_distributions(counted, labels):
    shown = figures.answers(counted, labels, ["q4_1"], slug="a", caption="Delaktighet.")
    assert isinstance(shown, Exhibit)
    assert shown.alt.startswith("Staplat stapeldiagram. Delaktighet i vilket stöd som ges, Äldre")
    assert shown.source == "Omgången"


def test_published_spans_stay_spans(published, labels, drawn):
    drawings = drawn(share_bars)
    shown = figures.answers(
        published, labels, ["q5_3", "q5_4"], slug="a", caption="Utredning.", thresholds=(1 / 3,)
    )
    bars = [bar for bar in drawings[0].findobj(Rectangle) if bar.get_height() < 0.18]
    ends = sorted(round(bar.get_x() + bar.get_width(), 2) for bar in bars)
    assert {0.59, 0.64, 0.52, 0.57, 0.23, 0.34} <= set(ends)
    assert "Ökat: 59–64\u00a0%, konfidensintervall 53–70\u00a0%, n högst 123" in shown.alt
    assert "Minskat" in shown.alt and "Vet inte" not in shown.alt
    assert shown.source == "Vårdanalys 2021:2, avsnitt 5.2.1 och 5.2.4"
    assert shown.notes[0] == "Ljusare del: spann över områdena."
    assert "smalaste tänkbara" in shown.notes[1]


def test_words_read_as_intervals_are_marked(published, labels, drawn):
    drawings = drawn(share_bars)
    shown = figures.ranked(
        published, labels, ["q8_14"], answer="ja+delvis", slug="a", caption="Utmaningar."
    )
    assert ">\u00a050\u00a0%\u00a0*" in shown.alt and "konfidens" not in shown.alt
    assert shown.notes == ("* = källan ger bara ord, som har tolkats (streckad ruta).",)
    (box,) = [bar for bar in drawings[0].findobj(Rectangle) if 0.1 < bar.get_height() < 0.2]
    assert (box.get_x(), round(box.get_x() + box.get_width(), 4)) == (0.5001, 1)
    assert box.get_facecolor()[:3] == (1, 1, 1)


def test_the_most_common_stands_first(published, labels):
    shown = figures.ranked(published, labels, list(labels), answer="okat", slug="a", caption="x")
    assert shown.alt.index("Jämförbarhet") < shown.alt.index("Delaktighet")


def test_sections_are_named_once_in_their_order(make_frame, labels, share_row):
    places = ("avsnitt 5.2.10", "avsnitt 5.2.9", "figur 10")
    rows = [
        share_row(item, "okat", 0.5, 0.6, source=f"Vårdanalys 2021:2, {place}")
        for item, place in zip(("q4_1", "q5_3", "q5_4"), places, strict=True)
    ]
    shown = figures.answers(make_frame(rows), labels, list(labels), slug="a", caption="x")
    assert shown.source == "Vårdanalys 2021:2, avsnitt 5.2.9 och 5.2.10, figur 10"


def test_groups_stand_under_each_other_where_two_have_figures(published, counted, labels):
    shown = figures.groups(published, labels, list(labels), slug="a", caption="Faser.")
    assert shown.alt.count("Rekommenderar IBIC") == 2
    assert "Ökat: etablerade: 44–48" in shown.alt and "Jämförbarhet" not in shown.alt


def test_counted_groups_are_markers_on_a_line(counted, labels, drawn, clashes):
    drawings = drawn(dots)
    shown = figures.groups(counted, labels, ["q4_1", "q5_3"], slug="a", caption="Faser.")
    assert shown.alt.replace("\u00a0", " ") == (
        "Punktdiagram. Delaktighet i vilket stöd som ges: ökat, LSS: använder IBIC 36 % (n = 77), "
        "etablerade 53 % (n = 32), i inlärning 24 % (n = 45)."
    )
    places = [
        line.get_xdata()[0] for line in drawings[0].axes[0].lines if line.get_marker() != "None"
    ]
    assert places == [28 / 77, 17 / 32, 11 / 45]
    assert clashes(drawings[0]) == []


def test_words_fall_away_where_a_part_of_them_is_printed(make_frame, labels, share_row):
    rows = [
        share_row("q10", "ja", 0.85, 0.85, area="alla"),
        share_row("q10", "ja+vet_inte", 0.5001, 1.0, area="alla", method="tolkning av orden"),
        share_row("q10", "nej", 0.0, 0.0999, area="alla", method="tolkning av orden"),
    ]
    shown = figures.answers(make_frame(rows), labels, ["q10"], slug="a", caption="x")
    assert "Ja: 85" in shown.alt and "Nej: <" in shown.alt and "vet inte" not in shown.alt


@pytest.mark.parametrize("shares", ["counted", "published"])
def test_without_rows_the_exhibit_says_so(shares, labels, request):
    table = request.getfixturevalue(shares)
    for shown in (
        figures.answers(table, labels, ["q9_1"], slug="a", caption="Framgång."),
        figures.ranked(table, labels, ["q9_1"], answer="ja", slug="a", caption="Framgång."),
        figures.groups(table, labels, ["q9_1"], slug="a", caption="Framgång."),
    ):
        assert isinstance(shown, Prose) and shown.kind == "saknas"


def test_a_long_answer_is_broken_beside_its_bar(make_frame, labels, share_row, drawn, clashes):
    drawings = drawn(share_bars)
    joined = "okat+oforandrat+minskat+vet_inte+inte_aktuellt"
    rows = [share_row("q5_3", joined, 0.9, 0.95), share_row("q5_3", "okat", 0.5, 0.6)]
    figures.answers(make_frame(rows), labels, ["q5_3"], slug="a", caption="x")
    axes = drawings[0].axes[0]
    beside = [text for text in axes.texts if text.get_text().startswith("Ökat eller")]
    assert beside[0].get_window_extent().x1 < axes.get_window_extent().x0
    assert clashes(drawings[0]) == []


def test_no_label_lies_over_another(published, labels, drawn, clashes):
    drawings = drawn(share_bars)
    figures.answers(published, labels, list(labels), slug="a", caption="x", thresholds=(1 / 3, 0.5))
    figures.groups(published, labels, list(labels), slug="a", caption="x")
    long = {
        item: f"{label} och en fortsättning som gör raden lång" for item, label in labels.items()
    }
    figures.ranked(published, long, list(labels), answer="okat", slug="a", caption="x")
    assert [clashes(drawing) for drawing in drawings] == [[], [], []]
