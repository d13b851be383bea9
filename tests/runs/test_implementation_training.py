"""The part on training: what the demo plants is found, and nothing of few is told."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation import Part
from ibic_eval.runs.implementation_training import SCHEMAS, prepare_training
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up import follow_up
from ibic_eval.tables.follow_up_schemas import EVALUATIONS, HEADCOUNTS, TRAINING
from tests.attacks import attacks

PROJECT = Project(PACKAGE_CHECKOUT)
DEMO = {"code": "9001", "name": "Demokommun 001", "fictional": True, "hourly_cost": 520.0,
        "folder": "data/municipalities/9001-demokommun-001"}  # fmt: skip


def part_of(code: str, about: Mapping[str, Any]) -> Part:
    plan = read_own_plan(PROJECT, code)
    return prepare_training(read_follow_up(PROJECT, code, plan), plan, about)


@pytest.fixture(scope="module")
def demo() -> Part:
    return part_of("9001", DEMO)


def full(part: Part) -> pd.DataFrame:
    rows = part.tables["coverage"]
    return rows[rows["measure"].eq("planerade_timmar")].set_index("training")


def test_the_demo_has_the_planted_coverage_and_verdicts(demo: Part) -> None:
    rows = full(demo)
    staff = rows.loc["utb_medarbetare"]
    assert staff[["count", "n"]].tolist() == [291, 410]
    assert staff["verdict"] == "inte nådd"
    assert rows.loc["utb_ombud", ["count", "verdict"]].tolist() == [32, "nådd"]
    some = demo.tables["coverage"].set_index(["training", "measure"])["count"]
    assert some[("utb_medarbetare", "nagot")] == 291 + 33


def test_a_training_that_few_attended_is_hidden_everywhere(demo: Part) -> None:
    for name in ("coverage", "hours", "evaluations", "rates"):
        rows = demo.tables[name]
        own = rows[rows["training"].eq("utb_politiker")]
        assert not own.empty
        assert own["status"].eq("dold").all(), name
        told = own.select_dtypes("number").drop(
            columns=["target", "planned", "planned_kronor"], errors="ignore"
        )
        assert told.isna().all(axis=None), name
    assert "utb_politiker" not in set(demo.tables["curve"]["training"])


def test_the_sum_of_hours_is_that_of_the_shown_and_a_lower_limit(demo: Part) -> None:
    hours = demo.tables["hours"].set_index("training")
    shown = hours.drop("alla")["estimate"]
    assert hours.loc["alla", "estimate"] == shown.sum()
    assert hours.loc["alla", "at_least"]
    assert hours.loc["alla", "kronor"] == 520 * shown.sum()


def test_without_files_there_is_the_plan_and_no_share() -> None:
    about = {**DEMO, "code": "1489", "name": "Alingsås", "fictional": False, "hourly_cost": None}
    part = part_of("1489", about)
    assert not part.context["available"]
    assert part.context["lacks"] == ["utbildning.csv", "bemanning.csv", "kursutvardering.csv"]
    assert part.tables["planned"]["hours_total"].dropna().tolist() == [507, 325, 435.5, 5776]
    assert part.tables["coverage"]["estimate"].isna().all()
    assert part.tables["coverage"]["verdict"].eq("planen anger ingen målnivå").all()
    assert part.tables["hours"][["estimate", "kronor", "planned_kronor"]].isna().all(axis=None)
    assert "alla" not in set(part.tables["hours"]["training"])


def test_tables_have_their_types_and_no_pseudonym(demo: Part) -> None:
    for name, table in demo.tables.items():
        assert table.dtypes.astype(str).to_dict() == dict(SCHEMAS[name]), name
        assert "person" not in table
    text = "".join(table.to_csv() for table in demo.tables.values()) + str(demo.context)
    raw = pd.read_csv(PACKAGE_CHECKOUT / DEMO["folder"] / "utbildning.csv")["deltagare"]  # type: ignore[operator]
    assert not [name for name in raw.unique() if name in text]


def units_of(sizes: list[int], trained: list[int]) -> Part:
    rows, heads = [], []
    for place, (size, count) in enumerate(zip(sizes, trained, strict=True)):
        heads.append(("utb", f"Enhet {place}", "2023-06-01", size))
        rows += [(100 * place + person, "utb", f"Enhet {place}", "2023-05-01", 4.0)
                 for person in range(min(count, size))]  # fmt: skip
    return prepare_training(
        follow_up(
            training=pd.DataFrame(rows, columns=list(TRAINING)).astype(TRAINING),
            headcounts=pd.DataFrame(heads, columns=list(HEADCOUNTS)).astype(HEADCOUNTS),
        ),
        None,
        DEMO,
    )


@attacks(range(10), 60)
def test_no_unit_of_few_can_be_got_by_subtraction(seed: int) -> None:
    """The attacker knows the total of the training, where shown, and the units that are shown."""
    random = np.random.default_rng(seed)
    units = random.integers(1, 7)
    part = units_of(random.integers(1, 10, units).tolist(), random.integers(0, 10, units).tolist())
    told = part.tables["units"]
    shown = told[told["status"].ne("dold")]
    assert shown["n"].ge(5).all()
    whole = part.tables["coverage"].query("measure == 'nagot'")
    hidden = len(told) - len(shown)
    if whole.empty or whole["status"].iloc[0] == "dold" or not hidden:
        return
    left = int(whole["n"].iloc[0] - shown["n"].sum())
    ways = [combo for combo in combinations(range(1, left), hidden - 1)]
    assert hidden > 1
    assert left >= 5
    assert len(ways) > 1


def test_evaluations_of_few_are_hidden_and_few_who_know_give_no_share() -> None:
    levels = {"a": [3, 2, 1, 0], "b": [3, 3, 3, None, None, None], "c": [3, 2, 1, 0, 2]}
    rows = [
        (person, training, "2023-01-10", "helhet", "x", level)
        for training, given_levels in levels.items()
        for person, level in enumerate(given_levels)
    ]
    table = pd.DataFrame(rows, columns=list(EVALUATIONS)).astype(EVALUATIONS)
    found = prepare_training(follow_up(evaluations=table), None, DEMO)
    told = found.tables["evaluations"].set_index("training")
    assert told["status"].to_dict() == {"a": "dold", "b": "saknas", "c": "visas"}
    assert told.loc[["a", "b"], ["count", "n", "n_unsure", "estimate"]].isna().all(axis=None)
    assert told.loc["c", "estimate"] == pytest.approx(0.6)
