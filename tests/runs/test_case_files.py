"""A municipality's own records: found, read, and refused where too much is wrong."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from ibic_eval.errors import InputError
from ibic_eval.runs.case_files import (
    own_case_files,
    read_case_records,
    read_own_introduction,
    sound_case_records,
)
from ibic_eval.runs.case_issues import case_issues, introduction_issues
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.issues import ERROR, WARNING
from tests.case_texts import ASSESSMENT, CASE, PLAN, Row

CODE = "9001"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with codebooks and an empty folder for a municipality."""
    shutil.copytree(PACKAGE_CHECKOUT / "data" / "codebooks", tmp_path / "data" / "codebooks")
    (tmp_path / "data" / "municipalities" / f"{CODE}-prov").mkdir(parents=True)
    return Project(tmp_path)


def folder(project: Project) -> Path:
    return project.municipalities / f"{CODE}-prov"


def put(project: Project, table: str, *rows: Row, encoding: str = "utf-8-sig") -> Path:
    """Write rows as a Swedish Excel writes CSV."""
    lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows)]
    path = folder(project) / f"{table}.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def describe(project: Project, text: str) -> None:
    (folder(project) / "inforande.yml").write_text(text, encoding="utf-8")


def cases(sound: int, faulty: int) -> list[Row]:
    """Return so many rows, the faulty ones last."""
    return [
        {**CASE, "arende": f"a{n}", "beslut": "2019-02-01" if n < sound else "2018-02-01"}
        for n in range(sound + faulty)
    ]


def test_the_files_of_a_folder_are_read_together(project: Project) -> None:
    put(project, "arenden", {**CASE, "enhet": "Ånäs"}, encoding="cp1252")
    put(project, "bedomningar", {**ASSESSMENT, "omrade": ""})
    put(project, "planer", PLAN)
    describe(project, 'kommunkod: "9001"\nuttag: 2020-12-31\n')
    records = sound_case_records(project, CODE)
    assert records.cases["unit"].tolist() == ["Ånäs"]
    assert records.assessments["area"].tolist() == ["aldreomsorg"]
    assert len(records.plans) == 1
    assert str(records.extracted) == "2020-12-31"
    assert case_issues(project, CODE).empty


def test_a_workbook_with_real_days_is_read(project: Project) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    row = {name: value or "nej" for name, value in PLAN.items() if not name.startswith("kval")}
    sheet.append(list(row))
    sheet.append([*({**row, "datum": dt.datetime(2019, 3, 1), "mal": 3, "sidor": 2.5}.values())])
    book.save(folder(project) / "planer.xlsx")
    plans = sound_case_records(project, CODE).plans
    assert str(plans["date"].iloc[0].date()) == "2019-03-01"
    assert plans[["goals", "pages"]].iloc[0].tolist() == [3, 2.5]


def test_a_municipality_without_records_has_empty_ones(project: Project) -> None:
    for code in (CODE, "1489"):
        records = sound_case_records(project, code)
        assert len(records.cases) == len(records.assessments) == len(records.plans) == 0
        assert case_issues(project, code).empty
        assert read_own_introduction(project, code).municipality == code


def test_up_to_five_percent_faulty_rows_are_left_out(project: Project) -> None:
    put(project, "arenden", *cases(19, 1))
    assert len(sound_case_records(project, CODE).cases) == 19


def test_with_more_faulty_rows_the_file_is_refused(project: Project) -> None:
    put(project, "arenden", *cases(18, 1))
    with pytest.raises(InputError) as refused:
        sound_case_records(project, CODE)
    said = "Filen arenden.csv har fel på 1 av 19 rader (5 %) och används inte förrän högst 5 %"
    assert str(refused.value).startswith(said)
    assert "rad 20 har beslutsdatum 2018-02-01" in str(refused.value)
    assert "ibic-eval check 9001" in str(refused.value)
    issues = case_issues(project, CODE)
    assert any(said in message for message in issues["message"])
    assert len(read_case_records(project, CODE).cases) == 18


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"handlaggare": "811228-9874"}, "ett personnummer i kolumnen handlaggare"),
        ({"Namn": "Kerstin"}, "kolumnen Namn, som ser ut att innehålla personuppgifter"),
        ({"slutdatum": ""}, "kolumnen slutdatum, som är okänd"),
    ],
)
def test_what_concerns_the_whole_file_is_refused(
    project: Project, changed: dict[str, str], said: str
) -> None:
    put(project, "arenden", {**CASE, **changed})
    with pytest.raises(InputError, match=said):
        sound_case_records(project, CODE)
    issues = case_issues(project, CODE)
    assert issues["severity"].eq(ERROR).sum() == 1


def test_templates_count_for_nothing(project: Project) -> None:
    (folder(project) / "arenden.csv").write_text(";".join(CASE) + "\n", encoding="utf-8")
    put(project, "planer", PLAN)
    describe(project, 'kommunkod: "9001"\n')
    assert len(sound_case_records(project, CODE).plans) == 1
    issues = case_issues(project, CODE)
    assert issues["severity"].tolist() == [WARNING]
    assert "arenden.csv har bara en rubrikrad" in issues["message"].iloc[0]


def test_two_files_of_one_table_are_one_too_many(project: Project) -> None:
    put(project, "planer", PLAN)
    (folder(project) / "planer.xlsx").touch()
    with pytest.raises(InputError, match=r"planer\.csv och planer\.xlsx: ta bort den ena"):
        own_case_files(folder(project))


PROFILE = """titel: Prov
system: Eget
verifierad: true
verifierad_av: Provaren
verifierad_datum: 2026-01-01
tabeller:
  planer:
    filer: ["uttag*.csv"]
    datum: ÅÅÅÅ-MM-DD
    kolumner: {plan: Nr, person: Klient, slag: Typ, datum: Dag}
    koder: {slag: {Plan: genomforandeplan}}
"""


def test_a_table_comes_from_a_file_or_a_profile_but_not_both(project: Project) -> None:
    (folder(project) / "profil.yml").write_text(PROFILE, encoding="utf-8")
    export = "Nr;Klient;Typ;Dag\n1;p1;Plan;2019-03-01\n"
    (folder(project) / "uttag.csv").write_text(export, encoding="utf-8")
    put(project, "arenden", CASE)
    records = sound_case_records(project, CODE)
    assert records.plans["person"].tolist() == records.cases["person"].tolist()
    put(project, "planer", PLAN)
    with pytest.raises(InputError, match=r"har både planer\.csv och en tabell planer i profil"):
        sound_case_records(project, CODE)


def test_a_faulty_introduction_is_one_issue(project: Project) -> None:
    describe(project, 'kommunkod: "9001"\nuttag: nyss\n')
    put(project, "arenden", CASE)
    assert introduction_issues(project, CODE)["file"].tolist() == ["inforande.yml"]
    assert case_issues(project, CODE).empty
    with pytest.raises(InputError, match="uttag ska vara ett datum"):
        read_case_records(project, CODE)


def test_records_without_an_introduction_are_a_warning(project: Project) -> None:
    put(project, "arenden", CASE)
    issues = case_issues(project, CODE)
    assert issues["severity"].tolist() == [WARNING]
    assert "saknar inforande.yml" in issues["message"].iloc[0]


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("1489-alingsas/inforande.yml", False),
        ("1489-alingsas/project.yml", False),
        ("1489-alingsas/arenden.csv", True),
        ("1489-alingsas/profil.yml", True),
        ("1489-alingsas/README.md", True),
        ("1489-alingsas/uttag/inforande.yml", True),
        ("0180-stockholm/planer.xlsx", True),
        ("9001-demokommun-001/arenden.csv", False),
    ],
)
def test_only_what_is_public_of_a_real_municipality_can_be_committed(
    name: str, ignored: bool
) -> None:
    place = f"data/municipalities/{name}"
    command = ["git", "check-ignore", "--quiet", "--no-index", place]
    found = subprocess.run(command, cwd=PACKAGE_CHECKOUT, check=False)
    if found.returncode not in (0, 1):
        pytest.skip("not a git checkout")
    assert (found.returncode == 0) == ignored
