"""Files of the mapping are typed, and what is wrong in them is said."""

from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.errors import InputError
from ibic_eval.sources.county_mapping import mapping_files, read_mapping
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.sidecar import read_sidecar, verify_sidecar
from ibic_eval.tables.county_mapping import PARTS, CountyMapping, type_mapping
from ibic_eval.tables.county_statements import CountyStatements, read_as, type_statements

DATA = Path(__file__).parents[2] / "data"
SHARED = DATA / "municipalities" / "kartlaggning.csv"
STATEMENTS = DATA / "municipalities" / "kartlaggning_lan.csv"
CODEBOOK = load_codebook(DATA / "codebooks" / "kartlaggning.yml")
COUNTY_CODEBOOK = load_codebook(DATA / "codebooks" / "kartlaggning_lan.yml")
REGISTER = read_municipalities(DATA / "reference" / "municipalities.csv")
FAR = (
    "De kommuner som själva bedömer att de kommit långt i implementeringsarbetet, Enköping, Tierp "
    "och Uppsala äldreförvaltning, är också de kommuner som arbetat längst med införandet."
)
BEGAN = "Älvkarleby kommun påbörjade arbetet under 2019 och Omsorgsförvaltningen i Uppsala kommun"


def typed(*paths: Path) -> CountyMapping:
    return type_mapping(read_mapping(paths), CODEBOOK, REGISTER)


def said(*paths: Path) -> CountyStatements:
    return type_statements(read_mapping(paths), COUNTY_CODEBOOK, REGISTER)


def written(folder: Path, *rows: dict[str, str], name: str = "kartlaggning.csv") -> Path:
    """Write rows of the mapping or, with another name, of statements; what isn't given is empty."""
    names = (CODEBOOK if name == "kartlaggning.csv" else COUNTY_CODEBOOK).names
    folder.mkdir(parents=True, exist_ok=True)
    usual = {"omrade": "lss", "kalla": "k", "kalldatum": "2020"}
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=list(names)).fillna("")
    frame.to_csv(folder / name, index=False)
    return folder / name


def test_the_eight_municipalities_say_what_the_uppsala_report_says_and_no_more() -> None:
    answers, issues = typed(SHARED)
    assert issues.empty
    counted = answers[answers["area"].eq("aldreomsorg")].set_index("municipality")
    assert counted.index.tolist() == [
        "0305", "0319", "0330", "0331", "0360", "0380", "0381", "0382"
    ]  # fmt: skip
    known = {
        (code, part): row[part]
        for code, row in counted.iterrows()
        for part in PARTS.values()
        if pd.notna(row[part])
    }
    assert known == {
        ("0319", "start"): "ja",
        **{(code, "start"): "ja" for code in ("0360", "0380", "0381")},
        **{(code, "how_far"): "langt" for code in ("0360", "0380", "0381")},
    }
    assert counted["start_year"].dropna().to_dict() == {"0319": 2019}
    assert counted["decision_year"].isna().all()
    assert set(counted.loc[["0360", "0380", "0381"], "wording"]) == {FAR}
    assert counted.loc["0319", "wording"].startswith(BEGAN)
    assert counted["year"].eq(2020).all()


def test_the_other_administration_in_uppsala_has_no_area_and_only_plans_to_begin() -> None:
    answers = typed(SHARED).answers
    (row,) = answers[answers["area"].eq("alla")].to_dict("records")
    assert (row["municipality"], row["administration"]) == ("0380", "Omsorgsförvaltningen")
    assert (row["start"], row["start_year"]) == ("planerat", 2020)
    assert all(pd.isna(row[part]) for part in PARTS.values() if part != "start")


def test_the_county_statements_are_of_no_single_municipality() -> None:
    statements, issues = said(STATEMENTS)
    assert issues.empty
    assert set(statements["n"]) == {8}
    read = statements.set_index(["part", "answer"])[["least", "most"]].apply(tuple, axis=1)
    assert read.to_dict() == {
        ("decision", "ja"): (2, 8),
        ("plan", "ja"): (0, 3),
        ("consequences", "ja"): (0, 3),
        ("local_goals", "nej"): (0, 8),
        ("organisation", "ja"): (0, 8),
        ("providers", "nej"): (5, 8),
        ("maintenance_plan", "ja"): (0, 3),
        ("maintenance_plan", "nej"): (2, 8),
        ("induction", "ja"): (2, 8),
        ("review", "ja"): (0, 8),
    }
    assert statements["wording"].str.len().gt(20).all()


@pytest.mark.parametrize("path", [SHARED, STATEMENTS], ids=lambda path: path.name)
def test_the_committed_files_have_sidecars_and_sources(path: Path) -> None:
    assert "regionuppsala.se" in read_sidecar(path).url
    verify_sidecar(path)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"kommunkod": "1489", "plan": "kanske"}, "plan", "planerat"),
        ({"kommunkod": "1489", "hur_langt": "ja"}, "hur_langt", "langt"),
        ({"kommunkod": "1489", "omrade": "socialpsykiatri"}, "omrade", "aldreomsorg"),
        ({"kommunkod": "1489", "kalldatum": "i fjol"}, "kalldatum", "20"),
        ({"kommunkod": "1489", "kalla": ""}, "kalla", "tom"),
        ({"kommunkod": "1865"}, "kommunkod", "1865"),
        ({"kommunkod": "1489", "anteckning": "ring 19121212-1212"}, "anteckning", "personnummer"),
    ],
)
def test_a_wrong_row_is_said_and_left_out(
    tmp_path: Path, row: dict[str, str], column: str, words: str
) -> None:
    answers, issues = typed(written(tmp_path, {"kommunkod": "0180", "plan": "nej"}, row))
    assert answers["municipality"].tolist() == ["0180"]
    assert set(issues["row"]) == {3}
    assert set(issues["column"]) == {column}
    assert words in issues["message"].iloc[0]
    assert "1912" not in issues.to_string()


def test_two_rows_on_the_same_area_are_both_left_out(tmp_path: Path) -> None:
    rows = ({"kommunkod": "1489"}, {"kommunkod": "1489"}, {"kommunkod": "1489", "omrade": "alla"})
    answers, issues = typed(written(tmp_path, *rows))
    assert answers["area"].tolist() == ["alla"]
    assert issues["row"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("row", "warned"),
    [
        ({"start": "nej", "start_ar": "2019"}, True),
        ({"start": "", "start_ar": "2019"}, True),
        ({"start": "ja", "start_ar": "2021"}, True),
        ({"start": "ja", "start_ar": "2020"}, False),
        ({"start": "planerat", "start_ar": "2021"}, False),
    ],
)
def test_a_year_that_does_not_fit_is_a_warning(
    tmp_path: Path, row: dict[str, str], warned: bool
) -> None:
    answers, issues = typed(written(tmp_path, {"kommunkod": "1489", **row}))
    assert len(answers) == 1
    assert issues["severity"].tolist() == ["varning"] * warned


def test_a_municipalitys_own_row_goes_whole_before_the_shared_one(tmp_path: Path) -> None:
    shared = written(
        tmp_path,
        {"kommunkod": "1489", "plan": "nej", "beslut": "ja"},
        {"kommunkod": "0180", "plan": "ja"},
    )
    own = written(tmp_path / "1489-alingsas", {"kommunkod": "1489", "plan": "ja"})
    paths = mapping_files(shared, tmp_path)
    assert paths == (shared, own)
    answers = typed(*paths).answers.set_index("municipality")
    assert answers["plan"].to_dict() == {"0180": "ja", "1489": "ja"}
    assert pd.isna(answers.loc["1489", "decision"])


def test_an_own_file_speaks_for_its_municipality_only(tmp_path: Path) -> None:
    answers, issues = typed(written(tmp_path / "1489-alingsas", {"kommunkod": "0180"}))
    assert answers.empty
    assert "mappen är för 1489" in issues["message"].iloc[0]


def test_both_kinds_of_own_file_are_refused(tmp_path: Path) -> None:
    own = written(tmp_path / "1489-alingsas", {"kommunkod": "1489"})
    own.with_suffix(".xlsx").touch()
    with pytest.raises(InputError, match="ta bort den ena"):
        mapping_files(tmp_path / "kartlaggning.csv", tmp_path)


def test_a_template_that_nobody_has_filled_in_says_nothing(tmp_path: Path) -> None:
    answers, issues = typed(written(tmp_path))
    assert answers.empty
    assert issues.empty
    assert answers["year"].dtype == "Int64"


def test_a_file_from_a_swedish_excel_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, {"kommunkod": "180", "anteckning": "å"})
    path.write_bytes(path.read_text().replace(",", ";").encode("cp1252"))
    answers, issues = typed(path)
    assert issues.empty
    assert answers["municipality"].tolist() == ["0180"]


@pytest.mark.parametrize(
    ("word", "n", "span"),
    [
        ("fa", 8, (0, 3)), ("fa", 7, (0, 3)), ("fa", 1, (0, 0)), ("flera", 8, (2, 8)),
        ("flera", 1, (1, 1)), ("flertalet", 8, (5, 8)), ("flertalet", 7, (4, 7)),
        ("alla", 8, (8, 8)), ("ingen", 8, (0, 0)), ("inget_antal", 8, (0, 8)),
    ],
)  # fmt: skip
def test_words_are_read_as_widely_as_they_can_be(word: str, n: int, span: tuple[int, int]) -> None:
    assert read_as(word, None, n) == span


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"lanskod": "02"}, "lanskod", "02"),
        ({"ord": "antal"}, "antal", "ord är antal"),
        ({"ord": "fa", "antal": "3"}, "antal", "ord är antal"),
        ({"ord": "antal", "antal": "9"}, "antal", "bara 8 kommuner"),
        ({"ord": "många"}, "ord", "flertalet"),
    ],
)
def test_a_wrong_statement_is_said_and_left_out(
    tmp_path: Path, row: dict[str, str], column: str, words: str
) -> None:
    sound = {"lanskod": "03", "fraga": "plan", "svar": "ja", "ord": "fa", "ordagrant": "få"}
    other = {**sound, "fraga": "beslut", **row}
    statements, issues = said(written(tmp_path, sound, other, name="kartlaggning_lan.csv"))
    assert statements["part"].tolist() == ["plan"]
    assert set(issues["row"]) == {3}
    assert column in set(issues["column"])
    assert any(words in message for message in issues["message"])


def test_a_number_is_read_as_it_stands(tmp_path: Path) -> None:
    row = {"lanskod": "3", "fraga": "plan", "svar": "nej", "ord": "antal", "antal": "6",
           "ordagrant": "sex av åtta"}  # fmt: skip
    (read,) = said(written(tmp_path, row, name="kartlaggning_lan.csv")).statements.to_dict(
        "records"
    )
    assert (read["county_code"], read["least"], read["most"], read["n"]) == ("03", 6, 6, 8)


def test_nothing_is_changed(tmp_path: Path) -> None:
    raws = read_mapping([written(tmp_path, {"kommunkod": "1489", "plan": "nej"})])
    before = raws[0].frame.copy()
    type_mapping(raws, CODEBOOK, REGISTER)
    pd.testing.assert_frame_equal(raws[0].frame, before)
