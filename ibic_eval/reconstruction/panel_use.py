"""When the fictional municipalities began to use IBIC, so that it agrees with their answers."""

from collections.abc import Iterator, Mapping
from random import Random

import pandas as pd

AREAS = ("aldreomsorg", "lss")
YEARS = range(2013, 2026)
NEVER = 0
COLUMNS = ("kommunkod", "omrade", "ar", "svar", "borjade", "kalla", "kalldatum", "anteckning")
SOURCE = "Påhittad uppgift"
ANSWERED = 0.94  # of the years
# Years of beginning by what the municipality answered in the survey of 2020 (NEVER: not yet 2025).
BEGINNINGS: Mapping[str, tuple[int, ...]] = {
    "etablerade": (2014, 2015, 2016, 2017, 2018),
    "inlarning": (2018, 2019, 2019, 2020, 2020),
    "mellangrupp": (2021,),
    "ej_anvandare": (NEVER, NEVER, NEVER, 2022, 2023, 2024),
    "annat_omrade": (NEVER, NEVER, NEVER, 2021, 2022, 2024),
    "inget_svar": (NEVER, NEVER, NEVER, 2014, 2016, 2018, 2019, 2020, 2022, 2023),
}
# The one that users meet first began in years with waves enough before and after.
SHOWCASE = {("9001", "aldreomsorg"): 2017, ("9001", "lss"): 2018}


def fictional_use(
    codes: list[str], answered: Mapping[tuple[str, str], str], seed: int
) -> pd.DataFrame:
    """Return the file on the use of IBIC for fictional municipalities, all text.

    `answered` gives, by municipality and area, a key of `BEGINNINGS` for those in the survey of
    2020. Use is for some at first, later for all, and some years have no answer and no row.
    """
    random = Random(seed)
    rows = [
        row
        for code in codes
        for area in AREAS
        for row in _rows(code, area, answered.get((code, area), "inget_svar"), random)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="string")


def _rows(code: str, area: str, kind: str, random: Random) -> Iterator[tuple[str, ...]]:
    drawn = random.choice(BEGINNINGS[kind])
    shown = (code, area) in SHOWCASE
    start = SHOWCASE.get((code, area), drawn)
    for_all = start + random.randrange(3)
    for year in YEARS:
        if random.random() < ANSWERED or shown:
            answer = _answer(year, start, for_all)
            began = "ja" if shown and year == start else ""
            yield code, area, str(year), answer, began, SOURCE, "", ""


def _answer(year: int, start: int, for_all: int) -> str:
    if start == NEVER or year < start:
        return "nej"
    return "ja_alla" if year >= for_all else "ja_inte_alla"
