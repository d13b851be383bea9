"""What does not add up in a project plan, told in Swedish sentences."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.display.numbers import MINUS, NBSP, decimal, is_missing
from ibic_eval.display.row_dicts import row_dicts

_ONE = {"timmar": "timme", "möten": "möte", "personer": "person", "ärenden": "ärende"}
_SIGNS = {"produkt": f"{NBSP}×{NBSP}", "summa": f"{NBSP}+{NBSP}"}


def finding_sentences(findings: pd.DataFrame) -> pd.DataFrame:
    """Add `sentence` to the findings of `estimates.plan_findings`: what differs, and how much."""
    sentences = [finding_sentence(row) for row in row_dicts(findings)]
    return findings.assign(sentence=pd.Series(sentences, index=findings.index, dtype="string"))


def finding_sentence(finding: Mapping[Any, Any]) -> str:
    """Tell one finding in a Swedish sentence or two, with both figures or days."""
    if finding["kind"] == "rakning":
        return _sum_sentence(finding)
    if finding["kind"] == "datum":
        return _day_sentence(finding)
    return str(finding["comment"])


def sum_in_figures(check: Mapping[Any, Any]) -> str:
    """Write how a sum was made: "26 × 19,5 = 507", "20 av 40 = 50", or the result alone.

    A part that the plan doesn't tell is written "okänt".
    """
    parts = [plain(part) for part in check["parts"]]
    made = plain(check["recomputed"])
    if check["operation"] == "andel":
        return f"{f'{NBSP}av{NBSP}'.join(parts)}{NBSP}={NBSP}{made}"
    if check["operation"] not in _SIGNS:
        return made
    whole = _SIGNS[check["operation"]].join(parts).replace(f"+{NBSP}{MINUS}", f"{MINUS}{NBSP}")
    return f"{whole}{NBSP}={NBSP}{made}"


def plain(value: float | None) -> str:
    """Write a figure with as many decimals as it has, at most two: 507, 435,5; okänt if missing."""
    if value is None or is_missing(value):
        return "okänt"
    shortest = f"{round(value, 2):.2f}".rstrip("0").partition(".")[2]
    return decimal(value, len(shortest))


def _sum_sentence(finding: Mapping[Any, Any]) -> str:
    stated = _stated(finding)
    unit = _unit(finding, finding["stated"])
    gap = _with_unit(finding, abs(finding["difference"]))
    made = _with_unit(finding, finding["recomputed"])
    rule = finding["rule"]
    if rule == "klockslag":
        return (
            f"{finding['subject']}: planen räknar med {stated}{unit}, men klockslagen ger {made}. "
            f"Planen förklarar inte skillnaden på {gap}; den kan vara en rast."
        )
    if rule == "moten_ledtid":
        return (
            f"{finding['subject']}: planen räknar med {stated}{unit}, men inom ledtiden på samma "
            f"rad ryms {made}, {gap} {_direction(finding)}."
        )
    if rule == "finansiering":
        about = "ungefär " if finding["rough"] else ""
        return (
            f"Medlen är {about}{sum_in_figures(finding)}{unit} och budgeten {stated}{unit}. Medlen "
            f"är {about}{gap} {_direction(finding, 'större', 'mindre')}, och planen säger inte "
            "varför."
        )
    rounding = (
        " Siffrorna är ungefärliga i planen, och skillnaden kan bero på avrundning."
        if finding["status"] == "ungefar"
        else ""
    )
    return (
        f"{finding['subject']}: delarna ger {sum_in_figures(finding)}{unit}, men planen anger "
        f"{stated}{unit}. Delarna ger {gap} {_direction(finding)}.{rounding}"
    )


def _direction(finding: Mapping[Any, Any], more: str = "mer", less: str = "mindre") -> str:
    countable = finding["unit"] in ("personer", "möten", "ärenden")
    words = ("fler", "färre") if countable and more == "mer" else (more, less)
    return words[0] if finding["difference"] > 0 else words[1]


def _stated(finding: Mapping[Any, Any]) -> str:
    says = finding.get("stated_says")
    rough = says is not None and not is_missing(says) and bool(says)
    return f"ungefär {plain(finding['stated'])}" if rough else plain(finding["stated"])


def _with_unit(finding: Mapping[Any, Any], value: float) -> str:
    return f"{plain(value)}{_unit(finding, value)}"


def _unit(finding: Mapping[Any, Any], value: float) -> str:
    unit = finding["unit"]
    if not unit or is_missing(unit):
        return ""
    return f"{NBSP}{_ONE.get(unit, unit) if value == 1 else unit}"


def _day_sentence(finding: Mapping[Any, Any]) -> str:
    if finding["rule"] == "beslut_efter_plan":
        return (
            f"Planen är daterad {finding['other_text']} men talar om ett beslut den "
            f"{finding['stated_text']} som om det redan är fattat."
        )
    return (
        f"Slutet ({finding['stated_text']}) ligger före början ({finding['other_text']}) i posten "
        f"{finding['id']}."
    )
