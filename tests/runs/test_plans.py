"""What `check` tells of a project plan: its one fault, or what in it doesn't add up."""

from pathlib import Path

from ibic_eval.runs.plans import plan_issues
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

ALINGSAS = Project(PACKAGE_CHECKOUT).own_folder("1489")


def test_a_folder_without_a_plan_has_no_issues(tmp_path: Path) -> None:
    assert plan_issues(None).empty
    assert plan_issues(tmp_path).empty


def test_what_does_not_add_up_is_told_and_stops_nothing() -> None:
    issues = plan_issues(ALINGSAS)
    assert set(issues["severity"]) == {"varning"}
    # Alingsås' plan: 08.30-16.00 is 7.5 hours, of which it counts 6.5
    told = issues["message"].str.replace("\u00a0", " ")
    assert told.str.contains("6,5 timmar, men klockslagen ger 7,5 timmar").sum() == 3


def test_a_faulty_plan_is_one_error(tmp_path: Path) -> None:
    assert ALINGSAS is not None
    text = (ALINGSAS / "project.yml").read_text(encoding="utf-8")
    (tmp_path / "project.yml").write_text(text + "\npahittat: 1\n", encoding="utf-8")
    issues = plan_issues(tmp_path)
    assert issues["severity"].tolist() == ["fel"]
    assert "pahittat" in issues["message"].iloc[0]
