"""How attacks on what is released are drawn: a few each time, the many with the slow tests."""

from collections.abc import Collection

import pytest


def attacks(always: Collection[int], many: int) -> pytest.MarkDecorator:
    """Let a test be tried with each `seed` below `many`; those not among `always` are slow."""
    seeds = [
        seed if seed in always else pytest.param(seed, marks=pytest.mark.slow)
        for seed in range(many)
    ]
    return pytest.mark.parametrize("seed", seeds)
