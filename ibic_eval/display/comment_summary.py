"""The chapter's answer to a board: what the comments are about, and how sure that is."""

from ibic_eval.display.comment_texts import lacks_sentences
from ibic_eval.display.comment_words import (
    CI,
    EVERY,
    SHOWN,
    VERDICTS,
    Chapter,
    Row,
    alpha_span,
    alpha_text,
    by_theme,
    count_of,
    half_year,
    quoted,
    ranked_themes,
    theme_names,
    theme_sides,
)
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import NBSP, integer, interval, percent, points, points_interval
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration

_FIRST = 3
_SIDES = {"for": "skäl för", "emot": "skäl emot", "villkor": "villkor"}


def summary(chapter: Chapter) -> Prose:
    """Tell the sentences as the chapter's summary."""
    return Prose(sentences(chapter), as_list=True, kind="sammanfattning")


def sentences(chapter: Chapter) -> tuple[str, ...]:
    """Tell what the comments are about, for and against, what is new and how sure the coding is."""
    context = chapter.context
    if not context["available"]:
        return (f"Kommentarer: {' '.join(lacks_sentences(context))}",)
    invented = "Påhittade data. " if context["fictional"] else ""
    told = (
        f"{invented}{_commonest(chapter)}",
        _sides(chapter),
        _changed(chapter),
        _agreement(chapter),
    )
    return tuple(filter(None, told))


def _commonest(chapter: Chapter) -> str:
    names, sides = theme_names(chapter), theme_sides(chapter)
    n = integer(chapter.context["n_coded"])
    first = [row for row in ranked_themes(chapter) if row["count"]][:_FIRST]
    if not first:
        return (
            f"{n} kommentarer är kodade, men inget tema har både nog många kommentarer och nog "
            "god samstämmighet för att rangordnas."
        )
    told = enumeration(
        f"{quoted(names[row['theme']])} ({_SIDES[sides[row['theme']]]}; {_share(row)})"
        for row in first
    )
    return (
        f"{n} kommentarer är kodade. Vanligast av de teman som kodarna är nog överens om är "
        f"{told}. Det är andelar av kommentarer, inte av personer."
    )


def _share(row: Row) -> str:
    return (
        f"{count_of(row)}, {percent(row['share'])}, {CI} {interval(row['ci_low'], row['ci_high'])}"
    )


def _sides(chapter: Chapter) -> str:
    rows = {row["side"]: row for row in row_dicts(chapter.sides)}
    words = {"bara_for": "bara skäl för IBIC", "bara_emot": "bara skäl emot",
             "bade_och": "både och", "varken": "varken eller"}  # fmt: skip
    shown = [
        f"{integer(rows[side]['count'])} ({percent(rows[side]['share'])}) har {name}"
        for side, name in words.items()
        if rows[side]["status"] == SHOWN
    ]
    return f"Av kommentarerna: {enumeration(shown)}." if shown else ""


def _changed(chapter: Chapter) -> str:
    known = chapter.changes[chapter.changes["status"].eq(SHOWN)]
    sure = known[known["verdict"].isin(["större", "mindre"])]
    since = half_year(str(chapter.context["latest"])) if chapter.context["latest"] else ""
    names = theme_names(chapter)
    if known.empty:
        return ""
    if sure.empty:
        return (
            f"I {number_word_themes(len(known))} kan det inte avgöras om de är vanligare eller "
            f"mindre vanliga under {since} än tidigare."
        )
    told = enumeration(
        f"{quoted(names[row['theme']])} ({points(row['difference'])}, {CI} "
        f"{points_interval(row['ci_low'], row['ci_high'])}"
        f"{', nytt' if row['new'] else ''})"
        for row in row_dicts(sure)
    )
    return f"Under {since} har andelen ändrats för {told}, jämfört med tidigare."


def number_word_themes(count: int) -> str:
    """Write a number of themes."""
    return f"{integer(count)}{NBSP}{'tema' if count == 1 else 'teman'}"


def _agreement(chapter: Chapter) -> str:
    every = by_theme(chapter.agreement)[EVERY]
    if every["status"] != SHOWN:
        return f"Samstämmigheten mellan kodarna går inte att räkna. {every['reason']}"
    return (
        f"Samstämmigheten mellan kodarna är {VERDICTS[every['verdict']]}: alfa "
        f"{alpha_text(every['alpha'])} ({CI} {alpha_span(every['ci_low'], every['ci_high'])}; "
        f"{integer(every['n'])} kommentarer)."
    )
