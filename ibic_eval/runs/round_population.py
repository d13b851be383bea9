"""Whom a round is about: the nation, a county or some municipalities; never more than asked."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.sources.rounds import DESCRIPTION, Round

NATION = "riket"
_ADVICE = (
    "skriv population: riket, population: följt av länets namn, eller population: följt av en "
    'lista med kommunkoder, som ["0305", "0319"]'
)


@dataclass(frozen=True)
class Population:
    """The municipalities that a round is about, and what they are called in a sentence."""

    name: str
    codes: frozenset[str]
    nation: bool


def population_of(round_: Round, register: pd.DataFrame) -> Population:
    """Return a round's population, as written or as certain from who was asked.

    It is certain where all municipalities, or all of one county and no others, were asked. Raises
    InputError where it isn't, where what is written isn't known, and where those who were asked or
    answered are others.
    """
    kind = register[register["fictional"].eq(round_.kind == "rekonstruktion")]
    found = _written(round_, kind) if round_.population else _certain(round_, kind)
    _refuse_others(round_, found)
    return found


def _written(round_: Round, register: pd.DataFrame) -> Population:
    name = round_.population[0]
    if name == NATION:
        return Population(NATION, frozenset(register["code"]), nation=True)
    county = register[register["county"].eq(name) | register["county_code"].eq(name)]
    if len(county):
        return Population(str(county["county"].iloc[0]), frozenset(county["code"]), nation=False)
    codes = frozenset(round_.population)
    unknown = sorted(codes - set(register["code"]))
    if unknown:
        raise _refusal(round_, f"population har ett okänt län eller en okänd kommunkod; {_ADVICE}")
    return Population(f"{len(codes)} kommuner", codes, nation=False)


def _certain(round_: Round, register: pd.DataFrame) -> Population:
    asked = _codes(round_.frame["kommunkod"]) if round_.frame is not None else frozenset()
    if asked and asked == set(register["code"]):
        return Population(NATION, asked, nation=True)
    for county, rows in register.groupby("county"):
        if asked and asked == set(rows["code"]):
            return Population(str(county), asked, nation=False)
    raise _refusal(round_, f"det framgår inte vilka omgången gäller; {_ADVICE}")


def _refuse_others(round_: Round, population: Population) -> None:
    """Refuse a round with answers from outside its population, or that left out part of it."""
    frame = round_.responses.frame
    answered = _codes(frame["kommunkod"]) if "kommunkod" in frame else frozenset()
    for code in sorted(answered - population.codes):
        if code.isdigit():
            raise _refusal(
                round_, f"population har inte {code}, som har svarat; rätta population eller svaret"
            )
    if round_.frame is None:
        return
    asked = _codes(round_.frame["kommunkod"])
    both = "skriv samma kommuner i population och i utskick.csv"
    for code in sorted(population.codes - asked):
        raise _refusal(round_, f"utskick.csv saknar {code}, som hör till population; {both}")
    for code in sorted(asked - population.codes):
        raise _refusal(round_, f"population saknar {code}, som står i utskick.csv; {both}")


def _codes(column: Iterable[object]) -> frozenset[str]:
    return frozenset(str(code).zfill(4) for code in column if isinstance(code, str))


def _refusal(round_: Round, what: str) -> InputError:
    return InputError(f"Omgången {round_.folder.name}: filen {DESCRIPTION}: {what}.")
