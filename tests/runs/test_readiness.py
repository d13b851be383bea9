"""A municipality's tables on readiness: released, and the planted truth is found in the demo."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.readiness_instrument import load_readiness
from ibic_eval.errors import InputError
from ibic_eval.reconstruction.readiness_answers import DEMO, true_level
from ibic_eval.runs.demo_readiness import build_readiness_files
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.readiness import (
    SCHEMAS,
    Readiness,
    prepare_readiness,
    read_readiness,
    readiness,
)
from ibic_eval.runs.readiness_files import check_readiness, readiness_template
from ibic_eval.tables.readiness import ANSWERS, RESPONDENTS, ReadinessAnswers, no_answers

PROJECT = Project(PACKAGE_CHECKOUT)
INSTRUMENT = load_readiness(PROJECT.surveys / "beredskap" / "instrument.yml")
STATEMENTS = [each.id for each in INSTRUMENT.statements]
ABOUT = {"code": "9001", "name": "Demokommun 001", "fictional": True, "file": "beredskap.csv"}
CODES = list(INSTRUMENT.levels)


@pytest.fixture(scope="module")
def demo() -> Readiness:
    return prepare_readiness(PROJECT, ABOUT)


def answered(roles: dict[str, int], level: int = 1, number: int = 1) -> ReadinessAnswers:
    """Return people of each role who give every statement the same level."""
    people = [role for role, count in roles.items() for _ in range(count)]
    rows = [
        {"person": person, "round": number, "role": role, "statement": name,
         "answer": CODES[level], "level": level}
        for person, role in enumerate(people)
        for name in STATEMENTS
    ]  # fmt: skip
    who = [
        {"person": person, "round": number, "role": role, "date": dt.datetime(2024, 3, 1)}
        for person, role in enumerate(people)
    ]
    return ReadinessAnswers(
        pd.DataFrame(who).astype(RESPONDENTS),
        pd.DataFrame(rows)[list(ANSWERS)].astype(ANSWERS),
        no_answers().issues,
    )


def test_the_demo_has_the_planted_first_steps(demo: Readiness) -> None:
    first = demo.first_steps[demo.first_steps["can_begin"]].head(3)
    assert set(first["statement"]) == {"mal_1", "processledare_1", "system_1"}
    assert first["among_first"].gt(0.8).all()
    low = {name for name, level in DEMO.levels.items() if level <= 1.0}
    assert set(demo.first_steps["statement"]) == low


def test_the_demo_has_the_planted_disagreement_and_no_other(demo: Readiness) -> None:
    differ = demo.role_tests[demo.role_tests["verdict"].eq("olika")]
    assert set(differ["statement"]) <= {"led_1", "led_2", "led_3", "utbildning_2"}
    assert {"led_1", "utbildning_2"} <= set(differ["statement"])
    assert set(differ["low_role"]) == {"utforare"}
    assert set(differ["high_role"]) == {"ledning"}
    planted = next(each for each in INSTRUMENT.statements if each.id == "utbildning_2")
    gap = true_level(DEMO, planted, "ledning", 0) - true_level(DEMO, planted, "utforare", 0)
    found = differ.set_index("statement").loc["utbildning_2"]
    assert found["ci_low"] < gap < found["ci_high"]


def test_the_demo_has_the_planted_change(demo: Readiness) -> None:
    changes = demo.changes.set_index("theme")
    assert changes.loc["utbildning", "verdict"] == "högre"
    assert changes.loc["utbildning", "ci_low"] < 1.1 < changes.loc["utbildning", "ci_high"]
    assert changes.loc["processledare", "verdict"] == "kan inte avgöras"


def test_the_demo_file_is_rebuilt_to_the_byte_and_faultless() -> None:
    for path, content in build_readiness_files(PROJECT).items():
        assert path.read_bytes() == content
    assert check_readiness(PROJECT, "9001").empty


def test_small_roles_are_hidden_and_cannot_be_subtracted(demo: Readiness) -> None:
    extent = demo.extent[demo.extent["round"].eq(2)].set_index("role")
    hidden = extent.index[extent["status"].eq("dold")]
    assert {"fortroendevald", "projektledning", "stod"} == set(hidden)
    shown = extent["n"].dropna()
    assert shown["alla"] - shown.drop("alla").sum() >= 5
    themes = demo.themes[demo.themes["role"].isin(hidden)]
    assert themes["status"].eq("dold").all()
    assert themes[["n", "n_answers", "mean", "ci_low", "ci_high"]].isna().all(axis=None)
    assert not set(hidden) & set(demo.role_tests["low_role"].dropna())


def test_one_small_role_takes_another_with_it() -> None:
    found = readiness(INSTRUMENT, answered({"ledning": 3, "handlaggare": 7, "utforare": 9}), ABOUT)
    status = found.extent.set_index("role")["status"].to_dict()
    assert status == {
        "alla": "visas", "ledning": "dold", "handlaggare": "dold", "utforare": "visas"
    }  # fmt: skip
    shown = found.themes[found.themes["status"].eq("visas")]
    assert set(shown["role"]) == {"alla", "utforare"}
    assert found.role_tests["status"].eq("saknas").all()


def test_fewer_than_five_are_not_shown_at_all() -> None:
    found = readiness(INSTRUMENT, answered({"ledning": 4}), ABOUT)
    assert not found.context["available"]
    assert found.context["lacks"] == "for_fa"
    assert "rounds" not in found.context
    assert all(found.tables[name].empty for name in SCHEMAS if name not in ("statements", "beside"))


def test_a_small_round_is_left_out_beside_a_large_one() -> None:
    large, small = answered({"ledning": 6}), answered({"ledning": 3}, 3, 2)
    both = ReadinessAnswers(
        pd.concat([large.respondents, small.respondents], ignore_index=True),
        pd.concat([large.answers, small.answers], ignore_index=True),
        large.issues,
    )
    found = readiness(INSTRUMENT, both, ABOUT)
    assert found.context["latest"] == 1
    assert found.changes.empty
    assert set(found.standing["round"]) == {1}


def test_what_few_took_a_stand_on_is_missing_and_never_low() -> None:
    given = answered({"handlaggare": 9}, 0)
    unsure = given.answers["statement"].eq("mal_1") & given.answers["person"].ge(4)
    answers = given.answers.assign(
        answer=given.answers["answer"].mask(unsure, "vet_inte"),
        level=given.answers["level"].mask(unsure),
    ).astype(ANSWERS)
    found = readiness(INSTRUMENT, given._replace(answers=answers), ABOUT)
    row = found.standing.set_index("statement").loc["mal_1"]
    assert row["status"] == "saknas"
    assert "Färre än fem" in row["reason"]
    assert pd.isna(row["share"])
    assert "mal_1" not in set(found.first_steps["statement"])
    assert len(found.first_steps) == len(STATEMENTS) - 1


def test_without_a_file_there_is_the_instrument_and_where_to_put_the_answers() -> None:
    place = {"code": "1489", "name": "Alingsås", "fictional": False}
    found = prepare_readiness(PROJECT, place)
    assert not found.context["available"]
    assert found.context["file"] == "data/municipalities/1489-alingsas/beredskap.csv"
    assert len(found.statements) == len(STATEMENTS)
    assert found.standing.empty


def test_tables_keep_their_types_when_written_and_read(demo: Readiness, tmp_path: Path) -> None:
    for name, table in demo.tables.items():
        assert table.dtypes.astype(str).to_dict() == dict(SCHEMAS[name]), name
        table.to_parquet(tmp_path / f"readiness_{name}.parquet", index=False)
    read = read_readiness(tmp_path, demo.context)
    pd.testing.assert_frame_equal(read.themes, demo.themes)


def test_no_pseudonym_is_in_the_tables(demo: Readiness) -> None:
    text = "".join(table.to_csv() for table in demo.tables.values()) + str(demo.context)
    people = pd.read_csv(next(iter(build_readiness_files(PROJECT))))["svarande"]
    assert not [name for name in people if name in text]


def test_a_faulty_file_stops_and_says_what_is_wrong(tmp_path: Path) -> None:
    for name in ("surveys", "data/reference"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(PACKAGE_CHECKOUT / name)
    folder = tmp_path / "data" / "municipalities" / "1489-alingsas"
    folder.mkdir(parents=True)
    header = readiness_template(INSTRUMENT)
    (folder / "beredskap.csv").write_text(header, encoding="utf-8")
    project = Project(tmp_path)
    place = {"code": "1489", "name": "Alingsås", "fictional": False}
    assert not prepare_readiness(project, place).context["available"]
    assert check_readiness(project, "1489")["severity"].tolist() == ["varning"]
    row = ";".join(["S001", "chef", "2024-03-01", "1", *[""] * (len(STATEMENTS) + 1)])
    (folder / "beredskap.csv").write_text(f"{header}{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match="roll"):
        prepare_readiness(project, place)
