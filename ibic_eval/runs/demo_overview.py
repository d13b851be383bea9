"""Invented results of fictional municipalities with a known truth, for the overview's example."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.codebook.final_catalogue import BEFORE_AFTER, OWN_LEVEL
from ibic_eval.estimates.final_schemas import HIDDEN, SHOWN
from ibic_eval.runs import manifest as m
from ibic_eval.runs.project import Project
from ibic_eval.runs.scopes import example_folder
from ibic_eval.sources.municipalities import read_municipalities

SEED = 80
FIRST, NUMBER = "9011", 14
MADE, LAST_DAY = "2020-12-31", "2019-12-31"
VERSION = "exempel"
_Z = 1.96


class Truth(NamedTuple):
    """An invented effect: the mean and the spread of its logarithm, and how it is written."""

    measure: str
    what: str
    area: str
    mean: float
    tau: float
    unit: str


EFFECTS = (
    Truth("tid_ansokan", "Tid från ansökan till beslut", "aldreomsorg", 0.15, 0.10, "ärenden"),
    Truth("tid_ansokan", "Tid från ansökan till beslut", "lss", 0.0, 0.20, "ärenden"),
    Truth("livsomraden", "Livsområden per utredning", "aldreomsorg", 0.35, 0.0, "ärenden"),
)
# Means of shares between municipalities
SHARES = {
    "uppfoljda_12": ("Följs upp inom tolv månader", 0.60),
    "mal_natt": ("Uppföljda mål som nåtts helt eller delvis", 0.55),
}
CHAPTERS = {
    "10_survey_results": m.OK, "20_user_satisfaction": m.OK, "30_time_and_complexity": m.OK,
    "40_goal_attainment": m.OK, "50_implementation": m.NO_DATA, "55_comments": m.NO_DATA,
    "60_readiness": m.NO_DATA, "70_county_comparison": m.OK, "90_final_report": m.OK,
}  # fmt: skip


def build_overview_files(project: Project) -> dict[Path, bytes]:
    """Return the example's files of results, one a municipality, by path; always the same."""
    register = read_municipalities(*project.registers)
    places = register[register["code"] >= FIRST].head(NUMBER)
    random = np.random.default_rng(SEED)
    folder = example_folder(project)
    return {
        folder / str(place["code"]) / m.RESULTS: _text(_content(place, at, random))
        for at, place in enumerate(places.to_dict("records"))
    }


def _content(place: dict[Any, Any], at: int, random: np.random.Generator) -> dict[str, Any]:
    names = {"code": "code", "name": "name", "county": "county", "skr_code": "skr2023"}
    about = {key: str(place[name]) for key, name in names.items()}
    about |= {"skr_name": str(place["skr2023_name"]), "skr_edition": "2023"}
    rows = [*_effects(at, random), *_shares(at, random)]
    return {
        "format": m.FORMAT,
        "municipality": {**about, "fictional": True},
        "made": MADE,
        "results": m.records_of(pd.DataFrame(rows)),
        # every fourth has no case records, as it would be
        "chapters": CHAPTERS | ({"30_time_and_complexity": m.NO_DATA} if at % 4 == 3 else {}),
    }


def _effects(at: int, random: np.random.Generator) -> Iterator[dict[str, Any]]:
    for truth in EFFECTS:
        error = float(random.uniform(0.03, 0.12))
        log = float(random.normal(random.normal(truth.mean, truth.tau), error))
        row = {
            "id": f"{truth.measure}_{truth.area}", "measure": truth.measure, "what": truth.what,
            "area": truth.area, "chapter": "time_and_complexity", "kind": BEFORE_AFTER,
            "form": "kvot", "unit": truth.unit,
        }  # fmt: skip
        if at % 4 == 3:
            continue
        if at == 2:
            yield _finished(row | {"status": HIDDEN})
            continue
        ends = {"estimate": log, "ci_low": log - _Z * error, "ci_high": log + _Z * error}
        numbers = {name: float(np.exp(value)) for name, value in ends.items()}
        yield _finished(row | numbers | {"n": int(40 / error), "status": SHOWN})


def _shares(at: int, random: np.random.Generator) -> Iterator[dict[str, Any]]:
    for name, (what, mean) in SHARES.items():
        number = int(random.integers(60, 900))
        share = float(random.binomial(number, random.beta(20 * mean, 20 * (1 - mean)))) / number
        reach = _Z * float(np.sqrt(share * (1 - share) / number))
        row = {
            "id": name, "measure": name, "what": what, "chapter": "goal_attainment",
            "kind": OWN_LEVEL, "form": "andel", "unit": "personer",
        }  # fmt: skip
        numbers = {"estimate": share, "ci_low": share - reach, "ci_high": share + reach}
        hidden = at == 5
        yield _finished(row | ({} if hidden else numbers | {"n": number}) | {
            "status": HIDDEN if hidden else SHOWN
        })  # fmt: skip


def _finished(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"verdict": "kan_inte_avgoras", "period_to": LAST_DAY, "version": VERSION}


def _text(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
