"""Figures are explained once, in the way they are drawn."""

from ibic_eval.display.guide import reading_guide


def test_counted_and_published_figures_are_explained_as_they_are_drawn(counted, published):
    stacked, printed = repr(reading_guide(counted)), repr(reading_guide(published))
    assert "delad stapel" in stacked and "≤" not in stacked
    assert "spann" in printed and "≤" in printed and "streckad ruta" in printed
    assert all("95 procents säkerhet" in guide for guide in (stacked, printed))


def test_the_guide_stands_in_a_box(counted):
    assert 'class="generated guide"' in reading_guide(counted)._repr_html_()
