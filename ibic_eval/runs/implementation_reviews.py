"""Prepares the part on reviews of documents as a sampling plan; numbers of few are hidden."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.project_parts import Indicator
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import review_schemas as schemas
from ibic_eval.estimates.review_agreement import review_agreement
from ibic_eval.estimates.review_changes import changes
from ibic_eval.estimates.review_charts import charts
from ibic_eval.estimates.review_coverage import coverage, promises
from ibic_eval.estimates.review_documents import (
    Periods,
    document_outcomes,
    documents_of,
    periods,
)
from ibic_eval.estimates.review_shares import profile
from ibic_eval.estimates.review_sizes import precision, sizes
from ibic_eval.runs import implementation_reviews_release as release
from ibic_eval.runs.implementation import Part, typed_tables
from ibic_eval.tables.follow_up import FollowUp

# What each table holds is said in estimates/review_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "coverage": schemas.COVERAGE,
    "promises": schemas.PROMISES,
    "sizes": schemas.SIZES,
    "precision": schemas.PRECISION,
    "profile": schemas.PROFILE,
    "changes": schemas.CHANGES,
    "points": schemas.POINTS,
    "charts": schemas.CHARTS,
    "shifts": schemas.SHIFTS,
    "agreement": schemas.AGREEMENT,
}
REVIEWS_FILE, DOCUMENTS_FILE = "granskningar.csv", "granskningsunderlag.csv"
_ABOUT_REVIEWS = re.compile("stickprov|kontroll av|gransk", re.IGNORECASE)
_ABOUT_DOCUMENTS = re.compile("dokument|utredning|genomförandeplan|uppföljning", re.IGNORECASE)
_EVERY = re.compile(
    "\\balla (nya )?(utredning|genomförandeplan|uppföljning|dokument)", re.IGNORECASE
)
_KIND_WORDS = {
    "utredning": "utredning",
    "genomforandeplan": "genomförandeplan",
    "uppfoljning": "uppföljning",
}


def prepare_reviews(
    follow_up: FollowUp, plan: ProjectPlan | None, about: Mapping[str, Any]
) -> Part:
    """Return what may be shown of the reviews, and what the plan says of them (SCHEMAS).

    `context` has `available`, `lacks` (files), `plan` (the plan's indicators on reviews: id, text,
    kinds, every, first, last, source), `periods` (first and last day by name) and `last_day`.
    """
    outcomes = document_outcomes(follow_up.reviews)
    documents = documents_of(outcomes)
    named = periods(documents["week"])
    context = {
        **{name: about[name] for name in ("code", "name", "fictional", "folder")},
        "available": not outcomes.empty,
        "lacks": _lacks(follow_up, outcomes),
        "plan": plan_indicators(plan),
        "periods": {name: _days(name, named) for name in named},
        "last_day": _last_day(follow_up.reviews),
        "minimum": MINIMUM,
    }
    if outcomes.empty:
        return Part(context, typed_tables({}, SCHEMAS))
    said = [each for each in context["plan"] if each["every"]]
    return Part(context, typed_tables(_tables(follow_up, outcomes, named, said), SCHEMAS))


def plan_indicators(plan: ProjectPlan | None) -> list[dict[str, Any]]:
    """Return the plan's indicators that are about reviewing documents, in the plan's own words.

    `kinds` are the kinds of documents it names, `every` whether it says all of them, and `first`
    and `last` the days of its first time of measurement.
    """
    found = [] if plan is None else plan.indicators
    return [
        {
            "id": each.id,
            "text": each.text,
            "kinds": [kind for kind, word in _KIND_WORDS.items() if word in each.text.lower()],
            "every": bool(_EVERY.search(each.text)),
            **_measured(each),
            "source": plan.source_text(each.source),
        }
        for each in found
        if plan is not None
        and _ABOUT_REVIEWS.search(each.text)
        and _ABOUT_DOCUMENTS.search(each.text)
    ]


def _measured(indicator: Indicator) -> dict[str, str | None]:
    spans = [when.value for when in indicator.measured if when.value is not None]
    days = (spans[0].first, spans[0].last) if spans else (None, None)
    return {
        name: None if day is None else day.isoformat()
        for name, day in zip(("first", "last"), days, strict=True)
    }


def _tables(
    follow_up: FollowUp, outcomes: pd.DataFrame, named: Periods, said: list[dict[str, Any]]
) -> dict[str, pd.DataFrame]:
    shares = release.released_profile(profile(outcomes, follow_up.documents, named))
    latest = shares[shares["period"].isin([schemas.LATEST, schemas.ALL_WEEKS])]
    drawn = charts(outcomes, named)
    reviewed = documents_of(outcomes)
    covered = coverage(reviewed, follow_up.documents)
    return {
        "coverage": release.released_coverage(covered),
        "promises": release.released_promises(
            promises(reviewed, follow_up.documents, said), reviewed, follow_up.documents
        ),
        "sizes": sizes(latest),
        "precision": precision(latest),
        "profile": shares,
        "changes": release.released_changes(changes(outcomes, named)),
        "points": drawn.points,
        "charts": release.released_charts(drawn.charts),
        "shifts": drawn.shifts,
        "agreement": release.released_agreement(review_agreement(follow_up.reviews)),
    }


def _lacks(follow_up: FollowUp, outcomes: pd.DataFrame) -> list[str]:
    lacking = {REVIEWS_FILE: outcomes.empty, DOCUMENTS_FILE: follow_up.documents.empty}
    return [name for name, empty in lacking.items() if empty]


def _days(name: str, named: Periods) -> dict[str, Any]:
    """Return a period's first Monday and last Sunday, and how many weeks it is."""
    weeks = named[name]
    last = weeks.last + pd.Timedelta(days=6)
    return {
        "first": weeks.first.date().isoformat(),
        "last": last.date().isoformat(),
        "weeks": weeks.number,
    }


def _last_day(reviews: pd.DataFrame) -> str | None:
    return None if reviews.empty else reviews["date"].max().date().isoformat()
