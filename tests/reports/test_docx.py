"""The report as a Word document: real headings, captions, table heads, alt texts and contents."""

import io
import zipfile
from pathlib import Path

import docx
import pypandoc
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from ibic_eval.errors import RunError
from ibic_eval.reports.docx import docx_of
from ibic_eval.sources.themes import Theme
from tests.reports.documents import alt_texts, opened, styled
from tests.reports.reports_made import ROWS, TEMPLATES, made_report


@pytest.fixture(scope="module", params=[False, True], ids=["real", "fictional"])
def made(request: pytest.FixtureRequest) -> tuple[BeautifulSoup, bytes, bool]:
    html = made_report(request.param)
    return BeautifulSoup(html, "html.parser"), docx_of(html, TEMPLATES), request.param


def test_headings_and_captions_are_those_of_the_html_in_the_same_order(made: tuple) -> None:
    soup, content, _ = made
    document = opened(content)
    assert styled(document, "Title") == [soup.h1.text]
    for level in (2, 3, 4):
        expected = [tag.text for tag in soup.select(f"h{level}:not(.contents h2)")]
        assert styled(document, f"Heading {level - 1}") == expected
    captions = [tag.get_text() for tag in soup.select("figcaption")]
    assert styled(document, "Caption") == captions
    assert captions[0].startswith("Figur 1.")


def test_tables_have_their_cells_and_a_head_that_is_repeated(made: tuple) -> None:
    tables = opened(made[1]).tables
    assert [len(table.rows) for table in tables] == [ROWS + 2, 3]
    for table in tables:
        first, *rest = table.rows
        assert first._tr.trPr is not None
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(r._tr.trPr is None or r._tr.trPr.find(qn("w:tblHeader")) is None for r in rest)
    assert [cell.text for cell in tables[1].rows[2].cells] == ["Rad r", "x", "–", "=1+1"]


def test_no_row_is_divided_and_headings_of_rows_stay_with_them(made: tuple) -> None:
    for table in opened(made[1]).tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        head, group, *others = (
            [p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs]
            for row in table.rows
        )
        assert head == group == [True] * 4
        assert all(not any(kept) for kept in others)


def test_pictures_have_the_alt_texts_of_the_html(made: tuple) -> None:
    soup, content, _ = made
    assert alt_texts(opened(content)) == [image["alt"] for image in soup.find_all("img")]


def test_contents_are_a_field_with_its_lines_in_place(made: tuple) -> None:
    soup, content, _ = made
    document = opened(content)
    lines = styled(document, "toc 1") + styled(document, "toc 2")
    assert sorted(lines) == sorted(link.text for link in soup.select("nav a"))
    xml = document.element.body.xml
    assert 'TOC \\o "1-2"' in xml
    assert xml.count('w:fldCharType="begin"') == xml.count('w:fldCharType="end"') == 1
    anchors = {each.get(qn("w:anchor")) for each in document.element.body.iter(qn("w:hyperlink"))}
    marks = {each.get(qn("w:name")) for each in document.element.body.iter(qn("w:bookmarkStart"))}
    assert anchors <= marks


def test_it_has_title_language_and_says_on_every_page_if_it_is_made_up(made: tuple) -> None:
    soup, content, fictional = made
    document = opened(content)
    assert document.core_properties.title == soup.title.text
    language = document.styles.element.find(".//" + qn("w:lang"))
    assert language.get(qn("w:val")) == "sv-SE"
    heads = [each.text for section in document.sections for each in section.header.paragraphs]
    assert heads == (["Påhittade uppgifter – demokommun"] if fictional else [""])


def test_the_summary_shares_the_first_page_and_chapters_begin_pages(made: tuple) -> None:
    headings = [each for each in opened(made[1]).paragraphs if each.style.name == "Heading 1"]
    assert [each.paragraph_format.page_break_before for each in headings] == [
        None, *[True] * (len(headings) - 1),
    ]  # fmt: skip
    assert headings[0].text == "Sammanfattning"


def test_nothing_in_it_points_to_a_file_or_an_address(made: tuple) -> None:
    with zipfile.ZipFile(io.BytesIO(made[1])) as parts:
        body = parts.read("word/document.xml")
        assert all(word not in body for word in (b"/tmp", b"base64", b"file:"))
        relations = b"".join(parts.read(n) for n in parts.namelist() if n.endswith(".rels"))
    assert b"TargetMode" not in relations


def test_it_survives_a_round_trip(made: tuple, tmp_path: Path) -> None:
    soup, content, _ = made
    path = tmp_path / "rapport.docx"
    path.write_bytes(content)
    back = BeautifulSoup(pypandoc.convert_file(str(path), "html"), "html.parser")
    assert len(back.find_all("table")) == len(soup.select("table:not(.strips, .figure-data table)"))
    assert len(back.find_all("img")) == len(soup.find_all("img"))
    chapters = [tag.text for tag in soup.find_all("h2")]
    assert [tag.text for tag in back.find_all("h1")] == chapters


def test_a_municipality_may_use_a_document_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "docx" / "mall.docx"
    own.parent.mkdir()
    document = docx.Document(TEMPLATES / "docx" / "mall.docx")
    document.styles["Heading 1"].font.name = "Kommunens typsnitt"
    document.sections[0].footer.paragraphs[0].text = "Alingsås kommun"
    document.save(own)
    made = opened(docx_of(made_report(), tmp_path))
    assert made.styles["Heading 1"].font.name == "Kommunens typsnitt"
    assert made.sections[0].footer.paragraphs[0].text == "Alingsås kommun"


def test_headings_have_the_colour_of_the_municipality() -> None:
    def colours(theme: Theme) -> set[str]:
        styles = opened(docx_of(made_report(theme=theme), TEMPLATES)).styles
        names = ("Title", "TOC Heading", "Heading 1", "Heading 2", "Heading 3", "Caption")
        return {str(each.font.color.rgb) for each in styles if each.name in names}

    assert colours(Theme(accent="#7a1f3d")) == {"7A1F3D"}
    assert "7A1F3D" not in colours(Theme())


@pytest.mark.parametrize("content", [None, b"", b"inget dokument"])
def test_a_reference_document_that_cannot_be_used_is_told(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "docx").mkdir()
        (tmp_path / "docx" / "mall.docx").write_bytes(content)
    with pytest.raises(RunError, match=r"mallen .*mall.docx saknas eller går inte att använda"):
        docx_of(made_report(), tmp_path)


def test_a_plain_word_document_will_do_as_reference(tmp_path: Path) -> None:
    (tmp_path / "docx").mkdir()
    docx.Document().save(tmp_path / "docx" / "mall.docx")
    made = opened(docx_of(made_report(), tmp_path))
    assert len(made.tables) == 2
    assert made.tables[0].cell(0, 0).paragraphs[0].style.font.size.pt == 8
