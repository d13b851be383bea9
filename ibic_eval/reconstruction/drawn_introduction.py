"""Draws the true introduction of a fictional municipality in the large demo.

Groups of staff are as large as those of 9001 times the scale; the shares are uniform between the
bounds that stand beside them.
"""

import datetime as dt

import numpy as np

from ibic_eval.reconstruction.drawn_ledger import draw_ledger
from ibic_eval.reconstruction.drawn_settings import Setting, add_months, month_end, stream
from ibic_eval.reconstruction.introduction_truth import (
    FOLLOW_UP,
    INVESTIGATION,
    PLAN,
    WEEK,
    CommentTruth,
    Course,
    IntroductionTruth,
    Meetings,
    ReviewTruth,
    StaffTruth,
    TrainingTruth,
    monthly,
)

Day = tuple[int, int]
# By group: persons in 9001, fewest, sessions, hours each, months from the project's start until the
# first and the last, and the bounds of the share that goes to all of it.
COURSES = {
    "utb_handlaggare": (25, 3, 2, 6.5, 0, 4, (0.85, 1.0)),
    "utb_enhetschefer": (20, 2, 2, 3.5, 0, 4, (0.7, 1.0)),
    "utb_ombud": (32, 3, 2, 6.5, 2, 7, (0.8, 1.0)),
    "utb_medarbetare": (410, 8, 2, 2.0, 4, 18, (0.3, 0.95)),
}
EVALUATED = {"innehall": 0.80, "forstod": 0.88, "anvanda": 0.60, "helhet": 0.82}
MET = {
    "livsomraden": (0.8, 0.97), "egen_uppfattning": (0.6, 0.92), "skattning": (0.6, 0.9),
    "mal": (0.45, 0.9), "delmal": (0.3, 0.6), "stodform": (0.4, 0.7), "uppfoljning": (0.45, 0.85),
}  # fmt: skip
STAFF = {
    "forstaelse": (0.6, 0.9), "stod": (0.4, 0.75), "kunskap": (0.35, 0.75), "tid": (0.15, 0.55),
    "sprak": (0.4, 0.7), "tydlighet": (0.45, 0.75),
}  # fmt: skip
RESPONSE = {"enhetschef": 0.80, "handlaggare": 0.80, "ombud": 0.75, "utforare": 0.50}
SECOND_ROUND = 0.7  # of the municipalities with a survey
FEWEST_WEEKS = 8  # of reviews
_STREAM = 2


def draw_introduction(setting: Setting, seed: int) -> IntroductionTruth:
    """Draw a municipality's introduction; what it lacks is drawn too, and left out of the files."""
    random = stream(seed, setting.code, _STREAM)
    training = _training(setting, random)
    survey = _survey(setting, random)
    return IntroductionTruth(
        code=setting.code,
        meetings=_meetings(setting, random),
        training=training,
        reviews=_reviews(setting, random),
        staff=survey,
        comments=_comments(setting, survey, random),
        ledger=draw_ledger(setting, training, random),
    )


def people(setting: Setting, course: str) -> int:
    """Return how many are to go to a course."""
    usual, fewest, *_ = COURSES[course]
    return setting.people(usual, fewest)


def course_days(setting: Setting, course: str) -> tuple[dt.date, dt.date]:
    """Return a course's first and last day, both Tuesdays, within the project."""
    _, _, sessions, _, begins, ends, _ = COURSES[course]
    first = _weekday(add_months(setting.first, begins), 1)
    latest = min(add_months(setting.first, ends), add_months(setting.last, 0))
    weeks = max((latest - first).days // 7, 4 * (sessions - 1))
    return first, first + weeks * WEEK


def _weekday(day: dt.date, weekday: int) -> dt.date:
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)


def _month(day: dt.date) -> Day:
    return day.year, day.month


def _between(bounds: tuple[float, float], random: np.random.Generator) -> float:
    return float(random.uniform(*bounds))


def _meetings(setting: Setting, random: np.random.Generator) -> tuple[Meetings, ...]:
    first, last = _month(setting.first), _month(setting.last)
    groups = {
        "styrgrupp": (monthly(first, last, day=9, every=2), setting.people(6, 3)),
        "projektgrupp": (monthly(first, last, day=16, off=(7,)), setting.people(10, 3)),
    }
    return tuple(
        Meetings(
            name,
            days,
            held=round(len(days) * _between((0.6, 1.0), random)),
            called=called,
            present=_between((0.65, 0.95), random),
        )
        for name, (days, called) in groups.items()
    )


def _training(setting: Setting, random: np.random.Generator) -> TrainingTruth:
    return TrainingTruth(
        courses=tuple(_course(setting, name, random) for name in COURSES),
        high={name: _near(share, random) for name, share in EVALUATED.items()},
        answered=_between((0.4, 0.8), random),
    )


def _course(setting: Setting, name: str, random: np.random.Generator) -> Course:
    _, _, sessions, hours, _, _, bounds = COURSES[name]
    count, (first, last) = people(setting, name), course_days(setting, name)
    complete = round(count * _between(bounds, random))
    earlier = max(complete, round(count * _between((0.9, 1.05), random)))
    offices = (*setting.offices, "Socialpsykiatri", "Funktionsnedsättning")
    units = offices if name == "utb_handlaggare" else setting.providers
    return Course(
        name,
        people=count,
        complete=complete,
        partly=round((count - complete) * _between((0.0, 0.4), random)),
        sessions=sessions,
        hours=hours,
        first=first,
        last=last,
        units=dict(zip(units, random.dirichlet([8.0] * len(units)).tolist(), strict=True)),
        counted={setting.first: earlier, setting.last: count},
    )


def _near(share: float, random: np.random.Generator) -> float:
    return float(np.clip(random.normal(share, 0.06), 0.1, 0.97))


def _reviews(setting: Setting, random: np.random.Generator) -> ReviewTruth | None:
    first = _weekday(add_months(setting.begun, int(random.integers(2, 7))), 0)
    weeks = min(int(random.integers(16, 90)), (setting.last - first).days // 7)
    many = max(setting.scale, 0.25)
    met = {name: _between(bounds, random) for name, bounds in MET.items()}
    shifted, better = random.uniform() < 0.4, _between((0.1, 0.25), random)
    agreement = _between((0.45, 0.85), random)
    offices = (*setting.offices, "Funktionsnedsättning")
    drawn = ReviewTruth(
        first=first,
        weeks=weeks,
        produced={INVESTIGATION: 12 * many, PLAN: 10 * many, FOLLOW_UP: 8 * many},
        met=met,
        all_weeks=int(random.choice([0, 4, 8])),
        sample=(3, 6) if setting.scale < 0.6 else (5, 9),
        shifts={"mal": (weeks // 2, min(met["mal"] + better, 0.97))} if shifted else {},
        twice=_between((0.1, 0.25), random),
        agreement=dict.fromkeys(met, agreement),
        reviewers=int(random.integers(2, 5)),
        not_relevant={"delmal": 0.05, "stodform": 0.04},
        units={INVESTIGATION: offices, PLAN: setting.providers, FOLLOW_UP: offices},
    )
    return drawn if weeks >= FEWEST_WEEKS else None


def _survey(setting: Setting, random: np.random.Generator) -> StaffTruth:
    rounds = 2 if random.uniform() < SECOND_ROUND else 1
    opened = survey_days(setting)[:rounds]
    high = {name: _between(bounds, random) for name, bounds in STAFF.items()}
    lower = _between((0.3, 0.8), random)
    shifts = {"utforare": {"tid": (high["tid"] * lower,) * len(opened)}}
    counts = (people(setting, name) for name in ("utb_enhetschefer", "utb_handlaggare"))
    managers, workers = counts
    asked = {
        "enhetschef": managers,
        "handlaggare": workers,
        "ombud": people(setting, "utb_ombud"),
        "utforare": people(setting, "utb_medarbetare"),
    }
    return StaffTruth(
        opened=opened,
        asked={role: (count,) * len(opened) for role, count in asked.items()},
        response={role: _near(share, random) for role, share in RESPONSE.items()},
        high=high,
        by_role=shifts if random.uniform() < 0.5 else {},
    )


def survey_days(setting: Setting) -> tuple[dt.date, ...]:
    """Return the first day of each round that the project has time for: half-way, and at its end.

    The last round is over a month before the project is.
    """
    last = _weekday(add_months(setting.last, -2), 0)
    middle = _weekday(setting.first + (last - setting.first) / 2, 0)
    return middle, last


def _comments(
    setting: Setting, survey: StaffTruth, random: np.random.Generator
) -> CommentTruth | None:
    sources = {"medarbetarenkat": 0.7, "kursutvardering": 0.2, "mote": 0.1}
    course, meeting = course_days(setting, "utb_medarbetare"), add_months(setting.last, -3)
    count = setting.people(110, 0)
    drawn = CommentTruth(
        comments=count,
        kappa=_between((0.55, 0.85), random),
        roles={"utforare": 0.5, "handlaggare": 0.25, "ombud": 0.15, "enhetschef": 0.1},
        sources=sources,
        days={
            "medarbetarenkat": tuple((day, day + dt.timedelta(days=20)) for day in survey.opened),
            "kursutvardering": (course,),
            "mote": ((meeting, month_end(meeting)),),
        },
        quotes=max(1, count // 12),
    )
    return drawn if count else None
