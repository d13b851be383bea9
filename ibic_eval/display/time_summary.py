"""The chapter's answers to a board: longer, better with time, harder, at what cost, and why."""

from collections.abc import Iterable, Mapping

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import decimal, integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.time_changes import RATIO, medians
from ibic_eval.display.time_complexity import decimals_of, difference_limits, main_rows
from ibic_eval.display.time_costs import cost_clauses
from ibic_eval.display.time_learning import learning_clause
from ibic_eval.display.time_texts import same_time
from ibic_eval.display.time_words import (
    CI,
    CLOCKS_IN_TEXT,
    COMPARED,
    CONFOUNDED,
    EQUIVALENT,
    EVERY_AREA,
    HIGHER,
    LONGER,
    LOWER,
    MEASURES,
    NO_SERIES,
    NOT_AGREED,
    SHORTER,
    SHOWN,
    TOO_SHORT,
    TREND,
    UNDECIDED,
    Chapter,
    Context,
    change,
    change_interval,
    chosen,
    follow_ups,
    in_order,
    in_percent,
    signed,
    within,
)
from ibic_eval.display.time_words import Row as Record
from ibic_eval.display.wording import enumeration, lower_first

_ALONE = "Inget annat som programmet känner till ändrades inom tre månader från införandet."
_SUBJECTS: Mapping[str, tuple[str, str]] = {
    "utredning": ("en utredning", "utredningar"),
    "plan": ("en genomförandeplan", "planer"),
}


def summary(chapter: Chapter, clock: str) -> Prose:
    """Tell the board what the cases say; what changed at once comes first."""
    context, changes = chapter.context, chapter.time_changes
    if not context["available"]:
        told = [_nothing_given(context)]
    elif not changes["status"].eq(SHOWN).any():
        told = [_too_little(context, changes)]
    else:
        told = [
            _time(changes, context, clock),
            _learning(chapter.learning_fit, clock),
            _complexity(chapter.complexity),
            _joined("", cost_clauses(chapter.costs)),
            _cause(context, chapter.confounders),
        ]
    mixed = _mixed(context, chapter.confounders)
    first, *others = filter(None, [*mixed, *told])
    invented = "Påhittade data. " if context.get("fictional") else ""
    opening = f"{invented}Tid och komplexitet: {lower_first(first)}"
    return Prose((opening, *others), as_list=True, kind="sammanfattning")


def _mixed(context: Context, confounders: pd.DataFrame) -> tuple[str, ...]:
    """Say first what cannot be told apart from IBIC."""
    mixed = confounders[confounders["attribution"].eq(CONFOUNDED)]
    return same_time(mixed, context.get("starts") or ())


def _nothing_given(context: Context) -> str:
    return (
        f"{context['name']} har inte lämnat några ärenden, så rapporten kan inte visa om "
        f"utredningarna tar längre tid. Filen {context['missing_file']} ger det."
    )


def _too_little(context: Context, changes: pd.DataFrame) -> str:
    begun = changes[changes["area"].isin(list(context.get("starts") or {}))]
    reasons = (begun if len(begun) else changes)["reason"].dropna()
    count = context.get("n_cases")
    held = "färre än fem" if count is None else f"omkring {integer(count)}"
    return " ".join(
        [
            f"Om utredningarna tar längre tid med IBIC kan inte avgöras med {held} ärenden.",
            *dict.fromkeys(map(str, reasons)),
        ]
    )


def _time(changes: pd.DataFrame, context: Context, clock: str) -> str:
    rows = row_dicts(chosen(changes, clock=clock, measure=RATIO, status=SHOWN))
    told = [
        sentence.format(areas=enumeration(_area(row, changes) for row in found))
        for kind, sentence in _TIMES.items()
        if (found := [row for row in rows if _kind(row) == kind])
    ]
    return " ".join([*told, *_counted(context, clock)]) if told else ""


def _kind(row: Record) -> tuple[str, str]:
    """Return a verdict with what it rests on, or why there is none, where that has words."""
    verdict, design = str(row["verdict"]), row["design"]
    return verdict, "" if is_missing(design) else str(design)


def _counted(context: Context, clock: str) -> tuple[str, ...]:
    days = follow_ups(context, clock)
    most = f", i högst {enumeration(days)}" if days else ""
    return (f"Tiden är räknad {CLOCKS_IN_TEXT[clock]}{most}.",)


def _area(row: Record, changes: pd.DataFrame) -> str:
    verdict = str(row["verdict"])
    if verdict in (LONGER, SHORTER):
        days = medians(changes, row)
        half = f"; hälften avgjordes inom {days[0]} dagar före och {days[1]} efter" if days else ""
        return f"{in_percent(float(row['estimate']))} {within(row['area'])} ({_sure(row)}{half})"
    needed = f"; en ökning på {change(row['smallest_detectable'])} hade synts"
    seen = needed if _kind(row) == (UNDECIDED, "") else ""
    return f"{within(row['area'])}, {change(row['estimate'])} ({_sure(row)}{seen})"


def _sure(row: Record) -> str:
    limits = change_interval(row["ci_low"], row["ci_high"])
    n = f"{integer(row['n_before'])} ärenden före, {integer(row['n_after'])} efter"
    return f"{CI} {limits}; {n}"


_COMPARED = (
    "Utredningarna tar {way} tid än före införandet, i snitt {{areas}}. Skillnaden finns också mot "
    "ett område som inte hade börjat."
)
_COMPATIBLE = (
    "Utredningarna tar {way} tid än före införandet, i snitt {{areas}}, och {way} än trenden före "
    "hade gett. Det är förenligt med att IBIC ändrade tiden, men ingen jämförelse med ett annat "
    "område bekräftar det, så det kan också vara något annat."
)
_TIMES: Mapping[tuple[str, str], str] = {
    **{(way, COMPARED): _COMPARED.format(way=way) for way in (LONGER, SHORTER)},
    **{(way, TREND): _COMPATIBLE.format(way=way) for way in (LONGER, SHORTER)},
    (EQUIVALENT, ""): "Tiden är likvärdig med tiden före införandet {areas}.",
    (UNDECIDED, NOT_AGREED): (
        "Om införandet ändrade tiden kan inte avgöras {areas}: medlet före och efter får inte stöd "
        "av tiden månad för månad, där trenden före är inräknad."
    ),
    (UNDECIDED, NO_SERIES): (
        "Om införandet ändrade tiden kan inte avgöras {areas}: månaderna är för få för att se om "
        "tiden redan var på väg åt det hållet."
    ),
    (UNDECIDED, TOO_SHORT): (
        "Om tiden är likvärdig kan inte avgöras {areas}: skillnaden är liten, men mer än vart "
        "tionde ärende är inte avgjort när uppföljningen slutar."
    ),
    (UNDECIDED, ""): "Om utredningarna tar längre tid kan inte avgöras {areas}.",
}


def _learning(fits: pd.DataFrame, clock: str) -> str:
    known = chosen(fits, clock=clock, status=SHOWN)
    told = [learning_clause(chosen(known, area=area)) for area in in_order(known)]
    return _joined("Blir det bättre med tiden?", filter(None, told))


def _complexity(complexity: pd.DataFrame) -> str:
    rows = main_rows(complexity)
    told = []
    for area in in_order(rows):
        for subject in _SUBJECTS:
            some = chosen(rows, area=area, subject=subject)
            measures = [name for name in MEASURES if some["measure"].eq(name).any()]
            if measures:
                told.append(_measure_clause(chosen(some, measure=measures[0]).iloc[0].to_dict()))
    return _joined("", told)


def _measure_clause(row: Record) -> str:
    where = f" {within(row['area'])}" if row["area"] != EVERY_AREA else ""
    one, many = _SUBJECTS[row["subject"]]
    name = MEASURES[row["measure"]].lower()
    decimals = decimals_of(row)
    means = " mot ".join(decimal(row[f"mean_{side}"], decimals) for side in ("after", "before"))
    n = f"{integer(row['n_before'])} {many} före, {integer(row['n_after'])} efter"
    sure = f"{CI} {difference_limits(row)}; {n}"
    size = decimal(abs(float(row["difference"])), decimals)
    verdict = str(row["verdict"])
    if verdict in (HIGHER, LOWER):
        more = "fler" if verdict == HIGHER else "färre"
        return f"{one}{where} har i medel {size} {more} {name} än före, {means} ({sure})"
    change_in = f"skillnaden är {signed(row['difference'], decimals)} ({sure}"
    if verdict == EQUIVALENT:
        return f"{one}{where} har lika många {name} som före: {change_in})"
    needed = change(row["smallest_detectable"])
    return (
        f"om {one}{where} har fler {name} än före kan inte avgöras: {change_in}; en ökning på "
        f"{needed} hade synts)"
    )


def _cause(context: Context, confounders: pd.DataFrame) -> str:
    """Say whether it can be put down to IBIC, where that isn't said first already."""
    if confounders["attribution"].eq(CONFOUNDED).any():
        return ""
    told = same_time(confounders, context.get("starts") or ()) or (_ALONE,)
    return " ".join(["En jämförelse före och efter bevisar inte att IBIC är orsaken.", *told])


def _joined(topic: str, clauses: Iterable[str]) -> str:
    told = list(clauses)
    sentences = [f"{clause[:1].upper()}{clause[1:]}." for clause in told]
    return " ".join([topic, *sentences]).strip() if told else ""
