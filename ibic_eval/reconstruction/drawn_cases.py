"""Draws the true model behind a fictional municipality's case records in the large demo.

The distributions are stated beside each number. Every effect of the introduction is nothing in a
known share of the municipalities, so that a method can also be seen to find nothing.
"""

import operator
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ibic_eval.reconstruction.case_truth import (
    CARE_OF_OLDER,
    IBIC,
    LSS,
    OTHER_SOL,
    SYSTEM,
    Area,
    CaseTruth,
    unchanged,
)
from ibic_eval.reconstruction.drawn_settings import NO_CONTROLS, SMALL, Setting, stream

CASES_A_YEAR = 450  # where the scale is 1
MOST_CASES = 2600
FEWEST_CASES = 8
AREA_SHARES = {CARE_OF_OLDER: 0.60, OTHER_SOL: 0.20, LSS: 0.20}
WHOLLY_UNCHANGED = 0.10  # of the municipalities: nothing changes at the introduction
NO_EFFECT = 0.25  # of the others, for each effect apart
_STREAM = 1


def draw_case_truth(setting: Setting, seed: int) -> CaseTruth:
    """Draw a municipality's case truth.

    The lasting ratio of days is exp(N(0.10, 0.12)) and the first exp(U(0.1, 0.4)) times that; the
    life areas rise by U(0.5, 2.5), the split goals by U(0.05, 0.30), the hours by U(0.5, 3.5).
    """
    random = stream(seed, setting.code, _STREAM)
    areas = _areas(setting, random)
    usual = CaseTruth(
        code=setting.code,
        areas=areas,
        opened=setting.opened,
        extracted=setting.extracted,
        starts=setting.starts,
    )
    changed = _goals(_contents(_time(usual, random), random), random)
    drawn = replace(
        changed,
        cause=SYSTEM if setting.system_change else IBIC,
        quality=tuple(_near(share, 0.05, random) for share in usual.quality),
        asked=float(random.uniform(0.4, 0.8)),
        length=str(random.choice(["sidor", "tecken"])),
        missing=_missing(usual.missing, random),
    )
    return unchanged(drawn) if random.uniform() < WHOLLY_UNCHANGED else drawn


def _areas(setting: Setting, random: np.random.Generator) -> Mapping[str, Area]:
    years = (setting.extracted - setting.opened).days / 365.25
    wanted = CASES_A_YEAR * setting.scale * years
    total = min(max(wanted, FEWEST_CASES), MOST_CASES)
    shares = {name: share * np.exp(random.normal(0, 0.2)) for name, share in AREA_SHARES.items()}
    cases = {name: round(total * share / sum(shares.values())) for name, share in shares.items()}
    workers = {name: max(1, round(count / years / 45)) for name, count in cases.items()}
    discharge = float(random.uniform(0.05, 0.20)) if setting.kind != SMALL else 0.0
    follow_up = float(random.uniform(0.2, 0.35))
    days = np.exp(random.normal(np.log([22, 28, 42]), 0.2)).tolist()
    hours = np.exp(random.normal(np.log([9, 10, 14]), 0.15)).tolist()
    units = (setting.offices, ("Socialpsykiatri",), ("Funktionsnedsättning",))
    ways = (
        (1 - discharge - follow_up, discharge, follow_up),
        *[(1 - follow_up, 0.0, follow_up)] * 2,
    )
    providers = (setting.home_care, setting.support, setting.homes)
    return {
        name: Area(
            cases[name],
            workers[name],
            units[at],
            days[at],
            hours[at],
            ways[at],
            _shares(providers[at], random),
        )
        for at, name in enumerate((CARE_OF_OLDER, OTHER_SOL, LSS))
        if name in setting.starts or NO_CONTROLS not in setting.lacking
    }


def _shares(names: tuple[str, ...], random: np.random.Generator) -> Mapping[str, float]:
    return dict(zip(names, random.dirichlet([6.0] * len(names)).tolist(), strict=True))


def _time(truth: CaseTruth, random: np.random.Generator) -> CaseTruth:
    last = float(np.exp(random.normal(0.10, 0.12)))
    first = last * float(np.exp(random.uniform(0.1, 0.4)))
    none = random.uniform() < NO_EFFECT
    return replace(
        truth,
        ratio_at_start=1.0 if none else first,
        ratio_at_last=1.0 if none else last,
        extra_hours=_or_none(0.5, 3.5, random),
        trend=float(random.normal(0, 0.015)),
        season=float(random.uniform(0, 0.10)),
        worker_sd=float(random.uniform(0.10, 0.20)),
    )


def _contents(truth: CaseTruth, random: np.random.Generator) -> CaseTruth:
    areas, pages = float(random.uniform(2.5, 3.5)), float(random.uniform(2.5, 4.0))
    more = _or_none(0.5, 2.5, random)
    goals, plans = float(random.uniform(0.4, 0.6)), float(random.uniform(1.6, 2.4))
    return replace(
        truth,
        life_areas=(areas, areas + more),
        codes=(1.0, 1.0 + more / 2),
        goal_share=(goals, goals + _or_none(0.05, 0.2, random)),
        pages=(pages, pages * float(np.exp(_or_none(0.1, 0.5, random)))),
        plan_goals=(plans, plans + _or_none(0.2, 1.2, random)),
    )


def _goals(truth: CaseTruth, random: np.random.Generator) -> CaseTruth:
    within = float(random.uniform(0.2, 0.5))
    later = within + (0.95 - within) * float(random.uniform(0.3, 0.6))
    split = float(random.uniform(0.25, 0.45))
    care = truth.areas.get(CARE_OF_OLDER)
    home_care = care.providers if care else {}
    spread = random.uniform(-0.12, 0.12, size=len(home_care)).tolist()
    mean = sum(map(operator.mul, spread, home_care.values()))
    return replace(
        truth,
        reached=float(random.uniform(0.42, 0.68)),
        provider_spread={name: own - mean for name, own in zip(home_care, spread, strict=True)},
        partly=float(random.uniform(0.35, 0.6)),
        followed_up=(within, later, later + (0.95 - later) * 0.5),
        split=(split, split + _or_none(0.05, 0.30, random)),
    )


def _missing(usual: Mapping[str, float], random: np.random.Generator) -> Mapping[str, float]:
    """Let all columns be filled in better or worse together: by exp(N(-0.3, 0.4))."""
    factor = float(np.exp(random.normal(-0.3, 0.4)))
    return {name: min(share * factor, 0.4) for name, share in usual.items()}


def _or_none(low: float, high: float, random: np.random.Generator) -> float:
    """Draw an effect, which is nothing in the share NO_EFFECT."""
    drawn, none = float(random.uniform(low, high)), random.uniform() < NO_EFFECT
    return 0.0 if none else drawn


def _near(share: float, spread: float, random: np.random.Generator) -> float:
    return float(np.clip(random.normal(share, spread), 0.05, 0.97))
