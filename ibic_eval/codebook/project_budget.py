"""The entries of a project plan: its budget, and other sums it states."""

from dataclasses import dataclass
from typing import Annotated

from ibic_eval.codebook.project_fields import key, many
from ibic_eval.codebook.project_parts import ID_HELP, SOURCE_HELP, Part, Statement
from ibic_eval.codebook.project_values import (
    FIGURE,
    ID,
    SOURCE,
    TEXT,
    WORDS,
    Figure,
    Source,
    Words,
    codes,
)

UNITS = {"kr": 1, "tkr": 1000}


@dataclass(frozen=True)
class Post:
    """A post of the budget."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    kind: Annotated[str, key("slag", TEXT, "kostnadens eller intäktens slag", required=True)]
    year: Annotated[Figure, key("ar", FIGURE, "budgetår")]
    amount: Annotated[
        Figure, key("belopp", FIGURE, "belopp i budgetens enhet; intäkter är negativa")
    ]
    basis: Annotated[Words, key("underlag", WORDS, "vad beloppet räknas från")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class YearTotal:
    """What the plan states for a year in all."""

    year: Annotated[Figure, key("ar", FIGURE, "budgetår", required=True)]
    amount: Annotated[Figure, key("belopp", FIGURE, "årets summa i budgetens enhet", required=True)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Total:
    """What a document states for the whole project."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    amount: Annotated[Figure, key("belopp", FIGURE, "summan", required=True)]
    unit: Annotated[str, key("enhet", codes(*UNITS), "summans enhet", required=True)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Funding:
    """Money that the project is paid with."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    what: Annotated[str, key("vad", TEXT, "var pengarna kommer från", required=True)]
    year: Annotated[Figure, key("ar", FIGURE, "vilket år de gäller")]
    amount: Annotated[Figure, key("belopp", FIGURE, "belopp i budgetens enhet")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Budget:
    """The budget by year and kind, and what the project is paid with."""

    unit: Annotated[str, key("enhet", codes(*UNITS), "posternas enhet", required=True)]
    posts: Annotated[tuple[Post, ...], key("poster", many(Post), "budgetens poster")]
    year_totals: Annotated[tuple[YearTotal, ...], key("arssummor", many(YearTotal), "årens summor")]
    totals: Annotated[
        tuple[Total, ...], key("summor", many(Total), "hela summan, överallt där den står")
    ]
    funding: Annotated[tuple[Funding, ...], key("finansiering", many(Funding), "finansiering")]
    terms: Annotated[
        tuple[Statement, ...], key("villkor", many(Statement), "villkor och förklaringar")
    ]


@dataclass(frozen=True)
class Sum:
    """A sum that the plan states with its parts, outside training, resources and budget."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    what: Annotated[str, key("vad", TEXT, "vad som räknas", required=True)]
    unit: Annotated[str, key("enhet", TEXT, "enhet, till exempel ärenden", required=True)]
    parts: Annotated[tuple[Part, ...], key("delar", many(Part), "delarna")]
    total: Annotated[Figure, key("summa", FIGURE, "summan som planen anger", required=True)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]
