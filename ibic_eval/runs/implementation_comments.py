"""Prepares what people wrote in their own words about the introduction, as coded by people."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.comment_themes import AGAINST, FOR, NO_THEME, CommentThemes, Rule
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import comment_schemas as schemas
from ibic_eval.estimates.comment_agreement import coder_agreement
from ibic_eval.estimates.comment_changes import theme_changes
from ibic_eval.estimates.comment_codings import (
    Votes,
    about,
    decided,
    disputed,
    latest_half_year,
    sides,
    votes,
)
from ibic_eval.estimates.comment_counts import (
    extent,
    side_counts,
    theme_counts,
    theme_spread,
)
from ibic_eval.runs import implementation_comments_release as release
from ibic_eval.runs.implementation import Part, typed_tables
from ibic_eval.tables.follow_up import FollowUp

# What each table holds is said in estimates/comment_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "themes": schemas.THEMES,
    "extent": schemas.EXTENT,
    "agreement": schemas.AGREEMENT,
    "counts": schemas.COUNTS,
    "spread": schemas.SPREAD,
    "sides": schemas.SIDES,
    "changes": schemas.CHANGES,
    "quotes": schemas.QUOTES,
}
COMMENTS_FILE, CODINGS_FILE = "kommentarer.csv", "kodning.csv"


def prepare_comments(
    follow_up: FollowUp,
    plan: ProjectPlan | None,
    about_place: Mapping[str, Any],
    themes: CommentThemes,
) -> Part:
    """Return the released tables of coded comments; only the themes' words where there are few.

    `about_place` has code, name, fictional and folder. `context["few"]` tells that there are files
    but fewer coded comments than may be shown. Codings of themes outside the codebook have been
    refused when the files were read; raises ValueError for them.
    """
    comments = follow_up.comments
    counted = votes(follow_up.codings, [*themes.ids, NO_THEME])
    words = _words(themes)
    context = {
        **about_place,
        "minimum": MINIMUM,
        "most_quotes": release.MOST_QUOTES,
        "document": "; ".join(themes.documents.values()),
        "lacks": _lacks(follow_up),
        "available": len(counted.coders) >= MINIMUM,
        "few": bool(len(comments)) and len(counted.coders) < MINIMUM,
    }
    if not context["available"]:
        return Part(context, typed_tables({"themes": words}, SCHEMAS))
    tables, quoted = _tables(follow_up, counted, themes, str(about_place["name"]))
    told = {**context, **_extent(comments, counted), **quoted}
    return Part(told, typed_tables({"themes": words, **tables}, SCHEMAS))


def _tables(
    follow_up: FollowUp, counted: Votes, themes: CommentThemes, name: str
) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    rules = decided(counted)
    known = about(follow_up.comments, rules.most.index)
    counts = theme_counts(rules)
    few = release.few_themes(counts, disputed(rules))
    whole = release.released_extent(extent(known))
    spread = release.released_spread(theme_spread(rules.most, known), whole, few)
    reasons = {side: [each.id for each in themes.themes if each.side == side]
               for side in (FOR, AGAINST)}  # fmt: skip
    shown = release.released_counts(counts, few)
    common = [theme for theme in themes.ids if _enough(shown, theme)]
    quotes = release.chosen_quotes(follow_up.comments, rules.most, common, [name])
    tables = {
        "extent": whole,
        "agreement": release.released_agreement(coder_agreement(follow_up.codings, counted), few),
        "counts": shown,
        "spread": spread,
        "sides": release.released_sides(
            side_counts(sides(follow_up.codings, reasons[FOR], reasons[AGAINST])),
            shown,
            {schemas.ONLY_FOR: reasons[FOR], schemas.ONLY_AGAINST: reasons[AGAINST]},
        ),
        "changes": theme_changes(spread, themes.ids),
        "quotes": quotes.shown,
    }
    latest = latest_half_year(follow_up.comments, rules.most.index)
    return tables, {"quotes_refused": dict(quotes.refused), "latest": latest}


def _enough(counts: pd.DataFrame, theme: str) -> bool:
    count = counts.loc[counts["theme"].eq(theme), "count"]
    return bool(count.ge(MINIMUM).fillna(False).any())


def _lacks(follow_up: FollowUp) -> list[str]:
    needed = {COMMENTS_FILE: follow_up.comments, CODINGS_FILE: follow_up.codings}
    return [name for name, table in needed.items() if table.empty]


def _extent(comments: pd.DataFrame, counted: Votes) -> dict[str, Any]:
    """Return how many comments there are, how many are coded and by how many, and when."""
    days = comments.loc[comments["comment"].isin(counted.coders.index), "date"].dropna()
    ends = {"first": days.min(), "last": days.max()} if len(days) else {}
    return {
        "n_comments": len(comments),
        "n_coded": len(counted.coders),
        "n_double": int(counted.coders.ge(2).sum()),
        "n_coders": int(counted.coders.max()),
        **{name: day.date().isoformat() for name, day in ends.items()},
    }


def _words(themes: CommentThemes) -> pd.DataFrame:
    rows: Iterable[dict[str, str]] = [
        *(
            {
                "theme": each.id,
                "side": each.side,
                **_rule(each.rule),
                "example": each.example_sv,
                "sources": "; ".join(f"{one.document}, {one.place}" for one in each.sources),
            }
            for each in themes.themes
        ),
        {"theme": NO_THEME, "side": "", **_rule(themes.none), "example": "", "sources": ""},
    ]
    return pd.DataFrame(rows)


def _rule(rule: Rule) -> dict[str, str]:
    return {
        "label": rule.label_sv,
        "means": rule.means_sv,
        "applies": rule.applies_sv,
        "except": rule.except_sv,
    }
