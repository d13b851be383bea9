"""Each goal's steps stand in the order they are taken, with the numbers they rest on."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from ibic_eval.display.final_appendix import status_rules, sureness_table
from ibic_eval.display.final_goals import EFFECTS, cause_words, goal_sentences
from ibic_eval.display.final_steps import goal_steps
from ibic_eval.estimates import final_schemas as s

EVIDENCE: dict[str, Any] = {
    "id": "tid", "measure": "tid_ansokan", "area": "lss", "what": "Tid till beslut",
    "about": "process", "kind": "egna_fore_efter", "better": "lagre", "form": "kvot",
    "unit": "ärenden", "estimate": 0.8, "ci_low": 0.7, "ci_high": 0.9, "n": 450, "margin": 1 / 0.9,
    "verdict": s.FOR, "sureness": s.FAIRLY_SURE, "doubts": s.UNCONTROLLED, "status": s.SHOWN,
}  # fmt: skip
GOAL: dict[str, Any] = {
    "goal": "E1", "kind": "effektmal", "about": "process", "text": "Kortare tid", "aspects": "tid",
    "comment": "", "main": "tid_ansokan", "main_by": "kommunen",
    "set_on": "2017-01-20", "set_when": s.SET_BEFORE, "status": s.REACHED,
    "rule": s.ALL_FOR, "cause": s.CONSISTENT, "cause_reason": s.ALONE, "sureness": s.FAIRLY_SURE,
    "doubts": s.UNCONTROLLED, "lacks": "",
    **dict.fromkeys(["n_for", "n_against", "n_same", "n_unknown", "n_other"], 0),
    **dict.fromkeys(["n_judged_for", "n_judged_against"], 0),
}  # fmt: skip


def frame(schema: dict[str, str], *rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(schema)).astype(schema)


def final(evidence: dict[str, Any] = EVIDENCE, **goal: Any) -> SimpleNamespace:
    joined = {"goal": "E1", "evidence": "tid", "role": s.MAIN, "decides": True}
    return SimpleNamespace(
        context={"has_plan": True, "fictional": True},
        goals=frame(s.GOALS, {**GOAL, **goal}),
        evidence=frame(s.EVIDENCE, evidence),
        goal_evidence=frame(s.GOAL_EVIDENCE, joined),
        measures=frame(s.MEASURES, {"measure": "tid_ansokan", "what": "Tid till beslut"}),
        indicators=frame(s.INDICATORS),
        aspects=frame(s.ASPECTS, {"aspect": "tid", "label": "Tid"}),
    )


def shown(made: SimpleNamespace) -> str:
    return goal_steps(made, EFFECTS, "steg")._repr_html_().replace("\u00a0", " ")


def test_every_step_is_printed_in_its_order() -> None:
    text = shown(final())
    told = (
        "hur arbetet går till",
        "Tid till beslut (valt av kommunen i slutrapport.yml)",
        "Ja: det som avgör registrerades 2017-01-20, innan IBIC började användas.",
        "LSS: −20 % (95 % KI −30 till −10), 450 ärenden. Mot ingen ändring sedan före "
        "(−10 till +11 procent räknas som lika): för.",
        "Nått. Huvudmåttet når målet.",
        "Börjar på säker; −1 för att det finns inget att jämföra med som visar vad som hade hänt "
        "ändå. Kvar: ganska säker.",
        "Det är förenligt med att IBIC bidrog",
    )
    places = [text.find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)


def test_a_share_of_everyone_says_why_its_interval_does_not_decide() -> None:
    share = {**EVIDENCE, "form": "andel", "better": "hogre", "kind": "process", "unit": "personer",
             "estimate": 0.94, "ci_low": 0.74, "ci_high": 0.99, "n": 18, "level": 0.8,
             "level_says": "planens målnivå"}  # fmt: skip
    assert "Mot minst 80 % (planens målnivå): för, eftersom alla är räknade." in shown(final(share))
    unsure = {**share, "verdict": s.UNKNOWN}
    assert "kan inte avgöras." in shown(final(unsure))
    assert "alla är räknade" not in shown(final(unsure))


def test_a_before_and_after_is_never_said_to_be_likely() -> None:
    made = final()
    told = " ".join([*goal_sentences(made, EFFECTS).sentences, shown(made)])
    assert "förenligt med att IBIC bidrog" in told
    assert "roligen" not in told
    row = {"cause": s.NO_CAUSE, "cause_reason": "anvandning"}
    assert cause_words(row) == (
        "Målet gäller hur långt metoden används, och det är ingen effekt av den."
    )


def test_the_appendix_prints_the_ladder_with_its_sources() -> None:
    told = " ".join(status_rules(final()).sentences)
    assert "Proctor m.fl. 2011" in told
    assert "ROBINS-I" in told
    ladder = sureness_table(final())._repr_html_()
    assert "GRADE" in ladder
    assert "vad som hade hänt ändå" in ladder


def test_what_was_set_late_or_not_registered_is_said_and_counted() -> None:
    late = final(set_when=s.SET_AFTER, set_on="2026-12-01")
    assert "Nej: det registrerades 2026-12-01, efter de sista uppgifterna." in shown(late)
    assert "Av 1 mål med huvudmått hade inget det som avgör registrerat" in shown(late)
    assert "Inte känt" in shown(final(set_when=s.NOT_REGISTERED, set_on=""))
