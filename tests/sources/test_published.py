"""The published figures are read with their types."""

from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.published import read_findings, read_published

FOLDER = Path(__file__).parents[2] / "data" / "published"
FIGURES = FOLDER / "vardanalys-2021-2.csv"


def test_types_and_order() -> None:
    published = read_published(FIGURES)
    assert published["id"].tolist() == [f"p{number:03d}" for number in range(1, len(published) + 1)]
    assert published["low"].dtype == published["high"].dtype == "float64"
    assert published["n"].dtype == published["year"].dtype == "Int64"
    assert published["n"].isna().any()


def test_findings_have_a_sentence() -> None:
    findings = read_findings(FOLDER / "findings.csv")
    assert list(findings.columns) == ["id", "finding"]
    assert findings["finding"].str.endswith(".").all()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",164,164,", ",ett sexfyra,164,", "inte är ett tal"),
        ("section,", "avsnitt,", "saknar section"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "figures.csv"
    text = FIGURES.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_published(path)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes("id,finding\np001,Går inte ihop.\n".encode("cp1252"))
    with pytest.raises(InputError, match="UTF-8"):
        read_findings(path)
