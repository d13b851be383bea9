"""A mapping profile is read strictly, also on top of a system's own."""

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from ibic_eval.codebook.variables import Codebook, load_codebook
from ibic_eval.errors import InputError
from ibic_eval.sources.mapping_dates import date_format, shown_format
from ibic_eval.sources.mapping_profiles import MappingProfile, read_profile, system_profiles

DATA = Path(__file__).parents[2] / "data"
BASES = DATA / "mappings"
PLAN: dict[str, Any] = {
    "titel": "Uttag",
    "system": "Annat",
    "verifierad": False,
    "tabeller": {
        "planer": {
            "filer": ["plan*.csv"],
            "kolumner": {"plan": "Nr", "person": "Kod", "datum": "Dag", "sidor": "Sidor"},
            "konstanter": {"slag": "uppfoljning"},
            "koder": {"sidor": {"saknas": ""}},
            "datum": "DD/MM/ÅÅÅÅ",
            "decimaltecken": ",",
        }
    },
}


def codebooks() -> dict[str, Codebook]:
    names = ("arenden", "bedomningar", "planer")
    return {name: load_codebook(DATA / "codebooks" / f"{name}.yml") for name in names}


def read(folder: Path, node: object) -> MappingProfile:
    path = folder / "profil.yml"
    path.write_text(yaml.safe_dump(node, allow_unicode=True), encoding="utf-8")
    return read_profile(path, codebooks(), BASES)


def changed(value: object, *keys: str) -> dict[str, Any]:
    """Return the profile with another value at a place, without one where it is None."""
    profile = copy.deepcopy(PLAN)
    node = profile
    for key in keys[:-1]:
        node = node.setdefault(key, {})
    node[keys[-1]] = value
    if value is None:
        del node[keys[-1]]
    return profile


def test_a_profile_is_read(tmp_path: Path) -> None:
    profile = read(tmp_path, PLAN)
    table = profile.tables["planer"]
    assert (profile.verified, profile.verified_on) == (False, None)
    assert table.date_formats == {"datum": "%d/%m/%Y"}
    assert table.constants == {"slag": "uppfoljning"}
    assert table.codes == {"sidor": {"saknas": ""}}


def test_a_verified_profile_says_by_whom_and_when(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="verifierad_av"):
        read(tmp_path, {**PLAN, "verifierad": True})
    named = {**PLAN, "verifierad": True, "verifierad_av": "systemförvaltaren"}
    with pytest.raises(InputError, match="verifierad_datum"):
        read(tmp_path, named)
    profile = read(tmp_path, {**named, "verifierad_datum": dt.date(2026, 1, 31)})
    assert profile.verified_on == dt.date(2026, 1, 31)


TABLE = ("tabeller", "planer")


@pytest.mark.parametrize(
    ("value", "keys", "message"),
    [
        (None, ("titel",), "saknar nyckeln titel"),
        ("x", ("titlar",), "okända nyckeln titlar"),
        ("ja", ("verifierad",), "true eller false"),
        ({}, ("tabeller", "personer"), "okända nyckeln personer"),
        ("Sidor", (*TABLE, "kolumner", "sida"), "okända nyckeln sida"),
        (None, (*TABLE, "kolumner", "person"), "kolumnen person måste finnas"),
        (7, (*TABLE, "kolumner", "mal"), "mal ska vara en text"),
        ("Slag", (*TABLE, "kolumner", "slag"), "slag förekommer två gånger"),
        ("besok", (*TABLE, "konstanter", "slag"), "besok är ingen kod för slag"),
        ({"J": "jo"}, (*TABLE, "koder", "ibic"), "jo är ingen kod för ibic"),
        ({1: "ja"}, (*TABLE, "koder", "ibic"), "inom citattecken"),
        ({"Ja": "ja", "J A": "ja"}, (*TABLE, "koder", "ibic"), "ja förekommer två gånger"),
        ("Ja", (*TABLE, "koder", "ibic"), "deras text: vår kod"),
        (None, (*TABLE, "datum"), "säg hur datumen i datum är skrivna"),
        ("MM/DD", (*TABLE, "datum"), "säg hur datumen i datum är skrivna"),
        ("VÄLJ", (*TABLE, "datum"), "datum under planer står som VÄLJ"),
        ({"Ja": "VÄLJ"}, (*TABLE, "koder", "ibic"), "Ja under ibic under koder under planer"),
        (None, (*TABLE, "decimaltecken"), "skriv decimaltecken"),
        (";", (*TABLE, "decimaltecken"), "skriv decimaltecken"),
        ({"filer": ["x"]}, (*TABLE, "koppla"), "saknar nyckeln nyckel"),
        ([], (*TABLE, "filer"), "minst en text"),
        ("excel", (*TABLE, "datum_per_kolumn", "dag"), "okända nyckeln dag"),
    ],
)
def test_a_faulty_profile_is_refused(
    tmp_path: Path, value: object, keys: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, changed(value, *keys))
    assert str(caught.value).startswith("Filen profil.yml")
    assert str(caught.value).endswith(".")


def test_a_municipalitys_profile_is_laid_over_the_systems(tmp_path: Path) -> None:
    own = {
        "utgar_fran": "combine",
        "tabeller": {
            "arenden": {
                "kolumner": {"start": "Inledd", "timmar": None},
                "koder": {"omrade": {"SoL": "annan_sol"}},
                "datum_per_kolumn": {"start": "excel"},
            },
            "planer": None,
        },
    }
    profile = read(tmp_path, own)
    table = profile.tables["arenden"]
    assert (profile.system, profile.file) == ("Combine", "profil.yml")
    assert list(profile.tables) == ["bedomningar", "arenden"]
    assert table.columns["start"] == "Inledd"
    assert table.columns["beslut"] == "Beslutsdatum"
    assert "timmar" not in table.columns
    assert table.codes["omrade"]["LSS"] == "lss"
    assert table.codes["omrade"]["SoL"] == "annan_sol"
    assert table.date_formats == {"ansokan": "%Y-%m-%d", "start": "excel", "beslut": "%Y-%m-%d"}


@pytest.mark.parametrize("base", ["kombine", "../codebooks/arenden", 1])
def test_an_unknown_system_is_refused_with_those_there_are(tmp_path: Path, base: object) -> None:
    with pytest.raises(
        InputError, match="combine, lifecare, magna_cura, procapita, treserva, viva"
    ):
        read(tmp_path, {**PLAN, "utgar_fran": base})


@pytest.mark.parametrize("system", system_profiles(BASES))
def test_no_systems_profile_says_more_than_we_know(system: str) -> None:
    profile = read_profile(BASES / f"{system}.yml", codebooks(), BASES)
    assert not profile.verified
    assert "Antaget" in profile.note
    assert set(profile.tables) == set(codebooks())
    assert all("ibic" not in table.constants for table in profile.tables.values())


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ÅÅÅÅ-MM-DD", "%Y-%m-%d"),
        ("ÅÅMMDD", "%y%m%d"),
        ("DD.MM.ÅÅÅÅ TT:mm:SS", "%d.%m.%Y %H:%M:%S"),
        ("%d/%m/%Y", "%d/%m/%Y"),
    ],
)
def test_a_dates_form_is_understood_in_swedish_and_in_pythons_way(text: str, form: str) -> None:
    assert date_format(text, "start", "x") == form
    assert date_format(shown_format(form), "start", "x") == form


@pytest.mark.parametrize("text", ["", "ÅÅÅÅ", "DD/DD/ÅÅÅÅ", "%Y-%j", "%d %b %Y", None, 5])
def test_a_form_that_leaves_something_open_is_refused(text: object) -> None:
    with pytest.raises(InputError, match="säg hur datumen i start är skrivna"):
        date_format(text, "start", "x")
