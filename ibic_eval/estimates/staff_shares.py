"""Who answered the survey to staff, what they said, and what those who were silent could change."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ibic_eval.estimates.staff_intervals import finite_wilson
from ibic_eval.estimates.staff_schemas import (
    ANSWERS,
    DISTRIBUTION,
    EVERYONE,
    HIGH,
    MISSING,
    QUESTIONS,
    RESPONSE,
    SHARES,
    SHOWN,
)

RATE_METHOD = "räknat; alla i rollen fick enkäten"
FINITE = "Wilson (1927) med korrektion för ändlig population"
INFINITE = "Wilson (1927)"
NOT_ASKED = "Hur många som fick enkäten är okänt."
MORE_ANSWERS = "Fler har svarat än som fick enkäten enligt utskicket."
NOBODY_KNOWS = "Ingen har tagit ställning."
NOBODY_ASKED = "Ingen fick enkäten."

Asked = pd.Series


def response(answers: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Return how many of those who got the survey answered, by round and role (RESPONSE).

    `answers` and `asked` are the follow-up's `staff_answers` and `staff_asked`. Everybody asked is
    counted, so a rate is exact and has no interval. `alla` is unknown where a role that answered
    isn't among those asked.
    """
    sizes = asked_sizes(answers, asked)
    rows = [
        {"round": number, "role": role, **_rate(_people(part), sizes.get((number, role)))}
        for number, role, part in _groups(answers, sizes)
    ]
    return pd.DataFrame(rows, columns=list(RESPONSE)).astype(RESPONSE)


def asked_sizes(answers: pd.DataFrame, asked: pd.DataFrame) -> pd.Series:
    """Return how many were asked by (round, role), `alla` where every role that answered is known.

    Only rounds that have answers.
    """
    kept = asked[asked["round"].isin(answers["round"])]
    known = kept.groupby(["round", "role"])["people"].sum()
    answered = answers.groupby("round")["role"].unique()
    totals: dict[Any, Any] = {
        (number, EVERYONE): known.loc[number].sum()
        for number in known.index.get_level_values("round").unique()
        if set(answered[number]) <= set(known.loc[number].index)
    }
    return pd.Series({**known.to_dict(), **totals}, dtype="int64")


def distribution(answers: pd.DataFrame) -> pd.DataFrame:
    """Return how each question was answered, by round and role (DISTRIBUTION)."""
    rows = [
        {"round": number, "role": role, "question": question, "answer": answer,
         "count": count, "n": len(given), "share": count / len(given), "status": SHOWN}
        for number, role, question, given in _asked_questions(answers)
        for answer in ANSWERS
        for count in [int(given["answer"].eq(answer).sum())]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(DISTRIBUTION)).astype(DISTRIBUTION)


def shares(answers: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the share that say high or very high, by round, role and question (SHARES).

    Of those who took a stand. Where it is known how many were asked, the interval counts with how
    large a part of them answered, and holds if the silent would answer as the others; the bounds
    hold whatever they would say (Manski 1995, *Identification Problems in the Social Sciences*).
    """
    sizes = asked_sizes(answers, asked)
    people = {(number, role): _people(part) for number, role, part in _groups(answers, sizes)}
    rows = [
        {"round": number, "role": role, "question": question,
         **_share(given["level"], people[number, role], sizes.get((number, role)))}
        for number, role, question, given in _asked_questions(answers)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(SHARES)).astype(SHARES)


def bounds(count: int, n: int, silent: int) -> tuple[float, float]:
    """Return the lowest and highest share had the `silent` taken a stand too."""
    return count / (n + silent), (count + silent) / (n + silent)


def _groups(answers: pd.DataFrame, sizes: Asked) -> Iterator[tuple[int, str, pd.DataFrame]]:
    """Yield each round and role that was asked or answered, `alla` first."""
    for number, part in answers.groupby("round"):
        wave = int(str(number))
        roles = {*part["role"], *(role for each, role in sizes.index if each == wave)}
        yield wave, EVERYONE, part
        for role in sorted(roles - {EVERYONE}):
            yield wave, role, part[part["role"].eq(role)]


def _asked_questions(
    answers: pd.DataFrame,
) -> Iterator[tuple[int, str, str, pd.DataFrame]]:
    for number, role, part in _groups(answers, pd.Series(dtype="int64")):
        for question in QUESTIONS:
            given = part[part["question"].eq(question)]
            if len(given):
                yield number, role, question, given


def _people(part: pd.DataFrame) -> int:
    return int(part["person"].nunique())


def _rate(count: int, n: int | None) -> dict[str, object]:
    row: dict[str, object] = {"count": count, "n": n}
    if n is None:
        return {**row, "status": MISSING, "reason": NOT_ASKED}
    if count > n:
        return {**row, "status": MISSING, "reason": MORE_ANSWERS}
    if not n:
        return {**row, "status": MISSING, "reason": NOBODY_ASKED}
    return {**row, "estimate": count / n, "method": RATE_METHOD, "status": SHOWN, "reason": ""}


def _share(levels: pd.Series, people: int, asked: int | None) -> dict[str, object]:
    known = levels.dropna()
    size = int(asked) if asked is not None and asked >= people else None
    silent = None if size is None else size - len(levels)
    row: dict[str, object] = {
        "n": len(known),
        "n_unsure": len(levels) - len(known),
        "n_silent": silent,
    }
    if known.empty:
        return {**row, "status": MISSING, "reason": NOBODY_KNOWS}
    count = int(known.ge(HIGH).sum())
    low, high = finite_wilson(count, len(known), len(levels) / size if size else 0.0)
    ends = (None, None) if silent is None else bounds(count, len(known), silent)
    return {
        **row,
        "count": count,
        "estimate": count / len(known),
        "ci_low": low,
        "ci_high": high,
        "bound_low": ends[0],
        "bound_high": ends[1],
        "method": FINITE if size else INFINITE,
        "status": SHOWN,
        "reason": "",
    }
