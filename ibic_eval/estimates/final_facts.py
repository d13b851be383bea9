"""The numbers that the summary may use, by name: a sentence without its number can't be written."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.final_catalogue import BEFORE_AFTER, QUASI
from ibic_eval.codebook.final_report import PROJECT_GOAL, PURPOSE
from ibic_eval.codebook.sorts import PERSON
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_conditions import Results, confounded
from ibic_eval.estimates.final_evidence_cases import GOALS, TIME
from ibic_eval.estimates.final_evidence_introduction import CHAPTER as INTRODUCTION
from ibic_eval.estimates.final_evidence_introduction import TOLD, coverage
from ibic_eval.estimates.final_released import MET, money, released, times

Fact = dict[str, Any]
Tables = Mapping[str, pd.DataFrame]
_NONE = pd.DataFrame()


def facts(results: Results) -> pd.DataFrame:
    """Return the summary's numbers (FACTS); what isn't known has no row."""
    rows = [
        *_goal_counts(results.goals),
        *_trained(results.tables),
        *_met(results.tables),
        *_times(results.tables),
        *_costs(results.tables),
        *_attained(results.evidence),
        *_of_all_goals(results.tables),
        *_users(results.evidence),
        *_confounded(results),
        *_coming(results),
        *_money(results.tables),
        *_in_time(results.tables),
        *_planned(results),
    ]
    return pd.DataFrame(rows, columns=list(s.FACTS)).astype(s.FACTS)


def _goal_counts(goals: pd.DataFrame) -> Iterable[Fact]:
    effects = goals[~goals["kind"].isin([PROJECT_GOAL, PURPOSE])]
    project = goals[goals["kind"].eq(PROJECT_GOAL)]
    for name, part in (("effektmal", effects), ("projektmal", project)):
        for status in s.STATUSES:
            chosen = part[part["status"].eq(status)]
            if len(part):
                yield _fact(f"{name}_{status}", len(chosen), of=len(part),
                            named=" ".join(chosen["goal"]))  # fmt: skip
    person = effects[effects["about"].eq(PERSON)]
    if len(effects):
        yield _fact("mal_om_utfall", len(person), of=len(effects), named=" ".join(person["goal"]))
        yield _fact("mal_om_utfall_natt", int(person["status"].eq(s.REACHED).sum()),
                    of=len(person))  # fmt: skip
    fits = effects[effects["cause"].eq(s.CONSISTENT)]
    if len(fits):
        yield _fact("orsak_forenlig", len(fits), of=len(effects), named=" ".join(fits["goal"]))
    open_cause = effects[effects["cause"].eq(s.CAUSE_UNKNOWN)]
    met = effects[effects["cause"].ne(s.NO_CAUSE)]
    if len(met):
        yield _fact("orsak_okand", len(open_cause), of=len(met), named=" ".join(open_cause["goal"]))
    without = effects[effects["rule"].isin(s.UNMEASURED)]
    if len(effects):
        unlinked = int(effects["rule"].eq(s.NO_LINK).sum())
        if unlinked:
            yield _fact("okopplade", unlinked, of=len(effects))
        yield _fact("utan_underlag", len(without), of=len(effects), named=" ".join(without["goal"]))


def _trained(tables: Tables) -> Iterable[Fact]:
    """Yield how many groups reached their target, and the group with the lowest share trained.

    The groups aren't summed: one person may be in two, and a sum would tell of a hidden group.
    """
    rows = coverage(tables)
    if rows.empty:
        return
    judged = rows[rows["verdict"].isin(TOLD)]
    if len(judged):
        yield _fact("utbildning_nadd", int(judged["verdict"].eq(MET).sum()), of=len(judged),
                    chapter=INTRODUCTION)  # fmt: skip
    low = rows.loc[rows["estimate"].astype(float).idxmin()].to_dict()
    yield _fact("utbildning_lagst", low["estimate"], ci_low=low["ci_low"], ci_high=low["ci_high"],
                n=low["n"], named=str(low["label"]), chapter=INTRODUCTION)  # fmt: skip


def _met(tables: Tables) -> Iterable[Fact]:
    rows = tables.get("implementation_meetings_held", _NONE)
    if rows.empty:
        return
    kept = rows[rows["status"].eq(s.SHOWN) & rows["count"].notna() & rows["n"].notna()]
    if len(kept):
        yield _fact("moten", int(kept["count"].sum()), of=int(kept["n"].sum()), n=len(kept),
                    chapter=INTRODUCTION)  # fmt: skip


def _times(tables: Tables) -> Iterable[Fact]:
    rows = tables.get(f"{TIME}_time_changes", _NONE)
    if rows.empty:
        return
    kept = rows[rows["clock"].eq("ansokan") & rows["measure"].eq("tidskvot")]
    for each in kept[kept["status"].eq(s.SHOWN)].to_dict("records"):
        yield _fact(
            f"tid_{each['area']}",
            each["estimate"],
            ci_low=each["ci_low"],
            ci_high=each["ci_high"],
            n=each["n_before"] + each["n_after"],
            named=f"{each['verdict']}:{each['attribution']}",
            chapter=TIME,
        )


def _costs(tables: Tables) -> Iterable[Fact]:
    rows = tables.get(f"{TIME}_costs", _NONE)
    if rows.empty:
        return
    kept = rows[rows["status"].eq(s.SHOWN) & rows["area"].eq("alla")]
    for each in kept.to_dict("records"):
        if each["quantity"] in ("timmar_per_arende", "kronor_per_ar"):
            yield _fact(
                each["quantity"],
                each["estimate"],
                ci_low=each["ci_low"],
                ci_high=each["ci_high"],
                n=each["n_before"] + each["n_after"],
                chapter=TIME,
            )


def _attained(evidence: pd.DataFrame) -> Iterable[Fact]:
    kept = evidence[evidence["measure"].isin(["mal_natt", "uppfoljda_12"])]
    for each in kept[kept["status"].eq(s.SHOWN)].to_dict("records"):
        yield _fact(each["measure"], each["estimate"], ci_low=each["ci_low"],
                    ci_high=each["ci_high"], n=each["n"], chapter=GOALS)  # fmt: skip


def _of_all_goals(tables: Tables) -> Iterable[Fact]:
    """Yield the share of all goals reached, at worst and at best, as far as it may be told."""
    rows = tables.get(f"{GOALS}_bounds", _NONE)
    if rows.empty:
        return
    whole = rows[rows["area"].eq("alla") & rows["status"].eq(s.SHOWN) & rows["worst"].notna()]
    for each in whole.to_dict("records"):
        yield _fact("mal_av_alla", each["worst"], ci_low=each["worst"], ci_high=each["best"],
                    n=each["n"], chapter=GOALS)  # fmt: skip


def _users(evidence: pd.DataFrame) -> Iterable[Fact]:
    """Yield how many of the questions to users went better, worse, or can't be told."""
    asked = evidence[evidence["kind"].eq(QUASI) & evidence["status"].eq(s.SHOWN)]
    for verdict in (s.FOR, s.AGAINST, s.UNKNOWN):
        if len(asked):
            count = int(asked["verdict"].eq(verdict).sum())
            yield _fact(f"brukare_{verdict}", count, of=len(asked), chapter="satisfaction")


def _confounded(results: Results) -> Iterable[Fact]:
    found = confounded(results, 1)
    if found is not None and found.met:
        yield _fact("sammanblandade", found.value, of=found.n, named=found.named, chapter=TIME)


def _money(tables: Tables) -> Iterable[Fact]:
    found = money(tables)
    if found is None:
        return
    if found.planned is not None:
        yield _fact("budget", found.planned, chapter=INTRODUCTION)
    elif found.known is not None:
        yield _fact("budget_delvis", found.known, chapter=INTRODUCTION)
        yield _fact("budgetposter", found.n_known, of=found.n_posts, chapter=INTRODUCTION)
    if found.spent is not None:
        yield _fact("utfall", found.spent, chapter=INTRODUCTION)
    if found.outside:
        yield _fact("utanfor_budget", found.outside, chapter=INTRODUCTION)


def _in_time(tables: Tables) -> Iterable[Fact]:
    found = times(tables)
    if found is None:
        return
    for name, count in zip(("i_tid", "sena", "installda", "utan_besked"), found, strict=True):
        yield _fact(name, count, of=sum(found), chapter=INTRODUCTION)


def _coming(results: Results) -> Iterable[Fact]:
    """Yield what coincides with the start, where no change is known that it could explain."""
    rows = results.tables.get(f"{TIME}_confounders", _NONE)
    known = results.evidence["kind"].isin([BEFORE_AFTER, QUASI]).any()
    if rows.empty or known:
        return
    mixed = rows.loc[rows["attribution"].eq(s.CONFOUNDED), "what"].dropna().unique()
    if len(mixed):
        yield _fact("vantar_sammanblandning", len(mixed), named=str(mixed[0]), chapter=TIME)


def _planned(results: Results) -> Iterable[Fact]:
    indicators = released(results.tables, "indicators")
    if indicators.empty:
        return
    targets = indicators["target"]
    yield _fact("malnivaer", int(targets.notna().sum()), of=len(targets), chapter=INTRODUCTION)


def _fact(name: str, value: float, **more: Any) -> Fact:
    return {"named": "", "chapter": "final_report", **more, "fact": name, "value": value}
