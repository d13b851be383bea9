"""`ibic-eval run`: what it leaves, and one sentence and an exit code for each way to fail."""

import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ibic_eval.cli import run
from ibic_eval.reports.html import INTERNAL
from ibic_eval.runs.notebooks import LISTED
from ibic_eval.runs.project import Project

pytestmark = pytest.mark.usefixtures("stand_in")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what came on stderr, and see that it is one line without a traceback."""
    text = capsys.readouterr().err
    assert "Traceback" not in text
    assert text.count("\n") == 1
    return text


def left(project: Project) -> list[str]:
    """List the files that a run has left for its reader."""
    files = (path for path in project.output.rglob("*") if path.is_file())
    names = (path.relative_to(project.output).as_posix() for path in files)
    return sorted(name for name in names if not name.startswith((".arbete/", "manifest.json")))


@pytest.mark.parametrize("asked", ["1489", "alingsas"])
def test_a_run_leaves_the_notebook_and_one_report(
    checkout: Project, put_notebook, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    put_notebook()
    assert run(["run", asked]) == 0
    assert left(checkout) == ["1489/10_test.ipynb", "1489/rapport.html", "1489/resultat.json",
                              "1489/utlamningslogg.csv"]  # fmt: skip
    assert sorted(path.name for path in checkout.output.iterdir()) == [
        ".arbete",
        "1489",
        "manifest.json",
    ]
    out, err = capsys.readouterr()
    assert out.startswith("Rapporten för Alingsås ligger i ")
    assert err == ""
    page = BeautifulSoup((checkout.output / "1489/rapport.html").read_text(), "html.parser")
    assert "Kommun 1489" in page.get_text()
    sources = page.select_one("ul.sources").get_text()
    assert "Effekten av IBIC" in sources


def test_another_folder_can_be_chosen(checkout: Project, put_notebook, tmp_path: Path) -> None:
    put_notebook()
    assert run(["run", "1489", "--out", str(tmp_path / "annan")]) == 0
    assert (tmp_path / "annan" / "1489" / "rapport.html").is_file()
    assert left(checkout) == []


@pytest.mark.parametrize("chosen", [False, True])
def test_internal_reports_never_lie_among_those_that_may_be_published(
    checkout: Project, put_notebook, tmp_path: Path, chosen: bool
) -> None:
    put_notebook()
    out = ["--out", str(tmp_path)] if chosen else []
    assert run(["run", "1489", "--internal", *out]) == 0
    folder = (tmp_path if chosen else checkout.root / "reports") / "internt" / "1489"
    assert INTERNAL in (folder / "rapport.html").read_text()
    assert left(checkout) == []


def test_a_second_run_replaces_only_its_own_files(checkout: Project, put_notebook) -> None:
    put_notebook()
    folder = checkout.output / "1489"
    folder.mkdir(parents=True)
    (folder / "egen.txt").write_text("min")
    (folder / "rapport.html").write_text("gammal")
    assert run(["run", "1489"]) == 0
    assert (folder / "egen.txt").read_text() == "min"
    assert (folder / "rapport.html").read_text() != "gammal"


def test_an_unknown_municipality_gets_near_names(
    checkout: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", "Alingsos"]) == 1
    assert "Alingsås (1489)" in said(capsys)
    assert left(checkout) == []


@pytest.mark.parametrize("command", ["run", "init", "portal"])
@pytest.mark.parametrize("name", ["../1489", "/etc/passwd", "1489/..", "1489;id", ".", ""])
def test_a_path_is_no_municipality(
    checkout: Project, put_notebook, command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put_notebook()
    before = sorted(checkout.root.parent.rglob("*"))
    assert run([command, name]) in (1, 2)
    assert said(capsys).count("\n") == 1
    assert sorted(checkout.root.parent.rglob("*")) == before


def test_what_is_repeated_of_an_argument_steers_no_terminal(
    checkout: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", "\u202e9\x1b[2J\x07"]) == 1
    assert "Kommunen ”9[2J” finns inte" in said(capsys)


def test_one_that_fails_does_not_stop_the_others(
    checkout: Project, put_notebook, capsys: pytest.CaptureFixture[str]
) -> None:
    put_notebook("if municipality == '0180':\n    raise ValueError('hemligt')\n" + SHOWN)
    assert run(["run", "Alingsos", "Stockholm", "Kalmar"]) == 3
    assert left(checkout) == ["0880/10_test.ipynb", "0880/rapport.html", "0880/resultat.json",
                              "0880/utlamningslogg.csv"]  # fmt: skip
    err = capsys.readouterr().err
    assert "2 av 3 rapporter kunde inte skapas" in err
    assert "Kommunen ”Alingsos” finns inte" in err
    assert "stannade i cell 4" in err
    assert "hemligt" not in err


SHOWN = "from IPython.display import HTML\ndisplay(HTML('<p>x</p>'))"
FAILURES = {
    "raise ValueError('hemligt')": "med felet ValueError",
    "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)": "dog",
    "1": "visar något som inte kan tas med i rapporten",
}


@pytest.mark.parametrize("cell", FAILURES)
def test_a_run_that_fails_leaves_what_was_there(
    checkout: Project, put_notebook, capsys: pytest.CaptureFixture[str], cell: str
) -> None:
    put_notebook(cell)
    earlier = checkout.output / "1489"
    earlier.mkdir(parents=True)
    (earlier / "rapport.html").write_text("förra")
    assert run(["run", "1489"]) == 3
    sentence = said(capsys)
    assert FAILURES[cell] in sentence
    assert "10_test.ipynb" in sentence
    assert "hemligt" not in sentence
    assert left(checkout) == ["1489/rapport.html"]
    assert (earlier / "rapport.html").read_text() == "förra"


def test_a_notebook_dropped_into_the_folder_is_not_run_until_it_is_listed(
    checkout: Project, put_notebook, capsys: pytest.CaptureFixture[str]
) -> None:
    put_notebook()
    dropped = checkout.notebooks / "05_fran_natet.ipynb"
    text = (checkout.notebooks / "10_test.ipynb").read_text()
    dropped.write_text(text.replace("# Titel", "# Utifrån"))
    assert run(["run", "1489"]) == 0
    assert "Utifrån" not in (checkout.output / "1489" / "rapport.html").read_text()
    assert run(["run", "1489", "--only", "05"]) == 1
    assert "körs när den står i notebooks/rapporten.txt" in capsys.readouterr().err
    (checkout.notebooks / LISTED).write_text("10_test\n05_fran_natet\n")
    assert run(["run", "1489"]) == 0
    assert "Utifrån" in (checkout.output / "1489" / "rapport.html").read_text()


@pytest.mark.parametrize("line", ["../utanfor", "99_finns_inte", "10_test.ipynb", "/etc/passwd"])
def test_a_listed_name_that_is_no_notebook_of_the_folder_is_refused(
    checkout: Project, put_notebook, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    put_notebook()
    (checkout.root / "utanfor.ipynb").write_bytes(
        (checkout.notebooks / "10_test.ipynb").read_bytes()
    )
    (checkout.notebooks / LISTED).write_text(f"10_test\n{line}\n")
    assert run(["run", "1489"]) == 1
    assert f"rapporten.txt rad 2: anteckningsboken ”{line}” finns inte" in said(capsys)
    assert left(checkout) == []


def test_a_misspelt_parameter_is_refused(
    checkout: Project, put_notebook, capsys: pytest.CaptureFixture[str]
) -> None:
    put_notebook()
    notebook = checkout.notebooks / "10_test.ipynb"
    notebook.write_text(notebook.read_text().replace("municipality: str", "municipalty: str"))
    assert run(["run", "1489"]) == 1
    assert "ingen parameter som heter municipality" in said(capsys)


def read_only_folders() -> list[Path]:
    return [path for path in (Path("/proc/self"), Path("/sys/kernel")) if path.is_dir()]


@pytest.mark.parametrize("folder", read_only_folders(), ids=str)
def test_a_read_only_folder_is_told_before_the_work_begins(
    checkout: Project, put_notebook, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    put_notebook()
    assert run(["run", "1489", "--out", str(folder / "ut")]) == 1
    assert "Det går inte att skriva i mappen" in said(capsys)
    assert not checkout.prepared.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_told(
    checkout: Project, put_notebook, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    put_notebook()
    (tmp_path / "låst").mkdir(mode=0o500)
    assert run(["run", "1489", "--out", str(tmp_path / "låst")]) == 1
    assert "Det går inte att skriva i mappen" in said(capsys)
