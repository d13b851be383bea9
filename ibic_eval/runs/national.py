"""The national figures a municipality is set beside: estimated, and with small groups hidden."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.disclosure.counts import SHOWN, release_counts, release_partition
from ibic_eval.estimates.population import ANSWERED, DECLINED, POPULATION
from ibic_eval.estimates.published_shares import shares_from_published
from ibic_eval.estimates.response_rates import (
    RATES_SCHEMA,
    main_group,
    rates_without_frame,
    response_rates,
)
from ibic_eval.estimates.shares import (
    COUNTS_SCHEMA,
    SHARES_SCHEMA,
    answer_counts,
    joined_counts,
    shares_from_counts,
)
from ibic_eval.estimates.weights import WEIGHTED_SCHEMA, post_strata, weighted_shares
from ibic_eval.runs.collected import Collected
from ibic_eval.sources.rounds import Round

# Answers that the report adds up.
JOINED = (
    "ja+delvis",
    "stammer+delvis",
    "viktig+ganska_viktig",
    "vet_inte+inte_aktuellt",
    "arligen+vartannat_ar+mer_sallan",
)
# SKR's grouping of 2017 was in force until the end of 2022.
LAST_DAY_OF_SKR2017 = dt.date(2022, 12, 31)
NEWEST_EDITION = "skr2023"
PUBLISHED_TITLE = "Vårdanalys rapport 2021:2"
PUBLISHED_DATE = dt.date(2020, 10, 31)  # the survey ran in September and October 2020
CLASS_ITEM = "klassning"
# Counties and SKR groups are too small to be told apart by phase.
COMPARED_GROUPS = ("svarande", "anvandare", "ej_anvandare")
WEIGHTED_GROUP = "anvandare"


@dataclass(frozen=True)
class National:
    """Where the national figures come from and how many were asked, answered and declined.

    `kind` is `published`, `omgang` (somebody's own round) or `rekonstruktion`. `population` is
    None where it isn't known who was asked.
    """

    kind: str
    title: str
    date: dt.date
    population: int | None
    answered: int
    declined: int


PUBLISHED = National("published", PUBLISHED_TITLE, PUBLISHED_DATE, POPULATION, ANSWERED, DECLINED)


def skr_edition(date: dt.date) -> str:
    """Return the edition of SKR's municipality groups that was in force on a day."""
    return "skr2017" if date <= LAST_DAY_OF_SKR2017 else NEWEST_EDITION


def published_tables(published: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of a municipality whose national figures are the published ones."""
    return {**empty_tables(), "shares": shares_from_published(published)}


def round_about(round_: Round, collected: Collected) -> National:
    """Return what a round is and how many were asked, answered and declined."""
    work = collected.fieldwork
    population = None if collected.asked is None else work.asked
    return National(
        round_.kind, round_.title, round_.date, population, work.answered, work.declined
    )


def empty_tables() -> dict[str, pd.DataFrame]:
    """Return the tables that need answers from each municipality, without rows."""
    schemas = {
        "counts": {**COUNTS_SCHEMA, "status": "string"},
        "response_rates": RATES_SCHEMA,
        "weighted_shares": WEIGHTED_SCHEMA,
    }
    return {name: pd.DataFrame(columns=list(s)).astype(s) for name, s in schemas.items()}


def round_tables(
    collected: Collected, about: National, register: pd.DataFrame, edition: str
) -> dict[str, pd.DataFrame]:
    """Return the nation's released tables of a round."""
    counts = release_counts(with_joined(collected.counts))
    shares = [
        shares_from_counts(counts, collected.fraction, source=source_text(about)),
        _class_shares(collected, source_text(about)),
    ]
    return {
        "shares": pd.concat(shares, ignore_index=True).astype(SHARES_SCHEMA),
        "counts": counts,
        "response_rates": _rates(collected, register, edition),
        "weighted_shares": _weighted(collected, counts, register, edition),
    }


def source_text(about: National) -> str:
    return f"{about.title}, {about.date.isoformat()}"


def with_joined(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts with the sums of answers that the report adds up (`JOINED`)."""
    return pd.concat([counts, *(joined_counts(counts, answer) for answer in JOINED)]).reset_index(
        drop=True
    )


def _class_shares(collected: Collected, source: str) -> pd.DataFrame:
    """Return how the respondents were classed, in the schema of the shares."""
    counts = release_counts(class_counts(collected.classification["klass"]))
    return shares_from_counts(counts, collected.fraction, source=source)


def class_counts(found: pd.Series) -> pd.DataFrame:
    """Return how many respondents have each class, in the schema of the counts."""
    classes = ["anvander", "anvander_inte", "mellangrupp"]
    counts = pd.DataFrame({"answer": classes, "count": [int(found.eq(c).sum()) for c in classes]})
    counts = counts.assign(
        item=CLASS_ITEM, area="alla", group="svarande", n=len(found), n_asked=len(found)
    )
    return counts[list(COUNTS_SCHEMA)].astype(COUNTS_SCHEMA)


def part_counts(
    collected: Collected,
    instrument: Instrument,
    register: pd.DataFrame,
    column: str,
) -> pd.DataFrame:
    """Return the released counts of each county or SKR group, in the column `part`.

    Every part is counted and released together, since the nation is shown too: otherwise a hidden
    part could be got by subtracting the others.
    """
    parts = unreleased_parts(collected, instrument, register, column)
    return release_partition(parts, part="part", within=("item", "area", "group"))


def unreleased_parts(
    collected: Collected, instrument: Instrument, register: pd.DataFrame, column: str
) -> pd.DataFrame:
    """Return the counts of each county or SKR group, in the column `part`; none are hidden yet."""
    place = collected.typed.respondents.merge(
        register[["code", column]], left_on="municipality", right_on="code"
    ).set_index("respondent")[column]
    compared = collected.membership[collected.membership["group"].isin(COMPARED_GROUPS)]
    membership = compared.assign(
        group=compared["group"] + "|" + compared["respondent"].map(place).astype("string")
    )
    counts = with_joined(answer_counts(collected.typed.answers, membership, instrument))
    split = counts["group"].str.split("|", n=1, expand=True)
    return counts.assign(group=split[0], part=split[1])


def _rates(collected: Collected, register: pd.DataFrame, edition: str) -> pd.DataFrame:
    if collected.asked is None:
        return rates_without_frame(collected.typed.respondents, register, edition)
    return response_rates(collected.asked, register, edition)


def _weighted(
    collected: Collected, counts: pd.DataFrame, register: pd.DataFrame, edition: str
) -> pd.DataFrame:
    """Return users' weighted shares of what is shown unweighted.

    None where nobody knows who was asked.
    """
    if collected.asked is None:
        return empty_tables()["weighted_shares"]
    letter = register.set_index("code")[edition].map(main_group)
    respondents = collected.typed.respondents.set_index("respondent")
    answered = respondents[~respondents["declined"]]
    strata = post_strata(
        answered["municipality"].map(letter),
        {
            str(k): int(n)
            for k, n in collected.asked["kommunkod"].map(letter).value_counts().items()
        },
    )
    shown = counts[
        counts["group"].eq(WEIGHTED_GROUP)
        & counts["status"].eq(SHOWN)
        & ~counts["answer"].str.contains("+", regex=False)
    ]
    weighted = weighted_shares(
        collected.typed.answers, collected.membership, shown.drop(columns="status"), strata
    )
    return weighted[~weighted["n"].isna()].reset_index(drop=True)
