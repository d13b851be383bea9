"""The empty plan that a municipality begins with, and the printed guide to its keys."""

from pathlib import Path

import pytest
import yaml

from ibic_eval.codebook.project_fields import Spec, specs
from ibic_eval.codebook.project_guide import project_plan_guide
from ibic_eval.codebook.project_plan import ProjectPlan, entries
from ibic_eval.errors import InputError
from ibic_eval.runs.plan_template import FILLED_IN, project_template
from ibic_eval.sources.municipalities import Municipality
from ibic_eval.sources.projects import read_project_plan

ROOT = Path(__file__).parents[2]
COMMENTED = [
    spec
    for _, spec in specs(ProjectPlan)
    if spec.kind.part is not None and spec.key not in FILLED_IN
]
ALE = Municipality("1440", "Ale", "Västra Götaland", "", "", False)


@pytest.fixture
def template() -> str:
    return project_template(ALE, ROOT / "reports" / "templates" / "kommun")


def read(text: str, folder: Path) -> ProjectPlan:
    path = folder / "1440-ale" / "project.yml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return read_project_plan(path)


def assert_keys(node: object, spec: Spec) -> None:
    """Check the keys of an entry, or of the first in a list, and of the entries in it."""
    if spec.kind.part is None:
        return
    entry = node[0] if isinstance(node, list) else node
    assert isinstance(entry, dict)
    inside = [each for _, each in specs(spec.kind.part)]
    assert list(entry) == [each.key for each in inside]
    for each in inside:
        assert_keys(entry[each.key], each)


def test_an_untouched_template_is_a_blank_plan(template: str, tmp_path: Path) -> None:
    plan = read(template, tmp_path)
    assert plan.is_blank
    assert plan.municipality == "1440"


def test_a_template_with_a_purpose_is_no_longer_blank(template: str, tmp_path: Path) -> None:
    added = 'syfte:\n  - {id: A, text: "Behov i centrum", kalla: "plan, s. 5"}\n'
    assert not read(template + added, tmp_path).is_blank


@pytest.mark.parametrize("section", [spec.key for spec in COMMENTED])
def test_a_section_without_its_comment_signs_has_the_right_keys(
    template: str, section: str
) -> None:
    spec = next(each for each in COMMENTED if each.key == section)
    blocks = [block.splitlines() for block in template.split("\n\n")]
    lines = next(lines[1:] for lines in blocks if f"# {section}:" in lines)
    node = yaml.safe_load("\n".join(line[2:] for line in lines))
    assert_keys(node[section], spec)


def test_dots_that_were_left_are_refused(template: str, tmp_path: Path) -> None:
    added = 'syfte:\n  - {id: A, text: "...", kalla: "plan, s. 5"}\n'
    with pytest.raises(InputError, match="text är inte ifyllt"):
        read(template + added, tmp_path)


def test_the_printed_guide_is_up_to_date() -> None:
    printed = (ROOT / "docs" / "project-plan.md").read_text(encoding="utf-8")
    assert printed == project_plan_guide()


def test_the_guide_has_every_key() -> None:
    guide = project_plan_guide()
    for _, spec in specs(ProjectPlan):
        assert f"## `{spec.key}`" in guide
    plan = read_project_plan(ROOT / "data/municipalities/1489-alingsas/project.yml")
    used = {spec.key for _, entry in entries(plan) for _, spec in specs(type(entry))}
    assert all(f"{key}`" in guide for key in used)
