"""Control charts of reviewed documents: points, phases with their limits, signals and shifts."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.review_changes import ALPHA, Pair, compared
from ibic_eval.estimates.review_documents import Periods, judged, period_of
from ibic_eval.estimates.review_limits import (
    BASELINE,
    LANEY,
    P_CHART,
    Limits,
    beyond,
    false_alarm,
    limits,
    long_runs,
    signals,
)
from ibic_eval.estimates.review_points import FEWEST, chart_points
from ibic_eval.estimates.review_schemas import (
    CHARTS,
    CRITERIA,
    EVERY,
    HIGHER,
    KINDS,
    LOWER,
    MISSING,
    OUTSIDE,
    POINTS,
    RUN,
    SHIFTED,
    SHIFTS,
    SHOWN,
    SINGLE,
    STABLE,
    UNDECIDED,
    WHOLE,
    gathered,
)
from ibic_eval.estimates.review_shifts import LEVEL, METHOD, Shift, extra_variation, find_shift

FEWEST_CHARTED = 10
SEED, ALARM_DRAWS = 2021, 1000
TOO_FEW = "Färre än tio veckor, eller sammanslagna veckor, med minst fem dokument."
NO_LIMITS = "Inga gränser kan räknas, eftersom alla dokument i början bedömdes lika."


class Charts(NamedTuple):
    """The tables POINTS, CHARTS and SHIFTS."""

    points: pd.DataFrame
    charts: pd.DataFrame
    shifts: pd.DataFrame


def charts(outcomes: pd.DataFrame, named: Periods) -> Charts:
    """Return a control chart of WHOLE for each kind, and of each part for all kinds together.

    Week by week only one of the two is told, since all kinds less some could give a week of few
    away; kinds with fewer than five documents in a period are for the same reason left out of all
    kinds together in it. The first 20 points of a phase set its limits. A phase ends where the
    chart signals and a test finds a lasting change (1 % level); the next begins at the likeliest
    week. Charts of fewer than ten points are not made.
    """
    rows = judged(outcomes)
    whole = rows[rows["criterion"].eq(WHOLE)]
    by_kind = [(kind, WHOLE, whole[whole["kind"].eq(kind)]) for kind in KINDS]
    large = _large(rows, named)
    by_part = [(EVERY, part, large[large["criterion"].eq(part)]) for part in CRITERIA]
    found = [
        _chart(kind, criterion, part, named)
        for kind, criterion, part in (*by_kind, *by_part)
        if len(part)
    ]
    tables = zip(*found, strict=True) if found else [(), (), ()]
    return Charts(
        *(
            gathered(parts, schema)
            for parts, schema in zip(tables, (POINTS, CHARTS, SHIFTS), strict=True)
        )
    )


def lasting_shifts(
    count: np.ndarray, n: np.ndarray, first: int = 0, seed: int = SEED
) -> list[Shift]:
    """Return the lasting shifts in order, searched for again on both sides of each that is found.

    Only where the chart signals, and the test of a change of level has p below LEVEL.
    """
    if not signals(count, n).any():
        return []
    shift = find_shift(count, n, seed)
    if shift is None or shift.p >= LEVEL:
        return []
    at = shift.at
    here = Shift(first + at, first + shift.low, first + shift.high, shift.p)
    return [
        *lasting_shifts(count[:at], n[:at], first, seed),
        here,
        *lasting_shifts(count[at:], n[at:], first + at, seed),
    ]


def mantel_haenszel(before: pd.DataFrame, after: pd.DataFrame) -> float:
    """Return the share after minus that before, within kinds (Greenland & Robins 1985).

    Both have kind and met; nan where no kind has documents in both.
    """
    tally = [part.groupby("kind")["met"].agg(["sum", "size"]) for part in (before, after)]
    table = tally[0].join(tally[1], how="inner", lsuffix="_0", rsuffix="_1")
    total = table["size_0"] + table["size_1"]
    weight = table["size_0"] * table["size_1"] / total
    gap = table["sum_1"] / table["size_1"] - table["sum_0"] / table["size_0"]
    return float((weight * gap).sum() / weight.sum()) if len(table) else float("nan")


def _large(rows: pd.DataFrame, named: Periods) -> pd.DataFrame:
    dated = rows.assign(period=period_of(rows["week"], named))
    sizes = dated.groupby(["criterion", "kind", "period"])["met"].transform("size")
    return rows[sizes.ge(FEWEST)]


Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def _chart(kind: str, criterion: str, rows: pd.DataFrame, periods: Periods) -> Frames:
    named, points = {"kind": kind, "criterion": criterion}, chart_points(rows, periods)
    if len(points) < FEWEST_CHARTED:
        return _no(POINTS), _one_chart({**named, **_missing(points, TOO_FEW)}), _no(SHIFTS)
    count, n = (points[name].to_numpy() for name in ("count", "n"))
    if np.isnan(limits(count, n).centre):
        return _no(POINTS), _one_chart({**named, **_missing(points, NO_LIMITS)}), _no(SHIFTS)
    found = lasting_shifts(count, n)
    ends = [0, *(shift.at for shift in found), len(points)]
    spans = [slice(*pair) for pair in pairwise(ends)]
    phases = [_phase(points[span], number) for number, span in enumerate(spans, start=1)]
    drawn = pd.concat(phases).assign(**named)
    shifts = [
        _shift(shift, points, spans[at : at + 2], rows) for at, shift in enumerate(found)
    ]  # fmt: skip
    summary = {**named, **_summary(points, drawn, len(found))}
    return drawn, _one_chart(summary), pd.DataFrame(shifts, columns=list(SHIFTS)).assign(**named)


def _phase(points: pd.DataFrame, number: int) -> pd.DataFrame:
    count, n = (points[name].to_numpy() for name in ("count", "n"))
    found = limits(count, n)
    outside, run = beyond(count, n, found), long_runs(count, n, found)
    low, high = proportion_confint(count, n, method="wilson")
    return points.assign(
        point=points.index + 1, phase=number, estimate=count / n, ci_low=low, ci_high=high,
        centre=found.centre, lower=found.lower, upper=found.upper,
        baseline=np.arange(len(n)) < BASELINE, signal=_named(outside, run), status=SHOWN,
        method=_method(found), reason="", verdict="",
    )  # fmt: skip


def _named(outside: np.ndarray, run: np.ndarray) -> list[str]:
    return [
        ", ".join(word for word, there in ((OUTSIDE, one), (RUN, other)) if there)
        for one, other in zip(outside, run, strict=True)
    ]


def _method(found: Limits) -> str:
    return LANEY if found.laney else P_CHART


def _summary(points: pd.DataFrame, drawn: pd.DataFrame, shifts: int) -> dict[str, object]:
    count, n = (points[name].to_numpy() for name in ("count", "n"))
    first = limits(count, n)
    spread = float(first.sigma_z) if first.laney else 1.0
    signalled = signals(count, n)
    last = drawn[drawn["phase"].eq(drawn["phase"].max()) & drawn["baseline"]]
    size = float(last["n"].sum()) / spread**2
    low, high = proportion_confint(float(last["centre"].iloc[0]) * size, size, method="wilson")
    verdict = SHIFTED if shifts else SINGLE if signalled.any() else STABLE
    return {
        "n": int(n.sum()),
        "points": len(points),
        "joined": int(points["weeks"].gt(1).sum()),
        "baseline": min(BASELINE, len(points)),
        "phases": shifts + 1,
        "signals": int(signalled.sum()),
        "first_signal": points["week"][signalled].min() if signalled.any() else pd.NaT,
        "estimate": last["centre"].iloc[0],
        "ci_low": float(low),
        "ci_high": float(high),
        "sigma_z": float(first.sigma_z),
        "dispersion_p": float(first.dispersion_p),
        "false_alarm": false_alarm(n, float(first.centre), spread, ALARM_DRAWS, SEED),
        "method": _method(first),
        "status": SHOWN,
        "reason": "",
        "verdict": verdict,
    }


def _shift(
    shift: Shift, points: pd.DataFrame, sides: list[slice], rows: pd.DataFrame
) -> dict[str, object]:
    parts = [
        (points["count"][side].to_numpy(), points["n"][side].to_numpy()) for side in sides
    ]  # fmt: skip
    (count_a, n_a), (count_b, n_b) = ((int(c.sum()), int(n.sum())) for c, n in parts)
    found = compared(Pair(count_a, n_a, count_b, n_b, extra_variation(parts)), ALPHA)
    return {
        **{name: found[name] for name in ("estimate", "ci_low", "ci_high")},
        "week": points["week"].iloc[shift.at],
        "week_low": points["week"].iloc[shift.low],
        "week_high": points["last_week"].iloc[shift.high],
        "n": n_a + n_b,
        "n_before": n_a,
        "n_after": n_b,
        "before": found["share_first"],
        "after": found["share_latest"],
        "adjusted": mantel_haenszel(*(_within(rows, points[side]) for side in sides)),
        "p": shift.p,
        "method": METHOD,
        "status": SHOWN,
        "reason": "",
        "verdict": HIGHER if found["estimate"] > 0 else LOWER,
    }


def _within(rows: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["week"].between(points["week"].min(), points["last_week"].max())]


def _missing(points: pd.DataFrame, reason: str) -> dict[str, object]:
    return {"n": int(points["n"].sum()), "points": len(points), "status": MISSING,
            "reason": reason, "verdict": UNDECIDED, "method": P_CHART}  # fmt: skip


def _one_chart(row: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([row], columns=list(CHARTS)).astype(CHARTS)


def _no(schema: dict[str, str]) -> pd.DataFrame:
    return gathered([], schema)
