"""The figures one by one: each drawing as SVG and PNG, with its words beside it."""

import io
import zipfile

from bs4 import BeautifulSoup

from ibic_eval.reports.figures import TEXTS, figures_of
from ibic_eval.reports.pictures import png_of
from tests.reports.reports_made import SVG, made_report

PNG = b"\x89PNG\r\n\x1a\n"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_each_drawing_is_there_twice_under_its_figures_number() -> None:
    parts = parts_of(figures_of(made_report()))
    names = ["figur-01", "figur-02-1", "figur-02-2", "figur-02-3"]
    assert list(parts) == [f"{n}.{kind}" for n in names for kind in ("svg", "png")] + [TEXTS]
    assert parts["figur-01.svg"].decode() == SVG
    assert all(parts[f"{name}.png"].startswith(PNG) for name in names)


def test_the_words_of_each_figure_stand_beside_it() -> None:
    html = made_report()
    told = parts_of(figures_of(html))[TEXTS].decode().split("\n\n")
    captions = [
        tag.get_text() for tag in BeautifulSoup(html, "html.parser").select("figcaption")[:2]
    ]
    assert [each.partition("\n")[0] for each in told] == captions
    assert told[0].splitlines()[1:] == ["Andelen är 52 procent", "Källa: Egen"]
    assert told[1].splitlines()[1] == "Huvud Remsa"


def test_made_up_figures_say_so_each_in_itself() -> None:
    parts = parts_of(figures_of(made_report(fictional=True)))
    assert parts[TEXTS].decode().startswith("Påhittade uppgifter – demokommun.")
    drawings = [content.decode() for name, content in parts.items() if name.endswith(".svg")]
    assert all("Påhittade uppgifter – demokommun</text>" in each for each in drawings)
    assert 'height="54pt" viewBox="0 -14 200 54"' in drawings[0]
    real = parts_of(figures_of(made_report()))
    assert parts["figur-01.png"] != real["figur-01.png"]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert figures_of(made_report()) == figures_of(made_report())


def test_words_in_a_drawing_are_drawn_with_the_font_that_comes_along() -> None:
    def drawn(words: str) -> bytes:
        text = f"<text x='9' y='30' style=\"font: 20px 'DejaVu Sans'\">{words}</text>"
        return png_of(SVG.replace("</svg>", f"{text}</svg>"))

    assert len({drawn("ett"), drawn("två"), drawn("")}) == 3
