"""The final report on one page: each sentence with the numbers that it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.final_claims import Claim, claim
from ibic_eval.display.final_recommendations import trigger_words
from ibic_eval.display.final_results import (
    UNKNOWN,
    activities,
    attained,
    budget,
    hours,
    meetings,
    time,
    trained,
    users,
)
from ibic_eval.display.final_words import STATUSES, Final, fact
from ibic_eval.display.numbers import integer
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration

FIRST = 3
_MET: Mapping[str, tuple[str, str]] = {
    "natt": ("nått", "nådda"),
    "delvis": ("delvis nått", "delvis nådda"),
    "inte_natt": ("inte nått", "inte nådda"),
}


def summary(final: Final) -> Prose:
    """Return the page: verdicts on goals, what was done, effects, cost, doubts, what now."""
    invented = "Påhittade data. " if final.context["fictional"] else ""
    told = [each.sentence for each in claims(final)]
    first, *others = told if final.context["has_plan"] else [_no_plan(final), *told]
    return Prose((invented + first, *others), as_list=True, kind="sammanfattning")


def claims(final: Final) -> list[Claim]:
    """Return everything the summary says, in order; what isn't known is no claim."""
    advised = set(final.recommendations.head(FIRST)["rule"])  # a recommendation tells its numbers
    found = (
        _joined(_goals(final), _persons(final)),
        _project_goals(final),
        trained(final),
        _joined(meetings(final), activities(final)),
        time(final),
        attained(final),
        users(final),
        hours(final),
        budget(final),
        _cause(final),
        _coming(final),
        None if "utan_malniva" in advised else _planned(final),
        None if "motsagelser" in advised else _plan_findings(final),
        *_recommended(final),
    )
    return [each for each in found if each is not None]


def _no_plan(final: Final) -> str:
    return (
        f"Ingen projektplan för {final.context['name']} finns i underlaget, så det går inte att "
        "säga om några mål är nådda. Fyll i project.yml för att få en slutrapport. Rapportens "
        "övriga kapitel visar vad som är känt om kommunen och om landet."
    )


def _goals(final: Final) -> Claim | None:
    kinds = set(final.goals["kind"])
    what = "prioriteringar" if "effektmal" not in kinds else "effektmål"
    return _counted(final, "effektmal", "planens", what)


def _project_goals(final: Final) -> Claim | None:
    return _counted(final, "projektmal", "de", "projektmålen")


def _persons(final: Final) -> Claim | None:
    """Claim how many of the goals are about the person, since only those tell of an effect."""
    about, met = fact(final, "mal_om_utfall"), fact(final, "mal_om_utfall_natt")
    unjudged = fact(final, f"effektmal_{UNKNOWN}")
    if about is None or met is None or (unjudged and unjudged["value"] == about["of"]):
        return None
    if not about["value"]:
        return claim(
            "Inget av de {judged} gäller utfall för den enskilde: de säger hur långt metoden "
            "används eller hur arbetet går till.",
            "final_report",
            judged=integer(about["of"]),
        )
    return claim(
        "Av de {judged} gäller {persons} utfall för den enskilde ({persons_met}); övriga gäller "
        "hur långt metoden används eller hur arbetet går till.",
        "final_report",
        judged=integer(about["of"]),
        persons=integer(about["value"]),
        persons_met=f"{integer(met['value']) if met['value'] else 'inget'} nått",
    )


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
    fits = fact(final, "orsak_forenlig")
    if fits is not None:
        return claim(
            "Att {fits} mål är nått ({named}) är förenligt med att IBIC bidrog men visar det inte: "
            "ändringen kan ha kommit ändå.",
            "final_report",
            fits=integer(fits["value"]),
            named=enumeration(str(fits["named"]).split()),
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
        "Införandet av IBIC anges ske samtidigt med {what}. Också med uppgifter om utfallet går "
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


def _joined(*found: Claim | None) -> Claim | None:
    """Join claims of the same chapter into one point."""
    known = [each for each in found if each is not None]
    if not known:
        return None
    values = {name: value for each in known for name, value in each.written.items()}
    return claim(" ".join(each.template for each in known), known[0].chapter, **values)


def _recommended(final: Final) -> Iterator[Claim]:
    """Yield the first recommendations, each with the number that triggered it.

    Without a plan the chapter has no recommendations, and neither has the first page.
    """
    if not final.context["has_plan"]:
        return
    rows: Iterable[Mapping[Any, Any]] = row_dicts(final.recommendations.head(FIRST))
    for number, row in enumerate(rows, start=1):
        yield claim(
            f"Rekommendation {number}: {_braced(str(row['text']))} {{why}}",
            str(row["chapter"]),
            why=trigger_words(row, final),
        )


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
