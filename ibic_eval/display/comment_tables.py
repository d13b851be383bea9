"""How far the coders agree, how the themes spread, and how the themes are defined, as tables."""

import pandas as pd

from ibic_eval.display.comment_words import (
    CI,
    EVERY,
    FEW,
    NO_THEME,
    NOTHING,
    SHOWN,
    SIDES,
    SIDES_OF_COMMENTS,
    SUPPRESSED,
    VARIABLES,
    VERDICTS,
    Chapter,
    Row,
    alpha_span,
    alpha_text,
    by_theme,
    count_of,
    half_year,
    own_source,
    theme_names,
    value_name,
)
from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    integer,
    interval,
    p_value,
    percent,
    points,
    points_interval,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import lower_first

_LIMITS = (
    "Alfa är Krippendorffs, från 1 (alltid överens) till 0 (som av en slump) och under. God: hela "
    "intervallet från 0,80. Tillräcklig: hela från 0,667. Osäker: alfa från 0,667 men inte hela "
    "intervallet. För svag: alfa under 0,667 eller ett intervall som går under 0,40. Överens är "
    "andelen par av kodare som säger samma sak. Kappa är Cohens."
)


def agreement_table(chapter: Chapter) -> Shown:
    """Show how far the coders agree on each theme, and on the whole of each comment."""
    context = chapter.context
    if not context["available"] or not chapter.agreement["status"].eq(SHOWN).any():
        return NOTHING
    rows, counts = by_theme(chapter.agreement), by_theme(chapter.counts)
    kappa = bool(chapter.agreement["kappa"].notna().any())
    names = {**theme_names(chapter), EVERY: "Kommentarens alla teman"}
    lines = [
        _agreement(name, rows[theme], counts.get(theme), kappa) for theme, name in names.items()
    ]
    n = integer(rows[EVERY]["n"])
    hidden = (FEW,) if any(HIDDEN in line.values() for line in lines) else ()
    return table(
        pd.DataFrame(lines), slug="kommentarer-samstammighet", source=own_source(context),
        caption=f"Samstämmigheten mellan kodarna i {n} kommentarer som minst två har kodat.",
        words=("Omdöme",), notes=(_LIMITS, *hidden),
    )  # fmt: skip


def _agreement(name: str, row: Row, counts: Row | None, kappa: bool) -> dict[str, str]:
    held = row["status"] == SUPPRESSED

    def cell(text: str) -> str:
        return HIDDEN if held else text

    undecided = MISSING if counts is None else cell(integer(counts["undecided"]))
    return {
        "Tema": name,
        "Överens": cell(percent(row["agreed"])),
        "Alfa": cell(alpha_text(row["alpha"])),
        CI: cell(alpha_span(row["ci_low"], row["ci_high"])),
        **({"Kappa": cell(alpha_text(row["kappa"]))} if kappa else {}),
        "Oavgjorda": undecided,
        "Omdöme": cell(VERDICTS.get(str(row["verdict"]), MISSING)),
    }


def side_table(chapter: Chapter) -> Shown:
    """Show how many comments have reasons for, against, both or neither."""
    if not chapter.context["available"]:
        return NOTHING
    lines = pd.DataFrame(
        [
            {
                "Kommentaren har": SIDES_OF_COMMENTS[row["side"]],
                "Antal": HIDDEN if row["status"] == SUPPRESSED else count_of(row),
                "Andel": HIDDEN if row["status"] == SUPPRESSED else percent(row["share"]),
                CI: HIDDEN if row["status"] == SUPPRESSED else
                interval(row["ci_low"], row["ci_high"]),
            }
            for row in row_dicts(chapter.sides)
        ]
    )  # fmt: skip
    return table(
        lines, slug="kommentarer-skal", source=own_source(chapter.context),
        caption="Kommentarer med skäl för och emot IBIC.",
        notes=("Villkor, som resurser och ledning, är varken för eller emot.", *_few(lines)),
    )  # fmt: skip


def spread_table(chapter: Chapter) -> Shown:
    """Show how many comments of each source, role and time have a theme, where any may be shown."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    shown = chapter.spread[chapter.spread["status"].eq(SHOWN)]
    if shown.empty:
        return Prose(
            ("Temana har för få kommentarer för att kunna visas efter källa, roll eller tid.",)
        )
    names = theme_names(chapter)
    lines = [
        {
            "Tema": names[row["theme"]],
            "Kommentarerna": f"{VARIABLES[row['variable']]}: "
            f"{lower_first(value_name(row['value'], context))}",
            "Antal": count_of(row),
            "Andel": percent(row["share"]),
            CI: interval(row["ci_low"], row["ci_high"]),
        }
        for row in row_dicts(shown)
    ]
    return table(
        pd.DataFrame(lines), slug="kommentarer-fordelning", source=own_source(context),
        caption="Andel av kommentarerna som har temat, efter källa, roll och tid.",
        group_by="Tema",
        notes=("Bara det som inte är dolt är med: minst fem kommentarer, eller ingen. Skillnader "
               "mellan grupperna är inte prövade.",),
    )  # fmt: skip


def change_table(chapter: Chapter) -> Shown:
    """Show which themes are more or less common in the latest half-year, where it can be seen."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    known = chapter.changes[chapter.changes["status"].eq(SHOWN)]
    if known.empty:
        return Prose((_no_change(chapter),))
    names = theme_names(chapter)
    lines = pd.DataFrame([_change(names[row["theme"]], row) for row in row_dicts(known)])
    since = half_year(str(context["latest"]))
    left_out = len(chapter.changes) - len(known)
    note = f"{integer(left_out)} teman har för få kommentarer för att jämföras." if left_out else ""
    return table(
        lines, slug="kommentarer-andring", source=own_source(context), words=("Omdöme",),
        caption=f"Teman under {since} jämfört med tidigare.",
        notes=("Ändringen är i procentenheter. p är Fishers exakta, justerat för antalet teman "
               "(Holm). Den som skrivit flera kommentarer räknas flera gånger, så p är snarare "
               "för litet än för stort.", *filter(None, [note])),
    )  # fmt: skip


def _no_change(chapter: Chapter) -> str:
    if chapter.changes.empty:
        return "Alla kommentarer är från samma halvår, eller utan datum, så inget går att jämföra."
    since = half_year(str(chapter.context["latest"]))
    return f"Inget tema har nog många kommentarer för att {since} ska kunna jämföras med tidigare."


def _change(name: str, row: Row) -> dict[str, str]:
    return {
        "Tema": name,
        "Tidigare": f"{integer(row['count_earlier'])} av {integer(row['n_earlier'])}",
        "Senast": f"{integer(row['count_later'])} av {integer(row['n_later'])}",
        "Ändring": points(row["difference"], ""),
        CI: points_interval(row["ci_low"], row["ci_high"]),
        "p": p_value(row["p_holm"]),
        "Omdöme": _VERDICTS[row["verdict"]] + (" (nytt)" if row["new"] else ""),
    }


_VERDICTS = {
    "större": "vanligare",
    "mindre": "mindre vanligt",
    "likvärdig": "likvärdigt",
    "kan inte avgöras": "kan inte avgöras",
}


def extent_table(chapter: Chapter) -> Shown:
    """Show how many coded comments come from each source, role and time."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    lines = pd.DataFrame(
        [
            {
                "Indelning": VARIABLES[row["variable"]],
                "Kommentarerna": value_name(row["value"], context),
                "Antal": HIDDEN if row["status"] == SUPPRESSED else integer(row["n"]),
            }
            for row in row_dicts(chapter.extent)
            if row["variable"] != EVERY
        ]
    )
    return table(
        lines, slug="kommentarer-antal", source=own_source(context), group_by="Indelning",
        caption="Antal kodade kommentarer, efter källa, roll och tid.", notes=_few(lines),
    )  # fmt: skip


def codebook_table(chapter: Chapter) -> Shown:
    """Show the themes, when they apply and when not, and where they come from.

    Without comments there is nothing to read with it, and the text says where it is.
    """
    if not chapter.context["available"]:
        return NOTHING
    rows = chapter.themes
    lines = pd.DataFrame(
        {
            "Tema": rows["label"],
            "Skäl": rows["side"].map(SIDES).astype("string").replace("", "varken eller"),
            "Betyder": rows["means"],
            "Gäller när": rows["applies"],
            "Gäller inte när": rows["except"],
            "Källa": rows["sources"].where(rows["theme"].ne(NO_THEME), "egen regel"),
        }
    )
    return table(
        lines, slug="kommentarer-kodbok", source="kodboken i surveys/kommentarer",
        caption="Temana som kommentarerna kodas efter.",
        words=("Skäl", "Betyder", "Gäller när", "Gäller inte när", "Källa"),
        notes=(f"Temana kommer från skälen i {chapter.context['document']}; definitionerna är "
               "formulerade här.",),
    )  # fmt: skip


def _few(lines: pd.DataFrame) -> tuple[str, ...]:
    return (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
