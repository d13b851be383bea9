"""A round of part of the nation: beside the nation's figures, and never in their place."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.disclosure.counts import SHOWN
from ibic_eval.disclosure.nested_counts import release_nested
from ibic_eval.estimates.shares import ROUND, SHARES_SCHEMA, shares_from_counts
from ibic_eval.runs.collected import Collected
from ibic_eval.runs.national import (
    National,
    class_counts,
    round_about,
    source_text,
    unreleased_parts,
    with_joined,
)
from ibic_eval.runs.round_population import Population
from ibic_eval.sources.rounds import Round

ANSWERS_SCHEMA = dict.fromkeys(("code", "name", "item", "area", "answer"), "string")


@dataclass(frozen=True)
class PartRound:
    """What a round says: `shares` of all it is about, and released `counties` (counts by `part`).

    `fractions` are the sampling fractions of the counties; none where nobody knows who was asked.
    `names` are those of municipalities by code.
    """

    about: National
    population: Population
    secret: bool
    collected: Collected
    shares: pd.DataFrame
    counties: pd.DataFrame
    fractions: Mapping[str, float]
    names: Mapping[str, str]

    def of_county(self, county: str) -> pd.DataFrame:
        """Return the round's shares and those of a county in it."""
        own = self.counties[self.counties["part"].eq(county)].drop(columns="part")
        mine = shares_from_counts(
            own.reset_index(drop=True),
            self.fractions.get(county, 0.0),
            level="lan",
            level_name=county,
            source=source_text(self.about),
        )
        return pd.concat([self.shares, mine], ignore_index=True).astype(SHARES_SCHEMA)

    @property
    def context(self) -> dict[str, Any]:
        """Return what the report says of the round itself."""
        return {
            **asdict(self.about),
            "name": self.population.name,
            "everyone": self.collected.fraction == 1,
            "secret": self.secret,
        }

    @property
    def answers(self) -> pd.DataFrame:
        """Return the answers by municipality (ANSWERS_SCHEMA); none of a secret round.

        Free text is never among them.
        """
        if self.secret:
            return pd.DataFrame(columns=list(ANSWERS_SCHEMA)).astype(ANSWERS_SCHEMA)
        place = self.collected.typed.respondents.set_index("respondent")["municipality"]
        given = self.collected.typed.answers.dropna(subset=["answer"])
        code = given["respondent"].map(place)
        told = given.assign(code=code, name=code.map(dict(self.names)))
        return (
            told[list(ANSWERS_SCHEMA)]
            .drop_duplicates()
            .astype(ANSWERS_SCHEMA)
            .reset_index(drop=True)
        )


def part_round(
    round_: Round,
    population: Population,
    collected: Collected,
    instrument: Instrument,
    register: pd.DataFrame,
) -> PartRound:
    """Return a round's released figures: all of them where answers aren't secret."""
    about = round_about(round_, collected)
    place = register.set_index("code")["county"]
    total = pd.concat(
        [with_joined(collected.counts), class_counts(collected.classification["klass"])],
        ignore_index=True,
    )
    parts = pd.concat(
        [
            unreleased_parts(collected, instrument, register, "county"),
            *_county_classes(collected, place),
        ],
        ignore_index=True,
    )
    released = release_nested(total, parts) if round_.secret else (_shown(total), _shown(parts))
    shares = shares_from_counts(
        released[0],
        collected.fraction,
        level=ROUND,
        level_name=population.name,
        source=source_text(about),
    )
    fractions = _fractions(collected, place)
    names = dict(zip(register["code"], register["name"], strict=True))
    return PartRound(
        about, population, round_.secret, collected, shares, released[1], fractions, names
    )


def _county_classes(collected: Collected, place: pd.Series) -> list[pd.DataFrame]:
    respondents = collected.typed.respondents.set_index("respondent")["municipality"]
    county = collected.classification["respondent"].map(respondents).map(place)
    groups = collected.classification["klass"].groupby(county)
    return [class_counts(found).assign(part=str(name)) for name, found in groups]


def _fractions(collected: Collected, place: pd.Series) -> dict[str, float]:
    if collected.asked is None:
        return {}
    answered = collected.asked["status"].eq("svarade")
    by_county = answered.groupby(collected.asked["kommunkod"].map(place)).mean()
    return {str(county): float(share) for county, share in by_county.items()}


def _shown(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.assign(status=pd.Series(SHOWN, index=counts.index, dtype="string"))
