"""Evidence from those who were asked: users, the municipality itself, and its staff."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.final_catalogue import HIGHER, Measure
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_evidence_cases import Measures, attributions
from ibic_eval.estimates.final_rows import Levels, Row, Tables, levelled, row

_NONE = pd.DataFrame()
ESTIMATED = "skattad"
EVERYONE = "alla"
ALPHA = 0.05
AREA_OF: Mapping[str, str] = {
    "hemtjanst": "aldreomsorg",
    "sarskilt_boende": "aldreomsorg",
    "daglig_verksamhet": "lss",
    "gruppbostad": "lss",
    "servicebostad": "lss",
}
# That something hasn't come about ("stämmer inte") doesn't say that it got worse: like unchanged,
# it leaves the question open.
MORE, LESS = ("okat", "stammer", "ja"), ("minskat",)
NOT_ASKED = "inte_aktuellt"


def user_evidence(tables: Tables, measures: Measures) -> list[Row]:
    """Return evidence from user surveys: the municipality against its synthetic control.

    The interval holds the effects that the placebo test doesn't reject. Verdict: p corrected for
    the service's questions at most 5 %, and the interval on one side of zero.
    """
    effects = tables.get("satisfaction_synthetic", _NONE)
    if effects.empty:
        return []
    named = {
        question: measure
        for measure in measures.values()
        for question in measure.questions
        if measure.chapter == "satisfaction"
    }
    kept = effects[effects["status"].eq(ESTIMATED) & effects["question"].isin(named)]
    causes = attributions(tables)
    return [_user(named[each["question"]], each, causes) for each in kept.to_dict("records")]


def _user(measure: Measure, each: Mapping[Any, Any], causes: Mapping[str, str]) -> Row:
    low, high = each["ci_low"], each["ci_high"]
    one_side = bool(pd.notna(low)) and (low > 0 or high < 0)
    told = one_side and each["p_adjusted"] <= ALPHA
    better = (each["estimate"] > 0) == (measure.better == HIGHER)
    area = AREA_OF[each["service"]]
    return row(
        measure,
        area,
        part=f"{each['service']}_{each['question']}",
        label=each["service"],
        estimate=each["estimate"],
        ci_low=low,
        ci_high=high,
        n=each["n_donors"] + 1,
        unit="kommuner",
        method=each["method"],
        verdict=(s.FOR if better else s.AGAINST) if told else s.UNKNOWN,
        attribution=causes.get(area, s.UNCERTAIN),
    )


def own_answer_evidence(tables: Tables, measures: Measures) -> list[Row]:
    """Return the municipality's own answers on effects, one row a question, all areas together.

    Areas that disagree make the answer undecided; n is the number of areas with an answer. `label`
    holds `area:answer` with blanks between.
    """
    answers = tables.get("own_answers", _NONE)
    if answers.empty:
        return []
    kept = answers[answers["answer"].ne(NOT_ASKED)]
    asked = [each for each in measures.values() if each.chapter == "own_answers"]
    rows = ((each, kept[kept["item"].eq(each.id)]) for each in asked)
    return [
        row(
            measure,
            n=len(found),
            unit="områden",
            method="kommunens eget svar",
            label=" ".join(f"{a}:{b}" for a, b in zip(found["area"], found["answer"], strict=True)),
            verdict=_answered(measure, set(found["answer"])),
        )
        for measure, found in rows
        if len(found)
    ]


def _answered(measure: Measure, answers: set[str]) -> str:
    up, down = bool(answers & set(MORE)), bool(answers & set(LESS))
    if up == down:
        return s.UNKNOWN
    return s.FOR if up == (measure.better == HIGHER) else s.AGAINST


def readiness_evidence(tables: Tables, measures: Measures, levels: Levels) -> list[Row]:
    """Return the mean levels of the latest self-assessment for the themes in the catalogue."""
    themes = tables.get("readiness_themes", _NONE)
    if themes.empty:
        return []
    newest = themes[themes["round"].eq(themes["round"].max()) & themes["role"].eq(EVERYONE)]
    shown = newest[newest["status"].eq(s.SHOWN)]
    return [
        levelled(
            measures[f"tema_{each['theme']}"],
            row(
                measures[f"tema_{each['theme']}"],
                estimate=each["mean"],
                **{name: each[name] for name in ("ci_low", "ci_high", "n", "method")},
                unit="personer",
            ),
            levels,
        )
        for each in shown.to_dict("records")
        if f"tema_{each['theme']}" in measures
    ]
