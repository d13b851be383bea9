"""The three files of a fictional municipality's case system, as text, with what is missing."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.reconstruction.case_assessments import draw_assessments
from ibic_eval.reconstruction.case_investigations import (
    CHARACTERS_A_PAGE,
    draw_investigations,
    generator,
)
from ibic_eval.reconstruction.case_plans import QUESTIONS, TAKING_PART, draw_plans
from ibic_eval.reconstruction.case_truth import CaseTruth

YES, NO = "ja", "nej"
NOT_SPECIFIED = "8"
# Known first when a case is decided.
AT_DECISION = ("livsomraden", "fordjupningskoder", "mal", "sidor", "tecken", "timmar", "utfall")


class CaseFiles(NamedTuple):
    """The files, all text and "" for nothing; the columns are those of their codebooks."""

    arenden: pd.DataFrame
    bedomningar: pd.DataFrame
    planer: pd.DataFrame


def case_files(truth: CaseTruth, seed: int) -> CaseFiles:
    """Draw a fictional municipality's files; the same truth and seed give the same ones."""
    cases = draw_investigations(truth, seed)
    assessments = draw_assessments(truth, cases, seed)
    plans = draw_plans(truth, cases, assessments, seed)
    people = _pseudonyms(cases["person"], "P", generator(seed, truth.code, "personer"))
    random = generator(seed, truth.code, "saknas")
    return CaseFiles(
        _arenden(truth, cases, people, random),
        _bedomningar(truth, assessments, people, random),
        _planer(truth, plans, people, random),
    )


def assessment_texts(
    truth: CaseTruth, assessments: pd.DataFrame, letter: str, random: np.random.Generator
) -> pd.DataFrame:
    """Return assessments as text, with the planted gaps and pseudonyms that begin with `letter`."""
    people = _pseudonyms(assessments["person"], letter, random)
    return _bedomningar(truth, assessments, people, random)


def _pseudonyms(
    numbers: "pd.Series[int]", letter: str, random: np.random.Generator
) -> "pd.Series[str]":
    """Give each number a pseudonym that says nothing of the order."""
    known = np.sort(numbers.unique())
    named = random.permutation(np.arange(1, len(known) + 1))
    return pd.Series([f"{letter}{number:05d}" for number in named], index=known)


def _arenden(
    truth: CaseTruth, cases: pd.DataFrame, people: "pd.Series[str]", random: np.random.Generator
) -> pd.DataFrame:
    pages = cases["pages"].round(1).map("{:.1f}".format)
    characters = (cases["pages"] * CHARACTERS_A_PAGE).round(-1).astype("int64").astype(str)
    text = pd.DataFrame(
        {
            "arende": cases["case"].map(_pseudonyms(cases["case"], "A", random)),
            "person": cases["person"].map(people),
            "omrade": cases["area"],
            "ansokan": _days(cases["applied"]),
            "start": _days(cases["started"]),
            "beslut": _days(cases["decided"]),
            "ingang": cases["way_in"],
            "ibic": _yes(cases["ibic"]),
            "enhet": cases["unit"],
            "handlaggare": cases["worker"].map("H{:03d}".format),
            "livsomraden": cases["life_areas"].astype(str),
            "fordjupningskoder": cases["codes"].astype(str),
            "mal": cases["goals"].astype(str),
            "sidor": pages if truth.length == "sidor" else "",
            "tecken": characters if truth.length == "tecken" else "",
            "timmar": (2 * cases["hours"]).round().div(2).map("{:.1f}".format),
            "utfall": cases["outcome"],
        }
    )
    still_open = cases["decided"].isna()
    known = text.assign(**{name: text[name].mask(still_open, "") for name in AT_DECISION})
    return _with_gaps(known, truth, random)


def _bedomningar(
    truth: CaseTruth, rows: pd.DataFrame, people: "pd.Series[str]", random: np.random.Generator
) -> pd.DataFrame:
    text = pd.DataFrame(
        {
            "person": rows["person"].map(people),
            "omrade": rows["area"],
            "livsomrade": rows["life_area"],
            "kod": rows["code"],
            "datum": _days(rows["date"]),
            "nulage": _states(rows["present"]),
            "avsett": _states(rows["intended"]),
            "uppfoljning": _days(rows["followed_up"]),
            "uppnatt": _states(rows["reached"]),
            "utforare": rows["provider"],
            "stodform": rows["support"],
        }
    )
    unspecified = text.assign(
        **{
            name: text[name].mask(
                (random.uniform(size=len(text)) < truth.missing[name]) & text[name].ne(""),
                NOT_SPECIFIED,
            )
            for name in ("nulage", "avsett", "uppnatt")
        }
    )
    return _with_gaps(unspecified, truth, random, ("omrade", "utforare", "stodform"))


def _planer(
    truth: CaseTruth, plans: pd.DataFrame, people: "pd.Series[str]", random: np.random.Generator
) -> pd.DataFrame:
    number = pd.Series(np.arange(len(plans)), index=plans.index)
    text = pd.DataFrame(
        {
            "plan": number.map(_pseudonyms(number, "G", random)),
            "person": plans["person"].map(people),
            "slag": plans["kind"],
            "datum": _days(plans["date"]),
            "omrade": plans["area"],
            "ibic": _yes(plans["ibic"]),
            "utforare": plans["provider"],
            "mal": _numbers(plans["goals"], "{:.0f}"),
            "mal_med_delmal": _numbers(plans["split"], "{:.0f}"),
            "delmal": _numbers(plans["subgoals"], "{:.0f}"),
            "sidor": _numbers(plans["pages"], "{:.1f}"),
            **{f"deltog_{who}": _yes(plans[f"took_part_{who}"]) for who in TAKING_PART},
            **{f"kval_{question}": plans[f"quality_{question}"] for question in QUESTIONS},
        }
    )
    whole = ("mal", "mal_med_delmal", "delmal", "omrade")  # they would contradict each other
    return _with_gaps(text, truth, random, [str(name) for name in text if name not in whole])


def _with_gaps(
    text: pd.DataFrame,
    truth: CaseTruth,
    random: np.random.Generator,
    names: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the texts with the planted share of each column's cells emptied."""
    shares = {
        name: truth.missing.get(name, truth.missing.get(name.split("_")[0], 0.0))
        for name in names or [str(name) for name in text if name != "omrade"]
    }
    gaps: dict[str, npt.NDArray[np.bool_]] = {
        name: random.uniform(size=len(text)) < share for name, share in shares.items()
    }
    return text.assign(**{name: text[name].mask(gap, "") for name, gap in gaps.items()})


def _days(dates: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    return dates.dt.strftime("%Y-%m-%d").fillna("")


def _states(states: "pd.Series[int]") -> "pd.Series[str]":
    return states.astype(str).mask(states.lt(0), "")


def _numbers(numbers: "pd.Series[float]", form: str) -> "pd.Series[str]":
    return numbers.map(form.format).mask(numbers.isna(), "")


def _yes(flags: "pd.Series[bool]") -> "pd.Series[str]":
    return flags.map({True: YES, False: NO})
