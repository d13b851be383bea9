"""A municipality's slutrapport.yml is read strictly, with Swedish errors that can be acted on."""

from pathlib import Path

import pytest

from ibic_eval.codebook.final_catalogue import load_catalogue
from ibic_eval.codebook.final_report import OURS, goal_about
from ibic_eval.codebook.sorts import PERSON, USE, WORK
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


MAIN = "mal: {{K3: {{aspekter: [delaktighet], huvudmatt: {main}}}}}"
SORTED = "mal: {{K1: {{aspekter: [{aspects}], galler: {about}, huvudmatt: fraga_nojd}}}}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (MAIN.format(main="lycka"), "huvudmatt lycka finns varken bland måtten"),
        (MAIN.format(main="q4_1"), "är en bedömning och kan inte avgöra ett mål"),
        (MAIN.format(main="livsomraden"), "gäller anvandning men målet utfall"),
        (MAIN.format(main="ind_hansyn"), r"gäller något som inte står \(galler i project.yml\)"),
        (SORTED.format(aspects="resultat", about="process"), "gäller utfall men målet process"),
        (SORTED.format(aspects="resultat, tid", about='""'), "galler ska vara"),
        (
            "mal: {K1: {aspekter: [resultat, tid], huvudmatt: fraga_nojd}}",
            "gäller utfall men målet något som inte står",
        ),
    ],
)
def test_a_main_measure_is_about_what_its_goal_is_about(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        read(tmp_path, HEAD + text + "\n")


def test_a_main_measure_of_the_goals_own_sort_is_read(tmp_path: Path) -> None:
    report = read(tmp_path, HEAD + MAIN.format(main="fraga_hansyn") + "\n")
    assert report.goals["K3"].main == "fraga_hansyn"  # type: ignore[attr-defined]


def test_what_the_forms_of_ibic_make_is_use_and_never_an_outcome() -> None:
    made = ("livsomraden", "delmal", "delmal_andel", "mal_satt", "utredningar_ibic",
            "uppfoljningar_ibic")  # fmt: skip
    reviewed = [each for each in CATALOGUE.measures if each.startswith("granskning_")]
    assert {CATALOGUE.measures[each].about for each in (*made, *reviewed)} == {USE}
    person = [each for each in CATALOGUE.measures.values() if each.about == PERSON]
    assert {each.kind for each in person} <= {"kvasiexperiment", "egen_matning", "egen_enkat"}


def test_alingsas_goals_e5_to_e7_are_about_the_work() -> None:
    plan = read_project_plan(PLACES / "1489-alingsas" / "project.yml")
    report = read_final_report(PLACES / "1489-alingsas", CATALOGUE, plan)
    told = {goal: goal_about("effektmal", report.goals[goal], CATALOGUE.sorts)
            for goal in ("E2", "E5", "E6", "E7")}  # fmt: skip
    assert told == {"E2": PERSON, "E5": WORK, "E6": WORK, "E7": WORK}
