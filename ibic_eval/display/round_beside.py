"""A round of part of the nation beside the nation's figures: a difference, never a change."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    HIDDEN_LEGEND,
    integer,
    interval,
    month_of,
    percent,
    points,
    points_interval,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import AREAS, GROUPS_SHORT, answer_label, area_order, lower_first

Labels = Mapping[str, str]
EVERYONE = "alla svarade"


def beside(
    context: Mapping[str, Any],
    differences: pd.DataFrame,
    changes: pd.DataFrame,
    answers: pd.DataFrame,
    labels: Labels,
    items: Sequence[str],
) -> tuple[Shown, ...]:
    """Show a round beside the nation, its changes, and its answers where they aren't secret.

    `differences` is the frame of `estimates.round_differences`, `changes` and `answers` are the
    prepared tables; `items` those whose changes and answers by municipality are shown. Shows
    nothing where there is no round.
    """
    told, national = context["round"], context["national"]
    if told is None:
        return ()
    shown: list[Shown] = [_about(told, national)]
    moved = changes[changes["item"].isin(list(items))]
    if len(differences):
        shown.append(_differences(told, national, differences, labels))
    if len(moved):
        shown.append(_changes(told, moved, labels))
    if len(answers):
        shown.append(_answers(told, answers, labels, items))
    return tuple(shown)


def answered(told: Mapping[str, Any]) -> str:
    """Tell what a round is about and how many of those asked answered."""
    of_those = f" av {integer(told['population'])} tillfrågade" if told["population"] else ""
    return (
        f"Omgången {told['title']} ({month_of(told['date'])}) gäller {told['name']}: "
        f"{integer(told['answered'])}{of_those} svarade."
    )


def _about(told: Mapping[str, Any], national: Mapping[str, Any]) -> Prose:
    everyone = (
        "Alla i omgången har svarat. Andelarna är därför inte skattade ur ett urval och har inget "
        "konfidensintervall, utom där någon har lämnat frågan tom."
        if told["everyone"]
        else ""
    )
    beside = (
        f"Omgången är inte landet. Landets siffror är från {month_of(national['date'])}. En "
        "skillnad mellan dem är inte en förändring: det är andra kommuner och en annan tid."
    )
    secret = "" if told["secret"] else "Svaren är offentliga och visas kommun för kommun."
    return Prose(tuple(filter(None, (answered(told), everyone, beside, secret))))


def _differences(
    told: Mapping[str, Any], national: Mapping[str, Any], differences: pd.DataFrame, labels: Labels
) -> Shown:
    rows = pd.DataFrame([_difference_row(row, labels) for row in row_dicts(differences)])
    notes = (
        "KI är 95 procents konfidensintervall, och n antalet svarande. Skillnaden är omgången "
        "minus landet, i procentenheter; dess intervall är gjort av båda andelarnas. "
        "Landets n är ibland bara känt som högst, och intervallet då det smalaste tänkbara.",
    )
    return table(
        rows,
        slug="omgang-landet",
        caption=f"Omgången ({told['name']}) bredvid landet, där båda har en siffra.",
        source=f"{told['title']}; {national['title']}; egna beräkningar",
        notes=notes,
        words=["Område"],
        group_by="Del",
    )


def _difference_row(row: Mapping[Any, Any], labels: Labels) -> dict[str, str]:
    limits = EVERYONE if pd.isna(row["ci_low"]) else interval(row["ci_low"], row["ci_high"])
    return {
        "Del": GROUPS_SHORT[row["group"]],
        "Fråga": f"{labels[row['item']]}: {lower_first(answer_label(row['answer']))}",
        "Område": AREAS[row["area"]] or "Alla",
        "Omgången": percent(row["share"]),
        "KI, omgången": limits,
        "n, omgången": integer(row["n"]),
        "Landet": percent(row["nation_share"]),
        "KI, landet": interval(row["nation_ci_low"], row["nation_ci_high"]),
        "Skillnad": points(row["difference"], "").strip(),
        "KI, skillnad": points_interval(row["low"], row["high"]),
    }


def _changes(told: Mapping[str, Any], changes: pd.DataFrame, labels: Labels) -> Shown:
    rows = pd.DataFrame([_change_row(row, labels) for row in row_dicts(changes)])
    notes = (
        "Samma kommuner båda gångerna. Ändringen är i procentenheter; KI är 95 procents "
        f"konfidensintervall. Där alla har svarat båda gångerna står ”{EVERYONE}”: då finns inget "
        "urval.",
        *((HIDDEN_LEGEND,) if changes["status"].eq("dold").any() else ()),
    )
    return table(
        rows,
        slug="omgang-andring",
        caption="Ändring sedan den förra omgången, bland kommuner som svarade båda gångerna.",
        source=f"{told['title']} och omgången före; egna beräkningar",
        notes=notes,
        words=["Område"],
    )


def _change_row(row: Mapping[Any, Any], labels: Labels) -> dict[str, str]:
    hidden = row["status"] == "dold"
    limits = EVERYONE if pd.isna(row["low"]) else points_interval(row["low"], row["high"])
    told = {
        "n": integer(row["n"]),
        "Förra": percent(row["before"]),
        "Denna": percent(row["after"]),
        "Ändring": points(row["change"], "").strip(),
        "KI": limits,
    }
    return {
        "Fråga": f"{labels[row['item']]}: {lower_first(answer_label(row['answer']))}",
        "Område": AREAS[row["area"]] or "Alla",
        **(dict.fromkeys(told, HIDDEN) if hidden else told),
    }


def _answers(
    told: Mapping[str, Any], answers: pd.DataFrame, labels: Labels, items: Sequence[str]
) -> Shown:
    """Show which municipalities gave each answer, in the order of the survey."""
    chosen = answers[answers["item"].isin(list(items))]
    given: dict[tuple[str, str, str], list[str]] = {}
    for row in row_dicts(chosen):
        given.setdefault((row["item"], row["area"], row["answer"]), []).append(row["name"])
    areas = area_order(chosen["area"])
    order = sorted(given, key=lambda cell: (list(items).index(cell[0]), areas.index(cell[1])))
    rows = pd.DataFrame([_answer_row(cell, given[cell], labels) for cell in order])
    return table(
        rows,
        slug="omgang-kommuner",
        caption="Svaren i omgången, kommun för kommun.",
        source=told["title"],
        words=["Område", "Svar", "Kommuner"],
    )


def _answer_row(cell: tuple[str, str, str], names: Sequence[str], labels: Labels) -> dict[str, str]:
    item, area, answer = cell
    return {
        "Fråga": labels[item],
        "Område": AREAS[area] or "Alla",
        "Svar": answer_label(answer),
        "Antal": integer(len(names)),
        "Kommuner": ", ".join(sorted(names)),
    }
