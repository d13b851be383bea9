"""Tables of texts as the reader of extracts gives them, for the tests of case records."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.tables.case_records import CaseRecords
from ibic_eval.tables.case_tables import TABLES, case_records

FOLDER = Path(__file__).parents[1] / "data" / "codebooks"
CODEBOOKS = {name: load_codebook(FOLDER / f"{name}.yml") for name in TABLES}
TODAY = dt.date(2026, 1, 31)
Row = Mapping[str, str]
CASE: Row = {
    "arende": "a1", "person": "p1", "omrade": "aldreomsorg", "ansokan": "2019-01-01",
    "start": "2019-01-02", "beslut": "2019-02-01", "ingang": "ordinarie", "ibic": "ja",
    "enhet": "Norr", "handlaggare": "h1", "livsomraden": "3", "fordjupningskoder": "4", "mal": "2",
    "sidor": "3,5", "tecken": "12000", "timmar": "7.25", "utfall": "bifall",
}  # fmt: skip
ASSESSMENT: Row = {
    "person": "p1", "omrade": "lss", "livsomrade": "d4", "kod": "d450", "datum": "2019-01-03",
    "nulage": "3", "avsett": "1", "uppfoljning": "2019-09-01", "uppnatt": "2", "utforare": "Hem",
    "stodform": "stodjande",
}  # fmt: skip
PLAN: Row = {
    "plan": "g1", "person": "p1", "slag": "genomforandeplan", "datum": "2019-03-01",
    "omrade": "lss", "ibic": "nej", "utforare": "Hem", "mal": "3", "mal_med_delmal": "2",
    "delmal": "5", "sidor": "2", "deltog_person": "ja", "deltog_narstaende": "nej",
    "deltog_utforare": "ja", "deltog_handlaggare": "", "kval_beslut": "positivt",
    "kval_bemotande": "varken", "kval_trygg": "negativt", "kval_nojd": "vet_inte",
    "kval_hansyn": "",
}  # fmt: skip
SOUND = {"arenden": CASE, "bedomningar": ASSESSMENT, "planer": PLAN}


def texts(table: str, *rows: Row, file: str = "") -> pl.LazyFrame:
    """Return rows as texts, the first being row 2 of the file."""
    frame = pl.DataFrame([dict(row) for row in rows])
    numbers = pl.int_range(2, len(rows) + 2, dtype=pl.Int64).alias("row")
    return frame.with_columns(numbers, pl.lit(file or f"{table}.csv").alias("file")).lazy()


def typed(
    extracted: dt.date | None = None, today: dt.date = TODAY, **tables: list[Row]
) -> CaseRecords:
    """Type tables given as lists of rows."""
    frames = {name: texts(name, *rows) for name, rows in tables.items()}
    return case_records(frames, CODEBOOKS, extracted, today)


def one(table: str, **changed: str) -> CaseRecords:
    """Type a table of one sound row with some cells changed."""
    return typed(**{table: [{**SOUND[table], **changed}]})


def messages(records: CaseRecords) -> list[str]:
    """Return the messages of the records' issues."""
    return records.issues["message"].tolist()
