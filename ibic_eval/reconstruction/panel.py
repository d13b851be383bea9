"""A fictional panel of user surveys with known effects, in the shape of Kolada's API.

Only for trying methods and for the fictional municipalities: no number in it says anything about
any municipality.
"""

import zlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.reconstruction.panel_respondents import GENDERS, Respondents, draw_respondents
from ibic_eval.reconstruction.panel_truth import Truth
from ibic_eval.sources.kolada.rows import HIDDEN, MISSING, NORMAL, typed_values
from ibic_eval.tables.adoption import AREA_OF_SERVICE, first_year
from ibic_eval.tables.kolada_issues import DAYS

# No question is so loved or so disliked that effects meet the ends of the scale.
LEVELS = (0.62, 0.80)
EDGE = 0.02
ABSENT = 0.5  # half of what is hidden or missing has no row at all
WITHDRAWN = 0.98  # and a few have a value that was withdrawn
SIGNS = {NORMAL: None, HIDDEN: "..", MISSING: "-"}
DELETED = "borttagen"
Floats = npt.NDArray[np.float64]


def fictional_panel(
    municipalities: pd.DataFrame,
    use: pd.DataFrame,
    catalogue: pd.DataFrame,
    truth: Truth,
    seed: int,
) -> list[dict[str, Any]]:
    """Return rows as version 3 of the API gives them: `kpi, municipality, period, values`.

    The arguments are those of `panel_values`. Hidden and missing values come as a sign or not at
    all, and some withdrawn values stand there as deleted.
    """
    cells = _cells(municipalities, use, catalogue, truth, seed)
    ordered = cells.sort_values(["kpi", "municipality", "year", "gender"])
    columns = ["kpi", "municipality", "year", "gender", "value", "status"]
    records = zip(*(ordered[name].tolist() for name in columns), strict=True)
    return [
        {"kpi": kpi, "municipality": code, "period": year, "values": [_value(*r[3:]) for r in rows]}
        for (kpi, code, year), rows in groupby(records, key=lambda record: record[:3])
    ]


def panel_values(
    municipalities: pd.DataFrame,
    use: pd.DataFrame,
    catalogue: pd.DataFrame,
    truth: Truth,
    seed: int,
) -> pd.DataFrame:
    """Return the same panel as the table of values that a fetch of it gives, made faster.

    `municipalities` is a register (`code`, `population`), `use` the table of `tables.ibic_use`,
    `catalogue` the indicators (all columns of its file). A municipality begins in the first year
    that `use` gives; one that is not there never does. Days of waiting are no part of it.
    An indicator's values depend on the seed and not on which others are in the catalogue.
    """
    cells = _cells(municipalities, use, catalogue, truth, seed)
    return typed_values(cells[cells["status"].ne(DELETED)])


def _value(gender: str, value: float, status: str) -> dict[str, Any]:
    return {
        "gender": gender,
        "count": 1,
        "status": SIGNS.get(status),
        "value": None if np.isnan(value) else value,
        "isdeleted": status == DELETED,
    }


def _cells(
    municipalities: pd.DataFrame,
    use: pd.DataFrame,
    catalogue: pd.DataFrame,
    truth: Truth,
    seed: int,
) -> pd.DataFrame:
    surveyed = catalogue[catalogue["role"].ne(DAYS)]
    parts = [
        part
        for service, kpis in surveyed.groupby("service", sort=True)
        for part in _service_cells(str(service), kpis, municipalities, use, truth, seed)
    ]
    return pd.concat(parts, ignore_index=True)


def _service_cells(
    service: str,
    kpis: pd.DataFrame,
    municipalities: pd.DataFrame,
    use: pd.DataFrame,
    truth: Truth,
    seed: int,
) -> Iterator[pd.DataFrame]:
    years = truth.survey_years(str(kpis["survey"].iloc[0]))
    random = _generator(seed, service)
    starts = _starts(use, AREA_OF_SERVICE[service], municipalities["code"])
    people = draw_respondents(municipalities, service, years, truth, random)
    shared = _shared_level(starts, years, truth, random)
    for row in kpis.to_dict("records"):
        own = _generator(seed, str(row["kpi"]))
        if row["role"] == "resultat":
            level = shared + _question_level(service, row["question"], starts, years, truth, own)
            values = _results(level, people, truth, own)
            asked = np.array(years) >= truth.first_asked.get(row["question"], 0)
            part = people.took_part & asked
        else:
            values = people.numbers if row["role"] == "svarande" else people.rates
            part = people.took_part
        yield from _typed_cells(row, municipalities["code"], years, values, people, part, own)


def _generator(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def _starts(use: pd.DataFrame, area: str, codes: pd.Series) -> Floats:
    """Return each municipality's first year, infinite where it never began."""
    years = first_year(use, area).set_index("municipality")["first_year"]
    known = years.reindex(codes).astype("Float64").fillna(np.inf)
    return np.asarray(known, dtype=np.float64)


def _shared_level(
    starts: Floats, years: tuple[int, ...], truth: Truth, random: np.random.Generator
) -> Floats:
    """Return what all questions of a service have in common, municipalities by years."""
    size = len(starts)
    own = random.normal(0, truth.municipality_sd, size) + truth.selection * np.isfinite(starts)
    shock = random.normal(0, truth.shock_sd, (size, len(years)))
    others = np.array([truth.composition.get(year, 0.0) for year in years])
    shifted = random.uniform(0.5, 1.5, size)[:, None] * others
    return np.asarray(own[:, None] + shock + shifted, dtype=np.float64)


def _question_level(
    service: str,
    question: str,
    starts: Floats,
    years: tuple[int, ...],
    truth: Truth,
    random: np.random.Generator,
) -> Floats:
    """Return a question's own part, municipalities by years, with the effect of IBIC."""
    shape = len(starts), len(years)
    level = random.uniform(*LEVELS) + random.normal(0, truth.year_sd, len(years))
    own = random.normal(0, truth.question_sd, shape[0])[:, None]
    rest = random.normal(0, truth.residual_sd, shape)
    trend = truth.diverging.get((service, question), 0.0) * np.isfinite(starts)[:, None]
    passed = np.array(years) - truth.years[0]
    effects = _effects(service, question, starts, years, truth)
    return np.asarray(level + own + rest + trend * passed + effects, dtype=np.float64)


def _effects(
    service: str, question: str, starts: Floats, years: tuple[int, ...], truth: Truth
) -> Floats:
    since = np.array(years, dtype=np.float64) - starts[:, None]
    effects = np.zeros(since.shape)
    for passed in np.unique(since[since >= 0]):
        effects[since == passed] = truth.effect(service, question, int(passed))
    return effects


def _results(
    level: Floats, people: Respondents, truth: Truth, random: np.random.Generator
) -> dict[str, Floats]:
    """Draw the answers of women and men; return percents with one decimal, NaN where nobody."""
    positive = {
        gender: random.binomial(people.counts[gender], np.clip(level + shift, EDGE, 1 - EDGE))
        for gender, shift in (("K", truth.women / 2), ("M", -truth.women / 2))
    }
    positive["T"] = positive["K"] + positive["M"]
    return {gender: _percent(positive[gender], people.counts[gender]) for gender in GENDERS}


def _percent(positive: npt.NDArray[np.int64], asked: npt.NDArray[np.int64]) -> Floats:
    share = np.divide(positive, asked, out=np.full(asked.shape, np.nan), where=asked > 0)
    return np.asarray(np.round(100 * share, 1), dtype=np.float64)


def _typed_cells(
    row: dict[Any, Any],
    codes: pd.Series,
    years: tuple[int, ...],
    values: dict[str, Floats],
    people: Respondents,
    part: npt.NDArray[np.bool_],
    random: np.random.Generator,
) -> Iterator[pd.DataFrame]:
    """Yield one frame a gender, without the cells that the API has no row for."""
    for gender, value in values.items():
        fate = random.uniform(size=value.shape)
        few = people.counts[gender] < int(row["minimum"])
        status = np.where(part, np.where(few, HIDDEN, NORMAL), MISSING)
        withdrawn = part & few & (fate > WITHDRAWN) & ~np.isnan(value)
        status = np.where(withdrawn, DELETED, status)
        frame = pd.DataFrame(
            {
                "kpi": row["kpi"],
                "municipality": np.repeat(codes.to_numpy(), len(years)),
                "year": np.tile(years, len(codes)),
                "gender": gender,
                "value": np.where(np.isin(status, [NORMAL, DELETED]), value, np.nan).ravel(),
                "status": status.ravel(),
            }
        )
        yield frame[((status == NORMAL) | (fate > ABSENT)).ravel()]
