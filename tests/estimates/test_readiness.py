"""Readiness: agreement, shares, roles, themes and first steps, held to R and to known truths."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ibic_eval.estimates import readiness_schemas as schemas
from ibic_eval.estimates.agreement import agreement, pattern_agreement
from ibic_eval.estimates.readiness_roles import (
    kruskal_wallis,
    permutation_p,
    pooled_deviation,
    role_tests,
    smallest_detectable,
    widest_gap,
)
from ibic_eval.estimates.readiness_standing import agreement_interval, distribution, standing
from ibic_eval.estimates.readiness_steps import first_steps, ordered_steps
from ibic_eval.estimates.readiness_themes import theme_changes, theme_means
from ibic_eval.tables.readiness import ANSWERS

REFERENCE = Path(__file__).parent / "reference"
LEVELS = {"inte_paborjat": 0, "paborjat": 1, "till_stor_del": 2, "pa_plats": 3}
CODES = [*LEVELS, "vet_inte"]
STATEMENTS = ("a_1", "a_2", "a_3")
THEMES = dict.fromkeys(STATEMENTS, "a")


def answers_of(rows: pd.DataFrame, number: int = 1) -> pd.DataFrame:
    """Return answers in the typed schema from person, role, statement and level."""
    names = {level: code for code, level in LEVELS.items()}
    answer = rows["level"].map(names).fillna("vet_inte")
    return rows.assign(round=number, answer=answer)[list(ANSWERS)].astype(ANSWERS)


def told(levels: dict[str, list[int | None]], role: str = "ledning") -> pd.DataFrame:
    """Return the answers of persons, each statement's in the same order."""
    rows = [
        {"person": person, "role": role, "statement": name, "level": level}
        for name, given_levels in levels.items()
        for person, level in enumerate(given_levels)
    ]
    return answers_of(pd.DataFrame(rows).astype({"level": "Int8"}))


@pytest.fixture(scope="module")
def reference() -> dict[str, float]:
    table = pd.read_csv(REFERENCE / "readiness_reference.csv")
    return dict(zip(table["id"], table["value"], strict=True))


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return answers_of(pd.read_csv(REFERENCE / "readiness.csv"))


def groups_of(answers: pd.DataFrame, statement: str) -> dict[str, np.ndarray]:
    rows = answers[answers["statement"].eq(statement)]
    return {str(role): part["level"].to_numpy("float64") for role, part in rows.groupby("role")}


def test_the_example_published_with_the_r_package_agrmt_comes_out() -> None:
    assert agreement([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333, abs=5e-8)


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        ((7, 0, 0, 0), 1),
        ((5, 5, 5, 5), 0),
        ((6, 0, 0, 6), -1),
        ((4, 4, 0, 0), 2 / 3),
        ((0, 3, 3, 3), 1 / 3),
    ],
)
def test_agreement_at_its_corners(counts: tuple[int, ...], value: float) -> None:
    assert agreement(counts) == pytest.approx(value)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=7).filter(any))
def test_agreement_lies_between_its_ends_and_doesnt_see_direction_or_size(
    counts: list[int],
) -> None:
    value = float(agreement(counts))
    assert -1 - 1e-9 <= value <= 1 + 1e-9
    assert agreement(counts[::-1]) == pytest.approx(value)
    assert agreement([3 * count for count in counts]) == pytest.approx(value)


def test_agreement_of_nobody_is_not_a_number() -> None:
    assert np.isnan(agreement([0, 0, 0, 0]))
    assert pattern_agreement((1, 0, 1)) == pytest.approx(-1)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_shares_and_agreement_are_those_of_r(
    answers: pd.DataFrame, reference: dict[str, float], statement: str
) -> None:
    row = standing(answers, STATEMENTS, LEVELS).set_index("statement").loc[statement]
    assert row["agreement"] == pytest.approx(reference[f"{statement}.agreement"])
    assert row["share"] == pytest.approx(reference[f"{statement}.share"])
    assert row["ci_low"] == pytest.approx(reference[f"{statement}.low"])
    assert row["ci_high"] == pytest.approx(reference[f"{statement}.high"])
    assert row["agreement_low"] < row["agreement"] < row["agreement_high"]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_roles_are_compared_as_r_does(
    answers: pd.DataFrame, reference: dict[str, float], statement: str
) -> None:
    groups = groups_of(answers, statement)
    assert kruskal_wallis(groups) == pytest.approx(reference[f"{statement}.h"])
    # R's p is that of large samples; the permuted one is near it with forty persons.
    assert permutation_p(groups) == pytest.approx(reference[f"{statement}.p"], abs=0.015)
    gap = widest_gap(groups)
    for name, key in (("gap", "gap"), ("ci_low", "gap_low"), ("ci_high", "gap_high")):
        assert gap[name] == pytest.approx(reference[f"{statement}.{key}"], abs=2e-3)
    assert pooled_deviation(groups)[0] == pytest.approx(reference[f"{statement}.within"])


def test_the_mean_of_a_theme_has_the_clustered_error_of_r(
    answers: pd.DataFrame, reference: dict[str, float]
) -> None:
    themes = theme_means(answers, THEMES, draws=20_000)
    row = themes[themes["role"].eq(schemas.EVERYONE)].iloc[0]
    assert row["mean"] == pytest.approx(reference["theme.mean"])
    expanded = np.sqrt(40 / 39) * stats.t.ppf(0.975, 39)
    width = (row["ci_high"] - row["ci_low"]) / (2 * expanded)
    assert width == pytest.approx(reference["theme.se"], rel=0.03)
    assert (row["n"], row["n_answers"]) == (40, 108)


def test_persons_are_drawn_and_not_answers(answers: pd.DataFrame) -> None:
    """Three answers that are alike from each person say no more than one."""
    one = answers[answers["statement"].eq("a_2")]
    three = pd.concat([one.assign(statement=name) for name in STATEMENTS], ignore_index=True)
    alone, repeated = (
        theme_means(frame, THEMES).set_index("role").loc[schemas.EVERYONE] for frame in (one, three)
    )
    assert repeated["ci_low"] == pytest.approx(alone["ci_low"])
    assert repeated["n_answers"] == 3 * alone["n_answers"]


def test_dont_know_is_an_answer_but_no_level() -> None:
    given_answers = told({"a_1": [3, 3, 3, None, None, 0]})
    row = standing(given_answers, ["a_1"], LEVELS).iloc[0]
    assert (row["n"], row["n_known"]) == (6, 4)
    assert row["share"] == pytest.approx(0.75)
    shares = distribution(given_answers, ["a_1"], CODES).set_index("answer")["share"]
    assert shares["vet_inte"] == pytest.approx(2 / 6)
    assert shares.sum() == pytest.approx(1)


def test_a_statement_nobody_answered_is_missing_and_not_zero() -> None:
    given_answers = told({"a_1": [1, 2, 3], "a_2": [None, None, None]})
    rows = standing(given_answers, STATEMENTS, LEVELS).set_index("statement")
    assert rows["status"].to_dict() == {"a_1": "visas", "a_2": "saknas", "a_3": "saknas"}
    assert rows.loc[["a_2", "a_3"], "share"].isna().all()
    counted = distribution(given_answers, STATEMENTS, CODES)
    assert counted.loc[counted["statement"].eq("a_3"), "share"].isna().all()


def test_that_all_agree_doesnt_make_the_agreement_certain() -> None:
    low, high = agreement_interval([0, 0, 12, 0])
    assert low < 0.9
    assert high == 1


@pytest.mark.parametrize("true", [(0.03, 0.25, 0.5, 0.22), (0.6, 0.3, 0.08, 0.02)])
def test_the_interval_of_agreement_holds_the_truth(true: tuple[float, ...]) -> None:
    random = np.random.default_rng(8)
    drawn = random.multinomial(20, true, size=150)
    ends = [agreement_interval(counts, draws=400) for counts in drawn]
    held = np.mean([low <= float(agreement(true)) <= high for low, high in ends])
    assert held > 0.9


def test_agreement_of_fewer_than_ten_is_not_told() -> None:
    few, enough = (
        standing(told({"a_1": [0, 3] * count}), ["a_1"], LEVELS).iloc[0] for count in (4, 5)
    )
    assert few["status"] == enough["status"] == "visas"
    assert pd.isna(few["agreement"])
    assert enough["agreement"] == pytest.approx(-1)


@pytest.mark.slow
@pytest.mark.parametrize("size", [6, 12])
def test_the_interval_of_a_theme_holds_the_truth_also_among_few(size: int) -> None:
    random = np.random.default_rng(size)
    held = 0
    for seed in range(150):
        lean = random.normal(1.5, 0.5, (size, 1))
        levels = np.clip(np.round(lean + random.normal(0, 0.4, (size, 3))), 0, 3).astype(int)
        frame = told(dict(zip(STATEMENTS, levels.T.tolist(), strict=True)))
        everyone = theme_means(frame, THEMES, draws=1000, seed=seed).iloc[0]
        held += everyone["ci_low"] <= 1.5 <= everyone["ci_high"]
    assert held / 150 > 0.89


def test_a_planted_difference_between_roles_is_found_and_the_others_are_not() -> None:
    random = np.random.default_rng(1)
    levels = {"high": 2.4, "mid": 2.3, "low": 0.6}
    rows = [
        {"person": 100 * place + person, "role": role, "statement": name, "level":
         int(np.clip(round(random.normal(level if name == "a_1" else 1.5, 0.7)), 0, 3))}
        for place, (role, level) in enumerate(levels.items())
        for person in range(12)
        for name in STATEMENTS
    ]  # fmt: skip
    frame = answers_of(pd.DataFrame(rows))
    found = role_tests(frame, STATEMENTS, dict.fromkeys(STATEMENTS, tuple(levels)))
    found = found.set_index("statement")
    assert found["verdict"].to_dict() == {
        "a_1": "olika", "a_2": "kan inte avgöras", "a_3": "kan inte avgöras"
    }  # fmt: skip
    assert found.loc["a_1", "low_role"] == "low"
    assert found["p_holm"].ge(found["p"]).all()
    assert found.loc["a_1", "ci_low"] > 0 > found.loc["a_2", "ci_low"]


def test_the_smallest_gap_that_shows_does_so_four_times_in_five() -> None:
    """Normal answers in two roles: the t-test at Holm's first step has the power it is said to."""
    random = np.random.default_rng(4)
    size, tests, spread = 15, 10, 0.8
    groups = {role: random.normal(0, spread, size) for role in ("a", "b")}
    within, df = pooled_deviation(groups)
    gap = smallest_detectable(groups, tests) / within * spread
    draws = random.normal(0, spread, (20_000, 2, size)) + np.array([gap, 0])[:, None]
    means, variances = draws.mean(axis=2), draws.var(axis=2, ddof=1).mean(axis=1)
    t = (means[:, 0] - means[:, 1]) / np.sqrt(variances * 2 / size)
    assert np.mean(np.abs(t) > stats.t.ppf(1 - 0.05 / (2 * tests), df)) == pytest.approx(
        0.8, abs=0.02
    )


def test_a_gap_is_never_larger_than_the_scale() -> None:
    groups = {"a": np.array([3.0, 3, 2, 3, 3]), "b": np.array([0.0, 0, 1, 0, 1])}
    assert widest_gap(groups)["ci_high"] == schemas.HIGHEST_LEVEL


def test_roles_that_cannot_be_compared_say_why() -> None:
    same = told({"a_1": [2] * 6})
    other = same.assign(role="utforare", person=same["person"] + 50)
    frame = pd.concat([same, other], ignore_index=True)
    found = role_tests(frame, ["a_1", "a_2"], {"a_1": ("ledning", "utforare")})
    assert found["status"].tolist() == ["saknas", "saknas"]
    assert "samma sak" in found["reason"].iloc[0]
    assert "två roller" in found["reason"].iloc[1]
    assert found["gap"].isna().all()


NEEDS = {"root": (), "trunk": ("root",), "leaf": ("trunk",), "twig": ("trunk",), "alone": ()}


def test_what_most_low_statements_wait_for_comes_first() -> None:
    steps = ordered_steps(NEEDS, dict.fromkeys(NEEDS, 0.6) | {"alone": 1.0})
    assert [step.statement for step in steps] == ["root", "alone", "trunk", "leaf", "twig"]
    assert steps[0].waiting == ("trunk", "leaf", "twig")
    assert steps[2].waits_for == ("root",)


def test_what_is_in_place_holds_nothing_up() -> None:
    steps = ordered_steps(NEEDS, dict.fromkeys(NEEDS, 0.6) | {"trunk": 0.2})
    by_name = {step.statement: step for step in steps}
    assert by_name["root"].waiting == ()
    assert by_name["leaf"].waits_for == ()


def test_of_equals_the_lowest_comes_first_and_half_is_low() -> None:
    shares = {"root": 0.5, "trunk": 0.49, "leaf": 0.1, "twig": 0.1, "alone": 0.8}
    assert [step.statement for step in ordered_steps(NEEDS, shares)] == ["alone", "root"]
    assert ordered_steps(NEEDS, dict.fromkeys(NEEDS, float("nan"))) == ()


@given(st.dictionaries(st.sampled_from(list(NEEDS)), st.floats(0, 1), min_size=5, max_size=5))
def test_nothing_that_waits_comes_before_what_can_begin(shares: dict[str, float]) -> None:
    steps = ordered_steps(NEEDS, shares)
    assert {step.statement for step in steps} == {n for n, s in shares.items() if s >= 0.5}
    waits = [bool(step.waits_for) for step in steps]
    assert waits == sorted(waits)
    if steps:
        assert not steps[0].waits_for


def test_first_steps_have_their_numbers_and_how_sure_they_are() -> None:
    low, high = [0, 1, 0, 1, 0, 1, 1, 0, 0, 3], [3, 2, 3, 3, 2, 3, 3, 3, 2, 3]
    frame = told({"root": low, "trunk": low, "leaf": high, "twig": [0, 1, 0, 1, 0, 2, 3, 2, 3, 2]})
    found = first_steps(frame, NEEDS, ["root", "trunk", "leaf", "twig"])
    assert found["statement"].tolist() == ["root", "trunk", "twig"]
    assert found["can_begin"].tolist() == [True, False, False]
    assert found["waiting"].iloc[0] == "trunk twig"
    assert found["low_share"].iloc[0] == pytest.approx(0.9)
    assert found["low_ci_low"].iloc[0] < 0.9 < found["low_ci_high"].iloc[0]
    assert found["among_first"].iloc[0] > 0.99
    # Half the redrawn groups call the twig in place; in the others it waits for the trunk.
    assert found["among_first"].iloc[2] < 0.05


def test_a_statement_that_few_know_of_is_not_judged() -> None:
    frame = told({"root": [0] * 6, "alone": [0] * 6})
    assert first_steps(frame, NEEDS, ["alone"])["statement"].tolist() == ["alone"]
    assert first_steps(frame, NEEDS, []).empty


def rounds(shift: float, size: int = 30, seed: int = 3) -> pd.DataFrame:
    """Return two rounds of the same persons, the second one `shift` levels higher."""
    random = np.random.default_rng(seed)
    lean = random.normal(1.2, 0.7, size)
    parts = []
    for number in (1, 2):
        rows = [
            {"person": person, "role": "ledning", "statement": name,
             "level": int(np.clip(round(lean[person] + shift * (number - 1)
                                        + random.normal(0, 0.4)), 0, 3))}
            for person in range(size)
            for name in STATEMENTS
        ]  # fmt: skip
        parts.append(answers_of(pd.DataFrame(rows), number))
    return pd.concat(parts, ignore_index=True)


def test_a_change_is_seen_and_the_lack_of_one_is_not_called_a_change() -> None:
    risen = theme_changes(rounds(0.7), THEMES).iloc[0]
    assert risen["verdict"] == "högre"
    assert risen["wide_low"] <= risen["ci_low"] < risen["difference"] < risen["ci_high"]
    assert (risen["n_first"], risen["n_both"]) == (30, 30)
    still = theme_changes(rounds(0.0), THEMES).iloc[0]
    assert still["verdict"] == "kan inte avgöras"


def test_the_same_persons_give_a_narrower_interval_than_others() -> None:
    same = rounds(0.3)
    others = same.assign(person=same["person"] + 100 * same["round"].eq(2).astype("int32"))
    paired, apart = (theme_changes(frame, THEMES).iloc[0] for frame in (same, others))
    assert paired["difference"] == pytest.approx(apart["difference"])
    assert paired["ci_high"] - paired["ci_low"] < 0.7 * (apart["ci_high"] - apart["ci_low"])
    assert apart["n_both"] == 0


def test_one_round_has_no_change(answers: pd.DataFrame) -> None:
    assert theme_changes(answers, THEMES).empty
