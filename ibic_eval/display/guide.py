"""How to read the figures, told once: what stands below each figure is then short."""

import pandas as pd

from ibic_eval.display import selection
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import HIDDEN

_INTERVAL = (
    "Det svarta strecket är ett konfidensintervall (KI). Om alla tillfrågade hade svarat skulle "
    "andelen med 95 procents säkerhet ligga inom det, förutsatt att de som svarade liknar de andra."
)
_COUNTED = (
    "En delad stapel är alla svar på en fråga. Talen i den är procent; andelar under 3 procent "
    "skrivs inte ut.",
    "n är antalet som har svarat. De som svarade vet inte eller inte aktuellt räknas med.",
    _INTERVAL
    + " Vid en delad stapel står intervallet i tal och gäller svaret längst till vänster.",
    f"{HIDDEN} betyder att siffran är dold, för att för få har svarat.",
)
_PUBLISHED = (
    "Andelarna är de som står i rapporten. Den ger inte alla svar på alla frågor, och det den inte "
    "ger finns inte här heller.",
    "En stapel med en ljusare del är ett spann. Andelen skiljer sig mellan äldreomsorgen, annan "
    "verksamhet enligt socialtjänstlagen (SoL) och verksamhet enligt LSS: den lägsta är där den "
    "mörka delen slutar och den högsta där den ljusa slutar.",
    _INTERVAL,
    "n är antalet som har svarat. Tecknet ≤ betyder att rapporten inte anger antalet: det är högst "
    "så stort, och intervallet är det smalaste tänkbara.",
    "En streckad ruta och tecknet * betyder att källan bara använder ord, till exempel ”en "
    "majoritet”. Rutan visar vilka andelar orden rymmer.",
    "De lodräta linjerna visar en tredjedel och hälften, gränserna för rapportens omdömen.",
)


def reading_guide(shares: pd.DataFrame) -> Prose:
    """Explain bars, intervals and signs, as the figures made from these shares use them."""
    counted = selection.has_distributions(shares)
    return Prose(_COUNTED if counted else _PUBLISHED, as_list=True, kind="ruta")
