"""A small checkout, notebooks that show what a municipality has, and a stand-in for preparing."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ibic_eval.batch.courses import Course
from ibic_eval.batch.run import Options, plan, run
from ibic_eval.estimates import history_schemas as h
from ibic_eval.estimates.history_results import as_results
from ibic_eval.runs.notebooks import LISTED
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.municipalities import find_municipality, read_municipalities

# The text of a municipality's own file reaches its notebooks through the prepared tables.
SHOW = (
    "import json\n"
    "from pathlib import Path\n"
    "from IPython.display import HTML\n"
    "told = json.loads((Path(prepared) / 'context.json').read_text())['own']\n"
    "HTML(f'<figure class=\"exhibit\">Kommun {municipality}: {told}</figure>')"
)
PLACE = {"name": "", "county": "", "skr_code": "", "skr_name": "", "skr_edition": "2023"}


def prepare(project: Project, code: str, nation: None = None, own: None = None) -> Path:
    """Stand in for the preparation: what a municipality has in `egen.csv`, and one result."""
    folder = project.prepared / code
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    own = project.own_folder(code)
    told = (own / "egen.csv").read_text() if own else ""
    place = PLACE | {"code": code, "fictional": False}
    national = {"kind": "published", "title": "", "date": ""}
    context = {"municipality": place, "national": national, "own_answers": False, "own": told}
    (folder / "context.json").write_text(json.dumps(context), encoding="utf-8")
    row = {"id": "a", "measure": "a", "estimate": 0.5, "n": len(told), "status": "visas"}
    now = as_results(pd.DataFrame([row], columns=list(h.RESULTS)))
    now.to_parquet(folder / "history_now.parquet", index=False)
    return folder


def nothing(project: Project, of: object) -> None:
    """Stand in for what is read beforehand for the preparation."""


def small_checkout(root: Path) -> Project:
    """Make a checkout with registers, templates and two notebooks."""
    for name in ("data/reference", "data/published", "reports/templates"):
        shutil.copytree(PACKAGE_CHECKOUT / name, root / name)
    (root / "surveys").mkdir()
    made = Project(root)
    for code in ("0880-kalmar", "0330-knivsta", "1489-alingsas"):
        put_own(made, code, "data")
    put_notebook(made, "10_a")
    put_notebook(made, "20_b")
    return made


def put_own(project: Project, folder: str, text: str, name: str = "egen.csv") -> None:
    """Write a file of a municipality's own."""
    path = project.municipalities / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def put_notebook(project: Project, stem: str, cell: str = SHOW) -> None:
    """Write a notebook with one cell."""
    parameters = 'municipality: str = ""  # kod\nprepared: str = ""  # mapp'
    cells = [
        new_markdown_cell(f"# {stem}", id="titel"),
        new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="parametrar"),
        new_code_cell(cell, id="visa"),
    ]
    project.notebooks.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=cells), project.notebooks / f"{stem}.ipynb")
    listed = sorted(path.stem for path in project.notebooks.glob("*.ipynb"))
    (project.notebooks / LISTED).write_text("\n".join(listed), encoding="utf-8")


def planned(project: Project, names: Sequence[str], options: Options) -> list[Course]:
    """Return the courses of municipalities."""
    register = read_municipalities(*project.registers)
    places = [find_municipality(name, register) for name in names]
    return plan(project, register, places, project.output, options)


def ran(project: Project, *names: str, **options: object) -> list[str]:
    """Run municipalities and return what was done: `0880/10_a`, in the order it ended."""
    done: list[str] = []
    courses = planned(project, names, Options(**options))

    def tell(course: Course, ended: bool) -> None:
        code = course.municipality.code
        done.extend(f"{code}/{row['step']}" for row in course.rows)
        course.rows.clear()

    run(courses, Options(**options), tell)
    return done
