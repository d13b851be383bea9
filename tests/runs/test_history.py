"""Keeping results from run to run: once each, whole or not at all, and never one lost."""

import os
import shutil
import subprocess
import sys
import textwrap
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.errors import OutputError
from ibic_eval.estimates import history_schemas as h
from ibic_eval.estimates.history_results import as_results
from ibic_eval.runs.history import (
    SCHEMAS,
    earlier_results,
    faulty_results,
    keep_results,
    prepare_history,
    prepared_results,
    read_history,
)
from ibic_eval.runs.history_periods import periods
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

REAL, DEMO = "1489", "9001"
FIRST, SECOND = datetime(2025, 3, 1, 9), datetime(2026, 3, 1, 9)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def results(reached: int, n: int, last: str = "2024-12-31", **other: Any) -> pd.DataFrame:
    low, high = proportion_confint(reached, n, method="wilson")
    row = {
        "id": "a",
        "measure": "a",
        "what": 'Andel, som har "citat"; NA å',
        "label": "NA",
        "kind": "egen_matning",
        "form": "andel",
        "unit": "personer",
        **{"estimate": reached / n, "ci_low": low, "ci_high": high, "n": n},
        **{"status": "visas", "verdict": "for", "period_to": last, "version": "1", **other},
    }
    return as_results(pd.DataFrame([row], columns=list(h.RESULTS)))


def names(project: Project) -> list[str]:
    """List all that lies in the folder of results, hidden files too."""
    return sorted(path.name for path in project.results_folder(REAL).iterdir())


def test_what_is_kept_comes_back_to_the_last_digit(project: Project) -> None:
    now = results(1, 3)
    path = keep_results(project, REAL, now, FIRST)
    assert path is not None
    assert path.parent == project.root / "data" / "results" / REAL
    assert path.name.startswith("2025-03-01-")
    back = earlier_results(project, REAL)
    assert back["run"].tolist() == ["2025-03-01T09:00:00"]
    pd.testing.assert_frame_equal(back.drop(columns="run"), now.drop(columns="run"))


def test_the_same_results_are_kept_once(project: Project) -> None:
    keep_results(project, REAL, results(30, 60), FIRST)
    assert keep_results(project, REAL, results(30, 60, version="2"), SECOND) is None
    assert len(names(project)) == 1


def test_other_results_are_kept_beside_and_nothing_is_lost(project: Project) -> None:
    for at, reached in enumerate((30, 45, 30)):
        keep_results(project, REAL, results(reached, 60), datetime(2025, 3, 1 + at))
    assert len(names(project)) == 3
    assert earlier_results(project, REAL)["estimate"].tolist() == [0.5, 0.75, 0.5]


def test_a_file_that_is_there_is_never_written_again(project: Project) -> None:
    first = keep_results(project, REAL, results(30, 60), FIRST)
    assert first is not None
    content = first.read_bytes()
    keep_results(project, REAL, results(50, 60), FIRST.replace(hour=10))
    assert keep_results(project, REAL, results(30, 60), FIRST.replace(hour=11)) is None
    assert first.read_bytes() == content


def test_nothing_to_keep_leaves_no_folder(project: Project) -> None:
    assert keep_results(project, REAL, prepared_results(project.root), FIRST) is None
    assert not project.results_folder(REAL).exists()


def test_a_fictional_municipality_keeps_nothing(project: Project) -> None:
    assert keep_results(project, DEMO, results(30, 60), FIRST) is None
    assert list(project.root.iterdir()) == []


def test_what_lies_on_a_machine_never_moves_the_report_of_a_fictional_one(project: Project) -> None:
    kept = keep_results(project, REAL, results(30, 60), FIRST)
    assert kept is not None
    shutil.copytree(kept.parent, kept.parent.with_name(DEMO))
    assert prepare_history(project, DEMO, results(90, 120)).context["first"]
    shutil.copytree(kept.parent, project.municipalities / f"{DEMO}-x" / "resultat")
    assert not prepare_history(project, DEMO, results(90, 120)).context["first"]


def test_the_first_run_has_nothing_to_compare_with(project: Project) -> None:
    part = prepare_history(project, REAL, results(30, 60))
    assert part.context["first"]
    assert set(part.tables) == set(SCHEMAS)
    assert part.tables["changes"].empty


def test_two_runs_in_a_row_with_other_data(project: Project, tmp_path: Path) -> None:
    keep_results(project, REAL, results(30, 60), FIRST)
    now = results(90, 120, "2025-12-31", period_from="2025-01-01")
    part = prepare_history(project, REAL, now)
    assert not part.context["first"]
    assert part.context["run_before"] == "2025-03-01"
    assert (part.context["data_before"], part.context["data_now"]) == ("2024-12-31", "2025-12-31")
    row = part.tables["changes"].iloc[0]
    assert (row["n_before"], row["n_now"], row["reason"]) == (60, 120, h.TESTED)
    for name, table in part.tables.items():
        table.to_parquet(tmp_path / f"history_{name}.parquet", index=False)
    read = read_history(tmp_path, part.context)
    pd.testing.assert_frame_equal(read.changes, part.tables["changes"])
    pd.testing.assert_frame_equal(prepared_results(tmp_path), now)


def test_a_corrected_run_takes_its_drafts_place(project: Project) -> None:
    keep_results(project, REAL, results(30, 60), FIRST)
    for hour, reached in enumerate((40, 50)):
        draft = results(reached, 100, "2025-12-31")
        keep_results(project, REAL, draft, SECOND.replace(hour=hour))
    part = prepare_history(project, REAL, results(60, 100, "2025-12-31"))
    assert part.tables["runs"]["period_to"].tolist() == ["2024-12-31"]
    assert part.tables["changes"].loc[0, "n_before"] == 60


def test_another_version_on_the_same_data_is_told_of(project: Project) -> None:
    keep_results(project, REAL, results(30, 60), FIRST)
    part = prepare_history(project, REAL, results(50, 60, version="2"))
    assert not part.context["first"]
    assert part.tables["changes"].loc[0, "reason"] == h.METHOD


def test_n_that_differs_by_two_hides_what_was(project: Project) -> None:
    keep_results(project, REAL, results(30, 60), FIRST)
    part = prepare_history(project, REAL, results(31, 62, "2025-12-31"))
    told = part.tables["changes"].iloc[0]
    assert (told["reason"], told["n_now"]) == (h.TOO_FEW, 62)
    everything = "".join(table.to_csv() for name, table in part.tables.items() if name != "now")
    assert ",60," not in everything
    assert ",0.5," not in everything.replace(",0.5,0.37", "")  # now's own share


def spoil_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def spoil_digit(path: Path) -> None:
    path.write_text(path.read_text().replace(",60,", ",61,"))


def spoil_bytes(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")


def spoil_columns(path: Path) -> None:
    path.write_text("a,b\n1,2\n")


def spoil_all(path: Path) -> None:
    path.write_text("")


@pytest.mark.parametrize("spoil", [spoil_cut, spoil_digit, spoil_bytes, spoil_columns, spoil_all])
def test_a_spoilt_file_is_told_left_out_and_left_there(project: Project, spoil: Any) -> None:
    keep_results(project, REAL, results(20, 50, "2023-12-31"), datetime(2024, 3, 1))
    spoilt = keep_results(project, REAL, results(30, 60), FIRST)
    assert spoilt is not None
    spoil(spoilt)
    content = spoilt.read_bytes()
    assert faulty_results(project, REAL) == [f"data/results/{REAL}/{spoilt.name}"]
    part = prepare_history(project, REAL, results(90, 120, "2025-12-31"))
    assert part.context["faulty"] == [f"data/results/{REAL}/{spoilt.name}"]
    assert part.tables["runs"]["period_to"].tolist() == ["2023-12-31"]
    keep_results(project, REAL, results(90, 120, "2025-12-31"), SECOND)
    assert spoilt.read_bytes() == content


def test_a_file_cut_anywhere_is_no_result(project: Project) -> None:
    path = keep_results(project, REAL, results(30, 60), FIRST)
    assert path is not None
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        assert earlier_results(project, REAL).empty
    path.write_bytes(content)
    assert len(earlier_results(project, REAL)) == 1


def test_a_moved_or_foreign_file_is_no_result(project: Project) -> None:
    folder = project.results_folder(REAL)
    folder.mkdir(parents=True)
    (folder / "egna.csv").write_text("a,b\n")
    (folder / ".2025-01-01-00000000.csv-x").write_text("half")
    assert earlier_results(project, REAL).empty
    assert faulty_results(project, REAL) == []


KILLED = """
    import os, sys
    from datetime import datetime
    from pathlib import Path
    import pandas as pd
    from ibic_eval.runs import files
    from ibic_eval.runs.history import keep_results
    from ibic_eval.runs.project import Project

    files.os.replace = lambda *_: os.kill(os.getpid(), 9)
    keep_results(Project(Path(sys.argv[1])), "1489", pd.read_parquet(sys.argv[2]), datetime.now())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_kill_between_write_and_replace_leaves_what_was(project: Project, tmp_path: Path) -> None:
    keep_results(project, REAL, results(30, 60), FIRST)
    kept = names(project)
    now = results(90, 120, "2025-12-31")
    now.to_parquet(tmp_path / "now.parquet")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent(KILLED),
            str(project.root),
            tmp_path / "now.parquet",
        ],
        check=False,
    )
    assert done.returncode == -9
    assert [name for name in names(project) if not name.startswith(".")] == kept
    assert faulty_results(project, REAL) == []
    assert keep_results(project, REAL, now, SECOND) is not None
    assert len(earlier_results(project, REAL)) == 2


def test_a_full_disk_is_told_and_leaves_what_was(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_results(project, REAL, results(30, 60), FIRST)
    kept = names(project)

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("ibic_eval.runs.files.os.replace", full)
    with pytest.raises(OutputError, match="Det går inte att skriva"):
        keep_results(project, REAL, results(50, 60), SECOND)
    assert names(project) == kept


def test_the_example_of_the_demo_is_whole_and_fits_its_results() -> None:
    """The committed example is what its names say, so that notebooks come out the same anywhere."""
    project = Project(PACKAGE_CHECKOUT)
    assert project.results_folder(DEMO).is_relative_to(project.municipalities)
    assert faulty_results(project, DEMO) == []
    kept = earlier_results(project, DEMO)
    assert kept["run"].nunique() == 2
    assert kept["version"].eq("").all()  # else every new version would move the notebooks


CONTEXT = {
    "time_and_complexity": {"extracted": "2025-06-30"},
    "goal_attainment": {"extracted": "2025-06-30"},
    "satisfaction": {"available": True, "years": [2012, 2024]},
    "readiness": {
        "latest": 2,
        "rounds": [{"round": 2, "first": "2025-01-01", "last": "2025-01-09"}],
    },
    "implementation": {
        "reviews": {"periods": {"senaste": {"first": "2025-02-03", "last": "2025-05-04"}}},
        "staff": {
            "latest": 1,
            "rounds": [{"round": 1, "first": "2025-03-01", "last": "2025-03-20"}],
        },
        "training": {"last": "2024-05-05"},
        "plan": {"as_of": "2025-06-01"},
    },
}


@pytest.mark.parametrize(
    ("row", "period"),
    [
        ({"kind": "egna_fore_efter", "chapter": "time_and_complexity"}, ("", "2025-06-30")),
        ({"kind": "granskning", "chapter": "implementation"}, ("2025-02-03", "2025-05-04")),
        ({"kind": "personal", "chapter": "implementation"}, ("2025-03-01", "2025-03-20")),
        ({"kind": "personal", "chapter": "readiness"}, ("2025-01-01", "2025-01-09")),
        ({"kind": "process", "chapter": "implementation", "measure": "utbildning"},
         ("", "2024-05-05")),
        ({"kind": "egen_matning", "chapter": "implementation", "label": "2025-04-30"},
         ("", "2025-04-30")),
        ({"kind": "egen_matning", "chapter": "goal_attainment", "label": "2024"},
         ("2024-01-01", "2024-12-31")),
        ({"kind": "kvasiexperiment", "chapter": "satisfaction"}, ("", "2024-12-31")),
        ({"kind": "antal", "chapter": "implementation"}, ("", "2025-06-01")),
        ({"kind": "egen_enkat", "chapter": "own_answers"}, ("", "")),
    ],
)  # fmt: skip
def test_the_period_is_of_the_data_and_unknown_where_files_grow(
    row: dict[str, str], period: tuple[str, str]
) -> None:
    assert periods(CONTEXT)(row) == period


def test_nothing_known_gives_no_period() -> None:
    assert periods({})({"kind": "personal", "chapter": "readiness"}) == ("", "")
