"""The sound rows of the follow-up files as the tables of `follow_up_schemas`."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import polars as pl

from ibic_eval.tables.follow_up_checks import monday
from ibic_eval.tables.follow_up_schemas import TABLES

Rows = Mapping[str, pl.DataFrame]
LEVELS = {"inte_alls": 0, "i_liten_grad": 1, "i_hog_grad": 2, "i_mycket_hog_grad": 3}
EVALUATION_QUESTIONS = ("innehall", "forstod", "anvanda", "helhet")
CRITERIA = (
    "livsomraden",
    "egen_uppfattning",
    "skattning",
    "mal",
    "delmal",
    "stodform",
    "uppfoljning",
)
STAFF_QUESTIONS = ("forstaelse", "stod", "kunskap", "tid", "sprak", "tydlighet")

# How the columns of the files are called in the tables; a name of its own is left out.
_NAMES: Mapping[str, Mapping[str, str]] = {
    "utbildning": {
        "deltagare": "person",
        "utbildning": "training",
        "enhet": "unit",
        "datum": "date",
        "timmar": "hours",
    },
    "bemanning": {"utbildning": "training", "enhet": "unit", "datum": "date", "antal": "people"},
    "kursutvardering": {"utbildning": "training", "datum": "date"},
    "moten": {"grupp": "group", "datum": "date", "kallade": "called", "narvarande": "present"},
    "granskningar": {
        "dokument": "document",
        "granskare": "reviewer",
        "slag": "kind",
        "datum": "date",
        "enhet": "unit",
    },
    "granskningsunderlag": {"slag": "kind", "antal": "produced"},
    "aktivitetslage": {
        "aktivitet": "activity",
        "datum": "date",
        "lage": "state",
        "slut": "end",
        "ny_slut": "new_end",
    },
    "kostnader": {"slag": "kind", "ar": "year", "datum": "date", "belopp": "amount"},
    "risklage": {
        "datum": "date",
        "sannolikhet": "probability",
        "konsekvens": "consequence",
        "intraffat": "occurred",
    },
    "indikatorer": {
        "indikator": "indicator",
        "datum": "date",
        "taljare": "numerator",
        "namnare": "denominator",
        "varde": "value",
        "enhet": "unit",
    },
    "medarbetarenkat": {"svarande": "person", "omgang": "round", "roll": "role", "datum": "date"},
    "medarbetarenkat_utskick": {"roll": "role", "omgang": "round", "antal": "people"},
    "kommentarer": {
        "kommentar": "comment",
        "kalla": "source",
        "datum": "date",
        "roll": "role",
        "citat": "quote",
    },
    "kodning": {"kommentar": "comment", "kodare": "coder", "tema": "theme"},
}
# The pseudonyms that stand for the same thing wherever they stand.
_PSEUDONYMS: Sequence[tuple[tuple[str, str], ...]] = (
    (("utbildning", "deltagare"), ("medarbetarenkat", "svarande")),
    (("granskningar", "dokument"),),
    (("granskningar", "granskare"),),
    (("kommentarer", "kommentar"), ("kodning", "kommentar")),
    (("kodning", "kodare"),),
)


def follow_up_tables(files: Rows) -> dict[str, pd.DataFrame]:
    """Return the typed table of each file, by the table's name; pseudonyms become numbers."""
    numbered = _numbered(files)
    return {
        table: _typed(_SHAPES.get(file, _plain)(numbered[file]), file, schema)
        for table, (file, schema) in TABLES.items()
        if file in numbered
    }


def _numbered(files: Rows) -> dict[str, pl.DataFrame]:
    """Replace each pseudonym by its number, from 0 in the order that they are mentioned."""
    found = dict(files)
    for places in _PSEUDONYMS:
        texts = [text for file, name in places if file in found for text in found[file][name]]
        numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        for file, name in places:
            if file in found:
                coded = pl.col(name).replace_strict(numbers, return_dtype=pl.Int32)
                found[file] = found[file].with_columns(coded)
    return found


def _typed(rows: pl.DataFrame, file: str, schema: Mapping[str, str]) -> pd.DataFrame:
    named = rows.rename(dict(_NAMES[file]))
    texts = [name for name, kind in schema.items() if kind == "string"]
    plain = named.select(list(schema)).with_columns(pl.col(texts).cast(pl.String))
    columns = plain.to_dict(as_series=False)
    return pd.DataFrame(columns, columns=list(schema), dtype="object").astype(dict(schema))


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def _long(questions: Sequence[str], name: str, answer: str) -> Callable[..., pl.DataFrame]:
    """Return a function that gives one row an answered question."""

    def reshape(rows: pl.DataFrame) -> pl.DataFrame:
        kept = [column for column in rows.columns if column not in questions]
        texts = rows.with_columns(pl.col(list(questions)).cast(pl.String))
        long = texts.unpivot(questions, index=kept, variable_name=name, value_name=answer)
        return long.drop_nulls(answer)

    return reshape


def _with_levels(rows: pl.DataFrame) -> pl.DataFrame:
    level = pl.col("answer").replace_strict(LEVELS, default=None, return_dtype=pl.Int8)
    return rows.with_columns(level.alias("level"))


def _evaluations(rows: pl.DataFrame) -> pl.DataFrame:
    counted = rows.with_row_index("person")
    return _with_levels(_long(EVALUATION_QUESTIONS, "question", "answer")(counted))


def _staff_answers(rows: pl.DataFrame) -> pl.DataFrame:
    return _with_levels(_long(STAFF_QUESTIONS, "question", "answer")(rows))


def _reviews(rows: pl.DataFrame) -> pl.DataFrame:
    weeks = rows.with_columns(pl.col("datum").dt.truncate("1w").alias("week"))
    return _long(CRITERIA, "criterion", "outcome")(weeks)


def _documents(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(monday("vecka").alias("week"))


_SHAPES: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "kursutvardering": _evaluations,
    "granskningar": _reviews,
    "granskningsunderlag": _documents,
    "medarbetarenkat": _staff_answers,
}
