"""What a cell shows is whole in itself, escaped, and short where it is printed."""

from base64 import b64decode

from bs4 import BeautifulSoup

from ibic_eval.display.exhibits import Exhibit, Image, Prose, missing

IMAGE = Image("<svg>å</svg>", 'Andel "ökat" < 5 %.', 710)


def test_a_figure_carries_its_drawing_and_its_words() -> None:
    exhibit = Exhibit("figur", "prov", "Ökat & minskat", (IMAGE,), "Källan", ("En not.",))
    soup = BeautifulSoup(exhibit._repr_html_(), "html.parser")
    assert soup.figure["id"] == "figur-prov"
    assert soup.figcaption.text == "Ökat & minskat"
    assert soup.img["alt"] == 'Andel "ökat" < 5 %.' == exhibit.alt
    assert b64decode(soup.img["src"].split(",")[1]).decode() == "<svg>å</svg>"
    assert soup.select_one(".exhibit-source").text == "Källa: Källan"
    assert repr(exhibit) == "<figur-prov: Ökat & minskat>"


def test_generated_sentences_are_escaped_and_may_be_a_list() -> None:
    prose = Prose(("a < b.", "c."))
    assert prose._repr_html_() == '<p class="generated">a &lt; b. c.</p>'
    soup = BeautifulSoup(Prose(prose.sentences, as_list=True)._repr_html_(), "html.parser")
    assert [row.text for row in soup.find_all("li")] == ["a < b.", "c."]
    assert Prose(())._repr_html_() == ""


def test_what_is_missing_is_said() -> None:
    said = missing("Skäl att avstå.")
    assert said.sentences == ("Underlag saknas: skäl att avstå.",)
    assert 'class="generated missing"' in said._repr_html_()
