"""The empty project plan that a municipality begins with."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ibic_eval.codebook.project_guide import guide_sections
from ibic_eval.sources.municipalities import Municipality

# These stand filled in, so that the file can be read from the start.
FILLED_IN = ("dokument", "projekt")


def project_template(municipality: Municipality, folder: Path) -> str:
    """Return `project.yml` to fill in: every section with its keys, commented out.

    `folder` holds the template `project.yml.j2`. What is returned can be read as it is and is a
    blank plan.
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    sections = list(guide_sections(FILLED_IN))
    page = environment.get_template("project.yml.j2")
    return page.render(municipality=municipality, sections=sections)
