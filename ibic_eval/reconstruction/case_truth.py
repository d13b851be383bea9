"""What is planted in the fictional municipalities' case systems, so that it can be found again.

No number in it says anything about any municipality.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import exp, log

CARE_OF_OLDER, OTHER_SOL, LSS = AREAS = ("aldreomsorg", "annan_sol", "lss")
ORDINARY, DISCHARGE, FOLLOW_UP = WAYS_IN = ("ordinarie", "utskrivning", "uppfoljning")
IBIC, SYSTEM, NOTHING = "ibic", "systembyte", "ingenting"
DAYS_A_MONTH = 365.25 / 12
# The nation's 44 % (Vårdanalys 2021:2, section 6.1.4) is of municipalities; here it is of goals, so
# that a municipality without effects has a number to be recognised by.
NATIONAL_SPLIT = 0.44
POSITIVE, NEITHER, NEGATIVE, DONT_KNOW = QUALITY = ("positivt", "varken", "negativt", "vet_inte")


@dataclass(frozen=True)
class Area:
    """A municipality's work in one area.

    `cases` in the whole period, `workers` case workers in `units` units, `days` the median number
    of days (counted with both ends) from the start of an ordinary investigation to its decision
    before the introduction, `hours` the mean of an ordinary investigation's recorded hours then,
    `ways_in` the shares of `WAYS_IN`, `providers` those who give the support and their shares of
    the persons.
    """

    cases: int
    workers: int
    units: tuple[str, ...]
    days: float
    hours: float
    ways_in: tuple[float, float, float]
    providers: Mapping[str, float]


@dataclass(frozen=True)
class CaseTruth:
    """The true model behind one fictional municipality's three files.

    All that changes at the introduction changes for every investigation that begins on that day or
    later, whatever its column `ibic` says, and in each area from the area's own start.

    Attributes
    ----------
    opened, extracted: first day of the period, and the day of the extract, its last
    starts: first day with IBIC by area; an area that isn't there never begins
    cause: `ibic` where IBIC is what changed the cases, `systembyte` where it is the new case system
        that came on the same day and IBIC does nothing, `ingenting` where nothing changes
    ratio_at_start, ratio_at_last, falling_months: days to decision (both ends counted) are
        multiplied by the first on the day of the start, by the second from `falling_months` months
        on, and by a number that falls evenly on the logarithmic scale between. For every way in.
    by_ibic: share of the investigations after the start that are recorded as by IBIC, by way in;
        only those have assessments. `plans_by_ibic` likewise, of the plans.
    trend: yearly change of the logarithm of days, in all areas, all the time
    season: half the difference in the logarithm of days between July and January
    worker_sd, unit_sd, case_sd: standard deviations of the logarithm of days between case workers,
        units and cases
    way_in_days: days of each way in, as a multiple of an ordinary investigation's
    life_areas: mean life areas (1–11) of an investigation before and after; never 0
    life_area_excess: correlation within a case that spreads life areas more than chance does
    codes: mean deepening codes before and after, negative binomial with `code_size`
    goal_share: share of the life areas that get a goal before and after; the mean number of goals
        is this times the life areas
    pages: geometric mean of pages before and after
    extra_hours: hours that are added to the mean of each way in
    reached: probability that a goal that is followed up was reached wholly or partly; the same for
        each goal on average over providers, whatever its kind. This is the share per goal; by
        person 55 % is the mean of the own shares, while 83 % reach some goal and 25 % all.
    provider_spread: what is added to `reached` at a provider; the mean over an area's providers,
        weighted by size, is 0. Those that aren't named have none.
    person_correlation: correlation between outcomes of the same person's goals
    partly: share of the successes that are partly, where the goal leaves room for it
    followed_up: probability that an assessment is followed up within 6, 12 and 24 months
    plan_goals: mean goals of a genomförandeplan before and after; `plan_pages` likewise
    split: share of a plan's goals that are broken into sub-goals before and after
    quality: probability of a positive answer to the quality questions, in the file's order, of
        those who are asked at a follow-up, the share `asked`
    length: the column with the length of an investigation, `sidor` or `tecken`
    missing: share of cells without a value by column; for `nulage`, `avsett` and `uppnatt` the
        share that is 8, not specified
    """

    code: str
    areas: Mapping[str, Area]
    opened: dt.date
    extracted: dt.date
    starts: Mapping[str, dt.date]
    cause: str = IBIC
    ratio_at_start: float = 1.6
    ratio_at_last: float = 1.2
    falling_months: float = 18.0
    by_ibic: Mapping[str, float] = field(
        default_factory=lambda: {ORDINARY: 0.98, DISCHARGE: 0.80, FOLLOW_UP: 0.90}
    )
    plans_by_ibic: float = 0.90
    trend: float = -0.01
    season: float = 0.06
    worker_sd: float = 0.15
    unit_sd: float = 0.05
    case_sd: float = 0.5
    way_in_days: Mapping[str, float] = field(
        default_factory=lambda: {ORDINARY: 1.0, DISCHARGE: 0.1, FOLLOW_UP: 0.45}
    )
    life_areas: tuple[float, float] = (3.0, 5.0)
    life_area_excess: float = 0.15
    codes: tuple[float, float] = (1.0, 2.0)
    code_size: float = 2.0
    goal_share: tuple[float, float] = (0.5, 0.6)
    pages: tuple[float, float] = (3.2, 4.8)
    extra_hours: float = 2.5
    reached: float = 0.55
    provider_spread: Mapping[str, float] = field(default_factory=dict)
    person_correlation: float = 0.15
    partly: float = 0.5
    followed_up: tuple[float, float, float] = (0.35, 0.60, 0.78)
    plan_goals: tuple[float, float] = (2.0, 3.0)
    plan_pages: tuple[float, float] = (2.0, 2.6)
    split: tuple[float, float] = (0.30, 0.52)
    quality: tuple[float, ...] = (0.78, 0.92, 0.84, 0.80, 0.76)
    asked: float = 0.65
    length: str = "sidor"
    missing: Mapping[str, float] = field(
        default_factory=lambda: {
            "ansokan": 0.03, "ibic": 0.03, "enhet": 0.01, "handlaggare": 0.02, "livsomraden": 0.03,
            "fordjupningskoder": 0.05, "mal": 0.05, "sidor": 0.10, "tecken": 0.10, "timmar": 0.30,
            "omrade": 0.04, "utforare": 0.03, "stodform": 0.08, "deltog": 0.06, "kval": 0.03,
            "uppnatt": 0.02, "avsett": 0.02, "nulage": 0.02,
        }
    )  # fmt: skip

    def time_ratio(self, months: float) -> float:
        """Return what days to decision are multiplied by, `months` after the area's start."""
        if months < 0:
            return 1.0
        passed = min(months / self.falling_months, 1.0)
        first, last = log(self.ratio_at_start), log(self.ratio_at_last)
        return exp(first + (last - first) * passed)

    def pair(self, name: str, after: bool) -> float:
        """Return an attribute that has a value before and one after."""
        return float(getattr(self, name)[after])


def unchanged(truth: CaseTruth) -> CaseTruth:
    """Return the truth of a municipality where the introduction changes nothing, nor does time."""
    return replace(
        truth,
        cause=NOTHING,
        ratio_at_start=1.0,
        ratio_at_last=1.0,
        trend=0.0,
        extra_hours=0.0,
        life_areas=(truth.life_areas[0],) * 2,
        codes=(truth.codes[0],) * 2,
        goal_share=(truth.goal_share[0],) * 2,
        pages=(truth.pages[0],) * 2,
        plan_goals=(truth.plan_goals[0],) * 2,
        plan_pages=(truth.plan_pages[0],) * 2,
        split=(NATIONAL_SPLIT, NATIONAL_SPLIT),
    )
