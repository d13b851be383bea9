"""Evidence from the introduction itself: training, reviews, staff, and the plan's indicators."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.final_catalogue import HIGHER, LOWER, OWN_LEVEL, PROCESS, Measure
from ibic_eval.codebook.project_parts import AT_MOST
from ibic_eval.codebook.sorts import WORK
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_evidence_cases import Measures
from ibic_eval.estimates.final_released import FULL, MET, PERCENT, UNMET
from ibic_eval.estimates.final_rows import Levels, Row, Tables, against_level, levelled, row

CHAPTER = "implementation"
EVERYONE, LATEST = "alla", "senaste"
# Krippendorff (2004): below this even tentative conclusions are unsafe.
FEWEST_AGREED = 0.667
DISAGREE = "Granskarna är inte tillräckligt överens."
COUNTED = "räknade"
TOLD = (MET, UNMET)
_REACHED = {MET: s.FOR, UNMET: s.AGAINST}
_NONE = pd.DataFrame()
_NUMBERS = ("estimate", "ci_low", "ci_high", "n", "method", "status")


def coverage(tables: Tables) -> pd.DataFrame:
    """Return how many of each group had all their training, where that may be shown."""
    rows = tables.get(f"{CHAPTER}_training_coverage", _NONE)
    if rows.empty:
        return rows
    return rows[rows["measure"].eq(FULL) & rows["status"].eq(s.SHOWN) & rows["estimate"].notna()]


def training_evidence(
    tables: Tables, measures: Measures, levels: Levels, indicators: pd.DataFrame
) -> list[Row]:
    """Return the share of each group that has had all its training, against the plan's target.

    The chapter's own verdict holds: everybody was counted, so that the interval doesn't decide.
    Groups whose indicator has a value of its own are left to that: nothing is counted twice.
    """
    rows = _told(tables, "training_coverage")
    kept = rows[rows["measure"].eq(FULL)] if len(rows) else rows
    found = []
    for each in _unmeasured(kept, indicators):
        made = row(
            measures["utbildning"],
            part=each["training"],
            **{name: each[name] for name in _NUMBERS},
            label=each["label"],
            unit="personer",
            reason=each["reason"] or "",
            indicator=_blank(each["indicator"]),
        )
        judged = levelled(measures["utbildning"], made, levels)
        told = _REACHED.get(str(each["verdict"]), s.UNKNOWN)
        found.append(judged if pd.isna(each["target"]) else _targeted(made, each["target"], told))
    return found


def meeting_evidence(
    tables: Tables, indicators: pd.DataFrame, project_goals: frozenset[str]
) -> list[Row]:
    """Return the share of planned meetings that each group held, as evidence of what the plan's
    indicator names, where that has no value of its own; the chapter's verdict holds.
    """
    rows = _told(tables, "meetings_held")
    if rows.empty:
        return []
    known = indicators.set_index("indicator").to_dict("index")
    return [
        {
            **_indicator(
                {**known[each["indicator"]], **{name: each[name] for name in _NUMBERS},
                 "indicator": each["indicator"], "date": each["label"], "unit": PERCENT,
                 "target": None if pd.isna(each["target"]) else each["target"] * 100,
                 "verdict": _REACHED.get(str(each["verdict"]), s.UNKNOWN)},
                project_goals,
            ),
            "id": f"moten_{each['group']}", "status": each["status"], "unit": "möten",
        }
        for each in _unmeasured(rows, indicators)
        if each["indicator"] in known
    ]  # fmt: skip


def _unmeasured(rows: pd.DataFrame, indicators: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows whose indicator has no value in the municipality's own file."""
    if rows.empty:
        return []
    valued = indicators.loc[indicators["status"].ne(s.MISSING), "indicator"]
    return list(rows[~rows["indicator"].isin(valued)].to_dict("records"))


def review_evidence(tables: Tables, measures: Measures, levels: Levels) -> list[Row]:
    """Return the share of reviewed documents that meet a criterion, in the latest weeks.

    Where the reviewers agree too little (Krippendorff's alpha below 0.667) that is a caveat.
    """
    rows = _told(tables, "reviews_profile")
    latest = rows[rows["period"].eq(LATEST) & rows["kind"].ne(EVERYONE)] if len(rows) else rows
    alphas = tables.get(f"{CHAPTER}_reviews_agreement", _NONE)
    agreed = {} if alphas.empty else alphas.set_index("criterion")["estimate"].to_dict()
    return [
        _review(measures[f"granskning_{each['criterion']}"], each, agreed, levels)
        for each in latest.to_dict("records")
        if f"granskning_{each['criterion']}" in measures
    ]


def _review(
    measure: Measure, each: Mapping[Any, Any], agreed: Mapping[Any, Any], levels: Levels
) -> Row:
    alpha = agreed.get(each["criterion"], agreed.get(EVERYONE))
    doubtful = alpha is not None and pd.notna(alpha) and alpha < FEWEST_AGREED
    reasons = [str(each["reason"]), DISAGREE if doubtful else ""]
    made = row(
        measure,
        part=each["kind"],
        **{name: each[name] for name in _NUMBERS},
        label=each["kind"],
        unit="handlingar",
        reason=" ".join(filter(None, reasons)),
    )
    return levelled(measure, made, levels)


def staff_evidence(tables: Tables, measures: Measures, levels: Levels) -> list[Row]:
    """Return what staff answered in the latest round, everyone together."""
    rows = _told(tables, "staff_shares")
    if len(rows):
        rows = rows[rows["round"].eq(rows["round"].max()) & rows["role"].eq(EVERYONE)]
    return [
        levelled(
            measures[f"medarbetare_{each['question']}"],
            row(
                measures[f"medarbetare_{each['question']}"],
                **{name: each[name] for name in _NUMBERS},
                unit="personer",
                reason=each["reason"] or "",
            ),
            levels,
        )
        for each in rows.to_dict("records")
        if f"medarbetare_{each['question']}" in measures
    ]


def indicator_evidence(indicators: pd.DataFrame, project_goals: frozenset[str]) -> list[Row]:
    """Return the plan's indicators that have a value (INDICATORS), as evidence of their goals.

    An indicator of project goals alone tells what the project did.
    """
    known = indicators[indicators["status"].eq(s.SHOWN)] if len(indicators) else indicators
    return [_indicator(each, project_goals) for each in known.to_dict("records")]


def _indicator(each: Mapping[Any, Any], project_goals: frozenset[str]) -> Row:
    goals = str(each["goals"]).split()
    process = bool(goals) and project_goals.issuperset(goals)
    form = "andel" if each["unit"] == PERCENT else "niva"
    measure = Measure(
        id=f"indikator_{each['indicator']}",
        what_sv=str(each["text"]),
        chapter=CHAPTER,
        aspects=(),
        about=WORK if process and pd.isna(each["about"]) else _blank(each["about"]),
        kind=PROCESS if process else OWN_LEVEL,
        better=LOWER if each["direction"] == AT_MOST else HIGHER,
        form=form,
        file="indikatorer.csv",
    )
    made = row(
        measure,
        **{name: each[name] for name in ("estimate", "ci_low", "ci_high", "n")},
        goals=" ".join(goals),
        indicator=str(each["indicator"]),
        unit=COUNTED if form == "andel" else each["unit"],
        label=each["date"],
        method="planens indikator",
    )
    known = pd.notna(each["target"])
    target = each["target"] / (100 if form == "andel" else 1) if known else None
    return _targeted(made, target, str(each["verdict"]))


def _blank(word: Any) -> str:
    return "" if pd.isna(word) else str(word)


def _targeted(made: Row, target: Any, verdict: str | None = None) -> Row:
    told = against_level(made, target)
    return {
        **made,
        "level": target,
        "level_says": "planens målnivå" if not pd.isna(target) else "",
        "verdict": told if verdict is None else verdict,
    }


def _told(tables: Tables, name: str) -> pd.DataFrame:
    rows = tables.get(f"{CHAPTER}_{name}", _NONE)
    if rows.empty:
        return rows
    kept = rows[rows["status"].isin([s.SHOWN, s.HIDDEN])]
    return kept.assign(reason=kept["reason"].fillna(""))
