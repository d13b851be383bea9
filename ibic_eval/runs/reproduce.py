"""Runs the real path on a round of answers and compares with what was published."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.disclosure.counts import release_counts
from ibic_eval.estimates.population import POPULATION
from ibic_eval.estimates.reproduction import Fieldwork, reproduce_figures
from ibic_eval.runs.collected import Collected, collect, collect_round
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.published import read_findings, read_published
from ibic_eval.sources.responses import read_table
from ibic_eval.sources.rounds import read_asked, read_corrections, read_round

CORRECTIONS, ASKED = "klassning.csv", "utskick.csv"


@dataclass(frozen=True)
class Reproduction:
    """Each published figure beside the computed one, and what is known to contradict itself.

    `figures` is the table of `estimates.reproduction.reproduce_figures`; `findings` has `id` and
    `finding`, a Swedish sentence; `notes` tell in Swedish what the comparison had to do without.
    """

    figures: pd.DataFrame
    findings: pd.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def unexplained(self) -> pd.DataFrame:
        """Return the figures that neither agree nor are listed as findings."""
        known = self.figures["id"].isin(self.findings["id"])
        return self.figures[~self.figures["agrees"] & ~known]


def reproduce(project: Project, responses: Path | None = None) -> Reproduction:
    """Compare published figures with those of the reconstruction, or of somebody's real answers.

    Beside a file of answers, `klassning.csv` (corrections after the free text) and `utskick.csv`
    (who was asked) are used if they lie there; without the latter the survey's population is that
    which the published response rate implies. Groups below the minimum are not shown and agree
    with nothing. Raises InputError where the answers are faulty.
    """
    answers = _collect(project, responses)
    figures = reproduce_figures(
        read_published(project.published / "vardanalys-2021-2.csv"),
        release_counts(answers.counts),
        answers.classification,
        _fieldwork(answers),
    )
    findings = read_findings(project.published / "findings.csv")
    return Reproduction(figures, findings, () if responses is None else _notes(responses.parent))


def _notes(folder: Path) -> tuple[str, ...]:
    """Say which of the files that belong beside answers are not there, and what that does."""
    without = {
        CORRECTIONS: "klassningen följer bara kryssen, utan rättelser efter fritext",
        ASKED: f"antalet tillfrågade antas vara {POPULATION} och avböjda är okända",
    }
    return tuple(
        f"Ingen {name} ligger i {folder}: {effect}."
        for name, effect in without.items()
        if not (folder / name).exists()
    )


def _collect(project: Project, responses: Path | None) -> Collected:
    instrument = load_instrument(project.survey / "instrument.yml")
    register = read_municipalities(*project.registers)
    if responses is None:
        return collect_round(read_round(project.demo / "kommunenkat-2020"), instrument, register)
    beside = responses.parent
    return collect(
        read_table(responses),
        instrument,
        register,
        read_corrections(beside / CORRECTIONS),
        read_asked(beside / ASKED),
    )


def _fieldwork(answers: Collected) -> Fieldwork:
    work = answers.fieldwork
    if answers.asked is not None:
        return work
    return Fieldwork(POPULATION, work.answered, work.declined)


def as_records(reproduction: Reproduction) -> list[dict[str, Any]]:
    """Return the figures as objects for `--json`; a value that isn't known is None."""
    return [
        {
            **{key: row[key] for key in ("item", "area", "group", "answer")},
            "published": [_plain(row["published_low"]), _plain(row["published_high"])],
            "computed": [_plain(row["computed_low"]), _plain(row["computed_high"])],
            **{key: row[key] for key in ("unit", "n", "source")},
            "agrees": bool(row["agrees"]),
        }
        for row in reproduction.figures.to_dict("records")
    ]


def _plain(value: float | None) -> float | int | None:
    """Return whole numbers as such, as they are printed, and None for a missing one."""
    if value is None or math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
