"""Each mistake in a municipality's file: one Swedish sentence, from `check` and `run` alike."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ibic_eval.cli import run
from ibic_eval.runs.project import Project

pytestmark = pytest.mark.usefixtures("stand_in")

Captured = pytest.CaptureFixture[str]
SECRET = "850312-1231"  # belongs to nobody but has the right check digit
ANSWER = {"svarsid": "svar1", "kommunkod": "1489", "q1_1": "ja", "q3_lss": "ja", "q10": "ja"}
Write = Callable[[Path, list[str]], None]


def text(header: list[str], *rows: dict[str, str], mark: str = ";") -> str:
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    return "".join(mark.join(line) + "\n" for line in lines)


def csv(*rows: dict[str, str], encoding: str = "utf-8", mark: str = ";") -> Write:
    def write(folder: Path, header: list[str]) -> None:
        content = text(header, *rows, mark=mark).encode(encoding)
        (folder / "kommunenkat.csv").write_bytes(content)

    return write


def without(column: str) -> Write:
    def write(folder: Path, header: list[str]) -> None:
        csv(ANSWER)(folder, [name for name in header if name != column])

    return write


def changed(before: str, after: str) -> Write:
    def write(folder: Path, header: list[str]) -> None:
        content = text(header, {**ANSWER, "slutkommentar": "Väl"}).replace(before, after, 1)
        (folder / "kommunenkat.csv").write_text(content, encoding="utf-8")

    return write


def huge(folder: Path, header: list[str]) -> None:
    with (folder / "kommunenkat.csv").open("wb") as file:
        file.truncate(200 * 1024 * 1024)


def workbook(cell: str) -> Write:
    def write(folder: Path, header: list[str]) -> None:
        book = openpyxl.Workbook()
        book.active.append(header)
        book.active.append([{**ANSWER, "q10": cell}.get(name) for name in header])
        (folder / "kommunenkat.csv").unlink()
        book.save(folder / "kommunenkat.xlsx")

    return write


def both(folder: Path, header: list[str]) -> None:
    (folder / "kommunenkat.xlsx").touch()


def empty(folder: Path, header: list[str]) -> None:
    (folder / "kommunenkat.csv").write_bytes(b"")


ROW_2 = "rad 2"
MISTAKES: dict[str, tuple[Write, list[str]]] = {
    "empty file": (empty, ["är tom"]),
    "utf-16": (csv(ANSWER, encoding="utf-16"), ["UTF-16", "CSV UTF-8"]),
    "lost letters": (changed("Väl", "V\ufffdl"), ["i stället för å, ä och ö"]),
    "unreadable encoding": (
        csv({**ANSWER, "slutkommentar": "Å"}, encoding="mac_roman"),
        ["teckenkodning", "CSV UTF-8"],
    ),
    "wrong delimiter": (csv(ANSWER, mark="|"), ["bara en kolumn", "semikolon"]),
    "delimiter only in the header": (changed("svar1;1489", "svar1,1489"), [ROW_2, "205"]),
    "missing column": (without("q10"), ["saknar kolumnen q10", "lägg till den"]),
    "missing identity": (without("kommunkod"), ["saknar kolumnen kommunkod", "fyll i den"]),
    "number in the header": (changed("q10;", f"{SECRET};"), ["personnummer", "kolumn nummer"]),
    "code outside the scale": (
        csv({**ANSWER, "q10": "kanske"}),
        [ROW_2, "q10", "”kanske”", "ja, nej, vet_inte"],
    ),
    "duplicate row": (csv(ANSWER, ANSWER), ["rad 3 är en kopia av rad 2"]),
    "formula": (csv({**ANSWER, "slutkommentar": "=1+1"}), [ROW_2, "slutkommentar", "formel"]),
    "formula in excel": (workbook("=1+1"), ["kommunenkat.xlsx", ROW_2, "q10", "formel"]),
    "200 MB": (huge, ["200 MB", "50 MB"]),
    "personal number": (
        csv({**ANSWER, "slutkommentar": f"Ring {SECRET}"}),
        [ROW_2, "slutkommentar", "personnummer"],
    ),
    "another municipality": (
        csv({**ANSWER, "kommunkod": "0880"}),
        [ROW_2, "kommunkoden 0880", "mappen är för 1489"],
    ),
    "unknown municipality": (csv({**ANSWER, "kommunkod": "1999"}), [ROW_2, "”1999”"]),
    "date": (csv({**ANSWER, "inskickad": "31/1"}), [ROW_2, "”31/1”", "inskickad", "2020-11-30"]),
    "two files": (both, ["både kommunenkat.csv och kommunenkat.xlsx"]),
}
SENTENCE = re.compile(r"(Filen|Mappen) [^\n]+[^.\n][.?]( Filen \S+ har \d+ fel; [^.\n]+\.)?\n")


@pytest.fixture
def spoil(checkout: Project) -> Callable[[Write], None]:
    """Return a function that lets a mistake be made in the template of 1489."""
    assert run(["init", "1489"]) == 0
    folder = checkout.municipalities / "1489-alingsas"
    header = (folder / "kommunenkat.csv").read_text(encoding="utf-8-sig").strip().split(";")
    return lambda write: write(folder, header)


KEPT = {".arbete", "1489.json", "manifest.json", ".las"}  # what a run says of itself


def left(checkout: Project) -> set[str]:
    """Name all else that lies where a run writes, hidden things too."""
    folders = checkout.prepared, checkout.output
    return {path.name for folder in folders for path in folder.rglob("*")} - KEPT


@pytest.mark.parametrize(("write", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_gives_the_same_sentence_from_check_and_run(
    checkout: Project,
    spoil: Callable[[Write], None],
    write: Write,
    words: list[str],
    put_notebook: Callable[[], None],
    capsys: Captured,
) -> None:
    spoil(write)
    put_notebook()
    capsys.readouterr()
    assert run(["check", "1489"]) == 1
    listed = capsys.readouterr().out
    assert run(["run", "1489"]) == 1
    out, said = capsys.readouterr()
    assert out == ""
    assert SENTENCE.fullmatch(said)
    assert [word for word in words if word not in said] == []
    assert [word for word in words if word not in listed] == []
    assert SECRET[-4:] not in listed + said
    assert left(checkout) == set()


@pytest.mark.usefixtures("spoil")
def test_a_mistake_in_one_municipality_does_not_stop_another(
    checkout: Project, put_notebook: Callable[[], None], capsys: Captured
) -> None:
    empty(checkout.municipalities / "1489-alingsas", [])
    put_notebook()
    capsys.readouterr()
    assert run(["run", "Alingsås", "Kalmar"]) == 1
    out, said = capsys.readouterr()
    assert "Rapporten för Kalmar" in out
    assert "1 av 2 rapporter kunde inte skapas" in said
    assert "kommunenkat.csv är tom" in said
    assert {path.name for path in checkout.output.iterdir()} - KEPT == {"0880"}


def test_an_error_of_the_program_for_one_does_not_stop_another(
    checkout: Project,
    put_notebook: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
) -> None:
    from ibic_eval.batch import steps

    prepare = steps.prepare

    def fail_for_one(project: Project, code: str, nation: None, own: None) -> Path:
        if code == "1489":
            raise KeyError(SECRET)
        return prepare(project, code)

    monkeypatch.setattr(steps, "prepare", fail_for_one)
    put_notebook()
    assert run(["run", "Alingsås", "Kalmar"]) == 70
    out, said = capsys.readouterr()
    assert "Rapporten för Kalmar" in out
    assert "oväntat fel i programmet (KeyError)" in said
    assert SECRET not in said


@pytest.mark.parametrize("name", ["kommunenkat.xls", "Enkätsvar.csv", "kommunenkat.csv.xlsx"])
def test_a_file_with_another_name_is_warned_of(
    checkout: Project, spoil: Callable[[Write], None], name: str, capsys: Captured
) -> None:
    spoil(csv(ANSWER))
    (checkout.municipalities / "1489-alingsas" / name).touch()
    capsys.readouterr()
    assert run(["check", "1489"]) == 0
    assert f"VARNING  Filen {name} används inte" in capsys.readouterr().out


def test_a_list_in_free_text_passes(spoil: Callable[[Write], None], capsys: Captured) -> None:
    spoil(csv({**ANSWER, "slutkommentar": '"- mer tid\n- bra dialog"'}))
    capsys.readouterr()
    assert run(["check", "1489"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", ["data/rounds/nej", "nej/svar.csv"])
def test_a_path_that_is_not_there_is_no_municipality(
    checkout: Project, path: str, capsys: Captured
) -> None:
    assert run(["check", path]) == 1
    assert f"Det finns ingen fil eller mapp som heter {path}" in capsys.readouterr().out
