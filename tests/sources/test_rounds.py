"""A round's folder is read whole or refused."""

import datetime as dt
from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.rounds import read_round

DESCRIPTION = """\
id: prov
title: Provomgång
date: 2021-05-03
instrument: kommunenkat-2020
kind: omgang
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "round.yml": DESCRIPTION,
        "svar.csv": "svarsid;kommunkod\na;1489\n",
        "utskick.csv": "kommunkod;enhet;status\n1489;;svarade\n0180;Bromma;inget_svar\n",
        "klassning.csv": "svarsid;klass;skal\na;mellangrupp;Införs i år\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_whole_round_is_read(folder: Path) -> None:
    found = read_round(folder)
    assert (found.id, found.title, found.kind) == ("prov", "Provomgång", "omgang")
    assert found.date == dt.date(2021, 5, 3)
    assert found.responses.frame["kommunkod"].tolist() == ["1489"]
    assert found.frame is not None and found.frame["status"].tolist() == ["svarade", "inget_svar"]
    assert found.corrections is not None and found.corrections["klass"].tolist() == ["mellangrupp"]


def test_the_two_lists_may_be_absent(folder: Path) -> None:
    (folder / "utskick.csv").unlink()
    (folder / "klassning.csv").unlink()
    found = read_round(folder)
    assert found.frame is None
    assert found.corrections is None


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("round.yml", None, "mappen saknar round.yml"),
        ("round.yml", "id: [", "YAML"),
        ("round.yml", DESCRIPTION + "extra: 1\n", "okända nyckeln extra"),
        ("round.yml", "id: prov\n", "saknar nyckeln title"),
        ("round.yml", DESCRIPTION.replace("omgang\n", "annat\n"), "kind ska vara"),
        ("round.yml", DESCRIPTION.replace("kommunenkat-2020", "annan"), "instrument ska vara"),
        ("round.yml", DESCRIPTION.replace("2021-05-03", "i maj"), "date ska vara ett datum"),
        ("round.yml", DESCRIPTION.replace("prov\n", "1\n", 1), "id ska vara en text"),
        ("svar.csv", None, "saknar svar.csv eller svar.xlsx"),
        ("svar.xlsx", "x", "både svar.csv och svar.xlsx"),
        ("utskick.csv", "kommunkod;status\n1489;svarade\n", "kommunkod, enhet, status"),
        ("utskick.csv", "kommunkod;enhet;status\n1489;;ja\n", "rad 2 har den okända koden ”ja”"),
        ("utskick.csv", "kommunkod;enhet;status\n1489;;\n", "rad 2 har ingen kod"),
        ("klassning.csv", "svarsid;klass;skal\na;8503121231;c\n", "rad 2 har en okänd kod"),
        ("klassning.csv", "svarsid;klass;skal\na;b;c\n", "rad 2 har den okända koden ”b”"),
        ("klassning.csv", "svarsid;klass;skal\na;anvander;\n", "rad 2 saknar skal"),
    ],
)
def test_a_faulty_round_is_refused(
    folder: Path, name: str, content: str | None, message: str
) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_round(folder)
    assert str(caught.value).startswith(f"Omgången {folder.name}: ")


def test_a_code_that_excel_has_taken_the_zero_from_gets_it_back(folder: Path) -> None:
    (folder / "utskick.csv").write_text("kommunkod;enhet;status\n180;;svarade\n")
    found = read_round(folder).frame
    assert found is not None and found["kommunkod"].tolist() == ["0180"]
