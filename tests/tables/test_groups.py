"""The groups follow the classes and, area by area, the phase."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.tables.groups import AREAS, group_membership

PHASES = st.sampled_from(["etablerat", "inlarning", None, "ej_fragad"])
CLASSES = st.sampled_from(["anvander", "anvander_inte", "mellangrupp"])
PEOPLE = st.lists(st.tuples(CLASSES, PHASES, PHASES, PHASES), max_size=6)


def frames(people: list[tuple[str | None, ...]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    classes = [(f"r{n}", person[0], "q1") for n, person in enumerate(people)]
    phases = [
        (f"r{n}", "fas", area, phase, "eget")
        for n, person in enumerate(people)
        for area, phase in zip(AREAS, person[1:], strict=True)
        if phase != "ej_fragad"
    ]
    columns = ["respondent", "item", "area", "answer", "origin"]
    return (
        pd.DataFrame(phases, columns=columns, dtype="string"),
        pd.DataFrame(classes, columns=["respondent", "klass", "rule"], dtype="string"),
    )


def groups_in(member: pd.DataFrame, name: str, area: str) -> set[str]:
    return set(member.loc[member["respondent"].eq(name) & member["area"].eq(area), "group"])


@given(PEOPLE)
def test_membership_follows_class_and_phase(people: list[tuple[str | None, ...]]) -> None:
    member = group_membership(*frames(people))
    assert not member.duplicated().any()
    by_class = {"anvander": "anvandare", "anvander_inte": "ej_anvandare"}
    for number, (klass, *phases) in enumerate(people):
        constant = {"svarande", by_class.get(str(klass), "mellangrupp")}
        user = klass == "anvander"
        for area, phase in zip(AREAS, phases, strict=True):
            named = {"etablerat": {"etablerade"}, "inlarning": {"inlarning"}}
            expected = constant | (named.get(str(phase), set()) if user else set())
            assert groups_in(member, f"r{number}", area) == expected
        overall = {"etablerade"} if "etablerat" in phases else set()
        overall = overall or ({"inlarning"} if "inlarning" in phases else set())
        assert groups_in(member, f"r{number}", "alla") == constant | (overall if user else set())


def test_the_areas_are_the_instruments(instrument: object) -> None:
    assert instrument.area_codes == AREAS  # type: ignore[attr-defined]
