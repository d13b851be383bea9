"""The catalogue is sound, and an indicator that has changed stops with what has changed."""

from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.errors import InputError
from ibic_eval.sources.kolada.catalogue import (
    Kpi,
    definition_sha256,
    read_catalogue,
    refuse_changed,
)
from ibic_eval.sources.responses import read_table
from ibic_eval.tables.validation import validate_table

DATA = Path(__file__).parents[3] / "data"
FILE = DATA / "reference" / "kolada_kpis.csv"
CATALOGUE = read_catalogue(FILE)
ELDERLY = {"hemtjanst", "sarskilt_boende"}


def test_the_catalogue_follows_its_codebook() -> None:
    codebook = load_codebook(DATA / "codebooks" / "kolada_kpis.yml")
    raw = read_table(FILE).frame.reset_index(drop=True)
    assert validate_table(raw, codebook, FILE.name)["message"].tolist() == []
    assert tuple(raw.columns) == codebook.names


def test_each_service_has_its_questions_and_its_respondents() -> None:
    results = CATALOGUE[CATALOGUE["role"].eq("resultat")]
    assert results.groupby("service")["question"].nunique().to_dict() == {
        "hemtjanst": 7,
        "sarskilt_boende": 7,
        "gruppbostad": 8,
        "servicebostad": 8,
        "daglig_verksamhet": 8,
    }
    assert results["question"].notna().all()
    assert results["direction"].eq("hogre_battre").all()
    others = CATALOGUE[CATALOGUE["role"].isin(["svarande", "svarsfrekvens"])]
    assert others.groupby("service")["role"].apply(sorted).map(tuple).unique().tolist() == [
        ("svarande", "svarsfrekvens")
    ]
    assert others["question"].isna().all()


def test_the_times_are_days_and_neither_way_is_better() -> None:
    times = CATALOGUE[CATALOGUE["role"].eq("tid")].set_index("kpi")
    assert times["service"].to_dict() == {
        "U23401": "sarskilt_boende",
        "U23402": "sarskilt_boende",
        "U28414": "lss_insatser",
        "U28417": "lss_insatser",
    }
    assert times[["question", "direction"]].isna().all(axis=None)
    assert times["survey"].eq("egen_undersokning").all()
    assert times["label_sv"].str.startswith("Dagar från ansökan till").all()
    # Kolada's titles say which have ended, and so must the words that readers see.
    ended = times["title"].str.contains("(- 2024)", regex=False)
    assert ended.to_dict() == {"U23401": False, "U23402": True, "U28414": True, "U28417": True}
    assert times["label_sv"].str.endswith("(till och med 2024)").eq(ended).all()


def test_services_of_the_same_survey_are_asked_the_same() -> None:
    asked = CATALOGUE.dropna(subset=["question"]).groupby("service")["question"].apply(frozenset)
    assert len(set(asked[list(ELDERLY)])) == 1
    assert len(set(asked.drop(list(ELDERLY)))) == 1


def test_minima_are_those_of_the_surveys() -> None:
    surveys = CATALOGUE[CATALOGUE["role"].ne("tid")]
    elderly = surveys["service"].isin(ELDERLY)
    results = surveys["role"].eq("resultat")
    assert set(surveys.loc[elderly, "minimum"]) == {30}
    assert set(surveys.loc[~elderly & results, "minimum"]) == {5}
    assert set(surveys.loc[~elderly & ~results, "minimum"]) == {10}


def test_titles_are_of_the_service_they_stand_for() -> None:
    words = CATALOGUE["service"].str.split("_").str[0].replace({"hemtjanst": "hemtjänst"})
    words = words.replace({"sarskilt": "särskilt boende", "lss": "LSS-insats"})
    pairs = zip(words, CATALOGUE["title"], strict=True)
    assert [title for word, title in pairs if word not in title] == []


CHOSEN = pd.DataFrame(
    {
        "kpi": ["U21468", "U21477"],
        "title": ["Hemtjänst -  helhetssyn", "Förtroende"],
        "definition_sha256": [definition_sha256("Andel nöjda."), definition_sha256("Andel.")],
    }
).astype("string")
FOUND = {
    "U21468": Kpi("U21468", "Hemtjänst -  helhetssyn", "Andel nöjda."),
    "U21477": Kpi("U21477", "Förtroende", "Andel."),
}


def test_the_same_passes_whatever_the_blanks() -> None:
    refuse_changed(CHOSEN, FOUND)
    spaced = Kpi("U21468", "Hemtjänst - helhetssyn ", " Andel nöjda.\n")
    refuse_changed(CHOSEN, {**FOUND, "U21468": spaced})


def test_a_new_title_is_shown_beside_the_old() -> None:
    renamed = {**FOUND, "U21468": Kpi("U21468", "Hemtjänst - mycket nöjda", "Andel nöjda.")}
    with pytest.raises(InputError) as refused:
        refuse_changed(CHOSEN, renamed)
    assert str(refused.value).startswith(
        "Nyckeltalet U21468 har fått en ny titel: ”Hemtjänst - mycket nöjda”;"
        " det valdes som ”Hemtjänst - helhetssyn”.\nInget har hämtats."
    )


def test_a_new_definition_and_a_lost_indicator_are_told_together() -> None:
    changed = {"U21468": Kpi("U21468", "Hemtjänst -  helhetssyn", "Andel mycket nöjda.")}
    with pytest.raises(InputError) as refused:
        refuse_changed(CHOSEN, changed)
    first, second, *_ = str(refused.value).splitlines()
    assert "definitionen har ändrats" in first
    assert definition_sha256("Andel mycket nöjda.") in first
    assert second == "Nyckeltalet U21477 (”Förtroende”) finns inte längre i Kolada."


def test_a_minimum_that_is_no_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kolada_kpis.csv"
    path.write_text(FILE.read_text(encoding="utf-8").replace(",30,", ",trettio,"), "utf-8")
    with pytest.raises(InputError, match="minimum"):
        read_catalogue(path)
