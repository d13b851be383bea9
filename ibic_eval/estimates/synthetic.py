"""Synthetic control: what would the municipality's results have been, had it not begun?"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import nnls

from ibic_eval.estimates.panels import ESTIMATED, EVERYONE, NOT_ESTIMATED, shown_results
from ibic_eval.estimates.placebo_tests import OWN, PlaceboGaps, adjusted_p, placebo_test

FEWEST_BEFORE, FEWEST_AFTER = 4, 2

# With nineteen placebos the smallest p is 1/20: with fewer, no effect could be told from chance.
FEWEST_DONORS = 19

# Many weights fit a few waves equally well; of these the ridge takes the most even, so that the
# result neither hangs on the order of the municipalities nor follows chance (Doudchenko & Imbens
# 2016). In squared proportions: the whole weight on one donor costs as much as missing one wave by
# one percentage point, which is less than chance moves a result from wave to wave.
RIDGE = 1e-4
_SUM_TO_ONE = 1e3

METHOD = "syntetisk kontroll (Abadie m.fl. 2010), placebotest i kommuner som aldrig börjat"

_KEY = ["service", "question", "gender"]
SYNTHETIC_SCHEMA = {
    **dict.fromkeys(_KEY, "string"),
    "first_year": "Int64",
    **dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64"),
    **dict.fromkeys(["rmspe_before", "rmspe_after", "p", "p_adjusted"], "Float64"),
    **dict.fromkeys(["n_donors", "n_before", "n_after", "n_family"], "Int64"),
    **dict.fromkeys(["method", "status", "reason"], "string"),
}
GAPS_SCHEMA = {
    **dict.fromkeys(_KEY, "string"),
    "year": "Int64",
    **dict.fromkeys(["share", "synthetic", "gap", "placebo_low", "placebo_high"], "Float64"),
}
WEIGHTS_SCHEMA = {**dict.fromkeys([*_KEY, "municipality"], "string"), "weight": "Float64"}

Floats = npt.NDArray[np.float64]


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
    Each donor is in turn taken for the one that began (in-space placebo), and `p`, its interval
    and `p_adjusted` (over the `n_family` questions of the service) are those of
    `estimates.placebo_tests`; in the series `placebo_low` and `placebo_high` hold the middle 95 %
    of the donors' gaps. Needs at least 4 waves before the start, 2 from it on, and
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
    effects: list[dict[str, object]] = []
    gaps: list[dict[str, object]] = []
    weights: list[dict[str, object]] = []
    found: dict[str, dict[int, PlaceboGaps]] = {}
    for question in waves:
        start = began.get(question.area, pd.NA)
        case = _case(question.shares, code, start, donors.get(question.area, set()))
        row, solved = _row(case, fewest_donors)
        if solved is not None:
            found.setdefault(question.key["service"], {})[len(effects)] = solved.gaps
            gaps += [{**question.key, **each} for each in _gap_rows(case, solved)]
            weights += [{**question.key, **each} for each in _weight_rows(case, solved)]
        effects.append({**question.key, **row})
    for family in found.values():
        for place, p in zip(family, adjusted_p(list(family.values())), strict=True):
            effects[place] |= {"p_adjusted": p, "n_family": len(family)}
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


class _Solved(NamedTuple):
    """The donors' weights, the mix they make, and the gaps to it and to the donors' own mixes."""

    weights: Floats
    synthetic: Floats
    gaps: PlaceboGaps


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


def _row(case: _Case, fewest_donors: int) -> tuple[dict[str, object], _Solved | None]:
    """Return the row of effects, and what it rests on where it could be estimated."""
    reason = _reason(case, fewest_donors)
    row: dict[str, object] = {
        "first_year": pd.NA if case.start is None else case.start,
        "n_donors": case.donors.shape[1],
        "n_before": int((~case.after).sum()),
        "n_after": int(case.after.sum()),
        "method": METHOD,
    }
    if reason:
        return {**row, "status": NOT_ESTIMATED, "reason": reason}, None
    pool = case.donors.to_numpy(dtype="float64")
    weights = donor_weights(case.own[~case.after], pool[~case.after])
    synthetic = pool @ weights
    gaps = PlaceboGaps(
        _own_first(case, case.own - synthetic, _placebo_gaps(pool, case.after)),
        _own_first(case, case.own, pool) - pool.mean(axis=1)[:, None],
        case.after,
    )
    fit = np.sqrt(
        [np.mean((case.own - synthetic)[side] ** 2) for side in (~case.after, case.after)]
    )
    row |= {**placebo_test(gaps), "rmspe_before": fit[0], "rmspe_after": fit[1]}
    row |= {"status": ESTIMATED, "reason": ""}
    return row, _Solved(weights, synthetic, gaps)


def _own_first(case: _Case, own: Floats, others: Floats) -> pd.DataFrame:
    return pd.DataFrame(np.column_stack([own, others]), columns=[OWN, *case.donors.columns])


def _placebo_gaps(pool: Floats, after: npt.NDArray[np.bool_]) -> Floats:
    """Return each donor's gap to the mix of the other donors, waves by donors."""
    gaps = np.empty_like(pool)
    for place in range(pool.shape[1]):
        others = np.delete(pool, place, axis=1)
        weights = donor_weights(pool[~after, place], others[~after])
        gaps[:, place] = pool[:, place] - others @ weights
    return gaps


def _gap_rows(case: _Case, solved: _Solved) -> list[dict[str, object]]:
    gaps = solved.gaps.gaps
    low, high = np.quantile(gaps.drop(columns=OWN), [0.025, 0.975], axis=1)
    columns = ("year", "share", "synthetic", "gap", "placebo_low", "placebo_high")
    values = (case.years, case.own, solved.synthetic, gaps[OWN], low, high)
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def _weight_rows(case: _Case, solved: _Solved) -> list[dict[str, object]]:
    pairs = zip(case.donors.columns, solved.weights, strict=True)
    return [{"municipality": name, "weight": weight} for name, weight in pairs if weight > 0]


def _table(rows: list[dict[str, object]], schema: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(schema)).astype(schema)
