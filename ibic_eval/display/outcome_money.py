"""The budget beside what it cost, by year and kind; what isn't known is never nought."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import MINUS, integer, is_missing, percent
from ibic_eval.display.outcome_words import (
    NOTHING,
    Chapter,
    Row,
    counted,
    has,
    kronor,
    source,
    written,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration, lower_first

NOTHING_BOOKED = "inget bokfört"
NOT_BUDGETED = "finns inte i budgeten"
_FILE = "kostnader.csv"
_UNKNOWN = "Minst betyder att planen inte anger alla belopp i raden."
_SIGNED = "Skillnaden är utfallet minus budgeten. Intäkter är negativa."


def told_money(plan: Chapter) -> list[str]:
    """Return the sentences on the whole: planned, spent, beside the budget, not booked."""
    if not plan.context["available"] or plan.budget_total.empty:
        return []
    row = row_dicts(plan.budget_total)[0]
    budget = _budget(row)
    if _FILE in plan.context["lacks"]:
        return [f"{budget} Vad det har kostat är inte rapporterat."]
    return [budget, *_spent(row, plan)]


def _budget(row: Row) -> str:
    if not has(row["planned_known"]):
        return "Planen har ingen budget i kronor."
    if is_missing(row["planned"]):
        unknown = counted(int(row["n_unknown"]), "post", "poster")
        return (
            f"Budgeten är minst {kronor(row['planned_known'])} kronor; {unknown} av "
            f"{integer(row['n_posts'])} saknar belopp i planen."
        )
    return f"Budgeten är {kronor(row['planned'])} kronor."


def _spent(row: Row, plan: Chapter) -> list[str]:
    if is_missing(row["spent"]):
        return ["Inget är bokfört."]
    compared = ""
    if has(row["difference"]):
        gap = float(row["difference"])
        more = "mer" if gap > 0 else "mindre"
        compared = (
            f", {kronor(abs(gap))} {more} än budgeten ({percent(float(row['share']))} av den)"
            if gap
            else ", lika mycket som budgeten"
        )
    told = [f"Bokfört är {kronor(row['spent'])} kronor{compared}."]
    if has(row["outside"]):
        kinds = enumeration(lower_first(str(kind)) for kind in plan.budget_outside["kind"])
        told.append(f"Av det är {kronor(row['outside'])} kronor utanför budgeten: {kinds}.")
    if has(row["n_without"]) and int(row["n_without"]):
        posts = counted(int(row["n_without"]), "post", "poster")
        told.append(f"{posts} i budgeten har inget bokfört; om det är gjort går inte att se.")
    return told


def money_sentences(plan: Chapter) -> Prose:
    """Tell what it was to cost and what it cost."""
    return Prose(tuple(told_money(plan)))


def year_table(plan: Chapter) -> Shown:
    """Show the budget and what was spent, year by year."""
    if not plan.context["available"] or plan.budget_years.empty:
        return NOTHING
    if plan.budget_years["year"].isna().all():
        return NOTHING
    return _table(plan, plan.budget_years, "year", "År", "per år")


def kind_table(plan: Chapter) -> Shown:
    """Show the budget and what was spent, kind by kind."""
    if not plan.context["available"] or plan.budget_kinds.empty:
        return NOTHING
    return _table(plan, plan.budget_kinds, "kind", "Slag", "per slag")


def _table(plan: Chapter, frame: pd.DataFrame, key: str, head: str, by: str) -> Shown:
    booked = _FILE not in plan.context["lacks"]
    lines = [
        {head: _label(row[key]), "Budget": _planned(row), **(_outcome(row) if booked else {})}
        for row in row_dicts(frame)
    ]
    unknown = (_UNKNOWN,) if frame["n_unknown"].fillna(0).gt(0).any() else ()
    return table(
        pd.DataFrame(lines), slug=f"plan-budget-{key}",
        caption=f"Budget och utfall {by}, kronor." if booked else f"Budget {by}, kronor.",
        source=source(plan.context, _FILE), notes=(*([_SIGNED] if booked else []), *unknown),
    )  # fmt: skip


def _label(value: object) -> str:
    if is_missing(value):
        return "Inget år angivet"
    return str(value) if isinstance(value, str) else str(int(value))  # type: ignore[call-overload]


def _planned(row: Row) -> str:
    if has(row["planned"]):
        return kronor(row["planned"])
    if row["status"] == "utanfor_budget":
        return NOT_BUDGETED
    known = row["planned_known"]
    return f"minst {kronor(known)}" if has(known) and float(known) else written(None, "okänt")


def _outcome(row: Row) -> dict[str, str]:
    nothing = is_missing(row["spent"])
    outside = "–" if nothing else kronor(row.get("outside"))
    beyond = {"Varav utanför budgeten": outside} if "outside" in row else {}
    return {
        "Utfall": NOTHING_BOOKED if nothing else kronor(row["spent"]),
        **beyond,
        "Skillnad": _signed(row["difference"]),
        "Andel": "–" if is_missing(row["share"]) else percent(float(row["share"])),
    }


def _signed(value: object) -> str:
    if is_missing(value):
        return "–"
    number = float(value)  # type: ignore[arg-type]
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return f"{sign}{kronor(abs(number))}"


def funding_table(plan: Chapter) -> Shown:
    """Show what the project is paid with, as the plan tells it."""
    if not plan.context["available"] or plan.funding.empty:
        return NOTHING
    lines = [
        {"Vad": row["what"], "År": _label(row["year"]), "Kronor": _about(row)}
        for row in row_dicts(plan.funding)
    ]
    return table(
        pd.DataFrame(lines), slug="plan-finansiering", caption="Vad projektet betalas med.",
        source=source(plan.context),
    )  # fmt: skip


def _about(row: Row) -> str:
    rough = has(row["approximate"]) and bool(row["approximate"])
    return f"{'cirka ' if rough else ''}{kronor(row['amount'])}"
