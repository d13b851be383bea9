"""An export with the headings of a named system's profile becomes our tables, whole."""

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from ibic_eval.codebook.variables import Codebook, Variable
from ibic_eval.errors import InputError
from ibic_eval.runs.case_mapping import (
    case_codebooks,
    has_profile,
    profile_issues,
    read_with_profile,
)
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.mapping_profiles import read_profile, system_profiles
from ibic_eval.sources.mapping_tables import TableMapping, plain

PROJECT = Project(PACKAGE_CHECKOUT)
SYSTEMS = system_profiles(PROJECT.mappings)
NUMBER = "19121212-1212"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a municipality's folder in a checkout with the real codebooks and profiles."""
    for each in (PROJECT.codebooks, PROJECT.mappings):
        shutil.copytree(each, tmp_path / each.relative_to(PROJECT.root))
    folder = tmp_path / "data" / "municipalities" / "1489-alingsas"
    folder.mkdir(parents=True)
    return folder


def checkout(folder: Path) -> Project:
    return Project(folder.parents[2])


def write(folder: Path, name: str, header: Sequence[str], *rows: Sequence[str]) -> None:
    with (folder / name).open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([header, *rows])


def written(variable: Variable, mapping: TableMapping, ours: str) -> str:
    """Return a value of ours as the export has it: in the profile's words, form and decimals."""
    if variable.name in mapping.date_formats:
        year, month, day = ours.split("-")
        parts = {"%Y": year, "%m": month, "%d": day}
        form = mapping.date_formats[variable.name]
        for directive, part in parts.items():
            form = form.replace(directive, part)
        return form
    if variable.type == "tal":
        return ours.replace(".", mapping.decimal)
    for theirs, code in mapping.codes.get(variable.name, {}).items():
        if code == ours:
            return theirs.replace("*", " xyz").upper()
    return ours


def values(codebook: Codebook) -> list[dict[str, str]]:
    """Return rows of ours in which every code of every column stands once."""
    plain_values = {"datum": "2020-02-29", "heltal": "3", "tal": "2.5", "beteckning": "X1"}
    longest = max(len(variable.codes) for variable in codebook.variables)

    def value(variable: Variable, row: int) -> str:
        if variable.codes:
            return list(variable.codes)[row % len(variable.codes)]
        return "d510" if variable.name == "kod" else plain_values.get(variable.type, "Enhet Å")

    return [
        {variable.name: value(variable, row) for variable in codebook.variables}
        for row in range(longest)
    ]


def export(folder: Path, system: str, mapping: TableMapping, codebook: Codebook) -> None:
    rows = values(codebook)

    def put(name: str, columns: Mapping[str, str], key: str = "") -> None:
        header = [*([key] if key and key not in columns.values() else []), *columns.values()]
        body = [
            [
                f"N{number}"
                if heading == key
                else written(codebook.variable(ours), mapping, row[ours])
                for heading in header
                for ours in [next((o for o, h in columns.items() if h == heading), "")]
            ]
            for number, row in enumerate(rows)
        ]
        write(folder, name, [heading.swapcase() for heading in header], *body)

    key = mapping.joined.key if mapping.joined else ""
    put(mapping.patterns[0].replace("*", " ") + ".csv", mapping.columns, key)
    if mapping.joined:
        name = mapping.joined.patterns[0].replace("*", " ") + ".csv"
        put(name, mapping.joined.columns, mapping.joined.key_there)


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_export_with_a_systems_headings_maps_fully(folder: Path, system: str) -> None:
    codebooks = case_codebooks(PROJECT)
    path = PROJECT.mappings / f"{system}.yml"
    profile = read_profile(path, codebooks, PROJECT.mappings)
    shutil.copy(path, folder / "profil.yml")
    for name, mapping in profile.tables.items():
        export(folder, system, mapping, codebooks[name])
    tables = read_with_profile(folder, checkout(folder))
    assert set(tables) == set(codebooks)
    for name, table in tables.items():
        mapping, rows = profile.tables[name], values(codebooks[name])
        columns = [*mapping.columns, *(mapping.joined.columns if mapping.joined else ())]
        found = table.collect()
        assert set(found.columns) == {"row", "file", *columns}
        for ours in columns:
            if mapping.joined and ours == codebooks[name].names[0]:
                continue  # the key that the two files share
            assert found[ours].to_list() == [row[ours] for row in rows], ours
    issues = profile_issues(folder, checkout(folder))
    assert issues["severity"].tolist() == ["varning"]
    assert issues["message"].str.contains("inte prövad mot ett riktigt uttag").all()


PLANS = "utgar_fran: combine\ntabeller: {arenden: null, bedomningar: null}\n"
PLAN_HEADER = ("PlanId", "BrukarId", "Dokumenttyp", "Upprättad datum")
PLAN_ROW = ("G1", "P1", "Uppföljning", "2020-01-02")


def test_what_is_not_as_the_profile_says_is_warned_of(folder: Path) -> None:
    (folder / "profil.yml").write_text("utgar_fran: combine\n", encoding="utf-8")
    write(folder, "combine planer.csv", [*PLAN_HEADER, "Övrigt"], [*PLAN_ROW, "ringt"])
    write(folder, "combine utredningar.csv", ["UtredningsId", "BrukarId"])
    messages = profile_issues(folder, checkout(folder))["message"].tolist()
    assert sum("Ingen fil med rader passar" in message for message in messages) == 2
    assert any("ingen kolumn Antal mål, som profil.yml anger för mal" in each for each in messages)
    assert list(read_with_profile(folder, checkout(folder))) == ["planer"]


def test_decomposed_letters_in_a_files_name_fit(folder: Path) -> None:
    (folder / "profil.yml").write_text(PLANS, encoding="utf-8")
    write(folder, "combine uppfo\u0308ljning.csv", PLAN_HEADER, PLAN_ROW)
    assert read_with_profile(folder, checkout(folder))["planer"].collect().height == 1


def test_a_personal_number_in_a_column_without_use_is_an_error(folder: Path) -> None:
    (folder / "profil.yml").write_text(PLANS, encoding="utf-8")
    write(folder, "combine plan.csv", [*PLAN_HEADER, "Övrigt"], [*PLAN_ROW, f"om {NUMBER}"])
    issues = profile_issues(folder, checkout(folder))
    (error,) = issues.loc[issues["severity"].eq("fel"), "message"]
    assert "rad 2 har ett personnummer" in error
    assert NUMBER not in error


def test_a_column_about_who_somebody_is_stops_the_reading(folder: Path) -> None:
    (folder / "profil.yml").write_text(PLANS, encoding="utf-8")
    write(folder, "combine plan.csv", [*PLAN_HEADER, "Efternamn"], [*PLAN_ROW, "Åberg"])
    for read in (read_with_profile, profile_issues):
        with pytest.raises(InputError, match="Efternamn, som ser ut att innehålla personuppgifter"):
            read(folder, checkout(folder))


def test_a_profile_without_files_is_refused(folder: Path) -> None:
    assert not has_profile(folder)
    (folder / "profil.yml").write_text("utgar_fran: viva\n", encoding="utf-8")
    assert has_profile(folder)
    with pytest.raises(InputError, match="Ingen fil i mappen 1489-alingsas"):
        read_with_profile(folder, checkout(folder))


def test_no_two_tables_of_a_system_take_the_same_file() -> None:
    for system in SYSTEMS:
        profile = read_profile(
            PROJECT.mappings / f"{system}.yml", case_codebooks(PROJECT), PROJECT.mappings
        )
        patterns = [each for table in profile.tables.values() for each in table.patterns]
        assert len({plain(each) for each in patterns}) == len(patterns)
