from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.codebook.values import Evidence, ReportVerdict, Value, load_values
from ibic_eval.estimates import verdicts as verdicts_module
from ibic_eval.estimates.published_shares import shares_from_published
from ibic_eval.estimates.shares import COUNTS_SCHEMA, shares_from_counts
from ibic_eval.estimates.verdicts import (
    certainty,
    value_evidence,
    value_verdicts,
    verdict_of_share,
)
from ibic_eval.sources.published import read_published

SURVEY = Path("surveys/kommunenkat-2020")
CHANGE = ("okat", "oforandrat", "minskat", "vet_inte", "inte_aktuellt")


def value(*primary: str) -> Value:
    grounds = tuple(Evidence(item, "okat") for item in primary)
    report = ReportVerdict("märkbar", "8.2.5", "i vissa kommuner")
    return Value("v", "brukare", "Värde", "Värde", "3.2", grounds, (), report)


def shares(**items: dict[str, tuple[int, ...]]) -> pd.DataFrame:
    """Return shares per area from the counts of each answer in CHANGE."""
    rows = [
        (item, area, "anvandare", answer, count, sum(counts), sum(counts))
        for item, areas in items.items()
        for area, counts in areas.items()
        for answer, count in zip(CHANGE, counts, strict=True)
    ]
    counts = pd.DataFrame(rows, columns=list(COUNTS_SCHEMA)).astype(COUNTS_SCHEMA)
    return shares_from_counts(counts, 164 / 312)


def judge(frame: pd.DataFrame, *primary: str) -> pd.Series:
    return value_verdicts(frame, [value(*primary)]).iloc[0]


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        (1, "tydlig"),
        (0.5, "tydlig"),
        (0.4999, "märkbar"),
        (41 / 123, "märkbar"),
        (40 / 123, "ingen märkbar"),
        (0, "ingen märkbar"),
    ],
)
def test_rule_at_its_thresholds(share, verdict):
    assert verdict_of_share(share) == verdict


def test_certainty_names_both_ends():
    assert certainty(0.51, 0.7, "svarande") == "säker"
    assert certainty(0.3, 0.55, "svarande") == "osäker: ingen märkbar till tydlig"


def test_the_narrowest_conceivable_interval_shows_doubt_but_never_certainty() -> None:
    assert certainty(0.51, 0.7, "högsta möjliga N").startswith("oklar")
    assert certainty(0.51, 0.7, "tryckt N") == "säker"
    assert certainty(0.3, 0.55, "högsta möjliga N") == "osäker: ingen märkbar till tydlig"


def test_area_with_the_highest_share_decides():
    row = judge(shares(q4_1={"lss": (50, 50, 0, 0, 0), "annan_sol": (30, 70, 0, 0, 0)}), "q4_1")
    assert (row["verdict"], row["lowest_area_verdict"]) == ("tydlig", "ingen märkbar")
    assert row["certainty"] == "osäker: ingen märkbar till tydlig"
    assert (row["share_low"], row["share_high"], row["agrees"]) == (0.3, 0.5, False)


def test_item_with_the_highest_share_decides():
    frame = shares(q4_1={"lss": (40, 60, 0, 0, 0)}, q4_6={"lss": (10, 90, 0, 0, 0)})
    row = judge(frame, "q4_6", "q4_1")
    assert (row["item"], row["verdict"], row["agrees"]) == ("q4_1", "märkbar", True)


def test_item_that_half_cannot_answer_is_not_judged():
    half = {"lss": (50, 0, 0, 30, 20), "annan_sol": (60, 40, 0, 0, 0)}
    row = judge(shares(q4_1=half), "q4_1")
    assert row["verdict"] == "går inte att bedöma" and row["reason"].startswith("minst hälften")
    other = judge(shares(q4_1=half, q4_6={"lss": (40, 60, 0, 0, 0)}), "q4_1", "q4_6")
    assert (other["verdict"], other["item"]) == ("märkbar", "q4_6")
    less = judge(shares(q4_1={"lss": (51, 0, 0, 29, 20)}), "q4_1")
    assert less["verdict"] == "tydlig"


def test_value_without_items_or_figures_cannot_be_judged():
    frame = shares(q4_1={"lss": (50, 50, 0, 0, 0)})
    assert judge(frame)["reason"].startswith("ingen fråga")
    assert judge(frame, "q5_1")["reason"] == "andelen är inte redovisad"
    hidden = frame.assign(status="dold", share_low=pd.NA, share_high=pd.NA)
    assert judge(hidden, "q4_1")["reason"] == "andelen är dold"


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return shares_from_published(read_published(Path("data/published/vardanalys-2021-2.csv")))


@pytest.fixture(scope="module")
def values() -> tuple[Value, ...]:
    return load_values(SURVEY / "values.yml", load_instrument(SURVEY / "instrument.yml"))


def test_rule_on_the_published_figures_gives_the_verdicts_of_the_report_but_one(published, values):
    verdicts = value_verdicts(published, values).set_index("id")
    assert len(verdicts) == 13
    assert verdicts.index[~verdicts["agrees"]].tolist() == ["org_tydligt_stod"]
    assert verdicts.loc["org_tydligt_stod", "verdict"] == "tydlig"
    unclear = verdicts.index[verdicts["certainty"].str.startswith("oklar", na=False)].tolist()
    assert unclear == ["org_likvardighet", "org_uppfoljning", "bru_traffsakra"]
    assert not verdicts["certainty"].eq("säker").any()


def test_independence_hangs_on_one_area(published, values):
    row = value_verdicts(published, values).set_index("id").loc["bru_sjalvstandighet"]
    assert (row["verdict"], row["lowest_area_verdict"]) == ("märkbar", "ingen märkbar")


def test_every_item_of_every_value_is_shown(published, values):
    evidence = value_evidence(published, values)
    assert len(evidence) == sum(len(v.primary) + len(v.supporting) for v in values)
    followed = evidence[evidence["id"].eq("org_uppfoljning") & evidence["role"].eq("primary")]
    assert followed.set_index("item")["verdict"].to_dict() == {
        "q5_5": "ingen märkbar",
        "q5_11": "går inte att bedöma",
        "q5_12": "går inte att bedöma",
        "q6_7": "ingen märkbar",
    }


def test_where_all_answered_the_share_itself_decides_how_sure_the_verdict_is():
    census = shares(q4_1={"lss": (40, 60, 0, 0, 0), "annan_sol": (35, 65, 0, 0, 0)}).assign(
        ci_low=pd.array([pd.NA] * 10, dtype="Float64"), ci_high=pd.array([pd.NA] * 10, "Float64")
    )
    row = judge(census, "q4_1")
    assert (row["verdict"], row["certainty"]) == ("märkbar", "säker")
    assert pd.isna(row["ci_low"]) and pd.isna(row["ci_high"])


def test_the_highest_of_five_small_areas_is_called_noticeable_more_than_half_the_time() -> None:
    """By hand: 9 of 25 or more has chance .149 at a quarter; 1 - (1 - .149)^5 = .55."""
    small, large = (verdicts_module.false_alarm([n] * 5) for n in (25, 500))
    assert small == pytest.approx(1 - (1 - 0.14944) ** 5, abs=1e-3)
    assert small > 0.5 > 0.05 > large
