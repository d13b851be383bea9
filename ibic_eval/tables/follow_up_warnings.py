"""What is odd in a follow-up file, though it can be used."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import polars as pl

from ibic_eval.codebook.variables import Codebook
from ibic_eval.tables.follow_up_quotes import hidden_quotes
from ibic_eval.tables.follow_up_tables import CRITERIA, EVALUATION_QUESTIONS, STAFF_QUESTIONS
from ibic_eval.tables.issues import WARNING, Issue


@dataclass(frozen=True)
class Oddity:
    """Which rows are odd, on the typed columns, and the end of the sentence ”… rad n …”."""

    column: str
    where: pl.Expr
    words: str


def warning_issues(
    rows: pl.DataFrame, codebook: Codebook, file: str, names: Collection[str]
) -> Iterator[Issue]:
    """Yield a warning for each thing that is odd, at the first row where it is.

    The file has no errors. `names` may stand in quotes.
    """
    for oddity in _ODDITIES.get(codebook.id, ()):
        odd = rows.filter(oddity.where)["row"].sort().to_list()
        if odd:
            place = f"rad {odd[0]}" + (f" och {len(odd) - 1} till" if len(odd) > 1 else "")
            message = f"Filen {file}: {place} {oddity.words}"
            yield Issue(file, message, WARNING, odd[0], oddity.column)
    if codebook.id == "kostnader":
        yield from _sums(rows, file)
    if codebook.id == "kommentarer":
        yield from hidden_quotes(rows, file, names)
    if codebook.id == "medarbetarenkat" and not _in_order(rows):
        message = (
            f"Filen {file}: en senare omgång börjar före en tidigare; kontrollera kolumnerna "
            "omgang och datum."
        )
        yield Issue(file, message, WARNING, column="omgang")


def _in_order(rows: pl.DataFrame) -> bool:
    starts = rows.group_by("omgang").agg(pl.col("datum").min()).sort("omgang")["datum"]
    return starts.is_sorted()


def _sums(rows: pl.DataFrame, file: str) -> Iterator[Issue]:
    """Find amounts that are the sum of all above them, or of the three or more next above.

    Two amounts alone are too often another's sum by chance.
    """
    ordered = rows.sort("row")
    amounts = [round(each, 2) for each in ordered["belopp"]]
    above = [0.0, *accumulate(amounts, lambda one, other: round(one + other, 2))]
    for place, (row, amount) in enumerate(zip(ordered["row"], amounts, strict=True)):
        starts = {0, *range(place - 2)} if place > 1 else set()
        if amount and any(round(above[place] - above[start], 2) == amount for start in starts):
            message = (
                f"Filen {file}: rad {row} är lika mycket som raderna ovanför tillsammans; "
                "är den deras summa ska den tas bort, annars räknas de två gånger."
            )
            yield Issue(file, message, WARNING, row, "belopp")


def _nothing(columns: Sequence[str]) -> pl.Expr:
    return pl.all_horizontal(pl.col(list(columns)).is_null())


def _state(*states: str) -> pl.Expr:
    return pl.col("lage").cast(pl.String).is_in(list(states))


def _given(column: str) -> pl.Expr:
    return pl.col(column).is_not_null()


def _many(column: str, by: str) -> pl.Expr:
    return pl.col(column).n_unique().over(by) > 1


_ODDITIES: Mapping[str, Sequence[Oddity]] = {
    "kursutvardering": [
        Oddity("innehall", _nothing(EVALUATION_QUESTIONS), "har inga svar och räknas inte."),
    ],
    "moten": [
        Oddity(
            "narvarande",
            (pl.col("status").cast(pl.String) == "installt") & (pl.col("narvarande") > 0),
            "gäller ett inställt möte men har närvarande; kontrollera status.",
        ),
    ],
    "granskningar": [
        Oddity("livsomraden", _nothing(CRITERIA), "har inga bedömningar och räknas inte."),
    ],
    "aktivitetslage": [
        Oddity("slut", _state("klar") & ~_given("slut"), "har läget klar men inget slut."),
        Oddity(
            "lage",
            _state("ej_paborjad", "pagar") & _given("slut"),
            "har ett slut fast läget inte är klar; kontrollera läget.",
        ),
        Oddity(
            "start",
            _state("ej_paborjad") & _given("start"),
            "har en start fast läget är ej_paborjad; kontrollera läget.",
        ),
        Oddity(
            "slut",
            pl.col("slut") > pl.col("datum"),
            "har ett slut efter dagen då läget stämdes av; kontrollera dagarna.",
        ),
    ],
    "kostnader": [
        Oddity(
            "ar",
            (pl.col("datum").dt.year() - pl.col("ar")).abs() > 1,
            "är bokförd mer än ett år från året den hör till; kontrollera ar och datum.",
        ),
    ],
    "risklage": [
        Oddity(
            "risk",
            _nothing(["sannolikhet", "konsekvens", "intraffat"]),
            "har ingen bedömning och räknas inte.",
        ),
    ],
    "indikatorer": [
        Oddity(
            "varde",
            pl.col("varde").is_null().n_unique().over("indikator") > 1,
            "gäller en indikator som ibland är en andel och ibland ett värde; mätningarna kan inte "
            "jämföras.",
        ),
        Oddity(
            "enhet",
            _many("enhet", "indikator") & _given("varde"),
            "gäller en indikator som har värden i olika enheter; mätningarna kan inte jämföras.",
        ),
    ],
    "medarbetarenkat": [
        Oddity("forstaelse", _nothing(STAFF_QUESTIONS), "har inga svar och räknas inte."),
        Oddity(
            "roll",
            _many("roll", "svarande"),
            "har en svarande med olika roller i olika omgångar; kontrollera beteckningen.",
        ),
    ],
}
