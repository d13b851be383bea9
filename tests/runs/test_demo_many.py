"""The large demo: the same bytes from the same seed, whole folders, sound, and true."""

import errno
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.errors import InputError, OutputError
from ibic_eval.estimates.goal_schemas import QUESTIONS
from ibic_eval.reconstruction.case_plans import OTHERS
from ibic_eval.reconstruction.case_truth import DONT_KNOW
from ibic_eval.reconstruction.drawn_settings import KINDS, SMALL
from ibic_eval.runs.case_chapters import prepare_case_chapters
from ibic_eval.runs.checks import check_all, check_municipality
from ibic_eval.runs.demo_many import TRUTH, Drawn, all_fictional, draw, make_demo
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.municipalities import find_municipality, read_municipalities

SEED = 2026
FIRST, SECOND = "9006", "9013"  # all the sources, and one with gaps
INTERVALS_FROM = 15  # municipalities


def checkout(root: Path) -> Project:
    """Return a checkout with the fictional register and its use of IBIC, and nobody's own files."""
    for name in ("reference", "codebooks", "mappings"):
        shutil.copytree(PACKAGE_CHECKOUT / "data" / name, root / "data" / name)
    shutil.copytree(PACKAGE_CHECKOUT / "surveys", root / "surveys")
    made = Project(root)
    made.demo.mkdir()
    made.municipalities.mkdir()
    for path in Project(PACKAGE_CHECKOUT).demo.glob("*.csv*"):
        shutil.copy(path, made.demo / path.name)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return checkout(tmp_path)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a checkout with two that are made; the tests only read it."""
    made = checkout(tmp_path_factory.mktemp("both"))
    make_demo(made, [FIRST, SECOND], SEED)
    return made


def contents(project: Project) -> dict[str, bytes]:
    """Return all that the demo has written, by path below its folder, hidden files among it."""
    root = project.demo_municipalities
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def of(code: str, written: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in written.items() if name.startswith(code)}


def drawn_of(codes: list[str]) -> Iterator[Drawn]:
    project = Project(PACKAGE_CHECKOUT)
    register = read_municipalities(project.demo / "municipalities.csv")
    return draw(project, [find_municipality(code, register) for code in codes], SEED)


@cache
def everyone() -> tuple[Drawn, ...]:
    return tuple(drawn_of(all_fictional(Project(PACKAGE_CHECKOUT))[4:]))


def test_the_same_seed_gives_the_same_bytes_whatever_is_made_before_it(
    project: Project, both: Project
) -> None:
    once = contents(both)
    make_demo(project, [SECOND], SEED)
    alone = contents(project)
    make_demo(project, [FIRST], SEED)
    assert of(SECOND, alone) == of(SECOND, once)
    assert len(of(SECOND, alone)) > 10
    assert contents(project) == once


def test_another_seed_gives_others(project: Project, both: Project) -> None:
    make_demo(project, [SECOND], seed=SEED + 1)
    other, once = of(SECOND, contents(project)), of(SECOND, contents(both))
    same = other.keys() & once.keys()
    assert any(other[name] != once[name] for name in same)


def test_a_full_disk_leaves_each_folder_whole(
    project: Project, both: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_demo(project, [SECOND], seed=1)
    before = of(SECOND, contents(project))
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if SECOND in path.parent.name and path.name == "inforande.yml":
            raise OSError(errno.ENOSPC, "full")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError):
        make_demo(project, [FIRST, SECOND], SEED)
    monkeypatch.undo()
    after = contents(project)
    assert of(FIRST, after) == of(FIRST, contents(both))
    assert of(SECOND, after) == before
    assert {name.split("/")[0][:4] for name in after} == {FIRST, SECOND, TRUTH[:4]}
    seeds = truths(project)["fro"]
    assert seeds.to_dict() == {FIRST: str(SEED), SECOND: "1"}


def truths(project: Project) -> pd.DataFrame:
    return pd.read_csv(project.demo_municipalities / TRUTH, dtype=str).set_index("kommunkod")


@pytest.mark.parametrize("other", ["1489", "9999"])
def test_one_that_is_not_fictional_is_refused_before_any_is_written(
    project: Project, other: str
) -> None:
    with pytest.raises(InputError, match=other):
        make_demo(project, [FIRST, other], SEED)
    assert not project.demo_municipalities.exists()


def test_one_with_a_folder_of_its_own_is_left_as_it_is(project: Project) -> None:
    kept = project.municipalities / f"{FIRST}-egen" / "README.md"
    kept.parent.mkdir()
    kept.write_text("kvar")
    made = make_demo(project, [FIRST], SEED)
    assert [place.code for place in made.left] == [FIRST]
    assert made.made == ()
    assert kept.read_text() == "kvar"
    assert contents(project) == {}
    assert project.own_folder(FIRST) == kept.parent


def test_own_folder_is_the_demos_where_there_is_no_other(project: Project, both: Project) -> None:
    assert project.own_folder(SECOND) is None
    assert both.own_folder(SECOND) == both.demo_municipalities / f"{SECOND}-demokommun-013"


KINDS_ONCE = [SMALL, *(pytest.param(k, marks=pytest.mark.slow) for k in KINDS if k != SMALL)]


@pytest.mark.parametrize("kind", KINDS_ONCE)
def test_one_of_each_kind_is_sound_and_says_that_it_is_invented(
    project: Project, kind: str
) -> None:
    code = next(each.setting.code for each in everyone() if each.setting.kind == kind)
    make_demo(project, [code], SEED)
    is_sound(project, code)


def is_sound(project: Project, code: str) -> None:
    register = read_municipalities(*project.registers)
    issues = check_municipality(project, find_municipality(code, register))
    assert issues.empty, issues["message"].tolist()
    folder = project.own_folder(code)
    assert folder is not None
    for path in (*folder.glob("*.yml"), *folder.rglob("*.md")):
        assert "påhitta" in path.read_text(encoding="utf-8").casefold(), path


@pytest.mark.parametrize("code", [FIRST, SECOND])
def test_those_with_and_without_gaps_are_sound_too(both: Project, code: str) -> None:
    is_sound(both, code)


def test_what_is_made_is_no_raw_file_that_lacks_a_note(both: Project) -> None:
    named = check_all(both)["file"].astype(str)
    assert not named.str.contains("data/demo/municipalities/").any()


def test_the_truth_told_is_the_one_drawn(both: Project) -> None:
    told, drawn = truths(both).loc[FIRST], next(drawn_of([FIRST]))
    assert float(told["tidskvot_sist"]) == pytest.approx(drawn.cases.ratio_at_last, abs=1e-4)
    staff = drawn.introduced.staff
    assert staff is not None
    for question in ("kunskap", "tid"):
        share = staff.share(question, "utforare", len(staff.opened))
        assert float(told[f"enkat_{question}"]) == pytest.approx(share, abs=1e-4)


def test_some_effects_are_none_and_others_are_not() -> None:
    began = [each for each in everyone() if each.setting.starts]
    for none in (
        [each.cases.ratio_at_last == 1 for each in began],
        [each.cases.extra_hours == 0 for each in began],
        [each.cases.life_areas[0] == each.cases.life_areas[1] for each in began],
        [each.cases.split[0] == each.cases.split[1] for each in began],
    ):
        assert 0.2 < sum(none) / len(none) < 0.5


@pytest.mark.slow
def test_the_intervals_hold_what_is_true_about_as_often_as_they_say(project: Project) -> None:
    able = [
        each
        for each in everyone()
        if each.setting.starts and each.setting.kind != SMALL and not each.setting.lacking
    ][:INTERVALS_FROM]
    make_demo(project, [each.setting.code for each in able], SEED)
    register = read_municipalities(*project.registers)
    found = pd.concat([intervals(project, each, register) for each in able], ignore_index=True)
    held = found["low"].le(found["true"]) & found["high"].ge(found["true"])
    # Those drawn have few case workers an area, and under six there is no interval of times.
    assert len(found) >= 5 * INTERVALS_FROM
    assert held.mean() > 0.88
    # The true values differ so much that another municipality's seldom lies in the interval.
    others = found.groupby("what")["true"].shift(len(QUESTIONS) + 1)
    compared = others.notna()
    assert (found["low"].le(others) & found["high"].ge(others))[compared].mean() < 0.8


def intervals(project: Project, drawn: Drawn, register: pd.DataFrame) -> pd.DataFrame:
    """Return the intervals that the report shows of a municipality, with what is true."""
    chapters = prepare_case_chapters(project, find_municipality(drawn.setting.code, register))
    time, goals = chapters.time_and_complexity.tables, chapters.goal_attainment.tables
    truth = drawn.cases
    areas = time["complexity"].query("measure == 'livsomraden' and status == 'visas'")
    hours = time["costs"].query("quantity == 'timmar_per_arende' and status == 'visas'")
    fit = time["learning_fit"].query("clock == 'start' and status == 'visas'")
    ratios = {"vid_start": truth.ratio_at_start, "vid_slut": truth.ratio_at_last}
    asked = goals["quality"].query("area == 'alla' and year.isna() and status == 'visas'")
    known = {
        question: share / (1 - (1 - share) * OTHERS[DONT_KNOW])
        for question, share in zip(QUESTIONS, truth.quality, strict=True)
    }
    rows = [
        *(("livsomraden", row.difference_low, row.difference_high, _more(truth.life_areas))
          for row in areas.itertuples()),
        *(("timmar", row.ci_low, row.ci_high, truth.extra_hours)
          for row in hours[hours["area"].ne("alla")].itertuples()),
        *((row.term, row.ci_low, row.ci_high, ratios[row.term])
          for row in fit[fit["term"].isin(ratios)].itertuples()),
        *((row.question, row.ci_low, row.ci_high, known[row.question])
          for row in asked.itertuples()),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["what", "low", "high", "true"])


def _more(before_after: tuple[float, float]) -> float:
    return before_after[1] - before_after[0]
