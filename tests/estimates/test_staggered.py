import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.did import NO_SPREAD
from ibic_eval.estimates.panels import ESTIMATED, NOT_ESTIMATED
from ibic_eval.estimates.staggered import (
    EVENTS_SCHEMA,
    NOT_YET,
    STAGGERED_SCHEMA,
    staggered_effects,
)

YEARS = (2014, 2015, 2016, 2018, 2019, 2020, 2022)
STARTS = (2016, 2018, 2019, 2020, 0, 0, 0, 0)


def effects_of(panel, **options):
    return staggered_effects(panel.satisfaction, panel.first_years, **options)


def complete(panel):
    """Keep the municipalities that have every wave."""
    shown = panel.satisfaction.dropna(subset="share")
    waves = shown.groupby("municipality")["year"].nunique()
    kept = waves.index[waves.eq(waves.max())]
    return panel._replace(satisfaction=shown[shown["municipality"].isin(kept)])


def with_starts(panel, **starts):
    first = panel.first_years["municipality"].map({f"{code[1:]}": y for code, y in starts.items()})
    return panel._replace(first_years=panel.first_years.assign(first_year=first.astype("Int64")))


def test_overall_effect_is_that_of_r_and_its_error_widened_to_few(reference_panel, reference):
    """R's errors divide by the number that began, not by that less their starting years."""
    row = effects_of(complete(reference_panel)).overall.iloc[0]
    assert row["estimate"] == pytest.approx(reference["staggered.estimate"], rel=1e-8)
    widening = np.sqrt(row["n_treated"] / row["df"])
    assert row["se"] == pytest.approx(reference["staggered.se"] * widening, rel=1e-8)
    assert row["df"] == row["n_treated"] - 5  # starting years


def test_one_starting_year_and_two_waves_is_the_difference_of_mean_changes(simulate):
    panel = simulate(1)
    row = effects_of(panel).overall.iloc[0]
    wide = panel.satisfaction.pivot_table(index="municipality", columns="year", values="share")
    change = (wide[2020] - wide[2018]).astype(float)
    began = panel.first_years.set_index("municipality")["first_year"].notna()
    parts = [change[began], change[~began]]
    assert row["estimate"] == pytest.approx(parts[0].mean() - parts[1].mean())
    known = sum(part.var(ddof=0) / len(part) for part in parts)
    size = len(parts[0])
    assert row["se"] == pytest.approx(np.sqrt(known * size / (size - 1)))


@pytest.mark.parametrize("control", ["never_treated", NOT_YET])
def test_planted_staggered_effect_is_found(simulate, control):
    panel = simulate(2, municipalities=290, years=YEARS, starts=STARTS, effect=0.02, growth=0.01)
    overall, events = effects_of(panel, control=control)
    row = overall.iloc[0]
    truth = mean_true_effect(panel, 0.02, 0.01)
    assert row["ci_low"] < truth < row["ci_high"]
    assert row["p"] < 1e-6
    after = events[events["event_time"].ge(0)].set_index("event_time")["estimate"]
    assert np.corrcoef(after.index.astype(int), after.astype(float))[0, 1] > 0.9
    assert row["pretrend_p"] > 0.01


def mean_true_effect(panel, effect, growth):
    """Return the mean over starting years and waves, weighted by municipalities."""
    joined = panel.satisfaction.merge(panel.first_years, on="municipality")
    after = joined[joined["first_year"].le(joined["year"]).fillna(False)]
    return float((effect + growth * (after["year"] - after["first_year"])).mean())


def test_trend_before_the_start_is_seen(simulate):
    panel = simulate(3, municipalities=290, years=YEARS, starts=(2019, 0))
    began = panel.first_years.set_index("municipality")["first_year"].notna()
    mine = panel.satisfaction["municipality"].map(began)
    rising = 0.015 * (panel.satisfaction["year"] - 2014) * mine
    row = effects_of(
        panel._replace(
            satisfaction=panel.satisfaction.assign(share=panel.satisfaction["share"] + rising)
        )
    ).overall.iloc[0]
    assert row["pretrend_p"] < 0.001


def test_five_that_began_seldom_look_different_before_the_start(simulate):
    """The joint Wald test rejects in more than a third of such draws."""
    rejected = []
    for seed in range(8):
        panel = simulate(100 + seed, municipalities=40, years=YEARS, starts=(0,))
        years = [2019] * 3 + [2020] * 2 + [pd.NA] * 35
        first = panel.first_years.assign(first_year=pd.array(years, "Int64"))
        row = effects_of(panel._replace(first_years=first)).overall.iloc[0]
        rejected.append(row["pretrend_p"] < 0.05)
    assert sum(rejected) <= 2


def test_breakdown_is_larger_for_a_larger_effect(simulate):
    def of(effect):
        panel = simulate(2, municipalities=290, years=YEARS, starts=STARTS, effect=effect)
        return effects_of(panel).overall["breakdown"].iloc[0]

    assert of(0.0) == 0 < of(0.03) < of(0.06)


def test_bands_are_wider_than_intervals_and_the_reference_is_zero(simulate):
    events = effects_of(simulate(4, years=YEARS, starts=STARTS)).events
    own = events[~events["reference"]]
    assert own["band_low"].lt(own["ci_low"]).all()
    assert own["band_high"].gt(own["ci_high"]).all()
    reference = events[events["reference"]]
    assert reference["estimate"].eq(0).all()
    assert reference["se"].isna().all()
    assert events["event_time"].between(-5, 5).all()
    assert events["event_time"].is_monotonic_increasing


def test_same_numbers_every_time(simulate):
    panel = simulate(4, years=YEARS, starts=STARTS)
    shuffled = panel._replace(satisfaction=panel.satisfaction.sample(frac=1, random_state=3))
    first, second = effects_of(panel), effects_of(shuffled)
    for one, other in zip(first, second, strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=1e-10)


def test_missing_waves_are_borne(simulate):
    panel = simulate(5, municipalities=290, years=YEARS, starts=STARTS, effect=0.03)
    some = panel.satisfaction.sample(frac=0.8, random_state=1)
    row = effects_of(panel._replace(satisfaction=some)).overall.iloc[0]
    assert row["status"] == ESTIMATED
    assert row["ci_low"] < 0.03 < row["ci_high"]


def test_starts_after_the_last_wave_count_as_never(simulate):
    panel = simulate(6, years=YEARS, starts=STARTS)
    never = panel.first_years["first_year"].isna()
    later = panel.first_years.assign(
        first_year=panel.first_years["first_year"].mask(never & (never.index % 2 == 0), 2024)
    )
    assert effects_of(panel).overall.equals(effects_of(panel._replace(first_years=later)).overall)


def test_early_and_lone_starters_are_left_out_and_counted(simulate):
    panel = simulate(7, years=YEARS, starts=(2019, 0))
    years = panel.first_years["first_year"].tolist()
    years[0], years[1], years[2] = 2014, 2010, 2016
    changed = panel.first_years.assign(first_year=pd.array(years, "Int64"))
    row = effects_of(panel._replace(first_years=changed)).overall.iloc[0]
    assert row["n_excluded"] == 3
    kept = panel._replace(first_years=changed[3:])
    assert row["estimate"] == pytest.approx(effects_of(kept).overall["estimate"].iloc[0])


@pytest.mark.parametrize(
    "case", ["single adopter", "nobody", "one wave", "all missing", "no never"]
)
def test_what_can_not_be_estimated_says_why(simulate, case):
    panel = simulate(8, years=YEARS, starts=(2019, 0))
    starts = panel.first_years["first_year"]
    if case == "single adopter":
        panel = with_starts(panel, _9001=2019)
    elif case == "nobody":
        panel = with_starts(panel)
    elif case == "one wave":
        panel = panel._replace(satisfaction=panel.satisfaction[panel.satisfaction["year"].eq(2018)])
    elif case == "all missing":
        panel = panel._replace(satisfaction=panel.satisfaction.assign(status="saknas"))
    else:
        years = starts.fillna(2018)
        panel = panel._replace(first_years=panel.first_years.assign(first_year=years))
    overall, events = effects_of(panel)
    assert overall["status"].tolist() == [NOT_ESTIMATED]
    assert overall["reason"].str.contains("minst 5 behövs").all()
    assert overall["estimate"].isna().all()
    assert events.empty


def test_no_variation_is_said(simulate):
    panel = simulate(9, years=YEARS, starts=(2019, 0))
    still = panel._replace(satisfaction=panel.satisfaction.assign(share=0.75))
    assert effects_of(still).overall["reason"].tolist() == [NO_SPREAD]


def test_schemas(simulate):
    overall, events = effects_of(simulate(10, years=YEARS, starts=STARTS))
    assert {name: str(kind) for name, kind in overall.dtypes.items()} == STAGGERED_SCHEMA
    assert {name: str(kind) for name, kind in events.dtypes.items()} == EVENTS_SCHEMA
