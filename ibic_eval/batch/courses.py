"""The course of one municipality through a run: tables, then notebooks, then the report.

A course says which jobs are due, and takes in what became of them. What is already there, made from
the very same content, is not made again.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ibic_eval.batch.jobs import Ended, Failure, Job
from ibic_eval.batch.keys import Shared, notebook_key, report_key, tables_inputs
from ibic_eval.batch.prepared_keys import PreparedKey, read_prepared_key, write_prepared_key
from ibic_eval.batch.records import Entry, read_record, signatures, work_folder
from ibic_eval.batch.rows import ended_row, failure_of
from ibic_eval.display.drawn import take_in
from ibic_eval.reports.formats import FORMATS, format_file
from ibic_eval.reports.release_log import LOG
from ibic_eval.runs.files import ensure_writable
from ibic_eval.runs.manifest import REPORT as REPORT_STEP
from ibic_eval.runs.manifest import RESULTS, TABLES, JobRow
from ibic_eval.runs.notebooks import notebook_parameters
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality

if TYPE_CHECKING:  # the engines' libraries take seconds to import, and an unchanged run needs none
    from ibic_eval.batch.steps import Chapter, Tables
    from ibic_eval.runs.execute import Engine
    from ibic_eval.runs.nation import Nation
    from ibic_eval.runs.prepare import OwnChapters

REPORT = "rapport.html"


@dataclass(frozen=True)
class Means:
    """What all courses of a run share.

    `notebooks` are those to execute; without `whole` they are a choice, and no report is made. With
    `force` everything is made anew. `formats` are those of the report beside HTML, which may be
    `internal`. `nations` is what the real municipalities share, and what the fictional do, once it
    is read, and `own` what was prepared of municipalities' own files; tables made without them take
    longer and are the same.
    """

    project: Project
    out: Path
    shared: Shared
    notebooks: Sequence[Path]
    whole: bool
    force: bool
    formats: tuple[str, ...] = ()
    internal: bool = False
    nations: dict[bool, "Nation"] = field(default_factory=dict)
    own: dict[str, "OwnChapters"] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """A job that is due: its step, how it is done with an engine, and what its result leads to.

    `then` is given the row and the value of a job that didn't fail, and returns the jobs due next.
    """

    step: str
    key: str
    output: str | None
    job: Callable[["Engine"], Job]
    then: Callable[[JobRow, Any], list["Task"]]


@dataclass
class Course:
    """One municipality's way through a run: `rows` of the jobs that were done, and `failures`."""

    municipality: Municipality
    means: Means
    rows: list[JobRow] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def __post_init__(self) -> None:
        code = self.municipality.code
        self._record = read_record(self.means.out, code)
        self._work = work_folder(self.means.out) / code
        self._target = self.means.out / code
        self._prepared = self.means.project.prepared / code
        self._keys: dict[str, str] = {}
        self._places: dict[str, Path] = {}

    title: ClassVar[str] = "Rapporten för"

    @property
    def parameters(self) -> dict[str, str]:
        """Return what the notebooks are told."""
        return notebook_parameters(self.means.project, self.municipality.code)

    @property
    def report(self) -> Path:
        """Return where the report lies, or would lie."""
        return self._target / REPORT

    def begin(self) -> list[Task]:
        """Return the jobs that are due first; none where nothing has changed."""
        self._inputs = tables_inputs(self.means.project, self.municipality, self.means.shared)
        kept = None if self.means.force else read_prepared_key(self._prepared)
        if kept and kept.key == self._inputs.key(kept.results):
            return self._chapters(kept.content)
        return [Task(TABLES, "", None, self._tables_job, self._tables_made)]

    @property
    def lacks_tables(self) -> bool:
        """Tell whether its tables are due, of all jobs."""
        return any(task.step == TABLES for task in self.begin())

    def end(self, task: Task, ended: Ended) -> list[Task]:
        """Take in what became of a job, keep it, and return the jobs that are due by that."""
        failure = failure_of(task.step, ended, self.means)
        shared, told = self.means.shared, self.parameters
        row = ended_row(self.municipality, task.step, task.output, ended, failure, shared, told)
        self.rows.append(row)
        if failure:
            self.failures.append(failure)
            self._record.put(task.step, Entry(row, task.key, {}))
            return []
        return task.then(row, ended.value)

    def _tables_job(self, engine: "Engine") -> Job:
        from ibic_eval.batch.steps import make_tables

        place, means = self.municipality, self.means
        nation = means.nations.get(place.fictional)
        key = means.shared.nation_inputs(place.fictional)
        own = means.own.get(place.code)
        return partial(make_tables, means.project, place, nation, key, own)

    def _tables_made(self, row: JobRow, tables: "Tables") -> list[Task]:
        key = self._inputs.key(tables.results)
        write_prepared_key(self._prepared, PreparedKey(key, tables.content, tables.results))
        self._keep(TABLES, row, key, [], self._prepared)
        return self._chapters(tables.content)

    def _chapters(self, tables: str) -> list[Task]:
        """Return the notebooks that are due with tables of this content."""
        due = []
        for notebook in self.means.notebooks:
            key = notebook_key(self.means.shared, notebook, self.parameters, tables)
            self._keys[notebook.stem] = key
            place = self._kept(notebook.stem, key, [self._work, self._target])
            if place is None:
                due.append(self._chapter(notebook, key))
            else:
                self._places[notebook.stem] = place
        return due or self._closing()

    def _chapter(self, notebook: Path, key: str) -> Task:
        output = self._work / notebook.name

        def job(engine: "Engine") -> Job:
            from ibic_eval.batch.steps import make_chapter

            templates = self.means.project.templates
            return partial(make_chapter, notebook, output, self.parameters, templates, engine)

        def made(row: JobRow, chapter: "Chapter") -> list[Task]:
            take_in(chapter.drawn)  # for the processes forked after this
            self._keep(notebook.stem, row, key, [notebook.name], self._work)
            self._places[notebook.stem] = self._work
            whole = len(self._places) == len(self.means.notebooks)
            return self._closing() if whole else []

        return Task(notebook.stem, key, self._shown(notebook.name), job, made)

    def _closing(self) -> list[Task]:
        """Return the report if it is due; where none is asked for, put the notebooks in place."""
        if not self.means.whole:
            self._put_in_place()
            return []
        key = self._report_key()
        in_place = all(place == self._target for place in self._places.values())
        if in_place and self._kept(REPORT_STEP, key, [self._target]):
            return self._formats(key)
        return [Task(REPORT_STEP, key, self._shown(REPORT), self._report_job, self._report_made)]

    def _report_job(self, engine: "Engine") -> Job:
        from ibic_eval.batch.steps import make_report

        executed = [self._places[path.stem] / path.name for path in self.means.notebooks]
        statuses = {stem: self._record.entries[stem].row["status"] for stem in self._places}
        folders = self._work, self._target
        means = self.means
        return partial(
            make_report,
            means.project,
            self.municipality,
            executed,
            statuses,
            *folders,
            means.internal,
        )

    def _report_made(self, row: JobRow, made: None) -> list[Task]:
        key = self._report_key()
        self._keep(REPORT_STEP, row, key, [RESULTS, LOG, REPORT], self._target)
        shutil.rmtree(self._work, ignore_errors=True)
        for name in FORMATS:  # they were of the report before this one and went with it
            self._record.drop(format_file(REPORT, name))
        return self._formats(key)

    def _formats(self, report: str) -> list[Task]:
        """Return the formats that are due of a report with this key; one failing stops no other."""
        names = {name: format_file(REPORT, name) for name in self.means.formats}
        return [
            self._format(name, file, report)
            for name, file in names.items()
            if not self._kept(file, report, [self._target])
        ]

    def _format(self, name: str, file: str, key: str) -> Task:
        def job(engine: "Engine") -> Job:
            from ibic_eval.batch.steps import make_format

            return partial(make_format, self.report, name, self.means.project.templates)

        def made(row: JobRow, value: None) -> list[Task]:
            self._keep(file, row, key, [file], self._target)
            return []

        return Task(file, key, self._shown(file), job, made)

    def _report_key(self) -> str:
        keys = [self._keys[notebook.stem] for notebook in self.means.notebooks]
        means = self.means
        return report_key(means.project, means.shared, self.municipality, keys, means.internal)

    def _put_in_place(self) -> None:
        ensure_writable(self._target)
        for stem, place in self._places.items():
            if place == self._work:
                os.replace(self._work / f"{stem}.ipynb", self._target / f"{stem}.ipynb")

    def _kept(self, step: str, key: str, folders: Sequence[Path]) -> Path | None:
        return None if self.means.force else self._record.kept(step, key, folders)

    def _keep(self, step: str, row: JobRow, key: str, names: Sequence[str], folder: Path) -> None:
        self._record.put(step, Entry(row, key, signatures(folder, names)))

    def _shown(self, name: str) -> str:
        return f"{self.municipality.code}/{name}"
