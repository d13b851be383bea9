"""Whole runs, each done once and read by all: one with canaries in it, one with a stranger's words.

The reports of both are looked at as everybody meets them. What these tests share keeps them on one
worker (`xdist_group`), while other slow tests go on beside them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.whole.canaries import CANARIED, plant_canaries
from tests.whole.stranger import STRANGE, let_the_stranger_write
from tests.whole_checkout import whole_checkout

ALL = "html,pdf,docx,xlsx,figurer"
PROGRAM = "from ibic_eval.cli import main; main()"


def said(root: Path, *command: str) -> str:
    """Return all that a command says; it must end well. Its own temporary files stay in `tmp`."""
    (root / "tmp").mkdir(exist_ok=True)
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command],
        env=os.environ | {"IBIC_EVAL_ROOT": str(root), "TMPDIR": str(root / "tmp")},
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout + ran.stderr


@pytest.fixture(scope="session")
def canaried(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Run the demo with data of every kind, with canaries in its raw files, in every format.

    Returns the checkout, from which the raw files are gone, and the canaries by where they were.
    """
    root = whole_checkout(tmp_path_factory.mktemp("kanarie"), CANARIED)
    own = root / "data" / "municipalities" / CANARIED
    planted = plant_canaries(own)
    commands: Sequence[Sequence[str]] = (
        ["check", "9001"],
        ["run", "9001", "--format", ALL, "--json"],
        ["run", "9001"],
        ["portal"],
        ["list", "--demo"],
    )
    texts = [said(root, *command) for command in commands]
    (root / "said.txt").write_text("\n".join(texts), encoding="utf-8")
    shutil.rmtree(own)
    return root, planted


@pytest.fixture(scope="session")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a municipality with a stranger's plan and texts in every format; return its checkout."""
    root = whole_checkout(tmp_path_factory.mktemp("frammande"), STRANGE)
    let_the_stranger_write(root / "data" / "municipalities" / STRANGE)
    said(root, "run", STRANGE[:4], "--format", ALL)
    return root


@pytest.fixture(scope="session")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run municipalities that lack more or less, some as documents too; return their reports."""
    folders = ("9002-demokommun-002", "9003-demokommun-003", "9004-demokommun-004",
               "1489-alingsas", "0880-kalmar")  # fmt: skip
    root = whole_checkout(tmp_path_factory.mktemp("andra"), *folders)
    said(root, "run", "9002", "9003", "0880", "--quiet")
    said(root, "run", "9004", "1489", "--format", "html,pdf,docx", "--quiet")
    return root / "reports" / "output"
