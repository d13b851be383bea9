"""Releases Kalmar's indicators: persons, goals, the process, and the quality questions."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.disclosure.cross_tables import CrossTable, release_linked
from ibic_eval.estimates import goal_outcomes, ibic_process, quality_answers
from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.clustered_shares import clustered_share, person_share
from ibic_eval.estimates.goal_outcomes import Part, parts
from ibic_eval.runs.goal_release import (
    Cells,
    Row,
    all_shown,
    counted,
    from_all,
    hidden,
    missing,
    released_rows,
    shown,
    typed,
    without_groups,
)

NOBODY_JUDGED = (
    "Ingen har ett mål som är uppföljt så att det går att bedöma om det nåddes: nuläge, avsett "
    "läge och uppnått läge behövs."
)
NO_GOALS = "Inget mål är uppföljt så att det går att bedöma om det nåddes."
NOT_RECORDED = "Det är inte angivet för något ärende om det görs inom IBIC."
NO_ANSWERS = "Ingen har svarat på frågan."
NO_FOLLOW_UPS = "Det finns inga uppföljningar."

JUDGED, REACHED, REACHED_WHOLLY, KNOWN = "bedomda", "nadda", "nadda_helt", "kant"
PERSON_GROUPS = {
    JUDGED: (codes.WHOLLY, codes.PARTLY, codes.NOT),
    REACHED: (codes.WHOLLY, codes.PARTLY),
}
GOAL_GROUPS = {
    JUDGED: codes.JUDGED,
    REACHED: codes.REACHED,
    REACHED_WHOLLY: (codes.WHOLLY, codes.MAINTAINED),
}
_PROCESS_GROUPS = {KNOWN: ibic_process.IBIC_LABELS[:2]}
_QUALITY_GROUPS = {
    KNOWN: (codes.POSITIVE, codes.NEITHER, codes.NEGATIVE),
    "inte_positivt": (codes.NEITHER, codes.NEGATIVE),
}
# The count of each indicator, among those judged
_PERSON_INDICATORS = {codes.PERSON_WHOLLY: codes.WHOLLY, codes.PERSON_ANY: REACHED}
_GOAL_INDICATORS = {codes.GOAL_WHOLLY: REACHED_WHOLLY, codes.GOAL_ANY: REACHED}
_QUALITY = {
    "positive": codes.POSITIVE,
    "neither": codes.NEITHER,
    "negative": codes.NEGATIVE,
    "dont_know": codes.DONT_KNOW,
    "unanswered": codes.UNANSWERED,
    "n": KNOWN,
}


class Released(NamedTuple):
    """Released counts by area, and by year (empty where there is only one), `alla` among them."""

    areas: Mapping[str, Cells]
    years: Mapping[str, Cells]

    def of(self, area: str, year: int | None) -> Cells:
        """Return the counts of an area, or of a year and all areas."""
        return self.areas[area] if year is None else self.years[str(year)]


def person_rows(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Row]]:
    """Return the released table PERSONS and the indicators of persons, from `goal_rows`.

    A year's persons who couldn't be judged stand in no total that is shown, so that their number
    is no way to the others.
    """
    counts = goal_outcomes.person_counts(goal_outcomes.person_states(rows))
    yearly = goal_outcomes.person_counts_by_year(rows)
    judged = yearly[
        yearly["state"].isin(PERSON_GROUPS[JUDGED]) & yearly["year"].ne(codes.ALL_AREAS)
    ]
    each_year = CrossTable(judged, "year", "state", groups=PERSON_GROUPS, column_totals=False)
    tables = [
        release_linked({"": table})[""]
        for table in (CrossTable(counts, "area", "state", groups=PERSON_GROUPS), each_year)
    ]
    areas, years = released_rows(tables[0]), _several(released_rows(tables[1]))
    unjudged = yearly[yearly["state"].eq(codes.CANNOT_JUDGE)].set_index("year")["n"]
    years = {
        year: {**cells, codes.CANNOT_JUDGE: _enough(int(unjudged[year]))}
        for year, cells in years.items()
    }
    found = [
        _person_row({"indicator": indicator, "area": area, "year": year}, name, cells)
        for indicator, name in _PERSON_INDICATORS.items()
        for area, year, cells in _each(Released(areas, years))
    ]
    return typed(without_groups(tables[0], PERSON_GROUPS), codes.PERSONS), found


def goal_rows_of_indicators(rows: pd.DataFrame, released: Released) -> list[Row]:
    """Return the indicators of goals, given the released outcomes by area and year."""
    found = []
    for part in parts(rows, "followed"):
        cells = released.of(part.area, part.year)
        found += [
            _goal_row(indicator, name, part, cells) for indicator, name in _GOAL_INDICATORS.items()
        ]
    return found


def process_rows(cases: pd.DataFrame, plans: pd.DataFrame) -> list[Row]:
    """Return the indicators of investigations and follow-ups within IBIC's process."""
    sources = {
        codes.INVESTIGATIONS: ibic_process.investigations(cases),
        codes.FOLLOW_UPS: ibic_process.follow_up_plans(plans),
    }
    found: list[Row] = []
    for indicator, rows in sources.items():
        tables = release_linked(
            {
                by: counted(ibic_process.process_counts(rows, by), _PROCESS_GROUPS)._replace(
                    row_totals=False
                )
                for by in ("area", "year")
            }
        )
        released = Released(released_rows(tables["area"]), released_rows(tables["year"]))
        found += [
            _process_row(indicator, part, released.of(part.area, part.year))
            for part in parts(rows, "day")
        ]
    return found


def quality_rows(plans: pd.DataFrame) -> pd.DataFrame:
    """Return QUALITY: the five questions, by area and by year."""
    found: list[Row] = []
    for by, released in (("area", _answers(plans, "area")), ("year", _answers(plans, "year"))):
        for question, rows in released.items():
            labels = from_all(rows)[by == "year" :]
            found += [_quality_row(question, by, label, rows[label]) for label in labels]
    order = {name: place for place, name in enumerate(codes.QUESTIONS)}
    return typed(sorted(found, key=lambda row: order[row["question"]]), codes.QUALITY)


def _answers(plans: pd.DataFrame, by: str) -> dict[str, dict[str, Cells]]:
    answers = quality_answers.latest_answers(plans, by_year=by == "year")
    if by == "year" and answers["year"].nunique() < 2:
        return {}
    tables = {
        question: counted(
            quality_answers.answer_counts(answers, question, by), _QUALITY_GROUPS
        )._replace(column_totals=by == "area")
        for question in codes.QUESTIONS
    }
    return {name: released_rows(table) for name, table in release_linked(tables).items()}


def _quality_row(question: str, by: str, label: str, cells: Cells) -> Row:
    whole = by == "area"
    row: Row = {
        "question": question,
        "area": label if whole else codes.ALL_AREAS,
        "year": None if whole else int(label),
    }
    row |= {name: cells.get(answer, 0) for name, answer in _QUALITY.items()}
    if cells.get(codes.ALL_AREAS, 0) == 0:
        return missing(row, NO_FOLLOW_UPS)
    if not all_shown(cells, (codes.POSITIVE, KNOWN)):
        # a nought left among hidden answers would tell what the others said
        return row | hidden(row) | dict.fromkeys(_QUALITY)
    if not row["n"]:
        return row | missing(row, NO_ANSWERS)
    return shown(row | vars(person_share(row["positive"], row["n"])))


def _person_row(row: Row, name: str, cells: Cells) -> Row:
    count, n = cells.get(name, 0), cells.get(JUDGED, 0)
    if count is None or n is None:
        return hidden(row)
    if not n:
        return missing(row, NOBODY_JUDGED)
    share = vars(person_share(count, n))
    return shown(row | share | {"n_unknown": cells.get(codes.CANNOT_JUDGE, 0)})


def _goal_row(indicator: str, name: str, part: Part, cells: Cells) -> Row:
    row: Row = {"indicator": indicator, "area": part.area, "year": part.year}
    if not all_shown(cells, (name, JUDGED)):
        return hidden(row)
    share = goal_outcomes.goal_share(part.rows, GOAL_GROUPS[name])
    if share is None:
        return missing(row, NO_GOALS)
    return shown(row | vars(share) | {"n_unknown": cells.get(codes.CANNOT_JUDGE, 0)})


def _process_row(indicator: str, part: Part, cells: Cells) -> Row:
    _, yes, unknown = ibic_process.IBIC_LABELS
    row: Row = {"indicator": indicator, "area": part.area, "year": part.year}
    if not all_shown(cells, (yes, KNOWN)):
        return hidden(row)
    if not cells.get(KNOWN):
        return missing(row, NOT_RECORDED)
    known = part.rows[part.rows["ibic"].to_numpy() != ibic_process.IBIC_LABELS.index(unknown)]
    share = clustered_share(known["person"].to_numpy(), known["ibic"].to_numpy())
    return shown(row | vars(share) | {"n_unknown": cells.get(unknown, 0)})


def _enough(n: int) -> int | None:
    return n if n == 0 or n >= MINIMUM else None


def _each(released: Released) -> Iterator[tuple[str, int | None, Cells]]:
    for area in from_all(released.areas):
        yield area, None, released.areas[area]
    for year, cells in released.years.items():
        yield codes.ALL_AREAS, int(year), cells


def _several(rows: Mapping[str, Cells]) -> Mapping[str, Cells]:
    """Return the years without their total, nothing where there is one only: it is the whole."""
    years = {label: cells for label, cells in rows.items() if label != codes.ALL_AREAS}
    return years if len(years) > 1 else {}
