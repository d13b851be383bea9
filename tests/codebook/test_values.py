from pathlib import Path

import pytest
import yaml

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.codebook.values import Value, load_values
from ibic_eval.errors import InputError

SURVEY = Path("surveys/kommunenkat-2020")


@pytest.fixture(scope="module")
def instrument():
    return load_instrument(SURVEY / "instrument.yml")


@pytest.fixture(scope="module")
def values(instrument) -> tuple[Value, ...]:
    return load_values(SURVEY / "values.yml", instrument)


@pytest.fixture
def changed(tmp_path, instrument):
    """Load the survey's values after a change to the first of them."""

    def load(**change: object) -> tuple[Value, ...]:
        content = yaml.safe_load((SURVEY / "values.yml").read_text(encoding="utf-8"))
        content["values"][0] |= change
        path = tmp_path / "values.yml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return load_values(path, instrument)

    return load


@pytest.mark.parametrize(("perspective", "number"), [("organisation", 5), ("brukare", 7)])
def test_chapter_3_has_five_and_seven_values(values, perspective, number):
    assert len({value.value for value in values if value.perspective == perspective}) == number


def test_participation_is_judged_alike_in_both_sets(values):
    by_id = {value.id: value for value in values}
    one, other = by_id["org_delaktighet"], by_id["bru_delaktighet"]
    assert (one.primary, one.supporting, one.report) == (
        other.primary,
        other.supporting,
        other.report,
    )


def test_no_item_is_both_ground_and_support(values):
    for value in values:
        assert not set(value.primary) & set(value.supporting)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"primary": [{"item": "q99", "answer": "okat"}]}, "ingen fråga q99"),
        ({"primary": [{"item": "q4_1", "answer": "okat+hej"}]}, "inget svar hej"),
        ({"perspective": "chef"}, "chef är okänt"),
        ({"id": "bru_trygghet"}, "bru_trygghet förekommer två gånger"),
        ({"extra": 1}, "okända nyckeln extra"),
        ({"report": {"verdict": "stor", "section": "8", "note": "x"}}, "stor är okänt"),
    ],
)
def test_mistakes_are_named(changed, change, sentence):
    with pytest.raises(InputError, match=sentence):
        changed(**change)
