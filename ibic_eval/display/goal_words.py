"""The words, numbers, source lines and choice of rows of the chapter on goals and follow-up."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display import wording
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    NBSP,
    decimal,
    integer,
    interval,
    is_missing,
    percent,
)
from ibic_eval.display.row_dicts import row_dicts

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
SHOWN, SUPPRESSED, LACKING = "visas", "dold", "saknas"
ALL = "alla"
FEW = f"{HIDDEN} = dold, för få personer för att visas."
AREAS: Mapping[str, str] = {
    ALL: "Alla områden",
    **{area: wording.AREAS[area] for area in wording.AREAS_IN_TEXT},
}
LIFE_AREAS: Mapping[str, str] = {
    "d1": "Lärande",
    "d2": "Allmänna uppgifter",
    "d3": "Kommunikation",
    "d4": "Förflyttning",
    "d5": "Personlig vård",
    "d6": "Hemliv",
    "d7": "Relationer",
    "d8": "Arbete och ekonomi",
    "d9": "Samhällsliv",
    "trygghet": "Känsla av trygghet",
    "anhorigstod": "Anhörigstöd",
    ALL: "Alla livsområden",
}
LIFE_AREAS_IN_FULL: Mapping[str, str] = {
    "d1": "d1 Lärande och att tillämpa kunskap",
    "d2": "d2 Allmänna uppgifter och krav",
    "d3": "d3 Kommunikation",
    "d4": "d4 Förflyttning",
    "d5": "d5 Personlig vård",
    "d6": "d6 Hemliv",
    "d7": "d7 Mellanmänskliga interaktioner och relationer",
    "d8": "d8 Viktiga livsområden (utbildning, arbete, ekonomi)",
    "d9": "d9 Samhällsgemenskap, socialt och medborgerligt liv",
    "trygghet": "Känsla av trygghet",
    "anhorigstod": "Personligt stöd från person som vårdar eller stödjer en närstående",
}
INDICATORS: Mapping[str, str] = {
    "person_helt": "Personer: alla mål",
    "person_helt_eller_delvis": "Personer: minst ett mål",
    "mal_helt": "Mål: helt",
    "mal_helt_eller_delvis": "Mål: helt eller delvis",
    "utredningar_ibic": "Utredningar",
    "uppfoljningar_ibic": "Uppföljningar",
}
QUESTIONS: Mapping[str, str] = {
    "decision": "Är handläggarens beslut anpassat efter dina behov?",
    "treatment": "Brukar personalen bemöta dig på ett bra sätt?",
    "safety": "Är du trygg med det stöd du får?",
    "satisfied": "Hur nöjd är du sammantaget med det stöd du har?",
    "regard": "Brukar personalen ta hänsyn till dina åsikter om hur stödet ska utföras?",
}
QUESTIONS_SHORT: Mapping[str, str] = {
    "decision": "Beslutet efter behoven",
    "treatment": "Bemötandet",
    "safety": "Trygghet med stödet",
    "satisfied": "Nöjd sammantaget",
    "regard": "Hänsyn till åsikter",
}
QUESTIONS_IN_TEXT: Mapping[str, str] = {
    "decision": "om beslutet är anpassat efter behoven",
    "treatment": "om bemötandet",
    "safety": "om tryggheten",
    "satisfied": "om hur nöjda de är sammantaget",
    "regard": "om personalen tar hänsyn till deras åsikter",
}
ASSESSMENTS, PLANS, INVESTIGATIONS = "bedömningar", "planer", "utredningar"


def source(context: Context, *records: str) -> str:
    """Return the source line of what is computed from the municipality's own records.

    `records` are some of ASSESSMENTS, PLANS and INVESTIGATIONS.
    """
    named = wording.enumeration(records or (ASSESSMENTS,))
    if context.get("fictional"):
        return f"Egen bearbetning av påhittade {named}"
    taken = context.get("extracted")
    when = f", uttag {taken}" if taken else ""
    return f"Egen bearbetning av kommunens {named} i verksamhetssystemet{when}"


def within(area: str) -> str:
    """Say in which area, for a sentence: "inom äldreomsorgen"."""
    return "i alla områden" if area == ALL else f"inom {wording.AREAS_IN_TEXT[area]}"


def hidden_or(row: Row, text: str) -> str:
    """Return the text, or the sign for what is hidden or lacking."""
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(row.get("status")), MISSING)


def count(row: Row | None, column: str = "n") -> str:
    """Write a count; one that is left out of a row that is shown is hidden."""
    if row is None:
        return MISSING
    return hidden_or(row, HIDDEN if is_missing(row[column]) else integer(row[column]))


def share_cell(row: Row | None, *, name: str = "share", counted: bool = True) -> str:
    """Write a share with its interval and n: "62 % (59–65; 1 020)"."""
    if row is None:
        return MISSING
    limits = bare_interval(row["ci_low"], row["ci_high"])
    rests_on = f"; {integer(row['n'])}" if counted else ""
    return hidden_or(row, f"{percent(row[name])} ({limits}{rests_on})")


def bare_interval(low: float | None, high: float | None) -> str:
    """Write the interval of a share without its unit: "59–65"."""
    return interval(low, high).removesuffix(f"{NBSP}%")


def share_in_text(row: Row, what: str) -> str:
    """Write a share for a sentence: "62 % (95 % KI 59–65 %, 1 020 personer)"."""
    limits = interval(row["ci_low"], row["ci_high"])
    return f"{percent(row['share'])} (95{NBSP}% KI {limits}, {integer(row['n'])}{NBSP}{what})"


def span(low: float | None, high: float | None, decimals: int = 0) -> str:
    """Write an interval of numbers that aren't negative: "22–27"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    return f"{decimal(low, decimals)}–{decimal(high, decimals)}"


def signed_points(difference: float | None) -> str:
    """Write a difference of shares in percentage points with its sign: 0.12 is "+12"."""
    if difference is None or is_missing(difference):
        return MISSING
    number = decimal(100 * float(difference), 0).lstrip("−")
    if number == "0":
        return "±0"
    return f"{'+' if difference > 0 else '−'}{number}"


def chosen(frame: pd.DataFrame, **values: str | Sequence[str]) -> pd.DataFrame:
    """Return the rows with some values; those of areas with all areas first, then as usual."""
    kept = pd.Series(True, index=frame.index)
    for column, value in values.items():
        wanted = [value] if isinstance(value, str) else list(value)
        kept &= frame[column].isin(wanted).fillna(False).astype(bool)
    rows = frame[kept]
    if "area" in rows:
        places = {area: place for place, area in enumerate(AREAS)}
        rows = rows.iloc[rows["area"].map(places).argsort(kind="stable")]
    return rows.reset_index(drop=True)


def only(frame: pd.DataFrame, **values: str | Sequence[str]) -> Row | None:
    """Return the only row with some values that may be shown, or nothing."""
    found = chosen(frame, status=SHOWN, **values)
    return found.iloc[0].to_dict() if len(found) else None


def anything(rows: pd.DataFrame, *columns: str) -> bool:
    """Tell whether some count above nought may be shown: noughts among hidden ones say too much."""
    numbers = rows[list(columns)].apply(pd.to_numeric).fillna(0)
    return bool(numbers.gt(0).any(axis=None))


def few(frame: pd.DataFrame) -> Prose:
    """Say that the numbers are hidden, where all that there are are."""
    shown = frame["status"].eq(SHOWN) & frame["n"].fillna(0).gt(0)
    if shown.any() or not frame["status"].eq(SUPPRESSED).any():
        return NOTHING
    return Prose(("Talen är dolda, för de gäller för få personer.",), kind="saknas")


def legend(rows: pd.DataFrame) -> tuple[str, ...]:
    """Explain the sign for the hidden where it stands in a table."""
    held = rows.astype("string").apply(lambda column: column.str.contains(rf"\b{HIDDEN}\b"))
    return (FEW,) if held.any(axis=None) else ()


def reasons(frame: pd.DataFrame, context: Context, **values: str | Sequence[str]) -> Prose:
    """Say why something couldn't be estimated, each reason once and where it holds.

    Says nothing where there are no assessments at all: the chapter begins with that.
    """
    if not context["available"] or context.get("n_assessments") == 0:
        return NOTHING
    lacking = chosen(frame, status=LACKING, **values).dropna(subset=["reason"])
    told: dict[str, list[str]] = {}
    for row in row_dicts(lacking):
        told.setdefault(str(row["reason"]), []).append(str(row.get("area", ALL)))
    return Prose(tuple(f"{_where(areas)}{reason}" for reason, areas in told.items()), as_list=True)


def _where(areas: Sequence[str]) -> str:
    if ALL in areas:
        return ""
    return f"{wording.enumeration(AREAS[area] for area in dict.fromkeys(areas))}: "
