"""`map`, from unknown files to a profile that reads them."""

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from ibic_eval.cli import run
from ibic_eval.runs.case_mapping import profile_issues, read_with_profile
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

Captured = pytest.CaptureFixture[str]
SECRET = "Ringde om sonen"
NUMBER = "19121212-1212"
CASES = ("Ärendenr", "Klientkod", "Lagrum", "Startdatum", "Beslutsdatum", "Ärendetyp", "Anteckning")
CASE_ROWS = [
    (
        f"A{n}",
        f"K{n}",
        ("LSS", "SoL 65+")[n % 2],
        f"0{n % 9 + 1}/05/2020",
        f"{n + 12}/06/2020",
        "Ansökan",
        SECRET,
    )
    for n in range(12)
]
COMBINE = ("PlanId", "BrukarId", "Dokumenttyp", "Upprättad datum", "Antal mål")
COMBINE_ROWS = [(f"G{n}", f"P{n}", "Genomförandeplan", "2020-01-02", "3") for n in range(6)]


@pytest.fixture
def project(checkout: Project) -> Project:
    """Return a checkout with the systems' profiles, and an empty folder for Alingsås."""
    shutil.copytree(PACKAGE_CHECKOUT / "data" / "mappings", checkout.mappings)
    (checkout.municipalities / "1489-alingsas").mkdir(parents=True)
    return checkout


def write(project: Project, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    path = project.municipalities / "1489-alingsas" / name
    with path.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([header, *rows])
    return str(path)


def profile(project: Project) -> Path:
    return project.municipalities / "1489-alingsas" / "profil.yml"


def test_a_known_systems_export_gets_a_profile_that_reads_it(
    project: Project, capsys: Captured
) -> None:
    path = write(project, "Uttag [1].csv", COMBINE, COMBINE_ROWS)
    assert run(["map", path, "--kommun", "Alingsås"]) == 0
    told = capsys.readouterr().out
    assert "utgår från profilen för Combine, som inte är prövad" in told
    assert "ibic-eval check Alingsås" in told
    text = profile(project).read_text(encoding="utf-8")
    assert "utgar_fran: combine" in text
    assert "verifierad: false" in text
    assert ": VÄLJ" not in text
    table = read_with_profile(profile(project).parent, project)["planer"].collect()
    assert table.columns == ["row", "file", "plan", "person", "slag", "datum", "mal"]
    assert table["slag"].unique().to_list() == ["genomforandeplan"]
    issues = profile_issues(profile(project).parent, project)["message"]
    assert len(issues) == 1


def test_an_unknown_export_leaves_what_it_cant_tell_to_be_chosen(
    project: Project, capsys: Captured
) -> None:
    path = write(project, "Lista.csv", CASES, CASE_ROWS)
    assert run(["map", path, "--kommun", "1489"]) == 0
    told = capsys.readouterr().out
    assert "stämmer inte med något av systemen" in told
    assert "dagarna kan vara DD/MM/ÅÅÅÅ eller MM/DD/ÅÅÅÅ" in told
    assert "2 rader i den står som VÄLJ" in told
    assert run(["map", path, "--kommun", "1489", "--skriv-over"]) == 0
    text = profile(project).read_text(encoding="utf-8")
    assert SECRET not in text + told
    with pytest.raises(Exception, match="står som VÄLJ"):
        read_with_profile(profile(project).parent, project)
    chosen = text.replace("start: VÄLJ", "start: DD/MM/ÅÅÅÅ").replace(": VÄLJ", ': "aldreomsorg"')
    profile(project).write_text(chosen, encoding="utf-8")
    cases = read_with_profile(profile(project).parent, project)["arenden"].collect()
    assert cases.row(1, named=True) == {
        "row": 3,
        "file": "Lista.csv",
        "arende": "A1",
        "person": "K1",
        "omrade": "aldreomsorg",
        "start": "2020-05-02",
        "beslut": "2020-06-13",
        "ingang": "ordinarie",
    }


def test_without_a_municipality_the_profile_is_only_printed(
    project: Project, capsys: Captured
) -> None:
    path = write(project, "Lista.csv", CASES, CASE_ROWS)
    assert run(["map", path, "--system", "viva"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("# Förslag från ibic-eval map.")
    assert "utgar_fran: viva" in printed.out
    assert "bedomningar: null" in printed.out
    assert "Klientkod (säker)" in printed.err
    assert not profile(project).exists()


def test_an_existing_profile_is_kept(project: Project, capsys: Captured) -> None:
    path = write(project, "plan.csv", COMBINE, COMBINE_ROWS)
    profile(project).write_text("egen", encoding="utf-8")
    assert run(["map", path, "--kommun", "1489"]) == 1
    assert "--skriv-over" in capsys.readouterr().err
    assert profile(project).read_text(encoding="utf-8") == "egen"
    assert run(["map", path, "--kommun", "1489", "--skriv-over"]) == 0
    assert "combine" in profile(project).read_text(encoding="utf-8")


def test_a_second_file_is_joined_as_the_system_does(project: Project) -> None:
    cases = (
        *("Utredning löpnr", "Aktör löpnr", "Lagrum och grupp", "Utredning fr o m"),
        "Aktualitet orsak",
    )
    first = write(
        project, "U.csv", cases, [(f"U{n}", f"P{n}", "LSS", "2020-01-02", "LUS") for n in range(5)]
    )
    decided = ("Utredning löpnr", "Beslut datum", "Beslut resultat")
    second = write(project, "B.csv", decided, [("U3", "2020-02-03", "Avslag")])
    assert run(["map", first, second, "--kommun", "1489"]) == 0
    assert "utgar_fran: treserva" in profile(project).read_text(encoding="utf-8")
    found = read_with_profile(profile(project).parent, project)["arenden"].collect()
    assert found["arende"].to_list() == ["U0", "U1", "U2", "U3", "U4"]
    assert found["beslut"].to_list() == [None, None, None, "2020-02-03", None]
    assert found["utfall"].to_list() == [None, None, None, "avslag", None]


@pytest.mark.parametrize(
    "heading",
    [*("Namn", "Förnamn", "Efternamn", "Personnummer", "Personnr"), "Adress", "Telefon", "E-post"],
)
def test_columns_about_who_somebody_is_are_refused(
    project: Project, capsys: Captured, heading: str
) -> None:
    path = write(project, "plan.csv", [*COMBINE, heading], [(*COMBINE_ROWS[0], SECRET)])
    assert run(["map", path, "--kommun", "1489"]) == 1
    told = capsys.readouterr()
    assert f"kolumnen {heading}, som ser ut att innehålla personuppgifter" in told.err
    assert "byt innehållet mot påhittade beteckningar" in told.err
    assert SECRET not in told.out + told.err
    assert not profile(project).exists()


def test_a_personal_number_in_a_cell_is_refused(project: Project, capsys: Captured) -> None:
    rows = [*COMBINE_ROWS, ("G9", NUMBER, "Uppföljning", "2020-01-02", "3")]
    path = write(project, "plan.csv", COMBINE, rows)
    assert run(["map", path, "--kommun", "1489"]) == 1
    told = capsys.readouterr()
    assert "rad 8 har ett personnummer i kolumnen BrukarId" in told.err
    assert NUMBER not in told.out + told.err
    assert not profile(project).exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--system", "kombine"], "ingen profil för kombine"),
        (["--kommun", "Alingsaas"], "Alingsaas"),
        ([], "Ingen av filerna liknar ärenden"),
    ],
)
def test_what_cant_be_mapped_is_refused(
    project: Project, capsys: Captured, arguments: list[str], message: str
) -> None:
    path = write(project, "annat.csv", ["x", "y"], [("1", "2")])
    assert run(["map", path, *arguments]) == 1
    assert message in capsys.readouterr().err


def test_a_file_like_no_table_is_named(project: Project, capsys: Captured) -> None:
    known = write(project, "plan.csv", COMBINE, COMBINE_ROWS)
    other = write(project, "annat.csv", ["x", "y"], [("1", "2")])
    assert run(["map", known, other]) == 0
    assert "annat.csv liknar ingen av våra tabeller" in capsys.readouterr().err
