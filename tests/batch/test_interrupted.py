"""A run that is killed, or that runs out of disk, goes on where it was."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from ibic_eval.cli import run
from ibic_eval.runs.manifest import read_manifest
from ibic_eval.runs.project import VARIABLE, Project
from tests.small_checkout import SHOW, put_notebook, ran

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks and signals")

SCRIPT = """
    import sys
    sys.path.insert(0, {tests!r})
    from ibic_eval.runs.threads import stay_on_one_thread
    stay_on_one_thread()
    from tests.small_checkout import nothing, prepare
    import ibic_eval.batch.steps
    ibic_eval.batch.steps.prepare = prepare
    ibic_eval.batch.steps.read_nation = nothing
    ibic_eval.batch.steps.prepare_own = nothing
    from ibic_eval.cli import main
    main()
"""
TESTS = str(Path(__file__).parents[2])


def begin(project: Project, *arguments: str) -> subprocess.Popen[str]:
    script = textwrap.dedent(SCRIPT).format(tests=TESTS)
    return subprocess.Popen(
        [sys.executable, "-c", script, "run", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"IBIC_EVAL_ROOT": str(project.root)},
    )


def wait_for(path: Path) -> None:
    for _ in range(1200):  # a minute: a crowded machine takes its time to begin
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} never came")


def hold(project: Project, at: Path) -> None:
    """Let 20_b tell in which process it has begun and then wait, once."""
    put_notebook(
        project,
        "20_b",
        f"import os, time\nif not os.path.exists({str(at)!r}):\n"
        f"    with open({str(at)!r} + '_', 'w') as file:\n"
        "        file.write(str(os.getpid()))\n"
        f"    os.rename(file.name, {str(at)!r})\n    time.sleep(60)\n{SHOW}",
    )


def ends(child: int) -> None:
    for _ in range(100):
        if not Path(f"/proc/{child}").exists():
            return
        time.sleep(0.05)
    raise AssertionError("the child lives on")


SLOW = pytest.mark.slow
SIGNALS = [
    signal.SIGKILL,
    pytest.param(signal.SIGINT, marks=SLOW),
    pytest.param(signal.SIGTERM, marks=SLOW),
]


@pytest.mark.parametrize("number", SIGNALS)
def test_the_same_command_goes_on_where_it_was_and_no_child_lives_on(
    project: Project, tmp_path: Path, number: signal.Signals
) -> None:
    begun = tmp_path / "begun"
    hold(project, begun)
    process = begin(project, "0880")
    wait_for(begun)
    wait_for(project.output / ".arbete" / "0880" / "10_a.ipynb")
    time.sleep(0.5)
    process.send_signal(number)
    _out, err = process.communicate(timeout=30)
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert err.startswith("Avbrutet.")
    assert "Traceback" not in err
    ends(int(begun.read_text()))
    assert not (project.output / "0880").exists()
    again = ran(project, "0880")
    assert set(again) == {"0880/20_b", "0880/rapport"}
    assert (project.output / "0880" / "rapport.html").is_file()
    assert not list(project.output.rglob(".*-*"))


@pytest.mark.slow
def test_a_second_command_is_told_in_a_sentence(project: Project, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    hold(project, begun)
    first = begin(project, "0880")
    wait_for(begun)
    second = begin(project, "1489")
    _out, err = second.communicate(timeout=60)
    first.kill()
    first.communicate(timeout=30)
    assert second.returncode == 1
    assert err.startswith("En annan körning skriver i ")
    assert err.count("\n") == 1


@pytest.fixture
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line of this process work in the checkout."""
    monkeypatch.setenv(VARIABLE, str(project.root))


@pytest.mark.usefixtures("here")
def test_json_lines_tell_each_job(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    put_notebook(project, "20_b", "raise ValueError('hemligt')")
    assert run(["run", "0880", "Alingsos", "--json"]) == 3
    out, err = capfd.readouterr()
    events = [json.loads(line) for line in out.splitlines()]
    assert [each["event"] for each in events].count("job") == 3
    assert events[-1] == {
        "event": "end", "made": 0, "unchanged": 0, "failed": 1, "refused": 1, "exit_code": 3,
    }  # fmt: skip
    assert "hemligt" not in out + err


@pytest.mark.usefixtures("here")
def test_a_full_disk_stops_the_run_and_loses_nothing(
    project: Project, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The disk is one of a few megabytes in memory; it needs rights to mount one."""
    small = tmp_path / "liten"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(small)])
    if mounted.returncode:
        pytest.skip("mounting isn't allowed here")
    try:
        put_notebook(project, "20_b", SHOW + "\nHTML('<figure class=\"exhibit\">' + 'x' * 400_000)")
        assert run(["run", "0880", "--out", str(small / "ut")]) == 1
        err = capfd.readouterr().err
        assert "Det går inte att skriva i mappen" in err
        assert "Traceback" not in err
        assert not (small / "ut" / "0880").exists()
        subprocess.run(["mount", "-o", "remount,size=30m", str(small)], check=True)
        assert run(["run", "0880", "--out", str(small / "ut")]) == 0
        assert capfd.readouterr().err == ""
        content = read_manifest(small / "ut")
        assert content is not None and all(row["status"] == "ok" for row in content["jobs"])
    finally:
        subprocess.run(["umount", str(small)], check=True)
