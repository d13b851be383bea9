"""Measures how often a difference of changes is found where there is none, with few treated.

Each draw is a pair of waves: binomial answers about levels that differ and that move by chance.
For each setting the shares of draws with p <= 5 %: by CR1 with t(G-1), as before; by CR2 with
Satterthwaite's degrees of freedom; by the permutation test; and by the last two together, on which
a verdict rests. The last column is the upper 95 % limit of that.

    python benchmarks/few_treated.py [draws]
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import stats

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from ibic_eval.estimates.randomisation import drawn_assignments  # noqa: E402
from ibic_eval.estimates.small_clusters import small_clusters  # noqa: E402

SEED = 2021
DRAWS, PERMUTATIONS, CONTROLS = 10_000, 499, 60
TREATED = (3, 4, 5, 8, 10, 20)


class Setting(NamedTuple):
    """The level of the shares, and the fewest and most respondents in a municipality."""

    level: float
    respondents: tuple[int, int]
    of_treated: tuple[int, int]


SETTINGS = {
    "alike": Setting(0.8, (40, 500), (40, 500)),
    "a few are large": Setting(0.8, (30, 3000), (30, 3000)),
    "the treated are small": Setting(0.8, (100, 500), (30, 60)),
    "the treated are large": Setting(0.8, (30, 60), (100, 500)),
    "nearly all content": Setting(0.96, (30, 80), (30, 80)),
}


def waves(setting: Setting, treated: int, random: np.random.Generator, draws: int):
    """Return changes and weights, draws by municipalities with the treated first."""
    low, high = (
        np.log(
            [
                bounds[side]
                for bounds in [setting.of_treated] * treated + [setting.respondents] * CONTROLS
            ]
        )
        for side in (0, 1)
    )
    size = np.exp(random.uniform(low, high, (draws, len(low))))
    own = setting.level + random.normal(0, 0.04, size.shape)
    shares, numbers = [], []
    for _ in range(2):
        n = np.maximum(size * random.uniform(0.7, 1.2, size.shape), 30).astype(int)
        chance = own + random.normal(0, 0.015, size.shape)
        shares.append(random.binomial(n, chance.clip(0, 1)) / n)
        numbers.append(n)
    return shares[1] - shares[0], numbers[0] * numbers[1] / (numbers[0] + numbers[1])


def t_tests(change, weight, began):
    """Return the p of CR1 and of CR2 for one draw."""
    design = np.column_stack([began, np.ones(len(began))])
    root, size = np.sqrt(weight), len(began)
    codes = np.arange(size)
    fit = small_clusters(change * root, design * root[:, None], codes)
    first = np.eye(2)[0]
    pulls = (design * weight[:, None]) @ np.linalg.inv((design.T * weight) @ design)[0]
    plain = np.sum((pulls * (change - design @ fit.coefficients)) ** 2) * size / (size - 1)
    t = abs(fit.coefficients[0])
    adjusted = t / np.sqrt(fit.covariance()[0, 0])
    return 2 * stats.t.sf(t / np.sqrt(plain), size - 1), 2 * stats.t.sf(
        adjusted, min(fit.degrees(first), began.sum() - 1)
    )


def permutation_tests(change, weight, began):
    """Return the p of every draw."""
    drawn = drawn_assignments(began > 0, np.full(len(began), ""), PERMUTATIONS, SEED)

    def effects(who):
        pull = weight @ who
        rest = weight.sum(axis=1, keepdims=True) - pull
        total = (weight * change).sum(axis=1, keepdims=True)
        mine = (weight * change) @ who
        return mine / pull - (total - mine) / rest

    far = np.abs(effects(drawn)) >= np.abs(effects(began[:, None])) - 1e-12
    return (1 + far.sum(axis=1)) / (1 + PERMUTATIONS)


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    print("| setting | weights | treated | CR1 | CR2 | permutation | verdict | at most |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for name, setting in SETTINGS.items():
        for treated in TREATED:
            random = np.random.default_rng(SEED)
            change, respondents = waves(setting, treated, random, draws)
            began = (np.arange(treated + CONTROLS) < treated).astype("float64")
            for words, weight in (("none", np.ones_like(change)), ("respondents", respondents)):
                ts = np.array([t_tests(*pair, began) for pair in zip(change, weight, strict=True)])
                chance = permutation_tests(change, weight, began)
                both = np.maximum(ts[:, 1], chance) <= 0.05
                rates = [*(ts <= 0.05).mean(axis=0), (chance <= 0.05).mean(), both.mean()]
                limit = stats.beta.ppf(0.975, both.sum() + 1, draws - both.sum())
                told = " | ".join(f"{rate:.3f}" for rate in (*rates, limit))
                print(f"| {name} | {words} | {treated} | {told} |", flush=True)


if __name__ == "__main__":
    main()
