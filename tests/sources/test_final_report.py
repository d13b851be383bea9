"""A municipality's slutrapport.yml is read strictly, with Swedish errors that can be acted on."""

from pathlib import Path

import pytest

from ibic_eval.codebook.final_catalogue import load_catalogue
from ibic_eval.codebook.final_report import OURS
from ibic_eval.errors import InputError
from ibic_eval.estimates.final_conditions import CONDITIONS
from ibic_eval.sources.final_report import read_final_report
from ibic_eval.sources.projects import read_project_plan

ROOT = Path(__file__).parents[2]
CATALOGUE = load_catalogue(ROOT / "surveys" / "slutrapport")
PLACES = ROOT / "data" / "municipalities"
HEAD = 'kommunkod: "0880"\nkoppling: kommunens\n'


def read(folder: Path, text: str) -> object:
    plan = read_project_plan(PLACES / "0880-kalmar" / "project.yml")
    place = folder / "0880-kalmar"
    place.mkdir()
    (place / "slutrapport.yml").write_text(text, encoding="utf-8")
    return read_final_report(place, CATALOGUE, plan)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mal: {K9: {aspekter: [delaktighet]}}", "K9 finns inte bland målen"),
        ("mal: {F1: {aspekter: [delaktighet]}}", "återger från någon annan"),
        ("mal: {K1: {aspekter: [lycka]}}", "lycka finns inte bland aspekterna"),
        ("mal: {K1: {aspekt: [delaktighet]}}", "okända nyckeln aspekt"),
        ("nivaer: {lycka: {minst: 5, bestamd: '2020'}}", "lycka finns inte bland måtten"),
        ("nivaer: {uppfoljda_12: {minst: fem, bestamd: '2020'}}", "ska vara ett tal"),
        ("nivaer: {uppfoljda_12: {minst: 60}}", "saknar nyckeln bestamd"),
        ("avslut: {avs_x: {indikator: ind_beslut}}", "avs_x finns inte under avslutskriterier"),
        ("uppfolj: [{vad: a, nar: b}]", "saknar nyckeln vem"),
        ("lardomar: ['ring 070-123 45 67']", "liknar en e-postadress"),
        ("larodomar: []", "okända nyckeln larodomar"),
    ],
)
def test_each_fault_is_one_sentence_with_the_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as found:
        read(tmp_path, HEAD + text + "\n")
    assert "slutrapport.yml" in str(found.value)


def test_the_wrong_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mappen heter 0880-kalmar"):
        read(tmp_path, 'kommunkod: "1489"\nkoppling: kommunens\n')


@pytest.mark.parametrize("place", ["1489-alingsas", "0880-kalmar"])
def test_the_mapping_of_real_plans_is_said_to_be_ours(place: str) -> None:
    plan = read_project_plan(PLACES / place / "project.yml")
    report = read_final_report(PLACES / place, CATALOGUE, plan)
    assert report.link == OURS
    assert not report.lessons
    assert not report.levels


def test_without_a_file_nothing_is_said() -> None:
    assert read_final_report(None, CATALOGUE, None).municipality == ""


def test_the_code_and_the_catalogue_have_the_same_rules() -> None:
    assert {rule.condition for rule in CATALOGUE.rules} == set(CONDITIONS)
