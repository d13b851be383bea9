"""Measures how often a change in days is found where there is none, with few case workers.

Each draw has case workers with levels of their own. `slopes`: each also changes in a way of its
own, about no change. `turnover`: a third left before and a third came after. Shown are the shares
of draws with p <= 5 %: without clusters (HC1), by CR1 with t(G-1), and as the project does it
(CR2, Satterthwaite), with a part of the cases lacking their case worker and standing alone.

    python benchmarks/case_workers.py [draws]
"""

import sys
from pathlib import Path

import numpy as np
from scipy import stats

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from ibic_eval.estimates.clustered_models import (  # noqa: E402
    Clusters,
    Fit,
    combination,
    least_squares,
    sandwich,
)

SEED, DRAWS = 2021, 4_000
WORKERS = ((3, 0.0), (4, 0.0), (5, 0.0), (6, 0.0), (8, 0.0), (12, 0.0), (20, 0.0))
UNKNOWN = tuple((workers, share) for workers in (6, 12, 20) for share in (0.05, 0.1, 0.2, 0.4))


def draw(kind: str, workers: int, random: np.random.Generator):
    """Return log days, the design (after, one and two ways in) and case workers."""
    worker = np.repeat(np.arange(workers), random.integers(15, 60, workers))
    n = len(worker)
    chance = random.uniform(0.3, 0.7, workers)
    if kind == "turnover":
        chance = np.array([0.0, 1.0, 0.5])[np.arange(workers) % 3]
    after, way = random.random(n) < chance[worker], random.integers(0, 3, n)
    own = random.normal(0, 0.35, workers)[worker]
    if kind == "slopes":
        own = own + random.normal(0, 0.3, workers)[worker] * after
    design = np.column_stack([after, np.ones(n), way == 1, way == 2]).astype("float64")
    return own + random.normal(0, 0.9, n), design, worker


def p_values(outcome, design, worker, workers: int) -> tuple[float, float, float]:
    """Return the p by HC1, CR1 and CR2."""
    first, named = np.eye(design.shape[1])[0], Clusters(worker, workers, "", "")
    alone = least_squares(outcome, design, Clusters(None, None, "", ""))
    known = least_squares(outcome, design, named)
    scores = design * (outcome - design @ known.coefficients)[:, None]
    bread = np.linalg.inv(design.T @ design)
    plain = Fit(known.coefficients, sandwich(bread, scores, named), len(np.unique(worker)) - 1)
    one, two, three = (combination(fit, first)["p"] for fit in (alone, plain, known))
    return one, two, three


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    print("| kind | workers | unknown | HC1 | CR1 | CR2 | at most |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for kind in ("slopes", "turnover"):
        for workers, unknown in (*WORKERS, *UNKNOWN):
            random = np.random.default_rng(SEED)
            found = []
            while len(found) < draws:
                outcome, design, worker = draw(kind, workers, random)
                lost = random.random(len(worker)) < unknown
                told = np.where(lost, workers + np.arange(len(worker)), worker)
                told = np.unique(told, return_inverse=True)[1]
                if np.linalg.matrix_rank(design) == design.shape[1]:
                    found.append(p_values(outcome, design, told, workers))
            hits = np.sum(np.array(found) <= 0.05, axis=0)
            limit = stats.beta.ppf(0.975, hits[-1] + 1, draws - hits[-1])
            told = " | ".join(f"{rate:.3f}" for rate in (*hits / draws, limit))
            print(f"| {kind} | {workers} | {unknown} | {told} |", flush=True)


if __name__ == "__main__":
    main()
