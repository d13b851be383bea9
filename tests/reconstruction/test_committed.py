"""The committed reconstruction: sound, consistent with the publication, rebuilt to the byte."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.runs.collected import Collected, collect_round
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.reconstruct import files, rebuild
from ibic_eval.runs.reproduce import Reproduction, reproduce
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.rounds import read_round

PROJECT = Project(PACKAGE_CHECKOUT)
FOLDER = PROJECT.demo / "kommunenkat-2020"


@pytest.fixture(scope="module")
def reproduction() -> Reproduction:
    return reproduce(PROJECT)


@pytest.fixture(scope="module")
def collected() -> Collected:
    register = read_municipalities(*PROJECT.registers)
    instrument = load_instrument(PROJECT.survey / "instrument.yml")
    return collect_round(read_round(FOLDER), instrument, register)


def test_every_published_figure_comes_out_but_the_listed_findings(
    reproduction: Reproduction,
) -> None:
    off = reproduction.figures[~reproduction.figures["agrees"]]
    assert set(off["id"]) == set(reproduction.findings["id"])
    assert len(reproduction.figures) > 200


def test_there_are_164_answers_from_fictional_municipalities_and_no_issue(
    collected: Collected,
) -> None:
    assert len(collected.typed.respondents) == 164
    assert collected.typed.respondents["municipality"].ge("9001").all()
    assert collected.typed.issues.empty
    assert collected.fieldwork.asked == 312
    assert collected.fieldwork.declined == 7


def test_no_fictional_code_is_a_real_one() -> None:
    real = read_municipalities(PROJECT.reference / "municipalities.csv")["code"]
    fictional = read_municipalities(PROJECT.demo / "municipalities.csv")["code"]
    assert not set(real) & set(fictional)
    assert len(fictional) == 312


def test_the_shortcut_between_areas_is_used_and_resolved(collected: Collected) -> None:
    copied = collected.typed.answers["origin"].eq("samma_som")
    assert collected.typed.answers.loc[copied, "respondent"].nunique() >= 10


def test_a_changed_answer_is_seen(tmp_path: Path) -> None:
    """Move a handful of answers from one code to another: the figures must notice."""
    for name in ("svar.csv", "utskick.csv", "klassning.csv"):
        shutil.copy(FOLDER / name, tmp_path / name)
    answers = pd.read_csv(tmp_path / "svar.csv", dtype=str)
    changed = answers.index[answers["q5_3_aldreomsorg"].eq("okat")][:6]
    answers.loc[changed, "q5_3_aldreomsorg"] = "minskat"
    answers.to_csv(tmp_path / "svar.csv", index=False)
    off = reproduce(PROJECT, tmp_path / "svar.csv").unexplained
    assert "q5_3" in set(off["item"])


@pytest.mark.slow
def test_it_is_rebuilt_to_the_byte(tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    for name in ("data/reference", "data/published", "surveys"):
        shutil.copytree(PACKAGE_CHECKOUT / name, root / name)
    made = rebuild(Project(root))
    for path in files(Project(root), made):
        committed = PACKAGE_CHECKOUT / path.relative_to(root)
        assert path.read_bytes() == committed.read_bytes(), path.name
