"""What changed with IBIC, and whether the cause can then be told."""

import datetime as dt

import pytest

from ibic_eval.estimates.confounding import attribution, confounders
from ibic_eval.sources.introductions import Change, SystemChange
from tests.case_simulator import introduction

START = dt.date(2016, 9, 1)
AREA = "lss"


def found(system=None, others=(), start=START):
    return confounders(
        introduction({AREA: start}, system_change=system, other_changes=tuple(others))
    )


def changed(date=None, simultaneous=False):
    return SystemChange(date, "Magna Cura", "Combine", simultaneous)


@pytest.mark.parametrize(
    ("system", "cause"),
    [
        (changed(START), "sammanblandad"),
        (changed(dt.date(2016, 6, 1)), "sammanblandad"),
        (changed(dt.date(2016, 12, 1)), "sammanblandad"),
        (changed(None, simultaneous=True), "sammanblandad"),
        (changed(dt.date(2015, 1, 1), simultaneous=True), "sammanblandad"),
        (changed(None), "osaker"),
        (changed(dt.date(2016, 5, 31)), "ren"),
        (changed(dt.date(2016, 12, 2)), "ren"),
        (None, "ren"),
    ],
)
def test_a_change_of_system_is_judged_by_its_day(system, cause):
    table = found(system)
    assert attribution(table, AREA)[0] == cause
    assert len(table) == (cause != "ren")


def test_the_same_day_is_said_and_that_it_cannot_be_told_apart():
    sentence = attribution(found(changed(START)), AREA)[1]
    assert "samma dag som IBIC" in sentence
    assert "det går inte att skilja dem åt" in sentence
    assert "Magna Cura till Combine" in sentence


def test_days_before_and_after_are_said():
    before, after = (
        found(changed(day)).iloc[0] for day in (dt.date(2016, 8, 31), dt.date(2016, 9, 11))
    )
    assert before["days_from_start"] == -1
    assert "1 dag före att" in before["sentence"]
    assert "10 dagar efter att" in after["sentence"]


def test_other_changes_make_it_unsure_where_they_are_near():
    near = Change("Ny organisation", dt.date(2016, 11, 1))
    far = Change("Ny chef", dt.date(2018, 1, 1))
    table = found(others=[near, far, Change("Ny avgift", None)])
    assert table["what"].tolist() == ["Ny organisation", "Ny avgift"]
    assert table["attribution"].eq("osaker").all()
    assert "inte är angiven" in table["sentence"].iloc[1]


def test_a_national_change_is_known_and_not_said_twice():
    start = dt.date(2017, 12, 1)
    assert found(start=start)["kind"].tolist() == ["nationellt"]
    stated = found(others=[Change("Ny lag", dt.date(2018, 1, 1))], start=start)
    assert stated["kind"].tolist() == ["annat"]


def test_the_worst_is_what_counts_and_all_areas_share_it():
    table = found(changed(START), [Change("Ny organisation", START)])
    assert len(table) == 2
    assert attribution(table, AREA)[0] == "sammanblandad"
    assert attribution(table, "alla")[0] == "sammanblandad"
    assert attribution(table, "aldreomsorg") == ("ren", "")


def test_a_system_that_came_with_ibic_is_said_also_where_no_day_is_known():
    table = confounders(
        introduction({}, system_change=changed(simultaneous=True), other_changes=())
    )
    assert table[["area", "attribution"]].to_numpy().tolist() == [["alla", "sammanblandad"]]
    assert "det går inte att skilja dem åt" in table["sentence"].iloc[0]
    assert confounders(introduction({}, system_change=changed(), other_changes=())).empty


def test_what_a_plan_says_is_not_told_as_done():
    planned = confounders(
        introduction({AREA: START}, system_change=changed(START), other_changes=(), from_plan=True)
    )
    said = planned["sentence"].iloc[0]
    assert "skulle enligt planen bytas" in said
    assert "samma dag som IBIC skulle börja användas" in said
