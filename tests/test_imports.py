"""A room imports only from rooms before it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "ibic_eval"
ROOMS = (
    "visible",
    "errors",
    "codebook",
    "sources",
    "tables",
    "estimates",
    "reconstruction",
    "disclosure",
    "display",
    "runs",
    "reports",
    "portal",
    "batch",
    "cli",
)


def room_of(module: str) -> str:
    """Return the room of a dotted module name, "" for the package itself."""
    return ([*module.split("."), ""])[1]


def imported_modules(source: str, package: str) -> Iterator[str]:
    """Yield the dotted name of everything of ours that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from names_from(node, package)


def names_from(node: ast.ImportFrom, package: str) -> Iterator[str]:
    """Resolve `from a import b` and `from .a import b` to dotted names."""
    base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    module = ".".join([*base, *([node.module] if node.module else [])])
    if room_of(module):
        yield module
    else:
        yield from (f"{module}.{name.name}" for name in node.names)


def arrows_back(source: str, module: str, package: str) -> list[str]:
    """List the imports of a module that point to a later room, or to none that is known."""
    here = ROOMS.index(room_of(module))
    ours = [name for name in imported_modules(source, package) if name.startswith("ibic_eval.")]
    return [
        f"{module} -> {name}"
        for name in ours
        if room_of(name) not in ROOMS[: here + 1] and not room_of(name).startswith("__")
    ]


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_no_import_points_back(path: Path) -> None:
    module = dotted(path)
    package = module.rsplit(".", 1)[0]
    assert arrows_back(path.read_text(encoding="utf-8"), module, package) == []


@pytest.mark.parametrize(
    "line",
    [
        "from ibic_eval.display.figures import bars",
        "from ibic_eval import display",
        "import ibic_eval.display",
        "from ..display import figures",
        "def late():\n    from ibic_eval.display import figures",
        "from ibic_eval import helpers",
    ],
)
def test_an_arrow_that_points_back_is_seen(line: str) -> None:
    assert arrows_back(line, "ibic_eval.estimates.shares", "ibic_eval.estimates") != []


@pytest.mark.parametrize(
    "line",
    [
        "from ibic_eval.errors import IbicError",
        "from .intervals import share_interval",
        "from ibic_eval import __version__",
        "import pandas",
    ],
)
def test_an_arrow_that_points_forward_passes(line: str) -> None:
    assert arrows_back(line, "ibic_eval.estimates.shares", "ibic_eval.estimates") == []
