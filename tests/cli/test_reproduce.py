"""`ibic-eval reproduce`: what it prints and its exit code."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.cli import run
from ibic_eval.runs.project import PACKAGE_CHECKOUT

DEMO = PACKAGE_CHECKOUT / "data" / "demo" / "kommunenkat-2020"
KEYS = {"item", "area", "group", "answer", "published", "computed", "unit", "n", "source", "agrees"}


def test_json_is_a_list_of_figures_as_printed_beside_unrounded_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["reproduce", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(set(row) == KEYS for row in rows)
    place = ("q5_3", "spann", "anvandare", "okat")
    figures = [
        row for row in rows if (row["item"], row["area"], row["group"], row["answer"]) == place
    ]
    printed = next(row for row in figures if row["published"] == [59, 64])
    assert printed["agrees"] is True
    assert printed["computed"] != [59, 64]
    assert [round(value) for value in printed["computed"]] == [59, 64]


def test_the_table_says_what_it_shows_and_what_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reproduce"]) == 0
    out = capsys.readouterr().out
    assert "inte att IBIC fungerar" in out
    assert "Fynd p265" in out
    assert "Avviker: 0." in out


def test_somebody_elses_answers_that_differ_exit_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("svar.csv", "utskick.csv", "klassning.csv"):
        shutil.copy(DEMO / name, tmp_path / name)
    answers = pd.read_csv(tmp_path / "svar.csv", dtype=str).assign(q10="nej")
    users = answers["q1_1"].eq("ja")
    answers["q10"] = answers["q10"].where(users)
    answers.to_csv(tmp_path / "svar.csv", index=False)
    assert run(["reproduce", "--responses", str(tmp_path / "svar.csv")]) == 1
    assert "AVVIKER" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reproduce", "--responses", "finns-inte.csv"]) == 1
    err = capsys.readouterr().err
    assert "finns-inte.csv" in err
    assert err.count("\n") == 1


def test_answers_alone_say_what_is_missing_beside_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(DEMO / "svar.csv", tmp_path)
    assert run(["reproduce", "--responses", str(tmp_path / "svar.csv")]) == 1
    out = capsys.readouterr().out
    assert "Ingen klassning.csv" in out
    assert "Ingen utskick.csv" in out
