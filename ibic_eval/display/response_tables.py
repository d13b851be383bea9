"""Who was asked, who answered, and what weighting does: tables and the sentences beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
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
from ibic_eval.display.outline import EFFECTS, STATEMENTS
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import AREAS, AREAS_IN_TEXT, answer_label, enumeration, lower_first

GROUP_LEVELS = ("riket", "skr_huvudgrupp", "skr")
RATE_LEVELS: Mapping[str, str] = {
    "riket": "landet",
    "lan": "län",
    "skr_huvudgrupp": "huvudgrupper av kommuner",
    "skr": "kommungrupper",
}
_TOPIC = "Del"
_LIMIT = 0.05
_MOST_CHANGED = 10
_WEIGHTED = (*EFFECTS, *STATEMENTS, "q10")


def nonresponse(
    rates: pd.DataFrame,
    tests: pd.DataFrame,
    weighted: pd.DataFrame,
    labels: Mapping[str, str],
    source: str,
) -> tuple[Shown, ...]:
    """Show who answered and what weighting changes: sentences first, then tables.

    The frames are those of `estimates.response_rates` and `estimates.weights`.
    """
    by_group = {"slug": "svarsfrekvens", "caption": "Svarsfrekvens i grupper av kommuner."}
    by_county = {"slug": "lan", "caption": "Svarsfrekvens per län."}
    changes = {"slug": "viktning", "caption": "De andelar som viktningen ändrar mest."}
    return (
        rate_sentences(tests),
        response_rate_table(rates, GROUP_LEVELS, source=source, **by_group),
        response_rate_table(rates, ("lan",), source=source, **by_county),
        weight_sentences(weighted, labels),
        weight_table(weighted, labels, source=source, **changes),
    )


def response_rate_table(
    rates: pd.DataFrame, levels: Sequence[str], *, slug: str, caption: str, source: str
) -> Shown:
    """Show how many of those asked that answered and declined, one row a group.

    `rates` is the frame of `estimates.response_rates.response_rates`; `levels` those to show.
    Shows nothing where it is not known who was asked.
    """
    chosen = rates[rates["level"].isin(list(levels))]
    if chosen.empty or chosen["rate"].isna().all():
        return Prose(())
    rows = pd.DataFrame([_rate_row(row) for row in row_dicts(chosen)])
    notes = ["De som avböjde räknas som tillfrågade men inte som svarande."]
    if chosen["status"].eq("dold").any():
        notes.append(HIDDEN_LEGEND)
    topic = _TOPIC if len(levels) > 1 else None
    rows = rows if topic else rows.drop(columns=_TOPIC)
    return table(
        rows, slug=slug, caption=caption, source=source, notes=notes, group_by=topic, common=True
    )


def rate_sentences(tests: pd.DataFrame) -> Prose:
    """Tell between which groups the response rate differs more than chance would make it.

    `tests` is the frame of `estimates.response_rates.response_tests`.
    """
    rows = row_dicts(tests)
    differ = [_tested(row) for row in rows if row["p_holm"] < _LIMIT]
    alike = [_tested(row) for row in rows if not row["p_holm"] < _LIMIT]
    told = (
        f"Svarsfrekvensen skiljer sig mer än slumpen brukar ge mellan {enumeration(differ)}."
        if differ
        else "",
        f"Svarsfrekvensen skiljer sig inte mer än slumpen kan ge mellan {enumeration(alike)}."
        if alike
        else "",
        "p är sannolikheten för minst så stora skillnader om alla hade varit lika benägna att "
        "svara."
        if rows
        else "",
    )
    return Prose(tuple(filter(None, told)))


def weight_table(
    weighted: pd.DataFrame, labels: Mapping[str, str], *, slug: str, caption: str, source: str
) -> Shown:
    """Show the shares that weighting changes most, among those who use IBIC.

    `weighted` is the frame of `estimates.weights.weighted_shares`. Shows nothing where there is
    none.
    """
    ranked = _most_changed(weighted)
    if ranked.empty:
        return Prose(())
    first = row_dicts(ranked.head(_MOST_CHANGED))
    rows = pd.DataFrame([_weight_row(row, labels) for row in first])
    notes = (
        f"De {len(first)} som ändras mest, bland dem som använder IBIC. KI är 95 procents "
        "konfidensintervall; skillnaden är i procentenheter.",
    )
    return table(
        rows, slug=slug, caption=caption, source=source, notes=notes, words=["Område"], common=True
    )


def weight_sentences(weighted: pd.DataFrame, labels: Mapping[str, str]) -> Prose:
    """Tell what the weighting does, and the largest change it makes."""
    ranked = _most_changed(weighted)
    if ranked.empty:
        return Prose(())
    row = ranked.iloc[0]
    place = f" inom {AREAS_IN_TEXT[row['area']]}" if row["area"] in AREAS_IN_TEXT else ""
    return Prose(
        (
            "Viktningen räknar upp svaren till antalet tillfrågade i varje huvudgrupp av kommuner.",
            f"Av {integer(len(ranked))} andelar i frågorna om förändringar ändras ingen med mer än "
            f"{decimal(abs(100 * row['difference']))} procentenheter.",
            f"Mest ändras {_weighted_name(row, labels)}{place}: från {percent(row['share'])} till "
            f"{percent(row['weighted_share'])} (n = {integer(row['n'])}).",
        )
    )


def _most_changed(weighted: pd.DataFrame) -> pd.DataFrame:
    asked = weighted["group"].eq("anvandare") & weighted["item"].isin(_WEIGHTED)
    known = weighted[asked].dropna(subset=["weighted_share"])
    changes = known["difference"].abs().sort_values(ascending=False, kind="stable")
    return known.loc[changes.index]


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
    return table(rows, slug=slug, caption=caption, source=source, common=True)


def _rate_row(row: Mapping[Any, Any]) -> dict[str, str]:
    hidden = row["status"] == "dold"
    return {
        _TOPIC: RATE_LEVELS[row["level"]].capitalize(),
        "Grupp": row["level_name"],
        "Tillfrågade": HIDDEN if hidden else integer(row["invited"]),
        "Svarade": HIDDEN if hidden else integer(row["answered"]),
        "Avböjde": HIDDEN if hidden else integer(row["declined"]),
        "Svarsfrekvens": HIDDEN if hidden else percent(row["rate"]),
    }


def _tested(row: Mapping[Any, Any]) -> str:
    where = f"{integer(row['groups'])} {RATE_LEVELS[row['level']]}"
    return f"{where} (p {_equals(row['p_holm'])})"


def _equals(p: float) -> str:
    written = p_value(p)
    return written if written.startswith("<") else f"= {written}"


def _weighted_name(row: Mapping[Any, Any] | pd.Series, labels: Mapping[str, str]) -> str:
    answer = lower_first(answer_label(row["answer"]))
    return f"andelen som svarade ”{answer}” om {lower_first(labels[row['item']])}"


def _weight_row(row: Mapping[Any, Any], labels: Mapping[str, str]) -> dict[str, str]:
    return {
        "Fråga": f"{labels[row['item']]}: {lower_first(answer_label(row['answer']))}",
        "Område": AREAS[row["area"]] or "Alla",
        "n": integer(row["n"]),
        "Oviktad": percent(row["share"]),
        "KI": interval(row["ci_low"], row["ci_high"]),
        "Viktad": percent(row["weighted_share"]),
        "KI, viktad": interval(row["weighted_ci_low"], row["weighted_ci_high"]),
        "Skillnad": points(row["difference"], "").strip(),
    }
