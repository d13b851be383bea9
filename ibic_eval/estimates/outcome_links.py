"""Which items of the national survey a plan's own challenges and success factors are about.

The ties are ours and not the plans': the wording differs, and each says why. A statement without a
clear counterpart has none.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Link(NamedTuple):
    """An item of the survey of 2020, and why the plan's statement is set beside it."""

    item: str
    why: str


LINKS: Mapping[str, Mapping[str, Link]] = {
    "1489": {
        "utm_tankesatt": Link("q8_12", "Båda handlar om att arbeta på ett nytt sätt i vardagen."),
        "utm_behovsstyr": Link("q8_12", "Båda handlar om att ställa om det dagliga arbetet."),
        "utm_kunskaper": Link("q8_13", "Båda handlar om att hinna lära sig IBIC."),
        "utm_samverkan": Link("q9_8", "Båda handlar om handläggare och utförare tillsammans."),
        "utm_migrering": Link("q8_3", "Båda handlar om arbetet som införandet kräver."),
        "utm_nedbrytning": Link("q8_9", "Båda handlar om vad verksamhetssystemet klarar."),
        "utm_kvalitetsarbete": Link("q9_13", "Båda handlar om att granska dokumentationen."),
        "utm_andra_kommuner": Link("q8_6", "Båda handlar om erfarenheter från andra kommuner."),
    },
    "0880": {
        "fra_projektledare": Link("q9_3", "Båda handlar om att någon driver införandet."),
        "fra_arbetsgrupp": Link("q9_2", "Båda handlar om avsatt tid."),
        "fra_resurser": Link("q9_2", "Båda handlar om resurser som räcker."),
        "fra_overforing": Link("q8_3", "Båda handlar om arbetet som införandet kräver."),
        "fra_utbildning": Link("q8_13", "Båda handlar om att lära sig IBIC."),
    },
    "9001": {
        "utm_tankesatt": Link("q8_12", "Båda handlar om att arbeta på ett nytt sätt i vardagen."),
        "utm_samverkan": Link("q9_8", "Båda handlar om handläggare och utförare tillsammans."),
        "utm_system": Link("q8_9", "Båda handlar om verksamhetssystemet."),
    },
}
