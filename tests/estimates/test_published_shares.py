from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.estimates.intervals import share_interval
from ibic_eval.estimates.population import FRACTION
from ibic_eval.estimates.published_shares import place, shares_from_published
from ibic_eval.estimates.shares import SHARES_SCHEMA

PUBLISHED = Path("data/published/vardanalys-2021-2.csv")
COLUMNS = [
    "section",
    "origin",
    "item",
    "area",
    "group",
    "answer",
    "unit",
    "low",
    "high",
    "reading",
    "printed",
    "n",
]


def published(*rows: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"low": "float64", "high": "float64", "n": "Int64"})


def figure(low, high, *, unit="procent", reading="tryckt", n=pd.NA, group="anvandare", **other):
    row = dict.fromkeys(COLUMNS, "") | {
        "section": "5.2.1", "origin": "enkat", "item": "q5_3", "area": "spann", "group": group,
        "answer": "okat", "unit": unit, "low": low, "high": high, "reading": reading, "n": n,
    }  # fmt: skip
    return tuple((row | other).values())


def test_a_span_has_its_limits_from_its_ends():
    row = shares_from_published(published(figure(59, 64))).iloc[0]
    assert (row["share_low"], row["share_high"]) == (0.59, 0.64)
    assert row["ci_low"] == share_interval(0.59, 123, FRACTION)[0]
    assert row["ci_high"] == share_interval(0.64, 123, FRACTION)[1]
    assert (row["n"], row["basis"], row["status"]) == (123, "högsta möjliga N", "visas")
    assert row["source"] == "Vårdanalys 2021:2, avsnitt 5.2.1"


def test_a_printed_base_is_used_and_a_count_made_a_share_of_it():
    rows = published(
        figure(89, 89, n=54, group="etablerade"),
        figure(5, 5, unit="antal", n=54, group="etablerade", answer="vet_inte"),
    )
    percent, count = shares_from_published(rows).to_dict("records")
    assert (percent["n"], percent["basis"], percent["share_low"]) == (54, "tryckt N", 0.89)
    assert count["share_low"] == pytest.approx(5 / 54) and count["count"] == 5


def test_printed_numbers_go_before_read_words():
    read = figure(50.01, 100, reading="tolkning", printed="en majoritet", section="Sammanfattning")
    share = shares_from_published(published(read, figure(59, 64), read))
    assert share["share_low"].tolist() == [0.59]
    only_read = shares_from_published(published(read)).iloc[0]
    assert only_read["method"].startswith("tolkning av orden ”en majoritet”")
    assert only_read["source"] == "Vårdanalys 2021:2, sammanfattning"


def test_what_is_no_share_of_answers_is_left_out():
    rows = published(
        figure(53, 53, item="respons", answer="svarsfrekvens", group="svarande"),
        figure(68, 68, origin="socialstyrelsen"),
        figure(1, 1, unit="antal"),
        figure(54, 54, unit="antal", n=54, answer="ja+nej+vet_inte"),
    )
    assert shares_from_published(rows).empty


def test_none_and_all_have_an_exact_interval():
    row = shares_from_published(published(figure(0, 0))).iloc[0]
    assert row["ci_low"] == 0 and 0 < row["ci_high"] < 0.02
    assert row["method"] == "exakt hypergeometrisk"


@pytest.mark.parametrize(
    ("section", "text"), [("8.2.5", "avsnitt 8.2.5"), ("Tabell 6", "tabell 6"), ("7", "avsnitt 7")]
)
def test_place_reads_as_running_text(section, text):
    assert place(section) == text


def test_every_published_figure_of_the_survey_gets_a_share_within_its_limits():
    figures = pd.read_csv(PUBLISHED, dtype={"section": "string", "n": "Int64"})
    shares = shares_from_published(figures)
    assert list(shares.columns) == list(SHARES_SCHEMA)
    assert not shares.duplicated(["item", "area", "group", "answer"]).any()
    assert (shares["ci_low"] <= shares["share_low"]).all()
    assert (shares["share_low"] <= shares["share_high"]).all()
    assert (shares["share_high"] <= shares["ci_high"]).all()
    goals = shares[shares["item"].eq("q1_3") & shares["group"].eq("anvandare")]
    assert goals["share_low"].tolist() == [0.76]  # and not the 80–90 of section 8.3
    assert len(shares) > 120


def test_words_about_the_same_cell_are_read_together():
    """Four of five, and the most common where the next is 81: between 81 and 82.5 percent."""
    words = (figure(77.5, 82.5, reading="tolkning"), figure(81, 100, reading="tolkning"))
    (row,) = shares_from_published(published(*words)).to_dict("records")
    assert (row["share_low"], row["share_high"]) == (0.81, 0.825)


def test_words_that_exclude_each_other_leave_the_narrower():
    words = (figure(80, 90, reading="tolkning"), figure(50.01, 60, reading="tolkning"))
    (row,) = shares_from_published(published(*words)).to_dict("records")
    assert (row["share_low"], row["share_high"]) == (0.5001, 0.6)


def test_a_printed_number_is_not_moved_by_words():
    (row,) = shares_from_published(
        published(figure(76, 76), figure(80, 90, reading="tolkning"))
    ).to_dict("records")
    assert (row["share_low"], row["share_high"]) == (0.76, 0.76)
