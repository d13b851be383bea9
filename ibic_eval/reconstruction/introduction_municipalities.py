"""The fictional municipalities whose introduction is followed up, and what each is to show."""

import datetime as dt
from collections.abc import Mapping

from ibic_eval.reconstruction.introduction_demo import DEMO
from ibic_eval.reconstruction.introduction_truth import (
    FOLLOW_UP,
    INVESTIGATION,
    PLAN,
    Course,
    IntroductionTruth,
    Ledger,
    Meetings,
    ReviewTruth,
    TrainingTruth,
    monthly,
)

# Of a dozen seeds, one whose draw of 9001 lies near the middle of what its truth gives.
SEED = 2018
_CRITERIA = ("livsomraden", "egen_uppfattning", "skattning", "mal", "delmal", "stodform")
_UNITS = ("Utredning A", "Utredning B", "Socialpsykiatri", "Funktionsnedsättning")

# Nothing is known of this one but its meetings.
_MEETINGS_ONLY = IntroductionTruth(
    code="9002",
    meetings=(
        Meetings("styrgrupp", monthly((2023, 1), (2024, 12), day=11, every=3), held=7, called=5),
        Meetings("projektgrupp", monthly((2022, 11), (2024, 12), 18, off=(7,)), held=21, called=7),
    ),
)
_COURSES = (
    Course(
        "utb_handlaggare",
        people=18,
        complete=17,
        partly=0,
        sessions=2,
        hours=6.5,
        first=dt.date(2021, 1, 12),
        last=dt.date(2021, 3, 9),
        units={"Myndighet": 1.0},
        counted={dt.date(2021, 1, 1): 18},
    ),
    Course(
        "utb_enhetschefer",
        people=12,
        complete=11,
        partly=1,
        sessions=2,
        hours=3.5,
        first=dt.date(2021, 1, 19),
        last=dt.date(2021, 3, 16),
        units={"Utförare": 1.0},
        counted={dt.date(2021, 1, 1): 12},
    ),
    Course(
        "utb_medarbetare",
        people=220,
        complete=183,
        partly=12,
        sessions=2,
        hours=2,
        first=dt.date(2021, 4, 6),
        last=dt.date(2022, 5, 31),
        units={"Hemtjänst": 0.6, "LSS": 0.4},
        counted={dt.date(2021, 4, 1): 214, dt.date(2022, 6, 1): 220},
    ),
)
_REVIEWS = ReviewTruth(
    first=dt.date(2021, 9, 6),
    weeks=30,
    produced={INVESTIGATION: 9, PLAN: 7, FOLLOW_UP: 5},
    met=dict(zip(_CRITERIA, (0.90, 0.80, 0.75, 0.70, 0.40, 0.60), strict=True))
    | {"uppfoljning": 0.65},
    sample=(5, 8),
    twice=0.2,
    agreement=dict.fromkeys((*_CRITERIA, "uppfoljning"), 0.7),
    reviewers=2,
    units={
        INVESTIGATION: _UNITS,
        PLAN: ("Hemtjänst", "LSS"),
        FOLLOW_UP: _UNITS,
    },
)
_CONFOUNDED = IntroductionTruth(
    code="9003",
    meetings=(
        Meetings("styrgrupp", monthly((2021, 1), (2022, 12), day=13, every=2), held=11, called=6),
        Meetings("projektgrupp", monthly((2021, 1), (2022, 12), 20, off=(7,)), held=18, called=9),
    ),
    training=TrainingTruth(courses=_COURSES),
    reviews=_REVIEWS,
    ledger=Ledger(
        activities=(
            ("akt_utbildning", "2021-06-15", "pagar", "2021-01-12"),
            ("ms_start", "2021-06-15", "klar", "", "2021-03-01"),
            ("akt_rutiner", "2021-06-15", "pagar", "2021-04-12"),
            ("akt_utbildning", "2021-12-15", "pagar", "2021-01-12"),
            ("akt_rutiner", "2021-12-15", "klar", "2021-04-12", "2021-11-18"),
            ("akt_granskning", "2021-12-15", "pagar", "2021-09-06"),
            ("akt_utbildning", "2022-12-14", "klar", "2021-01-12", "2022-06-01"),
            ("akt_granskning", "2022-12-14", "klar", "2021-09-06", "2022-04-01"),
            ("ms_slutrapport", "2022-12-14", "pagar", "", "", "2023-02-15"),
        ),
        spent={
            "bud_ledning_2021": 640_000,
            "bud_utbildning_2021": 560_000,
            "bud_vikarier_2021": 250_000,
            "bud_ledning_2022": 660_000,
            "bud_utbildning_2022": 380_000,
            "bud_vikarier_2022": 310_000,
        },
    ),
)
INTRODUCTIONS: Mapping[str, IntroductionTruth] = {
    truth.code: truth for truth in (DEMO, _MEETINGS_ONLY, _CONFOUNDED)
}
