"""What is planted in the fictional panel of user surveys, so that it can be found again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Question = tuple[str, str]  # service and question

ELDERLY_SURVEY, LSS_SURVEY = "aldreundersokningen", "lss_undersokningen"


@dataclass(frozen=True)
class Scale:
    """How large a service is, and who answers its survey.

    `users` per 1 000 inhabitants, `answering` the share of them that answer, `women` the share of
    those who are women.
    """

    users: float
    answering: float
    women: float


SCALES = {
    "hemtjanst": Scale(users=14.0, answering=0.57, women=0.66),
    "sarskilt_boende": Scale(users=7.5, answering=0.40, women=0.68),
    "gruppbostad": Scale(users=1.3, answering=0.65, women=0.43),
    "servicebostad": Scale(users=0.9, answering=0.60, women=0.44),
    "daglig_verksamhet": Scale(users=2.6, answering=0.60, women=0.44),
}


@dataclass(frozen=True)
class Truth:
    """The true model: every number is a proportion (0.03 is 3 percentage points).

    A result's proportion is the sum of the question's level, the municipality's own level (for all
    questions of a service and for each), the year's, a shock to the municipality that year, what
    IBIC does, and a difference between women and men. Answers are then drawn for the number of
    respondents, so that a value also has sampling error.

    Attributes
    ----------
    at_once: effect from the first year of use on, the same every year
    growing: effect for each year since the start, counted from the first year, up to `grown` years
    diverging: yearly trend, all years, of those that begin at some time, against those that never
        do: here trends are not parallel, and what looks like an effect is none
    selection: how much better those that begin at some time are from the start, at all questions,
        so that groups differ in level without any effect
    municipality_sd, question_sd, year_sd, shock_sd, residual_sd: standard deviations of the
        municipality's level (by service), of its level by question, of the year (by question), of
        the municipality's year (by service) and of the rest
    women: women's proportion minus men's
    composition: shift in a year when others answered than usual; it differs between municipalities
        (half to one and a half times) but not by use of IBIC
    no_survey: years without the survey of older people
    lss_years: years with the survey of LSS
    lss_part: share of municipalities that take part in it, drawn anew each time
    first_asked: first year of a question that is younger than the survey
    """

    years: tuple[int, ...] = tuple(range(2012, 2026))
    at_once: Mapping[Question, float] = field(
        default_factory=lambda: {("hemtjanst", "bemotande"): 0.03}
    )
    growing: Mapping[Question, float] = field(
        default_factory=lambda: {("sarskilt_boende", "trygghet"): 0.01}
    )
    grown: int = 5
    diverging: Mapping[Question, float] = field(
        default_factory=lambda: {("hemtjanst", "information"): 0.005}
    )
    selection: float = 0.02
    municipality_sd: float = 0.03
    question_sd: float = 0.015
    year_sd: float = 0.01
    shock_sd: float = 0.01
    residual_sd: float = 0.005
    women: float = -0.01
    composition: Mapping[int, float] = field(default_factory=lambda: {2020: -0.015})
    no_survey: frozenset[int] = frozenset({2021})
    lss_years: frozenset[int] = frozenset(range(2013, 2026, 2))
    lss_part: float = 0.55
    first_asked: Mapping[str, int] = field(default_factory=lambda: {"personal_forstar": 2018})

    def effect(self, service: str, question: str, years_since: int) -> float:
        """Return the true effect in a year, 0 being the first year of use and -1 the one before."""
        if years_since < 0:
            return 0.0
        grown = min(years_since + 1, self.grown)
        at_once = self.at_once.get((service, question), 0.0)
        return at_once + grown * self.growing.get((service, question), 0.0)

    def survey_years(self, survey: str) -> tuple[int, ...]:
        """Return the years in which a survey was made."""
        if survey == LSS_SURVEY:
            return tuple(year for year in self.years if year in self.lss_years)
        return tuple(year for year in self.years if year not in self.no_survey)


NO_EFFECT = Truth(at_once={}, growing={}, diverging={})
