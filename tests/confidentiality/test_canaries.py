"""Canaries in the raw files: nothing that a run leaves behind may hold any of them.

Each pseudonym in the files of a demo municipality is given a mark, and so is each comment. One
person's days and hours are made such that no one else has them.
"""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from ibic_eval.display.numbers import month_of
from ibic_eval.runs.project import PACKAGE_CHECKOUT
from tests.confidentiality.left_behind import words_of
from tests.whole_checkout import whole_checkout

pytestmark = pytest.mark.slow

FOLDER = "9001-demokommun-001"
MARK = "Kanariezq7"
HOURS = "987.25"
# Files with a row for each person, visit or handling; the rest are of plans and sums.
OF_PERSONS = (
    "arenden", "bedomningar", "planer", "medarbetarenkat", "beredskap", "utbildning",
    "kursutvardering", "granskningar", "kommentarer",
)  # fmt: skip


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout with a demo municipality whose raw files have canaries in them."""
    return whole_checkout(tmp_path_factory.mktemp("kanarie"), FOLDER)


@pytest.fixture(scope="module")
def canaries(checkout: Path) -> dict[str, str]:
    """Plant the canaries and return them by where each was planted."""
    own = checkout / "data" / "municipalities" / FOLDER
    frames = {path.stem: pd.read_csv(path, dtype=str) for path in own.glob("*.csv")}
    planted = {"mark": MARK}
    days = pd.concat([_days(frame, name) for name, frame in frames.items()])
    alone = ~days["day"].duplicated(keep=False)
    for name in OF_PERSONS:
        for column in columns(name, "beteckning") & set(frames[name]):
            frames[name][column] = MARK + frames[name][column]
        mine = days[alone & days["file"].eq(name)]
        if len(mine):
            planted[f"day in {name}"] = mine["day"].iloc[len(mine) // 2]
    frames["kodning"]["kommentar"] = MARK + frames["kodning"]["kommentar"]
    frames["kodning"]["kodare"] = MARK + frames["kodning"]["kodare"]
    frames["kommentarer"]["text"] += f" {MARK}"
    frames["arenden"].loc[len(frames["arenden"]) // 2, "timmar"] = HOURS
    planted |= {"hours": HOURS, "hours as shown": HOURS.replace(".", ",")}
    for name, frame in frames.items():
        frame.to_csv(own / f"{name}.csv", index=False)
    for where, day in [*planted.items()]:
        if where.startswith("day"):
            moment = date.fromisoformat(day)
            planted[f"{where}, in words"] = f" {moment.day} {month_of(day)}"
    return planted


def columns(name: str, kind: str) -> set[str]:
    """Return the columns of a type, as the codebook has it."""
    book = yaml.safe_load((PACKAGE_CHECKOUT / "data" / "codebooks" / f"{name}.yml").read_text())
    return {each["name"] for each in book["variables"] if each["type"] == kind}


def _days(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    kept = [column for column in frame if column in columns(name, "datum")]
    days = frame[kept].melt(value_name="day").dropna(subset="day")
    return days.assign(file=name)[["file", "day"]]


@pytest.fixture(scope="module")
def left(checkout: Path, canaries: dict[str, str]) -> Path:
    """Run the municipality in every format, and return the folder of all that was left."""
    environment = os.environ | {"IBIC_EVAL_ROOT": str(checkout), "TMPDIR": str(checkout / "tmp")}
    (checkout / "tmp").mkdir()
    said = []
    for command in (
        ["check", "9001"],
        ["run", "9001", "--format", "html,pdf,docx,xlsx,figurer", "--json"],
        ["run", "9001"],
        ["portal"],
        ["list", "--demo"],
    ):
        ran = subprocess.run(
            [sys.executable, "-c", "from ibic_eval.cli import main; main()", *command],
            env=environment, capture_output=True, text=True,
        )  # fmt: skip
        said += [ran.stdout, ran.stderr]
        assert ran.returncode == 0, ran.stderr
    (checkout / "said.txt").write_text("\n".join(said), encoding="utf-8")
    shutil.rmtree(checkout / "data" / "municipalities" / FOLDER)
    return checkout


def test_no_canary_survives(left: Path, canaries: dict[str, str]) -> None:
    found = {
        f"{name} in {where}"
        for where, text in words_of(left)
        for name, canary in canaries.items()
        if canary.casefold() in text.casefold()
    }
    assert not found


WHOLE = {
    "commentary": {"n", "n_coders", "n_earlier", "n_later"},
    "the plan": {"target", "planned", "planned_kronor", "produced", "n_values"},
    "which row it is": {"year", "round", "months"},
    "a model of all months": {"fitted"},
}
"""Numbers in rows with something hidden that are of no small group, by what they are of."""


def test_rows_that_are_hidden_hold_no_numbers(left: Path) -> None:
    """What draws figures, tables and words is given these tables, and nothing else."""
    hidden, told = 0, set()
    for path in (left / "data" / "prepared" / "9001").glob("*.parquet"):
        table = pd.read_parquet(path)
        rows = table[table["status"].eq("dold")] if "status" in table else table.iloc[:0]
        hidden += len(rows)
        told |= {name for name in rows.select_dtypes("number") if rows[name].notna().any()}
    assert hidden > 100
    assert told <= set().union(*WHOLE.values())


def test_everything_a_run_leaves_is_searched(left: Path) -> None:
    """The search itself: it finds a word that is in every format of the report."""
    found = {where for where, text in words_of(left / "reports") if "Demokommun 001" in text}
    names = {Path(where).name for where in found}
    assert {
        "rapport.html", "rapport.pdf", "rapport.docx", "rapport.xlsx", "rapport-figurer.zip",
        "resultat.json", "manifest.json", "90_final_report.ipynb",
    } <= names  # fmt: skip


def test_the_raw_files_held_every_canary(canaries: dict[str, str]) -> None:
    kinds = {name.split(" in ")[0] for name in canaries}
    assert kinds == {"mark", "hours", "hours as shown", "day"}
    assert sum(name.startswith("day") for name in canaries) >= 2 * 2
