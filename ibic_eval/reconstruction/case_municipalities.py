"""The four fictional municipalities with records from a case system, and what each is to show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ibic_eval.reconstruction.case_truth import (
    CARE_OF_OLDER,
    LSS,
    OTHER_SOL,
    SYSTEM,
    Area,
    CaseTruth,
    unchanged,
)

# Of a dozen seeds, one whose draw of 9001 lies near the middle of what its truth gives.
SEED = 2021
# The last is so small that nothing may be shown of it alone.
HOME_CARE = {
    "Hemtjänst Norr": 0.12,
    "Hemtjänst Söder": 0.20,
    "Hemtjänst Öster": 0.178,
    "Hemtjänst Väster": 0.178,
    "Omsorgsföretaget Granen": 0.20,
    "Omsorgsföretaget Linden": 0.12,
    "Omsorgsföretaget Björken": 0.004,
}
# Who reaches more goals than others, in truth: weighted by size the sum is 0.
SPREAD = {
    "Hemtjänst Norr": -0.18,
    "Hemtjänst Söder": -0.08,
    "Omsorgsföretaget Granen": 0.08,
    "Omsorgsföretaget Linden": 0.18,
}
SUPPORT = {"Boendestöd Torget": 0.6, "Sysselsättning Verkstan": 0.4}
HOMES = {"Gruppbostad Eken": 0.3, "Servicebostad Almen": 0.3, "Daglig verksamhet Ängen": 0.4}


@dataclass(frozen=True)
class Words:
    """What is written in a fictional municipality's folder, in Swedish.

    `shows` says in its README what can be seen in it; `settings` is its `inforande.yml`, but for
    what is taken from the truth.
    """

    shows: str
    settings: str


def _areas(older: int, other: int, lss: int, workers: tuple[int, int, int]) -> Mapping[str, Area]:
    """Return the three areas with so many cases and case workers."""
    usual = (0.72, 0.0, 0.28)
    return {
        CARE_OF_OLDER: Area(
            older, workers[0], ("Utredning A", "Utredning B"), 22, 9, (0.6, 0.12, 0.28), HOME_CARE
        ),
        OTHER_SOL: Area(other, workers[1], ("Socialpsykiatri",), 28, 10, usual, SUPPORT),
        LSS: Area(lss, workers[2], ("Funktionsnedsättning",), 42, 14, usual, HOMES),
    }


_EFFECT = CaseTruth(
    code="9001",
    areas=_areas(3000, 960, 740, (12, 4, 4)),
    opened=dt.date(2015, 1, 1),
    extracted=dt.date(2019, 12, 31),
    starts={CARE_OF_OLDER: dt.date(2017, 3, 1), LSS: dt.date(2018, 3, 1)},
    provider_spread=SPREAD,
)
_NO_CHANGE = unchanged(
    replace(
        _EFFECT,
        code="9002",
        areas=_areas(2400, 350, 250, (12, 4, 3)),
        opened=dt.date(2021, 1, 1),
        extracted=dt.date(2025, 6, 30),
        starts={CARE_OF_OLDER: dt.date(2023, 3, 1)},
    )
)
_CONFOUNDED = replace(
    _EFFECT,
    code="9003",
    areas=_areas(1500, 400, 450, (10, 4, 4)),
    opened=dt.date(2019, 3, 1),
    extracted=dt.date(2023, 2, 28),
    starts=dict.fromkeys((CARE_OF_OLDER, OTHER_SOL, LSS), dt.date(2021, 3, 1)),
    cause=SYSTEM,
    length="tecken",
)
_TWELVE = replace(
    _EFFECT,
    code="9004",
    areas=_areas(4, 0, 8, (1, 0, 2)),
    opened=dt.date(2020, 1, 1),
    extracted=dt.date(2023, 12, 31),
    starts={LSS: dt.date(2022, 4, 1)},
)
TRUTHS: Mapping[str, CaseTruth] = {
    truth.code: truth for truth in (_EFFECT, _NO_CHANGE, _CONFOUNDED, _TWELVE)
}
WORDS: Mapping[str, Words] = {
    "9001": Words(
        shows=(
            "IBIC gör att utredningarna tar längre tid, först 1,6 gånger så lång och efter arton"
            " månader 1,2 gånger, och att de omfattar två livsområden till. Annan verksamhet enligt"
            " SoL inför aldrig IBIC och går att jämföra med. Av målen som följs upp nås 55 procent"
            " helt eller delvis."
        ),
        settings="""\
overgangsmanader: 3
andra_forandringar:
  - {datum: 2018-01-01, vad: "Lagen om samverkan vid utskrivning (2017:612) börjar gälla"}
garanti_dagar: {aldreomsorg: 30, annan_sol: 45, lss: 60}
timkostnad_kr: 520
arenden_per_ar: {aldreomsorg: 600, lss: 148}
inforandekostnad_kr: 1900000
""",
    ),
    "9002": Words(
        shows=(
            "IBIC införs i äldreomsorgen, men ingenting i utredningarna förändras av det. En"
            " utvärdering ska inte hitta någon förändring."
        ),
        settings="""\
overgangsmanader: 3
garanti_dagar: {aldreomsorg: 30}
timkostnad_kr: 510
arenden_per_ar: {aldreomsorg: 535}
inforandekostnad_kr: 1400000
""",
    ),
    "9003": Words(
        shows=(
            "Utredningarna förändras lika mycket som i Demokommun 001, men samma dag som IBIC"
            " infördes byttes också verksamhetssystemet, i alla områden. I modellen beror allt på"
            " det nya systemet och inget på IBIC; det går inte att se i uppgifterna."
        ),
        settings="""\
overgangsmanader: 3
systembyte: {datum: 2021-03-01, fran: Procapita, till: Lifecare, samtidigt: true}
garanti_dagar: {aldreomsorg: 30, lss: 60}
timkostnad_kr: 540
arenden_per_ar: {aldreomsorg: 375, annan_sol: 100, lss: 112}
inforandekostnad_kr: 2800000
""",
    ),
    "9004": Words(
        shows=(
            "Här finns bara tolv utredningar sammanlagt. Det räcker inte för att säga något om"
            " införandet, och rapporten ska säga det."
        ),
        settings="overgangsmanader: 3\n",
    ),
}
