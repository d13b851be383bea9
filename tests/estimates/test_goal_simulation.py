"""That intervals of goals cover what was planted, and that chance alone gives few outliers."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from ibic_eval.estimates.clustered_shares import clustered_share, person_share
from ibic_eval.estimates.clustered_survival import fitted, happened
from ibic_eval.estimates.providers import person_correlation, provider_spread

RUNS = 400
PROVIDERS = [f"Utförare {number:02d}" for number in range(12)]


def within(hits: int, runs: int, nominal: float) -> bool:
    """Tell whether so many hits of so many runs are likely (1 in 1000) where `nominal` is true."""
    low, high = stats.binom.ppf([0.0005, 0.9995], runs, nominal)
    return low <= hits <= high


def alike(random: np.random.Generator, chance: np.ndarray, person: np.ndarray, rho: float):
    """Return successes with these chances, of which those of a person correlate by about `rho`.

    Each goal copies its person's common draw with the chance sqrt(rho), so that two goals of a
    person with the same chance correlate by exactly `rho`.
    """
    common = random.random(person.max() + 1)[person]
    copied = random.random(len(person)) < np.sqrt(rho)
    return np.where(copied, common, random.random(len(person))) < chance


def test_the_planted_55_percent_of_goals_lies_within_its_interval_at_the_nominal_rate():
    random = np.random.default_rng(55)
    hits = 0
    for _ in range(RUNS):
        person = np.repeat(np.arange(150), random.integers(1, 7, 150))
        reached = alike(random, np.full(len(person), 0.55), person, 0.3)
        found = clustered_share(person, reached)
        hits += found.ci_low <= 0.55 <= found.ci_high
    assert within(hits, RUNS, 0.95)


def test_ignoring_the_persons_would_cover_too_seldom():
    random = np.random.default_rng(55)
    hits = 0
    for _ in range(RUNS):
        person = np.repeat(np.arange(150), random.integers(1, 7, 150))
        reached = alike(random, np.full(len(person), 0.55), person, 0.3)
        found = person_share(int(reached.sum()), len(reached))
        hits += found.ci_low <= 0.55 <= found.ci_high
    assert not within(hits, RUNS, 0.95)


def test_the_share_reached_within_a_year_is_covered_at_the_nominal_rate():
    random = np.random.default_rng(12)
    true = 1 - np.exp(-365 / 500)
    hits = 0
    for _ in range(RUNS):
        person = np.repeat(np.arange(150), random.integers(1, 7, 150))
        common = random.exponential(500, 150)[person]
        own = random.exponential(500, len(person))
        days = np.ceil(np.where(random.random(len(person)) < 0.5, common, own)).astype(int)
        end = random.integers(200, 900, len(person))
        _, low, high = happened(fitted(np.minimum(days, end), days <= end, person), 365)
        hits += low <= true <= high
    assert within(hits, RUNS, 0.95)


@pytest.mark.parametrize("rho", [0.0, 0.15, 0.5])
def test_the_correlation_within_persons_is_found(rho):
    random = np.random.default_rng(7)
    found = []
    for _ in range(60):
        person = np.repeat(np.arange(300), random.integers(1, 6, 300))
        chance = np.full(len(person), 0.55)
        reached = alike(random, chance, person, rho).astype(float)
        found.append(person_correlation(person, reached, chance))
    assert np.mean(found) == pytest.approx(rho, abs=0.03)


def provider_goals(random: np.random.Generator, spread: float, rho: float = 0.2) -> pd.DataFrame:
    """Return goals at twelve providers of different sizes and case mix."""
    persons = random.integers(20, 120, len(PROVIDERS))
    home = np.repeat(np.arange(len(PROVIDERS)), persons)
    person = np.repeat(np.arange(len(home)), random.integers(1, 5, len(home)))
    provider = home[person]
    heavy = random.random(len(person)) < np.linspace(0.1, 0.9, len(PROVIDERS))[provider]
    level = np.where(heavy, 0.40, 0.70)
    effect = random.normal(0, spread, len(PROVIDERS))[provider] if spread else 0.0
    chance = 1 / (1 + np.exp(-np.log(level / (1 - level)) - effect))
    return pd.DataFrame(
        {
            "person": person,
            "area": 0,
            "provider": provider,
            "cell": np.where(heavy, 4, 2),
            "success": alike(random, chance, person, rho),
        }
    )


@pytest.fixture(scope="module")
def alike_providers() -> list:
    random = np.random.default_rng(99)
    return [
        provider_spread(provider_goals(random, 0.0, 0.5), PROVIDERS, PROVIDERS, "aldreomsorg")
        for _ in range(100)
    ]


@pytest.mark.slow
def test_chance_alone_gives_no_more_outliers_than_the_limits_say(alike_providers):
    position = pd.concat([found.providers for found in alike_providers])["position"]
    n = len(position)
    assert position.ne("inom").sum() <= stats.binom.ppf(0.999, n, 0.05)
    assert position.eq("utanfor_998").sum() <= stats.binom.ppf(0.999, n, 0.002)
    assert position.ne("inom").sum() > 0.01 * n  # the limits aren't so wide that they say nothing


@pytest.mark.slow
def test_without_case_mix_the_same_providers_would_stand_outside(alike_providers):
    table = pd.concat([found.providers for found in alike_providers])
    mean = pd.concat([found.spread for found in alike_providers])["mean"].mean()
    crude = table["share"].sub(mean).div((mean * (1 - mean) / table["n_effective"]) ** 0.5).abs()
    assert crude.gt(1.96).mean() > 0.15


@pytest.mark.slow
def test_overdispersion_is_called_at_the_nominal_rate_without_spread(alike_providers):
    p = pd.concat([found.spread for found in alike_providers])["p"]
    assert p.lt(0.05).sum() <= stats.binom.ppf(0.999, len(p), 0.05)


@pytest.mark.slow
def test_a_planted_spread_is_found_and_guesses_are_drawn_towards_the_mean():
    random = np.random.default_rng(5)
    found = [
        provider_spread(provider_goals(random, 0.5), PROVIDERS, PROVIDERS, "aldreomsorg")
        for _ in range(40)
    ]
    spreads = pd.concat([one.spread for one in found])
    assert spreads["p"].lt(0.05).mean() > 0.9
    # maximum likelihood among twelve, and rates that hold some of the spread, come out low
    assert 0.35 < spreads["spread"].mean() < 0.5
    for one in found:
        table = one.providers
        mean = one.spread["mean"].item()
        drawn = (table["shrunken"] - mean).abs().sum()
        assert drawn < (table["adjusted"] - mean).abs().sum()
        assert table["provider"].tolist() == PROVIDERS  # never ranked


def test_fewer_than_three_providers_is_not_compared():
    goals = provider_goals(np.random.default_rng(1), 0.0)
    found = provider_spread(goals, PROVIDERS, PROVIDERS[:2], "aldreomsorg")
    assert found.providers.empty and found.funnel.empty
    row = found.spread.iloc[0]
    assert (row["status"], row["n_providers"], row["n_hidden"]) == ("saknas", 2, 10)
    assert "Färre än 3 utförare" in row["reason"]
