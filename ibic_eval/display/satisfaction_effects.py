"""Tables of the effects of having begun with IBIC: ways of computing them, verdicts, genders."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Shown, missing
from ibic_eval.display.numbers import MISSING, decimal, integer, is_missing, p_value
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.satisfaction_words import (
    ESTIMATED,
    GENDERS,
    NOTHING,
    OLDER,
    PLAIN,
    QUESTIONS,
    SERVICES,
    UNWEIGHTED,
    Context,
    chosen,
    computed_source,
    main_effects,
    points_in_text,
    signed,
    signed_interval,
)
from ibic_eval.display.tables import table

_BY_GROUP = "kommun_skr_ar"
_WAYS: Mapping[str, tuple[str, str, str]] = {
    "Oviktad (KI)": ("T", PLAIN, UNWEIGHTED),
    "Viktad (KI)": ("T", PLAIN, "viktad"),
    "Inom SKR-grupp (KI)": ("T", _BY_GROUP, UNWEIGHTED),
    "Lika könsfördelning (KI)": ("S", PLAIN, UNWEIGHTED),
}
_KEYS = ("service", "question", "gender", "model", "weighting")
_INTERVALS = "Skillnad i procentenheter med 95 procents konfidensintervall (KI)"


def robustness_table(effects: pd.DataFrame, context: Context) -> Shown:
    """Show each question's effect by other ways of computing it, with the permutation test."""
    main = main_effects(effects)
    if main.empty:
        return NOTHING
    found = _by_key(effects)
    lines = [
        {
            "Fråga": QUESTIONS[row["question"]],
            "Verksamhet": SERVICES[row["service"]],
            **{
                head: _estimate(found.get((row["service"], row["question"], *way)))
                for head, way in _WAYS.items()
            },
            "p, permutation": p_value(row["p_permutation"]),
        }
        for row in row_dicts(main)
    ]
    return table(
        pd.DataFrame(lines),
        slug="effekt-varianter",
        common=True,
        caption="Samma skillnad räknad på andra sätt.",
        source=computed_source(context),
        group_by="Verksamhet",
        notes=(
            f"{_INTERVALS}. Permutationstestet lottar om vilka kommuner som började; dess p är "
            "inte justerat för antalet frågor.",
        ),
    )


def equivalence_table(effects: pd.DataFrame, context: Context, margin: float) -> Shown:
    """Show each question's 90 percent interval, test of equivalence and smallest visible effect."""
    rows = main_effects(effects)
    known = rows[rows["status"].eq(ESTIMATED)]
    if known.empty:
        return NOTHING
    lines = [
        {
            "Fråga": QUESTIONS[row["question"]],
            "Verksamhet": SERVICES[row["service"]],
            "Skillnad": signed(row["estimate"]),
            "90 % KI": signed_interval(row["equivalence_low"], row["equivalence_high"]),
            "p, likvärdig": p_value(row["equivalence_p_holm"]),
            "p, skillnad": p_value(row["p_holm"]),
            "Minsta synliga": decimal(100 * row["smallest_detectable"], 1),
            "Omdöme": row["verdict"],
        }
        for row in row_dicts(known)
    ]
    return table(
        pd.DataFrame(lines),
        slug="likvardighet",
        common=True,
        caption=f"Likvärdig inom {points_in_text(margin)}, eller inte?",
        source=computed_source(context),
        group_by="Verksamhet",
        words=["Omdöme"],
        notes=(
            "Procentenheter. p för likvärdighet är det största av två ensidiga test (TOST). Båda p "
            f"är justerade med Holms metod för {int(known['n_family'].max())} frågor; intervallen "
            "är det inte.",
        ),
    )


def gender_table(effects: pd.DataFrame, context: Context) -> Shown:
    """Show the effects for women and for men, each corrected over all its questions."""
    caption = "Skillnaden i ändring för kvinnor och för män."
    women = chosen(effects, OLDER, gender="K", model=PLAIN, weighting=UNWEIGHTED)
    women = women[women["status"].eq(ESTIMATED)]
    if women.empty:
        return missing(caption)
    found = _by_key(effects)
    lines = [
        {
            "Fråga": QUESTIONS[row["question"]],
            "Verksamhet": SERVICES[row["service"]],
            **_of_gender(found, row, "K"),
            **_of_gender(found, row, "M"),
        }
        for row in row_dicts(women)
    ]
    lacking = [SERVICES[service] for service in OLDER if service not in set(women["service"])]
    return table(
        pd.DataFrame(lines),
        slug="ibic-kon",
        common=True,
        caption=caption,
        source=computed_source(context),
        group_by="Verksamhet",
        words=[f"{name}|Omdöme" for name in (GENDERS["K"], GENDERS["M"])],
        notes=(
            f"{_INTERVALS}; n är antalet kommuner.",
            *(f"{name}: resultat för kvinnor och män saknas." for name in lacking),
        ),
    )


def _of_gender(found: "_Found", row: Mapping[Any, Any], gender: str) -> dict[str, str]:
    name = GENDERS[gender]
    other = found.get((row["service"], row["question"], gender, PLAIN, UNWEIGHTED))
    known = other is not None and other["status"] == ESTIMATED
    return {
        f"{name}|Skillnad (KI)": _estimate(other),
        f"{name}|n": integer(other["n_municipalities"]) if other and known else MISSING,
        f"{name}|Omdöme": str(other["verdict"]) if other and known else MISSING,
    }


def _estimate(row: Mapping[Any, Any] | None) -> str:
    if row is None or row["status"] != ESTIMATED or is_missing(row["estimate"]):
        return MISSING
    return f"{signed(row['estimate'])} ({signed_interval(row['ci_low'], row['ci_high'])})"


_Found = dict[tuple[str, ...], Mapping[Any, Any]]


def _by_key(effects: pd.DataFrame) -> _Found:
    return {tuple(str(row[key]) for key in _KEYS): row for row in row_dicts(effects)}
