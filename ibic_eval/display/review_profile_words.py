"""What the fidelity profile says, in words."""

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import integer, interval, percent, points, points_interval
from ibic_eval.display.review_words import (
    CI,
    HIGHER,
    KINDS,
    KINDS_IN_TEXT,
    LOWER,
    NOTHING,
    SHOWN,
    Chapter,
    Row,
    latest_name,
    part_in_text,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration

NO_INDEX = (
    "Delarna visas var för sig. Rapporten 2021:2 (avsnitt 8.4) ser behov av en miniminivå för vad "
    "som ska ingå i IBIC. Här är ingen sådan nivå bestämd, och därför vägs delarna inte ihop till "
    "ett tal. Andelen dokument med alla delar som är aktuella står bredvid."
)


def change_sentences(chapter: Chapter) -> Prose:
    """Tell which parts have changed in which kinds, and how many can't be told."""
    known = chapter.changes[chapter.changes["status"].eq(SHOWN)]
    if known.empty:
        return NOTHING
    told = [changed(row) for row in row_dicts(known) if row["verdict"] in (HIGHER, LOWER)]
    alike = int(known["verdict"].eq("likvärdig").sum())
    unsure = int(known["verdict"].eq("kan inte avgöras").sum())
    counted = (
        f"Av {integer(len(known))} jämförelser mellan de första och de senaste veckorna är "
        f"{integer(len(told))} säkert ändrade, {integer(alike)} likvärdiga och i {integer(unsure)} "
        "kan det inte avgöras."
    )
    return Prose((counted, *told))


def changed(row: Row) -> str:
    """Tell one change with its interval and counts."""
    return (
        f"{_subject(row)} är "
        f"{row['verdict']} än i början, {points(row['estimate'])} ({CI} "
        f"{points_interval(row['ci_low'], row['ci_high'])}; {integer(row['n_first'])} och "
        f"{integer(row['n_latest'])} dokument)."
    )


def lowest_sentence(chapter: Chapter) -> str:
    """Tell which parts are in fewest documents of each kind in the latest weeks."""
    rows = chapter.profile[
        chapter.profile["period"].eq(latest_name(chapter.context))
        & chapter.profile["status"].eq(SHOWN)
        & chapter.profile["criterion"].ne("alla_delar")
    ]
    told = []
    for kind in KINDS:
        mine = rows[rows["kind"].eq(kind)]
        if len(mine):
            low = mine.loc[mine["estimate"].astype("float64").idxmin()].to_dict()
            told.append(
                f"{part_in_text(low['criterion'])} i {KINDS_IN_TEXT[kind]}, "
                f"{percent(low['estimate'])} ({CI} {interval(low['ci_low'], low['ci_high'])}, "
                f"{integer(low['n'])} dokument)"
            )
    return f"Minst ofta finns {enumeration(told)}." if told else ""


def profile_words(chapter: Chapter) -> Prose:
    """Say why there is no index, and which parts are in fewest documents."""
    if chapter.profile.empty:
        return NOTHING
    return Prose(tuple(filter(None, (NO_INDEX, lowest_sentence(chapter)))))


def _subject(row: Row) -> str:
    return f"Andelen med {part_in_text(str(row['criterion']))} i {KINDS_IN_TEXT[str(row['kind'])]}"
