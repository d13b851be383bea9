"""Draws the assessments of those who were granted support after an investigation by IBIC."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.reconstruction.case_goals import NOTHING, draw_intended, draw_present, draw_reached
from ibic_eval.reconstruction.case_investigations import (
    AREA_STEP,
    Flags,
    Floats,
    Integers,
    generator,
)
from ibic_eval.reconstruction.case_truth import AREAS, DAYS_A_MONTH, CaseTruth

GRANTED = ("bifall", "delvis_bifall")
# How often each life area is investigated, against the others.
POPULARITY = {
    "d1": 0.8, "d2": 1.0, "d3": 0.8, "d4": 2.5, "d5": 3.0, "d6": 2.5, "d7": 0.9, "d8": 0.5,
    "d9": 1.2, "trygghet": 1.4, "anhorigstod": 0.6,
}  # fmt: skip
CODES = (
    *("d110", "d115", "d130", "d155", "d160", "d175", "d177", "d210", "d220", "d230", "d240"),
    *("d310", "d330", "d350", "d360", "d410", "d420", "d430", "d450", "d460", "d465"),
    *("d510", "d520", "d530", "d540", "d550", "d560", "d570", "d620", "d630", "d640", "d650"),
    *("d660", "d710", "d720", "d750", "d760", "d825", "d845", "d855", "d870", "d910", "d920"),
    "d930",
)
FOLLOWED_MONTHS = (1.0, 6.0, 12.0, 24.0)
SUPPORTING = 0.45
LATEST_DAYS = 3  # before the decision


class _Rows(NamedTuple):
    """Which investigation each row is of, its life area and code, and whether it has a goal."""

    case: Integers
    life_area: npt.NDArray[np.str_]
    code: npt.NDArray[np.str_]
    goal: Flags


def draw_assessments(truth: CaseTruth, cases: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return one row a life area or deepening code of those granted support after the start.

    `cases` are those of `draw_investigations`. Columns `case, person, area, life_area, code ("" for
    the life area itself), date, present, intended, followed_up, reached, provider, support`; states
    are whole numbers, -1 for none, and dates are NaT for none. As many of an investigation's rows
    have an intended state as it has goals. All of a person's rows of one day are followed up on
    the same day, or none of them.
    """
    granted = cases[cases["ibic"] & cases["outcome"].isin(GRANTED) & cases["decided"].notna()]
    granted = granted.reset_index(drop=True)
    random = generator(seed, truth.code, "bedomningar")
    about = granted[["case", "person", "area"]].assign(
        date=_dates(granted, random),
        provider=providers(truth, granted, seed),
    )
    about = about.assign(followed_up=_followed_up(truth, about["date"], random))
    chances = person_chances(truth, about, seed)
    rows = _rows(granted, random)
    frame = about.iloc[rows.case].reset_index(drop=True)
    present = draw_present(len(frame), random)
    intended = np.where(rows.goal, draw_intended(present, random), NOTHING)
    reached = draw_reached(present, intended, chances[rows.case], truth.partly, random)
    supporting = random.uniform(size=len(frame)) < SUPPORTING
    drawn = frame.assign(
        life_area=rows.life_area,
        code=rows.code,
        present=present,
        intended=intended,
        reached=np.where(frame["followed_up"].isna(), NOTHING, reached),
        support=np.where(supporting, "stodjande", "kompenserande"),
    )
    return drawn.drop_duplicates(["person", "life_area", "code", "date"], ignore_index=True)


def providers(truth: CaseTruth, cases: pd.DataFrame, seed: int) -> npt.NDArray[np.str_]:
    """Return each person's provider in the area, the same for all investigations of a person."""
    chosen = np.full(len(cases), "", dtype="object")
    for area in AREAS:
        mine = cases["area"].eq(area).to_numpy()
        if mine.any():
            people, which = np.unique(cases.loc[mine, "person"], return_inverse=True)
            names, shares = zip(*truth.areas[area].providers.items(), strict=True)
            # Drawn for all persons that there could be, so that a person's stays the same.
            random = generator(seed, truth.code, area, "utforare")
            order = people % AREA_STEP
            drawn = random.choice(names, size=int(order.max()) + 1, p=shares)
            chosen[mine] = drawn[order][which]
    return chosen.astype(str)


def person_chances(truth: CaseTruth, about: pd.DataFrame, seed: int) -> Floats:
    """Return the chance that a person's goals are reached, by row of `about`: beta distributed."""
    people, first, which = np.unique(about["person"], return_index=True, return_inverse=True)
    spread = about["provider"].map(truth.provider_spread).fillna(0.0).to_numpy("float64")[first]
    mean, size = truth.reached + spread, 1 / truth.person_correlation - 1
    random = generator(seed, truth.code, "mal")
    return np.asarray(random.beta(mean * size, (1 - mean) * size, len(people))[which])


def _dates(granted: pd.DataFrame, random: np.random.Generator) -> "pd.Series[pd.Timestamp]":
    earlier = pd.to_timedelta(random.integers(0, LATEST_DAYS + 1, len(granted)), unit="D")
    date = granted["decided"] - earlier
    return date.where(date >= granted["started"], granted["started"]).astype("datetime64[s]")


def _followed_up(
    truth: CaseTruth, dates: "pd.Series[pd.Timestamp]", random: np.random.Generator
) -> "pd.Series[pd.Timestamp]":
    """Draw when each assessment is followed up: even between the planted shares, or never."""
    chance = random.uniform(size=len(dates))
    months = np.interp(chance, (0.0, *truth.followed_up), FOLLOWED_MONTHS)
    days = pd.to_timedelta(np.floor(months * DAYS_A_MONTH), unit="D")
    day = (dates + days).astype("datetime64[s]")
    late = day > pd.Timestamp(truth.extracted)
    return day.mask(late | (chance > truth.followed_up[-1]))


def _rows(granted: pd.DataFrame, random: np.random.Generator) -> _Rows:
    """Choose life areas, which of them have a goal, and codes among those life areas."""
    names, codes = np.array(list(POPULARITY)), np.array(CODES)
    weights = np.log(list(POPULARITY.values()))
    keys = weights + random.gumbel(size=(len(granted), len(names)))
    chosen = _highest(keys, granted["life_areas"].to_numpy())
    goal = _highest(
        np.where(chosen, random.uniform(size=keys.shape), -1.0), granted["goals"].to_numpy()
    )
    chapter = np.searchsorted(names[:9], [code[:2] for code in codes])
    open_ = chosen[:, chapter]
    code_keys = np.where(open_, random.uniform(size=open_.shape), -1.0)
    coded = _highest(code_keys, granted["codes"].to_numpy()) & open_
    area_case, area = np.nonzero(chosen)
    code_case, code = np.nonzero(coded)
    case = np.concatenate([area_case, code_case])
    order = np.argsort(case, kind="stable")
    life_area = np.concatenate([names[area], names[chapter[code]]])
    code_name = np.concatenate([np.full(len(area), ""), codes[code]])
    goals = np.concatenate([goal[area_case, area], np.zeros(len(code), dtype=bool)])
    return _Rows(case[order], life_area[order], code_name[order], goals[order])


def _highest(keys: Floats, count: Integers) -> Flags:
    """Mark the `count` highest keys of each row."""
    rank = np.argsort(np.argsort(-keys, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(rank < count[:, None])
