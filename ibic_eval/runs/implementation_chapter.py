"""Prepares and opens every part of the chapter on the introduction itself."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.codebook.comment_themes import load_themes
from ibic_eval.runs.case_files import read_own_introduction
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation import IMPLEMENTATION, Part, read_part
from ibic_eval.runs.implementation_comments import prepare_comments
from ibic_eval.runs.implementation_meetings import prepare_meetings
from ibic_eval.runs.implementation_plan import prepare_plan
from ibic_eval.runs.implementation_reviews import prepare_reviews
from ibic_eval.runs.implementation_staff import prepare_staff
from ibic_eval.runs.implementation_training import prepare_training
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality


class Implementation(NamedTuple):
    """The parts of the chapter by name; no raw row is in them."""

    parts: Mapping[str, Part]

    def contexts(self) -> dict[str, dict[str, Any]]:
        """Return the context of each part."""
        return {name: part.context for name, part in self.parts.items()}

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return all tables, named as their files: the chapter, the part, the table."""
        return {
            f"{IMPLEMENTATION}_{part}_{name}": table
            for part, prepared in self.parts.items()
            for name, table in prepared.tables.items()
        }


def prepare_implementation(project: Project, municipality: Municipality) -> Implementation:
    """Return a municipality's parts; each says what is missing where there is nothing to show.

    Raises InputError for a faulty plan, introduction or follow-up file.
    """
    plan = read_own_plan(project, municipality.code)
    follow_up = read_follow_up(project, municipality.code, plan)
    introduction = read_own_introduction(project, municipality.code)
    about = {
        "code": municipality.code,
        "name": municipality.name,
        "fictional": municipality.fictional,
        "folder": _folder(project, municipality),
        "hourly_cost": introduction.hourly_cost,
    }
    themes = load_themes(project.surveys / "kommentarer" / "instrument.yml")
    return Implementation(
        {
            "training": prepare_training(follow_up, plan, about),
            "meetings": prepare_meetings(follow_up, plan, about),
            "staff": prepare_staff(follow_up, plan, about),
            "reviews": prepare_reviews(follow_up, plan, about),
            "plan": prepare_plan(follow_up, plan, about),
            "comments": prepare_comments(follow_up, plan, about, themes),
        }
    )


def read_implementation(folder: Path, contexts: Mapping[str, dict[str, Any]]) -> SimpleNamespace:
    """Open the parts that were prepared, each under its own name."""
    return SimpleNamespace(
        **{part: read_part(folder, part, context) for part, context in contexts.items()}
    )


def _folder(project: Project, municipality: Municipality) -> str:
    folder = project.own_folder(municipality.code) or (
        project.municipalities / f"{municipality.code}-{municipality.slug}"
    )
    return folder.relative_to(project.root).as_posix()
