"""Faults are drawn evenly, sleep until woken, and are tried on the tests that come past them."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from benchmarks import mutants as m

ROOT = Path(__file__).parents[1]
MODULE = "ibic_eval/batch/each.py"


def afters(source: str) -> list[str]:
    return [mutant.after for mutant in m.mutants_of(source.encode(), MODULE)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["a <= b"]),
        ("a != b", ["a == b"]),
        ("a - b", ["a + b"]),
        ("a * b", ["a / b"]),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("True", ["False"]),
        ("f(3)", ["4"]),
        ("def f() -> int | None:\n    return a", ["None"]),
        ("def f() -> int:\n    return a", []),
        ("def f() -> int | None:\n    return None", []),
        ("a < b < c", []),
        ("a in b", []),
    ],
)
def test_each_kind_of_expression_has_its_fault(source: str, expected: list[str]) -> None:
    assert afters(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""2 < 3"""',
        "a: Literal[1]",
        "f(width=3, bold=True)",
        'f"{a + 1:.2f}"',
        'folder / "name"',
        '"text" + a',
        "@cache(3)\ndef f(a: Literal[1]) -> Literal[2]: ...",
        "match a:\n    case 1: ...",
    ],
)
def test_texts_types_and_plain_options_are_left_alone(source: str) -> None:
    assert afters(source) == []


def test_a_fault_sleeps_until_it_is_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "å = 'å'; told = (4 -\n 1, 'ö', 2 < 2)".encode()
    inside = list(enumerate(m.mutants_of(source, MODULE)))
    apart = [pair for pair in inside if pair[1].kind in ("arithmetic", "comparison")]
    assert told(m.asleep(source, apart), None, monkeypatch) == (3, "ö", False)
    results = {told(m.asleep(source, apart), number, monkeypatch) for number, _ in apart}
    assert results == {(5, "ö", False), (3, "ö", True)}


def told(source: bytes, awake: int | None, monkeypatch: pytest.MonkeyPatch) -> tuple:
    switch = SimpleNamespace(on=lambda number: number == awake)
    monkeypatch.setitem(sys.modules, "mutant_switch", switch)
    names: dict[str, tuple] = {}
    exec(source, names)
    return names["told"]


def small_checkout(root: Path, source: str) -> Path:
    for group in ("estimates", "display", "disclosure", "batch"):
        (root / "ibic_eval" / group).mkdir(parents=True)
        (root / "ibic_eval" / group / "each.py").write_text(source)
    (root / "ibic_eval" / "__init__.py").touch()
    (root / "tests").mkdir()
    (root / "pyproject.toml").write_text('[tool.pytest.ini_options]\nmarkers = ["slow"]\n')
    return root


def test_as_many_are_drawn_in_each_group_the_same_each_time_and_none_overlap(
    tmp_path: Path,
) -> None:
    source = "\n".join(f"a < {number} and not (b + {number} == c)" for number in range(20))
    checkout = small_checkout(tmp_path, source)
    drawn = m.drawn(checkout, 20)
    assert [mutant.group for mutant in drawn[:4]] == ["estimates", "show", "batch", "release"]
    assert pd.Series([mutant.group for mutant in drawn]).value_counts().eq(20).all()
    assert not any(m.overlap(one, two) for one in drawn for two in drawn if one is not two)
    assert len({mutant.kind for mutant in drawn}) == 5
    assert drawn[:8] == m.drawn(checkout, 2)


def test_nearer_test_files_come_first_but_for_what_killed_it_before() -> None:
    links = {"a.py": set(), "b.py": {"a.py"}, "c.py": set()}
    links |= {"test_b.py": {"b.py"}, "test_a.py": {"a.py"}, "test_c.py": {"c.py"}}
    assert m.near_first(links, "a.py", [""]) == ["test_a.py", "test_b.py"]
    assert m.near_first(links, "a.py", ["test_b.py::test_it"]) == ["test_b.py", "test_a.py"]


def test_a_suite_that_loses_a_kill_is_told_of_with_the_test_it_lost() -> None:
    rows = pd.DataFrame({
        "group": ["show", "show", "batch"], "module": "each.py", "line": "7",
        "old": ["killed", "killed", "survived"], "old_test": ["test_a", "test_b", ""],
        "new": ["killed", "survived", "killed"],
    })  # fmt: skip
    said = m.lost(rows, "old", "new")
    assert "misses 1 of 2 that old kills (95 % one-sided limit 97.5%) and kills 1 more" in said
    assert said.endswith("- each.py:7 test_b")
    assert "| all | 3 | 2 (67%) | 2 (67%) |" in m.summary(rows, ["old", "new"])


EACH = """
def noticed(a: int, b: int) -> bool:
    return a < b


def unnoticed(a: int, b: int) -> bool:
    return a < b


def unreached(a: int, b: int) -> bool:
    return a < b
"""
TEST = """
from ibic_eval.batch import each

def test_each() -> None:
    assert not each.noticed(1, 1)
    assert each.unnoticed(1, 2)
"""


@pytest.mark.slow
def test_what_the_tests_notice_is_killed_and_the_rest_is_not(tmp_path: Path) -> None:
    checkout = small_checkout(tmp_path / "checkout", EACH)
    (checkout / "tests" / "test_each.py").write_text(TEST)
    script = str(ROOT / "benchmarks" / "mutants.py")
    results = tmp_path / "results.csv"
    for suite in ("old", "new"):
        command = [sys.executable, script, suite, str(results), "--checkout", str(checkout)]
        subprocess.run([*command, "--each", "3"], check=True, capture_output=True)
    rows = pd.read_csv(results, keep_default_na=False).set_index(["group", "line"])
    assert rows.loc[("batch", 3), "old_test"] == "tests/test_each.py::test_each"
    for suite in ("old", "new"):
        assert rows.loc["batch", suite].sort_index().tolist() == ["killed", "survived", "unreached"]
        assert set(rows.loc[["estimates", "show", "release"], suite]) == {"unreached"}
