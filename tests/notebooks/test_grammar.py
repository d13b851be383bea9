"""The grammar of notebooks: thin, parametrised, told in words, committed executed on the demo."""

import ast
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).parents[2]
LONGEST_CELL = 8
PARAMETERS = "parameters"
DEMO = "9001"
OVERVIEW = "80_national_overview.ipynb"
FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Try,
    ast.For,
    ast.While,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


def breaches(notebook: NotebookNode) -> list[str]:
    """List where a notebook breaks the grammar, empty where it holds."""
    parsed = [
        (number, parse(cell.source))
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code"
    ]
    unreadable = [f"cell {number}: no plain Python" for number, tree in parsed if tree is None]
    trees = {number: tree for number, tree in parsed if tree is not None}
    return [
        *title_breaches(notebook),
        *unreadable,
        *parameter_breaches(notebook, trees),
        *import_breaches(trees),
        *cell_breaches(notebook, trees),
        *execution_breaches(notebook),
    ]


def parse(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def title_breaches(notebook: NotebookNode) -> list[str]:
    first = notebook.cells[0] if notebook.cells else None
    titled = first is not None and first.cell_type == "markdown" and first.source.startswith("# ")
    titles = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("# ")
    ]
    return [] if titled and len(titles) == 1 else ["the first cell holds the only title (# ...)"]


def parameter_breaches(notebook: NotebookNode, trees: dict[int, ast.Module]) -> list[str]:
    tagged = [
        number
        for number, cell in enumerate(notebook.cells, start=1)
        if PARAMETERS in cell.metadata.get("tags", [])
    ]
    if tagged != list(trees)[:1]:
        return ["the first code cell, and no other, is tagged parameters"]
    source = notebook.cells[tagged[0] - 1].source
    lines = source.splitlines()
    return [
        f"cell {tagged[0]}: line {statement.lineno} is no annotated literal with a comment"
        for statement in trees[tagged[0]].body
        if not is_parameter(statement) or "#" not in lines[statement.lineno - 1]
    ]


def is_parameter(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.AnnAssign) and isinstance(statement.value, ast.Constant)


def import_breaches(trees: dict[int, ast.Module]) -> list[str]:
    importing = [
        number
        for number, tree in trees.items()
        if any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.walk(tree))
    ]
    second = list(trees)[1:2]
    if importing != second:
        return ["the second code cell, and no other, imports"]
    other = [node for number in second for node in trees[number].body if not is_import(node)]
    return [f"cell {second[0]}: more than imports"] if other else []


def is_import(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))


def cell_breaches(notebook: NotebookNode, trees: dict[int, ast.Module]) -> list[str]:
    found = []
    for number, tree in trees.items():
        before = notebook.cells[number - 2].cell_type if number > 1 else ""
        if before != "markdown":
            found.append(f"cell {number}: no words before it")
        if len(notebook.cells[number - 1].source.splitlines()) > LONGEST_CELL:
            found.append(f"cell {number}: more than {LONGEST_CELL} lines")
        kinds = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, FORBIDDEN)]
        found += [f"cell {number}: {kind} belongs in the package" for kind in kinds]
    return found


def execution_breaches(notebook: NotebookNode) -> list[str]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tags = [tag for cell in code for tag in cell.metadata.get("tags", [])]
    errors = [
        out for cell in code for out in cell.outputs if out.output_type in ("error", "stream")
    ]
    counts = [cell.execution_count for cell in code]
    return [
        *(["a cell injected by a run is left in it"] if "injected-parameters" in tags else []),
        *(["a cell prints, warns or fails"] if errors else []),
        *([] if counts == list(range(1, len(code) + 1)) else ["not executed from top to bottom"]),
    ]


def notebooks() -> list[Path]:
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.name)
def test_every_notebook_keeps_the_grammar(path: Path) -> None:
    assert breaches(nbformat.read(path, as_version=4)) == []


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.name)
def test_every_notebook_is_committed_executed_on_the_demo(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    demo = 'scope: str = "riket-demo"' if path.name == OVERVIEW else f'municipality: str = "{DEMO}"'
    assert demo in first.source
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert str(ROOT) not in path.read_text(encoding="utf-8")


def sound() -> NotebookNode:
    """Return a notebook that keeps the grammar."""
    sources = ['municipality: str = "9001"  # code', "import math", "math.pi"]
    tags = [[PARAMETERS], [], []]
    notebook = new_notebook(cells=[new_markdown_cell("# Titel")])
    for number, (source, tag) in enumerate(zip(sources, tags, strict=True), start=1):
        notebook.cells += [
            new_code_cell(source, metadata={"tags": tag}, execution_count=number),
            new_markdown_cell("Ord."),
        ]
    return notebook


def test_a_sound_notebook_passes() -> None:
    assert breaches(sound()) == []


def last(notebook: NotebookNode) -> NotebookNode:
    return notebook.cells[5]


def set_last(source: str) -> Callable[[NotebookNode], None]:
    return lambda notebook: last(notebook).update(source=source)


SPOILERS: dict[str, tuple[Callable[[NotebookNode], object], str]] = {
    "no title": (lambda n: n.cells[0].update(source="Titel"), "title"),
    "two titles": (lambda n: n.cells[2].update(source="# Mer"), "title"),
    "untagged": (lambda n: n.cells[1].metadata.update(tags=[]), "tagged parameters"),
    "tagged twice": (lambda n: last(n).metadata.update(tags=[PARAMETERS]), "tagged parameters"),
    "derived": (lambda n: n.cells[1].update(source="a: int = 1 + 1  # a"), "annotated literal"),
    "bare": (lambda n: n.cells[1].update(source="a = 1  # a"), "annotated literal"),
    "unexplained": (lambda n: n.cells[1].update(source="a: int = 1"), "annotated literal"),
    "no imports": (lambda n: n.cells[3].update(source="1"), "imports"),
    "late import": (set_last("import os"), "imports"),
    "busy imports": (lambda n: n.cells[3].update(source="import os\nos.getcwd()"), "more than imp"),
    "wordless": (lambda n: n.cells.pop(4), "no words before it"),
    "long": (set_last("\n".join(["1"] * 9)), "more than 8 lines"),
    "def": (set_last("def f(): pass"), "FunctionDef"),
    "class": (set_last("class A: pass"), "ClassDef"),
    "try": (set_last("try:\n    1\nexcept Exception:\n    2"), "Try"),
    "for": (set_last("for a in []:\n    a"), "For"),
    "while": (set_last("while False:\n    1"), "While"),
    "lambda": (set_last("(lambda: 1)()"), "Lambda"),
    "comprehension": (set_last("[a for a in []]"), "ListComp"),
    "generator": (set_last("sum(a for a in [])"), "GeneratorExp"),
    "magic": (set_last("%matplotlib inline"), "no plain Python"),
    "injected": (lambda n: last(n).metadata.update(tags=["injected-parameters"]), "injected"),
    "prints": (lambda n: last(n).outputs.append(new_output("stream", text="a")), "prints"),
    "not executed": (lambda n: last(n).update(execution_count=None), "top to bottom"),
}


@pytest.mark.parametrize("name", SPOILERS)
def test_each_breach_is_seen(name: str) -> None:
    spoil, words = SPOILERS[name]
    notebook = sound()
    spoil(notebook)
    assert any(words in breach for breach in breaches(notebook)), breaches(notebook)
