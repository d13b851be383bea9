"""A run does what has changed and nothing else, and loses nothing however it ends."""

from pathlib import Path

import pytest

from ibic_eval.batch.records import read_record, work_folder
from ibic_eval.batch.run import Options, only_writer
from ibic_eval.errors import OutputError, RunError
from ibic_eval.runs.history import earlier_results
from ibic_eval.runs.manifest import read_manifest, read_results
from ibic_eval.runs.project import Project
from tests.small_checkout import SHOW, planned, put_notebook, put_own, ran

WHOLE = {"tabeller", "10_a", "20_b", "rapport"}
TWO = ("0880", "1489")


def steps(done: list[str], code: str) -> set[str]:
    return {name.partition("/")[2] for name in done if name.startswith(code)}


def test_an_unchanged_rerun_executes_nothing(project: Project) -> None:
    first = ran(project, *TWO)
    assert steps(first, "0880") == steps(first, "1489") == WHOLE
    report = project.output / "0880" / "rapport.html"
    before = report.stat().st_mtime_ns
    assert ran(project, *TWO) == []
    assert report.stat().st_mtime_ns == before


def test_only_the_municipality_whose_data_changed_is_run_again(project: Project) -> None:
    ran(project, *TWO)
    put_own(project, "0880-kalmar", "andra data")
    assert steps(done := ran(project, *TWO), "0880") == WHOLE
    assert steps(done, "1489") == set()
    assert "andra data" in (project.output / "0880" / "rapport.html").read_text()


def test_a_change_that_changes_no_table_runs_no_notebook(project: Project) -> None:
    ran(project, "0880")
    put_own(project, "0880-kalmar", "läses inte", name="anteckning.txt")
    assert ran(project, "0880") == ["0880/tabeller"]


def test_a_shared_file_concerns_all(project: Project) -> None:
    ran(project, *TWO)
    (project.municipalities / "ibic_use.csv").write_text("ny")
    done = ran(project, *TWO)
    assert steps(done, "0880") == steps(done, "1489") == {"tabeller", "rapport"}


@pytest.mark.parametrize(
    ("name", "concerned"),
    [("kartlaggning.csv", {"0330"}), ("ibic_use.csv", {"0330", "1489"}), ("arenden.csv", set())],
)
def test_a_neighbours_file_concerns_those_that_are_compared_by_it(
    project: Project, name: str, concerned: set[str]
) -> None:
    ran(project, "0330", "1489")
    put_own(project, "0380-uppsala", "x", name=name)  # of the same county as 0330
    assert {each[:4] for each in ran(project, "0330", "1489")} == concerned


def test_a_changed_notebook_is_run_and_its_report_made_again(project: Project) -> None:
    ran(project, "0880")
    put_notebook(project, "20_b", SHOW + "\n")
    assert set(ran(project, "0880")) == {"0880/20_b", "0880/rapport"}


def test_a_lost_or_altered_file_is_made_again(project: Project) -> None:
    ran(project, "0880")
    (project.output / "0880" / "10_a.ipynb").write_text("halv")
    assert set(ran(project, "0880")) == {"0880/10_a", "0880/rapport"}
    (project.output / "0880" / "rapport.html").unlink()
    assert ran(project, "0880") == ["0880/rapport"]
    (project.prepared / "0880" / "context.json").unlink()
    assert ran(project, "0880") == ["0880/tabeller"]


def test_force_runs_everything(project: Project) -> None:
    ran(project, "0880")
    assert steps(ran(project, "0880", force=True), "0880") == WHOLE


def test_only_one_notebook_is_put_in_place_without_a_report(project: Project) -> None:
    assert set(ran(project, "0880", only="20")) == {"0880/tabeller", "0880/20_b"}
    assert [path.name for path in (project.output / "0880").iterdir()] == ["20_b.ipynb"]
    assert set(ran(project, "0880")) == {"0880/10_a", "0880/rapport"}


def test_one_failing_notebook_stops_neither_the_others_nor_the_other_municipalities(
    project: Project,
) -> None:
    put_notebook(project, "10_a", "if municipality == '0880':\n    raise ValueError('x')\n" + SHOW)
    courses = planned(project, TWO, Options())
    done = ran(project, *TWO)
    assert steps(done, "0880") == WHOLE - {"rapport"}
    assert steps(done, "1489") == WHOLE
    assert not courses[0].report.exists()
    rows = {row["step"]: row for row in manifest(project) if row["municipality"] == "0880"}
    assert rows["10_a"]["status"] == "failed"
    assert rows["10_a"]["cell"] == 3
    assert "stannade i cell 3" in rows["10_a"]["sentence"]
    assert rows["20_b"]["status"] == "ok"


def test_after_a_failure_only_what_failed_is_run(project: Project) -> None:
    put_notebook(project, "10_a", "raise ValueError('x')")
    ran(project, "0880")
    put_notebook(project, "10_a")
    assert set(ran(project, "0880")) == {"0880/10_a", "0880/rapport"}


LOST = {
    "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)": "dog",
    "import time\ntime.sleep(60)": "längre tid än",
}


@pytest.mark.parametrize("cell", LOST)
def test_a_process_that_dies_or_hangs_is_a_failure_with_its_cell(
    project: Project, cell: str
) -> None:
    put_notebook(project, "10_a", cell)
    assert "0880/20_b" in ran(project, "0880", limit=3)
    row = next(row for row in manifest(project) if row["step"] == "10_a")
    assert (row["status"], row["cell"]) == ("failed", 3)
    assert LOST[cell] in row["sentence"]


def test_a_second_run_at_the_same_time_is_told(project: Project) -> None:
    told = pytest.raises(OutputError, match="En annan körning")
    with only_writer(work_folder(project.output)), told:
        ran(project, "0880")
    assert ran(project, "0880")


def test_what_a_run_leaves_can_be_read_as_manifest_and_results(project: Project) -> None:
    ran(project, "0880")
    rows = manifest(project)
    assert {row["step"] for row in rows} == WHOLE
    assert all(row["status"] == "ok" and row["seconds"] >= 0 for row in rows)
    results = read_results(project.output, "0880")
    assert results is not None
    assert results["chapters"] == {"10_a": "ok", "20_b": "ok"}
    assert results["results"][0]["n"] == 4


def test_a_chapter_without_data_and_one_with_all_hidden_have_their_status(project: Project) -> None:
    put_notebook(project, "10_a", "from IPython.display import HTML\nHTML('<p>Allt är dolt</p>')")
    missing = '<p class="generated missing">Underlag saknas</p>'
    put_notebook(project, "20_b", f"from IPython.display import HTML\nHTML('{missing}')")
    ran(project, "0880")
    statuses = {row["step"]: row["status"] for row in manifest(project)}
    assert (statuses["10_a"], statuses["20_b"]) == ("suppressed", "no_data")


def test_runs_in_a_row_keep_results_that_differ_and_are_no_change_of_their_own(
    project: Project,
) -> None:
    for text in ("a", "a", "bb"):
        put_own(project, "1489-alingsas", text)
        ran(project, "1489")
        assert ran(project, "1489") == []
    assert set(earlier_results(project, "1489")["n"]) == {1, 2}


def test_a_run_that_fails_keeps_no_results(project: Project) -> None:
    put_notebook(project, "10_a", "raise ValueError('x')")
    ran(project, "1489")
    assert not project.results_folder("1489").exists()


def test_the_report_is_in_place_also_when_its_results_cannot_be_kept(project: Project) -> None:
    (project.root / "data" / "results").write_text("en fil i vägen")
    ran(project, "1489")
    assert (project.output / "1489" / "rapport.html").is_file()
    row = next(row for row in manifest(project) if row["step"] == "rapport")
    assert "Det går inte att skriva i mappen" in row["sentence"]


def test_a_format_asked_for_is_made_once_and_goes_with_the_report_it_was_made_of(
    project: Project,
) -> None:
    ran(project, "0880")
    assert ran(project, "0880", formats=("pdf",)) == ["0880/rapport.pdf"]
    assert ran(project, "0880", formats=("pdf",)) == ran(project, "0880") == []
    made = project.output / "0880" / "rapport.pdf"
    assert made.read_bytes().startswith(b"%PDF")
    put_own(project, "0880-kalmar", "andra data")
    ran(project, "0880")
    assert not made.exists()
    assert "rapport.pdf" not in read_record(project.output, "0880").entries
    made.with_suffix(".html").unlink()
    assert ran(project, "0880", formats=("pdf",)) == ["0880/rapport", "0880/rapport.pdf"]


def test_a_theme_that_changes_makes_the_report_anew_and_no_chapter(project: Project) -> None:
    ran(project, "0880")
    put_own(project, "0880-kalmar", "namn: Kalmar kommun", name="utseende.yml")
    assert set(ran(project, "0880")) == {"0880/tabeller", "0880/rapport"}
    assert "Kalmar kommun</p>" in (project.output / "0880" / "rapport.html").read_text()
    assert ran(project, "0880") == []
    put_own(project, "0880-kalmar", "farg: gul", name="utseende.yml")
    ran(project, "0880")
    row = read_record(project.output, "0880").entries["rapport"].row
    assert "farg ska vara sex hexadecimala tecken" in str(row["sentence"])
    assert "Kalmar kommun</p>" in (project.output / "0880" / "rapport.html").read_text()


def test_a_format_that_cannot_be_made_leaves_the_report_and_is_tried_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(html: str) -> bytes:
        raise RunError("Pango saknas.")

    with monkeypatch.context() as broken:
        broken.setattr("ibic_eval.reports.pdf.pdf_of", missing)
        ran(project, "0880", formats=("pdf",))
    rows = {row["step"]: row for row in manifest(project)}
    assert (rows["rapport"]["status"], rows["rapport.pdf"]["status"]) == ("ok", "failed")
    assert rows["rapport.pdf"]["sentence"] == "Pango saknas."
    assert [path.name for path in (project.output / "0880").glob("rapport.*")] == ["rapport.html"]
    assert ran(project, "0880", formats=("pdf",)) == ["0880/rapport.pdf"]


@pytest.mark.parametrize("text", ["", "{", '{"10_a": {}}', "[1]"])
def test_a_record_cut_off_is_none(tmp_path: Path, text: str) -> None:
    work_folder(tmp_path).mkdir(parents=True)
    (work_folder(tmp_path) / "0880.json").write_text(text)
    assert read_record(tmp_path, "0880").entries == {}


def test_without_its_record_all_is_made_again(project: Project) -> None:
    ran(project, "0880")
    (work_folder(project.output) / "0880.json").write_text("{")
    assert steps(ran(project, "0880"), "0880") == WHOLE - {"tabeller"}


def manifest(project: Project) -> list[dict]:
    content = read_manifest(project.output)
    assert content is not None
    return content["jobs"]
