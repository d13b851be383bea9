"""Preparing tables: the right national source, nothing of others, whole or not at all."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.runs import (
    final_report,
    history,
    implementation_comments,
    implementation_meetings,
    implementation_plan,
    implementation_reviews,
    implementation_staff,
    implementation_training,
)
from ibic_eval.runs.case_chapters import CHAPTERS
from ibic_eval.runs.county_comparison import SCHEMAS as COUNTY_SCHEMAS
from ibic_eval.runs.nation import Nation, read_nation
from ibic_eval.runs.prepare import own_answers, prepare
from ibic_eval.runs.prepared import TABLES, open_prepared
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.readiness import SCHEMAS as READINESS_SCHEMAS
from ibic_eval.runs.satisfaction import SCHEMAS
from ibic_eval.sources.municipalities import find_municipality

DEMO_ANSWERS = PACKAGE_CHECKOUT / "data" / "demo" / "kommunenkat-2020" / "svar.csv"
CANARY = "kanariefågel sjunger"
REAL_CODES = 40
INTRODUCTION = {
    "training": implementation_training,
    "meetings": implementation_meetings,
    "staff": implementation_staff,
    "reviews": implementation_reviews,
    "plan": implementation_plan,
    "comments": implementation_comments,
}


def checkout(root: Path) -> Project:
    for name in ("data/reference", "data/published", "data/codebooks", "data/demo", "surveys"):
        # test_satisfaction.py has the first, and the other is what ibic-eval demo may have made.
        skipped = shutil.ignore_patterns("kolada", "municipalities")
        shutil.copytree(PACKAGE_CHECKOUT / name, root / name, ignore=skipped)
    return Project(root)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return checkout(tmp_path)


@pytest.fixture(scope="module")
def alingsas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tables of a real municipality where nobody has any answers."""
    return prepare(checkout(tmp_path_factory.mktemp("alingsas")), "1489")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tables of a fictional municipality where the round of real ones is broken."""
    project = checkout(tmp_path_factory.mktemp("demo"))
    (put_round(project) / "svar.csv").write_text("")
    return prepare(project, "9001")


@pytest.fixture(scope="module")
def with_round(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Nation]:
    """Return the tables of one of a round of real municipalities, and what they share.

    Of the round 26 are in Stockholms län and 14 in others, as 0319.
    """
    project = checkout(tmp_path_factory.mktemp("omgang"))
    put_round(project)
    nation = read_nation(project, fictional=False)
    return prepare(project, "0319", nation), nation


def put_round(project: Project, **changed: str) -> Path:
    """Write a round by real municipalities, made from the demo's rows, with a canary as comment."""
    folder = project.rounds / "fou"
    folder.mkdir(parents=True)
    answers = pd.read_csv(DEMO_ANSWERS, dtype=str).iloc[:REAL_CODES]
    register = pd.read_csv(project.reference / "municipalities.csv", dtype=str)
    answers = answers.assign(
        kommunkod=register["kommunkod"].iloc[:REAL_CODES].to_numpy(), q2_kommentar=CANARY, **changed
    )
    answers.to_csv(folder / "svar.csv", index=False)
    text = "id: fou\ntitle: FoU-omgång\ndate: 2026-03-31\ninstrument: kommunenkat-2020\n"
    (folder / "round.yml").write_text(f"{text}kind: omgang\npopulation: riket\n")
    return folder


def put_own_answers(project: Project, code: str, **changed: str) -> Path:
    folder = project.municipalities / f"{code}-egen"
    folder.mkdir(parents=True)
    mine = pd.read_csv(DEMO_ANSWERS, dtype=str).iloc[:1].assign(kommunkod=code, **changed)
    mine.to_csv(folder / "kommunenkat.csv", index=False)
    return folder


def context(folder: Path) -> dict:
    return json.loads((folder / "context.json").read_text(encoding="utf-8"))


def everything(folder: Path) -> str:
    tables = [pd.read_parquet(path).to_csv() for path in sorted(folder.glob("*.parquet"))]
    return (folder / "context.json").read_text(encoding="utf-8") + "".join(tables)


def answers_of(project: Project, code: str, nation: Nation) -> pd.DataFrame:
    return own_answers(project, find_municipality(code, nation.register), nation)


def test_a_real_municipality_gets_published_figures_and_nothing_invented(alingsas: Path) -> None:
    assert context(alingsas)["national"]["kind"] == "published"
    shares = pd.read_parquet(alingsas / "shares.parquet")
    assert shares["source"].str.startswith("Vårdanalys 2021:2").all()
    assert shares["level"].eq("riket").all()
    assert pd.read_parquet(alingsas / "counts.parquet").empty
    assert pd.read_parquet(alingsas / "own_answers.parquet").empty
    assert context(alingsas)["own_answers"] is False
    assert "påhittad" not in everything(alingsas).lower()
    assert context(alingsas)["missing"][0]["file"] == (
        "data/municipalities/1489-alingsas/kommunenkat.csv"
    )


def test_a_fictional_municipality_gets_the_reconstruction_and_its_own_row(demo: Path) -> None:
    assert context(demo)["national"]["kind"] == "rekonstruktion"
    assert context(demo)["national"]["population"] == 312
    assert context(demo)["own_answers"] is True
    survey = open_prepared("9001", str(demo))
    assert set(survey.shares["level"]) == {"riket", "lan", "skr"}
    assert not survey.own_answers.empty
    assert survey.own_answers["answer"].notna().all()


def test_an_own_round_takes_the_place_of_the_published_figures(
    with_round: tuple[Path, Nation],
) -> None:
    folder, _ = with_round
    national = context(folder)["national"]
    assert (national["kind"], national["title"]) == ("omgang", "FoU-omgång")
    assert national["population"] is None  # nobody wrote down who was asked
    shares = pd.read_parquet(folder / "shares.parquet")
    assert shares["source"].eq("FoU-omgång, 2026-03-31").all()
    assert context(folder)["municipality"]["skr_edition"] == "2023"


def test_no_free_text_reaches_what_is_prepared(with_round: tuple[Path, Nation]) -> None:
    assert not pd.read_parquet(with_round[0] / "own_answers.parquet").empty
    assert CANARY not in everything(with_round[0])


def test_a_municipalitys_own_file_goes_before_the_round(
    project: Project, with_round: tuple[Path, Nation]
) -> None:
    put_own_answers(project, "0114", q10="nej")
    own = answers_of(project, "0114", with_round[1])
    assert own.loc[own["item"].eq("q10"), "answer"].tolist() == ["nej"]


def test_small_counties_are_hidden_and_cannot_be_had_by_subtraction(
    with_round: tuple[Path, Nation],
) -> None:
    shares = pd.read_parquet(with_round[0] / "shares.parquet")
    county = shares[shares["level"].eq("lan") & shares["group"].eq("svarande")]
    few = county[county["status"].eq("visas")]["n"]
    assert few.ge(5).all()


def test_a_faulty_file_stops_with_a_sentence_and_leaves_what_was_there(
    project: Project, alingsas: Path
) -> None:
    shutil.copytree(alingsas, project.prepared / "1489")
    put_own_answers(project, "1489", q10="kanske")
    with pytest.raises(InputError, match=r"rad 2.*q10"):
        prepare(project, "1489")
    assert everything(project.prepared / "1489") == everything(alingsas)
    assert [path.name for path in project.prepared.iterdir()] == ["1489"]


def test_an_empty_template_counts_as_no_answers(project: Project) -> None:
    folder = put_own_answers(project, "1489")
    nation = read_nation(project, fictional=False)
    assert not answers_of(project, "1489", nation).empty
    header = (folder / "kommunenkat.csv").read_text().splitlines()[0]
    (folder / "kommunenkat.csv").write_text(header + "\n")
    assert answers_of(project, "1489", nation).empty


def test_nothing_prepared_and_somebody_elses_tables_are_told(
    project: Project, alingsas: Path
) -> None:
    with pytest.raises(InputError, match="ibic-eval prepare 1489"):
        open_prepared("1489", str(project.prepared / "1489"))
    with pytest.raises(InputError, match="gäller 1489"):
        open_prepared("0880", str(alingsas))


def test_every_table_is_written(alingsas: Path) -> None:
    assert {path.stem for path in alingsas.glob("*.parquet")} == {
        *TABLES,
        *(f"satisfaction_{name}" for name in SCHEMAS),
        *(f"{chapter}_{name}" for chapter, tables in CHAPTERS.items() for name in tables),
        *(f"readiness_{name}" for name in READINESS_SCHEMAS),
        *(f"county_comparison_{name}" for name in COUNTY_SCHEMAS),
        *(
            f"implementation_{part}_{name}"
            for part, run in INTRODUCTION.items()
            for name in run.SCHEMAS
        ),
        *(f"final_{name}" for name in final_report.SCHEMAS),
        *(f"history_{name}" for name in history.SCHEMAS),
    }


def test_a_broken_round_of_real_municipalities_does_not_stop_the_fictional_ones(
    project: Project, demo: Path
) -> None:
    assert context(demo)["national"]["kind"] == "rekonstruktion"
    (put_round(project) / "svar.csv").write_text("")
    with pytest.raises(InputError):
        prepare(project, "1489")


def test_a_round_that_contradicts_who_was_asked_is_refused(project: Project) -> None:
    folder = put_round(project)
    (folder / "utskick.csv").write_text("kommunkod,enhet,status\n0114,,inget_svar\n")
    with pytest.raises(InputError, match=r"utskick\.csv"):
        prepare(project, "1489")


def test_answers_of_another_municipality_are_refused(project: Project) -> None:
    folder = put_own_answers(project, "1489")
    table = pd.read_csv(folder / "kommunenkat.csv", dtype=str).assign(kommunkod="0880")
    table.to_csv(folder / "kommunenkat.csv", index=False)
    with pytest.raises(InputError, match="0880"):
        prepare(project, "1489")
