"""Assessments in any number, for measuring how much time and memory it takes to read them."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from ibic_eval.reconstruction.case_assessments import draw_assessments
from ibic_eval.reconstruction.case_files import assessment_texts
from ibic_eval.reconstruction.case_investigations import draw_investigations, generator
from ibic_eval.reconstruction.case_municipalities import TRUTHS
from ibic_eval.reconstruction.case_truth import CARE_OF_OLDER, CaseTruth

CASES_A_BLOCK = 20_000


def many_assessments(rows: int, seed: int) -> Iterator[pd.DataFrame]:
    """Yield blocks of the file `bedomningar`, all text, that together have exactly so many rows.

    They are of older people in a municipality where IBIC has been used all the time, some seven
    rows an investigation. No two blocks share a person. About 120 000 rows a block, so that the
    memory needed doesn't depend on `rows`.
    """
    truth = _always_using(TRUTHS["9001"])
    block = 0
    while rows > 0:
        drawn = replace(truth, code=f"{truth.code}-{block}")
        cases = draw_investigations(drawn, seed)
        assessments = draw_assessments(drawn, cases, seed).head(rows)
        random = generator(seed, drawn.code, "personer")
        yield assessment_texts(drawn, assessments, f"P{block}-", random)
        rows, block = rows - len(assessments), block + 1


def _always_using(truth: CaseTruth) -> CaseTruth:
    area = replace(truth.areas[CARE_OF_OLDER], cases=CASES_A_BLOCK)
    return replace(truth, areas={CARE_OF_OLDER: area}, starts={CARE_OF_OLDER: truth.opened})
