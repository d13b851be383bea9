"""A whole run: who is meant, one writer at a time, and a manifest of what was done."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from ibic_eval.batch.courses import Course, Means
from ibic_eval.batch.jobs import Ended, Pool
from ibic_eval.batch.keys import shared_keys
from ibic_eval.batch.records import LOCK, work_folder, write_manifest
from ibic_eval.batch.schedule import Tell, run_courses
from ibic_eval.errors import OutputError
from ibic_eval.runs.files import ensure_writable
from ibic_eval.runs.manifest import MANIFEST
from ibic_eval.runs.notebooks import chosen_notebook, notebooks
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality


@dataclass(frozen=True)
class Options:
    """How to run: `only` names a notebook, `jobs` at a time, each at most `limit` seconds.

    `cluster` is the address of a Dask scheduler, which then decides how many at a time. `formats`
    are those of the report beside HTML. `internal` reports are marked, and tell what they hide.
    """

    only: str | None = None
    jobs: int = 2
    limit: float = 600
    force: bool = False
    debug: bool = False
    cluster: str | None = None
    formats: tuple[str, ...] = ()
    internal: bool = False


def plan(
    project: Project,
    register: pd.DataFrame,
    places: Sequence[Municipality],
    out: Path,
    options: Options,
) -> list[Course]:
    """Return the courses of the municipalities; nothing is begun. Raises InputError, RunError."""
    every = notebooks(project)
    chosen = [chosen_notebook(options.only, every)] if options.only else every
    shared = shared_keys(project, register, every)
    whole = options.only is None
    means = Means(
        project, out, shared, chosen, whole, options.force, options.formats, options.internal
    )
    return [Course(place, means) for place in places]


def run(courses: Sequence[Course], options: Options, tell: Tell) -> None:
    """Do what is due in each course, and write the manifest of the folder of reports.

    Raises OutputError where the folder can't be written to or another run writes to it.
    """
    means = courses[0].means
    ensure_writable(means.out)
    with only_writer(*_held(means)):
        _sweep(means)
        try:
            run_courses(courses, lambda: _pool(courses, options), options.limit, tell)
        finally:
            if any(course.rows for course in courses) or not (means.out / MANIFEST).exists():
                write_manifest(means.out)


def _held(means: Means) -> tuple[Path, Path]:
    """Return the folders that a run writes to and must be alone in."""
    return work_folder(means.out), means.project.prepared


@contextmanager
def only_writer(*folders: Path) -> Iterator[None]:
    """Hold folders so that no other run writes to them; raises OutputError where one does."""
    with ExitStack() as held:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                held.enter_context(FileLock(folder / LOCK, timeout=0))
            except Timeout as error:
                raise OutputError(
                    f"En annan körning skriver i {folder}: vänta på den eller avbryt den."
                ) from error
        yield


def _pool(courses: Sequence[Course], options: Options) -> Pool:
    """Return a pool, when the first job is due.

    What many tables rest on is read in it first, where each job has a process of its own.
    """
    means = courses[0].means
    if options.cluster:
        from ibic_eval.batch.cluster import join_cluster

        return join_cluster(options.cluster, _held(means), options.debug)
    from ibic_eval.batch.warm import warm_pool  # seconds of imports, needed only now

    pool = warm_pool(means.notebooks, means.project.templates, options.jobs, options.debug)
    if pool.engine == "shell":
        _read_first(courses, pool, options.limit)
    return pool


def _read_first(courses: Sequence[Course], pool: Pool, limit: float) -> None:
    """Let the pool read the nations and, beside that of a single municipality, its own files.

    Where it can't, the tables' own jobs will say why.
    """
    from ibic_eval.batch.steps import make_nation, make_own

    means = courses[0].means
    places = [course.municipality for course in courses if course.lacks_tables]
    for fictional in {place.fictional for place in places}:
        pool.start("nation", partial(make_nation, means.project, fictional), limit)
        if len(places) == 1 and pool.free:
            pool.start("own", partial(make_own, means.project, places[0]), limit)
        for name, ended in _all_ended(pool):
            if ended.value is not None and name == "nation":
                means.nations[fictional] = ended.value
            elif ended.value is not None:
                means.own[places[0].code] = ended.value


def _all_ended(pool: Pool) -> Iterator[tuple[str, Ended]]:
    while pool.busy:
        yield from pool.ended()


def _sweep(means: Means) -> None:
    """Remove what a run that was cut off left half-written; what it finished is kept."""
    work = work_folder(means.out)
    half = [
        *means.project.prepared.glob(".[0-9][0-9][0-9][0-9]-*"),
        *(path for path in work.rglob(".*") if path.name != LOCK),
        *means.out.glob(f".{MANIFEST}-*"),
    ]
    for path in half:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
