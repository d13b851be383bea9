"""The meetings in sentences, each tied to its value; what is unknown is said to be unknown."""

from collections.abc import Sequence

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.meeting_words import (
    SHOWN,
    Chapter,
    Row,
    of,
    share_in_text,
)
from ibic_eval.display.numbers import integer, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration, lower_first

_VERDICTS = {
    "nådd": "nådd",
    "inte nådd": "inte nådd",
    "kan inte avgöras": "varken säkert nådd eller missad",
}


def sentences(chapter: Chapter) -> Prose:
    """Return what may be said of the meetings, as a list."""
    return Prose(tuple(told(chapter)), as_list=True)


def told(chapter: Chapter) -> list[str]:
    """Return the sentences on meetings held, targets and attendance, or on what is planned."""
    if not chapter.context["available"]:
        return _planned(chapter)
    rows = row_dicts(chapter.held)
    return [*map(_held, [row for row in rows if row["status"] == SHOWN]), *_unknown(rows),
            *_aims(chapter), *_present(chapter)]  # fmt: skip


def brief(chapter: Chapter) -> list[str]:
    """Return the sentences that a summary has room for: the targets, or what is planned."""
    return _aims(chapter) if chapter.context["available"] else told(chapter)


def _planned(chapter: Chapter) -> list[str]:
    known = [row for row in row_dicts(chapter.planned) if not is_missing(row["meetings"])]
    plan = [f"Planen har {integer(row['meetings'])} möten i {_name(row)}." for row in known]
    return [*plan, "Listan över möten saknas, så det går inte att säga hur många som hölls."]


def _name(row: Row) -> str:
    return lower_first(str(row["label"]))


def _held(row: Row) -> str:
    plan = ""
    if not is_missing(row["planned"]) and row["planned"] != row["n"]:
        plan = f" Planen hade {integer(row['planned'])} möten under samma tid."
    return (f"{row['label']}: {of(row['count'], row['n'])} planerade möten hölls, "
            f"{share_in_text(row)}.{plan}")  # fmt: skip


def _unknown(rows: Sequence[Row]) -> list[str]:
    names = [_name(row) for row in rows if row["status"] != SHOWN]
    return (
        [f"Listan har inga möten i {enumeration(names)}, så det är okänt om några hölls."]
        if names
        else []
    )


def _aims(chapter: Chapter) -> list[str]:
    context = chapter.context
    if not context["has_target"]:
        words = "Planen anger ingen målnivå för hur stor andel av mötena som ska hållas"
        return (
            [f"{words}, så det går inte att säga om målet är nått."] if context["has_plan"] else []
        )
    rows = [row for row in row_dicts(chapter.held)
            if row["status"] == SHOWN and not is_missing(row["target"])]  # fmt: skip
    return [
        f"Målnivån {percent(level)} är {words} för {enumeration(map(_name, found))}."
        for level in dict.fromkeys(row["target"] for row in rows)
        for verdict, words in _VERDICTS.items()
        for found in [[r for r in rows if r["verdict"] == verdict and r["target"] == level]]
        if found
    ]


def _present(chapter: Chapter) -> list[str]:
    rows = [row for row in row_dicts(chapter.attendance) if row["status"] == SHOWN]
    if not rows:
        return []
    shares = enumeration(f"{_name(row)} {share_in_text(row)}" for row in rows)
    return [f"Närvaron bland de kallade var, över de möten som hölls: {shares}."]
