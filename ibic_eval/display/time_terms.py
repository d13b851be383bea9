"""Level and slope of the monthly series before and after, alone and against another area."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import MISSING, is_missing, p_value
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.time_series import AGAINST, OWN
from ibic_eval.display.time_words import (
    AREAS,
    COMPATIBLE,
    LONGER,
    NOTHING,
    SHORTER,
    SHOWN,
    Context,
    change,
    change_interval,
    chosen,
    hidden_or,
    in_order,
    source,
)
from ibic_eval.display.time_words import Row as Record
from ibic_eval.display.wording import lower_first

_TERMS: Mapping[str, str] = {
    "lutning_fore": "Trend före, per år",
    "niva": "Nivå direkt efter övergången",
    "lutning": "Ändrad trend efter, per år",
    "medel": "Medel av alla månader efter",
    "skift": "Nivå efter, om trenden är densamma",
}


def series_table(interrupted: pd.DataFrame, context: Context, clock: str) -> Shown:
    """Show level and slope of each area's series, alone and against another area.

    `interrupted` is the table `interrupted`.
    """
    known = chosen(interrupted, clock=clock, status=SHOWN)
    models = [model for model in _HEADS if known["model"].eq(model).any()]
    rows = [
        _line(known, area, term, models)
        for area in in_order(known)
        for term in _TERMS
        if (known["area"].eq(area) & known["term"].eq(term)).any()
    ]
    if not rows:
        return NOTHING
    return table(
        pd.DataFrame(rows),
        slug="tid-manader",
        caption="Nivå och trend månad för månad, före och efter.",
        source=source(context),
        group_by="Område",
        words=[name for name in rows[0] if name.endswith("Omdöme")],
        notes=(
            "Förändringar i procent med 95 procents konfidensintervall (KI). Nivån, trenden och "
            "medlet efter är mot det som tiden före hade lett till. Sista raden är "
            "säkrare, för den antar att bara nivån ändrades; omdömet gäller den. p är "
            "justerat för antalet omdömen där det finns ett.",
            _months_note(known),
            *_controls(known),
        ),
    )


_HEADS = {OWN: "Området", AGAINST: "Mot ett annat område"}


def _line(known: pd.DataFrame, area: str, term: str, models: Sequence[str]) -> dict[str, str]:
    mine = {row["model"]: row for row in row_dicts(chosen(known, area=area, term=term))}
    cells: dict[str, str] = {}
    for model in models:
        row, over = mine.get(model), f"{_HEADS[model]}{UNDER}" if len(models) > 1 else ""
        cells[f"{over}Ändring (KI)"] = _estimate(row)
        cells[f"{over}p"] = _p(row)
        cells[f"{over}Omdöme"] = _verdict(row)
    return {"Mått": _TERMS[term], "Område": AREAS[area], **cells}


def _estimate(row: Record | None) -> str:
    if row is None:
        return MISSING
    limits = change_interval(row["ci_low"], row["ci_high"])
    return hidden_or(row, f"{change(row['estimate'])} ({limits})")


def _p(row: Record | None) -> str:
    if row is None:
        return MISSING
    adjusted = row["p_holm"]
    return p_value(row["p"] if is_missing(adjusted) else adjusted)


def _verdict(row: Record | None) -> str:
    """Write the verdict; the area's own series alone is never more than compatible with one."""
    if row is None or is_missing(row["verdict"]):
        return ""
    verdict = str(row["verdict"])
    alone = row["model"] == OWN and verdict in (LONGER, SHORTER)
    return f"{COMPATIBLE} {verdict}" if alone else verdict


def _months_note(known: pd.DataFrame) -> str:
    own = known[known["model"].eq(OWN)].drop_duplicates("area")
    told = "; ".join(
        f"{lower_first(AREAS[row['area']])} {row['n_months_before']} före och "
        f"{row['n_months_after']} efter"
        for row in row_dicts(own)
    )
    return f"Antal månader: {told}." if told else ""


def _controls(known: pd.DataFrame) -> tuple[str, ...]:
    pairs = known[known["model"].eq(AGAINST)].drop_duplicates("area")
    told = "; ".join(
        f"{lower_first(AREAS[row['area']])} jämförs med {lower_first(AREAS[row['control_area']])}"
        for row in row_dicts(pairs)
    )
    return (f"{told[:1].upper()}{told[1:]}.",) if told else ()
