"""What is true of the introduction in Demokommun 001: a whole follow-up, good and bad."""

import datetime as dt

from ibic_eval.reconstruction.introduction_truth import (
    FOLLOW_UP,
    INVESTIGATION,
    PLAN,
    CommentTruth,
    Course,
    IntroductionTruth,
    Ledger,
    Meetings,
    ReviewTruth,
    StaffTruth,
    TrainingTruth,
    monthly,
)

_PROVIDERS = (
    "Hemtjänst Norr",
    "Hemtjänst Söder",
    "Hemtjänst Öster",
    "Hemtjänst Väster",
    "Omsorgsföretaget Granen",
    "Omsorgsföretaget Linden",
    "Gruppbostad Eken",
    "Servicebostad Almen",
    "Daglig verksamhet Ängen",
)


def _of(sizes: tuple[int, ...]) -> dict[str, float]:
    return {name: size / sum(sizes) for name, size in zip(_PROVIDERS, sizes, strict=True)}


_CASE_WORKERS = Course(
    "utb_handlaggare",
    people=25,
    complete=24,
    partly=1,
    sessions=3,
    hours=6.5,
    first=dt.date(2017, 1, 17),
    last=dt.date(2017, 6, 13),
    units={
        "Utredning A": 0.36,
        "Utredning B": 0.32,
        "Funktionsnedsättning": 0.16,
        "Socialpsykiatri": 0.16,
    },
    counted={dt.date(2017, 1, 1): 25, dt.date(2019, 12, 2): 25},
)
_MANAGERS = Course(
    "utb_enhetschefer",
    people=20,
    complete=18,
    partly=1,
    sessions=2,
    hours=3.5,
    first=dt.date(2017, 1, 24),
    last=dt.date(2017, 5, 16),
    units={"Äldreomsorg": 0.6, "Funktionsnedsättning": 0.4},
    counted={dt.date(2017, 1, 1): 20, dt.date(2019, 12, 2): 20},
)
_REPRESENTATIVES = Course(
    "utb_ombud",
    people=32,
    complete=32,
    partly=0,
    sessions=2,
    hours=6.5,
    first=dt.date(2017, 3, 7),
    last=dt.date(2017, 10, 17),
    units=_of((5, 5, 5, 5, 3, 2, 2, 2, 3)),
    counted={dt.date(2017, 3, 1): 32, dt.date(2019, 12, 2): 32},
)
_STAFF = Course(
    "utb_medarbetare",
    people=410,
    complete=291,
    partly=33,
    sessions=2,
    hours=2,
    first=dt.date(2017, 9, 5),
    last=dt.date(2018, 12, 11),
    units=_of((70, 65, 50, 45, 30, 20, 40, 35, 55)),
    counted={
        dt.date(2017, 9, 1): 396,
        dt.date(2018, 6, 1): 404,
        dt.date(2019, 12, 2): 410,
    },
)
_POLITICIANS = Course(
    "utb_politiker",
    people=11,
    complete=3,
    partly=0,
    sessions=1,
    hours=2,
    first=dt.date(2018, 4, 24),
    last=dt.date(2018, 4, 30),
    units={"Socialnämnden": 1.0},
    counted={dt.date(2018, 4, 1): 11},
)
_TRAINING = TrainingTruth(
    courses=(_CASE_WORKERS, _MANAGERS, _REPRESENTATIVES, _STAFF, _POLITICIANS),
    high={"innehall": 0.82, "forstod": 0.90, "anvanda": 0.58, "helhet": 0.84},
    answered=0.6,
)
_REVIEWS = ReviewTruth(
    first=dt.date(2018, 1, 1),
    weeks=100,
    all_weeks=9,
    produced={INVESTIGATION: 12, PLAN: 10, FOLLOW_UP: 8},
    met={
        "livsomraden": 0.95,
        "egen_uppfattning": 0.88,
        "skattning": 0.85,
        "mal": 0.60,
        "delmal": 0.45,
        "stodform": 0.55,
        "uppfoljning": 0.70,
    },
    shifts={"mal": (39, 0.82)},  # the week from 2018-10-01
    special=(81, "egen_uppfattning", 0.25),  # the week from 2019-07-22, in the holidays
    twice=0.2,
    agreement={
        "livsomraden": 0.7,
        "egen_uppfattning": 0.7,
        "skattning": 0.7,
        "mal": 0.7,
        "delmal": 0.7,
        "stodform": 0.3,
        "uppfoljning": 0.7,
    },
    not_relevant={"delmal": 0.05, "stodform": 0.04},
    units={
        INVESTIGATION: ("Utredning A", "Utredning B", "Funktionsnedsättning"),
        PLAN: _PROVIDERS,
        FOLLOW_UP: ("Utredning A", "Utredning B", "Funktionsnedsättning"),
    },
)
_SURVEY = StaffTruth(
    opened=(dt.date(2018, 5, 7), dt.date(2019, 10, 7)),
    asked={
        "ledning": (4, 4),
        "enhetschef": (20, 20),
        "handlaggare": (25, 25),
        "ombud": (32, 31),
        "utforare": (398, 405),
    },
    response={
        "ledning": 0.75,
        "enhetschef": 0.80,
        "handlaggare": 0.84,
        "ombud": 0.78,
        "utforare": 0.46,
    },
    high={
        "forstaelse": 0.80,
        "stod": 0.60,
        "kunskap": 0.50,
        "tid": 0.45,
        "sprak": 0.55,
        "tydlighet": 0.65,
    },
    by_role={"utforare": {"tid": (0.30, 0.18)}},
)
_FIRST, _LAST = (2017, 1), (2019, 12)
_MEETINGS = (
    Meetings("styrgrupp", monthly(_FIRST, _LAST, day=9, every=2), held=16, called=6, present=0.85),
    Meetings("pg_central", monthly(_FIRST, _LAST, day=16, off=(7,)), held=29, called=10),
    Meetings(
        "pg_lokala",
        monthly((2017, 4), _LAST, day=20, off=(7, 8, 12)),
        held=20,
        called=36,
        present=0.75,
    ),
    Meetings("referensgrupp", monthly((2017, 3), _LAST, day=14, every=3), 9, 8, 0.7),
)
_ACTIVITIES = (
    ("akt_nulage", "2017-06-15", "klar", "2017-01-09", "2017-02-24"),
    ("akt_utb_handlaggare", "2017-06-15", "klar", "2017-01-17", "2017-06-14"),
    ("akt_utb_chefer", "2017-06-15", "klar", "2017-01-24", "2017-05-17"),
    ("ms_start_aldre", "2017-06-15", "klar", "", "2017-03-01"),
    ("akt_utb_ombud", "2017-06-15", "pagar", "2017-03-07"),
    ("akt_rutin_plan", "2017-06-15", "pagar", "2017-04-18"),
    ("akt_system", "2017-06-15", "pagar", "2017-05-15"),
    ("akt_utb_ombud", "2017-12-15", "klar", "2017-03-07", "2017-10-18"),
    ("akt_rutin_plan", "2017-12-15", "pagar", "2017-04-18", "", "2018-03-31"),
    ("akt_system", "2017-12-15", "pagar", "2017-05-15", "", "2018-04-30"),
    ("akt_utb_medarbetare", "2017-12-15", "pagar", "2017-09-05"),
    ("akt_dialog", "2017-12-15", "ej_paborjad", "", "", "2018-05-31"),
    ("akt_rutin_plan", "2018-06-15", "klar", "2017-04-18", "2018-04-05"),
    ("akt_system", "2018-06-15", "pagar", "2017-05-15", "", "2018-07-31"),
    ("akt_utb_medarbetare", "2018-06-15", "pagar", "2017-09-05"),
    ("akt_dialog", "2018-06-15", "installd"),
    ("akt_granskning", "2018-06-15", "pagar", "2018-01-08"),
    ("ms_start_lss", "2018-06-15", "klar", "", "2018-03-01"),
    ("akt_rutin_uppfoljning", "2018-06-15", "pagar", "2018-03-12"),
    ("akt_system", "2018-12-14", "klar", "2017-05-15", "2018-07-27"),
    ("akt_utb_medarbetare", "2018-12-14", "klar", "2017-09-05", "2018-12-12"),
    ("akt_granskning", "2018-12-14", "pagar", "2018-01-08"),
    ("akt_rutin_uppfoljning", "2018-12-14", "klar", "2018-03-12", "2018-09-27"),
    ("akt_granskning", "2019-06-14", "pagar", "2018-01-08"),
    ("akt_granskning", "2019-12-16", "klar", "2018-01-08", "2019-12-02"),
    ("bes_forvaltning", "2019-12-16", "klar", "", "2019-10-24"),
    ("ms_slutrapport", "2019-12-16", "klar", "", "2019-12-11"),
)
_SPENT = {
    "bud_ledning_2017": 324_000,
    "bud_utbildning_2017": 318_000,
    "bud_ombud_2017": 74_000,
    "bud_material_2017": 31_000,
    "bud_ledning_2018": 331_500,
    "bud_utbildning_2018": 186_000,
    "bud_ombud_2018": 92_000,
    "bud_handledning_2018": 58_000,
    "bud_material_2018": 22_000,
    "bud_ledning_2019": 168_000,
    "bud_utbildning_2019": 44_000,
    "bud_ombud_2019": 41_000,
    "bud_handledning_2019": 62_000,
}
_RISKS = (
    ("risk_tid", "2017-12-15", "2", "3", "nej"),
    ("risk_nyckel", "2017-12-15", "2", "4", "nej"),
    ("risk_utforare", "2017-12-15", "3", "3", "nej"),
    ("risk_system", "2017-12-15", "3", "3", "nej"),
    ("risk_handlaggningstid", "2017-12-15", "3", "2", "nej"),
    ("risk_tid", "2018-12-14", "2", "3", "delvis"),
    ("risk_nyckel", "2018-12-14", "2", "4", "ja"),
    ("risk_utforare", "2018-12-14", "4", "3", "nej"),
    ("risk_system", "2018-12-14", "2", "2", "nej"),
    ("risk_handlaggningstid", "2018-12-14", "3", "2", "nej"),
    ("risk_tid", "2019-12-16", "2", "3", "delvis"),
    ("risk_nyckel", "2019-12-16", "2", "4", "ja"),
    ("risk_utforare", "2019-12-16", "4", "3", "nej"),
    ("risk_system", "2019-12-16", "1", "2", "nej"),
    ("risk_handlaggningstid", "2019-12-16", "3", "2", "nej"),
)
# Those that the other files tell too are counted from them; a test sees that they agree.
_INDICATORS = (
    ("ind_utbildade", "2017-12-31", "134", "473"),
    ("ind_utbildade", "2018-12-31", "368", "492"),
    ("ind_utbildade", "2019-12-31", "368", "498"),
    ("ind_politiker", "2018-06-15", "3", "11"),
    ("ind_moten", "2017-12-31", "21", "27"),
    ("ind_moten", "2018-12-31", "48", "57"),
    ("ind_moten", "2019-12-31", "74", "87"),
    ("ind_granskning_nya", "2018-03-05", "214", "214"),
    ("ind_stickprov", "2018-09-30", "149", "226"),
    ("ind_stickprov", "2019-12-02", "367", "442"),
    ("ind_likvardigt", "2018-12-31", "14", "56"),
    ("ind_likvardigt", "2019-12-31", "10", "26"),
    ("ind_paverka", "2018-12-14", "88", "121"),
    ("ind_paverka", "2019-12-13", "143", "184"),
    ("ind_forstar_beslut", "2018-12-14", "41", "52"),
    ("ind_forstar_beslut", "2019-12-13", "54", "62"),
    ("ind_overforing", "2018-06-15", "12", "60"),
    ("ind_overforing", "2018-12-14", "38", "60"),
    ("ind_overforing", "2019-12-13", "53", "60"),
    ("ind_mal_natt", "2018-12-31", "402", "740"),
    ("ind_mal_natt", "2019-12-31", "611", "1107"),
    ("ind_statistik", "2018-12-31", "", "", "1", "redovisningar"),
    ("ind_statistik", "2019-12-31", "", "", "2", "redovisningar"),
)
_COMMENTS = CommentTruth(
    comments=124,
    kappa=0.75,
    roles={"utforare": 0.5, "handlaggare": 0.25, "ombud": 0.15, "enhetschef": 0.1},
    sources={"medarbetarenkat": 0.6, "kursutvardering": 0.3, "mote": 0.1},
    days={
        "medarbetarenkat": tuple((day, day + dt.timedelta(days=20)) for day in _SURVEY.opened),
        "kursutvardering": ((dt.date(2017, 9, 5), dt.date(2017, 12, 15)),),
        "mote": ((dt.date(2018, 9, 20), dt.date(2018, 9, 20)),),
    },
    quotes=10,
)
DEMO = IntroductionTruth(
    code="9001",
    meetings=_MEETINGS,
    training=_TRAINING,
    reviews=_REVIEWS,
    staff=_SURVEY,
    ledger=Ledger(
        activities=_ACTIVITIES,
        spent=_SPENT,
        outside={("Anpassning av verksamhetssystemet", 2018): 148_500},
        risks=_RISKS,
        indicators=_INDICATORS,
    ),
    comments=_COMMENTS,
)
