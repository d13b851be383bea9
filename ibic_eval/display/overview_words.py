"""The words of the overview of a county or of the nation."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import MISSING, NBSP, integer, is_missing, p_value, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.time_words import change, change_interval, signed, signed_interval
from ibic_eval.display.wording import AREAS, enumeration, lower_first

Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}%{NBSP}KI"
RATIO = "kvot"
TOO_FEW = "for_fa"
FEWEST = 5
VERDICTS: Mapping[str, str] = {
    "hogre": "Högre", "lagre": "Lägre", "kan_inte_avgoras": "Kan inte avgöras",
    TOO_FEW: "För få kommuner",
}  # fmt: skip
USES: Mapping[str, str] = {
    "anvander": "Använder IBIC", "anvander_inte": "Använder inte IBIC", "okant": "Okänt",
}  # fmt: skip
CHAPTERS: Mapping[str, str] = {
    "10_survey_results": "Enkäten till kommuner",
    "20_user_satisfaction": "Brukarnas nöjdhet",
    "30_time_and_complexity": "Tid och komplexitet",
    "40_goal_attainment": "Mål och uppföljning",
    "50_implementation": "Införandet",
    "55_comments": "Kommentarer",
    "60_readiness": "Beredskap",
    "70_county_comparison": "Jämförelse i länet",
    "90_final_report": "Slutrapporten",
}
STATES: Mapping[str, str] = {
    "ok": "Har underlag", "suppressed": "För små grupper", "no_data": "Underlag saknas",
    "failed": "Körningen stannade", "inte_kord": "Inte körd",
}  # fmt: skip


class Overview(Protocol):
    """The prepared overview, in the schemas of `estimates.overview`."""

    @property
    def context(self) -> Mapping[str, Any]: ...
    @property
    def adoption(self) -> pd.DataFrame: ...
    @property
    def effects(self) -> pd.DataFrame: ...
    @property
    def pooled(self) -> pd.DataFrame: ...
    @property
    def levels(self) -> pd.DataFrame: ...
    @property
    def spread(self) -> pd.DataFrame: ...
    @property
    def lacking(self) -> pd.DataFrame: ...


def source(view: Overview) -> str:
    """Return the source line of what rests on the municipalities' reports."""
    invented = "; påhittade uppgifter" if view.context["fictional"] else ""
    return f"Kommunernas egna rapporter{invented}; egen bearbetning"


def outcome(row: Row) -> str:
    """Name an outcome with its area."""
    where = AREAS.get(str(row["area"]), "")
    return f"{row['what']}, {lower_first(where)}" if where else str(row["what"])


def value(row: Row, name: str = "estimate") -> str:
    """Write an effect on its own scale: "+21 %", "+2,8 timmar"."""
    if is_missing(row[name]):
        return MISSING
    return change(row[name]) if row["form"] == RATIO else f"{signed(row[name])}{NBSP}timmar"


def ends(row: Row, low: str = "ci_low", high: str = "ci_high") -> str:
    """Write an interval on the scale of its effect."""
    if is_missing(row[low]):
        return MISSING
    write = change_interval if row["form"] == RATIO else signed_interval
    return write(row[low], row[high])


def summary(view: Overview) -> Prose:
    """Tell what is known, most first, and what isn't."""
    context = view.context
    sentences = [_extent(context), *_found(view.pooled), *_use(view.adoption)]
    return Prose(tuple(sentences), as_list=True, kind="sammanfattning")


def _extent(context: Mapping[str, Any]) -> str:
    some, every = integer(context["n_with_results"]), integer(context["n"])
    what = "demokommuner (påhittade)" if context["fictional"] else "kommuner"
    return f"{some} av {every} {what} har en rapport; om de andra säger översikten inget."


def _found(pooled: pd.DataFrame) -> list[str]:
    rows = row_dicts(pooled[pooled["verdict"].ne(TOO_FEW)])
    if not rows:
        return [
            f"Inget utfall har mätts i minst {FEWEST} kommuner, så någon samlad ändring går inte "
            "att räkna ut."
        ]
    told = [_sentence(row) for row in rows if row["verdict"] in ("hogre", "lagre")]
    open_ = sum(row["verdict"] == "kan_inte_avgoras" for row in rows)
    rest = f"För {open_} av {len(rows)} utfall går det inte att avgöra om något har ändrats."
    return [*told, *([rest] if open_ else [])]


def _sentence(row: Row) -> str:
    return (
        f"{outcome(row)}: i genomsnitt {value(row)} mot före IBIC ({CI} {ends(row)}; "
        f"{row['k']} kommuner). I en ny kommun väntas ändringen bli "
        f"{ends(row, 'prediction_low', 'prediction_high')}."
    )


def _use(adoption: pd.DataFrame) -> list[str]:
    sentences = []
    for area, rows in adoption.groupby("area", sort=True):
        last = rows[rows["year"].eq(rows["year"].max())]
        counts = {str(row["use"]): row for row in row_dicts(last)}
        using, unknown = counts["anvander"], counts["okant"]
        sentences.append(
            f"{AREAS[str(area)]}: {integer(using['n'])} av {integer(using['of'])} är kända "
            f"användare av IBIC {using['year']}; om {integer(unknown['n'])} är det okänt."
        )
    return sentences


def how_pooled(view: Overview) -> Prose:
    """Tell how the mean is made, and what its numbers mean."""
    if view.effects.empty:
        return Prose(("Underlag saknas: ingen kommun har mätt någon ändring mot före IBIC.",),
                     kind="saknas")  # fmt: skip
    return Prose((
        "Varje kommun jämförs med sig själv, före och efter införandet. Genomsnittet väger "
        "kommunerna efter hur säkra deras siffror är och räknar med att ändringen skiljer sig "
        "mellan kommuner (slumpeffekter; tau² efter Paule och Mandel, intervall efter Hartung och "
        "Knapp).",
        f"Det görs bara där minst {FEWEST} kommuner har siffror. Kommunernas egna fel räknas ur "
        "deras konfidensintervall. Kommunerna är inget slumpmässigt urval, och genomsnittet säger "
        "inget om dem som inte har mätt.",
    ), kind="ruta")  # fmt: skip


def names_of(view: Overview, codes: Sequence[str]) -> list[str]:
    """Return the names of municipalities."""
    return [str(view.context["names"][code]) for code in codes]


def lacks(view: Overview) -> Prose:
    """Tell which chapters have no data in most of the municipalities."""
    table = view.lacking
    empty = table[table["status"].eq("no_data") & table["n"].gt(0)].sort_values(
        ["n", "chapter"], ascending=[False, True]
    )
    if empty.empty:
        return NOTHING
    told = [f"{lower_first(CHAPTERS.get(r['chapter'], r['chapter']))} ({r['n']})"
            for r in row_dicts(empty)]  # fmt: skip
    return Prose((f"Kapitel utan underlag, med antalet kommuner: {enumeration(told)}.",))


def share_or_missing(row: Row, name: str) -> str:
    """Write a share, or that there are too few."""
    return MISSING if is_missing(row[name]) else percent(row[name])


def p_or_missing(row: Row) -> str:
    """Write a corrected p-value."""
    return MISSING if is_missing(row["p_holm"]) else p_value(row["p_holm"])
