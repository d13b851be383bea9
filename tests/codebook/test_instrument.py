"""The questionnaire is held whole, in our own words, and its file is checked strictly."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument, load_instrument
from ibic_eval.errors import InputError

FILE = Path(__file__).parents[2] / "surveys/kommunenkat-2020/instrument.yml"
ROWS = {
    **{"q1": 7, "q1b": 11, "q2": 4, "q2a": 3, "q4": 7, "q5": 12, "q7": 4, "q8": 16, "q9": 13},
    **{"q6": 10, "n3": 13, "q1a": 1, "q3": 1, "fas": 1, "q10": 1, "fortsatt": 1, "avbojt": 1},
    "samma": 1,
}
SCALES = {
    "q1_1": "ja nej",
    "q1a": "ja nej vet_inte",
    "q2a_3": "arligen vartannat_ar mer_sallan inte_regelbundet",
    "fas": "inlarning etablerat",
    "q4_7": "okat oforandrat minskat vet_inte inte_aktuellt",
    "q5_12": "okat oforandrat minskat vet_inte inte_aktuellt",
    "q6_9": "stammer stammer_inte vet_inte inte_aktuellt",
    "q6_6a": "ja nej delvis vet_inte",
    "q7_4": "stammer delvis stammer_inte vet_inte inte_aktuellt",
    "q8_16": "ja delvis nej vet_inte inte_aktuellt",
    "q9_13": "ja delvis nej vet_inte inte_aktuellt",
    "q10": "ja nej vet_inte",
    "n3_13": "viktig ganska_viktig inte_viktig vet_inte inte_aktuellt",
    "q8_annat": "",
}
TEXTS = [
    *("q1_kommentar", "q2_kommentar", "q4_kommentar", "q5_kommentar", "q6_2_text", "q6_3_text"),
    *("q6_6a_text", "q6_8_text", "q6_kommentar", "q7_kommentar", "q8_annat", "q9_annat"),
    *("q10_skal", "slutkommentar", "n3_7_text", "n3_annat", "n_slutkommentar"),
]


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load_instrument(FILE)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[Any], object]], Path]:
    """Return a function that writes the instrument's file after a change to its content."""

    def write(change: Callable[[Any], object]) -> Path:
        content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "instrument.yml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write


def test_every_question_has_its_rows(instrument: Instrument) -> None:
    coded = Counter(item.question for item in instrument.items if item.answers)
    assert coded == Counter(ROWS)
    assert [item.id for item in instrument.items if not item.answers] == TEXTS


def test_scales_hold_the_agreed_codes(instrument: Instrument) -> None:
    assert {name: " ".join(instrument.item(name).answers) for name in SCALES} == SCALES


def test_columns_repeat_per_area_only_what_is_asked_per_area(instrument: Instrument) -> None:
    columns = instrument.columns()
    assert columns["q4_1_annan_sol"] == ("q4_1", "annan_sol")
    assert columns["q6_6a_text_lss"] == ("q6_6a_text", "lss")
    assert columns["q10"] == ("q10", ALL_AREAS)
    assert "samma_aldreomsorg" not in columns
    assert len(columns) == sum(len(item.areas) for item in instrument.items)


def test_every_label_is_there_and_fits_an_axis(instrument: Instrument) -> None:
    for item in instrument.items:
        assert item.label_sv and item.label_en and item.short_sv
        assert len(item.short_sv) <= 60, item.id
        assert item.source.startswith("Bilaga 2, "), item.id
    labels = [(i.question, i.label_sv) for i in instrument.items]
    assert len(labels) == len(set(labels))


def test_a_row_is_numbered_as_in_the_appendix(instrument: Instrument) -> None:
    assert instrument.item("q4_1").source == "Bilaga 2, fråga 4, rad 1"
    assert instrument.item("q6_9").source == "Bilaga 2, fråga 6, rad 9"
    for item in instrument.items:
        row = re.search(r"rad (\d+)$", item.source)
        if row and "rad" not in item.id and item.answers and item.id != "q6_6a":
            assert item.id.endswith(f"_{row[1]}"), item.id


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.update(extra=1), "okända nyckeln extra"),
        (lambda c: c.pop("areas"), "saknar nyckeln areas"),
        (lambda c: c["questions"][1]["rows"][0].update(lable="x"), "okända nyckeln lable"),
        (lambda c: c["questions"][1]["rows"].append(c["questions"][1]["rows"][0]), "två gånger"),
        (lambda c: c["questions"].append(c["questions"][0]), "två gånger"),
        (lambda c: c["questions"][3].update(scale="okand"), "skalan okand"),
        (lambda c: c["questions"][1].update(kind="grid"), "slaget grid"),
        (lambda c: c["questions"][1].update(branch="ingen"), "grenen ingen"),
        (lambda c: c["questions"][4].update(asked_if=[{"any_of": ["q10"], "is": ["ja"]}]), "q10"),
        (lambda c: c["questions"][4].update(asked_if=[{"any_of": ["q1a"], "is": ["x"]}]), "x"),
        (lambda c: c["questions"][4].update(asked_if=[{"is": ["ja"]}]), "any_of eller none_of"),
        (lambda c: c["questions"][1]["rows"][0].update(short="x" * 61), "högst 60"),
        (lambda c: c["scales"].append(c["scales"][0]), "två gånger"),
        (lambda c: c.update(phase_item="saknas"), "saknas"),
        (lambda c: c["same_as"].update(covers=["q7"]), "q7"),
    ],
)
def test_a_faulty_file_is_refused(
    changed: Callable[[Callable[[Any], object]], Path],
    change: Callable[[Any], object],
    message: str,
) -> None:
    with pytest.raises(InputError, match=message):
        load_instrument(changed(change))


def test_a_shortcut_can_never_run_in_a_circle(
    changed: Callable[[Callable[[Any], object]], Path],
) -> None:
    def point_forward(content: Any) -> None:
        question = next(q for q in content["questions"] if q["id"] == "samma")
        question["allowed"] = {"aldreomsorg": ["annan_sol"], "annan_sol": ["aldreomsorg"]}

    with pytest.raises(InputError, match="områden före det"):
        load_instrument(changed(point_forward))


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "finns inte"), (b"a: [", "YAML"), (b"- a", "nyckel: värde"), (b"\xff\xfe", "UTF-8")],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "instrument.yml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        load_instrument(path)
