"""Preparing users' satisfaction: the right source, numbers that can be had by hand, and a cache."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.runs import satisfaction_national
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.satisfaction import (
    SCHEMAS,
    Satisfaction,
    Waves,
    between_waves,
    prepare_satisfaction,
)
from ibic_eval.runs.satisfaction_national import national_satisfaction
from ibic_eval.runs.snapshots import exported_sidecar, snapshot_path, write_snapshot
from ibic_eval.sources.municipalities import read_municipalities

DEMO = {"code": "9001", "name": "Demokommun 001", "fictional": True}
REAL = {"code": "1489", "name": "Alingsås", "fictional": False}
KPIS = ["U21504", "U21468", "U23592"]  # treatment, the whole, and respondents in home care
YEARS = list(range(2014, 2023))
GROUPS = ["inte_anvant", "borjat_mellan"]


@pytest.fixture(scope="module")
def estimated(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with two questions of the fictional panel, which are estimated."""
    root = tmp_path_factory.mktemp("project")
    for name in ("data/reference", "data/codebooks"):
        shutil.copytree(PACKAGE_CHECKOUT / name, root / name)
    demo = Project(PACKAGE_CHECKOUT).demo
    (root / "data" / "demo").mkdir()
    for name in ("municipalities.csv", "ibic_use.csv"):
        shutil.copy(demo / name, root / "data" / "demo" / name)
    values = pd.read_parquet(demo / "kolada" / "values.parquet")
    put_values(root / "data" / "demo" / "kolada" / "values.parquet", values)
    prepared(Project(root), DEMO)
    return Project(root)


@pytest.fixture
def project(estimated: Project, tmp_path: Path) -> Project:
    """Return a copy of the project, with the estimates that are kept."""
    return Project(shutil.copytree(estimated.root, tmp_path / "project"))


def put_values(path: Path, values: pd.DataFrame) -> None:
    kept = values[values["kpi"].isin(KPIS) & values["year"].isin(YEARS)]
    write_snapshot(path, kept, exported_sidecar(kept, "values.csv"))


def prepared(
    project: Project, place: dict[str, object], waves: Waves | None = None
) -> Satisfaction:
    registers = read_municipalities(*project.registers)
    national = national_satisfaction(
        project, bool(place["fictional"]), registers, waves or Waves(2018, 2020)
    )
    return prepare_satisfaction(national, place)


def changes_by_hand(project: Project, kpi: str) -> pd.Series:
    """Return each group's mean change from 2018 to 2020, from the files themselves."""
    values = pd.read_parquet(project.demo / "kolada" / "values.parquet")
    rows = values[values["kpi"].eq(kpi) & values["gender"].eq("T") & values["status"].eq("")]
    people = values[values["kpi"].eq("U23592") & values["value"].ge(30)]
    rows = rows.merge(people[["municipality", "year"]], on=["municipality", "year"])
    wide = rows.pivot_table(index="municipality", columns="year", values="value")
    change = (wide[2020] - wide[2018]).dropna().astype(float) / 100
    use = pd.read_csv(project.demo / "ibic_use.csv", dtype=str)
    use = use[use["omrade"].eq("aldreomsorg")].pivot_table(
        index="kommunkod", columns="ar", values="svar", aggfunc="first"
    )
    began = use["2018"].eq("nej") & use["2020"].isin(["ja_alla", "ja_inte_alla"])
    never = use["2018"].eq("nej") & use["2020"].eq("nej")
    group = (
        pd.Series(pd.NA, use.index, dtype="string").mask(never, GROUPS[0]).mask(began, GROUPS[1])
    )
    return change.groupby(group.reindex(change.index)).mean()


def test_the_effect_is_the_difference_of_changes_that_can_be_had_by_hand(project: Project) -> None:
    found = prepared(project, DEMO)
    effects = found.effects.set_index(["question", "gender", "model", "weighting"])
    changes = found.changes[found.changes["weighting"].eq("oviktad")]
    changes = changes[changes["service"].eq("hemtjanst")].set_index(["question", "group"])
    for kpi, question in (("U21504", "bemotande"), ("U21468", "helhetssyn")):
        hand = changes_by_hand(project, kpi)
        effect = effects.loc[(question, "T", "kommun_ar", "oviktad"), "estimate"]
        assert effect == pytest.approx(hand["borjat_mellan"] - hand["inte_anvant"], abs=1e-9)
        for group in GROUPS:
            change = changes.loc[(question, group), "estimate"]
            assert change == pytest.approx(hand[group], abs=1e-9)


def test_the_own_series_is_koladas_values_with_small_ones_hidden(project: Project) -> None:
    own = prepared(project, DEMO).own
    mine = own[own["level"].eq("kommun") & own["gender"].eq("T") & own["question"].eq("bemotande")]
    values = pd.read_parquet(project.demo / "kolada" / "values.parquet")
    raw = values[values["kpi"].eq("U21504") & values["municipality"].eq("9001")]
    raw = raw[raw["gender"].eq("T") & raw["status"].eq("")].set_index("year")["value"] / 100
    shown = mine[mine["status"].eq("visas")].set_index("year")
    assert shown["share"].astype(float).to_dict() == pytest.approx(raw.astype(float).to_dict())
    assert shown["n"].ge(30).all()
    assert mine.loc[mine["status"].ne("visas"), ["share", "n"]].isna().all(axis=None)


def test_a_real_municipality_without_a_snapshot_gets_empty_tables(project: Project) -> None:
    shutil.rmtree(project.prepared)
    found = prepared(project, REAL)
    assert found.context["available"] is False
    for name, table in found.tables().items():
        assert table.empty
        assert list(table.columns) == list(SCHEMAS[name])
    assert not list(project.prepared.rglob("*.parquet"))


def test_a_snapshot_without_known_use_gives_own_results_and_says_what_lacks(
    project: Project,
) -> None:
    demo = pd.read_parquet(project.demo / "kolada" / "values.parquet")
    real = read_municipalities(project.registers[0])["code"].tolist()
    moved = dict(zip(sorted(demo["municipality"].unique()), ["1489", *real], strict=False))
    values = demo.assign(municipality=demo["municipality"].map(moved).astype("string"))
    values = values.dropna(subset="municipality").drop_duplicates(
        ["kpi", "municipality", "year", "gender"]
    )
    put_values(snapshot_path(project), values)
    found = prepared(project, REAL)
    assert found.context["available"]
    assert found.context["own_groups"] == {}
    assert found.own["level"].eq("kommun").any()
    assert not found.effects["status"].eq("skattad").any()


def test_what_nothing_changed_in_is_not_computed_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepared(project, DEMO)

    def refuse(*_: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(satisfaction_national, "_tables", refuse)
    again = prepared(project, DEMO)
    pd.testing.assert_frame_equal(first.effects, again.effects)
    with (project.demo / "ibic_use.csv").open("a") as file:
        file.write("9001,annan_sol,2012,nej,,Påhittad uppgift,,\n")
    with pytest.raises(AssertionError, match="computed again"):
        prepared(project, DEMO)


def test_other_waves_are_computed_and_the_same_are_not(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IBIC_EVAL_ROOT", str(project.root))
    (project.root / "surveys").mkdir()
    found = prepared(project, DEMO)
    assert between_waves(found, 2018, 2020) is found
    other = between_waves(found, 2016, 2018)
    assert set(other.changes["first"].dropna()) >= {2016}
    assert other.context["second"] == 2018
    with pytest.raises(InputError, match="före"):
        between_waves(found, 2020, 2018)
