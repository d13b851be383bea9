"""Files on the use of IBIC are typed, and what is wrong in them is said."""

from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.sources.ibic_use import ibic_use_files, read_ibic_use
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.sidecar import read_sidecar
from ibic_eval.tables.ibic_use import IbicUse, type_ibic_use

DATA = Path(__file__).parents[2] / "data"
SHARED = DATA / "municipalities" / "ibic_use.csv"
CODEBOOK = load_codebook(DATA / "codebooks" / "ibic_use.yml")
REGISTER = read_municipalities(DATA / "reference" / "municipalities.csv")
HEADER = "kommunkod,omrade,ar,svar,borjade,kalla,kalldatum,anteckning"


def typed(*paths: Path) -> IbicUse:
    return type_ibic_use(read_ibic_use(paths), CODEBOOK, REGISTER)


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ibic_use.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_committed_file_is_sound_and_has_no_answer_that_no_source_gives() -> None:
    use, issues = typed(SHARED)
    assert issues.empty
    answered = use[use["answer"].notna()]
    assert answered[["municipality", "area", "year", "answer"]].to_numpy().tolist() == [
        ["0860", "aldreomsorg", 2020, "nej"]
    ]
    started = use[use["started"]].set_index(["municipality", "area"])["year"].to_dict()
    assert started == {
        ("0319", "aldreomsorg"): 2019,
        ("0880", "annan_sol"): 2017,
        ("0880", "lss"): 2017,
        ("1489", "aldreomsorg"): 2023,
        ("1489", "lss"): 2023,
    }
    assert {"2183", "1281", "2101", "0163", "0881", "0381"} <= set(use["municipality"])
    assert use["source"].notna().all()
    assert read_sidecar(SHARED).terms


def test_a_file_from_a_swedish_excel_is_read(tmp_path: Path) -> None:
    text = HEADER.replace(",", ";") + "\n180;lss;2020;ja_alla;;Egen uppgift i maj;;å\n"
    path = tmp_path / "ibic_use.csv"
    path.write_bytes(text.encode("cp1252"))
    use, issues = typed(path)
    assert issues.empty
    assert use.iloc[0][["municipality", "year", "answer", "started"]].tolist() == [
        "0180", 2020, "ja_alla", False
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("1489,socialpsykiatri,2020,nej,,k,,", "omrade", "aldreomsorg"),
        ("1489,lss,2020,Ja,,k,,", "svar", "ja_inte_alla"),
        ("1489,lss,i fjol,nej,,k,,", "ar", "heltal"),
        ("1489,lss,202,nej,,k,,", "ar", "2013"),
        ("1489,lss,,nej,,k,,", "ar", "tom"),
        ("1489,lss,2020,nej,,,,", "kalla", "tom"),
        ("1865,lss,2020,nej,,k,,", "kommunkod", "1865"),
        ("1489,lss,2020,nej,,k,,ring 19121212-1212", "anteckning", "personnummer"),
    ],
)
def test_a_wrong_row_is_said_and_left_out(
    tmp_path: Path, row: str, column: str, words: str
) -> None:
    use, issues = typed(written(tmp_path, "0180,lss,2020,nej,,k,,", "", row))
    assert use["municipality"].tolist() == ["0180"]
    assert set(issues["row"]) == {4}
    assert set(issues["column"]) == {column}
    assert words in issues["message"].iloc[0]
    assert "1912" not in issues.to_string()


def test_two_rows_on_the_same_thing_are_both_left_out(tmp_path: Path) -> None:
    rows = ("1489,lss,2020,nej,,k,,", "1489,lss,2020,ja_alla,,k,,", "1489,lss,2021,nej,,k,,")
    use, issues = typed(written(tmp_path, *rows))
    assert use["year"].tolist() == [2021]
    assert issues["row"].tolist() == [2, 3]


def test_a_missing_column_stops_the_file_with_one_message(tmp_path: Path) -> None:
    path = written(tmp_path, "1489,lss,2020", header="kommunkod,omrade,ar")
    use, issues = typed(path)
    assert use.empty
    assert "svar" in set(issues["column"])


def test_the_municipalitys_own_file_takes_precedence(tmp_path: Path) -> None:
    shared = written(tmp_path, "1489,lss,2020,nej,,k,,", "0180,lss,2020,nej,,k,,")
    own = written(tmp_path / "1489-alingsas", "1489,lss,2020,ja_alla,,egen,,")
    paths = ibic_use_files(shared, tmp_path)
    assert paths == (shared, own)
    use, issues = typed(*paths)
    assert issues.empty
    assert use[["municipality", "answer", "source"]].to_numpy().tolist() == [
        ["0180", "nej", "k"],
        ["1489", "ja_alla", "egen"],
    ]


def test_an_own_file_speaks_for_its_municipality_only(tmp_path: Path) -> None:
    use, issues = typed(written(tmp_path / "1489-alingsas", "0180,lss,2020,nej,,k,,"))
    assert use.empty
    assert "mappen är för 1489" in issues["message"].iloc[0]


def test_a_template_that_nobody_has_filled_in_says_nothing(tmp_path: Path) -> None:
    use, issues = typed(written(tmp_path))
    assert use.empty
    assert issues.empty
    assert use["year"].dtype == "Int64"


def test_going_back_is_a_warning(tmp_path: Path) -> None:
    rows = (
        "1489,lss,2019,ja_alla,,k,,",
        "1489,lss,2020,,ja,k,,",
        "1489,lss,2021,nej,,k,,",
        "0180,lss,2020,nej,,k,,",
        "0180,lss,2021,ja_alla,,k,,",
    )
    use, issues = typed(written(tmp_path, *rows))
    assert len(use) == 5
    assert set(issues["severity"]) == {"varning"}
    assert [("nej 2021" in text, "ja 2019" in text) for text in issues["message"]] == [
        (True, False),
        (False, True),
    ]


def test_nothing_is_changed(tmp_path: Path) -> None:
    raws = read_ibic_use([written(tmp_path, "1489,lss,2020,nej,,k,,")])
    before = raws[0].frame.copy()
    type_ibic_use(raws, CODEBOOK, REGISTER)
    pd.testing.assert_frame_equal(raws[0].frame, before)
