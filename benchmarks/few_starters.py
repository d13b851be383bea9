"""Measures how often an effect, or a trend before the start, is found where there is none.

Each draw is seven waves of binomial answers in sixty municipalities that never began and a few that
did, in one to four starting years. Shown are the shares of draws with p <= 5 %: of a trend before
the start, and of an effect since it. It takes some minutes.

    python benchmarks/few_starters.py [draws]
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from ibic_eval.estimates.staggered import staggered_effects  # noqa: E402

SEED, DRAWS, NEVER = 2021, 400, 60
YEARS = np.array([2014, 2015, 2016, 2018, 2019, 2020, 2022])
STARTS = (2016, 2018, 2019, 2020)
SETTINGS = ((5, 1), (5, 2), (8, 2), (8, 4), (12, 4), (20, 4), (45, 4))


def draw(began: int, years: int, random: np.random.Generator):
    """Return results and first years as the estimates read them."""
    size = began + NEVER
    codes = [str(1000 + number) for number in range(size)]
    chance = 0.8 + random.normal(0, 0.04, (size, 1)) + random.normal(0, 0.01, len(YEARS))
    chance = chance + random.normal(0, 0.015, (size, len(YEARS)))
    n = random.integers(40, 500, (size, len(YEARS)))
    results = pd.DataFrame(
        {
            "municipality": np.repeat(codes, len(YEARS)),
            "year": np.tile(YEARS, size),
            "share": (random.binomial(n, chance.clip(0, 1)) / n).ravel(),
            "n": n.ravel(),
        }
    ).assign(service="hemtjanst", question="helhetssyn", gender="T", status="visas", kpi="U")
    starts = [*np.resize(STARTS[-years:], began).tolist(), *[pd.NA] * NEVER]
    first = pd.DataFrame({"municipality": codes, "area": "aldreomsorg"})
    return results, first.assign(first_year=pd.array(starts, "Int64"))


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    print("| began | starting years | trend before | effect |\n|--:|--:|--:|--:|")
    for began, years in SETTINGS:
        random = np.random.default_rng(SEED)
        rows = [staggered_effects(*draw(began, years, random)).overall for _ in range(draws)]
        found = pd.concat(rows)
        rates = [found[name].le(0.05).mean() for name in ("pretrend_p", "p")]
        print(f"| {began} | {years} | {rates[0]:.3f} | {rates[1]:.3f} |", flush=True)


if __name__ == "__main__":
    main()
