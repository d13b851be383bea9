"""Real papermill and real kernels on tiny notebooks."""

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import nbformat
import pytest

from ibic_eval.errors import InputError, OutputError, RunError
from ibic_eval.runs.execute import execute_notebook

VALUES = {"municipality": "0114", "prepared": "/somewhere"}


def outputs(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "".join(out.get("text", "") for cell in cells for out in cell.get("outputs", []))


def test_parameters_arrive_as_text(write_notebook, tmp_path: Path) -> None:
    done = execute_notebook(
        write_notebook("print(repr(municipality))"), tmp_path / "out" / "done.ipynb", VALUES
    )
    assert outputs(done) == "'0114'\n"
    assert [path.name for path in done.parent.iterdir()] == ["done.ipynb"]


def test_the_kernel_is_this_python_with_one_thread(
    write_notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiled = tmp_path / "jupyter" / "kernels" / "python3"
    spoiled.mkdir(parents=True)
    (spoiled / "kernel.json").write_text('{"argv": ["false"], "display_name": "no"}')
    monkeypatch.setenv("JUPYTER_PATH", str(spoiled.parents[1]))
    cell = "import os, sys\nprint(sys.executable, os.environ['OPENBLAS_NUM_THREADS'])"
    done = execute_notebook(write_notebook(cell), tmp_path / "done.ipynb", VALUES)
    assert outputs(done) == f"{sys.executable} 1\n"


def test_a_folder_may_have_braces_in_its_name_and_no_path_is_kept(
    write_notebook, tmp_path: Path
) -> None:
    values = {"municipality": "0114"}
    done = execute_notebook(write_notebook("1"), tmp_path / "{a}" / "done.ipynb", values)
    assert str(tmp_path) not in done.read_text()


def test_a_folder_too_long_for_a_socket_works(
    write_notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("long" * 25)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    assert execute_notebook(write_notebook("1"), tmp_path / "done.ipynb", VALUES).is_file()


def test_an_unknown_parameter_is_refused_before_anything_runs(
    write_notebook, tmp_path: Path
) -> None:
    notebook = write_notebook(f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(InputError, match="ingen parameter som heter municipalty"):
        execute_notebook(notebook, tmp_path / "out" / "n.ipynb", {"municipalty": "0114"})
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "out").exists()


def test_a_number_for_a_parameter_is_refused(write_notebook, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ska vara text"):
        execute_notebook(write_notebook("1"), tmp_path / "n.ipynb", {"municipality": 114})


def test_a_folder_that_cannot_be_written_to_is_refused_before_anything_runs(
    write_notebook, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    notebook = write_notebook(f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(OutputError):
        execute_notebook(notebook, tmp_path / "file" / "n.ipynb", VALUES)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("content", [None, "", "not a notebook", "[]"])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, content: str | None) -> None:
    notebook = tmp_path / "n.ipynb"
    if content is not None:
        notebook.write_text(content)
    with pytest.raises(InputError, match=r"Anteckningsboken .*n\.ipynb"):
        execute_notebook(notebook, tmp_path / "done.ipynb", {})


FAILURES = {
    "raise ValueError('hemligt svar')": " med felet ValueError; kör om med --debug",
    "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)": ": processen som körde den dog",
    "import time\ntime.sleep(60)": ": cellen tog längre tid än 2 sekunder; försök igen",
    "from ibic_eval.errors import InputError\nraise InputError('Filen a.csv saknas.')": (
        ". Filen a.csv saknas."
    ),
}


@pytest.mark.parametrize("cell", FAILURES)
def test_a_failure_names_notebook_and_cell_and_leaves_nothing(
    write_notebook, tmp_path: Path, cell: str
) -> None:
    notebook = write_notebook("## Avsnitt", cell, "print('never')")
    with pytest.raises(RunError) as caught:
        execute_notebook(notebook, tmp_path / "out" / "n.ipynb", VALUES, timeout=2)
    where = "Anteckningsboken 10_test.ipynb stannade i cell 4 (under rubriken ”Avsnitt”)"
    assert str(caught.value).startswith(where + FAILURES[cell])
    assert "hemligt" not in str(caught.value)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_stops_the_kernel_and_leaves_nothing(write_notebook, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    cell = f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    script = f"""
        from pathlib import Path
        from ibic_eval.runs.execute import execute_notebook
        output = Path({str(tmp_path)!r}) / "out" / "n.ipynb"
        execute_notebook(Path({str(write_notebook(cell))!r}), output, {VALUES})
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stderr=subprocess.PIPE, text=True
    )
    kernel = int(wait_for_text(pid))
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert "KeyboardInterrupt" in said
    assert process.returncode in (1, -signal.SIGINT)
    assert list((tmp_path / "out").iterdir()) == []
    assert is_gone(kernel)


def wait_for_text(path: Path) -> str:
    for _ in range(300):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.1)
    raise AssertionError("the kernel never started")


def is_gone(pid: int) -> bool:
    for _ in range(100):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or " Z " in status.read_text():
            return True
        time.sleep(0.1)
    return False
