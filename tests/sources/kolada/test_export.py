"""Exports from Kolada's pages, long and wide, are read as a snapshot is."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.kolada.catalogue import read_catalogue
from ibic_eval.sources.kolada.export import read_kolada_export
from ibic_eval.sources.kolada.rows import VALUE_TYPES
from ibic_eval.sources.municipalities import read_municipalities

REFERENCE = Path(__file__).parents[3] / "data" / "reference"
CATALOGUE = read_catalogue(REFERENCE / "kolada_kpis.csv")
REGISTER = read_municipalities(REFERENCE / "municipalities.csv")
TITLE = "Brukarbedömning hemtjänst äldreomsorg - helhetssyn, andel (%)"
LONG = """Kommun-id;Kommun;Nyckeltal;År;Kön;Värde
1489;Alingsås;U21468;2018;Totalt;91,5
1489;Alingsås;U21468;2018;Kvinnor;..
1489;Alingsås;U21468;2018;Män;90
180;Stockholm;U21468;2018;Totalt;-
0000;Riket;U21468;2018;Totalt;88
"""
WIDE = f"""Kommun;Nyckeltal;Kön;2018;2020
Alingsås;{TITLE};Totalt;91,5;
Alingsås;{TITLE};Kvinnor;..;92 %
Region Gotland;{TITLE};Totalt;-;.
Riket;{TITLE};Totalt;88;89
Västra Götalands län;{TITLE};Totalt;88;89
Alla kommuner, ovägt medel;{TITLE};Totalt;88;89
"""


def read(folder: Path, text: str) -> pd.DataFrame:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return read_kolada_export(path, CATALOGUE, REGISTER)


def rows(table: pd.DataFrame) -> list[tuple[object, ...]]:
    shown = table.assign(value=table["value"].astype("object").where(table["value"].notna(), None))
    return [tuple(row) for row in shown.itertuples(index=False)]


def test_a_row_a_value(tmp_path: Path) -> None:
    table = read(tmp_path, LONG)
    assert dict(table.dtypes.astype(str)) == VALUE_TYPES
    assert rows(table) == [
        ("U21468", "0180", 2018, "T", None, "saknas"),
        ("U21468", "1489", 2018, "K", None, "dold"),
        ("U21468", "1489", 2018, "M", 90.0, ""),
        ("U21468", "1489", 2018, "T", 91.5, ""),
    ]


def test_a_column_a_year(tmp_path: Path) -> None:
    assert rows(read(tmp_path, WIDE)) == [
        ("U21468", "0980", 2018, "T", None, "saknas"),
        ("U21468", "0980", 2020, "T", None, "ej_aktuell"),
        ("U21468", "1489", 2018, "K", None, "dold"),
        ("U21468", "1489", 2018, "T", 91.5, ""),
        ("U21468", "1489", 2020, "K", 92.0, ""),
    ]


def test_a_workbook_is_read_as_a_csv_file_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Kommun", "Nyckeltal", 2018, 2020])
    sheet.append(["Alingsås", f"{TITLE} (U21468)", 91.5, ".."])
    book.save(tmp_path / "export.xlsx")
    table = read_kolada_export(tmp_path / "export.xlsx", CATALOGUE, REGISTER)
    assert rows(table) == [
        ("U21468", "1489", 2018, "T", 91.5, ""),
        ("U21468", "1489", 2020, "T", None, "dold"),
    ]


def test_respondents_may_have_blanks_between_thousands(tmp_path: Path) -> None:
    text = "Kommun;Nyckeltal;År;Värde\nStockholm;U23592;2020;5 123\n"
    assert read(tmp_path, text)["value"].tolist() == [5123.0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("180;Stockholm", "999;Ankeborg", r"rad 5 har ”999” i kolumnen för kommun-id"),
        ("Alingsås;U21468;2018;M", "Alingsås;U99999;2018;M", r"rad 4 .* nyckeltals-id"),
        ("2018;Totalt;-", "i fjol;Totalt;-", r"rad 5 har ”i fjol” i kolumnen för år"),
        ("Totalt;-", "Annat;-", r"rad 5 har ”Annat” i kolumnen för kön"),
        (";90\n", ";nittio\n", r"rad 4 har ”nittio” i kolumnen för värde"),
        (";Män;", ";Totalt;", r"rad 4 har ett värde för U21468, kommunen 1489, 2018"),
        (";Värde", ";Kommentar", r"saknar kolumnen värde"),
        ("Kommun-id;Kommun;", "Id;Namn;", r"saknar kolumnen kommun-id"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_row(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in LONG
    with pytest.raises(InputError, match=message):
        read(tmp_path, LONG.replace(old, new, 1))


def test_an_export_of_the_country_alone_is_empty(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="inga värden för kommuner"):
        read(tmp_path, "Kommun;Nyckeltal;År;Värde\nRiket;U21468;2020;88\n")
