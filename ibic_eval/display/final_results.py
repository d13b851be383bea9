"""What the summary says was done, what it led to, and what it cost; each with its numbers."""

from collections.abc import Mapping

from ibic_eval.display.final_claims import Claim, claim
from ibic_eval.display.final_words import CI, Final, Row, fact
from ibic_eval.display.numbers import NBSP, decimal, integer, interval, percent
from ibic_eval.display.time_words import change_interval, in_percent, signed, signed_interval
from ibic_eval.display.wording import AREAS_IN_TEXT, enumeration, lower_first

CHAPTER = "implementation"
UNKNOWN = "kan_inte_avgoras"
_LENGTHS: Mapping[str, str] = {
    "längre": "{change} längre",
    "kortare": "{change} kortare",
    "likvärdig": "ungefär lika lång",
}
_UNTOLD = "inte säkert ändrad"
_ENDS = "({ci}; {n} ärenden)"
_AREA_ORDER = ("aldreomsorg", "annan_sol", "lss")


def trained(final: Final) -> Claim | None:
    """Tell how many groups were trained as planned, and the group with the lowest share."""
    low, met = fact(final, "utbildning_lagst"), fact(final, "utbildning_nadd")
    if low is None:
        return None
    told = "Lägst andel har {group}: {low} gick hela sin utbildning ({low_ci}; {low_n} personer)"
    values = {"group": lower_first(str(low["named"])), **_estimated("low", low)}
    if met is None:
        return claim(f"{told}.", CHAPTER, **values)
    return claim(
        f"{{met}} av {{groups}} grupper har nått planens mål för utbildningen. {told}.",
        CHAPTER,
        met=integer(met["value"]) if met["value"] else "Ingen",
        groups=integer(met["of"]),
        **values,
    )


def meetings(final: Final) -> Claim | None:
    """Tell how many of the planned meetings were held."""
    met = fact(final, "moten")
    if met is None:
        return None
    values = {"held": integer(met["value"]), "planned": integer(met["of"]),
              "share": percent(met["value"] / met["of"])}  # fmt: skip
    return claim("{held} av {planned} planerade möten hölls ({share}).", CHAPTER, **values)


def activities(final: Final) -> Claim | None:
    """Tell what became of the activities whose time has passed; what isn't told isn't late."""
    done = fact(final, "i_tid")
    if done is None:
        return None
    words = {"sena": "{sena} sena", "installda": "{installda} inställda",
             "utan_besked": "{utan_besked} utan besked"}  # fmt: skip
    rest = {name: fact(final, name) for name in words}
    told = {name: integer(row["value"]) for name, row in rest.items() if row and row["value"]}
    beside = f" ({enumeration(words[name] for name in told)})" if told else ""
    return claim(
        f"{{in_time}} av {{due}} aktiviteter vars tid har gått ut blev klara i tid{beside}.",
        CHAPTER,
        in_time=integer(done["value"]) if done["value"] else "Ingen",
        due=integer(done["of"]),
        **told,
    )


def time(final: Final) -> Claim | None:
    """Tell how the time to a decision has changed, an area at a time."""
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


def attained(final: Final) -> Claim | None:
    """Tell how many goals were attained and how many persons were followed up."""
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
    of_all = _of_all_goals(final) if goals is not None else {}
    beside = (
        " Räknas alla mål, också de som inte är uppföljda, har mellan {worst} och {best} nåtts."
        if of_all
        else ""
    )
    template = _sentence(enumeration(parts)) + beside
    return claim(template, "goal_attainment", **values, **of_all)


def _of_all_goals(final: Final) -> dict[str, str]:
    whole = fact(final, "mal_av_alla")
    ends = {} if whole is None else {"worst": whole["value"], "best": whole["ci_high"]}
    return {name: percent(value) for name, value in ends.items()}


def users(final: Final) -> Claim | None:
    """Tell how many of the comparisons in user surveys were better, worse, or can't be told."""
    rows = {name: fact(final, f"brukare_{name}") for name in ("for", "emot", UNKNOWN)}
    known = {name: row for name, row in rows.items() if row is not None}
    if not known:
        return None
    told = {name: row for name, row in known.items() if row["value"]}
    of = integer(next(iter(known.values()))["of"])
    if set(told) <= {UNKNOWN}:
        return claim(
            "Om brukarna har blivit nöjdare går inte att avgöra: i ingen av {of} jämförelser med "
            "kommuner utan IBIC är skillnaden större än slumpen kan ge.",
            "satisfaction",
            of=of,
        )
    words = {"for": "{better} en förbättring", "emot": "{worse} en försämring"}
    slots = {"for": "better", "emot": "worse", UNKNOWN: "open"}
    values = {slots[name]: integer(row["value"]) for name, row in told.items()}
    rest = "; {open} går inte att avgöra" if UNKNOWN in told else ""
    return claim(
        "Av {of} jämförelser med kommuner utan IBIC i brukarundersökningarna visar "
        f"{enumeration(words[name] for name in told if name != UNKNOWN)}{rest}.",
        "satisfaction",
        of=of,
        **values,
    )


def hours(final: Final) -> Claim | None:
    """Tell how much more or less work each investigation takes, and what that costs a year."""
    work, kronor = fact(final, "timmar_per_arende"), fact(final, "kronor_per_ar")
    if work is None:
        return None
    low, high = work["ci_low"], work["ci_high"]
    values = {
        "hours": signed(work["value"]) if low <= 0 <= high else decimal(abs(work["value"]), 1),
        "hours_ci": f"{CI} {signed_interval(low, high)}",
        "n": integer(work["n"]),
    }
    if low <= 0 <= high:
        return claim(
            "Om varje utredning kräver mer eller mindre arbete än före IBIC går inte att avgöra "
            "({hours} timmar; {hours_ci}; {n} ärenden).",
            "time_and_complexity",
            **values,
        )
    way = "mer" if low > 0 else "mindre"
    template = (
        f"Varje utredning kräver {{hours}} timmars {way} arbete än före IBIC "
        "({hours_ci}; {n} ärenden)"
    )
    if kronor is not None:
        template += ", vilket motsvarar {kronor} om året ({kronor_ci})"
        low, high = (money(kronor[end]) for end in ("ci_low", "ci_high"))
        values |= {"kronor": money(kronor["value"]), "kronor_ci": f"{CI} {low} till {high}"}
    return claim(f"{template}.", "time_and_complexity", **values)


def budget(final: Final) -> Claim | None:
    """Tell what the plan would cost and what it has cost; a budget with gaps is no budget."""
    planned, spent = fact(final, "budget"), fact(final, "utfall")
    if planned is None:
        return _partly_budgeted(final)
    if spent is None:
        return claim(
            "Planens budget är {planned}. Vad införandet har kostat finns inte i underlaget.",
            "implementation",
            planned=money(planned["value"]),
        )
    return claim(
        "Införandet har kostat {spent} mot {planned} i budgeten.",
        "implementation",
        spent=money(spent["value"]),
        planned=money(planned["value"]),
    )


def _partly_budgeted(final: Final) -> Claim | None:
    known, posts = fact(final, "budget_delvis"), fact(final, "budgetposter")
    if known is None or posts is None:
        return None
    return claim(
        "Planen anger belopp för {known_posts} av sina {posts} budgetposter: {known}. "
        "Vad hela införandet skulle kosta står inte.",
        CHAPTER,
        known=money(known["value"]),
        known_posts=integer(posts["value"]),
        posts=integer(posts["of"]),
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
