import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ibic_eval.estimates.did import EFFECTS_SCHEMA, NO_SPREAD, difference_in_differences
from ibic_eval.estimates.panels import ESTIMATED, NOT_ESTIMATED, gender_standardised
from tests.estimates.clusters_by_definition import by_definition

REFERENCE = Path(__file__).parent / "reference"
MODELS = ["kommun_ar", "kommun_skr_ar"]
WEIGHTINGS = ["oviktad", "viktad"]

HASHED = """
import pandas as pd
from ibic_eval.estimates.did import difference_in_differences
panel, adoption, register = (pd.read_pickle(name) for name in {names})
effects = difference_in_differences(panel, adoption, register)
print([value.hex() for name in ("estimate", "se", "p") for value in effects[name].astype(float)])
"""


def effects_of(panel, **options):
    return difference_in_differences(panel.satisfaction, panel.adoption, panel.register, **options)


def row_of(effects, model="kommun_ar", weighting="oviktad"):
    return effects[effects["model"].eq(model) & effects["weighting"].eq(weighting)].iloc[0]


def regrouped(panel, treated, control=10_000):
    """Let the first municipalities be those that began, and the next the controls."""
    place = pd.Series(range(len(panel.adoption)))
    group = pd.Series("ovrig", index=place.index).mask(place < treated + control, "inte_anvant")
    return panel._replace(
        adoption=panel.adoption.assign(group=group.mask(place < treated, "borjat_mellan"))
    )


def both_waves(panel, model, weighting):
    """Return the regression of both waves' results, with an effect of each municipality."""
    wide = panel.satisfaction.pivot_table(
        index="municipality", columns="year", values=["share", "n"]
    )
    wide = wide[[(name, year) for name in ("share", "n") for year in (2018, 2020)]].dropna()
    group = panel.adoption.set_index("municipality")["group"].reindex(wide.index)
    wide, group = wide[group.ne("anvant_bada")], group[group.ne("anvant_bada")]
    stratum = panel.register.set_index("code")["skr2017"].str[0].reindex(wide.index)
    place, late = np.repeat(np.arange(len(wide)), 2), np.tile([False, True], len(wide))
    strata = [stratum.eq(name) for name in "ABC"] if model != MODELS[0] else [stratum.notna()]
    columns = [group.eq("borjat_mellan"), *strata]
    design = np.column_stack(
        [
            *(column.to_numpy()[place] & late for column in columns),
            place[:, None] == np.arange(len(wide)),
        ]
    ).astype("float64")
    weight = np.sqrt(wide["n"].to_numpy(dtype="float64").ravel() if weighting == "viktad" else 1)
    outcome = wide["share"].to_numpy(dtype="float64").ravel() * weight
    return outcome, design * np.reshape(weight, (-1, 1)), place


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_effect_is_that_of_r_and_error_cr2_by_definition(
    reference_panel, reference, model, weighting
):
    """R's errors are CR1: the same matrices without CR2's adjustment, times G / (G - 1)."""
    row = row_of(effects_of(reference_panel), model, weighting)
    where = f"did.{model}.{weighting}"
    assert row["estimate"] == pytest.approx(reference[f"{where}.estimate.lm"], rel=1e-8)
    outcome, design, place = both_waves(reference_panel, model, weighting)
    first, size = np.eye(design.shape[1])[0], row["n_municipalities"]
    assert size == place.max() + 1
    plain, _ = by_definition(outcome, design, place, first, adjusted=False)
    known = reference[f"{where}.se.lm"]
    assert np.sqrt(plain * size / (size - 1)) == pytest.approx(known, rel=1e-8)
    variance, df = by_definition(outcome, design, place, first)
    assert row["se"] == pytest.approx(np.sqrt(variance), rel=1e-8)
    assert row["df"] == pytest.approx(min(df, row["n_treated"] - 1), rel=1e-8)


def test_plain_effect_is_that_of_r_plm(reference_panel, reference):
    row = row_of(effects_of(reference_panel))
    known = reference["did.kommun_ar.oviktad.estimate"]
    assert row["estimate"] == pytest.approx(known, rel=1e-8)


def test_plain_error_is_welchs(simulate):
    panel = simulate(1, municipalities=40)
    wide = panel.satisfaction.pivot_table(index="municipality", columns="year", values="share")
    change = (wide[2020] - wide[2018]).astype("float64")
    began = panel.adoption.set_index("municipality")["group"].eq("borjat_mellan")
    welch = stats.ttest_ind(change[began], change[~began], equal_var=False)
    row = row_of(effects_of(panel))
    assert row["estimate"] / row["se"] == pytest.approx(welch.statistic)


@pytest.mark.slow
def test_every_hash_seed_gives_the_same_bits(reference_panel, tmp_path):
    names = [str(tmp_path / f"{name}.pkl") for name in ("panel", "adoption", "register")]
    frames = (reference_panel.satisfaction, reference_panel.adoption, reference_panel.register)
    for frame, name in zip(frames, names, strict=True):
        frame.to_pickle(name)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", HASHED.format(names=names)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "77")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 100


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_plain_effect_is_the_difference_of_mean_changes(simulate, seed):
    panel = simulate(seed, municipalities=40)
    wide = panel.satisfaction.pivot_table(index="municipality", columns="year", values="share")
    change = wide[2020] - wide[2018]
    mean = change.groupby(panel.adoption.set_index("municipality")["group"]).mean()
    row = row_of(effects_of(panel))
    assert row["estimate"] == pytest.approx(mean["borjat_mellan"] - mean["inte_anvant"])


def test_planted_effect_is_found(simulate):
    effects = effects_of(simulate(7, municipalities=290, effect=0.03))
    assert effects["status"].eq(ESTIMATED).all()
    assert (effects["ci_low"].gt(0) & effects["ci_high"].gt(0.03)).all()


def test_genders_have_rows_of_their_own(simulate):
    whole = simulate(8).satisfaction
    panel = simulate(8)._replace(
        satisfaction=pd.concat([whole, whole.assign(gender="K"), whole.assign(gender="M")])
    )
    effects = effects_of(panel)
    assert effects.groupby("gender").size().to_dict() == {"K": 4, "M": 4, "T": 4}
    parts = [part.drop(columns="gender") for _, part in effects.groupby("gender")]
    assert all(part["estimate"].tolist() == parts[0]["estimate"].tolist() for part in parts)


def test_standardising_takes_out_a_changed_mix_of_genders():
    rows = [
        ("9001", 2018, "K", 0.9, 50),
        ("9001", 2018, "M", 0.7, 50),
        ("9001", 2020, "K", 0.9, 90),
        ("9001", 2020, "M", 0.7, 10),
        ("9002", 2018, "K", 0.8, None),
        ("9002", 2018, "M", 0.6, None),
        ("9003", 2018, "K", 0.8, 40),
    ]
    columns = ["municipality", "year", "gender", "share", "n"]
    frame = pd.DataFrame(rows, columns=columns).astype({"n": "Int64", "share": "Float64"})
    frame = frame.assign(service="hemtjanst", question="helhetssyn", status="visas", kpi="U1")
    table = gender_standardised(frame)
    assert table["gender"].eq("S").all()
    assert table["share"].tolist() == pytest.approx([0.84, 0.84, 0.7])
    assert table["n"].tolist() == [100, 100, pd.NA]
    assert list(table) == list(frame)


def test_more_in_both_waves_than_adopters_can_be_the_treated(reference_panel):
    effects = effects_of(reference_panel, treated="anvant_bada")
    assert effects["treated"].eq("anvant_bada").all()
    assert effects["status"].eq(ESTIMATED).all()


@pytest.mark.parametrize(
    ("treated", "control", "reason"),
    [
        (0, 99, "Bara 0 kommuner i gruppen ”började mellan åren” har värden båda åren; minst 5"),
        (1, 99, "Bara 1 kommun i gruppen ”började mellan åren” har värden båda åren; minst 5"),
        (99, 1, "Bara 1 kommun i gruppen ”använde inte IBIC” har värden båda åren; minst 5"),
        (1, 1, "Bara 1 kommun i gruppen ”började mellan åren”"),
        (0, 0, ""),
    ],
)
def test_too_few_adopters_or_controls_give_a_reason(simulate, treated, control, reason):
    effects = effects_of(regrouped(simulate(9, municipalities=100), treated, control))
    assert effects["status"].eq(NOT_ESTIMATED).all()
    assert effects["se"].isna().all()
    if len(effects):
        plain = row_of(effects)
        assert plain["reason"].startswith(reason)
        assert plain["n_treated"] == treated


@pytest.mark.parametrize("change", ["status", "share", "n"])
def test_all_missing_gives_status_rows(simulate, change):
    panel = simulate(10, municipalities=20)
    lost = {"status": "saknas", "share": pd.NA, "n": pd.NA}
    satisfaction = panel.satisfaction.assign(**{change: lost[change]})
    effects = effects_of(panel._replace(satisfaction=satisfaction))
    stopped = effects if change != "n" else effects[effects["weighting"].eq("viktad")]
    assert len(stopped) > 0
    assert stopped["status"].eq(NOT_ESTIMATED).all()
    assert stopped["reason"].str.len().gt(0).all()


def test_one_wave_missing_gives_status_rows(simulate):
    panel = simulate(11)
    late = panel.satisfaction[panel.satisfaction["year"].eq(2018)]
    effects = effects_of(panel._replace(satisfaction=late))
    assert len(effects) == 4
    assert effects["status"].eq(NOT_ESTIMATED).all()


def test_no_variation_has_no_error_to_show(simulate):
    panel = simulate(12, municipalities=30)
    still = panel.satisfaction.assign(share=0.8)
    effects = effects_of(panel._replace(satisfaction=still))
    assert effects["status"].eq(NOT_ESTIMATED).all()
    assert effects["reason"].eq(NO_SPREAD).all()


def test_strata_without_both_kinds_are_left_out_of_the_adjusted_model(simulate):
    panel = simulate(13, municipalities=90)
    first = panel.register["skr2017"].eq("A1")
    code = panel.register.loc[first, "code"]
    group = panel.adoption["group"].mask(panel.adoption["municipality"].isin(code), "inte_anvant")
    effects = effects_of(panel._replace(adoption=panel.adoption.assign(group=group)))
    assert row_of(effects)["n_municipalities"] == 90
    assert row_of(effects, "kommun_skr_ar")["n_municipalities"] == 60


def test_schema(simulate):
    effects = effects_of(simulate(14, municipalities=30))
    assert {name: str(kind) for name, kind in effects.dtypes.items()} == EFFECTS_SCHEMA
