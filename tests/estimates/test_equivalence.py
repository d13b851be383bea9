import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ibic_eval.estimates.differences import holm
from ibic_eval.estimates.equivalence import VERDICT_SCHEMA, judged_effects
from ibic_eval.estimates.panels import ESTIMATED, NOT_ESTIMATED


def effects(*rows, df=100.0, model="kommun_ar"):
    """Return effects from (estimate, se); a se of None couldn't be estimated."""
    table = pd.DataFrame(rows, columns=["estimate", "se"]).astype("Float64")
    p = [
        2 * stats.t.sf(abs(estimate) / se, df) if se else None
        for estimate, se in table.astype(object).where(table.notna(), None).to_numpy()
    ]
    status = table["se"].notna().map({True: ESTIMATED, False: NOT_ESTIMATED})
    return table.assign(
        service="hemtjanst",
        question=[f"q{number}" for number in range(len(table))],
        gender="T",
        treated="borjat_mellan",
        control="inte_anvant",
        model=model,
        weighting="oviktad",
        df=df,
        p=pd.array(p, "Float64"),
        status=status,
    )


def test_numbers_are_those_of_r(reference):
    row = judged_effects(effects((0.01, 0.004), df=40.0)).iloc[0]
    assert row["equivalence_low"] == pytest.approx(reference["verdict.low"])
    assert row["equivalence_high"] == pytest.approx(reference["verdict.high"])
    assert row["equivalence_p"] == pytest.approx(reference["verdict.p"])
    assert row["smallest_detectable"] == pytest.approx(reference["verdict.detectable"])


@pytest.mark.parametrize(
    ("estimate", "se", "verdict"),
    [
        (0.05, 0.01, "bättre"),
        (-0.05, 0.01, "sämre"),
        (0.001, 0.004, "likvärdig"),
        (0.001, 0.02, "kan inte avgöras"),
        (0.018, 0.012, "kan inte avgöras"),
        # surely above zero, and below the margin: what is found goes first
        (0.01, 0.002, "bättre"),
    ],
)
def test_verdicts(estimate, se, verdict):
    assert judged_effects(effects((estimate, se)))["verdict"].tolist() == [verdict]


def test_all_questions_are_corrected_together():
    alone = judged_effects(effects((0.03, 0.014)))
    among = judged_effects(effects((0.03, 0.014), *[(0.0, 0.02)] * 13))
    assert alone["verdict"].iloc[0] == "bättre"
    assert among["verdict"].iloc[0] == "kan inte avgöras"
    assert among["n_family"].eq(14).all()
    assert among["p_holm"].tolist() == pytest.approx(holm(among["p"]).tolist())
    assert among["smallest_detectable"].iloc[0] > alone["smallest_detectable"].iloc[0]


def test_one_question_among_many_is_called_the_same_by_a_corrected_test():
    """Schuirmann's p, Holm-corrected; that all are the same is another claim, and needs none."""
    row = (0.0, 0.01)
    alone, among = judged_effects(effects(row)), judged_effects(effects(*[row] * 14))
    assert alone["equivalence_p"].iloc[0] == pytest.approx(stats.t.sf(2, 100))
    assert alone["verdict"].tolist() == ["likvärdig"]
    assert set(among["verdict"]) == {"kan inte avgöras"}
    assert among["equivalence_p_holm"].iloc[0] == pytest.approx(14 * stats.t.sf(2, 100))
    assert among["equivalence_low"].equals(
        pd.concat([alone["equivalence_low"]] * 14, ignore_index=True)
    )


def test_corrected_equivalence_holds_its_level_over_the_family():
    """At the margin itself, 14 questions: uncorrected, one is called the same in 51 % of draws."""
    random = np.random.default_rng(7)
    draws = random.normal(0.02, 0.004, (1000, 14))
    told = [
        judged_effects(effects(*[(each, 0.004) for each in draw], df=1e9)) for draw in draws[:120]
    ]
    wrong = np.mean([table["verdict"].eq("likvärdig").any() for table in told])
    naive = np.mean((draws + stats.norm.ppf(0.95) * 0.004 < 0.02).any(axis=1))
    assert naive == pytest.approx(1 - 0.95**14, abs=0.05)
    assert wrong < 0.12


def test_models_are_families_of_their_own():
    one, two = effects((0.03, 0.014)), effects((0.03, 0.014), model="kommun_skr_ar")
    both = judged_effects(pd.concat([one, two], ignore_index=True))
    assert both["n_family"].tolist() == [1, 1]


def test_what_could_not_be_estimated_can_not_be_told():
    table = judged_effects(effects((0.03, 0.005), (None, None)))
    assert table["verdict"].tolist() == ["bättre", "kan inte avgöras"]
    assert table["p_holm"].isna().tolist() == [False, True]
    assert table["n_family"].tolist() == [1, pd.NA]
    assert judged_effects(effects((None, None)))["verdict"].tolist() == ["kan inte avgöras"]
    assert judged_effects(effects()).empty


def test_normal_quantiles_where_degrees_of_freedom_are_infinite():
    row = judged_effects(effects((0.01, 0.004), df=np.inf)).iloc[0]
    assert row["equivalence_high"] == pytest.approx(0.01 + stats.norm.ppf(0.95) * 0.004)


@given(
    estimate=st.floats(-0.1, 0.1),
    se=st.floats(1e-4, 0.1),
    margin=st.floats(0.001, 0.2),
)
def test_interval_within_the_margin_is_both_one_sided_tests(estimate, se, margin):
    row = judged_effects(effects((estimate, se)), margin=margin).iloc[0]
    inside = -margin < row["equivalence_low"] and row["equivalence_high"] < margin
    if abs(row["equivalence_p"] - 0.05) > 1e-9:
        assert inside == (row["equivalence_p"] < 0.05)
    assert (row["verdict"] == "likvärdig") == (inside and row["p_holm"] >= 0.05)


def test_smallest_detectable_is_found_with_eighty_per_cent_power():
    row = judged_effects(effects((0.0, 0.01), df=1e9)).iloc[0]
    critical = stats.norm.ppf(0.975) * 0.01
    assert stats.norm.sf(critical, row["smallest_detectable"], 0.01) == pytest.approx(0.8, abs=1e-4)


def test_schema():
    table = judged_effects(effects((0.01, 0.01)))
    assert {name: str(table[name].dtype) for name in VERDICT_SCHEMA} == VERDICT_SCHEMA
