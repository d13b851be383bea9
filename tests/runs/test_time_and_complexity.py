"""The released tables: planted effects are found, few are hidden, and doubt is said."""

import dataclasses
import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest

from ibic_eval.runs.time_and_complexity import SCHEMAS, time_and_complexity
from ibic_eval.runs.time_release import in_tens
from ibic_eval.sources.introductions import SystemChange, no_introduction
from ibic_eval.tables.case_records import empty_records
from tests.case_simulator import START, draw, introduction, learning

STARTS = {"aldreomsorg": START, "lss": dt.date(2018, 1, 1)}
SIZES = {"aldreomsorg": 1500, "lss": 700, "annan_sol": 700}
STATED = {
    "hourly_cost": 520.0,
    "cases_per_year": {"aldreomsorg": 300, "lss": 140},
    "guarantee_days": {"aldreomsorg": 30},
}


def made(records, starts=STARTS, **stated):
    return time_and_complexity(records, introduction(starts, **stated))


@pytest.fixture(scope="module")
def effect():
    records = draw(
        11, cases=SIZES, starts=STARTS, ratio=learning, life_areas=2.0, hours=2.0, workers=20
    )
    return made(records, **STATED)


@pytest.fixture(scope="module")
def no_change():
    return made(draw(28, cases=SIZES, starts=STARTS), **STATED)


def typed_as_said(tables):
    for name, schema in SCHEMAS.items():
        assert tables[name].dtypes.astype(str).to_dict() == schema, name
        assert isinstance(tables[name].index, pd.RangeIndex)


def test_the_tables_are_those_of_the_schemas_and_survive_parquet(effect, tmp_path):
    typed_as_said(effect.tables)
    for name, table in effect.tables.items():
        table.to_parquet(tmp_path / name, index=False)
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / name), table)


def test_the_context_can_be_json(effect):
    assert json.loads(json.dumps(effect.context)) == effect.context
    assert effect.context["available"]
    assert effect.context["areas_without_start"] == ["annan_sol"]
    assert effect.context["n_cases"] == sum(SIZES.values())


def test_no_pseudonym_or_case_is_in_the_tables(effect):
    for table in effect.tables.values():
        assert not {"person", "case", "worker", "case_worker", "n_persons_"} & set(table)


def test_planted_effects_get_their_verdicts(effect):
    said = effect.tables["verdicts"].set_index(["area", "outcome"])["verdict"]
    for area in STARTS:
        assert said[area, "tid_start"] == "längre"
        assert said[area, "utredning"] == "högre"
    assert said["aldreomsorg", "larande"] == "faller"


def test_no_change_is_not_called_one(no_change):
    said = no_change.tables["verdicts"]
    assert set(said["verdict"]) <= {"likvärdig", "kan inte avgöras"}
    judged = no_change.tables["interrupted"]["verdict"].dropna()
    assert set(judged) <= {"likvärdig", "kan inte avgöras"}


def test_a_verdict_that_cannot_be_reached_says_what_could_have_been_seen(no_change):
    rows = no_change.tables["time_changes"]
    undecided = rows[rows["verdict"].eq("kan inte avgöras") & rows["status"].eq("visas")]
    assert undecided["smallest_detectable"].gt(1).all()


def test_a_system_changed_the_same_day_confounds_every_verdict():
    records = draw(13, cases=SIZES, starts=STARTS, ratio=learning)
    system = SystemChange(START, "Procapita", "Lifecare", simultaneous=False)
    tables = made(records, system_change=system, **STATED).tables
    mine = tables["verdicts"][tables["verdicts"]["area"].eq("aldreomsorg")]
    assert mine["status"].eq("sammanblandad").all()
    assert mine["sentence"].str.contains("går inte att skilja dem åt").all()
    changes = tables["time_changes"]
    assert changes.loc[changes["area"].eq("aldreomsorg"), "attribution"].eq("sammanblandad").all()
    # what happened is still said, and the area that began half a year later isn't confounded by it
    time = mine[mine["outcome"].eq("tid_start")].iloc[0]
    assert time["verdict"] == "längre"
    other = tables["verdicts"][tables["verdicts"]["area"].eq("lss")]
    assert other["status"].ne("sammanblandad").all()


def test_without_known_confounders_that_is_said(effect):
    mine = effect.tables["verdicts"].query("area == 'aldreomsorg'")
    assert mine["attribution"].eq("ren").all()
    assert mine["sentence"].str.startswith("Inget annat").all()


def test_an_area_that_has_not_begun_is_the_control(effect):
    rows = effect.tables["interrupted"].query("model == 'jamforande' and term == 'medel'")
    assert rows["control_area"].eq("annan_sol").all()
    assert rows["status"].eq("visas").all()


def test_where_all_areas_began_at_once_there_is_no_control():
    starts = dict.fromkeys(SIZES, START)
    tables = made(draw(14, cases=SIZES, starts=starts), starts).tables
    rows = tables["interrupted"].query("model == 'jamforande'")
    assert rows["status"].eq("saknas").all()
    assert rows["reason"].str.contains("inget att jämföra").all()


def test_twelve_cases_show_nothing_but_why():
    records = draw(15, cases={"aldreomsorg": 4, "lss": 8}, starts={"lss": START})
    tables = made(records, {"lss": START}, guarantee_days={"lss": 60}).tables
    typed_as_said(tables)
    for name in ("time_changes", "learning_fit", "interrupted", "complexity", "verdicts"):
        assert tables[name]["status"].eq("saknas").all(), name
        assert tables[name]["reason"].str.len().gt(20).all(), name
        assert tables[name]["estimate" if "estimate" in tables[name] else "ratio"].isna().all()
    assert tables["lead_times"]["status"].eq("dold").all()
    assert tables["lead_times"][["n", "n_open", "median"]].isna().all().all()
    assert tables["series"]["days"].isna().all()
    assert tables["curves"].empty


@pytest.mark.parametrize("starts", [{}, {"lss": dt.date(2018, 5, 15)}])
def test_no_cases_at_all(starts):
    told = dataclasses.replace(no_introduction("1489"), starts=starts)
    found = time_and_complexity(empty_records(dt.date(2020, 1, 1)), told)
    typed_as_said(found.tables)
    assert not found.context["available"]
    assert found.tables["verdicts"]["status"].eq("saknas").all()
    assert len(found.tables["verdicts"]) == 5 * len(starts)


def test_no_before_and_no_after():
    records = draw(16, cases=600)
    for start, words in ((dt.date(2014, 1, 1), "före"), (dt.date(2021, 1, 1), "efter")):
        tables = made(records, {"aldreomsorg": start}).tables
        rows = tables["verdicts"]
        assert rows["status"].eq("saknas").all()
        assert rows.loc[rows["outcome"].eq("tid_start"), "reason"].str.contains(words).all()


def test_small_years_are_hidden_and_so_is_the_one_that_would_give_them_away():
    records = draw(17, cases=900)
    year = records.cases["started"].dt.year
    few = records.cases[year.ne(2016) | (year.eq(2016).cumsum() <= 3)].reset_index(drop=True)
    table = made(records._replace(cases=few)).tables["lead_times"].query("clock == 'start'")
    hidden = table[table["status"].eq("dold")]
    assert 2016 in hidden["year"].tolist()
    assert len(hidden) >= 2
    assert hidden[["n", "n_open", "median", "q75_high"]].isna().all().all()
    assert table.loc[table["year"].isna(), "status"].eq("visas").all()


def test_few_open_cases_are_not_counted_out():
    records = draw(18, cases=2000)
    decided = records.cases["decided"]
    nearly = decided.fillna(records.cases["started"] + pd.Timedelta(days=1)).clip(
        upper=pd.Timestamp(records.extracted)
    )
    open_ones = decided.isna() & (decided.isna().cumsum() <= 3)
    cases = records.cases.assign(decided=nearly.mask(open_ones))
    tables = made(records._replace(cases=cases)).tables
    every = tables["lead_times"].query("clock == 'start'")
    assert every.loc[every["year"].isna(), "n_open"].isna().all()
    last = every[every["year"].eq(2019).fillna(False)]
    assert last["n_open"].isna().all()
    # nor is it told by the table of periods
    assert tables["extent"].set_index("period").loc["efter"].isna()["n_open"]


def test_numbers_of_cases_are_in_tens_and_those_of_case_workers_are_not(effect):
    for name, table in effect.tables.items():
        for count in table.columns.intersection(
            ["n", "n_open", "n_persons", "n_before", "n_after"]
        ):
            assert (table[count].dropna() % 10 == 0).all(), (name, count)
    assert effect.tables["extent"]["n_case_workers"].max() == 20
    assert effect.context["n_plans"] % 10 == 0


def test_one_to_four_are_missing_also_where_nothing_is_rounded():
    few = pd.DataFrame({"n": range(7), "n_case_workers": range(7)}).astype("Int64")
    shown = in_tens(few)
    assert shown["n_case_workers"].isna().tolist() == [False, True, True, True, True, False, False]
    assert shown["n"].fillna(-1).tolist() == [0, -1, -1, -1, -1, 10, 10]


def test_the_first_and_last_months_are_no_single_persons():
    records = draw(27, cases=300)
    day = records.cases["started"].mask(records.cases.index == 7, pd.Timestamp(2014, 3, 5))
    cases = records.cases.assign(started=day, decided=day + pd.Timedelta(days=9))
    months = day.dt.to_period("M").dt.to_timestamp().sort_values()
    shown = made(records._replace(cases=cases)).tables["extent"].set_index("period")
    assert shown.loc["fore", "first"] == months.iloc[4]
    assert shown.loc["efter", "last"] == months.iloc[-5]


def test_months_with_few_cases_are_hidden(effect):
    records = draw(20, cases=400)
    series = made(records).tables["series"].query("clock == 'start' and model == 'egen'")
    month = records.cases["started"].dt.to_period("M").dt.to_timestamp()
    counts = month.value_counts()
    for row in series.to_dict("records"):
        if counts.get(row["month"], 0) < 5:
            assert row["status"] == "dold"
            assert pd.isna(row["days"])
    assert series["status"].eq("visas").any()


def test_the_records_are_left_as_they_were():
    records = draw(21, cases=300)
    before = [records.cases.copy(deep=True), records.plans.copy(deep=True)]
    made(records)
    pd.testing.assert_frame_equal(records.cases, before[0])
    pd.testing.assert_frame_equal(records.plans, before[1])


def test_the_same_records_give_the_same_tables():
    records = draw(22, cases=500)
    first, second = made(records).tables, made(records).tables
    for name, table in first.items():
        pd.testing.assert_frame_equal(table, second[name])


def test_case_workers_that_are_missing_are_said(effect):
    records = draw(23, cases=800)
    unknown = records.cases["case_worker"].mask(np.ones(len(records.cases), bool))
    tables = made(records._replace(cases=records.cases.assign(case_worker=unknown))).tables
    row = tables["time_changes"].query("measure == 'tidskvot'").iloc[0]
    assert pd.isna(row["n_clusters"])
    assert row["status"] == "saknas"
    assert "sakna handläggare" in row["reason"]
    assert pd.isna(row["verdict"]) or row["verdict"] == "kan inte avgöras"
    known = effect.tables["time_changes"].query("measure == 'tidskvot'").iloc[0]
    assert known["n_clusters"] == 20


def on_one_day(cases):
    return cases.assign(decided=cases["started"])


def all_open(cases):
    return cases.assign(decided=cases["decided"].mask(cases["started"].notna()))


def parted(cases):
    """Decide all before the start at once, and none after it within a year."""
    late = cases["started"].ge(pd.Timestamp(START))
    days = pd.to_timedelta(np.where(late, 400, 5), unit="D")
    decided = (cases["started"] + days).astype("datetime64[s]")
    return cases.assign(decided=decided.mask(decided > pd.Timestamp("2019-12-31")))


def another_way_in(cases):
    way_in = np.where(cases["started"].lt(pd.Timestamp(START)), "ordinarie", "utskrivning")
    return cases.assign(way_in=pd.Categorical(way_in, categories=cases["way_in"].cat.categories))


def all_alike(cases):
    same = {"life_areas": 3, "goals": 0, "hours": 8.0}
    return cases.assign(**{n: cases[n].where(cases[n].isna(), v) for n, v in same.items()})


def one_person(cases):
    return cases.assign(person=np.zeros(len(cases), dtype="int32"))


@pytest.mark.parametrize(
    "twist", [on_one_day, all_open, parted, another_way_in, all_alike, one_person]
)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_odd_records_give_reasons_or_numbers_but_never_fail(twist):
    records = draw(24, cases={"aldreomsorg": 300, "annan_sol": 200})
    odd = records._replace(cases=twist(records.cases))
    tables = made(odd, hourly_cost=500.0, guarantee_days={"aldreomsorg": 30}).tables
    typed_as_said(tables)
    for name, table in tables.items():
        for column in table.columns.intersection(["estimate", "ci_low", "ci_high", "ratio"]):
            assert np.isfinite(table[column].dropna().astype("float64")).all(), (name, column)
        if {"status", "reason"} <= set(table):
            missing = table[table["status"].eq("saknas")]
            assert missing["reason"].str.len().gt(20).all(), name


def test_times_without_any_spread_are_not_called_certain():
    records = draw(25, cases=300)
    one_day = records._replace(cases=on_one_day(records.cases))
    tables = made(one_day, {"aldreomsorg": START}).tables
    rows = tables["time_changes"].query("measure == 'tidskvot' and clock == 'start'")
    assert rows["status"].item() == "saknas"
    assert "spridning" in rows["reason"].item()
    quarters = tables["learning"].query("clock == 'start'")
    assert quarters["ci_low"].isna().all()
    quartiles = tables["time_changes"].query(
        "measure.str.startswith('skillnad') and clock == 'start'"
    )
    assert quartiles["status"].eq("saknas").all()


def test_few_cases_of_a_quarter_are_not_counted_out():
    records = draw(26, cases=160)
    quarters = made(records, {"aldreomsorg": START}).tables["learning"]
    few = quarters[quarters["reason"].str.contains("för få ärenden", na=False)]
    assert len(few)
    assert few["n"].isna().all()
    assert not quarters["n"].between(1, 9).any()
