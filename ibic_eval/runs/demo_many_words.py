"""What stands in the READMEs of the large demo, and beside its file of truths."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from ibic_eval.reconstruction.drawn_settings import FOLLOWED_UP, Setting
from ibic_eval.reconstruction.drawn_truth import COLUMNS
from ibic_eval.reconstruction.introduction_truth import IntroductionTruth
from ibic_eval.runs.demo_introduction_words import FILES, WIDTH, truth_rows

README = """\
# {name}

Allt i den här mappen är påhittat: kommunen, personerna, handläggarna, utförarna och alla siffror.
Uppgifterna finns för att visa rapporten och för att pröva att metoderna hittar det som finns där.
De säger ingenting om någon kommun.

## Det som är inlagt

| vad | sant värde |
|---|---|
{rows}
## Filerna

{files}
`ibic-eval demo {code} --seed {seed}` gör om filerna till samma bytes; ändra dem inte för hand.
"""
_FILES = {
    "arenden.csv": "en utredning per rad",
    "bedomningar.csv": "en bedömning av ett livsområde eller en kod per rad",
    "planer.csv": "en genomförandeplan eller uppföljning per rad",
    "inforande.yml": "när IBIC infördes och vad mer som förändrades",
    "beredskap.csv": "självskattning av beredskapen, en rad per person och omgång",
    "texter/genomforande.md": "egen text till slutrapporten",
    "texter/fortsatt_arbete.md": "egen text till slutrapporten",
    **{name: what.partition(", skriv")[0] for name, what in FILES.items()},
}
_COLUMNS = "\n".join(
    textwrap.fill(f"{name}: {what}.", WIDTH - 2, subsequent_indent="  ")
    for name, what in COLUMNS.items()
)
SIDECAR = f"""\
title: Påhittade kommuners sanna värden
producer: Projektet ibic-eval
citation: >-
  Påhittade uppgifter: projektet ibic-eval. Dragna ur en modell med kända effekter; säger inget om
  någon kommun.
url: https://www.socialstyrelsen.se
terms: EUPL-1.2. Påhittade kommuner; får inte anges som någon kommuns uppgifter.
published: 2026-11-26
date: 2026-11-26
date_meaning: dagen då modellen skrevs
notes: |
  En rad per påhittad kommun som ibic-eval demo har gjort; görs om av samma kommando. Kolumnerna:

{textwrap.indent(_COLUMNS, "  ")}
sha256: {{sha256}}
"""


def readme(
    setting: Setting,
    introduced: IntroductionTruth,
    truth: Mapping[str, str],
    files: Sequence[str],
) -> str:
    """Return the README of a municipality's folder: what is planted in it, and its files."""
    return README.format(
        name=setting.name,
        rows="".join(
            f"| {what} | {value} |\n" for what, value in _rows(setting, introduced, truth)
        ),
        files="".join(f"- `{name}`: {_FILES[name]}\n" for name in files),
        code=setting.code,
        seed=truth["fro"],
    )


def _rows(
    setting: Setting, introduced: IntroductionTruth, truth: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    yield from ((COLUMNS[name], value) for name, value in truth.items() if value)
    if setting.kind in FOLLOWED_UP:
        yield from truth_rows(introduced)
