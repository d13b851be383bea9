"""How attacks on what is released are drawn: a few each time, the many with the slow tests."""

import pytest


def attacks(few: int, many: int) -> pytest.MarkDecorator:
    """Let a test be tried with each `seed` below `many`; those from `few` on are slow."""
    rest = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(few, many)]
    return pytest.mark.parametrize("seed", [*range(few), *rest])
