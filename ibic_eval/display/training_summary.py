"""The training in sentences, each tied to its value: who was trained, hours, and what they thought.

What is unknown is said to be unknown; nothing is said of groups that are hidden.
"""

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import integer, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.training_hours import hours
from ibic_eval.display.training_words import (
    EVERYONE,
    FULL,
    NOT_REACHED,
    REACHED,
    SHOWN,
    SOME,
    Chapter,
    Row,
    by_training,
    count_cell,
    share_in_text,
)
from ibic_eval.display.wording import enumeration, lower_first

_BEST = "helhet"


def sentences(chapter: Chapter) -> Prose:
    """Return what may be said of the training, as a list."""
    return Prose(tuple(told(chapter)), as_list=True)


def told(chapter: Chapter) -> list[str]:
    """Return the sentences on coverage, target, hours and evaluations, or on what is planned."""
    if not chapter.context["available"]:
        return [*_planned(chapter), *_evaluated(chapter)]
    return [*_covered(chapter), *_aims(chapter), *_hours(chapter), *_evaluated(chapter)]


def brief(chapter: Chapter) -> list[str]:
    """Return the sentences that a summary has room for: target and hours, or what is planned."""
    return [*_aims(chapter), *_hours(chapter)] if chapter.context["available"] else told(chapter)


def _planned(chapter: Chapter) -> list[str]:
    place = chapter.context["name"]
    rows = [
        row for row in row_dicts(chapter.planned)
        if not is_missing(row["hours_total"]) or not is_missing(row["people"])
    ]  # fmt: skip
    if not rows:
        return [f"Deltagarlistor saknas, så det går inte att säga hur många i {place} som har gått "
                "utbildning."]  # fmt: skip
    groups = enumeration(map(_plan, rows))
    return [
        f"Planen anger utbildning för {groups}.",
        f"Deltagarlistor saknas, så det går inte att säga hur många i {place} som har gått den.",
    ]


def _plan(row: Row) -> str:
    people = "" if is_missing(row["people"]) else f"{_about(row)}{integer(row['people'])} personer"
    whose = "undervisningstimmar" if row["hours_are"] == "undervisning" else "timmar"
    length = "" if is_missing(row["hours_total"]) else f"{_hours_says(row)} {whose}"
    inside = ", ".join(filter(None, (people, length)))
    return f"{lower_first(str(row['label']))} ({inside})"


def _about(row: Row) -> str:
    return "cirka " if not is_missing(row["about"]) and bool(row["about"]) else ""


def _hours_says(row: Row) -> str:
    rough = "" if is_missing(row["hours_says"]) else "cirka "
    return f"{rough}{hours(row['hours_total'])}"


def _covered(chapter: Chapter) -> list[str]:
    some = by_training(chapter.coverage, SOME)
    rows = by_training(chapter.coverage, FULL)
    return [
        sentence for name, row in rows.items() for sentence in [_group(row, some[name], chapter)]
        if sentence
    ]  # fmt: skip


def _group(full: Row, some: Row, chapter: Chapter) -> str:
    label = str(full["label"])
    if full["status"] == SHOWN:
        needed = _needed(chapter, full["training"])
        more = "" if not _extra(full, some) else f", och {count_cell(some)} någon del"
        whence = "" if full["n_from"] != "plan" else " Antalet i gruppen är planens."
        over = "" if is_missing(full["ci_low"]) is False else f" {full['reason']}"
        return (f"{label}: {count_cell(full)} har gått minst de planerade {needed} timmarna, "
                f"{share_in_text(full)}{more}.{whence}{over}")  # fmt: skip
    if some["status"] == SHOWN:
        return (f"{label}: {count_cell(some)} har gått någon del, {share_in_text(some)}. "
                f"{full['reason']}")  # fmt: skip
    if full["status"] == "dold":
        return ""
    if not is_missing(some["count"]):
        return f"{label}: {integer(some['count'])} har gått utbildningen. {some['reason']}"
    return f"{label}: deltagarlistor saknas, så andelen är okänd."


def _extra(full: Row, some: Row) -> bool:
    return some["status"] == SHOWN and int(some["count"]) != int(full["count"])


def _needed(chapter: Chapter, training: str) -> str:
    row = chapter.planned[chapter.planned["training"].eq(training)].iloc[0]
    return hours(row["hours_each"])


def _aims(chapter: Chapter) -> list[str]:
    context = chapter.context
    if not context["has_target"]:
        words = "Planen anger ingen målnivå för hur stor andel som ska vara utbildad"
        return (
            [f"{words}, så det går inte att säga om målet är nått."] if context["has_plan"] else []
        )
    rows = [row for row in by_training(chapter.coverage, FULL).values()
            if not is_missing(row["target"]) and not is_missing(row["verdict"])]  # fmt: skip
    return [
        f"Målnivån {percent(level)} är {words} för {_groups(found)}."
        for level in dict.fromkeys(row["target"] for row in rows)
        for verdict, words in _VERDICTS.items()
        for found in [[r for r in rows if r["verdict"] == verdict and r["target"] == level]]
        if found
    ]


_VERDICTS = {
    REACHED: "nådd",
    NOT_REACHED: "inte nådd",
    "kan inte avgöras": "varken säkert nådd eller missad",
}


def _groups(rows: list[Row]) -> str:
    return enumeration(lower_first(str(row["label"])) for row in rows)


def _hours(chapter: Chapter) -> list[str]:
    rows = {row["training"]: row for row in row_dicts(chapter.hours)}
    whole = rows.get(EVERYONE)
    if whole is None:
        return []
    least = "minst " if bool(whole["at_least"]) else ""
    price = chapter.context["hourly_cost"]
    worth = (
        f", värda {least}{integer(whole['kronor'])} kronor med timkostnaden {integer(price)} kronor"
        if not is_missing(whole["kronor"])
        else "; vad de är värda i kronor är okänt, eftersom timkostnaden saknas"
    )
    known = [row for row in rows.values() if not is_missing(row["difference"])]
    far = max(known, key=lambda row: abs(float(row["difference"])), default=None)
    apart = f" {_farthest(far)}" if far is not None and float(far["difference"]) else ""
    return [
        f"Deltagarna har sammanlagt gått {least}{hours(whole['estimate'])} timmar{worth}.{apart}"
    ]


def _farthest(row: Row) -> str:
    size = float(row["difference"])
    way = "fler" if size > 0 else "färre"
    return (f"Längst från planen är {lower_first(str(row['label']))}: {hours(row['estimate'])} av "
            f"{hours(row['planned'])} timmar, {hours(abs(size))} {way} än planerat.")  # fmt: skip


def _evaluated(chapter: Chapter) -> list[str]:
    rows = chapter.evaluations
    known = rows[rows["question"].eq(_BEST) & rows["status"].eq(SHOWN)].sort_values("estimate")
    if known.empty:
        return []
    shares = enumeration(
        f"{lower_first(str(row['label']))} {share_in_text(row)}, n = {integer(row['n'])}"
        for row in row_dicts(known)[::-1]
    )
    return [
        f"Andelen som i hög eller mycket hög grad är nöjd som helhet, efter utbildning: {shares}."
    ]
