"""The part on meetings: the demo's truth, and attendance of few hidden."""

import pandas as pd
import pytest

from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation import Part
from ibic_eval.runs.implementation_meetings import SCHEMAS, latest_day, prepare_meetings
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up import follow_up
from ibic_eval.tables.follow_up_schemas import MEETINGS

PROJECT = Project(PACKAGE_CHECKOUT)
DEMO = {"code": "9001", "name": "Demokommun 001", "fictional": True,
        "folder": "data/municipalities/9001-demokommun-001"}  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Part:
    plan = read_own_plan(PROJECT, "9001")
    return prepare_meetings(read_follow_up(PROJECT, "9001", plan), plan, DEMO)


def test_the_demo_has_the_planted_meetings(demo: Part) -> None:
    held = demo.tables["held"].set_index("group")
    assert held.loc["pg_central", ["count", "n", "planned", "unlisted"]].tolist() == [29, 33, 33, 0]
    assert held.loc["styrgrupp", "count"] == 16
    assert held["verdict"].to_dict() == {
        "styrgrupp": "nådd", "pg_central": "nådd", "pg_lokala": "nådd",
        "referensgrupp": "inte nådd",
    }  # fmt: skip
    parts = demo.tables["half_years"].groupby("group")[["count", "n"]].sum()
    assert parts["count"].to_dict() == held["count"].to_dict()


def test_without_a_list_alingsas_has_its_plan_and_nothing_else() -> None:
    plan = read_own_plan(PROJECT, "1489")
    about = {**DEMO, "code": "1489", "name": "Alingsås", "fictional": False}
    part = prepare_meetings(follow_up(), plan, about)
    assert not part.context["available"]
    assert part.context["lacks"] == ["moten.csv"]
    assert part.tables["planned"].set_index("group").loc["pg_central", "meetings"] == 21
    assert part.tables["held"][["count", "n", "estimate", "planned"]].isna().all(axis=None)


def test_how_many_of_few_came_is_hidden_but_not_that_they_met() -> None:
    rows = [(group, f"2023-0{month}-10", "genomfort", called, called - 1)
            for group, called in (("liten", 4), ("stor", 5)) for month in (1, 2, 3)]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(MEETINGS)).astype(MEETINGS)
    part = prepare_meetings(follow_up(meetings=table), None, DEMO)
    present = part.tables["attendance"].set_index("group")
    assert present["status"].to_dict() == {"liten": "dold", "stor": "visas"}
    numbers = ["count", "n", "meetings", "estimate", "ci_low", "ci_high"]
    assert present.loc["liten", numbers].isna().all()
    assert part.tables["held"]["count"].tolist() == [3, 3]
    assert not {"called", "present"} & set(part.tables["list"])


def test_the_day_of_reckoning_is_the_latest_of_all_files_and_never_today() -> None:
    assert latest_day(follow_up()) is None
    plan = read_own_plan(PROJECT, "9001")
    found = latest_day(read_follow_up(PROJECT, "9001", plan))
    assert found is not None
    assert found < pd.Timestamp("2020-07-01")


def test_tables_have_their_types(demo: Part) -> None:
    for name, table in demo.tables.items():
        assert table.dtypes.astype(str).to_dict() == dict(SCHEMAS[name]), name
