"""How far fictional municipalities have come, part by part, drawn from a known truth.

Nearly every part is likelier the longer ago a municipality began. What is written is the truth with
holes: some municipalities are not told of at all, and of the others some parts are not known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import pandas as pd

AREA = "aldreomsorg"
YEAR = 2022  # of the fictional mapping
SOURCE = "Påhittad uppgift"
COLUMNS = (
    "kommunkod", "omrade", "forvaltning", "start", "start_ar", "beslut", "beslut_ar", "plan",
    "konsekvensanalys", "lokala_mal", "organisation", "utforare", "forvaltningsplan",
    "introduktion", "granskning", "hur_langt", "kalla", "kalldatum", "ordagrant", "anteckning",
)  # fmt: skip
STATEMENT_COLUMNS = (
    "lanskod", "omrade", "fraga", "svar", "ord", "antal", "ordagrant", "kalla", "kalldatum",
    "anteckning",
)  # fmt: skip
_ANSWERED = ("ja", "delvis", "nej")
# What can hardly be in place before anything has begun.
_AFTERWARDS = ("forvaltningsplan", "introduktion", "granskning")
_LEVELS = {0: "i_borjan", 2: "en_bit", 5: "langt"}  # from so many years after the start


@dataclass(frozen=True)
class CountyTruth:
    """What is true of the fictional counties, and how much of it is written.

    `parts` gives the share that has each part in full of those that have begun; `unmapped` is the
    share of municipalities with no row, `unknown` of the cells that are empty in the others.
    `always` are municipalities that are told of in every part but those named.
    """

    parts: Mapping[str, float] = field(
        default_factory=lambda: {
            "plan": 0.55,
            "konsekvensanalys": 0.2,
            "lokala_mal": 0.35,
            "organisation": 0.7,
            "utforare": 0.45,
            "forvaltningsplan": 0.15,
            "introduktion": 0.75,
            "granskning": 0.5,
        }
    )
    partly: float = 0.2
    unmapped: float = 0.5
    unknown: float = 0.25
    always: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {"9001": ("konsekvensanalys",)}
    )


Row = dict[str, str]


def county_truth(starts: Mapping[str, int], truth: CountyTruth, seed: int) -> dict[str, Row]:
    """Return the whole truth of each municipality: an answer for every part, none unknown.

    `starts` gives the year each began with IBIC in care of older people, 0 for those that haven't.
    """
    random = Random(seed)
    return {code: _true_row(code, year, truth, random) for code, year in starts.items()}


def written_answers(rows: Mapping[str, Row], truth: CountyTruth, seed: int) -> pd.DataFrame:
    """Return the file of the mapping: the truth with its holes, all text."""
    random = Random(seed + 1)
    kept = [
        _with_holes(row, truth, random)
        for code, row in rows.items()
        if (random.random() >= truth.unmapped) or code in truth.always
    ]
    return pd.DataFrame(kept, columns=list(COLUMNS), dtype="string").fillna("")


def written_statements(
    rows: Mapping[str, Row], counties: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Return statements on whole counties that are true of `rows`, all text.

    `counties` gives the municipalities of each county's code.
    """
    made = [
        row
        for county, codes in counties.items()
        for row in _statements(county, [rows[code] for code in codes])
    ]
    return pd.DataFrame(made, columns=list(STATEMENT_COLUMNS), dtype="string")


def _true_row(code: str, year: int, truth: CountyTruth, random: Random) -> Row:
    begun = 0 < year <= YEAR
    since = YEAR - year if begun else 0
    drawn = {part: _drawn(share, begun, random, truth) for part, share in truth.parts.items()}
    parts = drawn if begun else {**drawn, **dict.fromkeys(_AFTERWARDS, "nej")}
    planned = "planerat" if year else "nej"
    return {
        "kommunkod": code,
        "omrade": AREA,
        "start": "ja" if begun else planned,
        "start_ar": str(year) if year else "",
        "beslut": "ja" if year else random.choice(("nej", "planerat")),
        "beslut_ar": str(min(year - 1, YEAR)) if year else "",
        **parts,
        "hur_langt": _level(since, random) if begun else "inte_borjat",
        "kalla": SOURCE,
        "kalldatum": str(YEAR),
    }


def _drawn(share: float, begun: bool, random: Random, truth: CountyTruth) -> str:
    has, partly = (share, truth.partly) if begun else (share / 5, truth.partly / 2)
    return random.choices(_ANSWERED, (has, partly, max(1 - has - partly, 0.0)))[0]


def _level(since: int, random: Random) -> str:
    felt = since + random.choice((-1, 0, 1))
    return _LEVELS[max(least for least in _LEVELS if least <= max(felt, 0))]


def _with_holes(row: Row, truth: CountyTruth, random: Random) -> Row:
    code = row["kommunkod"]
    hidden = [part for part in ("start", "beslut", *truth.parts, "hur_langt")
              if random.random() < truth.unknown]  # fmt: skip
    hidden = list(truth.always.get(code, hidden))
    years = [f"{part}_ar" for part in hidden]
    return {name: text for name, text in row.items() if name not in (*hidden, *years)}


def _statements(county: str, rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    said = {
        "forvaltningsplan": "en skriftlig plan för att förvalta IBIC",
        "konsekvensanalys": "en skriftlig analys av konsekvenserna",
    }
    for part, what in said.items():
        having = sum(row[part] == "ja" for row in rows)
        if having <= (len(rows) - 1) // 2:
            words = f"Få kommuner i länet har {what}."
            yield county, AREA, part, "ja", "fa", "", words, SOURCE, str(YEAR), ""
    lacking = sum(row["utforare"] in ("nej", "planerat") for row in rows)
    words = f"I {lacking} av länets kommuner har utförarna inte deltagit i planeringen."
    yield county, AREA, "utforare", "nej", "antal", str(lacking), words, SOURCE, str(YEAR), ""
