"""Sections with nothing to show are left out of a report; words and what shows something stay."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from ibic_eval.reports.sections import without_empty_sections


def shows(html: str) -> nbformat.NotebookNode:
    output = new_output("execute_result", data={"text/html": html, "text/plain": html})
    return new_code_cell("show()", outputs=[output])


def kept(*cells: str | nbformat.NotebookNode) -> list[str]:
    """Return the headings that are left of a notebook with a title and these cells."""
    made = [new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    content = without_empty_sections(new_notebook(cells=[new_markdown_cell("# Titel"), *made]))
    return [cell.source for cell in content.cells if cell.source.startswith("#")]


def test_a_section_that_shows_only_empty_things_goes_with_its_words() -> None:
    cells = ("## Tom", shows(""), "mellan", shows(" \n"), "## Full", shows("<p>7</p>"))
    content = without_empty_sections(
        new_notebook(
            cells=[new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        )
    )
    assert [cell.source for cell in content.cells] == ["## Full", "show()"]


def test_one_thing_shown_keeps_a_section() -> None:
    assert kept("## Delvis", shows(""), shows("<p>7</p>")) == ["# Titel", "## Delvis"]


def test_words_alone_and_cells_that_show_nothing_ever_stay() -> None:
    cells = ("## Metod", "ord", "## Läsning", new_code_cell("survey = 1"))
    assert kept(*cells) == ["# Titel", "## Metod", "## Läsning"]


def test_a_heading_stays_for_the_sake_of_a_section_below() -> None:
    full = ("## Över", shows(""), "### Tom", shows(""), "### Full", shows("<p>7</p>"))
    assert kept(*full) == ["# Titel", "## Över", "### Full"]
    empty = ("## Över", shows(""), "### Tom", shows(""), "## Nästa", shows("<p>7</p>"))
    assert kept(*empty) == ["# Titel", "## Nästa"]


def test_the_notebook_itself_is_left_as_it_was() -> None:
    content = new_notebook(cells=[new_markdown_cell("## Tom"), shows("")])
    without_empty_sections(content)
    assert len(content.cells) == 2
