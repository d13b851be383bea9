"""References from the follow-up files to the municipality's project plan."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.variables import Codebook
from ibic_eval.sources.projects import FILE as PLAN
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.cells import TOTAL
from ibic_eval.tables.issues import ERROR, Issue

# The column of each file that holds ids of the plan, and the section of the plan with those ids.
REFERENCES: Mapping[str, tuple[str, str]] = {
    "utbildning": ("utbildning", "utbildning"),
    "bemanning": ("utbildning", "utbildning"),
    "kursutvardering": ("utbildning", "utbildning"),
    "moten": ("grupp", "grupper"),
    "aktivitetslage": ("aktivitet", "aktiviteter"),
    "kostnader": ("post", "budget"),
    "risklage": ("risk", "risker"),
    "indikatorer": ("indikator", "indikatorer"),
}
MOST_NAMED = 15
# What may be repeated though it leads nowhere: a word in small letters, so neither a name nor a
# pseudonym that slipped in from the column beside it.
_WORD = re.compile("[a-z_]{1,30}")


@dataclass(frozen=True)
class PlanIds:
    """What the files may refer to: ids by section of the plan, and the tops of its risk scale.

    `exists` tells whether there is a plan at all.
    """

    exists: bool
    sections: Mapping[str, Sequence[str]]
    highest_probability: float | None = None
    highest_consequence: float | None = None


def plan_ids(plan: ProjectPlan | None) -> PlanIds:
    """Return the ids of a plan; without a plan there are none."""
    if plan is None:
        return PlanIds(exists=False, sections={})
    posts = plan.budget.posts if plan.budget else ()
    found: dict[str, Sequence[Any]] = {
        "utbildning": plan.training,
        "grupper": plan.groups,
        "aktiviteter": plan.activities,
        "budget": posts,
        "risker": plan.risks,
        "indikatorer": plan.indicators,
    }
    scale = plan.risk_scale
    return PlanIds(
        exists=True,
        sections={section: [each.id for each in entries] for section, entries in found.items()},
        highest_probability=scale.probability.value if scale else None,
        highest_consequence=scale.consequence.value if scale else None,
    )


def reference_issues(raw: RawTable, codebook: Codebook, plan: PlanIds | None) -> Iterator[Issue]:
    """Yield an issue for every id that the plan lacks, at the first row where it stands.

    Where there is no plan, or nothing in its section, one issue tells what is needed.
    """
    column, section = REFERENCES.get(codebook.id, ("", ""))
    if plan is None or column not in raw.frame:
        return
    pattern = codebook.variable(column).pattern
    given = raw.frame[column].dropna()
    given = given[~given.str.match(TOTAL)]  # a row of sums is refused for that
    known = plan.sections.get(section, ())
    lost = given[given.str.fullmatch(pattern) & ~given.isin(list(known))]
    if not known and len(lost):
        yield _nothing_to_refer_to(raw.file, column, section, plan.exists)
        return
    rows = lost.index.to_series().groupby(lost, sort=False).agg(["min", "size"])
    for value, row, times in rows.itertuples():
        place = f"rad {row}" + (f" och {times - 1} till" if times > 1 else "")
        says = f"Filen {raw.file}: {place} har {_not_found(value, column, section, known)}"
        yield Issue(raw.file, says, ERROR, int(row), column, shown_reference(value, known)[0])


def named(ids: Sequence[str]) -> str:
    """Return ids in a row, the first of many."""
    more = f" och {len(ids) - MOST_NAMED} till" if len(ids) > MOST_NAMED else ""
    return ", ".join(ids[:MOST_NAMED]) + more


def shown_reference(value: str, known: Sequence[str]) -> tuple[str, str]:
    """Return a lost id where it may be repeated, else "", and the known id that was likely meant.

    One that is near a known id may be repeated, and a word in small letters.
    """
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(value.casefold(), folded, n=1, cutoff=0.75)
    meant = folded[near[0]] if near else ""
    return (value if meant or _WORD.fullmatch(value) else ""), meant


def _nothing_to_refer_to(file: str, column: str, section: str, exists: bool) -> Issue:
    if exists:
        message = (
            f"Filen {file} hänvisar till avsnittet {section} i {PLAN}, där inget är ifyllt; fyll i "
            f"avsnittet och skriv id därifrån i kolumnen {column}."
        )
    else:
        message = (
            f"Filen {file} hänvisar till avsnittet {section} i {PLAN}, men kommunen har ingen "
            f"sådan fil; skapa den med ibic-eval init och fyll i avsnittet."
        )
    return Issue(file, message, column=column)


def _not_found(value: str, column: str, section: str, known: Sequence[str]) -> str:
    shown, meant = shown_reference(value, known)
    what = f"”{shown}”" if shown else "ett id"
    advice = f"menade du {meant}? De id" if meant else "de id"
    return (
        f"{what} i kolumnen {column}, som inte finns i {PLAN}, avsnittet {section}; {advice} som "
        f"finns är {named(known)}."
    )
