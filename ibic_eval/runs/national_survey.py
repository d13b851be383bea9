"""The survey's national figures, and from them those that stand beside one municipality's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.estimates.round_changes import CHANGES
from ibic_eval.estimates.shares import SHARES_SCHEMA, shares_from_counts
from ibic_eval.runs.collected import Collected, collect_round
from ibic_eval.runs.national import (
    NEWEST_EDITION,
    PUBLISHED,
    National,
    part_counts,
    published_tables,
    round_about,
    round_tables,
    skr_edition,
    source_text,
)
from ibic_eval.runs.part_round import ANSWERS_SCHEMA, PartRound, part_round
from ibic_eval.runs.project import Project
from ibic_eval.runs.round_population import population_of
from ibic_eval.runs.round_series import released_changes
from ibic_eval.sources.rounds import Round, read_round


@dataclass(frozen=True)
class NationalSurvey:
    """The survey's figures, of which each municipality gets the nation's and its parts'.

    `tables` are the nation's released tables. `parts` are released counts by county and by SKR
    group of the `edition`, under `lan` and `skr`; none where `collected` is None, since only
    figures of the nation are published.
    """

    about: National
    edition: str
    collected: Collected | None
    tables: Mapping[str, pd.DataFrame]
    parts: Mapping[str, pd.DataFrame]
    rounds: tuple[PartRound, ...] = ()

    def of_place(self, place: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
        """Return the tables with the shares of a place's round, county and SKR group."""
        labels = {"lan": (place["county"],) * 2, "skr": (place["skr_code"], place["skr_name"])}
        beside = self.round_of(place["code"])
        own = [beside.of_county(place["county"])] if beside else []
        levels = [level for level in self.parts if not (own and level == "lan")]
        shares = [*own, *(self._shares(level, *labels[level]) for level in levels)]
        both = pd.concat([self.tables["shares"], *shares], ignore_index=True)
        answers = beside.answers if beside else pd.DataFrame(columns=list(ANSWERS_SCHEMA))
        changes = (
            released_changes(beside, self.rounds) if beside else pd.DataFrame(columns=[*CHANGES])
        )
        return {
            **self.tables,
            "shares": both.astype(SHARES_SCHEMA),
            "round_answers": answers.astype(ANSWERS_SCHEMA),
            "round_changes": changes.astype(CHANGES),
        }

    def round_of(self, code: str) -> PartRound | None:
        """Return the latest round that a municipality is in, else the latest there is, if any."""
        mine = (each for each in self.rounds if code in each.population.codes)
        return next(mine, next(iter(self.rounds), None))

    def _shares(self, level: str, mine: str, name: str) -> pd.DataFrame:
        counts = self.parts[level]
        own = counts[counts["part"].eq(mine)].drop(columns="part").reset_index(drop=True)
        fraction = self.collected.fraction if self.collected else 0.0
        source = source_text(self.about)
        return shares_from_counts(own, fraction, level=level, level_name=name, source=source)


def national_survey(
    project: Project,
    fictional: bool,
    instrument: Instrument,
    register: pd.DataFrame,
    published: pd.DataFrame,
) -> NationalSurvey:
    """Return the figures of the round that municipalities are set beside, or the published ones.

    Raises InputError for a faulty round.
    """
    rounds = [(each, population_of(each, register)) for each in _rounds(project, fictional)]
    beside = tuple(
        part_round(
            each, population, collect_round(each, instrument, register), instrument, register
        )
        for each, population in rounds
        if not population.nation
    )
    round_ = next((each for each, population in rounds if population.nation), None)
    if round_ is None:
        tables = published_tables(published)
        return NationalSurvey(PUBLISHED, NEWEST_EDITION, None, tables, {}, beside)
    collected = collect_round(round_, instrument, register)
    edition = skr_edition(round_.date)
    about = round_about(round_, collected)
    tables = round_tables(collected, about, register, edition)
    columns = {"lan": "county", "skr": edition}
    parts = {
        level: part_counts(collected, instrument, register, column)
        for level, column in columns.items()
    }
    return NationalSurvey(about, edition, collected, tables, parts, beside)


def _rounds(project: Project, fictional: bool) -> list[Round]:
    """Return the rounds that municipalities are set beside, the latest first.

    Fictional municipalities have the reconstruction, real ones those that lie in `data/rounds`.
    """
    if fictional:
        return [read_round(project.demo / "kommunenkat-2020")]
    own = (folder for folder in project.round_folders if project.rounds in folder.parents)
    rounds = [each for each in map(read_round, own) if each.kind == "omgang"]
    return sorted(rounds, key=lambda each: each.date, reverse=True)
