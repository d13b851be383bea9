"""Comments of a fictional municipality's staff, and what two coders found in them."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ibic_eval.reconstruction.introduction_comment_texts import TEXTS, CommentText
from ibic_eval.reconstruction.introduction_truth import CommentTruth

CODERS = ("K1", "K2")
NO_THEME = "inget_tema"


def draw_comments(
    truth: CommentTruth, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the comments and the coding of them, a row a comment, coder and theme."""
    used = _texts(truth, random)
    names = [f"T{101 + place}" for place in range(len(used))]
    coding = [
        [name, coder, theme]
        for name, found in zip(names, _codings(truth, used, random), strict=True)
        for coder, themes in zip(CODERS, found, strict=True)
        for theme in themes or [NO_THEME]
    ]
    quoted = [
        name for name, (text, time) in zip(names, used, strict=True) if text.quote and not time
    ]
    kept = set(quoted[: truth.quotes])
    comments = [
        [name, *_about(truth, random), text.written(time), text.quote if name in kept else ""]
        for name, (text, time) in zip(names, used, strict=True)
    ]
    return (
        pd.DataFrame(comments, columns=["kommentar", "kalla", "datum", "roll", "text", "citat"]),
        pd.DataFrame(coding, columns=["kommentar", "kodare", "tema"]),
    )


def _texts(truth: CommentTruth, random: np.random.Generator) -> list[tuple[CommentText, int]]:
    """Return the texts in an order of chance, each with how many times it has stood before."""
    used = [divmod(place, len(TEXTS)) for place in range(truth.comments)]
    return [(TEXTS[used[at][1]], used[at][0]) for at in random.permutation(truth.comments)]


def _about(truth: CommentTruth, random: np.random.Generator) -> tuple[str, str, str]:
    source = str(random.choice(list(truth.sources), p=list(truth.sources.values())))
    role = str(random.choice(list(truth.roles), p=list(truth.roles.values())))
    periods = truth.days[source]
    first, last = periods[int(random.integers(len(periods)))]
    day = first + dt.timedelta(days=int(random.integers((last - first).days + 1)))
    day -= dt.timedelta(days=max(day.weekday() - 4, 0))  # from the weekend to the Friday
    return source, day.isoformat(), role


def _codings(
    truth: CommentTruth, used: list[tuple[CommentText, int]], random: np.random.Generator
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what the two coders find in each comment; see `CommentTruth` for how they agree."""
    for text, _ in used:
        same, (any_of_them, _) = random.uniform(), used[int(random.integers(len(used)))]
        yield list(text.themes), list((text if same < truth.kappa else any_of_them).themes)
