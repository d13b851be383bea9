"""Preparing the county's comparison: whose rows, which group, and a demo whose truth is known."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.runs.county_comparison import (
    GROUP_SCHEMAS,
    SCHEMAS,
    CountyComparison,
    national_mapping,
    of_group,
    prepare_county_comparison,
    read_county_comparison,
)
from ibic_eval.runs.county_files import check_county_file, check_county_mapping
from ibic_eval.runs.demo_county import build_county_files, demo_counties, demo_truth
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.sidecar import verify_sidecar
from ibic_eval.tables.county_mapping import PARTS

PROJECT = Project(PACKAGE_CHECKOUT)
UPPSALA = {"code": "0380", "name": "Uppsala", "county": "Uppsala län", "fictional": False}
ALINGSAS = {"code": "1489", "name": "Alingsås", "county": "Västra Götalands län",
            "fictional": False}  # fmt: skip
DEMO = {"code": "9001", "name": "Demokommun 001", "county": "Demolän C", "fictional": True}


def comparison(project: Project, place: dict[str, Any]) -> CountyComparison:
    national = national_mapping(project, place["fictional"])
    return prepare_county_comparison(project, national, place)


@pytest.fixture(scope="module")
def uppsala() -> CountyComparison:
    return comparison(PROJECT, UPPSALA)


@pytest.fixture(scope="module")
def demo() -> CountyComparison:
    return comparison(PROJECT, DEMO)


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, str]]:
    return demo_truth(PROJECT)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a checkout with the shared files of the mapping and no municipality's own."""
    for name in ("data/reference", "data/codebooks", "surveys"):
        shutil.copytree(PACKAGE_CHECKOUT / name, tmp_path / name)
    for folder in ("municipalities", "demo"):
        (tmp_path / "data" / folder).mkdir()
        for path in (PACKAGE_CHECKOUT / "data" / folder).glob("*.csv"):
            shutil.copy(path, tmp_path / "data" / folder / path.name)
    return Project(tmp_path)


def put_own(project: Project, folder: str, **cells: str) -> Path:
    """Write a municipality's own file with one row."""
    columns = pd.read_csv(project.municipalities / "kartlaggning.csv", nrows=0).columns
    row = {"kommunkod": folder[:4], "omrade": "aldreomsorg", "kalla": "Egen", "kalldatum": "2024"}
    path = project.municipalities / folder / "kartlaggning.csv"
    path.parent.mkdir()
    pd.DataFrame([{**row, **cells}], columns=columns).to_csv(path, index=False)
    return path


def test_the_county_is_whole_and_its_bounds_are_what_the_report_allows(
    uppsala: CountyComparison,
) -> None:
    group = of_group(uppsala)
    assert group.context["available"]
    assert group.context["is_county"]
    assert group.members["code"].tolist() == [
        "0305", "0319", "0330", "0331", "0360", "0380", "0381", "0382"
    ]  # fmt: skip
    ends = group.counts.set_index("part")[["low", "high"]].apply(tuple, axis=1).to_dict()
    assert ends == {
        "start": (4, 8), "decision": (2, 8), "plan": (0, 3), "consequences": (0, 3),
        "local_goals": (0, 8), "organisation": (0, 8), "providers": (0, 3),
        "maintenance_plan": (0, 3), "induction": (2, 8), "review": (0, 8), "how_far": (3, 8),
    }  # fmt: skip
    assert group.counts["no"].eq(0).all()
    for name, schema in GROUP_SCHEMAS.items():
        assert list(getattr(group, name).columns)[: len(schema)] == list(schema), name


def test_the_tables_come_back_from_their_files(uppsala: CountyComparison, tmp_path: Path) -> None:
    for name, table in uppsala.tables.items():
        table.to_parquet(tmp_path / f"county_comparison_{name}.parquet", index=False)
    opened = read_county_comparison(tmp_path, uppsala.context)
    assert set(opened.tables) == set(SCHEMAS)
    pd.testing.assert_frame_equal(of_group(opened).counts, of_group(uppsala).counts)


def test_a_group_of_ones_own_has_no_words_about_the_county(uppsala: CountyComparison) -> None:
    group = of_group(uppsala, " 0381, 0360,0319 ")
    assert group.members["code"].tolist() == ["0319", "0360", "0381"]
    assert not group.context["is_county"]
    assert group.statements.empty
    assert group.counts["own"].isna().all()
    assert not group.counts["by_words"].any()


def test_all_codes_of_a_county_are_that_county(uppsala: CountyComparison) -> None:
    codes = ",".join(of_group(uppsala).members["code"])
    chosen = of_group(uppsala, codes)
    pd.testing.assert_frame_equal(chosen.counts, of_group(uppsala).counts)


@pytest.mark.parametrize(
    ("group", "area", "words"),
    [
        ("0380,9001", "aldreomsorg", "9001"),
        ("uppsala", "aldreomsorg", "uppsala"),
        ("", "alla", "aldreomsorg eller annan_sol eller lss"),
    ],
)
def test_an_unknown_code_or_area_is_refused(
    uppsala: CountyComparison, group: str, area: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        of_group(uppsala, group, area)


def test_an_area_that_no_source_tells_of_is_not_available(uppsala: CountyComparison) -> None:
    group = of_group(uppsala, area="lss")
    assert not group.context["available"]
    assert group.counts["unknown"].eq(8).all()


def test_a_county_without_a_mapping_is_not_available() -> None:
    group = of_group(comparison(PROJECT, ALINGSAS))
    assert not group.context["available"]
    assert group.context["n"] == 49
    assert group.context["own_file"] == "data/municipalities/1489-alingsas/kartlaggning.csv"


def test_real_and_invented_municipalities_are_never_together(
    uppsala: CountyComparison, demo: CountyComparison
) -> None:
    assert demo.answers["municipality"].ge("9001").all()
    assert demo.answers["source"].eq("Påhittad uppgift").all()
    assert uppsala.answers["municipality"].lt("9001").all()
    assert not set(demo.places["code"]) & set(uppsala.places["code"])


def test_an_own_file_makes_the_county_available(project: Project) -> None:
    put_own(project, "1489-alingsas", plan="ja", start="delvis", start_ar="2023")
    group = of_group(comparison(project, ALINGSAS))
    plan = group.counts.set_index("part").loc["plan"]
    assert group.context["available"]
    assert plan[["yes", "unknown", "low", "high"]].tolist() == [1, 48, 1, 49]


def test_a_faulty_own_file_stops_its_own_report_and_no_other(project: Project) -> None:
    path = put_own(project, "1489-alingsas", plan="kanske")
    with pytest.raises(InputError, match=r"Filen kartlaggning\.csv, rad 2: kolumnen plan"):
        comparison(project, ALINGSAS)
    assert of_group(comparison(project, UPPSALA)).context["available"]
    assert check_county_mapping(project)["column"].tolist() == ["plan"]
    assert check_county_file(project, path)["column"].tolist() == ["plan"]


def test_the_committed_files_have_no_issues() -> None:
    assert check_county_mapping(PROJECT).empty
    for folder in (PROJECT.municipalities, PROJECT.demo):
        for name in ("kartlaggning.csv", "kartlaggning_lan.csv"):
            assert check_county_file(PROJECT, folder / name).empty


def test_the_demo_is_rebuilt_to_the_byte() -> None:
    for path, content in build_county_files(PROJECT).items():
        assert path.read_bytes() == content, path.name
        if path.suffix == ".csv":
            verify_sidecar(path)


def test_the_planted_truth_of_the_demo_lies_within_the_bounds(
    demo: CountyComparison, truth: dict[str, dict[str, str]]
) -> None:
    columns = {english: swedish for swedish, english in PARTS.items()}
    for codes in demo_counties(PROJECT).values():
        group = of_group(demo, ",".join(codes))
        assert not group.counts["against_words"].any()
        assert group.counts["unknown"].gt(0).all()
        for row in group.counts.to_dict("records"):
            given = [truth[code][columns[row["part"]]] for code in codes]
            having = sum(answer in ("ja", "langt") for answer in given)
            assert row["low"] <= having <= row["high"], row["part"]


def test_nobody_who_has_not_begun_has_come_far_in_the_demo(
    truth: dict[str, dict[str, str]],
) -> None:
    rows = pd.DataFrame(truth.values())
    waiting = rows[rows["start"].ne("ja")]
    assert waiting["hur_langt"].eq("inte_borjat").all()
    assert waiting["forvaltningsplan"].eq("nej").all()
    assert len(waiting) > 10
