"""`inforande.yml` is read strictly, and every fault is one Swedish sentence."""

import datetime as dt
from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.introductions import (
    Change,
    SystemChange,
    no_introduction,
    read_introduction,
)

MUNICIPALITIES = Path(__file__).parents[2] / "data" / "municipalities"
WHOLE = """kommunkod: "9001"
uttag: 2020-12-31
ibic_start: {aldreomsorg: 2017-09-01, lss: 2018-09-01}
overgangsmanader: 3
systembyte: {datum: 2017-09-01, fran: Magna Cura, till: Combine, samtidigt: true}
andra_forandringar: [{datum: 2018-01-01, vad: "Ny lag"}, {vad: "Flytt"}]
garanti_dagar: {aldreomsorg: 30}
timkostnad_kr: 520.5
arenden_per_ar: {aldreomsorg: 800}
inforandekostnad_kr: 2630000
enligt_plan: true
kalla: "Påhittat"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "inforande.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_is_read(tmp_path: Path) -> None:
    read = read_introduction(written(tmp_path, WHOLE))
    assert read.municipality == "9001"
    assert read.extracted == dt.date(2020, 12, 31)
    assert read.starts == {"aldreomsorg": dt.date(2017, 9, 1), "lss": dt.date(2018, 9, 1)}
    assert read.transition_months == 3
    day = dt.date(2017, 9, 1)
    assert read.system_change == SystemChange(day, "Magna Cura", "Combine", True)
    assert read.other_changes == (Change("Ny lag", dt.date(2018, 1, 1)), Change("Flytt", None))
    assert (read.guarantee_days, read.cases_per_year) == ({"aldreomsorg": 30}, {"aldreomsorg": 800})
    assert (read.hourly_cost, read.introduction_cost) == (520.5, 2_630_000)
    assert read.from_plan
    assert read.source == "Påhittat"


def test_only_the_code_is_needed(tmp_path: Path) -> None:
    assert read_introduction(written(tmp_path, 'kommunkod: "9001"')) == no_introduction("9001")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"9001"', "9001", "fyra siffror inom citattecken"),
        ('"9001"', '"901"', "fyra siffror inom citattecken"),
        ("uttag: 2020-12-31", "uttag: 31/12 2020", "uttag ska vara ett datum"),
        ("uttag: 2020-12-31", "uttag: 2020-12-31 10:00:00", "uttag ska vara ett datum"),
        ("uttag: 2020-12-31", "uttag: 2999-12-31", "en dag som inte har varit än"),
        ("2018-09-01", "hösten 2018", "ibic_start: lss ska vara ett datum"),
        ("lss: 2018", "barn: 2018", "okända nyckeln barn"),
        ("overgangsmanader: 3", "overgangsmanader: -1", "heltal från 0 till 36"),
        ("overgangsmanader: 3", "overgangsmanader: ja", "heltal från 0 till 36"),
        ("till: Combine, ", "", "saknar nyckeln till"),
        ("samtidigt: true", "samtidigt: ja", "samtidigt ska vara true eller false"),
        ('vad: "Flytt"', "datum: 2018-01-01", "saknar nyckeln vad"),
        ('[{datum: 2018-01-01, vad: "Ny lag"}, {vad: "Flytt"}]', "Flytt", "ska vara en lista"),
        ("aldreomsorg: 30", "aldreomsorg: 30.5", "garanti_dagar: aldreomsorg ska vara ett heltal"),
        ("520.5", "520 kr", "timkostnad_kr ska vara ett belopp"),
        ("2630000", "-1", "inforandekostnad_kr ska vara ett belopp"),
        ("aldreomsorg: 800", "aldreomsorg: 8 00", "arenden_per_ar: aldreomsorg"),
        ("enligt_plan: true", "enligt_plan: kanske", "true eller false"),
        ("kalla:", "källa:", "okända nyckeln källa"),
        ("uttag: 2020-12-31", "uttag: [", "inte giltig YAML"),
        (
            "uttag: 2020-12-31",
            "uttag: 2020-12-31\nuttag: 2019-12-31",
            "nyckeln uttag står två gånger",
        ),
        ("lss: 2018", "aldreomsorg: 2018", "nyckeln aldreomsorg står två gånger"),
        ("uttag: 2020-12-31", "uttag: 2020-13-31", "datum som inte finns"),
    ],
)
def test_a_fault_is_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert WHOLE.count(old) >= 1
    with pytest.raises(InputError) as refused:
        read_introduction(written(tmp_path, WHOLE.replace(old, new, 1)))
    assert said in str(refused.value)
    assert "inforande.yml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_code_is_that_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mappen är för 1489"):
        read_introduction(written(tmp_path / "1489-alingsas", WHOLE))


def test_what_is_committed_of_real_municipalities_comes_from_their_plans() -> None:
    alingsas = read_introduction(MUNICIPALITIES / "1489-alingsas" / "inforande.yml")
    kalmar = read_introduction(MUNICIPALITIES / "0880-kalmar" / "inforande.yml")
    start = dt.date(2023, 12, 1)
    assert alingsas.starts == {"aldreomsorg": start, "lss": start}
    assert alingsas.system_change == SystemChange(start, "Magna Cura", "Combine", True)
    assert kalmar.starts == {}
    assert kalmar.system_change == SystemChange(None, "Procapita", "Lifecare", True)
    assert kalmar.introduction_cost == 2_630_000
    assert alingsas.from_plan
    assert kalmar.from_plan
    assert "Projektplan" in alingsas.source
    assert "SN 2017/0380" in kalmar.source
