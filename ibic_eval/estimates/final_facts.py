"""The numbers that the summary may use, by name: a sentence without its number can't be written."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.codebook.final_catalogue import BEFORE_AFTER, QUASI
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_conditions import Results, confounded
from ibic_eval.estimates.final_evidence_cases import GOALS, TIME
from ibic_eval.estimates.final_goals import PROJECT_GOAL, PURPOSE

Fact = dict[str, Any]
Tables = Mapping[str, pd.DataFrame]
_NONE = pd.DataFrame()


class Outcomes(NamedTuple):
    """What has been spent (kronor), and activities done in time of those due; None unknown."""

    spent: float | None
    in_time: tuple[int, int] | None


def facts(results: Results, outcomes: Outcomes) -> pd.DataFrame:
    """Return the summary's numbers (FACTS); what isn't known has no row."""
    rows = [
        *_goal_counts(results.goals),
        *_sums(results.tables, "utbildade", "implementation_training_coverage", "planerade_timmar"),
        *_sums(results.tables, "moten", "implementation_meetings_held"),
        *_times(results.tables),
        *_costs(results.tables),
        *_attained(results.evidence),
        *_users(results.evidence),
        *_confounded(results),
        *_coming(results),
        *_budget(results),
        *_outcomes(outcomes),
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
    open_cause = effects[effects["cause"].eq(s.CAUSE_UNKNOWN)]
    met = effects[effects["status"].isin([s.REACHED, s.PARTLY])]
    if len(met):
        yield _fact("orsak_okand", len(open_cause), of=len(met), named=" ".join(open_cause["goal"]))
    without = effects[effects["rule"].isin([s.NO_EVIDENCE, s.ONLY_JUDGED, s.NO_LINK])]
    if len(effects):
        yield _fact("utan_underlag", len(without), of=len(effects), named=" ".join(without["goal"]))


def _sums(tables: Tables, name: str, table: str, measure: str | None = None) -> Iterable[Fact]:
    """Yield the count and its n summed over the groups that are shown."""
    rows = tables.get(table, _NONE)
    if rows.empty:
        return
    kept = rows[rows["status"].eq(s.SHOWN) & rows["count"].notna() & rows["n"].notna()]
    if measure is not None:
        kept = kept[kept["measure"].eq(measure)]
    if len(kept):
        yield _fact(name, int(kept["count"].sum()), of=int(kept["n"].sum()), n=len(kept),
                    chapter="implementation")  # fmt: skip


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


def _users(evidence: pd.DataFrame) -> Iterable[Fact]:
    """Yield how many of the questions to users went better, worse, or can't be told."""
    asked = evidence[evidence["kind"].eq(QUASI) & evidence["status"].eq(s.SHOWN)]
    for verdict in (s.FOR, s.AGAINST, s.UNKNOWN):
        if len(asked):
            count = int(asked["verdict"].eq(verdict).sum())
            yield _fact(f"brukare_{verdict}", count, of=len(asked), chapter="satisfaction")


def _confounded(results: Results) -> Iterable[Fact]:
    found = confounded(results, 1)
    if found is not None:
        yield _fact("sammanblandade", found.value, of=found.n, named=found.named, chapter=TIME)


def _budget(results: Results) -> Iterable[Fact]:
    if results.plan is None:
        return
    totals = results.plan["budget_totals"]["amount_kr"].dropna()
    if len(totals):
        yield _fact("budget", float(totals.iloc[0]), chapter="implementation")


def _outcomes(outcomes: Outcomes) -> Iterable[Fact]:
    if outcomes.spent is not None:
        yield _fact("utfall", outcomes.spent, chapter="implementation")
    if outcomes.in_time is not None:
        done, due = outcomes.in_time
        yield _fact("i_tid", done, of=due, chapter="implementation")


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
    if results.plan is None or not len(results.plan["indicators"]):
        return
    targets = results.plan["indicators"]["target"]
    yield _fact("malnivaer", int(targets.notna().sum()), of=len(targets), chapter="implementation")


def _fact(name: str, value: float, **more: Any) -> Fact:
    return {"named": "", "chapter": "final_report", **more, "fact": name, "value": value}
