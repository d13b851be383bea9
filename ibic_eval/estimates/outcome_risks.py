"""The plan's risks beside their latest assessment."""

from typing import Any

import pandas as pd

from ibic_eval.estimates import outcome_schemas as s

_REAL = ("ja", "delvis")


def risk_outcomes(risks: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Set each risk beside its latest assessment (RISKS but `responsible`), numbered as planned.

    A level is probability times consequence. `occurred` is `ja` or `delvis` if the risk has ever
    become real, else what was last said.
    """
    rows = [
        {**each, "number": number, **_latest(each, states[states["risk"].eq(each["id"])])}
        for number, each in enumerate(risks.to_dict("records"), start=1)
    ]
    return pd.DataFrame(rows, columns=list(s.RISKS)).astype(s.RISKS)


def _latest(risk: dict[Any, Any], states: pd.DataFrame) -> dict[str, Any]:
    if states.empty:
        return {"movement": s.NOT_ASSESSED}
    ordered = states.sort_values("date", kind="stable")
    judged = ordered.dropna(subset=["probability", "consequence"])
    said = [str(each) for each in ordered["occurred"].dropna()]
    told = [code for code in _REAL if code in said] or said[-1:]
    known: dict[str, Any] = {"occurred": told[0]} if told else {}
    if judged.empty:
        return {**known, "date": ordered["date"].iloc[-1], "movement": s.NOT_ASSESSED}
    last = judged.iloc[-1]
    now = int(last["probability"]) * int(last["consequence"])
    return {
        **known,
        "date": last["date"],
        "probability_now": last["probability"],
        "consequence_now": last["consequence"],
        "level_now": now,
        "movement": _movement(risk, now),
    }


def _movement(risk: dict[Any, Any], now: int) -> str:
    if pd.isna(risk["probability"]) or pd.isna(risk["consequence"]):
        return s.CANT_COMPARE
    before = risk["probability"] * risk["consequence"]
    return s.SAME if now == before else s.HIGHER if now > before else s.LOWER
