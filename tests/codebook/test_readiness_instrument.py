"""The self-assessment's instrument: sound, sourced, and refused where it isn't."""

from pathlib import Path

import pytest

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.codebook.readiness_columns import readiness_codebook
from ibic_eval.codebook.readiness_instrument import ReadinessInstrument, load_readiness
from ibic_eval.codebook.variables import load_codebook
from ibic_eval.errors import InputError
from ibic_eval.estimates.readiness_schemas import HIGHEST_LEVEL

ROOT = Path(__file__).parents[2]
FILE = ROOT / "surveys" / "beredskap" / "instrument.yml"
THEMES = {
    "konsekvens", "beslut", "mal", "plan", "led", "ledning", "processledare", "system",
    "utbildning", "uppfoljning", "forvaltning",
}  # fmt: skip
OWN = "tolkning"


@pytest.fixture(scope="module")
def instrument() -> ReadinessInstrument:
    return load_readiness(FILE)


def before(instrument: ReadinessInstrument, name: str) -> set[str]:
    """Return all that a statement waits for, directly or not."""
    needed = set(instrument.needs[name])
    return needed.union(*(before(instrument, each) for each in needed)) if needed else needed


def test_every_theme_is_there_and_every_statement_has_a_source(
    instrument: ReadinessInstrument,
) -> None:
    assert {theme.id for theme in instrument.themes} == THEMES
    assert len(instrument.statements) == 30
    assert max(instrument.levels.values()) == HIGHEST_LEVEL
    assert all(
        reference.document != OWN and reference.place
        for each in instrument.statements
        for reference in each.sources
    )
    assert all(each.first_sv.endswith(".") for each in instrument.statements)


def test_every_arrow_has_a_reason_and_says_who_gives_it(instrument: ReadinessInstrument) -> None:
    needs = [need for each in instrument.statements for need in each.needs]
    assert all(need.why_sv.endswith(".") for need in needs)
    assert all((need.reference.place == "") == (need.reference.document == OWN) for need in needs)
    assert sum(need.reference.document != OWN for need in needs) >= len(needs) / 2


def test_decision_and_mandate_come_before_time_and_training(
    instrument: ReadinessInstrument,
) -> None:
    assert {"beslut_1", "beslut_3", "processledare_1"} <= before(instrument, "utbildning_1")
    assert "led_1" in before(instrument, "utbildning_2")
    assert "mal_1" in before(instrument, "uppfoljning_1")
    assert "plan_1" in before(instrument, "forvaltning_1")


def test_what_stands_beside_the_themes_is_in_the_municipal_survey(
    instrument: ReadinessInstrument,
) -> None:
    survey = load_instrument(ROOT / "surveys" / "kommunenkat-2020" / "instrument.yml")
    known = {item.id for item in survey.items if item.question in ("q8", "q9")}
    beside = [item for theme in instrument.themes for item in theme.national]
    assert set(beside) <= known
    assert len(beside) == len(set(beside))


def test_the_codebook_has_the_instruments_columns(instrument: ReadinessInstrument) -> None:
    written = load_codebook(ROOT / "data" / "codebooks" / "beredskap.yml")
    assert written == readiness_codebook(instrument)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: beslut_2", "id: beslut_1", "förekommer två gånger"),
        ("needs:\n          - {id: mal_1", "needs:\n          - {id: mal_9", "behöver mal_9"),
        ("{document: nestor, place: om otydliga beslut}", "{document: x, place: y}", "nämner x"),
        ("level: 2", "level: 4", "nivåerna ska vara 0, 1, 2"),
        ("step: forvalta", "step: sova", "nämner sova"),
        ("short: Egna skriftliga mål", f"short: {'m' * 41}", "högst 40 tecken"),
        ("    national: []\n", "    nationell: []\n", "okända nyckeln nationell"),
    ],
)
def test_a_wrong_instrument_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "instrument.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_readiness(path)


def test_a_circle_is_refused(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    whole = "          - {document: kalmar, place: avsnitt 6.1 och 7.1}\n"
    assert whole in text
    circle = f"{whole}        needs: [{{id: plan_1, why: Cirkel., document: tolkning}}]\n"
    path = tmp_path / "instrument.yml"
    path.write_text(text.replace(whole, circle, 1), encoding="utf-8")
    with pytest.raises(InputError, match="behöver sig självt"):
        load_readiness(path)
