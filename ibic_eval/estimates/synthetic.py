"""Synthetic control: what would the municipality's results have been, had it not begun?"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import nnls

from ibic_eval.estimates.panels import ESTIMATED, EVERYONE, NOT_ESTIMATED, shown_results

FEWEST_BEFORE, FEWEST_AFTER = 4, 2

# With nineteen placebos the smallest p is 1/20: with fewer, no effect could be told from chance.
FEWEST_DONORS = 19

# Many weights fit a few waves equally well; of these the ridge takes the most even, so that the
# result neither hangs on the order of the municipalities nor follows chance (Doudchenko & Imbens
# 2016). In squared proportions: the whole weight on one donor costs as much as missing one wave by
# one percentage point, which is less than chance moves a result from wave to wave.
RIDGE = 1e-4
_SUM_TO_ONE = 1e3
_TINY = 1e-18

METHOD = "syntetisk kontroll (Abadie m.fl. 2010), placebo i kommuner som aldrig börjat"

_KEY = ["service", "question", "gender"]
SYNTHETIC_SCHEMA = {
    **dict.fromkeys(_KEY, "string"),
    "first_year": "Int64",
    **dict.fromkeys(["estimate", "placebo_low", "placebo_high"], "Float64"),
    **dict.fromkeys(["rmspe_before", "rmspe_after", "p"], "Float64"),
    **dict.fromkeys(["n_donors", "n_before", "n_after"], "Int64"),
    **dict.fromkeys(["method", "status", "reason"], "string"),
}
GAPS_SCHEMA = {
    **dict.fromkeys(_KEY, "string"),
    "year": "Int64",
    **dict.fromkeys(["share", "synthetic", "gap", "placebo_low", "placebo_high"], "Float64"),
}
WEIGHTS_SCHEMA = {**dict.fromkeys([*_KEY, "municipality"], "string"), "weight": "Float64"}

Floats = npt.NDArray[np.float64]


_Rows = tuple[list[dict[str, object]], list[dict[str, object]], list[dict[str, object]]]


class SyntheticControls(NamedTuple):
    """Effects (SYNTHETIC_SCHEMA), series (GAPS_SCHEMA) and donors' weights (WEIGHTS_SCHEMA)."""

    effects: pd.DataFrame
    gaps: pd.DataFrame
    weights: pd.DataFrame


class QuestionWaves(NamedTuple):
    """A question (service, question, gender), its area and its shares: years by municipalities."""

    key: Mapping[str, str]
    area: str
    shares: pd.DataFrame


def synthetic_controls(
    satisfaction: pd.DataFrame,
    first_years: pd.DataFrame,
    code: str,
    *,
    gender: str = EVERYONE,
    fewest_donors: int = FEWEST_DONORS,
) -> SyntheticControls:
    """Compare a municipality with the mix of never-users that followed it before it began.

    `first_years` is `municipality, area, first_year` (NA: never). For each question: the waves are
    those where the municipality has a result, the donors the never-users with results in all of
    these. `estimate` is the mean gap to the mix over the waves from the start on (proportions).
    Each donor is in turn taken for the one that began (in-space placebo): `placebo_low` and
    `placebo_high` hold the middle 95 % of their gaps, and `p` is the share of all, the municipality
    among them, whose gap grew at least as much (ratio of root mean squared gaps after and before:
    Abadie, Diamond & Hainmueller 2010). Needs at least 4 waves before the start, 2 from it on, and
    `fewest_donors`; else a row "kan inte skattas" with the reason, and no series.
    """
    waves = question_waves(satisfaction, gender)
    return controls_in_waves(waves, first_years, code, fewest_donors=fewest_donors)


def question_waves(satisfaction: pd.DataFrame, gender: str = EVERYONE) -> tuple[QuestionWaves, ...]:
    """Return the results that are shown, question by question."""
    results = shown_results(satisfaction)
    return tuple(
        QuestionWaves(
            dict(zip(_KEY, map(str, key), strict=True)),
            part["area"].iloc[0],
            part.pivot_table(index="year", columns="municipality", values="share"),
        )
        for key, part in results[results["gender"].eq(gender)].groupby(_KEY, sort=True)
    )


def controls_in_waves(
    waves: Iterable[QuestionWaves],
    first_years: pd.DataFrame,
    code: str,
    *,
    fewest_donors: int = FEWEST_DONORS,
) -> SyntheticControls:
    """Return what `synthetic_controls` does, from the `question_waves` of its results."""
    began = first_years[first_years["municipality"].eq(code)].set_index("area")["first_year"]
    never = first_years[first_years["first_year"].isna() & first_years["municipality"].ne(code)]
    donors = never.groupby("area")["municipality"].agg(set).to_dict()
    tables: _Rows = ([], [], [])
    for question in waves:
        start = began.get(question.area, pd.NA)
        case = _case(question.shares, code, start, donors.get(question.area, set()))
        for table, rows in zip(tables, _rows(case, fewest_donors), strict=True):
            table += [{**question.key, **row} for row in rows]
    effects, gaps, weights = tables
    return SyntheticControls(
        _table(effects, SYNTHETIC_SCHEMA),
        _table(gaps, GAPS_SCHEMA),
        _table(weights, WEIGHTS_SCHEMA),
    )


def donor_weights(own: Floats, donors: Floats) -> Floats:
    """Return the nonnegative weights, summing to one, of the donors that come nearest to `own`.

    `own` has the waves before the start, `donors` the same waves by donor. Least squares with
    RIDGE, as non-negative least squares with the sum as one more, very heavy, equation.
    """
    size = donors.shape[1]
    system = np.vstack([donors, np.sqrt(RIDGE) * np.eye(size), np.full((1, size), _SUM_TO_ONE)])
    goal = np.concatenate([own, np.zeros(size), [_SUM_TO_ONE]])
    weights = nnls(system, goal)[0]
    shares: Floats = weights / weights.sum()
    return shares


class _Case(NamedTuple):
    """One question: the municipality's waves, and the donors that have them all."""

    start: int | None
    years: npt.NDArray[np.int64]
    own: Floats
    donors: pd.DataFrame

    @property
    def after(self) -> npt.NDArray[np.bool_]:
        return self.years >= (self.years.max(initial=0) + 1 if self.start is None else self.start)


def _case(waves: pd.DataFrame, code: str, start: object, donors: set[str]) -> _Case:
    own = waves[code].dropna() if code in waves else pd.Series(dtype="float64")
    kept = waves.loc[own.index, sorted(donors & set(waves.columns))].dropna(axis="columns")
    first = None if pd.isna(start) else int(str(start))  # type: ignore[call-overload]
    return _Case(first, own.index.to_numpy(dtype="int64"), own.to_numpy(dtype="float64"), kept)


def _reason(case: _Case, fewest_donors: int) -> str:
    before, after = int((~case.after).sum()), int(case.after.sum())
    if case.start is None:
        return "Det är inte känt vilket år kommunen började."
    if before < FEWEST_BEFORE:
        return f"{_measurements(before)} före starten {case.start}; minst {FEWEST_BEFORE} behövs."
    if after < FEWEST_AFTER:
        return f"{_measurements(after)} från starten {case.start}; minst {FEWEST_AFTER} behövs."
    if case.donors.shape[1] < fewest_donors:
        had = f"{case.donors.shape[1]} kommuner som aldrig börjat har värden alla de åren"
        return f"{had}; minst {fewest_donors} behövs."
    return ""


def _measurements(count: int) -> str:
    return f"{count} mätning" if count == 1 else f"{count} mätningar"


def _rows(case: _Case, fewest_donors: int) -> _Rows:
    """Return the rows of the three tables."""
    reason = _reason(case, fewest_donors)
    row: dict[str, object] = {
        "first_year": pd.NA if case.start is None else case.start,
        "n_donors": case.donors.shape[1],
        "n_before": int((~case.after).sum()),
        "n_after": int(case.after.sum()),
        "method": METHOD,
    }
    if reason:
        return [{**row, "status": NOT_ESTIMATED, "reason": reason}], [], []
    pool = case.donors.to_numpy(dtype="float64")
    weights = donor_weights(case.own[~case.after], pool[~case.after])
    synthetic = pool @ weights
    placebos = _placebo_gaps(pool, case.after)
    effect = _effect(case.own - synthetic, placebos, case.after)
    gaps = _gap_rows(case, synthetic, placebos)
    shares = [
        {"municipality": name, "weight": weight}
        for name, weight in zip(case.donors.columns, weights, strict=True)
        if weight > 0
    ]
    return [{**row, **effect, "status": ESTIMATED, "reason": ""}], gaps, shares


def _placebo_gaps(pool: Floats, after: npt.NDArray[np.bool_]) -> Floats:
    """Return each donor's gap to the mix of the other donors, waves by donors."""
    gaps = np.empty_like(pool)
    for place in range(pool.shape[1]):
        others = np.delete(pool, place, axis=1)
        weights = donor_weights(pool[~after, place], others[~after])
        gaps[:, place] = pool[:, place] - others @ weights
    return gaps


def _effect(gap: Floats, placebos: Floats, after: npt.NDArray[np.bool_]) -> dict[str, object]:
    low, high = np.quantile(placebos[after].mean(axis=0), [0.025, 0.975])
    ratio, others = _ratio(gap[:, None], after)[0], _ratio(placebos, after)
    return {
        "estimate": float(gap[after].mean()),
        "placebo_low": float(low),
        "placebo_high": float(high),
        "rmspe_before": float(np.sqrt(np.mean(gap[~after] ** 2))),
        "rmspe_after": float(np.sqrt(np.mean(gap[after] ** 2))),
        "p": float((1 + np.sum(others >= ratio)) / (1 + len(others))),
    }


def _ratio(gaps: Floats, after: npt.NDArray[np.bool_]) -> Floats:
    before = np.mean(gaps[~after] ** 2, axis=0)
    ratio: Floats = np.sqrt(np.mean(gaps[after] ** 2, axis=0) / np.maximum(before, _TINY))
    return ratio


def _gap_rows(case: _Case, synthetic: Floats, placebos: Floats) -> list[dict[str, object]]:
    low, high = np.quantile(placebos, [0.025, 0.975], axis=1)
    columns = ("year", "share", "synthetic", "gap", "placebo_low", "placebo_high")
    values = (case.years, case.own, synthetic, case.own - synthetic, low, high)
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def _table(rows: list[dict[str, object]], schema: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(schema)).astype(schema)
