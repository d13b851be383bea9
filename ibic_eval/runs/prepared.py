"""Opens the prepared tables in a notebook."""

import json
from dataclasses import dataclass
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
from ibic_eval.runs.project import Project
from ibic_eval.runs.readiness import Readiness, read_readiness
from ibic_eval.runs.satisfaction import Satisfaction, read_satisfaction


@dataclass(frozen=True)
class PreparedSurvey:
    """The prepared tables of a municipality; small groups are already hidden in all of them.

    `shares` is in `estimates.shares.SHARES_SCHEMA`; `counts` in its COUNTS_SCHEMA with `status`
    (no rows where national figures are the published ones); `response_rates` and `weighted_shares`
    as in those modules; `own_answers` has `item, area, answer`; `published` is the table of
    `sources.published`. `satisfaction` has the tables of users' satisfaction; `time_and_complexity`
    and `goal_attainment` have a `context` and a table for each name in the SCHEMAS of those runs;
    `readiness` has the tables of the self-assessment, `county_comparison` those of how far the
    municipalities of the county have come; `waiting_times` is in the SCHEMA of
    `runs.waiting_times`. `implementation` has a part each for `training`, `meetings`, `staff`,
    `reviews`, `plan` and `comments`, with a `context` and the tables of that run's SCHEMAS; `final`
    has what the slutrapport is made of (`estimates.final_schemas`), `history` the results now and
    before (`estimates.history_schemas`), `own_texts` the municipality's own Markdown by section.
    """

    context: dict[str, Any]
    shares: pd.DataFrame
    counts: pd.DataFrame
    response_rates: pd.DataFrame
    weighted_shares: pd.DataFrame
    own_answers: pd.DataFrame
    published: pd.DataFrame
    satisfaction: Satisfaction
    time_and_complexity: SimpleNamespace
    goal_attainment: SimpleNamespace
    readiness: Readiness
    county_comparison: CountyComparison
    waiting_times: pd.DataFrame
    implementation: SimpleNamespace
    final: SimpleNamespace
    history: SimpleNamespace
    own_texts: dict[str, str]
    instrument: Instrument
    values: tuple[Value, ...]


TABLES = (
    "shares", "counts", "response_rates", "weighted_shares", "own_answers", "published",
    "waiting_times",
)  # fmt: skip

# What the latest version added: tables prepared before it are prepared anew.
NEWEST = "history_changes.parquet"


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
    survey = Project.find().survey
    instrument = load_instrument(survey / "instrument.yml")
    return PreparedSurvey(
        context=context,
        **{name: pd.read_parquet(place / f"{name}.parquet") for name in TABLES},
        satisfaction=read_satisfaction(place, context["satisfaction"]),
        time_and_complexity=read_case_chapter(place, TIME, context[TIME]),
        readiness=read_readiness(place, context["readiness"]),
        county_comparison=read_county_comparison(place, context["county_comparison"]),
        goal_attainment=read_case_chapter(place, GOALS, context[GOALS]),
        implementation=read_implementation(place, context[IMPLEMENTATION]),
        final=read_final(place, context[FINAL]),
        history=read_history(place, context[HISTORY]),
        own_texts=context["own_texts"],
        instrument=instrument,
        values=load_values(survey / "values.yml", instrument),
    )
