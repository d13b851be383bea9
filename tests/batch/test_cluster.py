"""A run in a real Dask cluster on this machine gives what a run without one gives."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from ibic_eval.errors import InputError, OutputError
from ibic_eval.runs.manifest import read_manifest
from ibic_eval.runs.project import Project
from tests.small_checkout import SHOW, put_notebook, ran

pytestmark = pytest.mark.slow

CODES = ("0880", "0330", "1489")
TESTS = Path(__file__).parents[2]
PRELOAD = """
import sys
sys.path.insert(0, {tests!r})
from tests.small_checkout import nothing, prepare
import ibic_eval.batch.steps
ibic_eval.batch.steps.prepare = prepare
ibic_eval.batch.steps.read_nation = nothing
ibic_eval.batch.steps.prepare_own = nothing
"""
# What a worker of another version looks like.
OTHER = """
import ibic_eval.batch.keys
ibic_eval.batch.keys.program_key = lambda: "another"
import ibic_eval.batch.cluster
ibic_eval.batch.cluster.program_key = lambda: "another"
"""

AddWorker = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def processes() -> Iterator[list["subprocess.Popen[bytes]"]]:
    begun: list[subprocess.Popen[bytes]] = []
    yield begun
    for process in reversed(begun):
        process.kill()
        process.wait()


@pytest.fixture
def one_death_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the scheduler give up a job when a worker has died of it, instead of the fourth."""
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")


@pytest.fixture
def scheduler(tmp_path: Path, processes: list["subprocess.Popen[bytes]"]) -> str:
    """Start a scheduler on a port of its own choice and return its address."""
    told = tmp_path / "scheduler.json"
    dask(
        processes, "scheduler", "--host", "127.0.0.1", "--port", "0",
        "--no-dashboard", "--no-show", "--scheduler-file", str(told),
    )  # fmt: skip
    for _ in range(400):
        if told.exists() and '"address"' in told.read_text():
            return str(told.read_text().split('"address": "')[1].split('"')[0])
        time.sleep(0.05)
    raise AssertionError("no scheduler")


@pytest.fixture
def add_worker(
    tmp_path: Path, scheduler: str, processes: list["subprocess.Popen[bytes]"]
) -> AddWorker:
    """Return a function that starts a worker of one thread."""

    def add(more: str = "") -> "subprocess.Popen[bytes]":
        number = len(processes)
        preload = tmp_path / f"preload_{number}.py"
        preload.write_text(PRELOAD.format(tests=str(TESTS)) + more, encoding="utf-8")
        return dask(
            processes, "worker", scheduler, "--no-nanny", "--nthreads", "1", "--no-dashboard",
            "--local-directory", str(tmp_path / f"worker_{number}"), "--preload", str(preload),
        )  # fmt: skip

    return add


def dask(begun: list["subprocess.Popen[bytes]"], *arguments: str) -> "subprocess.Popen[bytes]":
    begun.append(
        subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )
    return begun[-1]


def wait_for_workers(scheduler: str, number: int) -> None:
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=60)


def hold(project: Project, at: Path) -> None:
    """Let 20_b tell which worker started its kernel and then wait, the first time."""
    put_notebook(
        project,
        "20_b",
        f"import os, time\nif not os.path.exists({str(at)!r}):\n"
        f"    open({str(at)!r}, 'w').write(str(os.getppid()))\n    time.sleep(120)\n{SHOW}",
    )


@contextmanager
def when_written(path: Path, do: Callable[[int], None]) -> Iterator[None]:
    """Call a function with the number in a file as soon as there is one."""

    def wait() -> None:
        while not (path.exists() and path.read_text()):
            time.sleep(0.05)
        do(int(path.read_text()))

    thread = Thread(target=wait, daemon=True)
    thread.start()
    yield
    thread.join(timeout=60)
    assert not thread.is_alive()


def reports(project: Project) -> dict[str, bytes]:
    """Return the reports and the results by their place."""
    wanted = {"rapport.html", "resultat.json"}
    files = [path for path in project.output.rglob("*") if path.name in wanted]
    return {str(path.relative_to(project.output)): path.read_bytes() for path in files}


def test_two_workers_give_what_this_machine_gives_also_when_one_is_killed(
    project: Project, tmp_path: Path, scheduler: str, add_worker: AddWorker
) -> None:
    begun = tmp_path / "begun"
    hold(project, begun)
    workers = [add_worker(), add_worker()]
    wait_for_workers(scheduler, 2)
    with when_written(begun, lambda worker: os.kill(worker, signal.SIGKILL)):
        done = ran(project, *CODES, cluster=scheduler)
    assert sorted(worker.poll() or 0 for worker in workers) == [-signal.SIGKILL, 0]
    steps = ("tabeller", "10_a", "20_b", "rapport")
    assert sorted(done) == sorted(f"{code}/{step}" for code in CODES for step in steps)
    content = read_manifest(project.output)
    assert content is not None and {row["status"] for row in content["jobs"]} == {"ok"}
    clustered = reports(project)
    assert len(clustered) == 2 * len(CODES)
    assert ran(project, *CODES) == []
    ran(project, *CODES, force=True)
    assert reports(project) == clustered


def test_a_job_that_its_worker_dies_of_is_a_failure_of_its_municipality_alone(
    one_death_is_enough: None, project: Project, scheduler: str, add_worker: AddWorker
) -> None:
    put_notebook(
        project,
        "20_b",
        f"import os\nif municipality == '0330':\n    os.kill(os.getppid(), 9)\n{SHOW}",
    )
    add_worker()
    add_worker()
    wait_for_workers(scheduler, 2)
    ran(project, *CODES, cluster=scheduler)
    content = read_manifest(project.output)
    assert content is not None
    failed = [row for row in content["jobs"] if row["status"] == "failed"]
    assert [(row["municipality"], row["step"]) for row in failed] == [("0330", "20_b")]
    assert sorted(path.parent.name for path in project.output.glob("*/rapport.html")) == [
        "0880",
        "1489",
    ]


def test_an_address_where_nobody_answers_is_refused_in_a_sentence(project: Project) -> None:
    with pytest.raises(InputError, match="Ingen Dask-schemaläggare svarar på tcp"):
        ran(project, "0880", cluster="tcp://127.0.0.1:9")
    with pytest.raises(InputError, match="Ingen Dask-schemaläggare svarar på ftp"):
        ran(project, "0880", cluster="ftp://x")


def test_a_cluster_without_workers_is_refused_in_a_sentence(
    project: Project, scheduler: str
) -> None:
    with pytest.raises(InputError, match="inga arbetare"):
        ran(project, "0880", cluster=scheduler)


def test_a_worker_of_another_version_is_refused_in_a_sentence(
    project: Project, scheduler: str, add_worker: AddWorker
) -> None:
    add_worker(OTHER)
    wait_for_workers(scheduler, 1)
    with pytest.raises(InputError, match="har inte samma version av programmet"):
        ran(project, "0880", cluster=scheduler)
    assert not (project.output / "0880").exists()


def test_a_worker_that_lacks_the_folders_is_refused_in_a_sentence(
    project: Project, scheduler: str, add_worker: AddWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_worker("import ibic_eval.batch.cluster\nibic_eval.batch.cluster.Path = lambda _: NoFile()\n"
               "class NoFile:\n    def exists(self):\n        return False\n")  # fmt: skip
    wait_for_workers(scheduler, 1)
    with pytest.raises(InputError, match=r"ser inte mappen .*\.arbete"):
        ran(project, "0880", cluster=scheduler)


def test_a_scheduler_that_is_lost_ends_the_run_in_a_sentence_and_what_was_made_is_kept(
    project: Project,
    tmp_path: Path,
    scheduler: str,
    add_worker: AddWorker,
    processes: list["subprocess.Popen[bytes]"],
) -> None:
    begun = tmp_path / "begun"
    hold(project, begun)
    add_worker()
    wait_for_workers(scheduler, 1)
    broken = pytest.raises(OutputError, match="Förbindelsen med Dask-klustret bröts")
    with when_written(begun, lambda _: processes[0].kill()), broken:
        ran(project, "0880", cluster=scheduler)
    assert not (project.output / "0880").exists()
    assert set(ran(project, "0880")) == {"0880/20_b", "0880/rapport"}
