"""Answers to the self-assessment of readiness turned into a typed table and a table of issues."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from ibic_eval.codebook.readiness_columns import (
    COMMENT,
    DATE,
    PERSON,
    ROLE,
    ROUND,
    readiness_codebook,
)
from ibic_eval.codebook.readiness_instrument import ReadinessInstrument
from ibic_eval.sources.responses import RawTable, shown_name
from ibic_eval.tables.case_headings import names_a_person
from ibic_eval.tables.cells import personal_number_issues
from ibic_eval.tables.issues import WARNING, Issue, has_errors, issues_table
from ibic_eval.tables.validation import validate_table

RESPONDENTS = {
    "person": "int32",
    "round": "Int64",
    "role": "string",
    "date": "datetime64[s]",
}
ANSWERS = {
    "person": "int32",
    "round": "Int64",
    "role": "string",
    "statement": "string",
    "answer": "string",
    "level": "Int8",
}
EARLIEST = dt.date(2013, 1, 1)


class ReadinessAnswers(NamedTuple):
    """The typed answers.

    `respondents`: one row a person and round that answered something (RESPONDENTS). `answers`: one
    row an answer (ANSWERS); `level` counts from 0 and is missing for don't know. `issues`: see
    `ibic_eval.tables.issues`. With any error both tables are empty: it is mended in the file.
    """

    respondents: pd.DataFrame
    answers: pd.DataFrame
    issues: pd.DataFrame


def no_answers(issues: pd.DataFrame | None = None) -> ReadinessAnswers:
    """Return the tables without rows."""
    return ReadinessAnswers(
        pd.DataFrame(columns=list(RESPONDENTS)).astype(RESPONDENTS),
        pd.DataFrame(columns=list(ANSWERS)).astype(ANSWERS),
        issues_table([]) if issues is None else issues,
    )


def type_readiness(
    raw: RawTable, instrument: ReadinessInstrument, today: dt.date
) -> ReadinessAnswers:
    """Type a file of answers and gather everything that is wrong in it.

    Pseudonyms become numbers, the same in every round; comments are looked through for personal
    numbers and otherwise left unread. Raises nothing.
    """
    issues = pd.concat([_heading_issues(raw), _cell_issues(raw, instrument)], ignore_index=True)
    if has_errors(issues):
        return no_answers(issues)
    late = issues_table([*_date_issues(raw, today), *_odd_rows(raw, instrument)])
    issues = pd.concat([issues, late], ignore_index=True)
    if has_errors(issues):
        return no_answers(issues)
    respondents, answers = _typed(raw.frame, instrument)
    return ReadinessAnswers(respondents, answers, issues)


def _heading_issues(raw: RawTable) -> pd.DataFrame:
    """Refuse columns that say who somebody is."""
    return issues_table(
        Issue(
            raw.file,
            f"Filen {raw.file} har kolumnen {shown_name(name, place)}, som ser ut att innehålla "
            "personuppgifter; filen används inte förrän kolumnen är borttagen.",
            row=1,
            column=shown_name(name, place),
        )
        for place, name in enumerate(raw.frame.columns, start=1)
        if names_a_person(name)
    )


def _cell_issues(raw: RawTable, instrument: ReadinessInstrument) -> pd.DataFrame:
    """Check the file against its codebook; a lacking column for comments lacks nothing."""
    names = [name for name in raw.frame.columns if not names_a_person(name)]
    kept = raw.frame[names].reindex(columns=list(dict.fromkeys([*names, COMMENT])))
    texts = kept.astype("string").reset_index(drop=True)
    found = validate_table(texts, readiness_codebook(instrument), raw.file)
    rows = dict(enumerate(raw.frame.index, start=2))
    placed = found.assign(row=found["row"].map(rows, na_action="ignore").astype("Int64"))
    return pd.concat(
        [placed, issues_table(personal_number_issues(raw.frame, raw.file))], ignore_index=True
    )


def _date_issues(raw: RawTable, today: dt.date) -> Iterator[Issue]:
    for row, text in raw.frame[DATE].items():
        day = dt.date.fromisoformat(text)
        if day > today or day < EARLIEST:
            when = "ligger i framtiden" if day > today else f"är före {EARLIEST.year}"
            message = f"Filen {raw.file}: datumet på rad {row} {when}; rätta det."
            yield Issue(raw.file, message, row=int(str(row)), column=DATE, value=text)


def _odd_rows(raw: RawTable, instrument: ReadinessInstrument) -> Iterator[Issue]:
    """Warn of rows without answers, of persons with two roles, and of rounds in another order."""
    frame = raw.frame
    names = [each.id for each in instrument.statements]
    for row in frame.index[frame[names].isna().all(axis=1)]:
        message = f"Filen {raw.file}: rad {row} har inga svar och räknas inte."
        yield Issue(raw.file, message, WARNING, int(row))
    roles = frame.groupby(PERSON)[ROLE].transform("nunique")
    for row in frame.index[roles.gt(1)]:
        message = (
            f"Filen {raw.file}: personen på rad {row} har olika roller i olika omgångar; "
            "kontrollera att beteckningen är rätt."
        )
        yield Issue(raw.file, message, WARNING, int(row), ROLE)
    first = frame.groupby(frame[ROUND].astype("int64"))[DATE].min()
    if not first.is_monotonic_increasing:
        message = (
            f"Filen {raw.file}: en senare omgång börjar före en tidigare; kontrollera kolumnerna "
            f"{ROUND} och {DATE}."
        )
        yield Issue(raw.file, message, WARNING, column=ROUND)


def _typed(
    frame: pd.DataFrame, instrument: ReadinessInstrument
) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = [each.id for each in instrument.statements]
    who = pd.DataFrame(
        {
            "person": pd.factorize(frame[PERSON])[0].astype("int32"),
            "round": frame[ROUND].astype("Int64").to_numpy(),
            "role": frame[ROLE].to_numpy(),
            "date": pd.to_datetime(frame[DATE]).to_numpy(),
        }
    )
    wide = pd.concat([who, frame[names].reset_index(drop=True)], axis=1)
    keys = ["person", "round", "role"]
    long = wide.melt(keys, names, "statement", "answer").dropna(subset="answer")
    answers = long.assign(level=long["answer"].map(instrument.levels))[list(ANSWERS)]
    answered = who.merge(answers[keys].drop_duplicates(), on=keys)
    return (
        answered[list(RESPONDENTS)].astype(RESPONDENTS).reset_index(drop=True),
        answers.astype(ANSWERS).reset_index(drop=True),
    )
