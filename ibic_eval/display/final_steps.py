"""How each goal was decided, step by step: its main measure, what that says, how sure, and why."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from ibic_eval.codebook.sorts import SORTS
from ibic_eval.display.exhibits import Shown
from ibic_eval.display.final_goal_words import DOUBTS, RULES
from ibic_eval.display.final_goals import cause_words
from ibic_eval.display.final_words import (
    CI,
    NOTHING,
    SURENESS,
    VERDICTS,
    Final,
    Row,
    count,
    evidence_sentence,
    has_outcomes,
    place,
    source_of,
    span,
    status_word,
    value,
)
from ibic_eval.display.numbers import decimal, integer, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.time_words import change_interval
from ibic_eval.display.wording import lower_first

_CHOSEN: Mapping[str, str] = {
    "kommunen": "valt av kommunen i slutrapport.yml",
    "planen": "planens enda indikator för målet",
}
_SET: Mapping[str, str] = {
    "fore": "Ja: det som avgör registrerades {day}, innan IBIC började användas.",
    "under": "Inte säkert: det registrerades {day}, när en del av resultaten kan ha gått att se.",
    "efter": "Nej: det registrerades {day}, efter de sista uppgifterna.",
    "ej_registrerat": "Inte känt: det som avgör är inte registrerat (ibic-eval register).",
}
_TOP = "saker"


def goal_steps(final: Final, kinds: Sequence[str], slug: str) -> Shown:
    """Show every step from a goal to its status, in the order they are taken."""
    goals = [row for row in row_dicts(final.goals) if row["kind"] in kinds]
    if not goals or not has_outcomes(final):
        return NOTHING
    lines = [
        {"Steg": step, "Vad som gäller": told, "Mål": f"{goal['goal']}. {goal['text']}"}
        for goal in goals
        for step, told in _steps(final, goal)
    ]
    return table(
        pd.DataFrame(lines), slug=slug, source=source_of(final.context), group_by="Mål",
        caption="Så avgjordes varje mål, steg för steg.", words=("Vad som gäller",),
        notes=("Säkerheten börjar överst och sänks ett steg för varje skäl (GRADE, Guyatt m.fl. "
               "2008). Vad som får sägas om orsaken följer av hur det är mätt (ROBINS-I, Sterne "
               "m.fl. 2016).", *_registered(goals)),
    )  # fmt: skip


def _registered(goals: Sequence[Row]) -> tuple[str, ...]:
    """Tell how many of the goals with a main measure had it and its level set before the data."""
    named = [goal for goal in goals if goal["main"]]
    if not named:
        return ()
    first = sum(goal["set_when"] == "fore" for goal in named)
    return (
        f"Av {integer(len(named))} mål med huvudmått hade {integer(first) if first else 'inget'} "
        "det som avgör registrerat innan IBIC började användas. Dagen är kommunens egen uppgift "
        "(faststallt.csv); filens historik i versionshanteringen visar när den lades in.",
    )


def _steps(final: Final, goal: Row) -> Iterator[tuple[str, str]]:
    parts = _main_parts(final, goal)
    yield "Målet gäller", SORTS.get(str(goal["about"]), "inte sagt")
    yield "Huvudmått", _named(final, goal, parts)
    if parts:
        yield "Bestämt i förväg?", _SET[str(goal["set_when"])].format(day=goal["set_on"])
    for part in parts:
        yield "Utfall", _outcome(part)
    yield "Läge", f"{status_word(str(goal['status']))}. {RULES[str(goal['rule'])]}"
    if not is_missing(goal["sureness"]):
        yield "Hur säkert", _grade(goal)
    if cause_words(goal):
        yield "Orsak", cause_words(goal)


def _main_parts(final: Final, goal: Row) -> list[Row]:
    joined = final.goal_evidence
    mine = joined.loc[joined["goal"].eq(goal["goal"]) & joined["decides"], "evidence"]
    return row_dicts(final.evidence[final.evidence["id"].isin(mine)])


def _named(final: Final, goal: Row, parts: Sequence[Row]) -> str:
    if not goal["main"]:
        return "inget är valt"
    known = {
        **dict(zip(final.measures["measure"], final.measures["what"], strict=True)),
        **dict(zip(final.indicators["indicator"], final.indicators["text"], strict=True)),
    }
    name = known.get(str(goal["main"]), str(parts[0]["what"]) if parts else str(goal["main"]))
    return f"{name} ({_CHOSEN[str(goal['main_by'])]})"


def _outcome(part: Row) -> str:
    """Tell a part of the main measure, what it is held against, and what that says."""
    if part["status"] != "visas":
        return evidence_sentence(part)
    where, n = place(part), "" if is_missing(part["n"]) else f", {count(part)}"
    ends = f" ({CI} {span(part)})" if span(part) else ""
    told = f"{f'{where}: ' if where else ''}{value(part)}{ends}{n}"
    verdict = lower_first(VERDICTS[str(part["verdict"])])
    return f"{told}. {_against(part)}: {verdict}{_counted(part)}."


def _counted(part: Row) -> str:
    """Tell why a share is judged although its interval holds the level: everyone was counted."""
    if is_missing(part["level"]) or is_missing(part["ci_low"]):
        return ""
    inside = part["ci_low"] < part["level"] <= part["ci_high"]
    told = inside and part["verdict"] != "kan_inte_avgoras"
    return ", eftersom alla är räknade" if told else ""


def _against(part: Row) -> str:
    if not is_missing(part["level"]):
        return f"Mot {_level(part)} ({part['level_says']})"
    if part["form"] == "kvot":
        return f"Mot ingen ändring sedan före{_same(part['margin'])}"
    if part["form"] in ("skillnad", "timmar"):
        return "Mot ingen skillnad"
    return "Det finns ingen nivå att jämföra med"


def _same(margin: object) -> str:
    if is_missing(margin):
        return ""
    ends = change_interval(1 / float(str(margin)), float(str(margin)))
    return f" ({ends} procent räknas som lika)"


def _level(part: Row) -> str:
    level, direction = float(part["level"]), "minst" if part["better"] == "hogre" else "högst"
    return f"{direction} {percent(level) if part['form'] == 'andel' else decimal(level, 1)}"


def _grade(goal: Row) -> str:
    doubts = str(goal["doubts"]).split()
    if not doubts:
        return f"{SURENESS[_TOP]}: inget sänker det."
    lowered = "; ".join(f"−1 för att {DOUBTS[doubt]}" for doubt in doubts)
    left = SURENESS[str(goal["sureness"])].lower()
    return f"Börjar på {SURENESS[_TOP].lower()}; {lowered}. Kvar: {left}."
