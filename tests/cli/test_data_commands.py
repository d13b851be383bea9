"""`list`, `check`, `init` and `dictionary` on a small checkout."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ibic_eval.cli import run
from ibic_eval.runs.checks import refuse_faulty_answers
from ibic_eval.runs.follow_up_files import NAMES
from ibic_eval.runs.own_files import create_own_folder, own_answers_file
from ibic_eval.runs.project import Project
from ibic_eval.sources.introductions import OPTIONAL, no_introduction, read_introduction
from tests.case_texts import CASE, CODEBOOKS, PLAN, Row

Captured = pytest.CaptureFixture[str]
ROUND = (
    "id: prov\ntitle: Provomgången\ndate: 2026-01-31\ninstrument: kommunenkat-2020\nkind: omgang\n"
    'population: ["1489", "0880", "0180"]\n'
)


def fill_in(project: Project, *values: dict[str, str]) -> Path:
    """Fill in the template that `init` has made, a row for each dict."""
    path = next(project.municipalities.glob("1489-*/kommunenkat.csv"))
    header = path.read_text(encoding="utf-8-sig").splitlines()[0]
    rows = [";".join(row.get(name, "") for name in header.split(";")) for row in values]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    return path


TEMPLATES = (
    "kommunenkat.csv", "arenden.csv", "bedomningar.csv", "planer.csv", "beredskap.csv",
    "inforande.yml", "project.yml", "slutrapport.yml", *(f"{name}.csv" for name in NAMES),
)  # fmt: skip
ANSWER = {"svarsid": "svar1", "kommunkod": "1489", "q1_1": "ja", "q3_lss": "ja", "q4_1_lss": "okat"}


def test_init_creates_a_guide_and_a_template(checkout: Project, capsys: Captured) -> None:
    assert run(["init", "Alingsås"]) == 0
    folder = checkout.municipalities / "1489-alingsas"
    assert {path.name for path in folder.iterdir()} == {"README.md", *TEMPLATES}
    guide = (folder / "README.md").read_text(encoding="utf-8")
    header = (folder / "kommunenkat.csv").read_text(encoding="utf-8-sig").strip().split(";")
    assert [name for name in header if f"| `{name}` |" not in guide] == []
    assert "`okat`" in guide
    rows = {line.split("`")[1]: line for line in guide.splitlines() if line.startswith("| `")}
    assert rows["samma_annan_sol"].endswith("| `aldreomsorg` |")
    assert "utmaning när IBIC infördes: Att få politikerna" in rows["q8_1"]
    assert "1489-alingsas" in capsys.readouterr().out


def test_init_never_overwrites(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    filled = fill_in(checkout, ANSWER)
    before = filled.read_bytes()
    assert run(["init", "1489"]) == 0
    assert filled.read_bytes() == before
    assert "allt fanns redan" in capsys.readouterr().out


def test_init_puts_no_template_beside_an_excel_file(checkout: Project) -> None:
    folder = checkout.municipalities / "1489-egen"
    folder.mkdir(parents=True)
    (folder / "kommunenkat.xlsx").touch()
    run(["init", "1489"])
    assert "kommunenkat.csv" not in {path.name for path in folder.iterdir()}


def test_an_untouched_template_is_only_a_warning(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    capsys.readouterr()
    assert run(["check", "1489"]) == 0
    assert "0 fel och 4 varningar." in capsys.readouterr().out


def test_sound_answers_pass(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    fill_in(checkout, ANSWER)
    capsys.readouterr()
    assert run(["check", "1489"]) == 0, capsys.readouterr().out
    out = capsys.readouterr().out
    assert "0 fel och 3 varningar." in out
    assert "Filerna arenden.csv, bedomningar.csv, planer.csv har bara en rubrikrad" in out


def test_errors_are_listed_for_people_and_programs(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    path = fill_in(checkout, {**ANSWER, "q4_1_lss": "kanske"})
    capsys.readouterr()
    for target in ("1489", str(path)):
        assert run(["check", target]) == 1
        assert "rad 2 har den okända koden ”kanske” i kolumnen q4_1_lss" in capsys.readouterr().out
        assert run(["check", target, "--json"]) == 1
        issues = json.loads(capsys.readouterr().out)
        found = [issue for issue in issues if issue["severity"] == "fel"]
        assert [(issue["row"], issue["column"]) for issue in found] == [(2, "q4_1_lss")]
        assert set(found[0]) == {"file", "row", "column", "value", "severity", "message"}


def test_another_municipalitys_answers_are_seen(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    fill_in(checkout, ANSWER, {**ANSWER, "svarsid": "svar2", "kommunkod": "180"})
    capsys.readouterr()
    assert run(["check", "1489"]) == 1
    assert "rad 3 har kommunkoden 0180 fast mappen är för 1489" in capsys.readouterr().out


def test_a_personal_number_is_refused_and_not_repeated(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    fill_in(checkout, {**ANSWER, "slutkommentar": "ring 19811228-9874"})
    capsys.readouterr()
    assert run(["check", "1489"]) == 1
    out = capsys.readouterr().out
    assert "rad 2" in out
    assert "9874" not in out


def test_both_kinds_of_file_are_one_too_many(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    (checkout.municipalities / "1489-alingsas" / "kommunenkat.xlsx").touch()
    capsys.readouterr()
    assert run(["check", "1489"]) == 1
    assert "ta bort den ena" in capsys.readouterr().out


def test_a_municipality_without_files_is_told_how_to_begin(
    checkout: Project, capsys: Captured
) -> None:
    assert run(["check", "1489"]) == 0
    assert "ibic-eval init 1489" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"svarsid\n"], ids=["empty", "binary", "one"]
)
def test_a_file_that_cannot_be_read_is_an_issue(
    checkout: Project, tmp_path: Path, content: bytes, capsys: Captured
) -> None:
    (tmp_path / "svar.csv").write_bytes(content)
    assert run(["check", str(tmp_path / "svar.csv"), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_a_huge_file_is_refused_without_being_read(
    checkout: Project, tmp_path: Path, capsys: Captured
) -> None:
    with (tmp_path / "svar.csv").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert run(["check", str(tmp_path / "svar.csv")]) == 1
    assert "200 MB" in capsys.readouterr().out


def test_check_of_everything_sees_a_raw_file_that_has_changed(
    checkout: Project, capsys: Captured
) -> None:
    assert run(["check"]) == 0, capsys.readouterr().out
    with (checkout.reference / "municipalities.csv").open("a") as file:
        file.write("\n")
    capsys.readouterr()
    assert run(["check"]) == 1
    assert "har ändrats" in capsys.readouterr().out


def test_a_file_with_a_codebook_is_checked_by_it(checkout: Project, capsys: Captured) -> None:
    register = checkout.reference / "municipalities.csv"
    assert run(["check", str(register)]) == 0, capsys.readouterr().out
    register.write_text(register.read_text(encoding="utf-8").replace("1489", "14x9"), "utf-8")
    assert run(["check", str(register)]) == 1
    assert "kommunkod" in capsys.readouterr().out


@pytest.fixture
def round_folder(checkout: Project) -> Path:
    run(["init", "1489"])
    folder = checkout.rounds / "prov"
    folder.mkdir(parents=True)
    (folder / "round.yml").write_text(ROUND, encoding="utf-8")
    own = fill_in(checkout, ANSWER, {**ANSWER, "svarsid": "svar2", "kommunkod": "0880"})
    own.rename(folder / "svar.csv")
    return folder


def test_a_round_is_checked_with_its_corrections(round_folder: Path, capsys: Captured) -> None:
    assert run(["check", str(round_folder)]) == 0, capsys.readouterr().out
    corrections = "svarsid;klass;skal\nsvar1;mellangrupp;inför\nsvar1;anvander;nej\n"
    (round_folder / "klassning.csv").write_text(corrections, encoding="utf-8")
    capsys.readouterr()
    assert run(["check", str(round_folder)]) == 1
    assert "redan är rättat" in capsys.readouterr().out
    assert run(["check"]) == 1


def write_asked(round_folder: Path, *rows: str) -> None:
    lines = ["kommunkod;enhet;status", *rows]
    (round_folder / "utskick.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_round_is_checked_with_those_asked(round_folder: Path, capsys: Captured) -> None:
    write_asked(round_folder, "1489;;svarade", "880;;svarade", "180;;inget_svar")
    assert run(["check", str(round_folder)]) == 0, capsys.readouterr().out
    write_asked(round_folder, "1489;;inget_svar", "180;;svarade")
    capsys.readouterr()
    assert run(["check", str(round_folder)]) == 1
    out = capsys.readouterr().out
    assert "rad 2 har status inget_svar, men bland svaren finns ett svar från 1489" in out
    assert "rad 3 har status svarade, men bland svaren finns inget svar från 0180" in out
    assert "saknar kommunen 0880" in out


def test_a_round_without_codes_gives_only_the_answers_issues(
    round_folder: Path, capsys: Captured
) -> None:
    write_asked(round_folder, "1489;;svarade")
    answers = round_folder / "svar.csv"
    answers.write_text(answers.read_text("utf-8-sig").replace("kommunkod", "kod", 1), "utf-8")
    capsys.readouterr()
    assert run(["check", str(round_folder)]) == 1
    out = capsys.readouterr().out
    assert "saknar kolumnen kommunkod" in out
    assert "utskick" not in out
    assert run(["list"]) == 0


def test_a_round_that_is_called_a_reconstruction_is_an_error(
    round_folder: Path, capsys: Captured
) -> None:
    described = ROUND.replace("kind: omgang", "kind: rekonstruktion")
    (round_folder / "round.yml").write_text(described, encoding="utf-8")
    capsys.readouterr()
    assert run(["check", str(round_folder)]) == 1
    assert "ändra till omgang" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["check"], ["list"], ["run", "1489"]])
def test_a_round_without_a_description_is_one_sentence(
    round_folder: Path, command: list[str], put_notebook: Callable[[], None], capsys: Captured
) -> None:
    put_notebook()
    (round_folder / "round.yml").unlink()
    capsys.readouterr()
    assert run(command) == 1
    out, err = capsys.readouterr()
    assert "Omgången prov: mappen saknar round.yml; skriv en så som README visar." in out + err


def test_list_shows_what_each_municipality_has(
    checkout: Project, round_folder: Path, capsys: Captured
) -> None:
    run(["init", "1489"])
    capsys.readouterr()
    assert run(["list", "--json"]) == 0
    rows = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert len(rows) == 290
    assert rows["1489"]["data"] == ["tom mall", "Provomgången"]
    assert rows["0880"]["data"] == ["Provomgången"]
    assert rows["0180"]["data"] == []
    assert run(["list"]) == 0
    assert "Kalmar" in capsys.readouterr().out


def test_the_dictionary_names_the_columns(checkout: Project, capsys: Captured) -> None:
    assert run(["dictionary"]) == 0
    assert "`kommunkod`" in capsys.readouterr().out


def test_a_new_folder_is_found_again(checkout: Project) -> None:
    from ibic_eval.sources.municipalities import find_municipality, read_municipalities

    municipality = find_municipality("Upplands Väsby", read_municipalities(*checkout.registers))
    folder, written = create_own_folder(checkout, municipality)
    assert {path.name for path in written} == {"README.md", *TEMPLATES}
    assert own_answers_file(checkout, "0114") == folder / "kommunenkat.csv"


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_only_its_owner_can_read_the_folder_of_raw_answers(checkout: Project) -> None:
    folder = checkout.municipalities / "1489-alingsas"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    assert run(["init", "1489"]) == 0
    assert folder.stat().st_mode & 0o777 == 0o700


def put_records(checkout: Project, table: str, *rows: Row) -> Path:
    """Write records into the template that init made."""
    path = next(checkout.municipalities.glob("1489-*/")) / f"{table}.csv"
    lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def test_the_templates_are_those_of_the_codebooks(checkout: Project) -> None:
    run(["init", "1489"])
    folder = checkout.municipalities / "1489-alingsas"
    guide = (folder / "README.md").read_text(encoding="utf-8")
    for name, codebook in CODEBOOKS.items():
        content = (folder / f"{name}.csv").read_bytes()
        assert content == ("\ufeff" + ";".join(codebook.names) + "\n").encode()
        assert all(f"| `{column}` |" in guide for column in codebook.names)


def test_the_introduction_to_fill_in_can_be_filled_in(checkout: Project) -> None:
    run(["init", "1489"])
    path = checkout.municipalities / "1489-alingsas" / "inforande.yml"
    assert read_introduction(path) == no_introduction("1489")
    lines = path.read_text(encoding="utf-8").splitlines()
    keys = tuple(f"# {key}:" for key in OPTIONAL)
    opened = [line.removeprefix("# ") if line.startswith(keys) else line for line in lines]
    path.write_text("\n".join(opened), encoding="utf-8")
    filled = read_introduction(path)
    assert set(filled.starts) == {"aldreomsorg", "annan_sol", "lss"}
    assert filled.system_change is not None
    assert filled.other_changes
    assert filled.guarantee_days
    assert None not in (filled.extracted, filled.hourly_cost, filled.introduction_cost)


def test_records_are_checked_with_the_rest(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    fill_in(checkout, ANSWER)
    sound = put_records(checkout, "planer", PLAN)
    faulty = put_records(checkout, "arenden", CASE, {**CASE, "arende": "a2", "start": "45123"})
    capsys.readouterr()
    assert run(["check", str(sound)]) == 0, capsys.readouterr().out
    for target in (["1489"], [str(faulty)], []):
        assert run(["check", *target]) == 1
        out = capsys.readouterr().out
        assert "rad 3 har 45123 i kolumnen start, som ser ut som Excels löpnummer" in out
        assert "Filen arenden.csv har fel på 1 av 2 rader (50 %)" in out


def test_a_faulty_introduction_is_seen(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    path = checkout.municipalities / "1489-alingsas" / "inforande.yml"
    path.write_text('kommunkod: "1489"\nuttag: nyss\n', encoding="utf-8")
    capsys.readouterr()
    for target in (["1489"], [str(path)], []):
        assert run(["check", *target]) == 1
        assert "uttag ska vara ett datum" in capsys.readouterr().out


def test_an_unreadable_file_does_not_hide_the_others(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    (checkout.municipalities / "1489-alingsas" / "kommunenkat.csv").write_bytes(b"\x00\x01")
    put_records(checkout, "arenden", {**CASE, "omrade": "x"})
    capsys.readouterr()
    assert run(["check", "1489"]) == 1
    out = capsys.readouterr().out
    assert "kommunenkat.csv är ingen textfil" in out
    assert "den okända koden ”x”" in out


def test_faulty_records_do_not_stop_the_answers(checkout: Project) -> None:
    run(["init", "1489"])
    put_records(checkout, "arenden", {**CASE, "omrade": "x"})
    refuse_faulty_answers(checkout, "1489")


def test_list_shows_the_records(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    put_records(checkout, "arenden", CASE)
    put_records(checkout, "planer", PLAN)
    capsys.readouterr()
    assert run(["list", "--json"]) == 0
    rows = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["1489"]["data"] == ["ärenden", "planer"]


def test_a_folder_with_only_an_introduction_is_told_how_to_begin(
    checkout: Project, capsys: Captured
) -> None:
    folder = checkout.municipalities / "1489-alingsas"
    folder.mkdir(parents=True)
    (folder / "inforande.yml").write_text('kommunkod: "1489"\n', encoding="utf-8")
    assert run(["check", "1489"]) == 0
    assert "ibic-eval init 1489" in capsys.readouterr().out


def test_register_keeps_the_day_of_what_decides_a_goal(checkout: Project, capsys: Captured) -> None:
    run(["init", "1489"])
    folder = checkout.municipalities / "1489-alingsas"
    report = folder / "slutrapport.yml"
    level = 'nivaer:\n  uppfoljda_12: {minst: 60, bestamd: "styrgruppen"}\n'
    report.write_text(report.read_text(encoding="utf-8") + level, encoding="utf-8")
    assert run(["register", "Alingsås"]) == 0
    assert "niva:uppfoljda_12" in capsys.readouterr().out
    header, row = (folder / "faststallt.csv").read_text(encoding="utf-8").splitlines()
    assert header == "vad,avtryck,dag"
    assert row.startswith("niva:uppfoljda_12,")
    assert run(["register", "1489"]) == 0
    assert "Allt är registrerat" in capsys.readouterr().out
    (folder / "faststallt.csv").write_text("vad\n", encoding="utf-8")
    assert run(["register", "1489"]) == 1
    assert "rad 1" in capsys.readouterr().err


def test_register_without_a_folder_says_how_to_make_one(
    checkout: Project, capsys: Captured
) -> None:
    assert run(["register", "1489"]) == 1
    assert "ibic-eval init 1489" in capsys.readouterr().err
