"""What is planted in the fictional panel is there, and so are its gaps."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.reconstruction.panel import fictional_panel, panel_values
from ibic_eval.reconstruction.panel_truth import NO_EFFECT, Truth
from ibic_eval.runs.demo_panel import SEED, TRUTH, build_panel_files, survey_answers
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.ibic_use import read_ibic_use
from ibic_eval.sources.kolada.catalogue import read_catalogue
from ibic_eval.sources.kolada.rows import values_table
from ibic_eval.sources.kolada.snapshot import read_snapshot
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.sidecar import verify_sidecar
from ibic_eval.tables.adoption import adoption_groups, first_year
from ibic_eval.tables.ibic_use import IbicUse, type_ibic_use
from ibic_eval.tables.satisfaction import type_satisfaction

PROJECT = Project(PACKAGE_CHECKOUT)
VALUES_FILE = PROJECT.demo / "kolada" / "values.parquet"
CATALOGUE = read_catalogue(PROJECT.reference / "kolada_kpis.csv")
REGISTER = read_municipalities(PROJECT.demo / "municipalities.csv")
TIMES = set(CATALOGUE.loc[CATALOGUE["role"].eq("tid"), "kpi"])
RESULTS = CATALOGUE[CATALOGUE["role"].eq("resultat")].set_index("kpi")
AT_ONCE, GROWING, DIVERGING, NOTHING = "U21504", "U23521", "U21465", "U21468"
ELDERLY_YEARS = [year for year in range(2012, 2026) if year != 2021]
# Nothing but what is planted: no differences, no shocks, and so many that answer that shares are
# as good as exact.
STILL = replace(
    Truth(),
    municipality_sd=0.0,
    question_sd=0.0,
    year_sd=0.0,
    shock_sd=0.0,
    residual_sd=0.0,
    selection=0.0,
    women=0.0,
    composition={},
    lss_part=1.0,
)


def typed_use() -> IbicUse:
    codebook = load_codebook(PROJECT.codebooks / "ibic_use.yml")
    return type_ibic_use(read_ibic_use([PROJECT.demo / "ibic_use.csv"]), codebook, REGISTER)


@pytest.fixture(scope="module")
def use() -> pd.DataFrame:
    return typed_use().use


@pytest.fixture(scope="module")
def committed() -> pd.DataFrame:
    return read_snapshot(VALUES_FILE)


def only(*kpis: str) -> pd.DataFrame:
    return CATALOGUE[CATALOGUE["kpi"].isin(kpis)]


def still(kpi: str, use: pd.DataFrame, truth: Truth = STILL) -> pd.DataFrame:
    """Return an indicator's exact shares, municipalities by years, when nothing disturbs it."""
    many = REGISTER.assign(population=5_000_000_000)
    values = panel_values(many, use, only(kpi), truth, seed=1)
    return shares(values, kpi)


def shares(values: pd.DataFrame, kpi: str) -> pd.DataFrame:
    chosen = values["kpi"].eq(kpi) & values["gender"].eq("T") & values["status"].eq("")
    wide = values[chosen].pivot_table(index="municipality", columns="year", values="value") / 100
    return wide.astype("float64")


def cells(wide: pd.DataFrame) -> np.ndarray:
    """Return the numbers of a table that are there."""
    numbers = wide.to_numpy("float64")
    return numbers[~np.isnan(numbers)]


def difference_in_changes(wide: pd.DataFrame, use: pd.DataFrame) -> float:
    """Return how much more those that began changed 2018-2020 than those that did not use it."""
    groups = adoption_groups(use, "aldreomsorg", 2018, 2020).set_index("municipality")["group"]
    change = (wide[2020] - wide[2018]).groupby(groups).mean()
    return float(change["borjat_mellan"] - change["inte_anvant"])


def years_since(wide: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    start = first_year(use, "aldreomsorg").set_index("municipality")["first_year"]
    started = start.reindex(wide.index).astype("float64")
    return pd.DataFrame({year: year - started for year in wide.columns})


def test_the_effect_at_once_is_three_points_every_year(use: pd.DataFrame) -> None:
    wide = still(AT_ONCE, use)
    using = years_since(wide, use).ge(0)
    level = np.median(cells(wide.where(~using)))
    assert np.allclose(cells(wide.where(using)) - level, 0.03, atol=0.002)
    assert np.allclose(cells(wide.where(~using)), level, atol=0.002)


def test_the_growing_effect_grows_a_point_a_year_for_five_years(use: pd.DataFrame) -> None:
    wide = still(GROWING, use)
    since = years_since(wide, use)
    level = np.median(cells(wide.where(~since.ge(0))))
    for passed, effect in {0: 0.01, 1: 0.02, 2: 0.03, 4: 0.05, 5: 0.05, 8: 0.05}.items():
        assert np.allclose(cells(wide.where(since.eq(passed))) - level, effect, atol=0.002)


def test_one_question_diverges_before_anybody_begins(use: pd.DataFrame) -> None:
    wide = still(DIVERGING, use)
    begins = first_year(use, "aldreomsorg").set_index("municipality")["first_year"].notna()
    gap = wide.groupby(begins.reindex(wide.index)).mean().T
    slope = (gap[True] - gap[False]).loc[:2013].diff().dropna()
    assert np.allclose(slope, 0.005, atol=0.002)


def test_nothing_is_planted_in_the_others(use: pd.DataFrame) -> None:
    wide = still(NOTHING, use)
    assert np.std(cells(wide)) < 0.001
    assert Truth().effect("hemtjanst", "helhetssyn", 3) == 0.0
    assert NO_EFFECT.effect("hemtjanst", "bemotande", 3) == 0.0


def test_those_that_begin_are_better_from_the_start_without_any_effect(use: pd.DataFrame) -> None:
    wide = still(NOTHING, use, replace(STILL, selection=0.02))
    begins = first_year(use, "aldreomsorg").set_index("municipality")["first_year"].notna()
    means = wide.groupby(begins.reindex(wide.index)).mean()
    assert np.allclose(means.loc[True] - means.loc[False], 0.02, atol=0.002)


def test_other_respondents_in_2020_shift_that_year_for_all(use: pd.DataFrame) -> None:
    wide = still(NOTHING, use, replace(STILL, composition={2020: -0.015}))
    shift = wide[2020] - wide[2019]
    assert shift.between(-0.024, -0.006).all()
    assert abs(shift.mean() + 0.015) < 0.001
    assert abs(difference_in_changes(wide, use)) < 0.002


def test_over_many_draws_the_planted_effect_comes_out(use: pd.DataFrame) -> None:
    found = [
        difference_in_changes(
            shares(panel_values(REGISTER, use, only(AT_ONCE), Truth(), seed), AT_ONCE), use
        )
        for seed in range(12)
    ]
    assert abs(np.mean(found) - 0.03) < 0.008
    assert np.std(found) > 0.003


def test_the_committed_panel_has_the_effect_and_no_other(
    committed: pd.DataFrame, use: pd.DataFrame
) -> None:
    assert abs(difference_in_changes(shares(committed, AT_ONCE), use) - 0.03) < 0.01
    for kpi in ("U21468", "U21477", "U21463", "U21462", "U21505"):
        assert abs(difference_in_changes(shares(committed, kpi), use)) < 0.015


def test_waves_are_missing_where_they_should(committed: pd.DataFrame) -> None:
    surveys = committed["kpi"].map(CATALOGUE.set_index("kpi")["survey"])
    assert sorted(committed.loc[surveys.eq("aldreundersokningen"), "year"].unique()) == (
        ELDERLY_YEARS
    )
    lss = committed[surveys.eq("lss_undersokningen")]
    assert set(lss["year"]) == set(range(2013, 2026, 2))
    took_part = lss[lss["kpi"].eq("U28532") & lss["value"].notna()].groupby("year").size() / 312
    assert took_part.between(0.4, 0.65).all()
    newer = lss[lss["kpi"].eq("U28658") & lss["value"].notna()]
    assert newer["year"].min() == 2019


def test_results_of_few_are_hidden_in_both_ways(committed: pd.DataFrame) -> None:
    panel = type_satisfaction(committed, CATALOGUE, REGISTER).satisfaction
    totals = panel[panel["gender"].eq("T")]
    shown = totals[totals["status"].eq("visas")]
    elderly = shown["service"].isin(["hemtjanst", "sarskilt_boende"])
    assert shown.loc[elderly, "n"].ge(30).all()
    assert shown.loc[~elderly, "n"].dropna().ge(10).all()
    assert shown.loc[~elderly, "n"].isna().any()
    homes = totals[totals["question"].eq("helhetssyn") & totals["service"].eq("sarskilt_boende")]
    assert {"dold", "saknas"} <= set(homes["status"])
    # Below the limit no share; at 30 and above nearly all are there.
    assert homes.loc[homes["n"].isna(), "share"].isna().all()
    assert homes.loc[homes["n"].ge(30).fillna(False), "share"].notna().all()


def test_rows_are_as_the_api_gives_them_and_read_as_a_fetch_reads_them(use: pd.DataFrame) -> None:
    catalogue = CATALOGUE[CATALOGUE["service"].isin(["sarskilt_boende", "servicebostad"])]
    some = REGISTER.head(60)
    rows = fictional_panel(some, use, catalogue, Truth(), seed=3)
    assert all(set(row) == {"kpi", "municipality", "period", "values"} for row in rows)
    values = [value for row in rows for value in row["values"]]
    keys = {"gender", "count", "status", "value", "isdeleted"}
    assert all(set(value) == keys and value["count"] == 1 for value in values)
    assert {value["gender"] for value in values} == {"T", "K", "M"}
    read = values_table(rows)
    assert read.unknown_signs == ()
    assert read.deleted == sum(value["isdeleted"] for value in values) > 0
    expected = panel_values(some, use, catalogue, Truth(), seed=3)
    pd.testing.assert_frame_equal(read.table, expected)
    assert {"", "dold", "saknas"} == set(read.table["status"])


def test_only_respondents_of_the_whole_service_are_counted(committed: pd.DataFrame) -> None:
    roles = committed["kpi"].map(CATALOGUE.set_index("kpi")["role"])
    assert set(roles) == {"resultat", "svarande", "svarsfrekvens", "tid"}
    assert set(committed.loc[roles.ne("resultat"), "gender"]) == {"T"}
    services = committed["kpi"].map(CATALOGUE.set_index("kpi")["service"])
    assert set(services[committed["gender"].ne("T")]) == {"hemtjanst"}


def test_the_panel_rests_on_the_seed_and_changes_nothing(use: pd.DataFrame) -> None:
    before = use.copy(), REGISTER.copy(), CATALOGUE.copy()
    one = panel_values(REGISTER, use, only(AT_ONCE, NOTHING, "U23592"), Truth(), seed=5)
    again = panel_values(REGISTER, use, only(AT_ONCE), Truth(), seed=5)
    other = panel_values(REGISTER, use, only(AT_ONCE), Truth(), seed=6)
    same = one[one["kpi"].eq(AT_ONCE)].reset_index(drop=True)
    pd.testing.assert_frame_equal(same, again)
    assert not again["value"].equals(other["value"])
    for frame, was in zip((use, REGISTER, CATALOGUE), before, strict=True):
        pd.testing.assert_frame_equal(frame, was)


def test_the_fictional_use_agrees_with_the_survey_of_2020(use: pd.DataFrame) -> None:
    assert typed_use().issues.empty
    starts = first_year(use, "aldreomsorg").set_index("municipality")["first_year"]
    assert starts["9001"] == 2017
    kinds = survey_answers(PROJECT)
    of = {kind: [c for (c, area), k in kinds.items() if area == "aldreomsorg" and k == kind]
          for kind in set(kinds.values())}  # fmt: skip
    assert starts[of["etablerade"]].le(2019).all()
    assert starts[of["inlarning"]].between(2018, 2021).all()
    assert not starts[of["ej_anvandare"]].le(2021).any()
    assert starts.isna().sum() > 60
    groups = adoption_groups(use, "aldreomsorg", 2018, 2020)["group"].value_counts()
    assert groups[["inte_anvant", "borjat_mellan", "anvant_bada"]].min() >= 30


def test_the_committed_files_say_what_they_are() -> None:
    for path in (VALUES_FILE, PROJECT.demo / "ibic_use.csv"):
        assert "Påhittade" in verify_sidecar(path).title
    assert VALUES_FILE.stat().st_size < 1_500_000


@pytest.mark.slow
def test_the_committed_files_come_out_again_to_the_byte() -> None:
    files = build_panel_files(PROJECT)
    assert {path.name for path in files} >= {"values.parquet", "ibic_use.csv"}
    for path, content in files.items():
        assert path.read_bytes() == content, path.name


@pytest.mark.slow
def test_the_committed_values_are_a_part_of_the_whole_panel(
    committed: pd.DataFrame, use: pd.DataFrame
) -> None:
    whole = panel_values(REGISTER, use, CATALOGUE, TRUTH, SEED)
    of_surveys = committed[~committed["kpi"].isin(TIMES)]
    assert len(of_surveys.merge(whole, how="inner")) == len(of_surveys)
    assert set(RESULTS.index) <= set(committed["kpi"])
