"""Hides small groups in the tables on readiness, also those that subtraction would give away."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM, parts_to_hide
from ibic_eval.estimates.readiness_schemas import EVERYONE, EXTENT, HIDDEN, MISSING, SHOWN

FEW_KNOW = "Färre än fem har tagit ställning."
Hidden = Mapping[int, frozenset[str]]


def large_rounds(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of the rounds with enough persons; of others nothing may be shown."""
    people = answers.groupby("round")["person"].transform("nunique")
    return answers[people.ge(MINIMUM)].reset_index(drop=True)


def hidden_roles(respondents: pd.DataFrame) -> dict[int, frozenset[str]]:
    """Return the roles of each round that are too small to be shown, and those that cover them."""
    return {
        int(str(number)): frozenset(map(str, parts_to_hide(part["role"].value_counts(), MINIMUM)))
        for number, part in respondents.groupby("round")
    }


def extent(respondents: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """Return how many of each role answered in each round, and how many in all (EXTENT)."""
    by_role = respondents.groupby(["round", "role"], as_index=False).agg(n=("person", "nunique"))
    total = respondents.groupby("round", as_index=False).agg(n=("person", "nunique"))
    rows = pd.concat([total.assign(role=EVERYONE), by_role], ignore_index=True)
    covered = _covered(rows, hidden)
    told = rows.assign(
        n=rows["n"].astype("Int64").mask(covered), status=covered.map({True: HIDDEN, False: SHOWN})
    )
    return told[list(EXTENT)].astype(EXTENT)


def released_distribution(distribution: pd.DataFrame) -> pd.DataFrame:
    """Hide the answers to statements that fewer than the minimum, but somebody, answered."""
    few = distribution["n"].between(1, MINIMUM - 1)
    return _blanked(distribution, few, ["count", "n", "share"])


def released_standing(standing: pd.DataFrame) -> pd.DataFrame:
    """Hide statements with few answers, and estimate nothing where few took a stand."""
    few = standing["n"].between(1, MINIMUM - 1)
    numbers = _numbers(standing, "round", "statement")
    released = _blanked(standing, few, numbers)
    unsure = released["n_known"].lt(MINIMUM).fillna(False).astype(bool)
    blank = {name: released[name].mask(unsure) for name in numbers if name != "n"}
    told = {"status": released["status"].mask(unsure, MISSING),
            "reason": released["reason"].mask(unsure, FEW_KNOW)}  # fmt: skip
    return released.assign(**blank, **told)


def released_themes(themes: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """Hide the means of small roles, and more until none can be got from that of everyone."""
    covered = _covered(themes, hidden)
    for _, part in themes.groupby(["round", "theme"]):
        roles = part[part["role"].ne(EVERYONE)].set_index("role")["n"]
        small = parts_to_hide(roles, MINIMUM)
        covered |= themes.index.isin(part.index[part["role"].isin(small)])
    covered |= themes["n"].lt(MINIMUM)
    return _blanked(themes, covered, ["n", "n_answers", "mean", "ci_low", "ci_high"])


def compared_roles(answers: pd.DataFrame, hidden: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the roles that may be compared on each statement of one round, in order of name."""
    known = answers[answers["level"].notna()]
    return {
        str(statement): _kept(part["role"].value_counts(), hidden)
        for statement, part in known.groupby("statement")
    }


def released_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """Hide changes where few took a stand in either round, and how few were in both."""
    few = changes[["n_first", "n_second"]].min(axis=1).between(1, MINIMUM - 1)
    numbers = _numbers(changes, "theme", "first_round", "second_round", "verdict")
    released = _blanked(changes, few, numbers)
    both = released["n_both"].between(1, MINIMUM - 1).fillna(False).astype(bool)
    return released.assign(
        n_both=released["n_both"].mask(both), verdict=released["verdict"].mask(few)
    )


_SAID = ("method", "status", "reason")


def _numbers(rows: pd.DataFrame, *keys: str) -> list[str]:
    return [str(name) for name in rows.columns if name not in (*keys, *_SAID)]


def _kept(sizes: pd.Series, hidden: frozenset[str]) -> tuple[str, ...]:
    small = {*hidden, *map(str, parts_to_hide(sizes, MINIMUM))}
    return tuple(sorted(str(role) for role in sizes.index if role not in small))


def _covered(rows: pd.DataFrame, hidden: Hidden) -> "pd.Series[bool]":
    pairs = zip(rows["round"], rows["role"], strict=True)
    return pd.Series(
        [role in hidden.get(int(number), frozenset()) for number, role in pairs],
        index=rows.index,
        dtype="bool",
    )


def _blanked(rows: pd.DataFrame, covered: "pd.Series[bool]", numbers: list[str]) -> pd.DataFrame:
    held = covered.fillna(False).astype(bool)
    blank = {name: rows[name].mask(held) for name in numbers}
    return rows.assign(**blank, status=rows["status"].mask(held, HIDDEN))
