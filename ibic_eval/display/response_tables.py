"""Who was asked, who answered, and what weighting does: tables and the sentences beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown, missing
from ibic_eval.display.numbers import (
    HIDDEN,
    HIDDEN_LEGEND,
    decimal,
    integer,
    interval,
    p_value,
    percent,
    points,
)
from ibic_eval.display.tables import table
from ibic_eval.display.wording import AREAS, answer_label, lower_first

RATE_LEVELS: Mapping[str, str] = {
    "riket": "landet",
    "lan": "län",
    "skr_huvudgrupp": "huvudgrupper av kommuner",
    "skr": "kommungrupper",
}
_LIMIT = 0.05


def response_rate_table(
    rates: pd.DataFrame, levels: Sequence[str], *, slug: str, caption: str, source: str
) -> Shown:
    """Show how many of those asked that answered and declined, one row a group.

    `rates` is the frame of `estimates.response_rates.response_rates`; `levels` those to show.
    """
    chosen = rates[rates["level"].isin(list(levels))]
    if chosen.empty:
        return missing(caption)
    rows = pd.DataFrame([_rate_row(row) for row in chosen.to_dict("records")])
    notes = ["De som avböjde räknas som tillfrågade men inte som svarande."]
    if chosen["status"].eq("dold").any():
        notes.append(HIDDEN_LEGEND)
    return table(rows, slug=slug, caption=caption, source=source, notes=notes)


def rate_sentences(tests: pd.DataFrame) -> Prose:
    """Tell on each level whether the response rate differs more than chance would make it.

    `tests` is the frame of `estimates.response_rates.response_tests`.
    """
    return Prose(tuple(_rate_sentence(row) for row in tests.to_dict("records")))


def weight_table(
    weighted: pd.DataFrame,
    labels: Mapping[str, str],
    items: Sequence[str],
    *,
    answers: Sequence[str],
    slug: str,
    caption: str,
    source: str,
) -> Shown:
    """Show shares unweighted and weighted beside each other, among those who use IBIC.

    `weighted` is the frame of `estimates.weights.weighted_shares`.
    """
    chosen = weighted[
        weighted["group"].eq("anvandare")
        & weighted["item"].isin(list(items))
        & weighted["answer"].isin(list(answers))
    ].dropna(subset=["weighted_share"])
    if chosen.empty:
        return missing(caption)
    rows = pd.DataFrame([_weight_row(row, labels) for row in chosen.to_dict("records")])
    notes = (
        "Vägd andel: svaren räknas upp till antalet tillfrågade i varje huvudgrupp av kommuner.",
        "Designeffekten är hur många gånger större variansen blir än utan vägning.",
    )
    return table(rows, slug=slug, caption=caption, source=source, notes=notes, words=["Område"])


def population_table(frames: pd.DataFrame, *, slug: str, caption: str, source: str) -> Shown:
    """Show which ways to count those asked that give the printed response rate.

    `frames` is the frame of `estimates.population.candidate_frames`.
    """
    rows = pd.DataFrame(
        {
            "Sätt att räkna": frames["frame"],
            "Tillfrågade": frames["population"].map(integer),
            "Svarsfrekvens": [percent(rate, 1) for rate in frames["rate"]],
            "Stämmer": frames["fits"].map({True: "ja", False: "nej"}),
        }
    )
    return table(rows, slug=slug, caption=caption, source=source)


def _rate_row(row: Mapping[Any, Any]) -> dict[str, str]:
    hidden = row["status"] == "dold"
    return {
        "Grupp": row["level_name"],
        "Tillfrågade": HIDDEN if hidden else integer(row["invited"]),
        "Svarade": HIDDEN if hidden else integer(row["answered"]),
        "Avböjde": HIDDEN if hidden else integer(row["declined"]),
        "Svarsfrekvens": HIDDEN if hidden else percent(row["rate"]),
    }


def _rate_sentence(row: Mapping[Any, Any]) -> str:
    sure = "skiljer sig" if row["p_holm"] < _LIMIT else "skiljer sig inte säkert"
    where = f"{integer(row['groups'])} {RATE_LEVELS[row['level']]}"
    return f"Svarsfrekvensen {sure} mellan {where} (p {_equals(row['p_holm'])})."


def _equals(p: float) -> str:
    written = p_value(p)
    return written if written.startswith("<") else f"= {written}"


def _weight_row(row: Mapping[Any, Any], labels: Mapping[str, str]) -> dict[str, str]:
    return {
        "Fråga": f"{labels[row['item']]}: {lower_first(answer_label(row['answer']))}",
        "Område": AREAS[row["area"]] or "Alla",
        "n": integer(row["n"]),
        "Ovägd": percent(row["share"]),
        "KI": interval(row["ci_low"], row["ci_high"]),
        "Vägd": percent(row["weighted_share"]),
        "KI, vägd": interval(row["weighted_ci_low"], row["weighted_ci_high"]),
        "Skillnad": points(row["difference"], "").strip(),
        "Designeffekt": decimal(row["design_effect"], 2),
    }
