"""Users are told by the report's rule; corrections come from a file and take precedence."""

import itertools

import pandas as pd
import pytest

from ibic_eval.tables.classification import classify, correction_issues


def answers_of(ticks: dict[str, tuple[str | None, ...]]) -> pd.DataFrame:
    rows = [
        (name, f"q1_{number}", "alla", code, "eget")
        for name, codes in ticks.items()
        for number, code in enumerate(codes, start=1)
    ]
    columns = ["respondent", "item", "area", "answer", "origin"]
    return pd.DataFrame(rows, columns=columns, dtype="string")


def respondents_of(*names: str, declined: tuple[str, ...] = ()) -> pd.DataFrame:
    frame = pd.DataFrame({"respondent": names}, dtype="string")
    return frame.assign(declined=frame["respondent"].isin(declined))


def corrections_of(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["svarsid", "klass"], dtype="string")
    index = pd.RangeIndex(2, len(rows) + 2, name="row")
    return frame.assign(skal="fritext").set_index(index)


def test_one_of_the_three_ways_of_working_is_enough() -> None:
    cases = list(itertools.product(["ja", "nej", None], repeat=3))
    ticks = {f"r{number}": codes for number, codes in enumerate(cases)}
    found = classify(answers_of(ticks), respondents_of(*ticks)).set_index("respondent")
    for name, codes in ticks.items():
        expected = "anvander" if "ja" in codes else "anvander_inte"
        assert found.loc[name].tolist() == [expected, "q1"]


def test_the_other_ways_of_working_do_not_count() -> None:
    answers = answers_of({"a": ("nej", "nej", "nej", "ja", "ja", "ja", "nej")})
    assert classify(answers, respondents_of("a"))["klass"].tolist() == ["anvander_inte"]


def test_corrections_take_precedence_and_say_so() -> None:
    answers = answers_of({"a": ("ja",), "b": ("ja",), "c": ("nej",)})
    corrections = corrections_of(("a", "mellangrupp"), ("c", "anvander"), ("okand", "anvander"))
    found = classify(answers, respondents_of("a", "b", "c"), corrections)
    assert found.to_numpy().tolist() == [
        ["a", "mellangrupp", "rattelse"],
        ["b", "anvander", "q1"],
        ["c", "anvander", "rattelse"],
    ]


def test_one_that_declined_has_no_class() -> None:
    found = classify(answers_of({"a": ("ja",)}), respondents_of("a", "x", declined=("x",)))
    assert found["respondent"].tolist() == ["a"]


def test_no_answers_give_no_classes() -> None:
    assert classify(answers_of({}), respondents_of()).empty


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", "anvander")], []),
        ([("a", "anvander"), ("a", "mellangrupp")], [[3, "fel"]]),
        ([("x", "anvander")], [[2, "varning"]]),
        ([("borta", "anvander")], [[2, "varning"]]),
    ],
)
def test_corrections_that_fit_no_answer_are_named(
    rows: list[tuple[str, str]], expected: list[list[object]]
) -> None:
    respondents = respondents_of("a", "borta", declined=("borta",))
    issues = correction_issues(corrections_of(*rows), respondents)
    assert issues[["row", "severity"]].to_numpy().tolist() == expected


def test_a_personal_number_in_a_reason_is_refused_and_not_repeated() -> None:
    corrections = corrections_of(("a", "mellangrupp")).assign(skal="Ring 850312-1231")
    issues = correction_issues(corrections, respondents_of("a"))
    assert issues[["row", "column", "severity"]].to_numpy().tolist() == [[2, "skal", "fel"]]
    assert "1231" not in issues.to_csv()
