import pytest

from ibic_eval.estimates.population import (
    FRACTION,
    candidate_frames,
    fitting_populations,
    half_up_percent,
    interval_widths,
)


def test_six_populations_give_the_printed_rates():
    assert fitting_populations() == list(range(307, 313))


def test_only_districts_in_place_of_their_cities_fit():
    frames = candidate_frames()
    assert frames.loc[frames["fits"], "population"].tolist() == [311, 312]
    rates = dict(zip(frames["population"], frames["rate_percent"], strict=True))
    assert rates == {290: 57, 311: 53, 312: 53, 313: 52, 314: 52}
    assert set(frames["declined_percent"]) == {2}
    assert pytest.approx(0.5655, abs=1e-4) == frames["rate"].iloc[0]


def test_halves_round_up():
    assert [half_up_percent(count, 200) for count in (104, 105, 106, 107)] == [52, 53, 53, 54]


def test_choice_of_population_is_worth_under_two_tenths_of_a_point():
    widths = interval_widths().set_index("population")
    assert pytest.approx(164 / 312) == FRACTION
    assert widths.loc[312, "width"] == pytest.approx(0.553061 - 0.446939, abs=1e-6)
    assert widths.loc[312, "change"] == 0
    assert -0.002 < widths.loc[307, "change"] < 0
    assert widths["width"].is_monotonic_increasing
