"""A municipality's follow-up is read with its plan, checked, listed and given templates."""

import re
from pathlib import Path

import pytest

from ibic_eval.cli import run
from ibic_eval.codebook.comment_themes import load_themes
from ibic_eval.errors import InputError
from ibic_eval.runs.checks import check_all, check_municipality, check_path
from ibic_eval.runs.follow_up_files import (
    FOLLOW_UP_FILES,
    GROUPS,
    NAMES,
    check_follow_up,
    has_follow_up,
    read_follow_up,
    read_own_plan,
)
from ibic_eval.runs.inventory import inventory
from ibic_eval.runs.own_files import create_own_folder, unused_files
from ibic_eval.runs.project import PACKAGE_CHECKOUT, VARIABLE, Project
from ibic_eval.sources.municipalities import (
    Municipality,
    find_municipality,
    read_municipalities,
)
from ibic_eval.tables.follow_up_schemas import TABLES
from tests.follow_up_rows import CODEBOOKS, SOUND, Row, put

CODE = "1489"
# The ids that the sound rows have in Alingsås' plan.
IDS: dict[str, Row] = {
    "utbildning": {"utbildning": "utb_handlaggare"},
    "bemanning": {"utbildning": "utb_handlaggare"},
    "kursutvardering": {"utbildning": "utb_handlaggare"},
    "moten": {"grupp": "styrgrupp"},
    "aktivitetslage": {"aktivitet": "akt_ibic"},
    "kostnader": {"post": "bud_direkta"},
    "risklage": {"risk": "risk_tid", "konsekvens": "4"},
    "indikatorer": {"indikator": "syfte_a"},
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a checkout with Alingsås' plan and no other files of a municipality."""
    for name in ("surveys", "data/reference", "data/codebooks", "reports/templates"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(PACKAGE_CHECKOUT / name)
    folder = tmp_path / "data" / "municipalities" / "1489-alingsas"
    folder.mkdir(parents=True)
    plan = PACKAGE_CHECKOUT / "data" / "municipalities" / "1489-alingsas" / "project.yml"
    (folder / "project.yml").write_bytes(plan.read_bytes())
    return Project(tmp_path)


@pytest.fixture
def folder(project: Project) -> Path:
    return project.municipalities / "1489-alingsas"


@pytest.fixture
def alingsas(project: Project) -> Municipality:
    return find_municipality(CODE, read_municipalities(*project.registers))


def fill_in(folder: Path, name: str, *changes: Row, ending: str = ".csv") -> Path:
    return put(
        folder, name, *({**IDS.get(name, {}), **each} for each in changes or ({},)), ending=ending
    )


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_all_files_are_read_with_the_plans_ids(project: Project, folder: Path, ending: str) -> None:
    for name in NAMES:
        fill_in(folder, name, ending=ending)
    found = read_follow_up(project, CODE, read_own_plan(project, CODE))
    assert check_follow_up(project, CODE).empty
    for table in TABLES:
        assert len(getattr(found, table)), table
    assert found.risk_states["risk"].tolist() == ["risk_tid"]
    assert found.training["hours"].tolist() == [7.5]


def test_without_files_or_with_templates_there_are_no_rows(
    project: Project, folder: Path, alingsas: Municipality
) -> None:
    assert all(not len(getattr(read_follow_up(project, "0880", None), name)) for name in TABLES)
    assert check_follow_up(project, "0880").empty
    create_own_folder(project, alingsas)
    found = read_follow_up(project, CODE, read_own_plan(project, CODE))
    assert all(getattr(found, name).empty for name in TABLES)
    issues = check_follow_up(project, CODE)
    assert issues["severity"].tolist() == ["varning"]
    assert all(f"{name}.csv" in issues["message"].iloc[0] for name in NAMES)


def test_the_first_error_stops_and_a_warning_passes(project: Project, folder: Path) -> None:
    plan = read_own_plan(project, CODE)
    fill_in(folder, "moten", {"status": "installt"})
    assert len(read_follow_up(project, CODE, plan).meetings) == 1
    fill_in(folder, "risklage", {"konsekvens": "9"})
    fill_in(folder, "moten", {"narvarande": "9"}, {"grupp": "styrgrup"})
    with pytest.raises(InputError, match=r"rad 2 har 9 närvarande.* Filen moten.csv har 2 fel"):
        read_follow_up(project, CODE, plan)
    issues = check_follow_up(project, CODE)
    assert issues["row"].tolist() == [2, 3, 2]
    assert "menade du styrgrupp?" in issues["message"].iloc[1]


def test_a_plan_is_needed_by_what_refers_to_it(project: Project, folder: Path) -> None:
    (folder / "project.yml").unlink()
    fill_in(folder, "moten")
    fill_in(folder, "granskningar")
    issues = check_follow_up(project, CODE)
    assert issues["file"].tolist() == ["moten.csv"]
    assert "kommunen har ingen sådan fil" in issues["message"].iloc[0]
    with pytest.raises(InputError, match=r"avsnittet grupper i project\.yml"):
        read_follow_up(project, CODE, None)
    (folder / "moten.csv").unlink()
    assert len(read_follow_up(project, CODE, None).reviews)


def test_a_plan_that_cannot_be_read_is_one_fault_and_not_many(
    project: Project, folder: Path, alingsas: Municipality
) -> None:
    (folder / "project.yml").write_text("kommunkod: 1489\n", encoding="utf-8")
    fill_in(folder, "moten", {"narvarande": "9"})
    issues = check_municipality(project, alingsas)
    errors = issues[issues["severity"].eq("fel")]
    assert errors["file"].tolist() == ["moten.csv", "project.yml"]
    with pytest.raises(InputError):
        read_own_plan(project, CODE)


def test_a_template_from_init_is_a_plan_without_ids(
    project: Project, folder: Path, alingsas: Municipality
) -> None:
    (folder / "project.yml").unlink()
    create_own_folder(project, alingsas)
    fill_in(folder, "moten")
    errors = check_follow_up(project, CODE).query("severity == 'fel'")
    assert errors["message"].str.contains("där inget är ifyllt").tolist() == [True]


def test_every_file_that_cannot_be_read_is_told_beside_the_others(
    project: Project, folder: Path
) -> None:
    fill_in(folder, "moten", {"narvarande": "9"})
    fill_in(folder, "kodning")
    (folder / "kommentarer.csv").write_bytes(b"\x00\x01")
    fill_in(folder, "risklage")
    fill_in(folder, "risklage", ending=".xlsx")
    issues = check_follow_up(project, CODE)
    assert set(issues["file"]) == {"moten.csv", "kommentarer.csv", "risklage.csv"}
    assert "både risklage.csv och risklage.xlsx" in " ".join(issues["message"])
    with pytest.raises(InputError):
        read_follow_up(project, CODE, read_own_plan(project, CODE))


def test_themes_are_those_of_the_codebook(project: Project, folder: Path) -> None:
    theme = load_themes(project.surveys / "kommentarer" / "instrument.yml").ids[0]
    fill_in(folder, "kommentarer")
    fill_in(folder, "kodning", {"tema": theme})
    assert check_follow_up(project, CODE).empty
    fill_in(folder, "kodning", {"tema": "vader"})
    assert "”vader”" in check_follow_up(project, CODE)["message"].iloc[0]


def test_the_municipalitys_own_name_may_stand_in_a_quote(project: Project, folder: Path) -> None:
    path = fill_in(folder, "kommentarer", {"citat": "Det gick bra i Alingsås"})
    assert check_follow_up(project, CODE).empty
    assert check_path(project, path).empty
    fill_in(folder, "kommentarer", {"citat": "Det gick bra i Kalmar"})
    assert check_follow_up(project, CODE)["severity"].tolist() == ["varning"]


def test_a_path_is_checked_with_the_plan_beside_it(project: Project, folder: Path) -> None:
    path = fill_in(folder, "moten", {"grupp": "styrgrup"})
    fill_in(folder, "risklage", {"konsekvens": "9"})
    assert check_path(project, path)["message"].str.contains("menade du styrgrupp").tolist() == [
        True
    ]
    codings = fill_in(folder, "kodning", {"kommentar": "k2"})
    fill_in(folder, "kommentarer", {"kalla": "mote"})
    assert check_path(project, codings)["column"].tolist() == ["kommentar"]


def test_a_path_beside_a_faulty_plan_tells_of_the_plan(project: Project, folder: Path) -> None:
    path = fill_in(folder, "moten")
    (folder / "project.yml").write_text("kommunkod: 1489\n", encoding="utf-8")
    assert check_path(project, path)["message"].str.contains("project.yml").tolist() == [True]
    (folder / "project.yml").unlink()
    message = check_path(project, path)["message"].iloc[0]
    assert "kommunen har ingen sådan fil" in message


def test_a_path_elsewhere_needs_no_plan(project: Project, tmp_path: Path) -> None:
    path = fill_in(tmp_path / "hemma", "moten", {"grupp": "vilken_som_helst"})
    assert check_path(project, path).empty
    faulty = fill_in(tmp_path / "hemma", "moten", {"narvarande": "9"})
    assert check_path(project, faulty)["row"].tolist() == [2]


def test_init_writes_only_what_is_missing_and_the_guide_names_all(
    project: Project, folder: Path, alingsas: Municipality
) -> None:
    kept = fill_in(folder, "moten", ending=".xlsx").read_bytes()
    _, written = create_own_folder(project, alingsas)
    names = {path.name for path in written}
    assert {f"{name}.csv" for name in NAMES} - names == {"moten.csv"}
    assert (folder / "moten.xlsx").read_bytes() == kept
    for name in set(NAMES) - {"moten"}:
        header = (folder / f"{name}.csv").read_text(encoding="utf-8-sig").strip().split(";")
        assert header == list(CODEBOOKS[name].names)
    guide = (folder / "README.md").read_text(encoding="utf-8")
    told = guide[guide.index("## Uppföljning av införandet") :]
    for name in NAMES:
        row = next(line for line in told.splitlines() if line.startswith(f"| `{name}.csv`"))
        assert all(f"`{column}`" in row for column in CODEBOOKS[name].names)
    assert "`deltagare`*" in told
    assert "`enhet`," in told
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(NAMES)
    assert create_own_folder(project, alingsas)[1] == []


def test_its_names_are_known_and_near_ones_are_asked_about(folder: Path) -> None:
    for name in FOLLOW_UP_FILES:
        (folder / name).touch()
    assert unused_files(folder).empty
    (folder / "utbildningar.csv").touch()
    (folder / "pelle.xlsx").touch()
    messages = unused_files(folder).set_index("file")["message"]
    assert messages["utbildningar.csv"].endswith("menade du utbildning.csv?")
    assert "README.md" in messages["pelle.xlsx"]


def test_the_list_counts_it_among_what_exists(project: Project, folder: Path) -> None:
    def data() -> list[str]:
        found = inventory(project, fictional=False).set_index("code")["data"]
        return list(found[CODE])

    assert has_follow_up(folder) is None
    assert data() == []
    (folder / "moten.csv").write_text(";".join(SOUND["moten"]) + "\n", encoding="utf-8")
    assert data() == ["tom mall"]
    fill_in(folder, "risklage")
    assert data() == ["uppföljning av införandet"]
    (folder / "kodning.csv").write_bytes(b"")
    assert data() == ["fil som inte går att läsa"]


def test_the_command_line_tells_the_fault_and_fails(
    project: Project,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(VARIABLE, str(project.root))
    path = fill_in(folder, "moten", {"narvarande": "9"})
    for target in (CODE, str(path)):
        assert run(["check", target]) == 1
        assert "Filen moten.csv: rad 2 har 9 närvarande" in capsys.readouterr().out
    fill_in(folder, "moten")
    assert run(["check", str(path)]) == 0


def test_the_whole_project_is_checked_with_it(project: Project, folder: Path) -> None:
    fill_in(folder, "moten", {"narvarande": "9"})
    assert "moten.csv" in set(check_all(project)["file"])


@pytest.mark.parametrize("code", ["9001", "9002", "9003"])
def test_the_demos_follow_up_is_faultless(code: str) -> None:
    demo = Project(PACKAGE_CHECKOUT)
    assert check_follow_up(demo, code).empty
    assert len(read_follow_up(demo, code, read_own_plan(demo, code)).meetings)


def test_the_survey_to_staff_is_told_as_it_is_asked() -> None:
    told = (PACKAGE_CHECKOUT / "surveys" / "medarbetarenkat" / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", told, flags=re.MULTILINE))
    questions = [v for v in CODEBOOKS["medarbetarenkat"].variables if "vet_inte" in v.codes]
    assert rows == {each.name: each.label_sv for each in questions}
    assert all(f"`{code}`" in told for code in questions[0].codes)
