"""Mean levels of the themes of readiness, by role and over time: persons are drawn anew."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates.expanded_percentile import expanded_interval
from ibic_eval.estimates.readiness_schemas import (
    CHANGES,
    DRAWS,
    EVERYONE,
    HIGHER,
    LOWER,
    MISSING,
    SEED,
    SHOWN,
    THEMES,
    UNDECIDED,
)

METHOD = (
    "medelnivå; utvidgat percentilintervall (Hesterberg 2015) ur omdragna svarande, där en persons "
    "svar följs åt"
)
ONE_PERSON = "Bara en person har tagit ställning."
TOO_FEW = "Färre än två personer har tagit ställning i någon av omgångarna."

Floats = npt.NDArray[np.float64]


class Sums(NamedTuple):
    """Sums of levels and numbers of answers, both (persons, themes)."""

    levels: Floats
    answers: Floats


def theme_means(
    answers: pd.DataFrame, themes: Mapping[str, str], *, draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Return the mean level of each theme in each round, of everyone and of each role (THEMES).

    `themes` maps each statement to its theme. The mean is over answers; the interval draws persons
    with all their answers, since what one person says of a theme hangs together.
    """
    known = _known(answers, themes)
    groups = [known.assign(role=EVERYONE), known]
    order = list(dict.fromkeys(themes.values()))
    rows = [
        {"round": number, "role": role, **row}
        for frame in groups
        for (number, role), part in frame.groupby(["round", "role"])
        for row in _means(part, order, draws, seed)
    ]
    return pd.DataFrame(rows, columns=list(THEMES)).astype(THEMES)


def theme_changes(
    answers: pd.DataFrame, themes: Mapping[str, str], *, draws: int = 2 * DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Return how the themes have changed from the round before to the latest (CHANGES).

    No rows where there is one round. Persons of both rounds are drawn together and bring the
    answers of each round they took part in, so that pairs count as pairs. The wide interval shares
    5 percent over all themes (Bonferroni).
    """
    known = _known(answers, themes)
    rounds = sorted(known["round"].unique())
    if len(rounds) < 2:
        return pd.DataFrame(columns=list(CHANGES)).astype(CHANGES)
    first, second = rounds[-2:]
    order = list(dict.fromkeys(themes.values()))
    people = np.sort(known.loc[known["round"].isin([first, second]), "person"].unique())
    before, after = (_sums(known[known["round"].eq(each)], people, order) for each in rounds[-2:])
    weights = _weights(len(people), draws, seed)
    drawn = _ratio(weights, after) - _ratio(weights, before)
    rows = [
        {
            "theme": theme,
            "first_round": first,
            "second_round": second,
            **_change(before, after, drawn, place, len(order)),
        }
        for place, theme in enumerate(order)
    ]
    return pd.DataFrame(rows, columns=list(CHANGES)).astype(CHANGES)


def _known(answers: pd.DataFrame, themes: Mapping[str, str]) -> pd.DataFrame:
    known = answers[answers["level"].notna()]
    return known.assign(theme=known["statement"].map(dict(themes)))


def _sums(known: pd.DataFrame, people: npt.NDArray[np.int32], order: list[str]) -> Sums:
    given = known.assign(level=known["level"].astype("float64"))
    cells = given.pivot_table(
        index="person", columns="theme", values="level", aggfunc=["sum", "count"]
    ).reindex(people)
    return Sums(*(_grid(cells, name, order) for name in ("sum", "count")))


def _grid(cells: pd.DataFrame, name: str, order: list[str]) -> Floats:
    whole = pd.DataFrame(cells[name]).reindex(columns=order).fillna(0)
    return whole.to_numpy(dtype="float64")


def _weights(people: int, draws: int, seed: int) -> Floats:
    random = np.random.default_rng(seed)
    return random.multinomial(people, np.full(people, 1 / people), size=draws).astype("float64")


def _ratio(weights: Floats, sums: Sums) -> Floats:
    """Return the drawn means, (draws, themes), nan where nobody drawn has answered."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((weights @ sums.levels) / (weights @ sums.answers))


def _means(part: pd.DataFrame, order: list[str], draws: int, seed: int) -> list[dict[str, object]]:
    people = np.sort(part["person"].unique())
    sums = _sums(part, people, order)
    drawn = _ratio(_weights(len(people), draws, seed), sums)
    return [
        {"theme": theme, **_mean(sums, drawn, place)}
        for place, theme in enumerate(order)
        if sums.answers[:, place].any()
    ]


def _mean(sums: Sums, drawn: Floats, place: int) -> dict[str, object]:
    given = sums.answers[:, place]
    n = int((given > 0).sum())
    row: dict[str, object] = {
        "n": n,
        "n_answers": int(given.sum()),
        "mean": sums.levels[:, place].sum() / given.sum(),
    }
    if n < 2:
        return {**row, "mean": pd.NA, "status": MISSING, "reason": ONE_PERSON}
    low, high = expanded_interval(drawn[:, place], n)
    return {**row, "ci_low": low, "ci_high": high, "method": METHOD, "status": SHOWN, "reason": ""}


def _change(before: Sums, after: Sums, drawn: Floats, place: int, themes: int) -> dict[str, object]:
    had, has = before.answers[:, place] > 0, after.answers[:, place] > 0
    row: dict[str, object] = {
        "n_first": int(had.sum()),
        "n_second": int(has.sum()),
        "n_both": int((had & has).sum()),
    }
    if min(had.sum(), has.sum()) < 2:
        return {**row, "status": MISSING, "reason": TOO_FEW}
    fewest = int(min(had.sum(), has.sum()))
    low, high = expanded_interval(drawn[:, place], fewest)
    wide_low, wide_high = expanded_interval(drawn[:, place], fewest, 0.025 / themes)
    means = [sums.levels[:, place].sum() / sums.answers[:, place].sum() for sums in (before, after)]
    return {
        **row,
        "difference": means[1] - means[0],
        "ci_low": low,
        "ci_high": high,
        "wide_low": wide_low,
        "wide_high": wide_high,
        "verdict": HIGHER if wide_low > 0 else LOWER if wide_high < 0 else UNDECIDED,
        "method": METHOD,
        "status": SHOWN,
        "reason": "",
    }
