from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.estimates.response_rates import (
    RATES_SCHEMA,
    main_group,
    rates_without_frame,
    response_rates,
    response_tests,
)
from ibic_eval.sources.municipalities import read_municipalities


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    return read_municipalities(Path("data/reference/municipalities.csv"))


def frame(*units: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(units, columns=["kommunkod", "enhet", "status"])


@pytest.fixture(scope="module")
def asked() -> pd.DataFrame:
    """Two districts of Stockholm, Alingsås, Kalmar, Kiruna and Ale."""
    return frame(
        ("0180", "Bromma", "svarade"),
        ("0180", "Farsta", "avbojde"),
        ("1489", "", "svarade"),
        ("0880", "", "inget_svar"),
        ("2584", "", "svarade"),
        ("1440", "", "svarade"),
    )


def rows(rates: pd.DataFrame, level: str) -> pd.DataFrame:
    return rates[rates["level"].eq(level)].set_index("level_code")


def test_rate_counts_the_declined_below_and_not_above(asked, register):
    nation = rows(response_rates(asked, register), "riket").iloc[0]
    assert (nation["invited"], nation["answered"], nation["declined"]) == (6, 4, 1)
    assert nation["rate"] == pytest.approx(4 / 6) and nation["status"] == "visas"


def test_districts_count_with_their_city(asked, register):
    stockholm = rows(response_rates(asked, register), "lan").loc["01"]
    assert (stockholm["level_name"], stockholm["invited"], stockholm["answered"]) == (
        "Stockholms län",
        2,
        1,
    )


def test_every_level_adds_up_to_the_nation(asked, register):
    rates = response_rates(asked, register)
    assert list(rates.columns) == list(RATES_SCHEMA)
    totals = rates.groupby("level")[["invited", "answered", "declined"]].sum()
    assert (totals == totals.loc["riket"]).all(axis=None)
    assert set(totals.index) == {"riket", "lan", "skr_huvudgrupp", "skr"}


def test_full_frame_of_the_country_fills_every_group(register):
    everyone = frame(*((code, "", "svarade") for code in register["code"]))
    rates = response_rates(everyone, register)
    assert len(rows(rates, "lan")) == 21 and len(rows(rates, "skr")) == 9
    assert rows(rates, "skr_huvudgrupp")["invited"].sum() == 290
    assert set(rows(rates, "skr_huvudgrupp").index) == {"A", "B", "C"}
    assert response_tests(rates).empty  # nothing differs where all answered


def test_unknown_frame_gives_answers_without_rates(register):
    respondents = pd.DataFrame({"municipality": ["1489", "0880", "0180"], "declined": [0, 0, 1]})
    rates = rates_without_frame(respondents.astype({"declined": "bool"}), register)
    nation = rows(rates, "riket").iloc[0]
    assert (nation["answered"], nation["declined"]) == (2, 1)
    assert rates[["invited", "rate"]].isna().all(axis=None)
    assert set(rates["status"]) == {"saknas"}
    assert response_tests(rates).empty


def test_unknown_municipality_is_named(register):
    with pytest.raises(InputError, match="Kommunkoden 7777 finns inte"):
        response_rates(frame(("7777", "", "svarade")), register)


def rates_of(level: str, *groups: tuple[int, int]) -> pd.DataFrame:
    table = pd.DataFrame(groups, columns=["answered", "invited"])
    return table.assign(level=level, status="visas")


def test_tests_are_those_of_r():
    # R 4.2.2: chisq.test(cbind(c(30, 60, 74), c(30, 40, 78))) and
    # fisher.test(cbind(c(3, 7, 4, 6, 9), c(5, 2, 4, 1, 8)))
    rates = pd.concat(
        [
            rates_of("skr_huvudgrupp", (30, 60), (60, 100), (74, 152)),
            rates_of("lan", (3, 8), (7, 9), (4, 8), (6, 7), (9, 17)),
        ]
    )
    tests = response_tests(rates).set_index("level")
    assert tests.loc["skr_huvudgrupp", "p"] == pytest.approx(0.192683611127, abs=1e-10)
    assert tests.loc["skr_huvudgrupp", "statistic_method"] == "chi2"
    assert tests.loc["lan", "p"] == pytest.approx(0.2628723689, abs=0.015)
    assert tests.loc["lan", "statistic_method"] == "Fisher–Freeman–Halton"
    assert tests["p_holm"].tolist() == pytest.approx([2 * tests["p"].min()] * 2)
    pd.testing.assert_frame_equal(response_tests(rates), response_tests(rates))


def test_main_group_is_the_letter():
    assert [main_group(code) for code in ("A1", "B5", "C9")] == ["A", "B", "C"]
