"""The survey's national figures, and from them those that stand beside one municipality's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.codebook.instrument import Instrument
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
from ibic_eval.runs.project import Project
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

    def of_place(self, place: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
        """Return the tables with the shares of a place's county and SKR group."""
        labels = {"lan": (place["county"],) * 2, "skr": (place["skr_code"], place["skr_name"])}
        shares = [self._shares(level, *labels[level]) for level in self.parts]
        both = pd.concat([self.tables["shares"], *shares], ignore_index=True)
        return {**self.tables, "shares": both.astype(SHARES_SCHEMA)}

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
    round_ = _national_round(project, fictional)
    if round_ is None:
        return NationalSurvey(PUBLISHED, NEWEST_EDITION, None, published_tables(published), {})
    collected = collect_round(round_, instrument, register)
    edition = skr_edition(round_.date)
    about = round_about(round_, collected)
    tables = round_tables(collected, about, register, edition)
    columns = {"lan": "county", "skr": edition}
    parts = {
        level: part_counts(collected, instrument, register, column)
        for level, column in columns.items()
    }
    return NationalSurvey(about, edition, collected, tables, parts)


def _national_round(project: Project, fictional: bool) -> Round | None:
    """Return the round that national figures come from; None where they are the published ones.

    Fictional municipalities have the reconstruction. Real ones have the latest round that lies in
    `data/rounds`, if any.
    """
    if fictional:
        return read_round(project.demo / "kommunenkat-2020")
    own = (folder for folder in project.round_folders if project.rounds in folder.parents)
    rounds = [read_round(folder) for folder in own]
    return max((r for r in rounds if r.kind == "omgang"), key=lambda r: r.date, default=None)
