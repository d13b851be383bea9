"""Reading project plans: the two that are committed, and every fault as one sentence."""

from pathlib import Path

import pytest
import yaml

from ibic_eval.codebook.project_plan import entries
from ibic_eval.codebook.project_values import Source, Stated
from ibic_eval.errors import InputError
from ibic_eval.sources.projects import known_ids, project_plan_file, read_project_plan

ROOT = Path(__file__).parents[2]
COMMITTED = ("1489-alingsas", "0880-kalmar")
SMALL = {
    "kommunkod": "9001",
    "dokument": [{"id": "plan", "titel": "Plan"}],
    "projekt": {"benamning": "IBIC", "datum": "2023-02", "kalla": "plan, s. 1"},
    "roller": [{"id": "chef", "roll": "Enhetschef", "kalla": "plan, s. 2"}],
    "riskskala": {"sannolikhet": 4, "konsekvens": 4, "kalla": "plan, s. 3"},
    "risker": [
        {
            "id": "tid",
            "risk": "Försening",
            "sannolikhet": 2,
            "konsekvens": 3,
            "niva": 6,
            "ansvariga": ["chef"],
            "kalla": "plan, s. 3",
        }
    ],
}
RISK = SMALL["risker"][0]  # type: ignore[index]


def written(folder: Path, content: object) -> Path:
    path = folder / "9001-demo" / "project.yml"
    path.parent.mkdir()
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", COMMITTED)
def test_the_committed_plans_can_be_read(name: str) -> None:
    folder = ROOT / "data" / "municipalities" / name
    path = project_plan_file(folder)
    assert path is not None
    plan = read_project_plan(path)
    assert plan.municipality == name[:4]
    assert not plan.is_blank


@pytest.mark.parametrize("name", COMMITTED)
def test_every_entry_of_the_committed_plans_has_a_source(name: str) -> None:
    plan = read_project_plan(ROOT / "data" / "municipalities" / name / "project.yml")
    sources = [each.source for _, each in entries(plan) if hasattr(each, "source")]
    assert len(sources) > 100
    assert all(isinstance(source, Source) and source.place for source in sources)


def test_a_folder_without_a_plan_has_none(tmp_path: Path) -> None:
    assert project_plan_file(tmp_path) is None


def test_a_small_plan_is_read(tmp_path: Path) -> None:
    plan = read_project_plan(written(tmp_path, SMALL))
    assert plan.risks[0].level == Stated(6.0)
    assert plan.risks[0].responsible == ("chef",)
    assert known_ids(plan)["roles"] == ["chef"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kommunkod": "9002"}, "mappen är för 9001"),
        ({"kommunkod": 9001}, "citattecken"),
        ({"tidplan": []}, "okända nyckeln tidplan"),
        ({"roller": [{"id": "chef", "roll": "Chef"}]}, "saknar nyckeln kalla"),
        ({"roller": [{"id": "chef", "roll": "", "kalla": "plan, s. 2"}]}, "roll är tomt"),
        (
            {"roller": [{"id": "chef", "roll": "Chef", "namn": "N", "kalla": "plan, s. 2"}]},
            r"roller, post 1 \(chef\) har den okända nyckeln namn",
        ),
        ({"roller": {"id": "chef"}}, "lista med poster"),
        ({"projekt": None}, "projekt är tomt"),
        ({"risker": [RISK, RISK]}, "tid förekommer två gånger"),
        ({"risker": [{**RISK, "ansvariga": ["vd"]}]}, "hänvisar till vd, som inte finns under"),
        ({"risker": [{**RISK, "kalla": "bilaga, s. 1"}]}, "hänvisar till bilaga"),
        ({"risker": [{**RISK, "sannolikhet": 5}]}, "går från 1 till 4"),
        ({"risker": [{**RISK, "konsekvens": 0}]}, "konsekvens är 0"),
        ({"risker": [{**RISK, "niva": "hög"}]}, r"\(tid\): niva ska vara ett tal"),
        (
            {"beslut": [{"id": "b", "text": "x", "lage": "taget", "kalla": "plan, s. 1"}]},
            "fattat, foreslaget, planerat eller oklart",
        ),
        (
            {"indikatorer": [{"id": "i", "text": "x", "mal": ["A"], "kalla": "plan, s. 1"}]},
            "hänvisar till A, som inte finns under målen",
        ),
        (
            {
                "grupper": [{"id": "chef", "grupp": "Chefer", "kalla": "plan, s. 2"}],
            },
            "roller och grupper: chef förekommer två gånger",
        ),
    ],
)
def test_a_fault_is_one_sentence_with_its_place(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    with pytest.raises(InputError, match=told) as caught:
        read_project_plan(written(tmp_path, {**SMALL, **change}))
    message = str(caught.value)
    assert message.startswith("Filen 9001-demo/project.yml")
    assert message.endswith(".")
    assert "\n" not in message


def test_a_section_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = yaml.safe_dump(SMALL, allow_unicode=True) + "risker: []\n"
    with pytest.raises(InputError, match="nyckeln risker står två gånger"):
        read_project_plan(written(tmp_path, text))


def targeted(folder: Path, **given: object) -> str:
    """Return the direction of a plan's only target, as it is read."""
    indicator = {"id": "ind", "text": "Tid till beslut", "enhet": "dagar", "kalla": "plan, s. 4"}
    path = written(folder, {**SMALL, "indikatorer": [{**indicator, **given}]})
    return read_project_plan(path).indicators[0].direction


@pytest.mark.parametrize(
    ("given", "direction"),
    [
        ({"malniva": 45, "riktning": "hogst"}, "hogst"),
        ({"malniva": 45, "riktning": "minst"}, "minst"),
        ({"malniva": {"ca": 45, "skrivet": "högst 45 dagar"}}, "hogst"),
        ({"malniva": 45, "text": "Tid till beslut, som mest 45 dagar"}, "hogst"),
        ({"malniva": 80, "text": "Lägst 80 procent får vara med", "enhet": "procent"}, "minst"),
        ({"malniva": 100, "enhet": "procent"}, "minst"),
        ({"malniva": 0, "enhet": "%"}, "hogst"),
        ({"malniva": {"okant": "sätts senare"}}, ""),
        ({}, ""),
    ],
)
def test_a_target_carries_its_direction(
    tmp_path: Path, given: dict[str, object], direction: str
) -> None:
    assert targeted(tmp_path, **given) == direction


@pytest.mark.parametrize(
    "given",
    [
        {"malniva": 45},
        # "högst" is of the days, not of the level.
        {"malniva": 80, "text": "Andel med beslut inom högst 45 dagar", "enhet": "procent"},
        {"malniva": 4, "text": "Tid till beslut, högst 45 dagar"},
        {"malniva": 45, "text": "Minst 45 dagar och högst 45 dagar"},
    ],
)
def test_a_target_without_a_certain_direction_is_refused(
    tmp_path: Path, given: dict[str, object]
) -> None:
    with pytest.raises(InputError, match=r"\(ind\): malniva är .* lägg till riktning: minst eller"):
        targeted(tmp_path, **given)


def test_a_direction_against_the_plans_own_words_is_refused(tmp_path: Path) -> None:
    given = {"malniva": 45, "text": "Tid till beslut, högst 45 dagar", "riktning": "minst"}
    with pytest.raises(InputError, match="fast planen själv säger hogst"):
        targeted(tmp_path, **given)
