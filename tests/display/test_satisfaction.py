"""The chapter on users' satisfaction as shown: right numbers and sources, nothing invented."""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from ibic_eval.display import satisfaction_dumbbells as dumbbells
from ibic_eval.display import satisfaction_effects as effect_tables
from ibic_eval.display import satisfaction_forest as forest
from ibic_eval.display import satisfaction_groups as groups
from ibic_eval.display import satisfaction_own as own_tables
from ibic_eval.display import satisfaction_series as series
from ibic_eval.display import satisfaction_summary as summaries
from ibic_eval.display import satisfaction_texts as texts
from ibic_eval.display.exhibits import Exhibit, Gallery, Prose
from ibic_eval.display.satisfaction_words import (
    DISABILITY,
    OLDER,
    QUESTIONS,
    SERVICES,
    main_effects,
    points_in_text,
    signed,
    signed_interval,
)
from ibic_eval.estimates.equivalence import judged_effects
from ibic_eval.estimates.placement import placement
from ibic_eval.estimates.similar import similar_municipalities
from ibic_eval.estimates.synthetic import synthetic_controls
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.runs.satisfaction import SCHEMAS, Satisfaction
from ibic_eval.runs.satisfaction_national import national_estimates
from ibic_eval.sources.kolada.catalogue import read_catalogue

MARGIN = 0.02
EFFECT = 0.08
CODES = [f"{9001 + place}" for place in range(48)]
YEARS = range(2012, 2024)
BEGAN = set(CODES[::3])
START = 2019
EMPTY = {name: pd.DataFrame(columns=list(s)).astype(dict(s)) for name, s in SCHEMAS.items()}
CONTEXT = {
    "available": True,
    "fictional": False,
    "name": "Exempelby",
    "code": CODES[0],
    "first": 2018,
    "second": 2020,
    "edition": "2017",
    "source": "Värden ur Kolada",
    "date": "2026-03-01",
    "years": [2012, 2023],
    "municipalities": 48,
    "use_known": 48,
    "statuses": {"visas": 90, "dold": 10},
    "left_out": 0,
    "own_groups": {"aldreomsorg": "borjat_mellan"},
    "own_start": {"aldreomsorg": START},
}
ABSENT = {**CONTEXT, "available": False}


def panel() -> pd.DataFrame:
    """Return a panel where treatment rises by EFFECT for those that began, and nothing else does.

    The first municipality's last year is hidden in the question on the whole.
    """
    random = np.random.default_rng(7)
    rows = [
        {
            "municipality": code,
            "service": service,
            "question": question,
            "year": year,
            "gender": gender,
            "share": 0.7
            + (EFFECT if question == "bemotande" and code in BEGAN and year >= START else 0)
            + float(random.normal(0, 0.008)),
            "n": 200 if gender == "T" else pd.NA,
            "status": "visas",
            "kpi": "U1",
        }
        for code, service, question, year, gender in product(
            CODES, ("hemtjanst", "gruppbostad"), ("helhetssyn", "bemotande"), YEARS, "TKM"
        )
    ]
    frame = pd.DataFrame(rows).astype({"year": "Int64", "share": "Float64", "n": "Int64"})
    few = frame["municipality"].eq(CODES[0]) & frame["year"].eq(2023)
    few &= frame["question"].eq("helhetssyn") & frame["service"].eq("hemtjanst")
    thin = frame["service"].eq("gruppbostad") & ~frame["municipality"].isin(CODES[:14])
    hidden = frame.assign(
        share=frame["share"].mask(few),
        n=frame["n"].mask(few),
        status=frame["status"].mask(few, "dold"),
    )
    return hidden[~thin].reset_index(drop=True)


@pytest.fixture(scope="module")
def chapter() -> Satisfaction:
    results = panel()
    group = ["borjat_mellan" if code in BEGAN else "inte_anvant" for code in CODES]
    adoption = pd.concat(
        [
            pd.DataFrame({"municipality": CODES, "area": area, "first": first, "second": first + 2,
                          "group": group})
            for area, first in (("aldreomsorg", 2018), ("lss", 2017))
        ],
        ignore_index=True,
    ).astype({"first": "Int64", "second": "Int64"})  # fmt: skip
    start = pd.Series([START if code in BEGAN else pd.NA for code in CODES], dtype="Int64")
    years = pd.DataFrame({"municipality": CODES, "area": "aldreomsorg", "first_year": start})
    register = pd.DataFrame({"code": CODES, "name": CODES, "county_code": "01", "county": "Län"})
    register = register.assign(
        skr2017=["A1", "B1"] * 24, skr2017_name="Grupp", population=range(5000, 53000, 1000)
    )
    similar = similar_municipalities(results, register, CODES[0], before=2018)
    own = placement(results, CODES[0], register, adoption, similar)
    control = synthetic_controls(results, years, CODES[0])
    sizes = adoption.groupby(["area", "group", "first", "second"], as_index=False).agg(
        n_municipalities=("municipality", "size")
    )
    return Satisfaction(
        CONTEXT, **national_estimates(results, adoption, years, register), own=own,
        synthetic=control.effects, gaps=control.gaps, sizes=sizes, questions=EMPTY["questions"],
    )  # fmt: skip


def shown(chapter: Satisfaction) -> list[Exhibit | Prose]:
    """Return everything that the notebook shows of a chapter, in order."""
    context = chapter.context
    effects = judged_effects(chapter.effects, margin=MARGIN)
    staggered = judged_effects(chapter.staggered, margin=MARGIN)
    drawn = forest.effect_forest(
        main_effects(effects), context, slug="a", caption="Skillnad.", margin=MARGIN
    )
    parts = [
        summaries.summary(context, effects, staggered, chapter.coverage, chapter.own, MARGIN),
        texts.basis(context, chapter.sizes),
        groups.sizes_table(chapter.sizes, context),
        dumbbells.group_figures(chapter.groups, chapter.changes, context, OLDER),
        groups.mean_table(chapter.groups, context, OLDER),
        texts.coverage_sentences(chapter.coverage),
        groups.coverage_table(chapter.coverage, context),
        texts.reasons(effects, context, drawn),
        effect_tables.robustness_table(effects, context),
        series.event_figures(chapter.events, staggered, context, OLDER),
        summaries.start_sentences(staggered),
        summaries.verdict_sentences(effects, MARGIN),
        effect_tables.equivalence_table(effects, context, MARGIN),
        series.own_figures(chapter.own, context, OLDER),
        own_tables.place_table(chapter.own, context),
        series.twin_figure(chapter.gaps, context, OLDER),
        own_tables.twin_table(chapter.synthetic, context),
        effect_tables.gender_table(effects, context),
        own_tables.own_gender_table(chapter.own, context),
    ]
    flat: list[Exhibit | Prose] = []
    for part in parts:
        flat += part.parts if isinstance(part, Gallery) else (part,)
    return flat


def exhibits(chapter: Satisfaction) -> list[Exhibit]:
    return [part for part in shown(chapter) if isinstance(part, Exhibit)]


def words(chapter: Satisfaction) -> str:
    return re.sub("\u00a0", " ", " ".join(part._repr_html_() for part in shown(chapter)))


def test_a_planted_effect_is_told_with_its_numbers(chapter: Satisfaction) -> None:
    effects = judged_effects(chapter.effects, margin=MARGIN)
    row = main_effects(effects).set_index("question").loc["bemotande"]
    assert row["estimate"] == pytest.approx(EFFECT, abs=0.01)
    said = repr(shown(chapter)[0])
    assert "utvecklades 1 bättre och 0 sämre" in said
    assert f"Bemötande i hemtjänsten utvecklades bättre: {signed(row['estimate'])}" in said
    assert "16 och 32 kommuner" in said
    assert "För LSS dras ingen slutsats" in said


def test_the_forest_writes_effect_interval_n_and_verdict(chapter: Satisfaction) -> None:
    effects = main_effects(judged_effects(chapter.effects, margin=MARGIN))
    figure = forest.effect_forest(effects, CONTEXT, slug="a", caption="Skillnad.", margin=MARGIN)
    row = effects.set_index("question").loc["bemotande"]
    assert isinstance(figure, Exhibit)
    limits = signed_interval(row["ci_low"], row["ci_high"])
    assert f"bemötande: {signed(row['estimate'])} procentenheter ({limits})" in figure.alt
    assert "16 mot 32 kommuner" in figure.alt
    assert "bättre." in figure.alt


def test_what_differed_before_the_start_is_not_put_down_to_ibic(chapter: Satisfaction) -> None:
    judged = judged_effects(chapter.staggered, margin=MARGIN)
    assert "bemötande i hemtjänsten (+" in repr(summaries.start_sentences(judged))
    before = judged.assign(pretrend_p=0.01)
    said = repr(summaries.start_sentences(before))
    assert "redan före starten" in said
    assert "syns en skillnad" not in said
    assert "Bemötande i hemtjänsten skiljer sig också" in said


def test_a_wider_margin_makes_more_equivalent(chapter: Satisfaction) -> None:
    narrow, wide = (
        main_effects(judged_effects(chapter.effects, margin=margin))["verdict"]
        .eq("likvärdig")
        .sum()
        for margin in (0.001, 0.05)
    )
    assert narrow < wide


def test_the_whole_chapter_is_drawn_with_slugs_of_its_own(chapter: Satisfaction) -> None:
    made = exhibits(chapter)
    assert len(made) >= 12
    assert len({each.identity for each in made}) == len(made)
    for each in made:
        assert each.caption.endswith((".", "?"))
        assert each.kind == "tabell" or each.alt


def test_computed_figures_never_call_kolada_their_source(chapter: Satisfaction) -> None:
    for each in exhibits(chapter):
        own = each.slug.startswith("egen-")
        assert own or not each.source.startswith("Kolada")
        assert own or "Kolada" not in each.source or "bearbetning av data från" in each.source


def test_the_fictional_is_said_to_be_so_everywhere(chapter: Satisfaction) -> None:
    invented = replace(chapter, context={**CONTEXT, "fictional": True})
    for each in exhibits(invented):
        assert "åhittade" in each.source
    assert "Påhittade data" in words(invented)


def test_the_hidden_is_an_x_and_has_no_number(chapter: Satisfaction) -> None:
    table = own_tables.place_table(chapter.own, CONTEXT)
    assert isinstance(table, Exhibit)
    row = re.search(r"<tr>(?:(?!</tr>).)*Helheten.*?</tr>", table._repr_html_(), re.DOTALL)
    assert row is not None
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", row.group())
    assert cells[:4] == ["2023", "x", "–", "–"]
    assert "x = dold" in table._repr_html_().replace("\u00a0", " ")


def test_without_values_the_chapter_says_how_to_get_them_and_shows_nothing() -> None:
    nothing = Satisfaction(ABSENT, **EMPTY)
    assert exhibits(nothing) == []
    said = words(nothing)
    assert "ibic-eval fetch kolada" in said
    assert "data/municipalities/ibic_use.csv" in said
    assert "nan" not in said.lower()


def test_unknown_use_is_a_reason_and_not_a_verdict(chapter: Satisfaction) -> None:
    lacking = chapter.effects.assign(
        status="kan inte skattas", reason="Bara 0 kommuner.", estimate=pd.NA
    ).astype(chapter.effects.dtypes.to_dict())
    context = {**CONTEXT, "own_groups": {}, "own_start": {}}
    changed = replace(chapter, effects=lacking, context=context)
    said = words(changed)
    assert "går inte att säga" in said
    assert "Bara 0 kommuner." in said
    assert "är inte ifyllt" in said
    assert "utvecklades 1 bättre" not in said
    unknown = replace(changed, effects=EMPTY["effects"])
    assert "fyll i dem i data/municipalities/ibic_use.csv" in words(unknown)


def test_a_thin_lss_gets_no_conclusion_and_a_covered_one_does(chapter: Satisfaction) -> None:
    assert "Ingen slutsats" in repr(texts.coverage_sentences(chapter.coverage))
    enough = chapter.coverage.assign(conclusion="slutsats", reason="")
    assert "räcker" in repr(texts.coverage_sentences(enough))


@pytest.mark.parametrize(
    ("difference", "text"),
    [(0.0436, "+4,4"), (-0.0005, "−0,1"), (0.0004, "±0,0"), (0.02, "+2,0"), (pd.NA, "–")],
)
def test_differences_are_written_in_points_with_a_sign(difference: float, text: str) -> None:
    assert signed(difference) == text


def test_a_margin_is_written_without_needless_decimals() -> None:
    assert points_in_text(0.02) == "2\u00a0procentenheter"
    assert points_in_text(0.025) == "2,5\u00a0procentenheter"


def test_every_question_and_service_of_the_catalogue_has_words() -> None:
    whole = read_catalogue(Project(PACKAGE_CHECKOUT).reference / "kolada_kpis.csv")
    catalogue = whole[whole["role"].ne("tid")]
    assert set(catalogue["question"].dropna()) <= set(QUESTIONS)
    assert set(catalogue["service"]) == set(SERVICES) == {*OLDER, *DISABILITY}
