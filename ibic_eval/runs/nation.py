"""What the municipalities' reports have in common: read and estimated once for many of them."""

from dataclasses import dataclass

import pandas as pd

from ibic_eval.codebook.instrument import Instrument, load_instrument
from ibic_eval.runs.county_comparison import NationalMapping, national_mapping
from ibic_eval.runs.national_survey import NationalSurvey, national_survey
from ibic_eval.runs.project import Project
from ibic_eval.runs.satisfaction import REPORT_WAVES
from ibic_eval.runs.satisfaction_national import NationalSatisfaction, national_satisfaction
from ibic_eval.runs.waiting_times import NationalTimes, national_times
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.published import read_published


@dataclass(frozen=True)
class Nation:
    """All that doesn't depend on which of the real, or of the fictional, municipalities it is.

    `register` has both kinds. Nothing in it is changed by use, so that many may share it.
    """

    fictional: bool
    register: pd.DataFrame
    instrument: Instrument
    published: pd.DataFrame
    survey: NationalSurvey
    satisfaction: NationalSatisfaction
    times: NationalTimes
    mapping: NationalMapping


def read_nation(project: Project, fictional: bool) -> Nation:
    """Read and estimate what the real or the fictional municipalities share.

    Raises InputError where a source of all of them is faulty.
    """
    register = read_municipalities(*project.registers)
    instrument = load_instrument(project.survey / "instrument.yml")
    published = read_published(project.published / "vardanalys-2021-2.csv")
    return Nation(
        fictional=fictional,
        register=register,
        instrument=instrument,
        published=published,
        survey=national_survey(project, fictional, instrument, register, published),
        satisfaction=national_satisfaction(project, fictional, register, REPORT_WAVES),
        times=national_times(project, fictional, register),
        mapping=national_mapping(project, fictional),
    )
