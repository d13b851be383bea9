"""A hostile text stays a text: nothing in it runs, is fetched, or moves the report's outline."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.display.exhibits import Gallery, Prose
from ibic_eval.display.own_text import HEADING, TOPICS, OwnText, as_html, section
from ibic_eval.reports.arrange import fetched
from ibic_eval.reports.html import arrange
from ibic_eval.sources.own_texts import SECTIONS

ALLOWED = {
    "p", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre", "br", "hr",
}  # fmt: skip
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "block": "<div onclick='alert(1)'>\nhej\n</div>",
    "inline": "hej <img src=x onerror=alert(1)> <b>fet</b>",
    "comment": "<!-- <script>alert(1)</script> -->",
    "javascript": "[klicka](javascript:alert(1)) <javascript:alert(1)> [b](JaVaScRiPt:alert(1))",
    "entity link": "[klicka](&#106;avascript:alert(1)) [b](java\tscript:alert(1))",
    "data": "[a](data:text/html;base64,PHNjcmlwdD4=) [b](vbscript:x) [c](file:///etc/passwd)",
    "relative": "[a](#om-rapporten) [b](/etc) [c](//ond.se) [d](http:) [e](mailto:a)",
    "image": "![bild](http://ond.se/spara.png) ![b][ref]\n\n[ref]: http://ond.se/b.png",
    "attribute": '[a](http://e.se/"onmouseover=alert(1)) [b](http://e.se "t\\"onclick=x")',
    "close": "</section></body><h1>Ny rapport</h1>",
    "style": "<style>body{display:none}</style> {onclick=x}",
    "headings": "# Ett\n\nTvå\n===\n\nTre\n---\n\n###### Sex\n\n> # I citat\n\n- ## I lista",
}


def soup_of(markdown: str) -> BeautifulSoup:
    return BeautifulSoup(as_html(markdown), "html.parser")


def assert_harmless(soup: BeautifulSoup) -> None:
    assert {tag.name for tag in soup.find_all(True)} <= ALLOWED
    assert fetched(soup) == []
    for tag in soup.find_all(True):
        assert set(tag.attrs) <= ({"href", "rel"} if tag.name == "a" else {"start", "class"})
        if tag.name == "a":
            assert str(tag["href"]).lower().startswith(("http://", "https://"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_gives_only_words(name: str) -> None:
    assert_harmless(soup_of(HOSTILE[name]))


@given(st.text(alphabet=st.sampled_from(list("<>[]()!#*_`&;:/\"'\\ \n-=ajhtps.x1")), max_size=80))
def test_nothing_that_can_be_written_gives_more_than_words(markdown: str) -> None:
    assert_harmless(soup_of(markdown))


def test_html_is_shown_as_it_was_written() -> None:
    assert HOSTILE["script"] in soup_of(HOSTILE["script"]).get_text()
    assert "<script" not in as_html(HOSTILE["script"])


def test_a_link_shows_where_it_leads() -> None:
    soup = soup_of("[Nöjda brukare](https://exempel.se/a?b=1&c=2) <https://auto.se/>")
    assert soup.get_text().strip() == (
        "Nöjda brukare (https://exempel.se/a?b=1&c=2) https://auto.se/"
    )
    assert [link["href"] for link in soup.find_all("a")] == [
        "https://exempel.se/a?b=1&c=2", "https://auto.se/",
    ]  # fmt: skip


def test_an_image_is_a_link_and_not_fetched() -> None:
    soup = soup_of("![bild](http://ond.se/spara.png)")
    assert soup.img is None
    assert "http://ond.se/spara.png" in soup.get_text()


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{% raw %}", "${7*7}", "$x^2$", "\\\\(x\\\\)", "<%= 7 %>"]
)
def test_templates_and_mathematics_stay_as_they_stand(text: str) -> None:
    shown = OwnText("mål", text)._repr_html_()
    assert "49" not in shown
    assert "mathjax_ignore" in shown
    assert text.replace("\\\\", "\\") in BeautifulSoup(shown, "html.parser").get_text()


@pytest.mark.parametrize("mark", ["\u202e", "&#x202e;", "&#8238;", "&rlm;", "\u2066", "&lrm;"])
def test_no_mark_turns_the_direction_of_writing(mark: str) -> None:
    assert soup_of(f"fram{mark}bak").get_text().strip() == "frambak"


@pytest.mark.parametrize("opening", ["[", ">", "*a", "![[", "`", "- ", "_a ", "<", "&", "# "])
def test_a_long_line_without_end_is_soon_done(opening: str) -> None:
    line = (opening * 20_000)[:20_000]
    assert_harmless(soup_of(line))


def test_headings_are_bold_and_leave_the_outline_as_it_was() -> None:
    soup = soup_of(HOSTILE["headings"])
    assert [each.get_text() for each in soup.find_all("strong")] == [
        "Ett", "Två", "Tre", "Sex", "I citat", "I lista",
    ]  # fmt: skip
    assert soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]) == []


def test_the_box_survives_the_report_and_is_named() -> None:
    shown = OwnText("mål", HOSTILE["close"] + "\n\n# Rubrik\n\nText.")._repr_html_()
    soup = BeautifulSoup(f'<section class="chapter"><h1>K</h1>{shown}</section>', "html.parser")
    arrange(soup)
    box = soup.select_one("section.own-text")
    assert box is not None
    assert box["aria-label"] == "Kommunens egen text: mål"
    assert box.get_text().strip().startswith(HEADING)
    assert box.get_text().strip().endswith("Text.")
    assert [tag.get_text() for tag in soup.find_all(["h1", "h2", "h3"])] == ["K"]


def test_a_part_without_a_text_is_nothing_and_an_unknown_part_an_error() -> None:
    assert tuple(TOPICS) == SECTIONS
    assert section({}, "mal") == section({"mal": " \n"}, "mal") == Prose(())
    assert section({"mal": "Hej."}, "mal") == OwnText("mål", "Hej.")
    with pytest.raises(KeyError):
        section({}, "övrigt")


def test_it_can_stand_among_other_things_in_a_cell() -> None:
    gallery = Gallery((section({}, "mal"), section({"mal": "Hej."}, "mal")))  # type: ignore[arg-type]
    assert gallery._repr_html_().count("own-text-head") == 1
    assert repr(gallery) == "Kommunens egen text: Hej."
