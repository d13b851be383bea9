"""The report from tiny executed notebooks: what it holds, what it leaves out and how it reads."""

import itertools
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from ibic_eval.display.exhibits import Exhibit, Image, Markup, Prose, Shown
from ibic_eval.errors import OutputError, RunError
from ibic_eval.reports.body import TEMPLATE, chapter_exporter
from ibic_eval.reports.drawings import put_back, take_out
from ibic_eval.reports.html import MADE_UP, ReportFacts, compose, write_report
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.themes import Logo, Theme

TEMPLATES = Project(PACKAGE_CHECKOUT).templates
REAL = ReportFacts("Alingsås", "1489", False, date(2026, 1, 2), "0.1.0", ("Källa <ett> (2021).",))
FICTIONAL = ReportFacts("Demostad", "9001", True, date(2026, 1, 2), "0.1.0", ())
DRAWING = Image('<svg xmlns="http://www.w3.org/2000/svg"/>', 'Andelar: "52 %"', 710)
FIGURE = Exhibit("figur", "a", "Andelar <b>", (DRAWING,), "Egen", ("En not.",))
TABLE = Exhibit(
    "tabell",
    "b",
    "Antal",
    (Markup('<table><tr><th id="a b">A</th></tr><tr><td headers="a b">1</td></tr></table>'),),
    "Egen",
)

MakeNotebook = Callable[..., Path]


@pytest.fixture
def executed(tmp_path: Path) -> MakeNotebook:
    """Return a function that writes an executed notebook; a string is a markdown cell."""

    def write(*parts: str | Shown | nbformat.NotebookNode, name: str = "10_a.ipynb") -> Path:
        path = tmp_path / name
        nbformat.write(new_notebook(cells=[cell(part) for part in parts]), path)
        return path

    return write


def cell(part: str | Shown | nbformat.NotebookNode) -> nbformat.NotebookNode:
    if isinstance(part, str):
        return new_markdown_cell(part)
    if isinstance(part, (Exhibit, Prose)):
        return showing({"text/html": part._repr_html_(), "text/plain": "x"})
    return part


def showing(data: dict[str, str]) -> nbformat.NotebookNode:
    return new_code_cell("hidden_code = 1", outputs=[new_output("execute_result", data=data)])


def chapters(*notebooks: Path) -> list[str]:
    return [chapter_exporter(TEMPLATES).chapter(notebook) for notebook in notebooks]


def soup(*notebooks: Path, facts: ReportFacts = REAL) -> BeautifulSoup:
    return BeautifulSoup(compose(chapters(*notebooks), facts, TEMPLATES).html, "html.parser")


def test_code_and_prints_are_left_out(executed: MakeNotebook) -> None:
    printed = new_code_cell("hidden_code", outputs=[new_output("stream", text="utskrift")])
    page = str(soup(executed("# Resultat", "Löptext.", printed, Prose(("En mening.",)))))
    assert "hidden_code" not in page
    assert "utskrift" not in page
    assert "Löptext." in page
    assert "En mening." in page


def test_the_page_is_in_swedish_with_the_municipality_in_its_title(executed: MakeNotebook) -> None:
    page = soup(executed("# Resultat"))
    assert page.html["lang"] == "sv"
    assert page.title.string == "Individens behov i centrum i Alingsås"
    assert [h1.string for h1 in page.find_all("h1")] == ["Individens behov i centrum i Alingsås"]


def test_the_date_version_and_sources_are_told(executed: MakeNotebook) -> None:
    page = soup(executed("# Resultat"))
    about = page.find("section", class_="about").get_text()
    assert "2 januari 2026" in about
    assert "version 0.1.0" in about
    assert [li.get_text() for li in page.select("ul.sources li")] == ["Källa <ett> (2021)."]


def test_contents_lead_to_the_headings(executed: MakeNotebook) -> None:
    first = executed("# Ett", "## Så gick det", "### Djupare", "## Så gick det")
    second = executed("# Två", "## Mer", name="20_b.ipynb")
    page = soup(second, first)
    links = page.select("nav.contents a")
    words = ["Ett", "Så gick det", "Så gick det", "Två", "Mer", "Om rapporten"]
    assert [link.string for link in links] == words
    targets = [page.find(id=link["href"][1:]) for link in links]
    assert [target.get_text() for target in targets] == words
    assert len({link["href"] for link in links}) == len(links)


def test_the_summary_stands_first_and_once(executed: MakeNotebook) -> None:
    told = Prose(("Tre av fyra svarade ja.",), as_list=True, kind="sammanfattning")
    page = soup(executed("# Ett", "## Sammanfattning\n\nInledning.", told, "## Mer", "Annat."))
    front = page.select_one("section.front")
    assert [part.get_text().strip() for part in front.find_all(["h2", "p", "li"])] == [
        "Sammanfattning",
        "Inledning.",
        "Tre av fyra svarade ja.",
    ]
    assert page.get_text().count("Tre av fyra") == 1
    assert front.find_next("nav") is not None
    assert "Sammanfattning" not in [link.string for link in page.select("nav.contents a")]
    assert page.main.find("h3").string == "Mer"


def test_the_last_notebook_comes_first_and_only_its_summary_fills_the_first_page(
    executed: MakeNotebook,
) -> None:
    ground = Prose(("Svaren är 164.",), as_list=True, kind="sammanfattning")
    told = Prose(("Två av tre mål är nådda.",), as_list=True, kind="sammanfattning")
    other = executed("# Enkäten", "## Sammanfattning\n\nOrd.", ground, FIGURE, name="10_a.ipynb")
    last = executed(
        "# Slutrapport", "Se [](#figur-a).", "## Sammanfattning", told, TABLE, name="90_b.ipynb"
    )
    page = soup(other, last)
    assert [tag.string for tag in page.select("main h2")] == [
        "Slutrapport",
        "Enkäten",
        "Om rapporten",
    ]
    assert [tag.string for tag in page.select(".front li")] == ["Två av tre mål är nådda."]
    kept = page.select_one(".chapter:nth-of-type(2)")
    assert [tag.string for tag in kept.select("h3, p, li")][:3] == [
        "Sammanfattning",
        "Ord.",
        "Svaren är 164.",
    ]
    assert page.select_one("main a[href='#figur-a']").string == "figur 1"


def test_the_first_page_of_the_demo_fits_a_page() -> None:
    """In print 2,000 characters in 13 sentences take two thirds of an A4, below the title."""
    last = max((PACKAGE_CHECKOUT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    front = soup(last, facts=FICTIONAL).select_one("section.front")
    assert 0 < len(front.select("li")) <= 13
    assert len(front.get_text()) <= 2600


def test_a_last_chapter_without_a_summary_borrows_none(executed: MakeNotebook) -> None:
    ground = Prose(("Svaren är 164.",), as_list=True, kind="sammanfattning")
    page = soup(executed("# Ett", "## Sammanfattning", ground), executed("# Två", name="90.ipynb"))
    assert page.select("section.front") == []
    assert page.get_text().count("Svaren är 164.") == 1


def test_a_heading_never_takes_an_id_of_the_page_around_it(executed: MakeNotebook) -> None:
    words = ("## Sammanfattning", "## Innehåll", "## Innehållet", "## Källor", "## Om rapporten")
    page = soup(executed("# Ett", *words, "## Så gjordes rapporten"))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_without_a_summary_there_is_no_box_for_it(executed: MakeNotebook) -> None:
    assert soup(executed("# Ett")).select("section.front") == []


def test_no_heading_level_is_skipped(executed: MakeNotebook) -> None:
    page = soup(executed("# Ett", "## A", "### B", "## C"))
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile(r"^h[1-6]$"))]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_id_is_unique(executed: MakeNotebook) -> None:
    second = executed("# Ett", TABLE, name="20_b.ipynb")
    page = soup(executed("# Ett", TABLE, FIGURE), second)
    ids = [tag["id"] for tag in page.find_all(id=True) if tag.name != "figure"]
    assert len(ids) == len(set(ids))
    cells = page.select("td[headers]")
    assert all(page.find("th", id=cell["headers"][0]) for cell in cells)


def test_figures_and_tables_are_numbered_each_in_its_series(executed: MakeNotebook) -> None:
    other = Exhibit("figur", "c", "Mer", (DRAWING,), "Egen")
    last = executed("# Ett", FIGURE, TABLE)
    page = soup(executed("# Två", other, name="20.ipynb"), last)
    captions = [caption.get_text() for caption in page.find_all("figcaption")]
    assert captions == ["Figur 1. Andelar <b>", "Tabell 1. Antal", "Figur 2. Mer"]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("[](#tabell-b)", "tabell 1"),
        ("[Tabell](#tabell-b)", "Tabell 1"),
        ("[tabellen](#tabell-b)", "tabell 1"),
        ("[siffrorna nedan](#tabell-b)", "siffrorna nedan"),
    ],
)
def test_a_reference_gets_the_number(executed: MakeNotebook, markdown: str, words: str) -> None:
    page = soup(executed("# Ett", f"Se {markdown}.", TABLE))
    assert page.select_one('main a[href="#tabell-b"]').string == words


def test_a_reference_to_what_the_report_lacks_is_no_link(executed: MakeNotebook) -> None:
    page = soup(executed("# Ett", "Se [figuren](#figur-x)."))
    assert page.select("main section.chapter a") == []


def test_nothing_is_fetched_or_run(executed: MakeNotebook) -> None:
    page = soup(executed("# Ett", "[En länk](https://example.org) att läsa.", FIGURE, TABLE))
    assert page.find_all(["script", "link", "iframe", "object"]) == []
    assert all(tag["src"].startswith("data:") for tag in page.find_all(src=True))
    styles = "".join(tag.string for tag in page.find_all("style"))
    assert "@import" not in styles
    assert "url(" not in styles


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="https://example.org/a.png" alt="">',
        '<img src="a.png" alt="">',
        "<script>alert(1)</script>",
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "<style>@import 'https://example.org/a.css';</style>",
        '<p style="background: url(https://example.org/a.png)">a</p>',
    ],
)
def test_what_would_be_fetched_is_refused(executed: MakeNotebook, markup: str) -> None:
    with pytest.raises(RunError, match="skulle hämta"):
        soup(executed("# Ett", showing({"text/html": markup})))


def test_an_output_without_html_is_refused(executed: MakeNotebook) -> None:
    with pytest.raises(RunError, match=r"Cell 2 i 10_a\.ipynb"):
        soup(executed("# Ett", showing({"text/plain": "<Figure>"})))


def test_every_image_keeps_its_words(executed: MakeNotebook) -> None:
    page = soup(executed("# Ett", FIGURE))
    assert [image["alt"] for image in page.find_all("img")] == ['Andelar: "52 %"']
    assert "No description" not in str(page)


def test_wide_content_can_be_moved_with_the_keyboard(executed: MakeNotebook) -> None:
    page = soup(executed("# Ett", FIGURE, TABLE, "| a |\n|---|\n| 1 |"))
    frames = [wide.find_parent(class_="scroll") for wide in page.find_all(["img", "table"])]
    assert [frame["tabindex"] for frame in frames] == ["0", "0", "0"]
    assert all(frame["aria-label"] for frame in frames)


def test_a_fictional_municipality_is_told_on_screen_and_on_paper(executed: MakeNotebook) -> None:
    page = soup(executed("# Ett"), facts=FICTIONAL)
    assert "Påhittade uppgifter – demokommun" in page.find(class_="banner").get_text()
    assert page.find(class_="print-banner").string == "Påhittade uppgifter – demokommun"
    assert page.body["data-mark"] == MADE_UP


def test_a_real_municipality_has_no_such_banner(executed: MakeNotebook) -> None:
    assert "Påhittade uppgifter" not in soup(executed("# Ett")).body.get_text()


def test_the_style_suits_narrow_screens_and_paper() -> None:
    style = (TEMPLATES / "rapport" / "rapport.css").read_text(encoding="utf-8")
    assert "@media (max-width" in style
    assert "size: A4" in style
    assert "position: fixed" in style


def test_ink_and_ground_contrast_enough() -> None:
    from ibic_eval.display.palette import contrast

    style = (TEMPLATES / "rapport" / "rapport.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#\w{6});", style))
    grounds = ["#ffffff", colours["tint"], colours["warning"]]
    inks = [colours[name] for name in ("ink", "faint", "accent")]
    assert all(contrast(ink, ground) >= 4.5 for ink in inks for ground in grounds)


def test_the_same_notebooks_give_the_same_bytes(executed: MakeNotebook) -> None:
    notebook = executed("# Ett", FIGURE, TABLE)
    once, again = (compose(chapters(notebook), REAL, TEMPLATES).html for _ in range(2))
    assert once == again


def test_a_report_is_written_whole(executed: MakeNotebook, tmp_path: Path) -> None:
    done = write_report(
        chapters(executed("# Ett")), tmp_path / "ut" / "rapport.html", REAL, TEMPLATES
    )
    assert done.read_text(encoding="utf-8").rstrip().endswith("</html>")
    left = sorted(path.name for path in done.parent.iterdir())
    assert left == ["rapport.html", "utlamningslogg.csv"]


def test_a_place_that_cannot_be_written_to_is_told(executed: MakeNotebook, tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    with pytest.raises(OutputError, match="Det går inte att skriva"):
        write_report(
            chapters(executed("# Ett")), tmp_path / "fil" / "rapport.html", REAL, TEMPLATES
        )


def test_a_chapter_is_what_nbconvert_makes_of_it(executed: MakeNotebook) -> None:
    notebook = executed("# Ett & två", "*Text* <b>x</b> $a<b$\n\n- en\n- två", FIGURE, TABLE)
    whole = HTMLExporter(
        template_name=TEMPLATE,
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_anchor_links=True,
    )
    (chapter,) = chapters(notebook)
    assert "Andelar" in chapter
    parsed = str(BeautifulSoup(chapter, "html.parser"))
    assert parsed == whole.from_notebook_node(nbformat.read(notebook, 4))[0]


def test_each_drawing_comes_back_to_its_place() -> None:
    first = '<img src="data:image/svg+xml;base64,QQ==">'
    second = '<img src="data:image/png;base64,Qg==">'
    html = f"{first}<p>src</p>{second}"
    bare, drawings = take_out(html)
    assert "base64" not in bare
    assert len(drawings) == 2
    assert put_back(bare, drawings) == html
    turned = "<p>src</p>".join(bare.split("<p>src</p>")[::-1])
    assert put_back(turned, drawings) == f"{second}<p>src</p>{first}"


def test_a_template_that_would_fetch_is_refused(executed: MakeNotebook, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    page = templates / TEMPLATE / "page.html.j2"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</head>", '<link href="https://x.se/a.css"></head>'), "utf-8")
    with pytest.raises(RunError, match=r"x\.se"):
        compose(chapters(executed("# Ett")), REAL, templates)


def test_a_theme_gives_the_first_page_its_sender_logo_and_colour(executed: MakeNotebook) -> None:
    logo = Logo(b"<svg/>", "image/svg+xml", 'Kommunens "vapen"')
    theme = Theme("Alingsås & kommun", "#7a0019", logo)
    chapter = chapter_exporter(TEMPLATES).chapter(executed("# Kapitel"))
    soup = BeautifulSoup(
        compose([chapter], replace(REAL, theme=theme), TEMPLATES).html, "html.parser"
    )
    image = soup.select_one("header img")
    assert image is not None
    assert (image["alt"], image["src"]) == (
        'Kommunens "vapen"',
        "data:image/svg+xml;base64,PHN2Zy8+",
    )
    assert soup.select_one("header .sender").text == "Alingsås & kommun"
    assert ":root { --accent: #7a0019; }" in soup.style.text
    plain = BeautifulSoup(compose([chapter], REAL, TEMPLATES).html, "html.parser")
    assert plain.select("header img, header .sender") == []


def test_places_to_move_sideways_have_names_of_their_own(executed: MakeNotebook) -> None:
    several = Exhibit("figur", "f", "Andelar", (DRAWING, DRAWING), "Egen")
    chapter = chapter_exporter(TEMPLATES).chapter(executed("# Kapitel", several))
    soup = BeautifulSoup(compose([chapter], REAL, TEMPLATES).html, "html.parser")
    names = [str(place["aria-label"]) for place in soup.select(".scroll")]
    assert names == ["Figur 1. Andelar", "Figur 1. Andelar (2)"]
