"""What a row of a follow-up file must fulfil: its cells the codebook, its values one another."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import polars as pl

from ibic_eval.codebook.variables import Codebook, Variable
from ibic_eval.tables.case_checks import Check
from ibic_eval.tables.case_columns import DAY_LENGTH, is_wrong, of
from ibic_eval.tables.case_words import Row, cell_words, shown
from ibic_eval.tables.cells import TOTAL
from ibic_eval.tables.follow_up_quotes import refused_quotes, refused_words
from ibic_eval.tables.follow_up_references import PlanIds

FIRST_YEAR = 2008  # as the least year in the codebook of kostnader
# An expected end is the only day that may lie ahead.
_AHEAD = ("ny_slut",)
# How names of units and kinds of cost may look, in the codebooks.
UNIT_PATTERN = "[0-9A-Za-zÅÄÖÉåäöé .,&/()-]{1,60}"
TOTAL_ADVICE = "är en summa av andra rader; ta bort den, annars räknas de två gånger."
WEEK = "%G-V%V-%u"
MONDAY = "-1"


def checks(codebook: Codebook, plan: PlanIds | None, today: dt.date) -> tuple[Check, ...]:
    """Return the rules for the rows of a file, those of its cells first.

    `today` is the last day that anything can have happened.
    """
    days = [variable for variable in codebook.variables if variable.type == "datum"]
    rules = (
        *(_cell(variable) for variable in codebook.variables),
        *(_early(day) for day in days),
        *(_late(day, today) for day in days if day.name not in _AHEAD),
        *_RELATIONS.get(codebook.id, ()),
        *_of_today(codebook, today),
        *(_risks(plan) if codebook.id == "risklage" and plan else ()),
    )
    return _without_totals(rules, [each.name for each in codebook.variables if _names(each)])


def _names(variable: Variable) -> bool:
    """Tell whether a cell names what its row is of; free text may begin with any word."""
    return variable.type == "beteckning" or (variable.type == "text" and bool(variable.pattern))


def _without_totals(rules: Sequence[Check], columns: Sequence[str]) -> tuple[Check, ...]:
    """Refuse rows that sum up others, of which nothing else needs to be said."""
    if not columns:
        return tuple(rules)
    is_total = pl.any_horizontal(_says_total(name) for name in columns)
    return (
        *(replace(rule, broken=rule.broken & ~is_total) for rule in rules),
        *(_rule(name, _says_total(name), TOTAL_ADVICE) for name in columns),
    )


def _says_total(column: str) -> pl.Expr:
    return pl.col(column).str.contains(TOTAL).fill_null(value=False)


def monday(column: str) -> pl.Expr:
    """Return the Monday of weeks such as 2024-V06, null for a week that the year doesn't have."""
    text = pl.col(column).cast(pl.String) + MONDAY
    return text.str.to_date(WEEK, strict=False)


def _cell(variable: Variable) -> Check:
    says = partial(cell_words, variable)
    if variable.pattern and variable.type == "text":
        says = partial(_text_words, variable)
    return Check(
        variable.name, is_wrong(variable), says, lambda row: shown(variable, row[variable.name])
    )


def _text_words(variable: Variable, row: Row) -> str:
    """Say what a text should look like, instead of showing its pattern. The text isn't repeated."""
    if row[variable.name] is None:
        return cell_words(variable, row)
    return f"har ett otillåtet värde i kolumnen {variable.name}; {_advice(variable)}"


def _advice(variable: Variable) -> str:
    if variable.name == "vecka":
        return "skriv veckan med år och två siffror, till exempel 2024-V06."
    if variable.pattern == UNIT_PATTERN:
        return "skriv högst 60 tecken: bokstäver, siffror och vanliga skiljetecken."
    return (
        "skriv ett id: bokstäverna a–z, siffror och understreck, utan mellanslag, å, ä och ö, "
        "högst 40 tecken."
    )


def _early(variable: Variable) -> Check:
    return _dated(
        variable.name,
        of(variable.name).dt.year() < FIRST_YEAR,
        f"som är före {FIRST_YEAR}; rätta det",
    )


def _late(variable: Variable, today: dt.date) -> Check:
    return _dated(variable.name, of(variable.name) > today, "som inte har varit än; rätta det")


def _dated(name: str, broken: pl.Expr, words: str) -> Check:
    return Check(
        name,
        broken,
        lambda row: f"har datumet {(row[name] or '')[:DAY_LENGTH]} i kolumnen {name}, {words}.",
        lambda row: (row[name] or "")[:DAY_LENGTH],
    )


def _rule(column: str, broken: pl.Expr, words: str) -> Check:
    """Return a rule on which cells are filled in, whatever stands in them."""
    return Check(column, broken, lambda _: words, lambda _: "")


def _compared(column: str, broken: pl.Expr, words: str) -> Check:
    """Return a rule on typed values, whose words name the row's cells as `{column}`.

    What has been typed as a day or a number holds nothing about a person.
    """
    return Check(column, broken, lambda row: words.format_map(row), lambda row: row[column] or "")


def _given(column: str) -> pl.Expr:
    return pl.col(column).is_not_null()


def _only_one(first: str, second: str) -> tuple[pl.Expr, pl.Expr]:
    """Return where both and where neither of two columns are filled in."""
    return _given(first) & _given(second), ~_given(first) & ~_given(second)


_BOTH, _NEITHER = _only_one("post", "slag")
_SHARE = _given("taljare") | _given("namnare")
_RELATIONS: dict[str, Sequence[Check]] = {
    "moten": [
        _compared(
            "narvarande",
            of("narvarande") > of("kallade"),
            "har {narvarande} närvarande men bara {kallade} kallade; rätta något av talen.",
        ),
    ],
    "aktivitetslage": [
        _compared(
            "slut", of("slut") < of("start"), "har slut {slut} före start {start}; rätta dagen."
        ),
        _compared(
            "ny_slut",
            of("ny_slut") < of("start"),
            "har ny_slut {ny_slut} före start {start}; rätta dagen.",
        ),
    ],
    "kostnader": [
        _rule(
            "slag",
            _BOTH,
            "har både post och slag; skriv slag bara för det som inte finns i budgeten.",
        ),
        _rule(
            "post",
            _NEITHER,
            "har varken post eller slag; skriv budgetpostens id, eller kostnadens slag om den "
            "inte finns i budgeten.",
        ),
    ],
    "indikatorer": [
        _rule(
            "varde",
            _given("varde") & _SHARE,
            "har både en andel och ett värde; behåll antingen taljare och namnare eller varde.",
        ),
        _rule(
            "varde",
            ~_given("varde") & ~_SHARE,
            "har varken andel eller värde; fyll i taljare och namnare, eller varde.",
        ),
        _rule(
            "namnare",
            _given("taljare") ^ _given("namnare"),
            "har bara den ena av taljare och namnare; fyll i båda.",
        ),
        _compared(
            "taljare",
            of("taljare") > of("namnare"),
            "har täljaren {taljare}, som är större än nämnaren {namnare}; rätta något av talen.",
        ),
        _compared(
            "namnare",
            of("namnare") == 0,
            "har nämnaren 0, så att ingen andel kan räknas; rätta den eller ta bort raden.",
        ),
    ],
    "kommentarer": [
        Check("citat", refused_quotes(), refused_words, lambda _: ""),
    ],
}


def _of_today(codebook: Codebook, today: dt.date) -> Sequence[Check]:
    if codebook.id == "kostnader":
        words = "har året {ar}, som inte har börjat än; rätta det."
        return [_compared("ar", of("ar") > today.year + 1, words)]
    if codebook.id != "granskningsunderlag":
        return []
    week = monday("vecka")
    written = of("vecka").is_not_null()
    return [
        _week(written & week.is_null(), "som det året inte har; rätta den"),
        _week(week > today, "som inte har varit än; rätta den"),
        _week(week.dt.iso_year() < FIRST_YEAR, f"som är före {FIRST_YEAR}; rätta den"),
    ]


def _week(broken: pl.Expr, words: str) -> Check:
    return _compared("vecka", broken, f"har veckan {{vecka}}, {words}.")


def _risks(plan: PlanIds) -> Sequence[Check]:
    highest = {"sannolikhet": plan.highest_probability, "konsekvens": plan.highest_consequence}
    return [
        _compared(
            column,
            of(column) > most,
            f"har {{{column}}} i kolumnen {column}, men skalan i project.yml går från 1 till "
            f"{most:g}; rätta värdet eller planens riskskala.",
        )
        for column, most in highest.items()
        if most is not None
    ]
