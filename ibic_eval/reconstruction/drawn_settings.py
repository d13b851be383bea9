"""Draws what a fictional municipality of the large demo is like: its size, dates, units and gaps.

Nothing in it says anything about any municipality. Each municipality has sources of chance of its
own, named by the seed and its code, so that it comes out the same whichever others are made.
"""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ibic_eval.reconstruction.case_truth import CARE_OF_OLDER, LSS, OTHER_SOL

# Of those that have begun with IBIC by the file on its use, and of those that haven't.
WHOLE, GAPS, SMALL, RECORDS, PLAN, NOTHING = KINDS = (
    *("alla_kallor", "luckor", "mycket_liten"),
    *("bara_arenden", "bara_plan", "inget_inforande"),
)
BEGUN = {WHOLE: 0.55, GAPS: 0.30, SMALL: 0.07, RECORDS: 0.08}
NOT_BEGUN = {PLAN: 0.5, NOTHING: 0.5}
FOLLOWED_UP = (WHOLE, GAPS, SMALL)
# What a municipality with gaps may lack: a name, and the files that go with it.
LACKING: Mapping[str, tuple[str, ...]] = {
    "medarbetarenkat": ("medarbetarenkat.csv", "medarbetarenkat_utskick.csv"),
    "granskningar": ("granskningar.csv", "granskningsunderlag.csv"),
    "kommentarer": ("kommentarer.csv", "kodning.csv"),
    "beredskap": ("beredskap.csv",),
    "utbildning": ("utbildning.csv", "bemanning.csv", "kursutvardering.csv"),
    "kursutvardering": ("kursutvardering.csv",),
    "kostnader": ("kostnader.csv",),
    "risklage": ("risklage.csv",),
    "bedomningar": ("bedomningar.csv",),
    "planer": ("planer.csv",),
    "slutrapport": ("slutrapport.yml",),
}
NO_CONTROLS = "jamforelse"  # no area that never begins
USUAL_POPULATION = 45_100  # that of 9001, whose numbers of staff the others' are shares of
LATEST = dt.date(2026, 6, 30)  # nothing happens after this
AFTER_START = (24, 42)  # months from the first start to the extract
FEWEST_MONTHS = 12  # with IBIC in an area before the extract, or it counts as not begun
_STREAM = 90  # apart from those of the files
_PLACES = (
    *("Norr", "Söder", "Öster", "Väster", "Centrum", "Backen", "Dalen", "Lunden", "Sjösidan"),
    *("Åsen", "Hagen", "Slätten"),
)
_FIRMS = ("Granen", "Linden", "Björken", "Tallen", "Rönnen", "Asken")
_HOMES = ("Eken", "Almen", "Ängen", "Bäcken", "Kullen", "Viken")
_SUPPORT = ("Torget", "Verkstan", "Bryggan", "Porten")
_OFFICES = ("Utredning", "Myndighet", "Bistånd", "Handläggning")


@dataclass(frozen=True)
class Setting:
    """What all of a municipality's files agree on.

    `scale` is its size against that of 9001. `starts` are the areas' first days with IBIC, none
    where it hasn't begun; `opened` and `extracted` the first and last day of the records; `first`
    and `last` those of the project, in the future where there is only a plan. `offices` are the
    case workers' units in care of older people, `home_care`, `homes` and `support` the providers
    by area. `lacking` are keys of LACKING, and NO_CONTROLS. `system_change` tells that a new case
    system came on the day of the start.
    """

    code: str
    name: str
    population: int
    kind: str
    scale: float
    starts: Mapping[str, dt.date]
    opened: dt.date
    extracted: dt.date
    first: dt.date
    last: dt.date
    offices: tuple[str, ...]
    home_care: tuple[str, ...]
    homes: tuple[str, ...]
    support: tuple[str, ...]
    lacking: tuple[str, ...]
    system_change: bool

    @property
    def providers(self) -> tuple[str, ...]:
        """The providers that staff who carry out support work at."""
        return (*self.home_care, *self.homes)

    @property
    def begun(self) -> dt.date:
        """The first day with IBIC in any area, or the day planned where there is only a plan."""
        return min(self.starts.values(), default=add_months(self.first, 3))

    def people(self, usual: float, fewest: int) -> int:
        """Return how many of a group there are where 9001 has `usual`."""
        return max(fewest, round(usual * self.scale))


def stream(seed: int, code: str, part: int) -> np.random.Generator:
    """Return a municipality's source of chance for a part, apart from those of its files."""
    return np.random.default_rng([seed, int(code), _STREAM, part])


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month that is so many months after a day's."""
    number = day.year * 12 + day.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def month_end(day: dt.date) -> dt.date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def draw_setting(
    code: str, name: str, population: int, years: Mapping[str, int], seed: int
) -> Setting:
    """Draw a municipality's setting; `years` are those that IBIC began in, by area."""
    random = stream(seed, code, 0)
    shares = BEGUN if years else NOT_BEGUN
    kind = str(random.choice(list(shares), p=list(shares.values())))
    scale = population / USUAL_POPULATION * float(np.exp(random.normal(0, 0.15)))
    lacking = _lacking(kind, random)
    starts, extracted = _starts(years, random)
    system_change = bool(starts) and random.uniform() < 0.08
    if system_change:
        starts = dict.fromkeys(starts, min(starts.values()))
    begun = min(starts.values(), default=extracted)
    first, last = _project(kind, begun, extracted, random)
    small = kind == SMALL
    return Setting(
        code=code,
        name=name,
        population=population,
        kind=kind,
        scale=float(random.uniform(0.02, 0.05)) if small else min(scale, 1.6),
        starts=starts,
        opened=dt.date(begun.year - 2, 1, 1) if starts else dt.date(2021, 1, 1),
        extracted=extracted,
        first=first,
        last=last,
        lacking=lacking,
        system_change=system_change,
        **_units(1 if small else max(1, round(5 * scale)), random),
    )


def _lacking(kind: str, random: np.random.Generator) -> tuple[str, ...]:
    if kind != GAPS:
        return ()
    names = [*LACKING, NO_CONTROLS]
    return tuple(sorted(random.choice(names, size=random.integers(1, 4), replace=False).tolist()))


def _starts(
    years: Mapping[str, int], random: np.random.Generator
) -> tuple[dict[str, dt.date], dt.date]:
    """Draw the areas' first days in their years, and the last day of the records.

    An area that begins too late to be followed in the records is left out of them. The others are
    in care of older people and LSS as the file on the use of IBIC has it; other support by SoL,
    which that file doesn't know, begins in one in six.
    """
    months = random.integers(1, 10, size=3).tolist()
    drawn = {
        area: dt.date(years[area], month, 1)
        for area, month in zip((CARE_OF_OLDER, LSS), months, strict=False)
        if area in years
    }
    after = int(random.integers(*AFTER_START))
    also = random.uniform() < 1 / 6
    if not drawn:
        return {}, dt.date(2025, 12, 31)
    first = min(drawn.values())
    extracted = min(month_end(add_months(first, after)), LATEST)
    if also:
        drawn[OTHER_SOL] = first
    known = add_months(extracted, -FEWEST_MONTHS)
    begun = {area: day for area, day in drawn.items() if day <= known}
    return begun or {area: day for area, day in drawn.items() if day == first}, extracted


def _project(
    kind: str, begun: dt.date, extracted: dt.date, random: np.random.Generator
) -> tuple[dt.date, dt.date]:
    """Draw the first and last day of the project: over before the records end, or yet to come."""
    if kind == PLAN:
        return dt.date(2027, 1, 1), dt.date(2028, 12, 31)
    first = add_months(begun, -int(random.integers(2, 6)))
    last = add_months(first, int(random.integers(20, 36)))
    return first, min(month_end(last), month_end(add_months(extracted, -1)))


def _units(home_care: int, random: np.random.Generator) -> dict[str, tuple[str, ...]]:
    """Draw the names of offices and of at most seven providers of home care, and of the others."""
    public = [f"Hemtjänst {name}" for name in random.permutation(_PLACES)[: min(home_care, 5)]]
    firms = random.permutation(_FIRMS)[: int(random.integers(0, 3)) if home_care > 1 else 0]
    office = str(random.choice(_OFFICES))
    homes = random.permutation(_HOMES)[:3]
    kinds = ("Gruppbostad", "Servicebostad", "Daglig verksamhet")
    return {
        "offices": tuple(f"{office} {'ABC'[at]}" for at in range(min(3, (home_care + 1) // 2))),
        "home_care": (*public, *(f"Omsorgsföretaget {name}" for name in firms)),
        "homes": tuple(f"{kind} {name}" for kind, name in zip(kinds, homes, strict=True)),
        "support": tuple(f"Boendestöd {name}" for name in random.permutation(_SUPPORT)[:2]),
    }
