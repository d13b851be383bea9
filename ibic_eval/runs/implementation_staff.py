"""Prepares the part on the survey to staff; small groups are hidden, also from subtraction."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.disclosure.counts import MINIMUM, parts_to_hide
from ibic_eval.estimates import staff_schemas as schemas
from ibic_eval.estimates.readiness_roles import role_tests
from ibic_eval.estimates.staff_changes import changes
from ibic_eval.estimates.staff_shares import distribution, response, shares
from ibic_eval.runs.implementation import Part, typed_tables
from ibic_eval.tables.follow_up import FollowUp

# What each table holds is said in estimates/staff_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "response": schemas.RESPONSE,
    "distribution": schemas.DISTRIBUTION,
    "shares": schemas.SHARES,
    "role_tests": schemas.ROLE_TESTS,
    "changes": schemas.CHANGES,
}
FILE, ASKED_FILE = "medarbetarenkat.csv", "medarbetarenkat_utskick.csv"
FEW_KNOW = "Färre än fem har tagit ställning."

Hidden = Mapping[tuple[int, str], frozenset[str]]  # roles to hide, by round and question
_NO_QUESTION = ""


def prepare_staff(follow_up: FollowUp, plan: ProjectPlan | None, about: Mapping[str, Any]) -> Part:
    """Return what may be shown of the survey to staff (SCHEMAS); the plan says nothing of it."""
    answers = large_rounds(follow_up.staff_answers)
    asked = follow_up.staff_asked
    context = _context(follow_up, answers, about)
    if answers.empty:
        return Part(context, typed_tables({}, SCHEMAS))
    hidden = hidden_roles(response(answers, asked), shares(answers, asked))
    newest = answers[answers["round"].eq(context["latest"])]
    compared = _compared(newest, hidden, context["latest"])
    tested = role_tests(
        newest.rename(columns={"question": "statement"}), schemas.QUESTIONS, compared
    )
    tables = {
        "response": released_response(response(answers, asked), hidden),
        "distribution": released_distribution(
            distribution(answers), shares(answers, asked), hidden
        ),
        "shares": released_shares(shares(answers, asked), hidden),
        "role_tests": tested.rename(columns={"statement": "question", "gap": "estimate"}),
        "changes": changes(answers, MINIMUM),
    }
    return Part(context, typed_tables(tables, SCHEMAS))


def large_rounds(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of the rounds with enough persons; of others nothing may be shown."""
    people = answers.groupby("round")["person"].transform("nunique")
    return answers[people.ge(MINIMUM)].reset_index(drop=True)


def hidden_roles(responded: pd.DataFrame, told: pd.DataFrame) -> Hidden:
    """Return the roles to hide in each round, of the answering ("") and of each question.

    `responded` is in RESPONSE and `told` in SHARES. Roles are parts of everyone: those asked, those
    that answered, those that answered a question and those that took a stand on it are four ways to
    count the parts, and none may be small, nor told by subtraction.
    """
    hidden: dict[tuple[int, str], frozenset[str]] = {}
    for number, part in responded.groupby("round"):
        parts = part[part["role"].ne(schemas.EVERYONE)].set_index("role")
        small = _small(parts["count"], parts["n"])
        hidden[int(str(number)), _NO_QUESTION] = small
    for (wave_of, question), asked in told.groupby(["round", "question"]):
        parts = asked[asked["role"].ne(schemas.EVERYONE)].set_index("role")
        small = _small(parts["n"] + parts["n_unsure"], parts["n"])
        wave = int(str(wave_of))
        hidden[wave, str(question)] = hidden[wave, _NO_QUESTION] | small
    return hidden


def released_response(rows: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """Hide the answering of small roles."""
    covered = _covered(rows.assign(question=_NO_QUESTION), hidden)
    return _blanked(rows, covered, ["count", "n", "estimate"])


def released_distribution(rows: pd.DataFrame, told: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """Hide the answers of small roles, and those of everyone where few took a stand."""
    keys = ["round", "role", "question"]
    known = rows[keys].merge(told[[*keys, "n"]], on=keys, how="left")["n"]
    few = known.between(1, MINIMUM - 1).to_numpy(dtype=bool) | rows["n"].lt(MINIMUM)
    return _blanked(rows, _covered(rows, hidden) | few, ["count", "n", "share"])


def released_shares(rows: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """Hide the shares of small roles, and say where too few took a stand."""
    numbers = [
        "count", "n", "n_unsure", "estimate", "ci_low", "ci_high", "n_silent", "bound_low",
        "bound_high",
    ]  # fmt: skip
    few = (rows["n"] + rows["n_unsure"]).lt(MINIMUM)
    covered = _covered(rows, hidden) | few
    released = _blanked(rows, covered, numbers)
    unsure = rows["n"].lt(MINIMUM) & ~covered
    return released.assign(
        **{name: released[name].mask(unsure) for name in numbers},
        status=released["status"].mask(unsure, schemas.MISSING),
        reason=released["reason"].mask(unsure, FEW_KNOW),
    )


def _small(*sizes: pd.Series) -> frozenset[str]:
    """Return the parts to hide by any of the ways to count them."""
    found: Iterable[str] = (
        str(each) for size in sizes for each in parts_to_hide(size.dropna(), MINIMUM)
    )
    return frozenset(found)


def _compared(newest: pd.DataFrame, hidden: Hidden, latest: int) -> dict[str, tuple[str, ...]]:
    roles = sorted(map(str, newest["role"].unique()))
    known = newest[newest["level"].notna()].groupby(["question", "role"]).size()
    return {
        question: tuple(
            role
            for role in roles
            if role not in hidden.get((latest, question), frozenset())
            and known.get((question, role), 0) >= MINIMUM
        )
        for question in schemas.QUESTIONS
    }


def _covered(rows: pd.DataFrame, hidden: Hidden) -> "pd.Series[bool]":
    places = zip(rows["round"], rows["question"], rows["role"], strict=True)
    return pd.Series(
        [role in hidden.get((int(number), question), frozenset())
         for number, question, role in places],
        index=rows.index,
        dtype="bool",
    )  # fmt: skip


def _blanked(rows: pd.DataFrame, covered: "pd.Series[bool]", numbers: list[str]) -> pd.DataFrame:
    held = covered.fillna(False).astype(bool)
    blank = {name: rows[name].mask(held) for name in numbers}
    reason = {"reason": rows["reason"].mask(held, "")} if "reason" in rows else {}
    return rows.assign(**blank, **reason, status=rows["status"].mask(held, schemas.HIDDEN))


def _context(
    follow_up: FollowUp, answers: pd.DataFrame, about: Mapping[str, Any]
) -> dict[str, Any]:
    lacks = {FILE: follow_up.staff_answers, ASKED_FILE: follow_up.staff_asked}
    rounds = [
        {
            "round": int(str(number)),
            "first": part["date"].min().date().isoformat(),
            "last": part["date"].max().date().isoformat(),
            "n": int(part["person"].nunique()),
        }
        for number, part in answers.groupby("round")
    ]
    return {
        **{name: about[name] for name in ("code", "name", "fictional", "folder")},
        "available": not answers.empty,
        "few": answers.empty and not follow_up.staff_answers.empty,
        "lacks": [name for name, table in lacks.items() if table.empty],
        "rounds": rounds,
        "latest": rounds[-1]["round"] if rounds else None,
        "minimum": MINIMUM,
    }
