"""The final report on one page: each sentence with the numbers that it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.final_claims import Claim, claim
from ibic_eval.display.final_recommendations import trigger_words
from ibic_eval.display.final_words import (
    CI,
    STATUSES,
    Final,
    Row,
    fact,
)
from ibic_eval.display.numbers import NBSP, decimal, integer, interval, percent
from ibic_eval.display.time_words import change_interval, in_percent, signed_interval
from ibic_eval.display.wording import AREAS_IN_TEXT, enumeration

FIRST = 3
UNKNOWN = "kan_inte_avgoras"
_LENGTHS: Mapping[str, str] = {
    "längre": "{change} längre",
    "kortare": "{change} kortare",
    "likvärdig": "ungefär lika lång",
}
_UNTOLD = "inte säkert ändrad"
_ENDS = "({ci}; {n} ärenden)"
_MET: Mapping[str, tuple[str, str]] = {
    "natt": ("nått", "nådda"),
    "delvis": ("delvis nått", "delvis nådda"),
    "inte_natt": ("inte nått", "inte nådda"),
}
_AREA_ORDER = ("aldreomsorg", "annan_sol", "lss")


def summary(final: Final) -> Prose:
    """Return the page: verdicts on goals, what was done, effects, cost, doubts, what now."""
    invented = "Påhittade data. " if final.context["fictional"] else ""
    if not final.context["has_plan"]:
        return Prose((invented + _no_plan(final),), as_list=True, kind="sammanfattning")
    sentences = [each.sentence for each in claims(final)]
    first, *others = sentences
    return Prose((invented + first, *others), as_list=True, kind="sammanfattning")


def claims(final: Final) -> list[Claim]:
    """Return everything the summary says, in order; what isn't known is no claim."""
    found = (
        _goals(final),
        _project_goals(final),
        _done(final),
        _time(final),
        _attained(final),
        _users(final),
        _cost(final),
        _budget(final),
        _cause(final),
        _coming(final),
        _planned(final),
        _plan_findings(final),
        *_recommended(final),
    )
    return [each for each in found if each is not None]


def _no_plan(final: Final) -> str:
    return (
        f"Ingen projektplan för {final.context['name']} finns i underlaget, så det går inte att "
        "säga om några mål är nådda. Fyll i project.yml för att få en slutrapport."
    )


def _goals(final: Final) -> Claim | None:
    kinds = set(final.goals["kind"])
    what = "prioriteringar" if "effektmal" not in kinds else "effektmål"
    return _counted(final, "effektmal", "planens", what)


def _project_goals(final: Final) -> Claim | None:
    return _counted(final, "projektmal", "de", "projektmålen")


def _counted(final: Final, group: str, whose: str, what: str) -> Claim | None:
    """Claim how many goals have each status; a status that no goal has isn't named."""
    counts = {status: fact(final, f"{group}_{status}") for status in STATUSES}
    known = {status: row for status, row in counts.items() if row is not None and row["value"]}
    if not known:
        return None
    total = int(next(iter(known.values()))["of"])
    values = {status: integer(row["value"]) for status, row in known.items()}
    if set(known) == {UNKNOWN}:
        none = "Ingen" if what == "prioriteringar" else "Inget"
        return claim(f"{none} av {whose} {{{UNKNOWN}}} {what} går att bedöma än.", "final_report",
                     **values)  # fmt: skip
    met = [
        f"{{{status}}} {_MET[status][int(row['value'] > 1)]}"
        for status, row in known.items()
        if status != UNKNOWN
    ]
    rest = f"; {{{UNKNOWN}}} går inte att avgöra" if UNKNOWN in known else ""
    return claim(f"Av {whose} {{total}} {what} är {enumeration(met)}{rest}.", "final_report",
                 total=integer(total), **values)  # fmt: skip


def _done(final: Final) -> Claim | None:
    parts: list[str] = []
    values: dict[str, str] = {}
    trained = fact(final, "utbildade")
    if trained is not None:
        parts.append("{trained} av {asked} har gått hela sin utbildning ({share})")
        values |= {
            "trained": integer(trained["value"]),
            "asked": integer(trained["of"]),
            "share": percent(trained["value"] / trained["of"]),
        }
    met = fact(final, "moten")
    if met is not None:
        parts.append("{held} av {planned} planerade möten hölls")
        values |= {"held": integer(met["value"]), "planned": integer(met["of"])}
    dates = fact(final, "i_tid")
    if dates is not None:
        parts.append("{in_time} av {activities} aktiviteter blev klara i tid")
        values |= {"in_time": integer(dates["value"]), "activities": integer(dates["of"])}
    if not parts:
        return None
    return claim(_sentence(enumeration(parts)), "implementation", **values)


def _time(final: Final) -> Claim | None:
    parts: list[str] = []
    values: dict[str, str] = {}
    for area in _AREA_ORDER:
        row = fact(final, f"tid_{area}")
        if row is None:
            continue
        told = _LENGTHS.get(str(row["named"]).partition(":")[0], _UNTOLD)
        slots = {
            "change": in_percent(row["value"]),
            "ci": f"{CI} {change_interval(row['ci_low'], row['ci_high'])}",
            "n": integer(row["n"]),
        }
        used = {name: slots[name] for name in slots if f"{{{name}}}" in told + _ENDS}
        named = {name: f"{{{area}_{name}}}" for name in used}
        parts.append(f"{told} i {AREAS_IN_TEXT[area]} {_ENDS}".format(**named))
        values |= {f"{area}_{name}": value for name, value in used.items()}
    if not parts:
        return None
    return claim(
        f"Jämfört med före IBIC är tiden från ansökan till beslut {enumeration(parts)}.",
        "time_and_complexity",
        **values,
    )


def _attained(final: Final) -> Claim | None:
    goals, followed = fact(final, "mal_natt"), fact(final, "uppfoljda_12")
    parts: list[str] = []
    values: dict[str, str] = {}
    if goals is not None:
        parts.append("{goals} av de uppföljda målen har nåtts helt eller delvis "
                     "({goals_ci}; {goals_n} mål)")  # fmt: skip
        values |= _estimated("goals", goals)
    if followed is not None:
        parts.append("{followed} av personerna följs upp inom tolv månader "
                     "({followed_ci}; {followed_n} personer)")  # fmt: skip
        values |= _estimated("followed", followed)
    if not parts:
        return None
    return claim(_sentence(enumeration(parts)), "goal_attainment", **values)


def _users(final: Final) -> Claim | None:
    rows = {name: fact(final, f"brukare_{name}") for name in ("for", "emot", UNKNOWN)}
    known = {name: row for name, row in rows.items() if row is not None}
    if not known:
        return None
    told = {name: row for name, row in known.items() if row["value"] and name != UNKNOWN}
    of = integer(next(iter(known.values()))["of"])
    if not told:
        return claim(
            "Om brukarna har blivit nöjdare går inte att avgöra: i ingen av {of} jämförelser med "
            "kommuner utan IBIC är skillnaden större än slumpen kan ge.",
            "satisfaction",
            of=of,
        )
    words = {"for": "{for_} en förbättring", "emot": "{emot} en försämring"}
    values = {f"{name}_" if name == "for" else name: integer(told[name]["value"]) for name in told}
    return claim(
        f"I {{of}} jämförelser med kommuner utan IBIC i brukarundersökningarna visar "
        f"{enumeration(words[name] for name in told)}; resten går inte att avgöra.",
        "satisfaction",
        of=of,
        **values,
    )


def _cost(final: Final) -> Claim | None:
    hours, kronor = fact(final, "timmar_per_arende"), fact(final, "kronor_per_ar")
    if hours is None:
        return None
    template = (
        "Varje utredning kräver {hours} timmars mer arbete än före IBIC ({hours_ci}; {n} ärenden)"
    )
    if hours["value"] < 0:
        template = template.replace("mer arbete", "mindre arbete")
    values = {
        "hours": decimal(abs(hours["value"]), 1),
        "hours_ci": f"{CI} {signed_interval(hours['ci_low'], hours['ci_high'])}",
        "n": integer(hours["n"]),
    }
    if kronor is not None:
        template += ", vilket motsvarar {kronor} om året"
        values["kronor"] = money(kronor["value"])
    return claim(f"{template}.", "time_and_complexity", **values)


def _budget(final: Final) -> Claim | None:
    planned, spent = fact(final, "budget"), fact(final, "utfall")
    if planned is None:
        return None
    if spent is None:
        return claim(
            "Planens budget är {planned}; vad införandet har kostat finns inte i underlaget.",
            "implementation",
            planned=money(planned["value"]),
        )
    return claim(
        "Införandet har kostat {spent} mot {planned} i budgeten.",
        "implementation",
        spent=money(spent["value"]),
        planned=money(planned["value"]),
    )


def _cause(final: Final) -> Claim | None:
    mixed, cause = fact(final, "sammanblandade"), fact(final, "orsak_okand")
    if mixed is not None:
        return claim(
            "{count} av {of} ändringar före och efter IBIC sammanföll med något annat, så det går "
            "inte att säga om de beror på IBIC.",
            "time_and_complexity",
            count=integer(mixed["value"]),
            of=integer(mixed["of"]),
        )
    if cause is None or not cause["value"]:
        return None
    return claim(
        "Om IBIC är orsaken går inte att säga för {count} av {of} mål som är nådda helt eller "
        "delvis ({named}).",
        "final_report",
        count=integer(cause["value"]),
        of=integer(cause["of"]),
        named=enumeration(str(cause["named"]).split()),
    )


def _coming(final: Final) -> Claim | None:
    mixed = fact(final, "vantar_sammanblandning")
    if mixed is None:
        return None
    return claim(
        "Vid samma tid som införandet av IBIC anges {what}. Också med uppgifter om utfallet går "
        "det då inte att säga om en ändring beror på IBIC.",
        "time_and_complexity",
        what=str(mixed["named"]),
    )


def _planned(final: Final) -> Claim | None:
    targets = fact(final, "malnivaer")
    if targets is None or final.evidence["status"].eq("visas").any():
        return None
    return claim(
        "Planen har {of} indikatorer; {count} av dem har en målnivå.",
        "implementation",
        of=integer(targets["of"]),
        count=integer(targets["value"]) if targets["value"] else "ingen",
    )


def _plan_findings(final: Final) -> Claim | None:
    if not final.context["n_findings"] or final.evidence["status"].eq("visas").any():
        return None
    return claim(
        "I planen är {count} uppgifter motsägande eller oklara; de bör redas ut innan utfallet "
        "jämförs med den.",
        "implementation",
        count=integer(final.context["n_findings"]),
    )


def _recommended(final: Final) -> Iterator[Claim]:
    """Yield the first recommendations, each with the number that triggered it."""
    rows: Iterable[Mapping[Any, Any]] = final.recommendations.head(FIRST).to_dict("records")
    for number, row in enumerate(rows, start=1):
        yield claim(
            f"Rekommendation {number}: {_braced(str(row['text']))} {{why}}",
            str(row["chapter"]),
            why=trigger_words(row, final),
        )


def _estimated(name: str, row: Row) -> dict[str, str]:
    return {
        name: percent(row["value"]),
        f"{name}_ci": f"{CI} {interval(row['ci_low'], row['ci_high'])}",
        f"{name}_n": integer(row["n"]),
    }


def money(kronor: float) -> str:
    """Write an amount in thousands of kronor: "2 630 tkr"."""
    return f"{integer(kronor / 1000)}{NBSP}tkr"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if not text.startswith("{") else f"{text}."


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
