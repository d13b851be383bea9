"""Turns an executed notebook into the HTML of a chapter."""

from functools import cache
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.exporters import TemplateExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ibic_eval.errors import RunError
from ibic_eval.reports.sections import without_empty_sections

TEMPLATE = "rapport"
_SAMPLE = new_notebook(cells=[new_markdown_cell("Text."), new_code_cell("1")])


class ChapterExporter:
    """Renders notebooks with the report's own template; one exporter serves them all."""

    def __init__(self, templates: Path) -> None:
        self._exporter = HTMLExporter(
            template_name=TEMPLATE,
            extra_template_basedirs=[str(templates)],
            exclude_input=True,
            exclude_anchor_links=True,
            # Those of nbconvert are for its own templates, and it validates the notebook after each
            default_preprocessors=[],
        )
        # Compiled here, the templates and the check of notebooks are so in every forked process
        nbformat.validate(_SAMPLE)
        TemplateExporter.from_notebook_node(self._exporter, _SAMPLE)

    def chapter(self, notebook: Path) -> str:
        """Return a notebook's markdown and displayed outputs as HTML, without code or prints.

        Sections in which nothing is shown are left out. Raises RunError if a cell shows something
        that has no HTML.
        """
        content = nbformat.read(notebook, as_version=4)
        _check_outputs(content, notebook.name)
        shown = without_empty_sections(content)
        # HTMLExporter's own parses what is rendered once more, to describe images without words and
        # to let JupyterLab's boxes be reached by keyboard; the report has neither.
        body: str = TemplateExporter.from_notebook_node(self._exporter, shown)[0]
        return body


@cache
def chapter_exporter(templates: Path) -> ChapterExporter:
    """Return the exporter of the templates in a folder, the same each time: it is slow to make."""
    return ChapterExporter(templates)


def _check_outputs(content: nbformat.NotebookNode, name: str) -> None:
    for number, cell in enumerate(content.cells, start=1):
        shown = [output for output in cell.get("outputs", []) if "data" in output]
        if any("text/html" not in output.data for output in shown):
            raise RunError(
                f"Cell {number} i {name} visar något som inte kan tas med i rapporten: "
                "den ska visa en figur, en tabell eller en text ur programmet."
            )
