"""Plants canaries in the raw files of a demo municipality.

Each pseudonym in the files is given a mark, and so is each comment. One person's days and hours are
made such that no one else has them.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import yaml

from ibic_eval.display.numbers import month_of
from ibic_eval.runs.project import PACKAGE_CHECKOUT

CANARIED = "9001-demokommun-001"
MARK = "Kanariezq7"
HOURS = "987.25"
# Files with a row for each person, visit or handling; the rest are of plans and sums.
OF_PERSONS = (
    "arenden", "bedomningar", "planer", "medarbetarenkat", "beredskap", "utbildning",
    "kursutvardering", "granskningar", "kommentarer",
)  # fmt: skip


def plant_canaries(own: Path) -> dict[str, str]:
    """Plant the canaries in a folder's files and return them by where each was planted."""
    coded = [path for path in own.glob("*.csv") if _codebook(path.stem).exists()]
    frames = {path.stem: pd.read_csv(path, dtype=str) for path in coded}
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


def _codebook(name: str) -> Path:
    return PACKAGE_CHECKOUT / "data" / "codebooks" / f"{name}.yml"


def columns(name: str, kind: str) -> set[str]:
    """Return the columns of a type, as the codebook has it."""
    book = yaml.safe_load(_codebook(name).read_text())
    return {each["name"] for each in book["variables"] if each["type"] == kind}


def _days(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    kept = [column for column in frame if column in columns(name, "datum")]
    days = frame[kept].melt(value_name="day").dropna(subset="day")
    return days.assign(file=name)[["file", "day"]]
