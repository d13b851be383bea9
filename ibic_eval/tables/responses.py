"""An export of answers turned into typed tables and a table of issues."""

from dataclasses import dataclass

import pandas as pd

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.answers import COPIED, OWN, RowAnswers, read_row
from ibic_eval.tables.cells import without_personal_numbers
from ibic_eval.tables.columns import REQUIRED_IDENTITY, column_issues
from ibic_eval.tables.issues import Issue, issues_table
from ibic_eval.tables.respondents import (
    COLUMNS,
    repeated_rows,
    shared_unit_issues,
    type_respondents,
)

ANSWER_COLUMNS = ["respondent", "item", "area", "answer", "origin"]
COMMENT_COLUMNS = ["respondent", "item", "area", "text"]


@dataclass(frozen=True)
class ResponseTables:
    """The typed tables of one export.

    `respondents`: one row a respondent, `respondent, municipality, unit, submitted, declined`.
    `answers`: one row for everything the routing asked, `respondent, item, area, answer` (NA where
    unanswered) `, origin` (`eget` or `samma_som`); free text, the box for declining and the
    shortcut between areas are not in it. `comments`: the free texts, `respondent, item, area,
    text`. `issues`: see `ibic_eval.tables.issues`.
    """

    respondents: pd.DataFrame
    answers: pd.DataFrame
    comments: pd.DataFrame
    issues: pd.DataFrame


def type_responses(
    raw: RawTable, instrument: Instrument, municipalities: pd.DataFrame
) -> ResponseTables:
    """Type an export and gather everything that is wrong in it; nothing is dropped unsaid.

    Left out, each with an error: a code outside its scale, an answer where the routing allows
    none, a cell with a personal number, and a row whose respondent id has already stood.
    `municipalities` is a register with the columns `code` and `name`.
    """
    issues = column_issues(raw, instrument)
    frame, numbers = without_personal_numbers(raw)
    issues += numbers
    if not set(REQUIRED_IDENTITY) <= set(frame.columns):
        return _empty(issues)
    repeated, repeats = repeated_rows(frame, raw.file)
    single = frame.drop(index=repeated)
    rows = {int(row): values for row, values in zip(single.index, _rows(single), strict=True)}
    read = {row: read_row(values, instrument, raw.file, row) for row, values in rows.items()}
    declined = pd.Series({row: answers.declined for row, answers in read.items()}, dtype="bool")
    respondents, identity = type_respondents(single, declined, municipalities, raw.file)
    issues += [*repeats, *identity]
    issues += [issue for answers in read.values() for issue in answers.issues]
    issues += shared_unit_issues(respondents, _areas(read, instrument), raw.file)
    names = dict(zip(rows, respondents["respondent"], strict=True))
    return ResponseTables(
        respondents=respondents.reset_index(drop=True),
        answers=_answers(read, names),
        comments=_comments(read, names),
        issues=issues_table(sorted(issues, key=lambda issue: issue.row or 0)),
    )


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _answers(read: dict[int, RowAnswers], names: dict[int, str]) -> pd.DataFrame:
    rows = [
        (names[row], item, area, code, COPIED if (item, area) in answers.copied else OWN)
        for row, answers in read.items()
        for (item, area), code in answers.answers.items()
    ]
    return pd.DataFrame(rows, columns=ANSWER_COLUMNS, dtype="string")


def _comments(read: dict[int, RowAnswers], names: dict[int, str]) -> pd.DataFrame:
    rows = [
        (names[row], item, area, text)
        for row, answers in read.items()
        for (item, area), text in answers.texts.items()
    ]
    return pd.DataFrame(rows, columns=COMMENT_COLUMNS, dtype="string")


def _areas(read: dict[int, RowAnswers], instrument: Instrument) -> dict[int, frozenset[str]]:
    """Return the areas each row answers for: `alla` for one that chose none, none if declined."""
    areas = {}
    for row, answers in read.items():
        chosen = {
            area
            for area in instrument.area_codes
            if answers.answers.get((instrument.area_item, area)) == "ja"
        }
        areas[row] = frozenset() if answers.declined else frozenset(chosen or {ALL_AREAS})
    return areas


def _empty(issues: list[Issue]) -> ResponseTables:
    respondents = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    answers = pd.DataFrame(columns=ANSWER_COLUMNS, dtype="string")
    comments = pd.DataFrame(columns=COMMENT_COLUMNS, dtype="string")
    return ResponseTables(respondents, answers, comments, issues_table(issues))
