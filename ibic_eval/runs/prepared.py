"""Opens the prepared tables in a notebook."""

import json
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from ibic_eval.codebook.instrument import Instrument, load_instrument
from ibic_eval.codebook.values import Value, load_values
from ibic_eval.errors import InputError
from ibic_eval.runs.case_chapters import GOALS, TIME, read_case_chapter
from ibic_eval.runs.county_comparison import CountyComparison, read_county_comparison
from ibic_eval.runs.final_report import FINAL, read_final
from ibic_eval.runs.history import HISTORY, read_history
from ibic_eval.runs.implementation import IMPLEMENTATION
from ibic_eval.runs.implementation_chapter import read_implementation
from ibic_eval.runs.opened import Opened
from ibic_eval.runs.project import Project
from ibic_eval.runs.readiness import Readiness, read_readiness
from ibic_eval.runs.satisfaction import Satisfaction, read_satisfaction

TABLES = (
    "shares", "counts", "response_rates", "weighted_shares", "own_answers", "published",
    "waiting_times", "round_answers", "round_changes",
)  # fmt: skip

# What the latest version added: tables prepared before it are prepared anew.
NEWEST = "round_changes.parquet"


class PreparedSurvey(Opened):
    """The prepared tables of a municipality; small groups are already hidden in all of them.

    `shares` is in `estimates.shares.SHARES_SCHEMA`; `counts` in its COUNTS_SCHEMA with `status`
    (no rows where national figures are the published ones); `response_rates` and `weighted_shares`
    as in those modules; `own_answers` has `item, area, answer`; `published` is the table of
    `sources.published`; `waiting_times` is in the SCHEMA of `runs.waiting_times`; `round_answers`
    has `code, name, item, area, answer` of a round whose answers aren't secret, and `round_changes`
    is in the CHANGES of `estimates.round_changes`.
    """

    shares: pd.DataFrame
    counts: pd.DataFrame
    response_rates: pd.DataFrame
    weighted_shares: pd.DataFrame
    own_answers: pd.DataFrame
    published: pd.DataFrame
    waiting_times: pd.DataFrame
    round_answers: pd.DataFrame
    round_changes: pd.DataFrame

    def __init__(self, folder: Path, context: dict[str, Any], survey: Path) -> None:
        super().__init__(context, {name: folder / f"{name}.parquet" for name in TABLES})
        self._folder = folder
        self._survey = survey

    @cached_property
    def satisfaction(self) -> Satisfaction:
        """The tables of users' satisfaction."""
        return read_satisfaction(self._folder, self.context["satisfaction"])

    @cached_property
    def time_and_complexity(self) -> Opened:
        """A table for each name in the SCHEMAS of `runs.time_and_complexity`."""
        return read_case_chapter(self._folder, TIME, self.context[TIME])

    @cached_property
    def goal_attainment(self) -> Opened:
        """A table for each name in the SCHEMAS of `runs.goal_attainment`."""
        return read_case_chapter(self._folder, GOALS, self.context[GOALS])

    @cached_property
    def readiness(self) -> Readiness:
        """The tables of the self-assessment."""
        return read_readiness(self._folder, self.context["readiness"])

    @cached_property
    def county_comparison(self) -> CountyComparison:
        """The tables of how far the municipalities of the county have come."""
        return read_county_comparison(self._folder, self.context["county_comparison"])

    @cached_property
    def implementation(self) -> SimpleNamespace:
        """A part each for `training`, `meetings`, `staff`, `reviews`, `plan` and `comments`."""
        return read_implementation(self._folder, self.context[IMPLEMENTATION])

    @cached_property
    def final(self) -> Opened:
        """What the slutrapport is made of (`estimates.final_schemas`)."""
        return read_final(self._folder, self.context[FINAL])

    @cached_property
    def history(self) -> Opened:
        """The results now and before (`estimates.history_schemas`)."""
        return read_history(self._folder, self.context[HISTORY])

    @property
    def own_texts(self) -> dict[str, str]:
        """The municipality's own Markdown by section."""
        texts: dict[str, str] = self.context["own_texts"]
        return texts

    @cached_property
    def instrument(self) -> Instrument:
        """The survey that all answers follow."""
        return load_instrument(self._survey / "instrument.yml")

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The values that the survey's rule judges."""
        return load_values(self._survey / "values.yml", self.instrument)


def open_prepared(municipality: str, folder: str) -> PreparedSurvey:
    """Open what `ibic-eval prepare` wrote for a municipality.

    Raises InputError where nothing is prepared, or where it was for another municipality.
    """
    place = Path(folder)
    if not all((place / name).exists() for name in ("context.json", NEWEST)):
        raise InputError(
            f"Inga tabeller är förberedda i {folder}: kör ibic-eval prepare {municipality}."
        )
    context = json.loads((place / "context.json").read_text(encoding="utf-8"))
    if context["municipality"]["code"] != municipality:
        raise InputError(
            f"Tabellerna i {folder} gäller {context['municipality']['code']}, "
            f"inte {municipality}: ändra parametern prepared."
        )
    return PreparedSurvey(place, context, Project.find().survey)
