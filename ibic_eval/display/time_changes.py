"""Before and after: the forest of changes in time, and the table of what lies behind it."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import MISSING, NBSP, decimal, integer, p_value
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.time_forest import Row, ratio_forest
from ibic_eval.display.time_words import (
    AREAS,
    CLOCKS,
    COMPATIBLE,
    NOTHING,
    SHOWN,
    Context,
    caveats,
    change,
    change_interval,
    chosen,
    counts,
    hidden_or,
    known,
    mixed_up,
    signed,
    signed_interval,
    source,
    verdict_words,
)
from ibic_eval.display.time_words import Row as Record
from ibic_eval.display.wording import lower_first

RATIO, PACE = "tidskvot", "takt"
MEDIAN = "skillnad_50"
_QUARTILES: Mapping[str, str] = {
    "skillnad_25": f"Snabba (25{NBSP}%)",
    MEDIAN: "Median",
    "skillnad_75": f"Långsamma (75{NBSP}%)",
}
_TESTS = ("log_rank", "proportionalitet")


def time_forest(changes: pd.DataFrame, context: Context) -> Shown:
    """Show by area and clock how much longer or shorter it takes, with interval and verdict.

    `changes` is the table `time_changes`. Shows nothing where nothing could be compared.
    """
    found = chosen(changes, measure=RATIO, status=SHOWN).dropna(subset=["estimate", "ci_low"])
    if found.empty:
        return NOTHING
    first = found.iloc[0]
    return ratio_forest(
        [_row(record, medians(changes, record)) for record in row_dicts(found)],
        (float(first["margin_low"]), float(first["margin_high"])),
        slug="tid-fore-efter",
        caption="Tiden till beslut: ändring från före till efter införandet.",
        source=source(context),
        notes=(
            "Dagarna under varje rad är medianen före och efter. Ändringen gäller det geometriska "
            "medelvärdet av dagarna till beslut, räknade högst så länge som ärendena följs, och är "
            "justerad för hur ärendet kom in.",
            "Omdömet läser också tiden månad för månad. Längre eller kortare kräver att området "
            "skiljer sig från ett som inte hade börjat; finns inget sådant, men väl en skillnad "
            f"mot trenden före, är det {COMPATIBLE} längre eller kortare och inte mer.",
            *caveats(found),
            *mixed_up(found),
        ),
    )


def medians(changes: pd.DataFrame, record: Record) -> tuple[str, str] | None:
    """Return the medians in days before and after, of the same area and clock; None if unknown."""
    found = chosen(
        changes, measure=MEDIAN, status=SHOWN, area=record["area"], clock=record["clock"]
    ).dropna(subset=["before", "after"])
    rows = row_dicts(found)
    return (decimal(rows[0]["before"], 0), decimal(rows[0]["after"], 0)) if rows else None


def _row(record: Record, days: tuple[str, str] | None) -> Row:
    area, clock = AREAS[record["area"]], CLOCKS[record["clock"]]
    smallest = known(record["smallest_detectable"])
    ci = float(record["ci_low"]), float(record["ci_high"])
    ratio = float(record["estimate"])
    told = f"median {days[0]} dagar före och {days[1]} efter, " if days else ""
    return Row(
        area,
        f"{clock}\nmedian {days[0]} → {days[1]} dagar" if days else clock,
        ratio,
        ci,
        (float(record["equivalence_low"]), float(record["equivalence_high"])),
        counts(record),
        smallest,
        verdict_words(record),
        f"{area}, {lower_first(clock)}: {told}{change(ratio)} "
        f"({change_interval(*ci)}), {integer(record['n_before'])} ärenden före och "
        f"{integer(record['n_after'])} efter, minsta synliga ökning {change(smallest)}, "
        f"{verdict_words(record).replace(chr(10), ' ')}.",
    )


def change_table(changes: pd.DataFrame, tests: pd.DataFrame, context: Context) -> Shown:
    """Show the difference of the quartiles, the pace of decisions and the tests behind.

    `changes` is the table `time_changes`, `tests` the table `survival_tests`.
    """
    shown = changes[changes["status"].ne("saknas")]
    pairs = row_dicts(chosen(shown, measure=[RATIO])[["area", "clock"]])
    rows = [_line(pair["area"], pair["clock"], shown, tests) for pair in pairs]
    if not rows:
        return NOTHING
    return table(
        pd.DataFrame(rows),
        slug="tid-fore-efter",
        caption="Samma jämförelse på andra sätt.",
        source=source(context),
        group_by="Område",
        notes=(
            "Skillnader i dagar efter minus före, i den tid som 25, 50 och 75 procent avgörs inom, "
            "med 95 procents konfidensintervall (KI); n är antalet ärenden före och efter, i "
            "tiotal. Takten är hur mycket fortare öppna ärenden avgörs (Cox modell); ett minus är "
            "långsammare. p är hur ofta slumpen ensam skulle ge en minst så stor skillnad: för "
            "tiden justerat med Holms metod, för kurvorna log-rank.",
            "Följs är hur många dagar ett ärende räknas i figuren ovan; dagarna, takten och "
            "kurvorna här är i stället skattade på alla ärenden, med de öppna så länge som de har "
            "väntat.",
            *_meanings(tests),
        ),
    )


def _line(area: str, clock: str, changes: pd.DataFrame, tests: pd.DataFrame) -> dict[str, str]:
    mine = chosen(changes, area=area, clock=clock).set_index("measure").to_dict("index")
    tested = chosen(tests, area=area, clock=clock).set_index("test").to_dict("index")
    log_rank = tested.get(_TESTS[0])
    return {
        "Klocka": CLOCKS[clock],
        "Område": AREAS[area],
        "Följs, dagar": _followed(mine.get(RATIO)),
        **{
            f"Skillnad i dagar (KI){UNDER}{head}": _days(mine.get(name))
            for name, head in _QUARTILES.items()
        },
        "Takt (KI)": _pace(mine.get(PACE)),
        "n": _number(mine.get(MEDIAN)),
        f"p{UNDER}Tid": _p(mine.get(RATIO), "p_holm"),
        f"p{UNDER}Kurvor": _p(log_rank, "p"),
    }


def _days(row: Record | None) -> str:
    if row is None:
        return MISSING
    limits = signed_interval(row["ci_low"], row["ci_high"], 0)
    return hidden_or(row, f"{signed(row['estimate'], 0)} ({limits})")


def _followed(row: Record | None) -> str:
    return MISSING if row is None else hidden_or(row, integer(row["follow_up_days"]))


def _number(row: Record | None) -> str:
    return MISSING if row is None else hidden_or(row, counts(row))


def _pace(row: Record | None) -> str:
    if row is None:
        return MISSING
    limits = change_interval(row["ci_low"], row["ci_high"])
    return hidden_or(row, f"{change(row['estimate'])} ({limits})")


def _p(row: Record | None, column: str) -> str:
    return MISSING if row is None else hidden_or(row, p_value(row[column]))


def _meanings(tests: pd.DataFrame) -> tuple[str, ...]:
    """Say where the hazard ratio isn't the same over the whole wait, each outcome once."""
    found = chosen(tests, test=_TESTS[1], status=SHOWN).dropna(subset=["meaning"])
    told: dict[str, list[str]] = {}
    for row in row_dicts(found):
        where = f"{AREAS[row['area']]}, {lower_first(CLOCKS[row['clock']])}"
        told.setdefault(str(row["meaning"]), []).append(where)
    return tuple(f"{'; '.join(where)}: {lower_first(text)}" for text, where in told.items())
