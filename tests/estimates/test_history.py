"""Results over time: tested only where the data are apart, and nothing told of few."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates import final_schemas as f
from ibic_eval.estimates import history_schemas as h
from ibic_eval.estimates.history_changes import changes, difference
from ibic_eval.estimates.history_release import released_runs
from ibic_eval.estimates.history_results import as_results, key_results
from ibic_eval.estimates.history_series import series

MINIMUM = 5


def result(name: str, reached: int, n: int, **other: Any) -> dict[str, Any]:
    low, high = proportion_confint(reached, n, method="wilson")
    ends = {"estimate": reached / n, "ci_low": low, "ci_high": high, "n": n}
    about = {"id": name, "measure": name, "what": name, "kind": "egen_matning", "form": "andel"}
    return {**about, "unit": "personer", "status": "visas", "verdict": "for", **ends, **other}


def run(*rows: dict[str, Any], **same: Any) -> pd.DataFrame:
    return as_results(pd.DataFrame([{**row, **same} for row in rows], columns=list(h.RESULTS)))


def year(number: int) -> dict[str, str]:
    return {"period_from": f"{number}-01-01", "period_to": f"{number}-12-31"}


def change(before: pd.DataFrame, now: pd.DataFrame) -> pd.Series:
    return changes(now, released_runs([before, now], MINIMUM)[0]).iloc[0]


def test_the_difference_is_that_of_newcombe_1998() -> None:
    """Table II of Newcombe (1998), method 10: 56/70 against 48/80 is 0.2 (0.0524 to 0.3339)."""
    now, before = (
        (reached / n, *proportion_confint(reached, n, method="wilson"))
        for reached, n in ((56, 70), (48, 80))
    )
    found = difference(before, now)
    assert found is not None
    assert (found.difference, found.low, found.high) == pytest.approx(
        (0.2, 0.0524, 0.3339), abs=5e-5
    )


shares = st.tuples(st.integers(0, 60), st.integers(60, 90))


@given(shares, shares)
def test_the_test_and_its_interval_agree(first: tuple[int, int], second: tuple[int, int]) -> None:
    before, now = (
        (reached / n, *proportion_confint(reached, n, method="wilson"))
        for reached, n in (first, second)
    )
    found = difference(before, now)
    assert found is not None
    assert (found.p < 0.05) == (found.low > 0 or found.high < 0)
    turned = difference(now, before)
    assert turned is not None
    assert turned.difference == pytest.approx(-found.difference)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


def test_the_test_holds_its_level_and_finds_what_it_says() -> None:
    """Of 4,000 drawn pairs without a change about 5 % are found; of a detectable one about 80 %."""
    random = np.random.default_rng(1)
    n, share = 300, 0.5
    detectable = (norm.ppf(0.975) + norm.ppf(0.8)) * np.sqrt(2 * share * (1 - share) / n)

    def found(step: float) -> float:
        drawn = random.binomial(n, [share, share + step], (4000, 2))
        low, high = proportion_confint(drawn, n, method="wilson")
        pairs = zip(drawn / n, low, high, strict=True)
        tested = [difference((e[0], a[0], b[0]), (e[1], a[1], b[1])) for e, a, b in pairs]
        return float(np.mean([each is not None and each.p < 0.05 for each in tested]))

    assert found(0) == pytest.approx(0.05, abs=0.012)
    assert found(detectable) == pytest.approx(0.8, abs=0.03)
    even = (0.5, *proportion_confint(150, 300, method="wilson"))
    told = difference(even, even)
    assert told is not None
    assert told.detectable == pytest.approx(detectable, rel=0.02)


def test_periods_apart_are_tested() -> None:
    row = change(run(result("a", 100, 200), **year(2024)), run(result("a", 150, 200), **year(2025)))
    assert (row["reason"], row["outcome"]) == (h.TESTED, h.HIGHER)
    assert row["difference"] == pytest.approx(0.25)
    assert row["low"] > 0


@pytest.mark.parametrize(
    "now", [{"period_from": "2024-12-31", "period_to": "2025-12-31"}, {"period_to": "2025-12-31"}]
)
def test_periods_that_overlap_or_are_unknown_are_shown_and_not_tested(now: dict[str, str]) -> None:
    row = change(run(result("a", 100, 200), **year(2024)), run(result("a", 300, 400), **now))
    assert (row["reason"], row["outcome"]) == (h.OVERLAP, h.UNTESTED)
    assert (row["estimate_before"], row["estimate_now"]) == (0.5, 0.75)
    assert row[["difference", "low", "high", "p"]].isna().all()


def test_staff_are_tested_in_their_own_chapter() -> None:
    staff = {"kind": "personal"}
    before = run(result("a", 20, 50, **staff), **year(2024))
    assert change(before, run(result("a", 40, 50, **staff), **year(2025)))["reason"] == h.PAIRED


def test_many_tests_are_corrected_for() -> None:
    """p = 0.03 alone is a change; among twenty it isn't."""
    moved = (result("a", 100, 200), result("a", 122, 200))
    alone = changes(run(moved[1], **year(2025)), run(moved[0], **year(2024)))
    others = [result(f"b{at}", 100, 200) for at in range(19)]
    kept = [result(f"b{at}", 101, 200) for at in range(19)]
    among = changes(run(moved[1], *kept, **year(2025)), run(moved[0], *others, **year(2024)))
    assert 0.02 < alone.loc[0, "p"] < 0.05
    assert (alone.loc[0, "outcome"], among.loc[0, "outcome"]) == (h.HIGHER, h.UNSETTLED)


def test_the_correction_is_holms() -> None:
    """Of two p-values the smaller is doubled, and the greater can't become less than that."""
    moved = run(result("a", 123, 200), result("b", 122, 200), **year(2025))
    made = changes(moved, run(result("a", 100, 200), result("b", 100, 200), **year(2024)))
    assert made["p"].is_monotonic_increasing
    assert made["p_adjusted"].tolist() == pytest.approx([2 * made.loc[0, "p"]] * 2)


def test_a_number_moved_by_another_version_is_a_matter_of_method() -> None:
    before = run(result("a", 100, 200), **year(2024), version="0.1.0")
    row = change(before, run(result("a", 150, 200), **year(2025), version="0.2.0"))
    assert (row["reason"], row["outcome"]) == (h.METHOD, h.UNTESTED)
    assert pd.isna(row["difference"])


def test_another_version_that_moves_nothing_is_no_change() -> None:
    before = run(result("a", 100, 200), **year(2024), version="0.1.0")
    now = run(result("a", 100, 200), **year(2024), version="0.2.0")
    assert change(before, now)["reason"] == h.SAME


def hidden(name: str) -> dict[str, Any]:
    return {**result(name, 1, 9, status="dold"), **dict.fromkeys(h.NUMBERS)}


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_hidden_then_or_now_has_no_difference(turned: bool) -> None:
    pair = (hidden("a"), result("a", 30, 60))
    before, now = reversed(pair) if turned else pair
    row = change(run(before, **year(2024)), run(now, **year(2025)))
    assert row["reason"] == h.CONCEALED
    assert pd.isna(row["difference"])


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ((20, 40), (21, 42)),  # n differs by two
        ((42, 60), (21, 58)),
        ((20, 40), (22, 60)),  # two of the twenty new ones
        ((20, 40), (38, 60)),  # all but two of them
        ((20, 40), (21, 40)),  # one person
    ],
)
def test_an_earlier_number_is_hidden_where_the_difference_tells_of_few(
    before: tuple[int, int], now: tuple[int, int]
) -> None:
    row = change(run(result("a", *before)), run(result("a", *now)))
    assert row["reason"] == h.TOO_FEW
    numbers = ["estimate_before", "ci_low_before", "ci_high_before", "n_before", "difference"]
    assert row[numbers].isna().all()
    assert row["verdict_before"] == ""
    assert row["n_now"] == now[1]


def test_a_difference_of_five_or_of_none_hides_nothing() -> None:
    for now in ((25, 50), (20, 40), (30, 60)):
        row = change(run(result("a", 20, 40)), run(result("a", *now)))
        assert row["n_before"] == 40


def test_surveys_of_different_years_are_no_parts_of_one_another() -> None:
    before, now = run(result("a", 20, 40), **year(2024)), run(result("a", 21, 42), **year(2025))
    assert change(before, now)["reason"] == h.TESTED


def test_all_parts_of_a_measure_are_hidden_together() -> None:
    """The part that is hidden could else be had from the whole and the others."""

    def parts(*counts: tuple[str, int, int]) -> pd.DataFrame:
        return run(*(result(name, k, n, measure="m") for name, k, n in counts))

    before = parts(("a", 20, 40), ("b", 30, 90), ("alla", 50, 130))
    now = parts(("a", 21, 42), ("b", 60, 180), ("alla", 81, 222))
    assert released_runs([before, now], MINIMUM)[0]["status"].eq(h.FEW).all()


def test_an_earlier_run_is_compared_with_all_later_ones() -> None:
    oldest, middle, now = (run(result("a", *each)) for each in ((20, 40), (40, 80), (21, 42)))
    first, second, last = released_runs([oldest, middle, now], MINIMUM)
    assert [each.loc[0, "status"] for each in (first, second, last)] == [h.FEW, "visas", "visas"]


runs_of_three = st.lists(
    st.integers(10, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=3, max_size=3,
)  # fmt: skip


@given(runs_of_three)
def test_no_two_shown_runs_tell_of_few(counts: list[tuple[int, int]]) -> None:
    made = released_runs([run(result("a", *each)) for each in counts], MINIMUM)
    shown = [c for c, each in zip(counts, made, strict=True) if each.loc[0, "status"] == "visas"]
    assert counts[-1] == shown[-1]
    for at, (reached, n) in enumerate(shown):
        for later_reached, later_n in shown[at + 1 :]:
            missed = later_n - later_reached - (n - reached)
            steps = (abs(later_n - n), abs(later_reached - reached), abs(missed))
            assert not any(0 < each < MINIMUM for each in steps)


def test_what_is_not_about_persons_is_never_hidden() -> None:
    met = {"unit": "möten"}
    row = change(run(result("a", 8, 10, **met)), run(result("a", 9, 11, **met)))
    assert row["n_before"] == 10


def test_what_is_new_or_gone_is_told() -> None:
    found = changes(run(result("a", 9, 20)), run(result("b", 9, 20)))
    assert found.set_index("id")["reason"].to_dict() == {"a": h.NEW, "b": h.GONE}


def test_a_series_needs_three_days_of_data_and_takes_the_last_of_each() -> None:
    draft, first, second, third = (
        run(result("a", k, 100, run=str(at)), period_to=f"{day}-12-31")
        for at, (k, day) in enumerate(((10, 2023), (20, 2023), (40, 2024), (60, 2025)))
    )
    made = series([draft, first, second, third])
    assert made["estimate"].tolist() == [0.2, 0.4, 0.6]
    assert series([draft, first, third]).empty
    assert series([]).empty


def test_only_what_the_report_shows_is_a_result() -> None:
    shared = {"chapter": "implementation", "area": "", "label": "", "kind": "process"}
    evidence = pd.DataFrame(
        [
            {**result("a", 9, 20), **shared},
            {**result("b", 1, 20), **shared, "status": "dold"},  # a number where none should be
            {**result("c", 1, 20), **shared, "form": "svar"},
        ],
        columns=list(f.EVIDENCE),
    ).astype(f.EVIDENCE)
    goals = pd.DataFrame([{"goal": "E1", "text": "Mål.", "status": "natt"}], columns=list(f.GOALS))
    facts = pd.DataFrame(
        [{"fact": "moten", "value": 9, "of": 12, "chapter": "implementation"}, {"fact": "budget"}],
        columns=list(f.FACTS),
    )
    period = ("2024-01-01", "2024-12-31")
    made = key_results(evidence, goals, facts, lambda row: period, "1").set_index("id")
    assert list(made.index) == ["a", "b", "moten", "mal_E1"]
    assert made.loc["b", ["estimate", "ci_low", "ci_high", "n"]].isna().all()
    assert made.loc["moten", "estimate"] == 0.75
    assert made.loc["mal_E1", ["verdict", "period_to"]].tolist() == ["natt", "2024-12-31"]
