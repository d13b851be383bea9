"""The survey to staff in sentences, each tied to its value, and what can't be told."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    decimal,
    integer,
    is_missing,
    p_value,
    percent,
    points,
    points_interval,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.staff_words import (
    CI,
    EVERYONE,
    HIGH,
    PAIRED,
    SHORT,
    SHOWN,
    Chapter,
    Row,
    in_order,
    latest,
    month_of_round,
    role_name,
    share_in_text,
)
from ibic_eval.display.wording import enumeration, lower_first

_DIFFER = "olika"


def sentences(chapter: Chapter) -> Prose:
    """Return what may be said of the survey to staff, as a list."""
    return Prose(tuple(told(chapter)), as_list=True)


def told(chapter: Chapter) -> list[str]:
    """Return the sentences on response, shares, silence, roles and change."""
    context = chapter.context
    if not context["available"]:
        why = "Färre än fem har svarat" if context["few"] else "Svar saknas"
        return [f"{why} på enkäten till medarbetare, så det går inte att säga vad de anser."]
    return [_response(chapter), *_shares(chapter), *_roles(chapter), *_changes(chapter)]


def brief(chapter: Chapter) -> list[str]:
    """Return the sentences that a summary has room for: response and shares, or what is missing."""
    if not chapter.context["available"]:
        return told(chapter)
    return [_response(chapter), *_shares(chapter)]


def _response(chapter: Chapter) -> str:
    context = chapter.context
    rows = latest(chapter.response, context)
    row = row_dicts(rows[rows["role"].eq(EVERYONE)])[0]
    month = month_of_round(context, context["latest"])
    if is_missing(row["estimate"]):
        return (f"I {month} svarade {integer(row['count'])} medarbetare på enkäten. "
                f"Svarsfrekvensen är okänd. {row['reason']}")  # fmt: skip
    return (f"I {month} svarade {integer(row['count'])} av {integer(row['n'])} medarbetare på "
            f"enkäten, {percent(row['estimate'])}.")  # fmt: skip


def _shares(chapter: Chapter) -> list[str]:
    rows = [row for row in in_order(latest(chapter.shares, chapter.context))
            if row["role"] == EVERYONE and row["status"] == SHOWN]  # fmt: skip
    if not rows:
        return []
    ordered = sorted(rows, key=lambda row: -float(row["estimate"]))
    high = f"Av dem som tog ställning svarade flest {HIGH} på att de {_share(ordered[0])}"
    if len(ordered) == 1:
        return [f"{high}."]
    lowest = ordered[-1]
    return [f"{high}, och färst på att de {_share(lowest)}.", *_silent(lowest)]


def _share(row: Row) -> str:
    return f"{SHORT[row['question']]}: {share_in_text(row)}"


def _silent(row: Row) -> list[str]:
    if is_missing(row["bound_low"]) or not int(row["n_silent"]):
        return []
    return [
        f"{integer(row['n_silent'])} svarade inte på den frågan. Vad de än hade svarat skulle "
        f"andelen som {SHORT[row['question']]} ligga mellan {percent(row['bound_low'])} och "
        f"{percent(row['bound_high'])}."
    ]


def _roles(chapter: Chapter) -> list[str]:
    tested = chapter.role_tests[chapter.role_tests["status"].eq(SHOWN)]
    if tested.empty:
        return ["Om rollerna svarar olika går inte att säga: de är för små att jämföra."]
    differ = tested[tested["verdict"].eq(_DIFFER)].sort_values("estimate", ascending=False)
    needed = _needed(tested)
    if differ.empty:
        return [f"Om rollerna svarar olika på någon av {integer(len(tested))} frågor kan inte "
                f"avgöras: en skillnad på {needed} hade behövts för att säkert synas."]  # fmt: skip
    row = row_dicts(differ)[0]
    high, low = (lower_first(role_name(row[name])) for name in ("high_role", "low_role"))
    return [
        f"Rollerna svarar olika på {integer(len(differ))} av {integer(len(tested))} frågor. Längst "
        f"isär är {high} (medel {decimal(row['high_mean'])}) och {low} "
        f"({decimal(row['low_mean'])}) om de {SHORT[row['question']]}: skillnaden är "
        f"{decimal(row['estimate'])} steg av 3 ({CI} {decimal(row['ci_low'])}–"
        f"{decimal(row['ci_high'])}; p {p_value(row['p_holm'])})."
    ]


def _needed(tested: pd.DataFrame) -> str:
    low, high = (decimal(end) for end in tested["smallest_detectable"].agg(["min", "max"]))
    return f"{low} steg" if low == high else f"{low}–{high} steg"


def _changes(chapter: Chapter) -> list[str]:
    rows = chapter.changes[chapter.changes["kind"].eq(PAIRED)]
    known = rows[rows["status"].eq(SHOWN)]
    if known.empty:
        return []
    first, last = (month_of_round(chapter.context, int(known[name].iloc[0]))
                   for name in ("first_round", "second_round"))  # fmt: skip
    verdicts = {name: row_dicts(part) for name, part in known.groupby("verdict")}
    moved = [*verdicts.get("högre", []), *verdicts.get("lägre", [])]
    begin = f"Bland dem som svarade både i {first} och i {last}"
    return [
        *(f"{begin} har andelen ändrats: {enumeration(map(_moved, moved))}." for _ in moved[:1]),
        *_still(verdicts.get("likvärdig", []), "är andelen likvärdig (mindre än tio "
                "procentenheters ändring)", begin),
        *_unsure(verdicts.get("kan inte avgöras", []), begin),
    ]  # fmt: skip


def _moved(row: Row) -> str:
    ends = points_interval(row["ci_low"], row["ci_high"])
    change = f"{points(row['estimate'])} ({CI} {ends}, n = {integer(row['n'])})"
    return f"{SHORT[row['question']]} {change}"


def _still(rows: Sequence[Row], words: str, begin: str) -> list[str]:
    if not rows:
        return []
    return [f"{begin} {words} för {enumeration(_quoted(row) for row in rows)}."]


def _unsure(rows: Sequence[Row], begin: str) -> list[str]:
    if not rows:
        return []
    seen = [float(row["smallest_detectable"]) for row in rows
            if not is_missing(row["smallest_detectable"])]  # fmt: skip
    needed = ""
    if seen:
        low, high = (percent(end).replace("%", "procentenheter") for end in (min(seen), max(seen)))
        span = low if low == high else f"{low.split()[0]} till {high}"
        needed = f"; en ändring på {span} hade behövts för att säkert synas"
    return [f"{begin} kan det inte avgöras om något har ändrats för "
            f"{enumeration(_quoted(row) for row in rows)}{needed}."]  # fmt: skip


def _quoted(row: Row) -> str:
    return f"”{SHORT[row['question']]}”"
