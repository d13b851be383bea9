from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.estimates.table6 import table6_counts, table6_tests

# R 4.2.2: binom.test(users, total, .5), binom.test(users, total, share), p.adjust(p, "holm")
REFERENCE = pd.DataFrame(
    {
        "ci_low": [0.243861865923, 0.132102879698, 0.243861865923, 0.184436961784],
        "ci_high": [0.677895245447, 0.529191666009, 0.677895245447, 0.670752846053],
        "p_even": [0.831811904907, 0.0931396484375, 0.831811904907, 0.629058837891],
        "p_even_holm": [1, 0.37255859375, 1, 1],
        "p_published": [0.391564426272, 0.00399243415382, 0.0366463499484, 0.033172891889],
        "p_published_holm": [0.391564426272, 0.0159697366153, 0.0995186756671, 0.0995186756671],
    }
)


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    return table6_counts(pd.read_csv(Path("data/published/vardanalys-2021-2.csv")))


def test_counts_are_those_printed(counts):
    assert counts["area"].tolist() == [
        "lss",
        "psykisk_sol",
        "aldreomsorg_ordinart",
        "aldreomsorg_sarskilt",
    ]
    assert counts["users"].tolist() == [10, 7, 10, 7]
    assert counts["others"].tolist() == [12, 16, 12, 10]
    assert counts["published_share"].tolist() == pytest.approx([0.56, 0.62, 0.68, 0.68])


def test_tests_are_those_of_r(counts):
    tests = table6_tests(counts)
    pd.testing.assert_frame_equal(
        tests[REFERENCE.columns].astype("float64"), REFERENCE.astype("float64"), atol=1e-10
    )


def test_only_one_area_differs_from_the_published_share(counts):
    tests = table6_tests(counts).set_index("area")
    assert tests.index[tests["p_published_holm"] < 0.05].tolist() == ["psykisk_sol"]
    assert not (tests["p_even_holm"] < 0.05).any()
    assert tests["note"].str.contains("inte hur många").all()
