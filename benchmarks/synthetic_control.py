"""Measures what placebo tests of a synthetic control find, by chance and where something changed.

Each draw is a municipality and its donors in five waves before and four after, with five questions.
Shown are the shares of draws where any question is found (corrected p <= 5 %), of questions found,
and of questions whose interval covers the effect; and the share of questions that Holm's correction
of each question's own p would find.

    python benchmarks/synthetic_control.py [draws]
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from ibic_eval.estimates.differences import holm  # noqa: E402
from ibic_eval.estimates.synthetic import synthetic_controls  # noqa: E402

SEED, DRAWS, QUESTIONS = 2021, 200, 5
YEARS = np.arange(2012, 2021)
START = 2017


def draw(donors: int, own: int | None, effect: float, random: np.random.Generator):
    """Return results and first years; the municipality has `own` respondents (None: as others)."""
    size = np.exp(random.uniform(np.log(40), np.log(500), donors + 1))
    size[0] = own or size[0]
    codes = [f"{1000 + number}" for number in range(donors + 1)]
    parts = []
    for number in range(QUESTIONS):
        chance = 0.65 + random.normal(0, 0.04, (donors + 1, 1)) + random.normal(0, 0.01, 9)
        chance = (chance + random.normal(0, 0.015, (donors + 1, 9))).clip(0, 1)
        n = np.maximum(size[:, None] * random.uniform(0.7, 1.2, chance.shape), 20).astype(int)
        share = random.binomial(n, chance) / n
        share[0] += effect * (YEARS >= START)
        cells = {"municipality": np.repeat(codes, 9), "year": np.tile(YEARS, donors + 1)}
        frame = pd.DataFrame({**cells, "share": share.ravel(), "n": n.ravel()})
        parts.append(frame.assign(question=f"fraga_{number}"))
    results = pd.concat(parts, ignore_index=True)
    results = results.assign(service="hemtjanst", gender="T", status="visas", kpi="U")
    starts = pd.array([START, *[pd.NA] * donors], "Int64")
    first = pd.DataFrame({"municipality": codes, "area": "aldreomsorg", "first_year": starts})
    return results, first, codes[0]


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    print("| donors | respondents | effect | any | questions | covered | Holm of p alone |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    for donors in (19, 40):
        for own in (None, 30, 500):
            for effect in (0.0, 0.05, 0.1, 0.3):
                random = np.random.default_rng(SEED)
                tables = [
                    synthetic_controls(*draw(donors, own, effect, random)).effects
                    for _ in range(draws)
                ]
                found = [table["p_adjusted"].le(0.05) for table in tables]
                every = pd.concat(tables)
                covered = every["ci_low"].le(effect) & every["ci_high"].ge(effect)
                alone = [holm(table["p"]).le(0.05).mean() for table in tables]
                rates = [np.mean([one.any() for one in found]), np.mean(found)]
                told = " | ".join(
                    f"{rate:.3f}" for rate in (*rates, covered.mean(), np.mean(alone))
                )
                print(f"| {donors} | {own or '40–500'} | {effect} | {told} |", flush=True)


if __name__ == "__main__":
    main()
