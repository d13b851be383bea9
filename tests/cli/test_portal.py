"""The commands for the portal: what they write, and the sentences when they can't."""

import shutil
import socket

import pytest

from ibic_eval.cli import run
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project


@pytest.fixture
def with_use(checkout: Project) -> Project:
    """Return a checkout that also knows who uses IBIC."""
    checkout.municipalities.mkdir(parents=True)
    use = PACKAGE_CHECKOUT / "data" / "municipalities" / "ibic_use.csv"
    shutil.copy(use, checkout.municipalities)
    return checkout


def test_writes_the_portal_before_anything_has_been_run(
    with_use: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["portal"]) == 0
    assert capsys.readouterr().out.strip().endswith("index.html.")
    names = {path.name for path in with_use.output.glob("*.html")}
    assert names == {"index.html", "karta.html", "jamfor.html", "riket.html"}
    assert len(list(with_use.output.glob("lan/*.html"))) == 21


def test_tells_which_file_could_not_be_used(
    with_use: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with_use.output.mkdir(parents=True)
    (with_use.output / "manifest.json").write_text("{", encoding="utf-8")
    assert run(["portal"]) == 0
    assert "manifest.json går inte att läsa" in capsys.readouterr().err


def test_serving_says_what_is_missing(
    checkout: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve"]) == 1
    assert "kör ibic-eval portal först" in capsys.readouterr().err


def test_serving_says_that_a_port_is_busy(
    with_use: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["portal"]) == 0
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        assert run(["serve", "--port", str(busy.getsockname()[1])]) == 1
    assert "är upptagen" in capsys.readouterr().err
