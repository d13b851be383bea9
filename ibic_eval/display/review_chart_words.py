"""What the control charts say, in words and as a table."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import (
    MISSING,
    decimal,
    integer,
    interval,
    percent,
    points,
    points_interval,
)
from ibic_eval.display.review_words import (
    CI,
    CRITERIA,
    EVERY,
    KINDS,
    KINDS_IN_TEXT,
    NOTHING,
    SHOWN,
    WHOLE,
    Chapter,
    Row,
    hidden_or,
    part_in_text,
    records,
    source,
    week,
    week_span,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

SINGLE = "signal utan bestående ändring"


def title(chart: Row) -> str:
    """Name a chart: "Utredningar", or the part of IBIC where all kinds are together."""
    if chart["kind"] == EVERY:
        return CRITERIA[str(chart["criterion"])]
    return KINDS[str(chart["kind"])]


def chart_sentences(chapter: Chapter) -> Prose:
    """Tell every lasting change, single signals, and how often charts signal by chance."""
    known = chapter.charts[chapter.charts["status"].eq(SHOWN)]
    if known.empty:
        return NOTHING
    told = [shifted(row) for row in row_dicts(chapter.shifts)]
    single = [_single(row) for row in records(known, verdict=SINGLE)]
    none = () if told or single else ("Inget diagram ger någon signal.",)
    return Prose((*none, *told, *single, _false_alarms(known)))


def shifted(row: Row) -> str:
    """Tell one lasting change with its week, its interval and the shares before and after."""
    return (
        f"Andelen med {_about(row)} ändrades från {percent(row['before'])} till "
        f"{percent(row['after'])}, {points(row['estimate'])} ({CI} "
        f"{points_interval(row['ci_low'], row['ci_high'])}; {integer(row['n_before'])} och "
        f"{integer(row['n_after'])} dokument), troligast från {week(row['week'])} "
        f"({CI} {week_span(row['week_low'], row['week_high'])}).{_within(row)}"
    )


def chart_table(chapter: Chapter) -> Shown:
    """Show for every chart its level, signals, lasting changes and risk of a false alarm."""
    if chapter.charts.empty:
        return NOTHING
    lines = pd.DataFrame([_line(chapter, row) for row in row_dicts(chapter.charts)])
    return table(
        lines, slug="granskning-signaler", source=source(chapter.context),
        caption="Vad styrdiagrammen visar.", words=("Ny nivå", "Omdöme"),
        notes=("Nivå är mittlinjen i den senaste nivån med 95 procents konfidensintervall. "
               "Signaler räknas mot gränserna från de första 20 punkterna. Ny nivå är den "
               "troligaste veckan för en bestående ändring, med intervall inom parentes; den "
               "kräver både en signal och ett test på 1 procents nivå. Falskt larm är risken att "
               "ett så långt diagram ger minst en signal fast inget har ändrats, räknad genom "
               "simulering. p′ står där veckorna varierar mer än slumpen och gränserna därför är "
               "vidare (Laney 2002). De tre första raderna gäller dokument med alla delar som är "
               "aktuella, de andra en del i taget för alla slag tillsammans.",),
    )  # fmt: skip


def in_words(chart: Row, points_drawn: pd.DataFrame, shifts: pd.DataFrame) -> str:
    """Tell a chart without seeing it: its levels with limits, its signals and its changes."""
    weeks = f"{week(points_drawn['week'].min())} till {week(points_drawn['last_week'].max())}"
    levels = [_level(phase) for _, phase in points_drawn.groupby("phase")]
    marked = points_drawn[points_drawn["signal"].ne("")]
    signals = (
        " ".join(_signal(row) for row in row_dicts(marked))
        if len(marked)
        else "Inga signaler inom nivåerna."
    )
    changes = " ".join(
        f"Ny nivå från {week(row['week'])} ({week_span(row['week_low'], row['week_high'])})."
        for row in row_dicts(shifts)
    )
    begin = f"Styrdiagram. {title(chart)}: {integer(len(points_drawn))} punkter, {weeks}."
    return " ".join(filter(None, [begin, *levels, changes, signals]))


def _level(phase: pd.DataFrame) -> str:
    shares = phase["estimate"].astype("float64")
    return (
        f"Mittlinje {percent(phase['centre'].iloc[0])} från {week(phase['week'].min())}, gränser "
        f"mellan {percent(phase['lower'].min())} och {percent(phase['upper'].max())}; punkterna "
        f"går från {percent(shares.min())} till {percent(shares.max())}."
    )


def _signal(row: Row) -> str:
    return f"{week(row['week'])}: {percent(row['estimate'])}, {row['signal']}."


def _about(row: Row) -> str:
    part = part_in_text(str(row["criterion"]))
    kind = KINDS_IN_TEXT[str(row["kind"])]
    return f"{part} i {kind}"


def _within(row: Row) -> str:
    if row["kind"] != EVERY:
        return ""
    return f" Jämfört inom varje slag av dokument är ändringen {points(row['adjusted'])}."


def _single(row: Row) -> str:
    times = "en signal" if row["signals"] == 1 else f"{integer(row['signals'])} signaler"
    return (
        f"{part_in_text(str(row['criterion']))[:2].upper()}{part_in_text(str(row['criterion']))[2:]}"
        f" i {KINDS_IN_TEXT[str(row['kind'])]} har {times}, först {week(row['first_signal'])}, men "
        "ingen bestående ändring. Ta reda på vad som hände då."
    )


def _false_alarms(known: pd.DataFrame) -> str:
    expected = float(known["false_alarm"].sum())
    return (
        f"Risken för minst en falsk signal är mellan {percent(known['false_alarm'].min())} och "
        f"{percent(known['false_alarm'].max())} per diagram. Om inget hade ändrats vore det väntat "
        f"att omkring {decimal(expected)} av {integer(len(known))} diagram gav en signal ändå."
    )


def _line(chapter: Chapter, row: Row) -> dict[str, str]:
    name = KINDS[str(row["kind"])] if row["criterion"] == WHOLE else title(row)
    shifts = records(chapter.shifts, kind=str(row["kind"]), criterion=str(row["criterion"]))
    found = "; ".join(
        f"{week(each['week'])} ({week_span(each['week_low'], each['week_high'])})"
        for each in shifts
    )
    wide = "p′" if "p′" in str(row["method"]) else "p"
    level = f"{percent(row['estimate'])} ({interval(row['ci_low'], row['ci_high'])})"
    return {
        "Diagram": name,
        "Punkter": hidden_or(row, integer(row["points"])),
        "Nivå": hidden_or(row, level),
        "Gränser": hidden_or(row, wide),
        "Signaler": hidden_or(row, integer(row["signals"])),
        "Ny nivå": hidden_or(row, found or "ingen"),
        "Falskt larm": hidden_or(row, percent(row["false_alarm"])),
        "Omdöme": str(row["verdict"]) if row["status"] == SHOWN else _reason(row),
    }


def _reason(row: Row) -> str:
    return str(row["reason"]) or MISSING
