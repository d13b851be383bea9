"""A round of part of the nation is its own population, and never speaks for the nation."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.display import round_beside, wording
from ibic_eval.display.texts import ranking
from ibic_eval.errors import InputError
from ibic_eval.estimates.round_differences import round_differences
from ibic_eval.runs.national_survey import NationalSurvey, national_survey
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.round_population import population_of
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.published import read_published
from ibic_eval.sources.rounds import read_round

UPPSALA = ["0305", "0319", "0330", "0331", "0360", "0380", "0381", "0382"]
OUTSIDERS = ["1489", "0880", "0180", "1480"]
STOCKHOLM = {"code": "0180", "county": "Stockholms län", "skr_code": "A1", "skr_name": "Storstäder"}
ENKOPING = {**STOCKHOLM, "code": "0381", "county": "Uppsala län"}
HEAD = "id: uppsala\ntitle: Omgång\ndate: 2026-03-31\ninstrument: kommunenkat-2020\nkind: omgang\n"
INSTRUMENT = load_instrument(PACKAGE_CHECKOUT / "surveys/kommunenkat-2020/instrument.yml")
REGISTER = read_municipalities(*Project(PACKAGE_CHECKOUT).registers)
PUBLISHED = read_published(PACKAGE_CHECKOUT / "data/published/vardanalys-2021-2.csv")


def put(tmp_path: Path, codes: list[str], more: str = "", answered: int | None = None) -> Path:
    """Write a round from the demo's first rows; one of them leaves q10 blank."""
    folder = tmp_path / "data" / "rounds" / "uppsala"
    folder.mkdir(parents=True)
    demo = PACKAGE_CHECKOUT / "data/demo/kommunenkat-2020/svar.csv"
    answered = len(codes) if answered is None else answered
    rows = pd.read_csv(demo, dtype=str)
    users = rows[rows["q1_1"].eq("ja") & rows["q10"].notna()].iloc[:answered]
    users = users.assign(kommunkod=codes[:answered])
    users.iloc[0, users.columns.get_loc("q10")] = None
    users.to_csv(folder / "svar.csv", index=False)
    lines = [
        f"{code},,{'svarade' if place < answered else 'inget_svar'}"
        for place, code in enumerate(codes)
    ]
    (folder / "utskick.csv").write_text("\n".join(["kommunkod,enhet,status", *lines]) + "\n")
    (folder / "round.yml").write_text(HEAD + more, encoding="utf-8")
    return folder


def survey(tmp_path: Path) -> NationalSurvey:
    project = Project(tmp_path)
    return national_survey(project, False, INSTRUMENT, REGISTER, PUBLISHED)


def level(shares: pd.DataFrame, name: str) -> pd.DataFrame:
    return shares[shares["level"].eq(name)]


def test_a_county_is_not_the_nation(tmp_path: Path) -> None:
    put(tmp_path, UPPSALA)
    found = survey(tmp_path)
    shares = found.of_place(STOCKHOLM)["shares"]
    assert found.about.kind == "published"
    assert level(shares, "riket")["source"].str.startswith("Vårdanalys 2021:2").all()
    # The share that the final report tells of the nation is the published 85 per cent.
    assert ranking(shares, ["q10"], "ja")[0].low == pytest.approx(0.85)
    mine = level(shares, "omgang")
    assert mine["level_name"].unique().tolist() == ["Uppsala län"]
    recommend = mine[mine["item"].eq("q10") & mine["group"].eq("anvandare")]
    assert recommend["n"].tolist() == [7, 7, 7]
    assert level(shares, "lan").empty  # Stockholm's county wasn't asked


def test_where_all_answered_there_is_no_sampling_interval(tmp_path: Path) -> None:
    put(tmp_path, UPPSALA)
    shares = level(survey(tmp_path).of_place(ENKOPING)["shares"], "omgang")
    shown = shares[shares["status"].eq("visas")]
    whole = shown[shown["n"].eq(shown["n_asked"])]
    blank = shown[shown["n"].lt(shown["n_asked"])]
    assert len(whole) and len(blank)
    assert whole["ci_low"].isna().all() and whole["method"].eq("alla svarade, inget urval").all()
    assert (blank["ci_high"] > blank["ci_low"]).all()


def test_a_round_that_not_all_answered_has_intervals(tmp_path: Path) -> None:
    put(tmp_path, UPPSALA, answered=6)
    shares = level(survey(tmp_path).of_place(ENKOPING)["shares"], "omgang")
    shown = shares[shares["status"].eq("visas")]
    assert (shown["ci_high"] > shown["ci_low"]).all()


def test_four_outsiders_hide_no_county_but_the_total_that_would_tell_of_them(
    tmp_path: Path,
) -> None:
    codes = [*UPPSALA, *OUTSIDERS]
    put(tmp_path, codes, f"population: {codes}\n".replace("'", '"'))
    shares = survey(tmp_path).of_place(ENKOPING)["shares"]
    county, total = (
        level(shares, name)[level(shares, name)["group"].eq("anvandare")]
        for name in ("lan", "omgang")
    )
    assert (
        county.loc[county["item"].eq("q5_1") & county["area"].eq("aldreomsorg"), "n"].notna().all()
    )
    both = county.merge(total, on=["item", "area", "answer"])
    told = both.dropna(subset=["n_x", "n_y"])
    assert not (told["n_y"] - told["n_x"]).between(1, 4).any()
    classes = shares[shares["item"].eq("klassning") & shares["level"].eq("omgang")]
    assert classes["status"].eq("dold").all()


def test_public_answers_are_shown_by_municipality_and_secret_ones_are_not(tmp_path: Path) -> None:
    folder = put(tmp_path, UPPSALA)
    assert survey(tmp_path).of_place(STOCKHOLM)["round_answers"].empty
    (folder / "round.yml").write_text(HEAD + "sekretess: nej\n", encoding="utf-8")
    tables = survey(tmp_path).of_place(STOCKHOLM)
    answers = tables["round_answers"]
    assert set(answers["code"]) == set(UPPSALA)
    assert answers.loc[answers["item"].eq("q10"), "code"].nunique() == 7
    assert not level(tables["shares"], "omgang")["status"].eq("dold").any()
    free_text = {item.id for item in INSTRUMENT.items if not item.answers}
    assert not free_text & set(answers["item"])


def test_the_difference_is_that_of_newcombe_and_exact_on_the_side_of_a_census(
    tmp_path: Path,
) -> None:
    put(tmp_path, UPPSALA)
    rows = round_differences(survey(tmp_path).of_place(STOCKHOLM)["shares"])
    row = rows[rows["item"].eq("klassning") & rows["answer"].eq("anvander")].iloc[0]
    # All eight use IBIC, of 164 in the nation 123: limits 1 - 0.793248 and 1 - 0.701114.
    assert (row["share"], row["difference"]) == (1.0, 0.25)
    assert row["low"] == pytest.approx(1 - 0.793248, abs=1e-6)
    assert row["high"] == pytest.approx(1 - 0.701114, abs=1e-6)


def test_the_report_says_round_and_not_change(tmp_path: Path) -> None:
    put(tmp_path, UPPSALA)
    found = survey(tmp_path)
    tables, told = found.of_place(STOCKHOLM), found.round_of("0180")
    assert told is not None
    national = {"title": "Vårdanalys 2021:2", "date": "2020-10-31"}
    context = {"round": {**told.context, "date": "2026-03-31"}, "national": national}
    labels = wording.item_labels(INSTRUMENT)
    apart = round_differences(tables["shares"])
    told_of = apart, tables["round_changes"], tables["round_answers"]
    words, table = round_beside.beside(context, *told_of, labels, ["q10"])
    text = " ".join(words.sentences)
    assert "gäller Uppsala län: 8 av 8 tillfrågade svarade" in text
    assert "Alla i omgången har svarat" in text and "är inte en förändring" in text
    assert "I landet" not in text
    assert "alla svarade" in table.content[0].html()


@pytest.mark.parametrize(
    ("codes", "more", "message"),
    [
        (UPPSALA[:5], "", "framgår inte vilka omgången gäller; skriv population: riket"),
        (UPPSALA, "population: riket\n", "utskick.csv saknar 0114"),
        (UPPSALA, 'population: ["0305"]\n', "population har inte 0319, som har svarat"),
        (UPPSALA, "population: Upsala\n", "okänt län eller en okänd kommunkod"),
        (UPPSALA, "population: [0305]\n", "varje kommunkod i population inom citattecken"),
        (UPPSALA, "sekretess: kanske\n", "sekretess ska vara ja eller nej"),
    ],
)
def test_a_round_that_is_unclear_is_refused(
    tmp_path: Path, codes: list[str], more: str, message: str
) -> None:
    folder = put(tmp_path, codes, more)
    with pytest.raises(InputError, match=message):
        population_of(read_round(folder), REGISTER)


def put_later(folder: Path, more: str = "") -> None:
    """Write a later round in which the municipalities have changed places: q10 of two differ."""
    later = folder.parent / "senare"
    shutil.copytree(folder, later)
    rows = pd.read_csv(folder / "svar.csv", dtype=str)
    rows.loc[[1, 2], "q10"] = "nej"
    rows.to_csv(later / "svar.csv", index=False)
    (later / "round.yml").write_text(HEAD.replace("2026-03", "2027-03") + more, encoding="utf-8")


def test_change_is_of_the_same_municipalities_and_has_its_interval(tmp_path: Path) -> None:
    folder = put(tmp_path, UPPSALA, "sekretess: nej\n")
    put_later(folder, "sekretess: nej\n")
    changes = survey(tmp_path).of_place(STOCKHOLM)["round_changes"]
    row = changes[changes["item"].eq("q10") & changes["answer"].eq("nej")].iloc[0]
    rows = pd.read_csv(folder / "svar.csv", dtype=str)
    expected = 2 - rows.loc[[1, 2], "q10"].eq("nej").sum()
    assert row["n"] == 7  # one of the eight left it blank
    assert row["change"] == pytest.approx(expected / 7)
    assert row["low"] < row["change"] < row["high"]
    whole = changes[changes["n"].eq(8)]
    assert len(whole) and whole["low"].isna().all() and whole["change"].eq(0).all()


def test_changes_of_few_in_secret_rounds_are_hidden(tmp_path: Path) -> None:
    folder = put(tmp_path, UPPSALA)
    put_later(folder)
    changes = survey(tmp_path).of_place(STOCKHOLM)["round_changes"]
    assert changes.loc[changes["status"].eq("visas"), "n"].ge(5).all()
    assert changes.loc[changes["status"].eq("dold"), "change"].isna().all()


def test_a_municipality_sees_the_round_that_it_is_in(tmp_path: Path) -> None:
    folder = put(tmp_path, UPPSALA)
    other = folder.parent / "senare"
    shutil.copytree(folder, other)
    later = HEAD.replace("2026-03-31", "2026-09-30").replace("Omgång", "Senare")
    (other / "round.yml").write_text(later + "population: Uppsala län\n", encoding="utf-8")
    found = survey(tmp_path).round_of("0381")
    assert found is not None and found.about.title == "Senare"
