"""A small simulator of user surveys with known effects, and reference values from R."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

REFERENCE = Path(__file__).parent / "reference"
SATISFACTION = {
    "municipality": "string",
    "service": "string",
    "question": "string",
    "year": "Int64",
    "gender": "string",
    "share": "Float64",
    "n": "Int64",
    "status": "string",
    "kpi": "string",
}


class Panel(NamedTuple):
    """What the estimates read: results, groups in two waves, first years, and the register."""

    satisfaction: pd.DataFrame
    adoption: pd.DataFrame
    first_years: pd.DataFrame
    register: pd.DataFrame


Simulate = Callable[..., Panel]


def results(
    share: np.ndarray, n: np.ndarray, years: tuple[int, ...], question: str
) -> pd.DataFrame:
    """Return the satisfaction rows of one question from arrays, municipalities by waves."""
    codes = [str(9001 + place) for place in range(len(share))]
    frame = pd.DataFrame(
        {
            "municipality": np.repeat(codes, len(years)),
            "year": np.tile(years, len(codes)),
            "share": share.ravel(),
            "n": n.ravel(),
        }
    )
    named = frame.assign(
        service="hemtjanst", question=question, gender="T", status="visas", kpi=f"U_{question}"
    )
    return named[list(SATISFACTION)].astype(SATISFACTION)


def two_wave_groups(starts: np.ndarray, first: int, second: int) -> pd.DataFrame:
    """Return the adoption frame for two waves from the years of starting (0: never)."""
    began = (starts > first) & (starts <= second)
    used = (starts > 0) & (starts <= first)
    group = np.where(used, "anvant_bada", np.where(began, "borjat_mellan", "inte_anvant"))
    codes = [str(9001 + place) for place in range(len(starts))]
    return pd.DataFrame(
        {
            "municipality": codes,
            "area": "aldreomsorg",
            "first": first,
            "second": second,
            "group": group,
        }
    ).astype({"municipality": "string", "first": "Int64", "second": "Int64"})


def register_of(strata: list[str]) -> pd.DataFrame:
    codes = [str(9001 + place) for place in range(len(strata))]
    return pd.DataFrame(
        {
            "code": codes,
            "name": [f"Demokommun {code}" for code in codes],
            "county_code": ["91" if place % 2 else "92" for place in range(len(codes))],
            "county": ["Demolän A" if place % 2 else "Demolän B" for place in range(len(codes))],
            "skr2017": strata,
            "skr2017_name": strata,
            "population": pd.array(
                [5000 + 700 * (place % 37) for place in range(len(codes))], "Int64"
            ),
        }
    )


def panel_of(satisfaction: pd.DataFrame, starts: np.ndarray, strata: list[str]) -> Panel:
    adoption = two_wave_groups(starts, 2018, 2020)
    first_years = adoption[["municipality", "area"]].assign(
        first_year=pd.array([start or pd.NA for start in starts.tolist()], "Int64")
    )
    return Panel(satisfaction, adoption, first_years, register_of(strata))


@pytest.fixture(scope="session")
def simulate() -> Simulate:
    """Return a function that draws a panel: binomial answers about levels that differ and drift.

    `effect` is added from each municipality's start on, plus `growth` for each year since then.
    `starts` are the years of starting to draw among (0: never).
    """

    def draw(
        seed: int,
        *,
        municipalities: int = 120,
        years: tuple[int, ...] = (2018, 2020),
        starts: tuple[int, ...] = (2019, 0, 0),
        questions: tuple[str, ...] = ("helhetssyn",),
        effect: float = 0.0,
        growth: float = 0.0,
        respondents: tuple[int, int] = (40, 500),
    ) -> Panel:
        random = np.random.default_rng(seed)
        start = random.choice(np.array(starts), municipalities)
        begun = (start[:, None] > 0) & (np.array(years) >= start[:, None])
        since = np.where(begun, np.array(years) - start[:, None], 0)
        size = random.integers(*respondents, municipalities)[:, None]
        tables = []
        for question in questions:
            level = 0.8 + random.normal(0, 0.04, (municipalities, 1))
            drift = random.normal(0, 0.01, len(years))
            own = random.normal(0, 0.015, (municipalities, len(years)))
            chance = level + drift + own + effect * begun + growth * since
            n = np.maximum((size * random.uniform(0.7, 1.2, own.shape)).astype(int), 30)
            share = random.binomial(n, chance.clip(0, 1)) / n
            tables.append(results(share, n, years, question))
        strata = [("A1", "B3", "C6")[place % 3] for place in range(municipalities)]
        return panel_of(pd.concat(tables, ignore_index=True), start, strata)

    return draw


@pytest.fixture(scope="session")
def reference() -> dict[str, float]:
    """Return the values of reference.R by id."""
    table = pd.read_csv(REFERENCE / "reference.csv")
    return dict(zip(table["id"], table["value"], strict=True))


@pytest.fixture(scope="session")
def reference_panel() -> Panel:
    """Return panel.csv as the estimates read it; a missing share is `saknas`."""
    table = pd.read_csv(REFERENCE / "panel.csv", dtype={"municipality": str})
    rows = table.assign(
        service="hemtjanst",
        question="helhetssyn",
        gender="T",
        kpi="U21468",
        status=table["share"].isna().map({True: "saknas", False: "visas"}),
    )
    one = table.drop_duplicates("municipality")
    satisfaction = rows[list(SATISFACTION)].astype(SATISFACTION)
    return panel_of(satisfaction, one["first_year"].to_numpy(), one["stratum"].tolist())
