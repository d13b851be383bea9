"""What the life areas' changes amount to: the table of tests and the sentences of verdicts."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.goal_words import (
    ALL,
    LIFE_AREAS,
    NOTHING,
    SHOWN,
    Context,
    anything,
    hidden_or,
    legend,
    signed_points,
    source,
)
from ibic_eval.display.goal_words import Row as Record
from ibic_eval.display.numbers import decimal, integer, is_missing, p_value
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.wording import enumeration, lower_first

BETTER, WORSE, EQUIVALENT, UNDECIDED = "bättre", "sämre", "likvärdig", "kan inte avgöras"
_OPENINGS: Mapping[str, str] = {
    BETTER: "Fler blev bättre än sämre",
    WORSE: "Fler blev sämre än bättre",
    EQUIVALENT: "Ungefär lika många blev bättre som sämre",
}


def verdict_table(tests: pd.DataFrame, context: Context) -> Shown:
    """Show by life area how many more got better than worse, with tests and verdict.

    `tests` is the table `life_area_tests`.
    """
    rows = _in_order(tests[tests["status"].ne("saknas")])
    if not anything(rows, "n"):
        return NOTHING
    frame = pd.DataFrame([_line(row) for row in row_dicts(rows)])
    shown = rows[rows["status"].eq(SHOWN)]
    margin = shown["margin"].dropna()
    notes = (
        "Skillnaden är andelen som blev bättre minus andelen som blev sämre, i procentenheter, med "
        "95 procents konfidensintervall (KI), bland dem vars läge är känt båda gångerna (n).",
        "p är hur ofta slumpen ensam skulle ge en minst så stor skillnad: teckentest justerat med "
        "Holms metod, och utan justering Wilcoxons test, som också ser hur långt läget ändrades, "
        "och Stuart–Maxwells, som prövar hela fördelningen.",
        "Synlig är den minsta skillnad som hade upptäckts i åtta fall av tio. Omdömet följer det "
        "justerade p-värdet, så det kan vara kan inte avgöras fast intervallet inte når noll.",
        *(f"Likvärdig är inom ±{decimal(100 * edge, 0)}." for edge in margin.head(1)),
        *legend(frame),
    )
    return table(
        frame, slug="mal-livsomraden", caption="Blev fler bättre än sämre? Test per livsområde.",
        source=source(context), notes=notes, words=["Omdöme"],
    )  # fmt: skip


def _line(row: Record) -> dict[str, str]:
    limits = f"{signed_points(row['ci_low'])} till {signed_points(row['ci_high'])}"
    cells = {
        "n": integer(row["n"]),
        "Skillnad (KI)": f"{signed_points(row['estimate'])} ({limits})",
        f"p{UNDER}Tecken": p_value(row["p_holm"]),
        f"p{UNDER}Wilcoxon": p_value(row["p_wilcoxon"]),
        f"p{UNDER}Fördelning": p_value(row["p_marginal"]),
        "Synlig": smallest(row),
        "Omdöme": str(row["verdict"]),
    }
    name = LIFE_AREAS[row["life_area"]]
    return {"Livsområde": name, **{head: hidden_or(row, text) for head, text in cells.items()}}


def smallest(row: Record) -> str:
    """Write the smallest difference that could have been seen, in percentage points."""
    value = row["smallest_detectable"]
    return decimal(None if is_missing(value) else 100 * float(value), 0)


def verdict_sentences(tests: pd.DataFrame) -> Prose:
    """Name the life areas by verdict; where it can't be told, say what could have been seen."""
    shown = _in_order(tests[tests["status"].eq(SHOWN) & tests["life_area"].ne(ALL)])
    told = [
        f"{opening}: {_named(rows)}."
        for verdict, opening in _OPENINGS.items()
        if len(rows := shown[shown["verdict"].eq(verdict)])
    ]
    return Prose((*told, *_undecided(shown[shown["verdict"].eq(UNDECIDED)])))


def _named(rows: pd.DataFrame) -> str:
    return enumeration(lower_first(LIFE_AREAS[area]) for area in rows["life_area"])


def _undecided(rows: pd.DataFrame) -> tuple[str, ...]:
    if rows.empty:
        return ()
    named = _named(rows)
    needed = visible_span(rows)
    if not needed:
        return (f"Kan inte avgöras: {named}.",)
    return (
        f"Kan inte avgöras: {named}. Där hade det behövts en skillnad på {needed} procentenheter "
        "för att den säkert skulle synas.",
    )


def visible_span(rows: pd.DataFrame) -> str:
    """Write the smallest differences that could have been seen, in points: "12–17" or "12"."""
    ends = [decimal(100 * float(edge), 0) for edge in rows["smallest_detectable"].dropna()]
    needed = sorted(set(ends), key=int)
    return "–".join(dict.fromkeys((needed[0], needed[-1]))) if needed else ""


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    places = {area: place for place, area in enumerate(LIFE_AREAS)}
    return rows.iloc[rows["life_area"].map(places).argsort(kind="stable")]
