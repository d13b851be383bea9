"""The recommendations, each with the numbers that triggered it."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from ibic_eval.display.exhibits import Gallery, Prose, Shown
from ibic_eval.display.final_words import CI, Final, Row, fact, files, source_of
from ibic_eval.display.numbers import NBSP, decimal, integer, interval, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import AREAS_IN_TEXT, enumeration, lower_first

_PRIORITIES: Mapping[int, str] = {1: "Först", 2: "Sedan", 3: "Därefter"}
_CRITERIA: Mapping[str, str] = {
    "livsomraden": "behoven är beskrivna inom livsområden",
    "egen_uppfattning": "den enskildes egen uppfattning framgår",
    "skattning": "nuläget är bedömt med bedömningsskalan",
    "mal": "det finns mål för funktionstillståndet",
    "delmal": "målen är nedbrutna i delmål",
    "stodform": "det framgår om stödet ska vara stödjande eller kompenserande",
    "uppfoljning": "det framgår när målen följs upp",
}
_DOCUMENTS: Mapping[str, str] = {
    "utredning": "utredningarna", "genomforandeplan": "genomförandeplanerna",
    "uppfoljning": "uppföljningarna",
}  # fmt: skip


def recommended(final: Final) -> Gallery:
    """Show every recommendation: what to do, what triggered it, why, and where that is from."""
    if not final.context["has_plan"]:
        return Gallery(())
    rows = row_dicts(final.recommendations)
    if not rows:
        none = "Ingen av reglerna i bilagan är uppfylld, så rapporten rekommenderar inget."
        return Gallery((Prose((none,)),))
    return Gallery((_table(final, rows),))


def _table(final: Final, found: Sequence[Row]) -> Shown:
    rows = [
        {
            "Rekommendation": row["text"],
            "Talen som utlöste den": trigger_words(row, final),
            "Varför, med källa": f"{row['why']} ({row['source']})",
            "Ordning": _PRIORITIES.get(int(row["priority"]), integer(row["priority"])),
        }
        for row in found
    ]
    return table(
        pd.DataFrame(rows), slug="slutrapport-rekommendationer", source=source_of(final.context),
        caption="Rekommendationerna, talen som utlöste dem, och skälet.",
        words=("Talen som utlöste den", "Varför, med källa"), group_by="Ordning",
        notes=("Reglerna som utlöser dem står i bilagan.",),
    )  # fmt: skip


def trigger_words(row: Row, final: Final) -> str:
    """Tell the numbers that triggered a recommendation, in a sentence."""
    return _WORDS[str(row["rule"])](row, final)


def _share(row: Row, what: str) -> str:
    """Write a share with interval and n: "61 % (95 % KI 58–65 %, 730 personer)"."""
    ends = "" if is_missing(row["ci_low"]) else f"{CI} {interval(row['ci_low'], row['ci_high'])}, "
    n = "" if is_missing(row["n"]) else f"{integer(row['n'])}{NBSP}{what}"
    return f"{percent(row['value'])} ({ends}{n})".replace(", )", ")")


def _goals(row: Row, final: Final) -> str:
    wanted = files(row["named"])
    needed = f" Det som behövs är {wanted}." if wanted else ""
    loose = fact(final, "okopplade")
    if loose is not None:
        needed += (
            f" {integer(loose['value'])} av målen är inte kopplade till något mått "
            "(slutrapport.yml)."
        )
    if row["value"] == row["n"]:
        return f"Inget av {integer(row['n'])} mål för effekter har egna mätningar.{needed}"
    found = fact(final, "utan_underlag")
    named = f" ({enumeration(str(found['named']).split())})" if found else ""
    counted = f"{integer(row['value'])} av {integer(row['n'])} mål för effekter"
    return f"{counted} saknar egna mätningar{named}.{needed}"


def _confounded(row: Row, _: Final) -> str:
    where = _areas(row["named"])
    return (
        f"{integer(row['value'])} av {integer(row['n'])} ändringar sammanföll med något annat, "
        f"inom {where}."
    )


def _longer(row: Row, _: Final) -> str:
    return (
        f"I {integer(row['value'])} av {integer(row['n'])} områden tar utredningen längre tid utan "
        f"att tiden har visat sig falla: {_areas(row['named'])}."
    )


def _training(row: Row, _: Final) -> str:
    group = lower_first(str(row["named"]))
    return f"Lägst är {group}: {_share(row, 'personer')} har gått hela sin utbildning."


def _agreement(row: Row, _: Final) -> str:
    ends = "" if is_missing(row["ci_low"]) else (
        f" ({CI} {decimal(row['ci_low'], 2)}–{decimal(row['ci_high'], 2)})"
    )  # fmt: skip
    return (
        f"Krippendorffs alfa mellan granskarna är {decimal(row['value'], 2)}{ends}, under gränsen "
        f"{decimal(row['limit'], 2)}."
    )


def _criterion(row: Row, _: Final) -> str:
    criterion, kind = str(row["named"]).split(":")
    what = _CRITERIA.get(criterion, criterion)
    return f"Lägst är att {what}: i {_share(row, 'granskade')} av {_DOCUMENTS.get(kind, kind)}."


def _few_goals(row: Row, _: Final) -> str:
    return f"{_share(row, 'personer')} har minst ett mål som går att följa upp."


def _followed(row: Row, _: Final) -> str:
    return f"{_share(row, 'personer')} följs upp inom tolv månader."


def _targets(row: Row, _: Final) -> str:
    if row["value"] == row["n"]:
        return f"Ingen av planens {integer(row['n'])} indikatorer har en målnivå."
    return f"{integer(row['value'])} av planens {integer(row['n'])} indikatorer saknar målnivå."


def _administration(_row: Row, _: Final) -> str:
    return "I planen (project.yml) står inget om vem som förvaltar arbetssättet efter projektet."


def _budget(row: Row, _: Final) -> str:
    return f"Utfallet är {percent(row['value'])} över budgeten."


def _before(row: Row, _: Final) -> str:
    return (
        f"I {integer(row['value'])} av {integer(row['n'])} områden finns inga ärenden från tiden "
        f"före: {_areas(row['named'])}."
    )


def _findings(row: Row, _: Final) -> str:
    return f"{integer(row['value'])} uppgifter i planen är motsägande eller oklara."


def _unknown(row: Row, _: Final) -> str:
    return (
        f"Kommunen svarade vet inte på {integer(row['value'])} av de {integer(row['n'])} frågor om "
        "effekter som slutrapporten använder, i minst ett område."
    )


def _small(row: Row, _: Final) -> str:
    return f"{integer(row['value'])} av {integer(row['n'])} resultat är dolda."


_WORDS: Mapping[str, Callable[[Row, Final], str]] = {
    "underlag_effektmal": _goals,
    "sammanblandat": _confounded,
    "tid_langre": _longer,
    "utbildning_tackning": _training,
    "granskning_overens": _agreement,
    "granskning_kriterium": _criterion,
    "malsattning": _few_goals,
    "uppfoljning_lag": _followed,
    "utan_malniva": _targets,
    "utan_forvaltning": _administration,
    "budget": _budget,
    "ingen_fore": _before,
    "motsagelser": _findings,
    "vet_inte": _unknown,
    "sma_grupper": _small,
}


def _areas(ids: object) -> str:
    named = [AREAS_IN_TEXT.get(each, each) for each in str(ids).split()]
    return enumeration(named) if named else "något område"
