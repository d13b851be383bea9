"""A municipality's waiting times stand beside the county's and the nation's medians."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ibic_eval.reconstruction.case_files import case_files
from ibic_eval.reconstruction.case_municipalities import SEED, TRUTHS
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.snapshots import exported_sidecar, snapshot_path, write_snapshot
from ibic_eval.runs.waiting_times import SCHEMA, national_times, prepare_waiting_times
from ibic_eval.sources.kolada.rows import typed_values
from ibic_eval.sources.kolada.snapshot import read_snapshot
from ibic_eval.sources.municipalities import read_municipalities

PROJECT = Project(PACKAGE_CHECKOUT)
REGISTERS = read_municipalities(*PROJECT.registers)


def place(code: str) -> dict[str, Any]:
    row = REGISTERS[REGISTERS["code"].eq(code)].iloc[0]
    return {key: row[key] for key in ("code", "name", "county", "fictional")}


def prepared(project: Project, code: str) -> pd.DataFrame:
    fictional = bool(place(code)["fictional"])
    return prepare_waiting_times(national_times(project, fictional, REGISTERS), place(code))


@pytest.fixture(scope="module")
def demo() -> pd.DataFrame:
    return prepared(PROJECT, "9001")


def test_the_demo_has_own_days_and_both_medians(demo: pd.DataFrame) -> None:
    assert dict(demo.dtypes.astype(str)) == SCHEMA
    assert set(demo["level"]) == {"kommunen", "lan", "riket"}
    assert set(demo.loc[demo["level"].eq("lan"), "level_name"]) == {place("9001")["county"]}
    assert not demo.duplicated(["kpi", "level", "year"]).any()
    own = demo["level"].eq("kommunen")
    assert set(demo.loc[own, "status"]) == {"visas", "saknas"}
    assert demo.loc[own, "source"].eq("Påhittade data i Koladas form").all()
    assert demo.loc[~own, "source"].eq("Egen bearbetning av påhittade data i Koladas form").all()


def test_each_median_is_that_of_the_raw_values(demo: pd.DataFrame) -> None:
    raw = read_snapshot(PROJECT.demo / "kolada" / "values.parquet")
    year = raw[raw["kpi"].eq("U28417") & raw["year"].eq(2018)]
    counties = year["municipality"].map(REGISTERS.set_index("code")["county"])
    mine = year[counties.eq(place("9001")["county"])]
    shown = demo[demo["kpi"].eq("U28417") & demo["year"].eq(2018)].set_index("level")["days"]
    assert shown["riket"] == year["value"].median()
    assert shown["lan"] == mine["value"].median()
    assert shown["kommunen"] == year.loc[year["municipality"].eq("9001"), "value"].item()


def test_the_own_times_of_lss_are_those_of_the_own_records(demo: pd.DataFrame) -> None:
    cases = case_files(TRUTHS["9001"], SEED).arenden
    dates = cases[["ansokan", "beslut"]].apply(pd.to_datetime, errors="coerce")
    spring = dates["beslut"].dt.year.eq(2018) & dates["beslut"].dt.month.le(6)
    recorded = (dates["beslut"] - dates["ansokan"]).dt.days[spring & cases["omrade"].eq("lss")]
    own = demo[demo["level"].eq("kommunen") & demo["year"].eq(2018)].set_index("kpi")["days"]
    # Some applications are missing from the file, so that the two are near and not the same.
    assert own["U28417"] == pytest.approx(recorded.median(), abs=3)
    assert own["U28414"] == pytest.approx(recorded.mean(), abs=3)


def test_without_a_fetch_there_is_nothing(tmp_path: Path) -> None:
    nothing = prepared(Project(tmp_path), "1489")
    assert nothing.empty
    assert dict(nothing.dtypes.astype(str)) == SCHEMA


@pytest.mark.parametrize(
    ("count", "levels"),
    [(4, {"kommunen"}), (9, {"kommunen", "lan"}), (10, {"kommunen", "lan", "riket"})],
)
def test_a_median_of_few_is_not_given(tmp_path: Path, count: int, levels: set[str]) -> None:
    reference = tmp_path / "data" / "reference"
    reference.mkdir(parents=True)
    shutil.copy(PROJECT.reference / "kolada_kpis.csv", reference)
    county = REGISTERS.loc[REGISTERS["county"].eq(place("1489")["county"]), "code"]
    codes = ["1489", *county[county.ne("1489")]][:count]
    rows = [("U23401", code, 2025, "T", 50.0, "") for code in codes]
    columns = ["kpi", "municipality", "year", "gender", "value", "status"]
    table = typed_values(pd.DataFrame(rows, columns=columns))
    project = Project(tmp_path)
    write_snapshot(snapshot_path(project), table, exported_sidecar(table, "export.csv"))
    found = prepared(project, "1489")
    assert set(found["level"]) == levels
    assert found.loc[found["level"].eq("kommunen"), "source"].tolist() == ["Kolada"]
