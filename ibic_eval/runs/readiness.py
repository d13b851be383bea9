"""Prepares and opens a municipality's tables on how ready it is for IBIC."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ibic_eval.codebook.readiness_instrument import Need, ReadinessInstrument, Reference, Statement
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import readiness_schemas as schemas
from ibic_eval.estimates.readiness_roles import role_tests
from ibic_eval.estimates.readiness_standing import distribution, standing
from ibic_eval.estimates.readiness_steps import FIRST, first_steps, ordered_steps
from ibic_eval.estimates.readiness_themes import theme_changes, theme_means
from ibic_eval.runs import readiness_release as release
from ibic_eval.runs.opened import read_table
from ibic_eval.runs.project import Project
from ibic_eval.runs.readiness_files import (
    readiness_answers,
    readiness_instrument,
    wanted_file,
)
from ibic_eval.sources.municipalities import find_municipality, read_municipalities
from ibic_eval.tables.readiness import ReadinessAnswers

# What each table holds is said in estimates/readiness_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "statements": schemas.STATEMENTS,
    "beside": schemas.BESIDE,
    "extent": schemas.EXTENT,
    "distribution": schemas.DISTRIBUTION,
    "standing": schemas.STANDING,
    "themes": schemas.THEMES,
    "role_tests": schemas.ROLE_TESTS,
    "first_steps": schemas.FIRST_STEPS,
    "changes": schemas.CHANGES,
}
FILE_LACKS, FEW_ANSWERS = "fil_saknas", "for_fa"


@dataclass(frozen=True)
class Readiness:
    """The chapter's released tables; without enough answers only the instrument's have rows.

    `context["available"]` says whether there are answers to show, and `lacks` why not.
    """

    context: dict[str, Any]
    statements: pd.DataFrame
    beside: pd.DataFrame
    extent: pd.DataFrame
    distribution: pd.DataFrame
    standing: pd.DataFrame
    themes: pd.DataFrame
    role_tests: pd.DataFrame
    first_steps: pd.DataFrame
    changes: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in SCHEMAS}


def prepare_readiness(project: Project, place: Mapping[str, Any]) -> Readiness:
    """Return a municipality's tables on readiness; `place` is the context's `municipality`.

    Raises InputError for faulty answers.
    """
    answers = readiness_answers(project, str(place["code"]))
    about = {
        "code": place["code"],
        "name": place["name"],
        "fictional": bool(place["fictional"]),
        "file": _file(project, str(place["code"])),
    }
    return readiness(readiness_instrument(project), answers, about)


def readiness(
    instrument: ReadinessInstrument, answers: ReadinessAnswers | None, about: Mapping[str, Any]
) -> Readiness:
    """Return the released tables of typed answers, or only the instrument's where there are none.

    `about` is added to the context.
    """
    words = {"statements": _statements(instrument), "beside": _beside(instrument)}
    context = {**about, **_words(instrument), "minimum": MINIMUM}
    given = None if answers is None else release.large_rounds(answers.answers)
    if answers is None or given is None or given.empty:
        lacks = FILE_LACKS if answers is None else FEW_ANSWERS
        return _of({**context, "available": False, "lacks": lacks}, words)
    kept = answers.respondents[answers.respondents["round"].isin(given["round"].unique())]
    tables = _estimated(instrument, given, kept)
    return _of({**context, "available": True, "lacks": "", **_rounds(kept)}, {**words, **tables})


def read_readiness(folder: Path, context: dict[str, Any]) -> Readiness:
    """Open the tables that were prepared in a municipality's folder."""
    tables = {name: read_table(folder / f"readiness_{name}.parquet") for name in SCHEMAS}
    return Readiness(context, **tables)


def _estimated(
    instrument: ReadinessInstrument, answers: pd.DataFrame, respondents: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    names = [each.id for each in instrument.statements]
    themes = {each.id: each.theme for each in instrument.statements}
    hidden = release.hidden_roles(respondents)
    latest = int(answers["round"].max())
    newest = answers[answers["round"].eq(latest)]
    judged = newest[newest["level"].notna()].groupby("statement")["person"].nunique()
    compared = release.compared_roles(newest, hidden[latest])
    return {
        "extent": release.extent(respondents, hidden),
        "distribution": release.released_distribution(
            distribution(answers, names, [each.code for each in instrument.scale])
        ),
        "standing": release.released_standing(standing(answers, names, instrument.levels)),
        "themes": release.released_themes(theme_means(answers, themes), hidden),
        "role_tests": role_tests(newest, names, compared),
        "first_steps": first_steps(
            newest, instrument.needs, judged.index[judged.ge(MINIMUM)].tolist()
        ),
        "changes": release.released_changes(theme_changes(answers, themes)),
    }


def _of(context: dict[str, Any], tables: Mapping[str, pd.DataFrame]) -> Readiness:
    empty = {name: pd.DataFrame(columns=list(s)).astype(dict(s)) for name, s in SCHEMAS.items()}
    typed = {
        name: table[list(SCHEMAS[name])].astype(dict(SCHEMAS[name]))
        for name, table in {**empty, **tables}.items()
    }
    return Readiness(context, **typed)


def _words(instrument: ReadinessInstrument) -> dict[str, Any]:
    nothing_done = ordered_steps(instrument.needs, dict.fromkeys(instrument.needs, 1.0))
    return {
        "from_nothing": [step.statement for step in nothing_done[:FIRST] if step.waiting],
        "scale": {each.code: each.label_sv for each in instrument.scale},
        "levels": instrument.levels,
        "roles": dict(instrument.roles),
        "documents": {each.short_sv: each.label_sv for each in instrument.documents.values()},
    }


def _rounds(respondents: pd.DataFrame) -> dict[str, Any]:
    rounds = [
        {
            "round": int(str(number)),
            "first": _day(part["date"].min()),
            "last": _day(part["date"].max()),
            "n": int(part["person"].nunique()),
        }
        for number, part in respondents.groupby("round")
    ]
    return {"rounds": rounds, "latest": rounds[-1]["round"]}


def _day(moment: dt.datetime) -> str:
    return moment.date().isoformat()


def _file(project: Project, code: str) -> str:
    register = read_municipalities(*project.registers)
    slug = find_municipality(code, register).slug
    return wanted_file(project, code, slug).relative_to(project.root).as_posix()


def _statements(instrument: ReadinessInstrument) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "statement": each.id,
                "theme": theme.id,
                "theme_label": theme.label_sv,
                "step": instrument.steps[theme.step],
                "label": each.label_sv,
                "short": each.short_sv,
                "first": each.first_sv,
                "needs": " ".join(_need(need, instrument) for need in each.needs),
                "sources": "; ".join(_reference(r, instrument) for r in each.sources),
            }
            for theme in instrument.themes
            for each in theme.statements
        ]
    )


def _need(need: Need, instrument: ReadinessInstrument) -> str:
    named = next(each for each in instrument.statements if each.id == need.statement)
    return f"{_quoted(named)}: {need.why_sv} ({_reference(need.reference, instrument)})"


def _quoted(statement: Statement) -> str:
    return f"”{statement.short_sv}”"


def _reference(reference: Reference, instrument: ReadinessInstrument) -> str:
    document = instrument.documents[reference.document].short_sv
    return f"{document}, {reference.place}" if reference.place else document


def _beside(instrument: ReadinessInstrument) -> pd.DataFrame:
    rows = [(theme.id, item) for theme in instrument.themes for item in theme.national]
    return pd.DataFrame(rows, columns=list(schemas.BESIDE))
