"""What is told of earlier reports follows the numbers, and what is hidden stays so."""

import re
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.display.exhibits import Exhibit, Prose
from ibic_eval.display.history_series import series_figure
from ibic_eval.display.history_tables import goal_changes, judged_table, untested_table
from ibic_eval.display.history_texts import found, no_longer, since_last
from ibic_eval.estimates import history_schemas as h
from ibic_eval.estimates.history_changes import changes
from ibic_eval.estimates.history_release import released_runs
from ibic_eval.estimates.history_results import as_results
from ibic_eval.estimates.history_series import run_list, series

LAST = {
    "first": False,
    "faulty": [],
    "folder": "data/results/1489",
    "fictional": False,
    "run_before": "2025-03-11",
    "data_before": "2024-12-31",
    "data_now": "2025-12-31",
    "version_before": "0.1.0",
    "version_now": "0.2.0",
}


def result(name: str, reached: int, n: int, **other: Any) -> dict[str, Any]:
    low, high = proportion_confint(reached, n, method="wilson")
    ends = {"estimate": reached / n, "ci_low": low, "ci_high": high, "n": n}
    about = {"id": name, "measure": name, "what": f"Mått {name}", "form": "andel", "unit": "mål"}
    chapter = {"chapter": "goal_attainment", "kind": "egen_matning"}
    return {**about, **chapter, **ends, "status": "visas", "verdict": "for", **other}


def goal(name: str, status: str) -> dict[str, Any]:
    about = {"id": f"mal_{name}", "measure": f"mal_{name}", "what": f"{name}. Ett mål."}
    return {**about, "kind": "mal", "status": "visas", "verdict": status}


def run(year: int, *rows: dict[str, Any], **same: Any) -> pd.DataFrame:
    period = {"period_from": f"{year}-01-01", "period_to": f"{year}-12-31"}
    told = [{**period, **row, **same} for row in rows]
    return as_results(pd.DataFrame(told, columns=list(h.RESULTS)))


def history(*runs: pd.DataFrame, **context: Any) -> SimpleNamespace:
    """Return the history of runs, the oldest first, as it is prepared."""
    *earlier, now = released_runs(runs, 5)
    changed = changes(now, earlier[-1]) if earlier else now.reindex(columns=list(h.CHANGES))
    return SimpleNamespace(
        context={**LAST, "first": not earlier, **context},
        now=now,
        changes=changed.iloc[: None if earlier else 0],
        series=series([*earlier, now]),
        runs=run_list(earlier),
    )


def words(shown: Exhibit | Prose) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", shown._repr_html_()).replace("\u00a0", " ").split())


def test_a_first_report_says_so_and_shows_nothing_else() -> None:
    first = history(run(2025, result("a", 9, 20)))
    assert words(since_last(first)) == (
        "Det här är den första rapporten, så det finns inget att jämföra med. Resultaten sparas på "
        "datorn, i data/results/1489, så att nästa rapport kan visa vad som har ändrats."
    )
    shown = (found, goal_changes, judged_table, untested_table, series_figure)
    assert all(make(first)._repr_html_() == "" for make in shown)


def test_a_tested_change_stands_with_its_numbers() -> None:
    made = history(run(2024, result("a", 100, 200)), run(2025, result("a", 150, 200)))
    assert "1 resultat bygger på uppgifter ur skilda perioder och är prövade: 1 är högre" in words(
        since_last(made)
    )
    assert (
        words(found(made)) == "Mått a är högre: 50 % då, 75 % nu, skillnad +25 pe (+16 till +34)."
    )
    table = words(judged_table(made))
    for told in ("50 % (43–57 %; n = 200)", "75 % (69–80 %; n = 200)", "Högre", "13 pe"):
        assert told in table
    assert untested_table(made)._repr_html_() == ""


def test_no_change_is_never_said_to_be_none() -> None:
    made = history(run(2024, result("a", 100, 200)), run(2025, result("a", 101, 200)))
    assert "för 1 kan det inte avgöras om något har ändrats" in words(since_last(made))
    assert "Kan inte avgöras" in words(judged_table(made))
    assert found(made)._repr_html_() == ""


def test_what_overlaps_is_shown_side_by_side_without_a_difference() -> None:
    grows = {"period_from": ""}
    made = history(
        run(2024, result("a", 100, 200, **grows)), run(2025, result("a", 290, 400, **grows))
    )
    table = words(untested_table(made))
    assert "50 % (43–57 %; n = 200) 73 % (68–77 %; n = 400) Överlappar" in table
    assert "pe (" not in table
    assert "1 bygger delvis på samma uppgifter" in words(since_last(made))


def test_another_version_is_a_matter_of_method() -> None:
    before = run(2024, result("a", 100, 200), version="0.1.0")
    made = history(before, run(2025, result("a", 150, 200), version="0.2.0"))
    told = words(since_last(made))
    assert "annan version av programmet (0.1.0 då, 0.2.0 nu)" in told
    assert "kan bero på metoden och inte på kommunen; se avsnittet Methods i CHANGELOG" in told


def rejudged(verdict: str, **context: Any) -> str:
    before = run(2024, result("a", 100, 200), goal("E1", "natt"), version="0.1.0")
    now = [result("a", 100, 200, verdict=verdict), goal("E1", "kan_inte_avgoras")]
    return words(no_longer(history(before, run(2024, *now, version="0.2.0"), **context)))


def test_a_verdict_of_a_faulty_method_is_told_not_to_hold() -> None:
    told = rejudged("kan_inte_avgoras", data_now="2024-12-31")
    assert "2 omdömen i förra rapporten gäller inte längre" in told
    assert "Mått a: för då, kan inte avgöras nu." in told
    assert "E1. Ett mål: nått då, kan inte avgöras nu." in told
    assert "gäller inte längre" not in rejudged("kan_inte_avgoras")
    assert "Det kan bero på nya uppgifter, men metoden är också ändrad" in rejudged("emot")


def test_without_another_method_no_verdict_is_taken_back() -> None:
    before = run(2024, result("a", 100, 200), version="0.2.0")
    same = run(2024, result("a", 100, 200, verdict="emot"), version="0.2.0")
    assert words(no_longer(history(before, same))) == ""
    assert words(no_longer(history(before))) == ""


def test_what_would_tell_of_few_is_nowhere() -> None:
    grows = {"period_from": ""}
    made = history(run(2024, result("a", 37, 61, **grows)), run(2025, result("a", 39, 63, **grows)))
    shown = words(since_last(made)) + words(untested_table(made))
    assert "1 tidigare resultat visas inte" in shown
    assert "För få skiljer" in shown
    assert not re.search(r"\b61\b|\b37\b", shown)
    assert "63" in shown


def test_goals_that_moved_are_named_and_the_others_counted() -> None:
    before = run(2024, goal("E1", "kan_inte_avgoras"), goal("E2", "natt"))
    made = history(before, run(2025, goal("E1", "delvis"), goal("E2", "natt")))
    table = words(goal_changes(made))
    assert "E1. Ett mål. ? Kan inte avgöras ◐ Delvis nått" in table
    assert "E2" not in table
    assert "Av 2 mål har 1 fått ett annat läge." in words(since_last(made))


def test_a_spoilt_file_is_told_of_also_in_a_first_report() -> None:
    path = "data/results/1489/2025-03-01-0a1b2c3d.csv"
    told = words(since_last(history(run(2025, result("a", 9, 20)), faulty=[path])))
    assert f"Filen {path} innehåller inte det som sparades i den" in told


def test_nothing_changed_is_one_sentence() -> None:
    same = run(2025, result("a", 9, 20), goal("E1", "natt"))
    told = words(since_last(history(same, same, data_before="2025-12-31")))
    assert "uppgifter ur samma tid" in told
    assert told.endswith("Inget resultat har ändrats.")


@pytest.mark.parametrize("years", [2, 3])
def test_a_series_is_drawn_from_three_reports_with_its_numbers_in_words(years: int) -> None:
    counts = ((20, 2023), (30, 2024), (45, 2025))[-years:]
    made = series_figure(history(*(run(year, result("a", k, 60)) for k, year in counts)))
    if years < 3:
        assert made._repr_html_() == ""
        return
    assert isinstance(made, Exhibit)
    alt = made.alt.replace("\u00a0", " ")
    assert alt == (
        "Mått a: 33 % (23–46 %) i december 2023, 50 % (38–62 %) i december 2024, "
        "75 % (63–84 %) i december 2025."
    )
    assert made == series_figure(history(*(run(year, result("a", k, 60)) for k, year in counts)))
