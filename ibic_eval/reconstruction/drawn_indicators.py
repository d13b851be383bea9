"""Measures the plan's indicators in the drawn files, so that they say what those files say."""

from collections.abc import Iterator, Mapping

import pandas as pd

from ibic_eval.reconstruction.drawn_settings import Setting
from ibic_eval.reconstruction.introduction_ledger import indicators
from ibic_eval.reconstruction.introduction_reviews import MET, NOT_MET
from ibic_eval.reconstruction.introduction_truth import Ledger, Row, TrainingTruth

TRAINED, MEETINGS, SAMPLES = "ind_utbildade", "ind_moten", "ind_stickprov"


def measured(
    setting: Setting, training: TrainingTruth, files: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the file of indicators at the end of the project; one without its file is left out."""
    day = setting.last.isoformat()
    counted = {
        TRAINED: _trained(training, files),
        MEETINGS: _meetings(files),
        SAMPLES: _samples(files),
    }
    rows: Iterator[Row] = (
        (name, day, str(met), str(of)) for name, (met, of) in counted.items() if of
    )
    return indicators(Ledger(indicators=tuple(rows)))


def _trained(training: TrainingTruth, files: Mapping[str, pd.DataFrame]) -> tuple[int, int]:
    if "utbildning" not in files:
        return 0, 0
    sessions = files["utbildning"].groupby(["utbildning", "deltagare"]).size()
    wanted = {course.id: course.sessions for course in training.courses}
    whole = sessions >= sessions.index.get_level_values("utbildning").map(wanted)
    return int(whole.sum()), sum(course.people for course in training.courses)


def _meetings(files: Mapping[str, pd.DataFrame]) -> tuple[int, int]:
    held = files["moten"]["status"].eq("genomfort")
    return int(held.sum()), len(held)


def _samples(files: Mapping[str, pd.DataFrame]) -> tuple[int, int]:
    if "granskningar" not in files:
        return 0, 0
    goals = files["granskningar"].drop_duplicates("dokument")["mal"]
    return int(goals.eq(MET).sum()), int(goals.isin([MET, NOT_MET]).sum())
