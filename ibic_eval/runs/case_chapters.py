"""Prepares and opens the chapters that rest on a municipality's own case records."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.runs.case_files import read_own_introduction, sound_case_records
from ibic_eval.runs.goal_attainment import SCHEMAS as GOAL_SCHEMAS
from ibic_eval.runs.goal_attainment import GoalAttainment, goal_attainment
from ibic_eval.runs.opened import Opened
from ibic_eval.runs.project import Project
from ibic_eval.runs.time_and_complexity import SCHEMAS as TIME_SCHEMAS
from ibic_eval.runs.time_and_complexity import TimeAndComplexity, time_and_complexity
from ibic_eval.sources.municipalities import Municipality
from ibic_eval.tables.case_checks import ASSESSMENTS, CASES, PLANS
from ibic_eval.tables.case_records import CaseRecords

TIME, GOALS = "time_and_complexity", "goal_attainment"
CHAPTERS: Mapping[str, Mapping[str, Mapping[str, str]]] = {TIME: TIME_SCHEMAS, GOALS: GOAL_SCHEMAS}
# What the files of the chapter on goals give, for the sentence that says that one is missing.
CONTENTS = {
    ASSESSMENTS: "bedömningar av nuläge, mål och uppnått läge",
    PLANS: "genomförandeplaner och uppföljningar",
}


class CaseChapters(NamedTuple):
    """The released tables and contexts of both chapters; no case's row is in them."""

    time_and_complexity: TimeAndComplexity
    goal_attainment: GoalAttainment

    def contexts(self) -> dict[str, dict[str, Any]]:
        """Return the chapters' contexts by name."""
        return {name: getattr(self, name).context for name in CHAPTERS}

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return all tables, named as their files: the chapter, then the table."""
        return {
            f"{chapter}_{name}": table
            for chapter in CHAPTERS
            for name, table in getattr(self, chapter).tables.items()
        }


def prepare_case_chapters(project: Project, municipality: Municipality) -> CaseChapters:
    """Return a municipality's chapters on time and goals; without records they say what is missing.

    Raises InputError for a faulty source.
    """
    records = sound_case_records(project, municipality.code)
    introduction = read_own_introduction(project, municipality.code)
    about = _about(project, municipality, records)
    time = time_and_complexity(records, introduction)
    goals = goal_attainment(records, introduction)
    return CaseChapters(
        time._replace(context=time.context | about), goals._replace(context=goals.context | about)
    )


def read_case_chapter(folder: Path, chapter: str, context: dict[str, Any]) -> Opened:
    """Open a chapter that was prepared: its `context`, and each table under its own name."""
    files = {name: folder / f"{chapter}_{name}.parquet" for name in CHAPTERS[chapter]}
    return Opened(context, files)


def _about(project: Project, municipality: Municipality, records: CaseRecords) -> dict[str, Any]:
    """Return what both contexts say: whose they are, what was left out, and what is missing."""
    folder = project.own_folder(municipality.code) or (
        project.municipalities / f"{municipality.code}-{municipality.slug}"
    )
    where = folder.relative_to(project.root).as_posix()
    counts = records.left_out[["file", "left_out"]].itertuples(index=False)
    goal_tables = {ASSESSMENTS: records.assessments, PLANS: records.plans}
    return {
        "name": municipality.name,
        "code": municipality.code,
        "fictional": municipality.fictional,
        "left_out": {str(file): int(left_out) for file, left_out in counts},
        "missing_file": f"{where}/{CASES}.csv",
        "missing_files": [
            {"file": f"{where}/{name}.csv", "what": CONTENTS[name]}
            for name, table in goal_tables.items()
            if table.empty
        ],
    }
