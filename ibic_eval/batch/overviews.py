"""The overviews of a run: one of the nation and one of each county, when their reports are made."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ibic_eval.batch.courses import Course, Means, Task
from ibic_eval.batch.jobs import Job
from ibic_eval.batch.keys import overview_key, shared_keys
from ibic_eval.runs.manifest import JobRow
from ibic_eval.runs.notebooks import overview_notebook, overview_parameters
from ibic_eval.runs.project import Project
from ibic_eval.runs.scopes import overview_path, overview_scopes, scope_members, scope_name
from ibic_eval.sources.municipalities import Municipality

if TYPE_CHECKING:
    from ibic_eval.runs.execute import Engine


class Overview(Course):
    """The course of a scope, which stands where a municipality does: one job."""

    title = "Sammanställningen för"

    @property
    def report(self) -> Path:
        """Return where the executed overview lies, or would lie."""
        return overview_path(self.means.out, self.municipality.code)

    @property
    def parameters(self) -> dict[str, str]:
        """Return what the notebook is told."""
        return overview_parameters(self.means.project, self.municipality.code)

    def begin(self) -> list[Task]:
        """Return the overview if a result in it has changed."""
        (notebook,) = self.means.notebooks
        members = scope_members(self.means.project, self.municipality.code)["code"]
        key = overview_key(self.means.shared, notebook, self.means.out, members)
        folder = self.report.parent
        if self._kept(notebook.stem, key, [folder]):
            return []

        def made(row: JobRow, nothing: None) -> list[Task]:
            self._keep(notebook.stem, row, key, [self.report.name], folder)
            return []

        shown = self.report.relative_to(self.means.out).as_posix()
        return [Task(notebook.stem, key, shown, self._job, made)]

    def _job(self, engine: "Engine") -> Job:
        from ibic_eval.batch.steps import make_scope

        return partial(
            make_scope, self.means.project, self.means.out, self.municipality.code, engine
        )


def plan_overviews(
    project: Project, register: pd.DataFrame, out: Path, force: bool
) -> list[Overview]:
    """Return the courses of the scopes with results in a folder of reports; nothing is begun.

    There are none in a project without that notebook.
    """
    notebook = overview_notebook(project)
    scopes = overview_scopes(project, out)
    if not scopes or not notebook.exists():
        return []
    means = Means(project, out, shared_keys(project, register, [notebook]), [notebook], True, force)
    return [Overview(_place(scope, scope_members(project, scope)), means) for scope in scopes]


def _place(scope: str, members: pd.DataFrame) -> Municipality:
    name, fictional = scope_name(scope, members), bool(members["fictional"].all())
    return Municipality(scope, name, "", "", "", fictional)
