"""Measures what a test suite notices: small faults in the package, one at a time.

The faults are drawn with a fixed seed, as many in each of four groups of modules: estimates,
release, show and batch. Each is one changed expression. They are all put into one throw-away copy
of a checkout, each asleep behind a switch, so that a process tries one by waking it. Test files
that import the faulty module come first, then those at distance two and three; of them only those
run that come past the faulty expression. The first test that fails ends it.

    python benchmarks/mutants.py new results.csv                         # this checkout's own tests
    python benchmarks/mutants.py old results.csv --checkout ../before    # another checkout's

The second adds its columns to the same table, and refuses if its package isn't the same.
"""

import argparse
import ast
import contextlib
import copy
import importlib
import itertools
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from ibic_eval.runs.threads import stay_on_one_thread  # noqa: E402

stay_on_one_thread()
import pandas as pd  # noqa: E402
import pytest  # noqa: E402
from scipy.stats import binomtest  # noqa: E402

PACKAGE = "ibic_eval"
SEED = 20261201
EACH = 25  # mutants a group
STEPS = 3  # imports that a test file may be away from a module
LIMIT = 20  # processor seconds of tests a mutant
PATIENCE = 900  # wall seconds after which a process that waits for something is given up
GROUPS = {"estimates": "estimates", "display": "show", "batch": "batch", "disclosure": "release"}
MUTANT = ["group", "module", "line", "kind", "before", "after"]
SWAPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NOT_VALUES = {"annotation", "returns", "decorator_list", "pattern"}
TEXTS = (str, bytes)
SWITCH = f'''"""Wakes one fault, and notes which expressions a process comes past."""

import os

AWAKE = os.environ.get("{PACKAGE.upper()}_MUTANT")
NOTES = os.environ.get("{PACKAGE.upper()}_REACHED")
seen = set()


def on(number: int) -> bool:
    if NOTES and number not in seen:
        seen.add(number)
        with open(NOTES, "a") as notes:
            notes.write(f"{{number}}\\n")
    return AWAKE == str(number)
'''


class Mutant(NamedTuple):
    """One changed expression, between two bytes of a module."""

    group: str
    module: str
    line: int
    kind: str
    before: str
    after: str
    start: int
    end: int


class Tried(NamedTuple):
    """What a process that ran one test file saw."""

    failed: list[str]
    reached: list[int]
    seconds: float
    ended: bool


# Drawing


def group_of(module: str) -> str:
    """Return the group of a module, "" for one that isn't in any: other rooms, schemas."""
    room, name = module.split("/")[1], module.split("/")[-1]
    if name == "__init__.py" or "schemas" in name:
        return ""
    if room in ("estimates", "runs") and "release" in name:
        return "release"
    return GROUPS.get(room, "")


def values(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes below that a program computes with: no types, f-strings or plain options."""
    for name, field in ast.iter_fields(node):
        below = field if isinstance(field, list) else [field]
        for each in below if name not in NOT_VALUES else ():
            option = isinstance(each, ast.keyword) and isinstance(each.value, ast.Constant)
            if isinstance(each, ast.AST) and not option and not isinstance(each, ast.JoinedStr):
                yield each
                yield from values(each)


def joins_text(node: ast.BinOp) -> bool:
    """Tell whether + or / puts texts, lists or paths together, where the other can only crash."""
    return any(
        isinstance(side, (ast.JoinedStr, ast.List, ast.Tuple))
        or (isinstance(side, ast.Constant) and isinstance(side.value, TEXTS))
        for side in ast.walk(node)
    )


def changed(node: ast.AST) -> tuple[str, ast.expr] | None:
    """Return a fault's kind and the expression that replaces this one, None if none fits."""
    new = copy.copy(node)
    match new:
        case ast.Compare(ops=[op]) if type(op) in SWAPS:
            new.ops = [SWAPS[type(op)]()]
            return "comparison", new
        case ast.BinOp(op=op) if type(op) in SWAPS and not joins_text(new):
            new.op = SWAPS[type(op)]()
            return "arithmetic", new
        case ast.BoolOp(op=op):
            new.op = SWAPS[type(op)]()
            return "and, or", new
        case ast.UnaryOp(op=ast.Not()):
            return "not removed", new.operand
        case ast.Constant(value=bool(value)):
            return "true, false", ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            return "number", ast.Constant(value + 1)
    return None


def faults(tree: ast.Module) -> Iterator[tuple[ast.expr, str, ast.expr]]:
    """Yield each expression that a fault fits, its kind and what replaces it.

    None is returned in a value's place only where the function may return it.
    """
    for node in values(tree):
        if (fault := changed(node)) is not None:
            yield node, *fault
        if isinstance(node, ast.FunctionDef) and node.returns:
            yield from returned_none(node) if "None" in ast.unparse(node.returns) else ()


def returned_none(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, str, ast.expr]]:
    """Yield what a function returns that may return None, each to be replaced by it."""
    for node in values(function):
        if isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
            yield node.value, "None returned", ast.Constant(None)


def mutants_of(source: bytes, module: str) -> list[Mutant]:
    """List the mutants of a module's text."""
    starts = [0, *itertools.accumulate(len(line) for line in source.splitlines(keepends=True))]
    made = []
    for node, kind, new in faults(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        texts = (source[start:end].decode(), ast.unparse(new))
        made.append(Mutant(group_of(module), module, node.lineno, kind, *texts, start, end))
    return made


def drawn(checkout: Path, each: int = EACH, seed: int = SEED) -> list[Mutant]:
    """Draw so many mutants a group, the groups in turn, so that a part of the list is even too."""
    found: dict[str, list[Mutant]] = {group: [] for group in GROUPS.values()}
    for path in sorted((checkout / PACKAGE).rglob("*.py")):
        module = path.relative_to(checkout).as_posix()
        if module.count("/") > 1 and group_of(module):
            found[group_of(module)] += mutants_of(path.read_bytes(), module)
    picks = [
        picked(all_of, each, random.Random(f"{seed} {name}")) for name, all_of in found.items()
    ]
    return [mutant for row in zip(*picks, strict=True) for mutant in row]


def picked(mutants: list[Mutant], each: int, source: random.Random) -> list[Mutant]:
    """Pick at random, the kinds in turn, and none that overlaps another."""
    kinds: dict[str, list[Mutant]] = {}
    for mutant in source.sample(mutants, len(mutants)):
        kinds.setdefault(mutant.kind, []).append(mutant)
    turns = itertools.zip_longest(*(kinds[kind] for kind in sorted(kinds)))
    chosen: list[Mutant] = []
    for mutant in (mutant for turn in turns for mutant in turn if mutant):
        if len(chosen) < each and not any(overlap(mutant, other) for other in chosen):
            chosen.append(mutant)
    return chosen


def overlap(one: Mutant, other: Mutant) -> bool:
    """Tell whether two mutants have text in common."""
    return one.module == other.module and one.start < other.end and other.start < one.end


# The copy


def asleep(source: bytes, mutants: Iterable[tuple[int, Mutant]]) -> bytes:
    """Put mutants into a module's text, each behind its switch."""
    for number, mutant in sorted(mutants, key=lambda pair: -pair[1].start):
        call = f"__import__('mutant_switch').on({number})"
        text = f"(({mutant.after}) if {call} else ({mutant.before}))"
        source = source[: mutant.start] + text.encode() + source[mutant.end :]
    return source


def copied(checkout: Path, mutants: list[Mutant], into: Path) -> None:
    """Make a copy of a checkout that has all mutants in it."""
    made = (
        ".git",
        ".venv",
        "__pycache__",
        ".*_cache",
        ".hypothesis",
        "build",
        "output",
        "prepared",
    )
    shutil.copytree(checkout, into, symlinks=True, ignore=shutil.ignore_patterns(*made))
    (into / "mutant_switch.py").write_text(SWITCH, encoding="utf-8")
    for module in {mutant.module for mutant in mutants}:
        inside = [(number, each) for number, each in enumerate(mutants) if each.module == module]
        path = into / module
        path.write_bytes(asleep(path.read_bytes(), inside))


# Which test files are near


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted name of everything that a file imports."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def graph(checkout: Path) -> dict[str, set[str]]:
    """Return, for each file of the package and the tests, which of them it imports."""
    paths = [path for top in (PACKAGE, "tests") for path in (checkout / top).rglob("*.py")]
    files = {path.relative_to(checkout).as_posix(): path for path in paths}
    named = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): name for name in files
    }
    return {
        name: {named[other] for other in imports(path) if other in named}
        for name, path in files.items()
    }


def distances(links: dict[str, set[str]], start: str) -> dict[str, int]:
    """Return how many imports it is from a file to each that it reaches."""
    far, edge = {start: 0}, [start]
    for name in edge:
        for other in sorted(links[name] - far.keys()):
            far[other] = far[name] + 1
            edge.append(other)
    return far


# Running


class Failures:
    """Remembers which tests fail."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.names += [report.nodeid] if report.failed else []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.names += [report.nodeid] if report.failed else []


def load_libraries(checkout: Path) -> None:
    """Import what the package imports of others' and pytest's plugins, once for all processes."""
    os.environ |= {"MPLBACKEND": "agg", "CI": "1"}  # with CI, properties try the same examples
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        pytest.main(["--version", "--version"])
    names = {name for path in (checkout / PACKAGE).rglob("*.py") for name in imports(path)}
    for name in sorted(names):
        if name.split(".")[0] not in (PACKAGE, "__future__"):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def forget_package() -> None:
    """Let the processes import the copy's package, not the one imported here."""
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


def run_tests(root: Path, file: str, number: int | None, known: list[str], seconds: int) -> None:
    """Run a test file in this process, with a mutant awake, and write which tests failed."""
    os.setsid()
    os.chdir(root)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    log = os.open(root / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ |= {"PYTHONPATH": str(root), f"{PACKAGE.upper()}_ROOT": str(root)}
    noted = ("REACHED", str(root / "reached.txt")) if number is None else ("MUTANT", str(number))
    os.environ[f"{PACKAGE.upper()}_{noted[0]}"] = noted[1]
    sys.path.insert(0, str(root))
    seen = Failures()
    options = ["-q", "-p", "no:cacheprovider", "-m", "not slow", f"--basetemp={root}/tmp"]
    first = [] if number is None else ["-x"]
    without = [f"--deselect={name}" for name in known]
    pytest.main([file, *options, *first, *without], plugins=[seen])
    (root / "failed.json").write_text(json.dumps(seen.names), encoding="utf-8")


def forked(root: Path, file: str, number: int | None, known: list[str], seconds: int) -> Tried:
    """Run a test file in a process of its own; without a number, note which mutants it reaches."""
    for name in ("failed.json", "reached.txt"):
        (root / name).unlink(missing_ok=True)
    if not (child := os.fork()):
        try:
            run_tests(root, file, number, known, seconds)
        finally:
            os._exit(0)
    used = waited(child)
    ended = (root / "failed.json").exists()
    failed = json.loads((root / "failed.json").read_text()) if ended else []
    reached = (root / "reached.txt").read_text().split() if (root / "reached.txt").exists() else []
    return Tried(failed, sorted({int(each) for each in reached}), used, ended)


def waited(child: int) -> float:
    """Wait for a process, end what is left of its group, and return its processor seconds."""
    until = time.monotonic() + PATIENCE
    while True:
        pid, _, used = os.wait4(child, os.WNOHANG)
        if pid or time.monotonic() > until:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            return used.ru_utime + used.ru_stime if pid else os.wait4(child, 0)[2].ru_utime
        time.sleep(0.02)


def measured(root: Path, file: str, known: dict[str, Tried], kept: Path) -> Tried:
    """Return what a test file does without a fault, which is tried once."""
    if file not in known:
        known[file] = forked(root, file, None, [], 300)
        kept.write_text(json.dumps(known), encoding="utf-8")
    return known[file]


def tried(root: Path, number: int, files: list[str], known: dict[str, Tried], kept: Path) -> list:
    """Return what became of a mutant, the test that killed it and the processor seconds spent."""
    used, outcome = 0.0, "unreached"
    for file in files:
        plain = measured(root, file, known, kept)
        if number not in plain.reached or not plain.ended or file in plain.failed:
            continue
        endless, left = 10 + 3 * plain.seconds, LIMIT - used
        if left > 0:
            seen = forked(root, file, number, plain.failed, 1 + int(min(endless, left)))
            used += seen.seconds
        if left <= 0 or (not seen.ended and left < endless):
            return ["limit", "", round(used, 1)]
        if seen.failed or not seen.ended:
            return ["killed", seen.failed[0] if seen.failed else f"{file} (no end)", round(used, 1)]
        outcome = "survived"
    return [outcome, "", round(used, 1)]


# The table


def table(path: Path, mutants: list[Mutant]) -> pd.DataFrame:
    """Return the table so far, or a new one; one that is of other mutants is refused."""
    rows = pd.DataFrame([mutant[: len(MUTANT)] for mutant in mutants], columns=MUTANT).astype(str)
    if not path.exists():
        return rows
    before = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("mutant")
    if not before[MUTANT].reset_index(drop=True).equals(rows):
        raise SystemExit(f"{path} has other mutants: its package, seed or number isn't this one's.")
    return before.reset_index(drop=True)


def near_first(links: dict[str, set[str]], module: str, before: Iterable[str]) -> list[str]:
    """List the test files that reach a module, what killed the mutant before first, then near."""
    tests = [name for name in links if name.split("/")[-1].startswith("test_")]
    far = {test: distances(links, test).get(module) for test in tests}
    files = sorted(
        (steps, test) for test, steps in far.items() if steps is not None and steps <= STEPS
    )
    killers = {name.split("::")[0].removesuffix(" (no end)") for name in before} - {""}
    return sorted((test for _, test in files), key=lambda test: test not in killers)


def summary(rows: pd.DataFrame, suites: list[str]) -> str:
    """Return the rates by group as a table in Markdown."""
    lines = [f"| group | n | {' | '.join(suites)} |", "|---|--:|" + "--:|" * len(suites)]
    for group, part in [*rows.groupby("group", sort=False), ("all", rows)]:
        cells = [
            f"{killed} ({killed / len(part):.0%})" for killed in (part[suites] == "killed").sum()
        ]
        lines.append(f"| {group} | {len(part)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def lost(rows: pd.DataFrame, before: str, after: str) -> str:
    """Tell of how many of the mutants that one suite kills another doesn't, and its upper limit."""
    killed = rows[rows[before] == "killed"]
    gone = killed[killed[after] != "killed"]
    gained = ((rows[before] != "killed") & (rows[after] == "killed")).sum()
    upper = binomtest(len(gone), len(killed)).proportion_ci(0.90).high if len(killed) else 1.0
    told = f"{after} misses {len(gone)} of {len(killed)} that {before} kills "
    told += f"(95 % one-sided limit {upper:.1%}) and kills {gained} more."
    names = [f"- {row.module}:{row.line} {row[f'{before}_test']}" for _, row in gone.iterrows()]
    return "\n".join([told, *names])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("suite", help="the columns' name in the table")
    parser.add_argument("results", type=Path, help="the table, which is added to")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="whose tests and package")
    parser.add_argument("--each", type=int, default=EACH, help="mutants a group")
    return parser.parse_args()


def main() -> None:
    """Try the mutants that the table has no answer for, and print the rates."""
    asked = arguments()
    mutants = drawn(asked.checkout, asked.each)
    rows, suite = table(asked.results, mutants), asked.suite
    for name in (suite, f"{suite}_test", f"{suite}_seconds"):
        rows[name] = rows.get(name, "")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "checkout"
        copied(asked.checkout, mutants, root)
        try_all(root, rows, suite, asked.results)
    suites = [name for name in rows if f"{name}_test" in rows]
    print(summary(rows, suites))
    print(*(lost(rows, other, suite) for other in suites if other != suite), sep="\n")


def try_all(root: Path, rows: pd.DataFrame, suite: str, results: Path) -> None:
    """Try each mutant, and write the table after each."""
    kept = results.with_suffix(f".{suite}.json")
    known = json.loads(kept.read_text()) if kept.exists() else {}
    known = {file: Tried(*values) for file, values in known.items()}
    links, others = graph(root), [name for name in rows if name.endswith("_test")]
    load_libraries(root)
    forget_package()
    noticed = (rows[[name for name in others if name != f"{suite}_test"]] != "").any(axis=1)
    for number in noticed[rows[suite] == ""].sort_values(ascending=False, kind="stable").index:
        files = near_first(links, rows.loc[number, "module"], rows.loc[number, others])
        answer = tried(root, number, files, known, kept)
        rows.loc[number, [suite, f"{suite}_test", f"{suite}_seconds"]] = [str(x) for x in answer]
        rows.to_csv(results, index_label="mutant")
        print(number, *rows.loc[number, ["module", "line", "kind"]], *answer, flush=True)


if __name__ == "__main__":
    main()
