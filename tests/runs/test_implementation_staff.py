"""The part on the survey to staff: released so that no subtraction tells of few."""

from collections.abc import Iterator
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.readiness_roles import role_tests
from ibic_eval.runs import implementation_staff
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation import Part
from ibic_eval.runs.implementation_staff import SCHEMAS, prepare_staff
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up import FollowUp, follow_up
from ibic_eval.tables.follow_up_schemas import STAFF_ANSWERS, STAFF_ASKED
from tests.attacks import attacks

PROJECT = Project(PACKAGE_CHECKOUT)
DEMO = {"code": "9001", "name": "Demokommun 001", "fictional": True,
        "folder": "data/municipalities/9001-demokommun-001"}  # fmt: skip
ROLES = ("enhetschef", "handlaggare", "ombud", "utforare")
NAMES = {0: "inte_alls", 1: "i_liten_grad", 2: "i_hog_grad", 3: "i_mycket_hog_grad"}
QUESTIONS = ("stod", "tid")


@pytest.fixture(scope="module")
def demo() -> Part:
    plan = read_own_plan(PROJECT, "9001")
    return prepare_staff(read_follow_up(PROJECT, "9001", plan), plan, DEMO)


def drawn(sizes: tuple[int, ...], seed: int, again: float = 0.85) -> FollowUp:
    """Return two rounds of small roles, where some leave a question or don't know."""
    random = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for place, (role, size) in enumerate(zip(ROLES, sizes, strict=False)):
        for person in range(size):
            for number in (1, 2):
                if random.uniform() < again:
                    rows += _person(100 * place + person, number, role, random)
    answers = pd.DataFrame(rows, columns=list(STAFF_ANSWERS)).astype(STAFF_ANSWERS)
    asked = [(role, number, size) for role, size in zip(ROLES, sizes, strict=False)
             for number in (1, 2)]  # fmt: skip
    sent = pd.DataFrame(asked, columns=list(STAFF_ASKED)).astype(STAFF_ASKED)
    return follow_up(staff_answers=answers, staff_asked=sent)


def _person(
    person: int, number: int, role: str, random: np.random.Generator
) -> Iterator[tuple[object, ...]]:
    for question in QUESTIONS:
        if random.uniform() < 0.9:
            level = None if random.uniform() < 0.15 else int(random.integers(4))
            answer = "vet_inte" if level is None else NAMES[level]
            yield person, number, role, f"20{17 + number}-05-01", question, answer, level


def quickly(data: FollowUp) -> Part:
    """Prepare with few draws of the test between roles, which decides nothing that is hidden."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(implementation_staff, "role_tests", partial(role_tests, draws=9))
        return prepare_staff(data, None, DEMO)


def left_over(data: FollowUp, part: Part, question: str, number: int) -> Iterator[int]:
    """Yield how many are left of everyone who took a stand when others that are told are taken off.

    Those taken off are any of the roles, or those who took a stand in both rounds: which persons of
    a role did that is told nowhere.
    """
    rows = data.staff_answers.query("question == @question and round == @number")
    known = rows[rows["level"].notna()]
    told = part.tables["shares"].query("question == @question and round == @number")
    shown = set(told[told["status"].eq("visas")]["role"])
    if "alla" not in shown:
        return
    sizes = known["role"].value_counts()
    for count in range(len(shown)):
        for roles in combinations(sorted(shown - {"alla"}), count):
            yield len(known) - int(sizes.reindex(list(roles)).sum())
    changed = part.tables["changes"].query("question == @question and kind == 'samma_personer'")
    if changed["status"].eq("visas").any():
        yield len(known) - int(changed["n"].iloc[0])


def small_roles(seed: int) -> FollowUp:
    return drawn(tuple(np.random.default_rng(seed).integers(0, 10, len(ROLES))), seed)


@attacks(range(5), 40)
def test_no_group_of_few_can_be_got_by_subtracting_what_is_told(seed: int) -> None:
    data = small_roles(seed)
    part = quickly(data)
    for number in (1, 2):
        for question in QUESTIONS:
            for left in left_over(data, part, question, number):
                assert left == 0 or left >= 5


@attacks(range(5), 40)
def test_the_number_answering_in_a_hidden_role_is_never_certain(seed: int) -> None:
    """What is left of everyone can be shared out among the hidden roles in more than one way."""
    part = quickly(small_roles(seed))
    for column in ("count", "n"):
        for _, rows in part.tables["response"].groupby("round"):
            parts = rows[rows["role"].ne("alla")]
            hidden = int(parts["status"].eq("dold").sum())
            whole = rows.loc[rows["role"].eq("alla"), column].iloc[0]
            if hidden and not pd.isna(whole):
                left = int(whole - parts[column].sum())
                assert hidden > 1
                assert left >= 5
                assert len(list(combinations(range(1, left), hidden - 1))) > 1


def test_what_is_hidden_has_no_number(demo: Part) -> None:
    for name in ("response", "distribution", "shares"):
        rows = demo.tables[name]
        hidden = rows[rows["status"].eq("dold")]
        assert {"ledning", "enhetschef"} <= set(hidden["role"]), name
        assert not {"alla", "utforare"} & set(hidden["role"]), name
        assert hidden.select_dtypes("number").drop(columns="round").isna().all(axis=None)
    tested = demo.tables["role_tests"]
    assert not {"ledning", "enhetschef"} & {*tested["high_role"], *tested["low_role"]}


def test_the_distribution_gives_the_share(demo: Part) -> None:
    counted = demo.tables["distribution"]
    keys = ["round", "role", "question"]
    high = counted[counted["answer"].isin(["i_hog_grad", "i_mycket_hog_grad"])]
    told = demo.tables["shares"].set_index(keys)
    summed = high.groupby(keys)["count"].sum(min_count=2)
    pd.testing.assert_series_equal(
        summed.dropna().astype("Int64").sort_index(), told["count"].dropna().sort_index()
    )


def test_the_demo_shows_that_the_providers_lack_time(demo: Part) -> None:
    """Planted: 0.18 of the providers' staff have time enough in the second round, else 0.45."""
    told = demo.tables["shares"].set_index(["round", "role", "question"])
    row = told.loc[(2, "utforare", "tid")]
    assert row["ci_low"] < 0.18 < row["ci_high"]
    tested = demo.tables["role_tests"].set_index("question")
    assert tested.loc["tid", ["verdict", "low_role"]].tolist() == ["olika", "utforare"]
    for question, share in (("forstaelse", 0.8), ("stod", 0.6), ("kunskap", 0.5)):
        everyone = told.loc[(1, "alla", question)]
        assert everyone["bound_low"] <= share <= everyone["bound_high"]
        assert abs(everyone["estimate"] - share) < 0.12


def test_few_answers_are_not_shown_at_all() -> None:
    part = prepare_staff(drawn((4,), 1, again=1.0), None, DEMO)
    assert not part.context["available"]
    assert part.context["few"]
    assert part.context["rounds"] == []
    assert all(table.empty for table in part.tables.values())


def test_without_files_it_says_which_are_missing() -> None:
    part = prepare_staff(follow_up(), None, DEMO)
    assert part.context["lacks"] == ["medarbetarenkat.csv", "medarbetarenkat_utskick.csv"]
    assert not part.context["few"]


def test_without_the_number_asked_there_are_shares_and_no_rate() -> None:
    data = drawn((9, 9), 3, again=1.0)
    part = prepare_staff(follow_up(staff_answers=data.staff_answers), None, DEMO)
    everyone = part.tables["response"].query("role == 'alla'")
    assert everyone["status"].eq("saknas").all()
    assert part.tables["shares"]["bound_low"].isna().all()
    assert part.tables["shares"].query("role == 'alla'")["estimate"].notna().all()


def test_tables_have_their_types_and_no_pseudonym(demo: Part) -> None:
    for name, table in demo.tables.items():
        assert table.dtypes.astype(str).to_dict() == dict(SCHEMAS[name]), name
        assert "person" not in table
    text = "".join(table.to_csv() for table in demo.tables.values()) + str(demo.context)
    raw = pd.read_csv(PACKAGE_CHECKOUT / DEMO["folder"] / "medarbetarenkat.csv")["svarande"]  # type: ignore[operator]
    assert not [name for name in raw.unique() if name in text]
