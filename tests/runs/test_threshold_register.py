"""The register tells which levels and main measures were set before the data could be seen."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from ibic_eval.codebook.final_catalogue import load_catalogue
from ibic_eval.codebook.thresholds import fingerprint
from ibic_eval.errors import InputError
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_thresholds import set_on, set_when
from ibic_eval.runs.follow_up_files import read_own_plan
from ibic_eval.runs.project import Project
from ibic_eval.runs.threshold_register import register_thresholds, registered_days
from ibic_eval.sources.final_report import read_final_report
from ibic_eval.sources.threshold_register import FILE, read_register

ROOT = Path(__file__).parents[2]
PLACE = "9001-demokommun-001"
DAY, LATER = dt.date(2027, 1, 31), dt.date(2027, 3, 1)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "surveys").symlink_to(ROOT / "surveys")
    folder = tmp_path / "data" / "municipalities" / PLACE
    folder.mkdir(parents=True)
    for name in ("project.yml", "slutrapport.yml"):
        shutil.copy(ROOT / "data" / "municipalities" / PLACE / name, folder)
    return Project(tmp_path)


def days(project: Project) -> dict[str, str | None]:
    folder, plan = project.own_folder("9001"), read_own_plan(project, "9001")
    report = read_final_report(folder, load_catalogue(project.surveys / "slutrapport"), plan)
    return registered_days(folder, report, plan)


def test_everything_that_decides_gets_its_day_once_and_a_change_is_new(project: Project) -> None:
    assert set(days(project).values()) == {None}
    path, names = register_thresholds(project, "9001", DAY)
    assert path.name == FILE
    assert {"mal:E2", "niva:fraga_hansyn", "malniva:ind_paverka"} < set(names)
    assert "malniva:ind_likvardigt" not in names  # it has no level yet
    assert set(days(project).values()) == {DAY.isoformat()}
    before = path.read_text(encoding="utf-8")
    assert register_thresholds(project, "9001", LATER)[1] == []

    own = path.with_name("slutrapport.yml")
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("fraga_hansyn: {minst: 75", "fraga_hansyn: {minst: 70"), "utf-8")
    assert days(project)["niva:fraga_hansyn"] is None
    assert register_thresholds(project, "9001", LATER)[1] == ["niva:fraga_hansyn"]
    assert path.read_text(encoding="utf-8").startswith(before)
    assert days(project)["niva:fraga_hansyn"] == LATER.isoformat()
    own.write_text(text, "utf-8")
    assert days(project)["niva:fraga_hansyn"] == DAY.isoformat()


def test_a_target_whose_direction_changes_is_another_target(project: Project) -> None:
    register_thresholds(project, "9001", DAY)
    plan = next(project.municipalities.glob("9001-*/project.yml"))
    told, other = "malniva: 6\n    riktning: minst", "malniva: 6\n    riktning: hogst"
    plan.write_text(plan.read_text("utf-8").replace(told, other), "utf-8")
    assert [name for name, day in days(project).items() if day is None] == [
        "malniva:ind_resursplan"
    ]


def test_the_committed_register_of_the_demo_is_of_what_stands_there() -> None:
    found = days(Project(ROOT))
    assert [name for name, day in found.items() if day is None] == ["mal:C", "mal:E7"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("vad;avtryck;dag\n", "rad 1: kolumnerna ska vara vad, avtryck, dag"),
        ("vad,avtryck,dag\nmal:E1,abc\n", "rad 2: ska ha 3 ifyllda kolumner"),
        ("vad,avtryck,dag\nmal:E1,abc,i går\n", "rad 2, kolumnen dag: ska vara en dag"),
        ("", "rad 1: kolumnerna ska vara"),
    ],
)
def test_each_fault_is_one_sentence_with_the_place(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_register(tmp_path)


def test_the_first_day_of_a_fingerprint_holds(tmp_path: Path) -> None:
    rows = "vad,avtryck,dag\nmal:E1,a,2027-03-01\nmal:E1,a,2027-01-31\n"
    (tmp_path / FILE).write_text(rows, encoding="utf-8")
    assert read_register(tmp_path) == {("mal:E1", "a"): DAY}
    assert fingerprint("80|minst") != fingerprint("80|hogst")


@pytest.mark.parametrize(
    ("day", "when"),
    [
        ("2017-02-28", s.SET_BEFORE),
        ("2017-03-01", s.SET_DURING),
        ("2019-12-31", s.SET_DURING),
        ("2020-01-01", s.SET_AFTER),
        ("", s.NOT_REGISTERED),
    ],
)
def test_a_day_is_held_against_the_days_of_the_data(day: str, when: str) -> None:
    assert set_when(day, "2017-03-01", "2019-12-31") == when


def test_without_a_first_day_nothing_is_said_to_be_set_before() -> None:
    assert set_when("2001-01-01", "", "2019-12-31") == s.SET_DURING


def test_the_last_of_all_that_decides_a_goal_holds() -> None:
    goal = {"goal": "E1", "main": "ind"}
    known = {"mal:E1": "2017-01-20", "malniva:ind": "2017-02-01", "niva:other": "2019-01-01"}
    assert set_on(goal, known) == "2017-02-01"
    assert set_on(goal, {**known, "malniva:ind": None}) == ""
    assert set_on(goal, {}) == ""
