"""The chapter on time and complexity as shown: right numbers and verdicts, nothing invented."""

import datetime as dt
import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ibic_eval.display import (
    time_cases,
    time_changes,
    time_complexity,
    time_costs,
    time_curves,
    time_forest,
    time_learning,
    time_others,
    time_panels,
    time_series,
    time_summary,
    time_terms,
    time_texts,
)
from ibic_eval.display.exhibits import Exhibit, Gallery, Prose
from ibic_eval.display.time_words import (
    change,
    change_interval,
    in_percent,
    kronor,
    kronor_interval,
    signed,
)
from ibic_eval.runs.time_and_complexity import SCHEMAS, time_and_complexity
from ibic_eval.sources.introductions import Introduction, SystemChange
from ibic_eval.tables.case_records import empty_records

OLDER, LSS, ALL = "aldreomsorg", "lss", "alla"
CONTEXT: dict[str, Any] = {
    "available": True,
    "fictional": False,
    "name": "Exempelby",
    "code": "1234",
    "extracted": "2019-12-31",
    "n_cases": 4700,
    "n_plans": 900,
    "starts": {OLDER: "2017-03-01", LSS: "2018-03-01"},
    "areas_without_start": ["annan_sol"],
    "from_plan": False,
    "transition_months": 3,
    "no_open_cases": False,
    "guarantee_days": {OLDER: 30},
    "hourly_cost": 520.0,
    "left_out": {},
    "missing_file": "data/municipalities/1234-exempelby/arenden.csv",
    "margin": 0.9,
    "follow_up": {
        "ansokan": {OLDER: {"days": 90, "decided": 0.99}, LSS: None},
        "start": {OLDER: {"days": 60, "decided": 0.99}, LSS: {"days": 120, "decided": 0.75}},
    },
}
MIXED_UP = "Verksamhetssystemet byttes från Magna Cura till Combine samma dag."
TOO_FEW = "Det finns för få ärenden."
_SEEN = {"status": "visas", "reason": "", "method": "m", "n_before": 1296, "n_after": 1446}
_MARGINS = {"margin_low": 0.9, "margin_high": 1 / 0.9}


def table(name: str, rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a released table, its other columns missing."""
    schema = SCHEMAS[name]
    return pd.DataFrame(list(rows)).reindex(columns=list(schema)).astype(dict(schema))


def ratio(area: str = OLDER, clock: str = "start", **other: Any) -> dict[str, Any]:
    return {
        "area": area, "clock": clock, "measure": "tidskvot", **_SEEN, **_MARGINS, "before": 11.7,
        "after": 14.2, "estimate": 1.22, "ci_low": 1.17, "ci_high": 1.27, "equivalence_low": 1.18,
        "equivalence_high": 1.26, "p_holm": 0.0001, "smallest_detectable": 1.08,
        "verdict": "längre", "design": "jamforelse", "follow_up_days": 60, **other,
    }  # fmt: skip


def undecided(area: str = LSS, **other: Any) -> dict[str, Any]:
    found = {"estimate": 1.04, "ci_low": 0.88, "ci_high": 1.23, "equivalence_low": 0.91,
             "equivalence_high": 1.19, "p_holm": 0.6, "smallest_detectable": 1.31,
             "verdict": "kan inte avgöras", "design": pd.NA}  # fmt: skip
    return ratio(area, **{**found, **other})


def quartile(measure: str, before: float, after: float, **other: Any) -> dict[str, Any]:
    return {
        "area": OLDER, "clock": "start", "measure": measure, **_SEEN, "before": before,
        "after": after, "estimate": after - before, "ci_low": 1, "ci_high": 6, **other,
    }  # fmt: skip


def lacking(**values: Any) -> dict[str, Any]:
    return {"status": "saknas", "reason": TOO_FEW, "verdict": "kan inte avgöras", **values}


def measure(area: str, subject: str, name: str, **other: Any) -> dict[str, Any]:
    return {
        "area": area, "subject": subject, "measure": name, **_SEEN, **_MARGINS, "mean_before": 2.9,
        "mean_after": 5.0, "ratio": 1.74, "ratio_low": 1.67, "ratio_high": 1.8, "difference": 2.12,
        "difference_low": 1.98, "difference_high": 2.26, "equivalence_low": 1.68,
        "equivalence_high": 1.79, "p_holm": 0.0001, "smallest_detectable": 1.06,
        "verdict": "högre", "model": "poisson", **other,
    }  # fmt: skip


def cost(quantity: str, unit: str, estimate: float, ends: tuple[float, float] | None, **other: Any):
    low, high = ends or (pd.NA, pd.NA)
    return {"area": ALL, "quantity": quantity, "unit": unit, **_SEEN, "estimate": estimate,
            "ci_low": low, "ci_high": high, "basis": "Angivet.", **other}  # fmt: skip


def fit(term: str, estimate: float, ends: tuple[float, float], **other: Any) -> dict[str, Any]:
    return {"area": OLDER, "clock": "start", "term": term, "months": 18, **_SEEN,
            "estimate": estimate, "ci_low": ends[0], "ci_high": ends[1], **other}  # fmt: skip


def months(model: str = "egen", **other: Any) -> list[dict[str, Any]]:
    """Return a year before the start, three months of transition and a year after."""
    first = pd.Timestamp(2016, 3, 1)
    rows = []
    for number in range(27):
        period = "fore" if number < 12 else "overgang" if number < 15 else "efter"
        after = period != "fore"
        rows.append(
            {
                "area": OLDER, "clock": "start", "model": model, "period": period,
                "month": first + pd.DateOffset(months=number), "days": 12.0 + number % 3,
                "fitted": pd.NA if period == "overgang" else 18.0 if after else 12.0,
                "counterfactual": 11.5 if after else pd.NA,
                "counterfactual_low": 9.0 if after else pd.NA,
                "counterfactual_high": 14.0 if after else pd.NA, "status": "visas", **other,
            }
        )  # fmt: skip
    return rows


FIT = [
    fit("vid_start", 1.65, (1.51, 1.8)),
    fit("vid_slut", 1.11, (1.03, 1.21)),
    fit("andring", 0.68, (0.59, 0.77), verdict="faller", smallest_detectable=1.25),
]
COSTS = [
    cost("timmar_per_arende", "timmar per ärende", 2.54, (2.25, 2.84)),
    cost("arenden_per_ar", "ärenden per år", 748, None),
    cost("timmar_per_ar", "timmar per år", 1903, (1684, 2122)),
    cost("kronor_per_ar", "kronor per år", 989_562, (875_885, 1_103_239)),
    cost("engangskostnad_per_ar", "kronor per år", 380_000, None),
    cost("att_spara_kronor_per_ar", "kronor per år", 1_369_562, (1_255_885, 1_483_239)),
    cost("att_spara_timmar_per_arende", "timmar per ärende", 3.52, (3.23, 3.81)),
]
CONFOUNDED = [
    {"area": area, "kind": "systembyte", "what": "byte", "attribution": "sammanblandad",
     "sentence": MIXED_UP} for area in (OLDER, LSS)
]  # fmt: skip
ROWS: dict[str, list[dict[str, Any]]] = {
    "extent": [
        {"area": OLDER, "period": "fore", "n": 1296, "n_open": 0, "n_persons": 564,
         "first": pd.Timestamp(2015, 1, 1), "last": pd.Timestamp(2017, 2, 1), "status": "visas"},
        {"area": LSS, "period": "fore", "status": "dold"},
    ],
    "lead_times": [
        {"area": OLDER, "year": 2016, "clock": "start", "n": 597, "q25": 7, "median": 13,
         "median_low": 12, "median_high": 14, "q75": 22, "status": "visas"},
        {"area": OLDER, "year": 2017, "clock": "start", "status": "dold"},
    ],
    "within_limits": [
        {"area": OLDER, "year": 2016, "rule": "garanti", "limit_days": 30, "n": 421,
         "share": 0.7886, "ci_low": 0.747, "ci_high": 0.825, "status": "visas"},
        {"area": OLDER, "year": 2016, "rule": "tre_dagar", "limit_days": 3, "status": "dold"},
    ],
    "time_changes": [
        ratio(), undecided(), lacking(area="annan_sol", clock="start", measure="tidskvot"),
        quartile("skillnad_25", 7, 9), quartile("skillnad_50", 14, 18),
        quartile("skillnad_75", 24, 29),
        {**ratio(), "measure": "takt", "estimate": 0.68, "ci_low": 0.63, "ci_high": 0.75},
    ],
    "survival_tests": [
        {"area": OLDER, "clock": "start", "test": "log_rank", "p": 0.0001, "status": "visas"},
        {"area": OLDER, "clock": "start", "test": "proportionalitet", "p": 0.01,
         "meaning": "Takten skiljer sig olika mycket.", "status": "visas"},
    ],
    "curves": [
        {"area": OLDER, "clock": "start", "period": period, "day": day, "share_open": share,
         "ci_low": share - 0.03, "ci_high": share + 0.03}
        for period, shares in (("fore", (0.96, 0.45, 0.16)), ("efter", (0.97, 0.58, 0.24)))
        for day, share in zip((0, 14, 28), shares, strict=True)
    ],
    "series": [*months(), *months("jamforande", control_area="annan_sol")],
    "interrupted": [
        {"area": OLDER, "clock": "start", "model": model, "control_area": control, "term": term,
         "n_months_before": 12, "n_months_after": 12, "estimate": estimate, "ci_low": 1.1,
         "ci_high": 1.9, "p": 0.004, "p_holm": p, "verdict": verdict, "status": "visas"}
        for model, control in (("egen", pd.NA), ("jamforande", "annan_sol"))
        for term, estimate, p, verdict in (
            ("lutning_fore", 0.95, pd.NA, pd.NA), ("niva", 1.65, pd.NA, pd.NA),
            ("lutning", 0.94, pd.NA, pd.NA), ("skift", 1.54, 0.02, "längre"))
    ],
    "learning": [
        {"area": OLDER, "clock": "start", "from_month": 0, "to_month": 2, "n": 169,
         "estimate": 1.53, "ci_low": 1.37, "ci_high": 1.71, "status": "visas"},
        {"area": OLDER, "clock": "start", "from_month": 3, "to_month": 5, "n": pd.NA,
         "status": "dold"},
    ],
    "learning_fit": FIT,
    "complexity": [
        measure(ALL, "utredning", "livsomraden"), measure(ALL, "plan", "mal"),
        measure(OLDER, "utredning", "livsomraden", ratio=1.75),
        measure(LSS, "utredning", "livsomraden", ratio=1.68),
        lacking(area=ALL, subject="utredning", measure="tecken"),
    ],
    "complexity_index": [
        {"area": ALL, "subject": "utredning", "part": part, **_SEEN, "estimate": estimate,
         "ci_low": estimate - 0.1, "ci_high": estimate + 0.1}
        for part, estimate in (("index", 1.19), ("livsomraden", 1.2), ("mal", 1.29))
    ],
    "costs": COSTS,
    "confounders": [],
    "verdicts": [],
}  # fmt: skip


def chapter(context: dict[str, Any] | None = None, **rows: list[dict[str, Any]]) -> SimpleNamespace:
    made = {name: table(name, each) for name, each in {**ROWS, **rows}.items()}
    return SimpleNamespace(context={**CONTEXT, **(context or {})}, **made)


def shown(chapter: Any, clock: str = "start") -> list[Exhibit | Prose]:
    """Return everything that the notebook makes of a chapter's cases, in order."""
    c, context = chapter, chapter.context
    parts = [
        time_summary.summary(c, clock),
        time_texts.changes_at_once(context, c.confounders),
        time_texts.unavailable(context),
        time_texts.basis(context),
        time_cases.extent_table(c.extent, context),
        time_texts.not_estimated(c),
        time_cases.lead_time_table(c.lead_times, context),
        time_cases.limits_table(c.within_limits, context),
        time_changes.time_forest(c.time_changes, context),
        time_curves.curves_figure(c.curves, c.time_changes, context, clock),
        time_changes.change_table(c.time_changes, c.survival_tests, context),
        time_series.series_figure(c.series, context, clock),
        time_terms.series_table(c.interrupted, context, clock),
        time_learning.learning_figure(c.learning, c.learning_fit, context, clock),
        time_learning.learning_sentences(c.learning_fit, clock),
        time_complexity.complexity_forest(c.complexity, context),
        time_complexity.complexity_table(c.complexity, context),
        time_complexity.index_table(c.complexity_index, context),
        time_costs.cost_sentences(c.costs),
        time_costs.cost_table(c.costs, context),
    ]
    assert not any(isinstance(part, Gallery) for part in parts)
    return parts


def exhibits(chapter: Any) -> list[Exhibit]:
    return [part for part in shown(chapter) if isinstance(part, Exhibit)]


def as_words(parts: Sequence[Exhibit | Prose]) -> str:
    text = " ".join(part._repr_html_() for part in parts)
    return re.sub("<[^>]+>", "", text.replace("\u00a0", " "))


def summary(chapter: Any) -> str:
    return repr(time_summary.summary(chapter, "start")).replace("\u00a0", " ")


def test_the_whole_chapter_is_drawn_with_slugs_of_its_own() -> None:
    parts = shown(chapter())
    made = [part for part in parts if isinstance(part, Exhibit)]
    assert len(made) == 13
    assert len({each.identity for each in made}) == len(made)
    for each in made:
        assert each.slug.startswith("tid-")
        assert each.caption.endswith(".")
        assert each.kind == "tabell" or each.alt
    assert re.findall(r"\bnan\b|&lt;NA&gt;", as_words(parts)) == []


def test_the_summary_answers_the_boards_questions_with_numbers() -> None:
    said = summary(chapter())
    assert said.startswith("Tid och komplexitet: utredningarna tar längre tid")
    assert "22 procent inom äldreomsorgen (95 % KI +17 till +27; 1 296 ärenden före" in said
    assert "hälften avgjordes inom 14 dagar före och 18 efter" in said
    assert "65 procent längre tid än trenden före hade gett vid starten (KI +51 till +80)" in said
    assert "tiden faller (−32 %" in said
    assert "En utredning har i medel 2,1 fler livsområden än före, 5,0 mot 2,9" in said
    assert "2,5 timmar mer per ärende än före (95 % KI +2,3 till +2,8" in said
    assert "behöver 1,37 miljoner kronor per år sparas" in said
    assert "bevisar inte att IBIC är orsaken" in said


def test_sentences_and_alt_text_follow_the_numbers() -> None:
    other = chapter(time_changes=[ratio(estimate=0.8, ci_low=0.7, ci_high=0.9, verdict="kortare")])
    assert "kortare tid än före införandet, i snitt 20 procent inom äldreomsorgen" in summary(other)
    figure = time_changes.time_forest(other.time_changes, CONTEXT)
    assert isinstance(figure, Exhibit)
    assert "−20 % (−30 till −10)" in figure.alt.replace("\u00a0", " ")
    assert figure.alt.endswith("kortare.")


def test_what_cannot_be_told_says_what_could_have_been_seen() -> None:
    said = summary(chapter())
    assert "kan inte avgöras inom verksamhet enligt LSS, +4 % (95 % KI −12 till +23" in said
    assert "en ökning på +31 % hade synts" in said
    slow = [*FIT[:2], fit("andring", 0.9, (0.7, 1.1), verdict="kan inte avgöras",
                          smallest_detectable=1.25)]  # fmt: skip
    assert "en sänkning på 20 procent hade synts" in summary(chapter(learning_fit=slow))


def test_equivalent_is_said_only_where_the_verdict_is() -> None:
    alike = [ratio(estimate=0.98, ci_low=0.95, ci_high=1.02, verdict="likvärdig", design=pd.NA)]
    said = summary(chapter(time_changes=alike))
    assert "Tid och komplexitet: tiden är likvärdig" in said
    assert "likvärdig" not in summary(chapter())


@pytest.mark.parametrize(
    ("verdict", "design", "words"),
    [
        ("längre", "jamforelse", "Skillnaden finns också mot ett område som inte hade"),
        ("längre", "trend", "Det är förenligt med att IBIC ändrade tiden"),
        ("kan inte avgöras", "serien_haller_inte_med", "får inte stöd av tiden månad för månad"),
        ("kan inte avgöras", "ingen_serie", "månaderna är för få"),
        ("kan inte avgöras", "kort_uppfoljning", "mer än vart tionde ärende är inte avgjort"),
    ],
)
def test_a_direction_is_told_no_surer_than_what_it_rests_on(verdict, design, words) -> None:
    said = summary(chapter(time_changes=[ratio(verdict=verdict, design=design)]))
    assert words in said
    assert ("tar längre tid än före" in said) == (verdict == "längre")
    assert "hade synts" not in said.split("Blir det bättre")[0]


def test_the_figure_calls_what_has_no_comparison_compatible() -> None:
    rows = table("time_changes", [ratio(design="trend"), ratio(LSS)])
    figure = time_changes.time_forest(rows, CONTEXT)
    assert isinstance(figure, Exhibit)
    first, second = figure.alt.split("Lss" if "Lss" in figure.alt else "LSS")[:2]
    assert first.rstrip().endswith("förenligt med längre.")
    assert second.endswith("längre.")
    assert "förenligt" not in second


def test_how_long_cases_are_followed_is_told() -> None:
    told = repr(time_texts.basis(CONTEXT)).replace("\u00a0", " ")
    assert "från ansökan till beslut 90 dagar inom äldreomsorgen; " in told
    assert "60 dagar inom äldreomsorgen och 120 dagar inom verksamhet enligt LSS" in told
    assert "Inom verksamhet enligt LSS får minst tre fjärdedelar av ärendena beslut" in told
    assert "i högst 60 dagar inom äldreomsorgen och 120 dagar" in summary(chapter())
    unknown = {**CONTEXT, "follow_up": {"start": {OLDER: None}, "ansokan": {}}}
    assert "följs varje ärende" not in repr(time_texts.basis(unknown))


def test_what_changed_at_once_is_said_first_and_in_a_box() -> None:
    mixed = chapter(confounders=CONFOUNDED)
    said = summary(mixed)
    assert said.startswith(f"Tid och komplexitet: v{MIXED_UP[1:]} Utredningarna tar längre tid")
    assert said.count(MIXED_UP[1:]) == 1
    assert time_texts.changes_at_once(CONTEXT, mixed.confounders).kind == "ruta"


def test_figures_of_what_cannot_be_told_apart_say_so() -> None:
    mixed = {"attribution": "sammanblandad"}
    drawn = time_changes.time_forest(table("time_changes", [ratio(**mixed)]), CONTEXT)
    rows = table("complexity", [measure(ALL, "plan", "mal", **mixed)])
    for figure in (drawn, time_complexity.complexity_forest(rows, CONTEXT)):
        assert "kan inte tillskrivas IBIC" in figure._repr_html_()
    alone = time_changes.time_forest(table("time_changes", [ratio(attribution="ren")]), CONTEXT)
    assert "tillskrivas" not in alone._repr_html_()


def test_a_caveat_of_an_estimate_stands_below_it() -> None:
    amiss = "Handläggare saknas; intervallet kan vara för smalt."
    rows = table("time_changes", [ratio(), undecided(reason=amiss)])
    drawn = time_changes.time_forest(rows, CONTEXT)
    assert isinstance(drawn, Exhibit)
    assert "LSS: handläggare saknas; intervallet kan vara för smalt." in drawn.notes
    assert not any("Äldreomsorg" in note for note in drawn.notes)


def test_a_series_without_comparison_has_no_columns_for_one(cells) -> None:
    own = table("interrupted", ROWS["interrupted"][:4])
    rows = cells(time_terms.series_table(own, CONTEXT, "start"))
    assert rows[0][1:] == ["Ändring (KI)", "p", "Omdöme"]
    alone = time_series.series_figure(table("series", months()), CONTEXT, "start")
    assert isinstance(alone, Exhibit)
    assert "delat med" not in alone.alt


def test_what_changed_in_one_area_is_said_of_that_area_only() -> None:
    one = [{**CONFOUNDED[1], "attribution": "osaker", "sentence": "En lag började gälla."}]
    said = summary(chapter(confounders=one))
    assert said.endswith("Inom verksamhet enligt LSS: en lag började gälla.")
    assert time_texts.changes_at_once(CONTEXT, table("confounders", one)).kind == "text"


def test_the_fictional_is_said_to_be_so_everywhere() -> None:
    parts = shown(chapter({"fictional": True}))
    assert repr(parts[0]).startswith("Påhittade data.")
    assert "Alla ärenden i kapitlet är påhittade." in as_words(parts)
    for each in parts:
        assert isinstance(each, Prose) or "påhittade" in each.source
    for each in exhibits(chapter()):
        assert "kommunens ärenden i verksamhetssystemet, uttag 2019-12-31" in each.source


def test_the_hidden_is_an_x_and_has_no_number(cells) -> None:
    c = chapter()
    lead = cells(time_cases.lead_time_table(c.lead_times, CONTEXT))
    assert lead[-1] == ["2017", "x", "x", "x"]
    limits = cells(time_cases.limits_table(c.within_limits, CONTEXT))
    assert limits[-1] == ["2016", "x", "x"]
    extent = cells(time_cases.extent_table(c.extent, CONTEXT))
    assert extent[-1] == ["Före", "x", "x", "x", "x", "x"]
    # A count of one to four case workers is hidden in a row that is shown
    assert extent[2][-1] == "x"
    for each in (
        time_cases.lead_time_table(c.lead_times, CONTEXT),
        time_cases.extent_table(c.extent, CONTEXT),
    ):
        assert "x = dold" in each._repr_html_()
    assert "månad 3–5" not in shown_learning(c)


def shown_learning(c: Any) -> str:
    figure = time_learning.learning_figure(c.learning, c.learning_fit, CONTEXT, "start")
    assert isinstance(figure, Exhibit)
    return figure.alt


def test_tables_write_what_is_estimated(cells) -> None:
    c = chapter()
    limits = cells(time_cases.limits_table(c.within_limits, CONTEXT))
    assert ["2016", "79 % (75–83 %)", "421"] in limits
    changes = cells(time_changes.change_table(c.time_changes, c.survival_tests, CONTEXT))
    assert ["Från start", "60", "+2 (+1 till +6)", "+4 (+1 till +6)", "+5 (+1 till +6)",
            "−32 % (−37 till −25)", "1 296, 1 446", "< 0,001", "< 0,001"] in changes  # fmt: skip
    terms = cells(time_terms.series_table(c.interrupted, CONTEXT, "start"))
    # without the other area the verdict is no more than compatible
    assert terms[-1] == ["Nivå efter, om trenden är densamma", "+54 % (+10 till +90)", "0,02",
                         "förenligt med längre", "+54 % (+10 till +90)", "0,02",
                         "längre"]  # fmt: skip
    # Only the judged term's p is corrected; the others' stand as they are
    assert terms[-2][2] == "0,004"
    costs = cells(time_costs.cost_table(c.costs, CONTEXT))
    assert ["Extra kostnad per år, tusen kronor", "+990 (+876 till +1 103)"] in costs
    assert ["Införandets kostnad per år, tusen kronor", "380"] in costs


def test_areas_stand_beside_each_other_only_where_several_have_begun(cells) -> None:
    c = chapter()
    rows = cells(time_complexity.complexity_table(c.complexity, CONTEXT))
    assert rows[-1][:2] == ["Livsområden", "+75 % (+67 till +80)"]
    one = table("complexity", [measure(OLDER, "utredning", "livsomraden")])
    assert time_complexity.complexity_table(one, CONTEXT) == Prose(())
    figure = time_complexity.complexity_forest(one, CONTEXT)
    assert isinstance(figure, Exhibit)
    assert figure.alt.startswith("Utredningar, äldreomsorg, livsområden: i medel 2,9 före och 5,0")


def test_the_index_never_stands_without_its_parts(cells) -> None:
    rows = cells(time_complexity.index_table(chapter().complexity_index, CONTEXT))
    assert [row[0] for row in rows[2:]] == ["Index, medel av delarna", "Livsområden", "Mål"]


def test_characters_are_told_in_whole_numbers() -> None:
    long = measure(ALL, "utredning", "tecken", mean_before=7072.4, mean_after=10664.2,
                   difference=3594.1, difference_low=3272.5, difference_high=3915.7)  # fmt: skip
    figure = time_complexity.complexity_forest(table("complexity", [long]), CONTEXT)
    assert isinstance(figure, Exhibit)
    assert "i medel 7 072 före och 10 664 efter, skillnad +3 594 (+3 273 till +3 916)" in (
        figure.alt.replace("\u00a0", " ")
    )


def test_too_few_cases_give_one_list_of_reasons_and_no_figures() -> None:
    few = {
        "extent": [{"area": LSS, "period": "fore", "status": "dold"}],
        "lead_times": [{"area": LSS, "year": 2016, "clock": "start", "status": "dold"}],
        "within_limits": [{"area": LSS, "rule": "tre_dagar", "status": "dold"}],
        "time_changes": [lacking(area=LSS, clock="start", measure="tidskvot")],
        "learning_fit": [lacking(area=LSS, clock="start", term="andring")],
        "complexity": [lacking(area=LSS, subject="utredning", measure="mal")],
        "interrupted": [lacking(area=LSS, clock="start", model="egen", term="niva",
                                reason="Månaderna är för få.")],
        "costs": [lacking(area=LSS, quantity="timmar_per_arende", reason="Timmar saknas.")],
        **{name: [] for name in ("survival_tests", "curves", "series", "learning",
                                 "complexity_index")},
    }  # fmt: skip
    small = chapter({"n_cases": 10, "starts": {LSS: "2022-04-01"}}, **few)
    assert exhibits(small) == []
    assert "kan inte avgöras med omkring 10 ärenden. Det finns för få ärenden." in summary(small)
    told = time_texts.not_estimated(small)
    assert told.kind == "saknas"
    assert told.sentences == (
        "Tiden före och efter, inlärningen och komplexiteten inom verksamhet enligt LSS kan inte "
        "skattas. Det finns för få ärenden.",
        "Tiden månad för månad inom verksamhet enligt LSS kan inte skattas. Månaderna är för få.",
        "Kostnaden inom verksamhet enligt LSS kan inte skattas. Timmar saknas.",
    )
    assert "färre än fem ärenden" in summary(
        chapter({"n_cases": None, "starts": {LSS: "2022-04-01"}}, **few)
    )


def test_an_area_that_never_began_is_no_gap() -> None:
    assert time_texts.not_estimated(chapter()) == Prose(())
    assert "annan verksamhet enligt SoL står inget startdatum" in repr(time_texts.basis(CONTEXT))
    assert "området räknas som att det inte har börjat" in repr(time_texts.basis(CONTEXT))
    two = CONTEXT | {"areas_without_start": ["annan_sol", "lss"]}
    assert "områdena räknas som att de inte har börjat" in repr(time_texts.basis(two))


@pytest.fixture
def planned() -> SimpleNamespace:
    """Return the chapter of a municipality that has given a plan and no cases."""
    start = dt.date(2023, 12, 1)
    introduction = Introduction(
        municipality="1489", extracted=None, starts={OLDER: start, LSS: start},
        transition_months=0, system_change=SystemChange(start, "Magna Cura", "Combine", True),
        other_changes=(), guarantee_days={}, hourly_cost=None, cases_per_year={},
        introduction_cost=None, from_plan=True, source="Projektplan",
    )  # fmt: skip
    made = time_and_complexity(empty_records(dt.date(2026, 1, 1)), introduction)
    given = {name: CONTEXT[name] for name in ("name", "fictional", "missing_file")}
    return SimpleNamespace(context={**made.context, **given}, **made.tables)


def test_a_plan_without_cases_says_which_file_and_shows_the_confounding(
    planned: SimpleNamespace,
) -> None:
    assert exhibits(planned) == []
    said = summary(planned)
    assert said.startswith("Tid och komplexitet: verksamhetssystemet skulle enligt planen bytas")
    assert f"Filen {CONTEXT['missing_file']} ger det." in said
    parts = shown(planned)
    assert [part.kind for part in parts if isinstance(part, Prose)].count("saknas") == 1
    assert "skulle enligt planen börja användas 1 december 2023" in as_words(parts)


def test_without_a_start_it_says_where_to_state_it() -> None:
    told = time_texts.changes_at_once({**CONTEXT, "starts": {}}, chapter().confounders)
    assert told.kind == "saknas"
    assert "inforande.yml" in repr(told)


def test_rows_left_out_and_only_decided_cases_are_told() -> None:
    told = repr(time_texts.basis({**CONTEXT, "left_out": {"arenden.csv": 7, "planer.csv": 0},
                                  "no_open_cases": True}))  # fmt: skip
    assert "7 rader i arenden.csv är felaktiga och utelämnade" in told
    assert "planer.csv" not in told
    assert "har inga öppna ärenden" in told


def test_working_hours_within_chance_are_not_called_a_cost() -> None:
    unsure = cost("timmar_per_arende", "timmar per ärende", 0.2, (-0.3, 0.7))
    told = repr(time_costs.cost_sentences(table("costs", [unsure, *COSTS[1:]])))
    assert "kan inte avgöras: +0,2 timmar per ärende" in told
    assert "sparas" not in told
    less = cost("timmar_per_arende", "timmar per ärende", -1.2, (-1.9, -0.5))
    year = cost("kronor_per_ar", "kronor per år", -400_000, (-600_000, -200_000))
    said = repr(time_costs.cost_sentences(table("costs", [less, COSTS[2], year])))
    assert "1,2 timmar mindre per ärende" in said
    assert "400 000 kronor per år (200 000 till 600 000 kronor)" in said.replace("\u00a0", " ")


def test_the_series_tells_where_it_was_and_where_it_would_have_been() -> None:
    figure = time_series.series_figure(chapter().series, CONTEXT, "start")
    assert isinstance(figure, Exhibit)
    assert "från 12,0 i mars 2016 till 12,0 i februari 2017" in figure.alt
    assert "där tiden före hade lett till 11,5 (KI 9,0–14,0)" in figure.alt
    assert "Äldreomsorg delat med annan SoL: kvot" in figure.alt
    assert time_series.series_figure(chapter().series, CONTEXT, "ansokan") == Prose(())


def test_the_series_marks_start_and_transition(drawn) -> None:
    figures = drawn(time_panels)
    time_series.series_figure(chapter().series, CONTEXT, "start")
    axes = figures[0].axes[0]
    start = next(line for line in axes.lines if line.get_linestyle() == ":")
    assert start.get_xdata()[0] == pytest.approx(2017 + 59 / 365.25)
    shade = next(patch for patch in axes.patches if patch.get_width() < 1)
    assert shade.get_x() == pytest.approx(2017 + 59 / 365.25)
    assert shade.get_width() == pytest.approx(3 / 12, abs=0.01)
    assert axes.get_ylim()[0] == 0


def test_the_fitted_line_of_learning_ends_where_the_estimate_does(drawn) -> None:
    figures = drawn(time_panels)
    shown_learning(chapter())
    line = next(line for line in figures[0].axes[0].lines if list(line.get_xdata()) == [0, 18])
    assert list(line.get_ydata()) == [1.65, 1.11]


def test_nothing_in_a_figure_lies_over_anything_else(drawn, clashes) -> None:
    forests, panels = drawn(time_forest), drawn(time_panels)
    shown(chapter())
    figures = [*forests, *panels]
    assert len(figures) == 5
    assert [clash for figure in figures for clash in clashes(figure)] == []


@pytest.mark.parametrize("limits", [(0.84, 1.46), (0.85, 3.06), (0.8, 1.3), (0.2, 5), (0.94, 1.2)])
def test_every_axis_of_ratios_marks_no_change(limits: tuple[float, float]) -> None:
    ticks = time_forest.ratio_ticks(limits)
    assert 1 in ticks
    assert len(ticks) >= 2
    assert all(limits[0] <= tick <= limits[1] for tick in ticks)


WAITS = [
    {"kpi": "U23401", "label_sv": "Väntan", "level": level, "year": year, "days": days,
     "n_municipalities": n, "status": status, "source": source}
    for level, days, n, status, source in (
        ("kommunen", pd.NA, 0, "dold", "Kolada"),
        ("lan", 61.4, 7, "visas", "Egen bearbetning av data från Kolada"),
        ("riket", 57.0, 199, "visas", "Egen bearbetning av data från Kolada"))
    for year in (2022, 2023)
]  # fmt: skip


def test_waiting_times_stand_beside_others_and_the_hidden_is_an_x(cells) -> None:
    table = time_others.waiting_table(pd.DataFrame(WAITS), years=1)
    assert isinstance(table, Exhibit)
    assert cells(table)[-1] == ["2023", "x", "61", "7", "57", "199"]
    assert not any(row[0] == "2022" for row in cells(table))
    assert table.source == "Kolada; Egen bearbetning av data från Kolada"
    assert time_others.waiting_table(pd.DataFrame(WAITS).head(0), years=1) == Prose(())


def test_own_answers_stand_beside_others_and_others_stand_alone_without(
    rows, make_frame, cells
) -> None:
    shares = make_frame(rows("q5_1", OLDER, (70, 20, 5, 15, 3)))
    labels = {"q5_1": "Tid för en utredning"}
    own = pd.DataFrame([{"item": "q5_1", "area": OLDER, "answer": "okat"}])
    assert "Ökat" in cells(time_others.survey_answers(own, shares, labels))[-1]
    alone = time_others.survey_answers(own.head(0), shares, labels)
    assert isinstance(alone, Exhibit)
    assert alone.kind == "figur"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1.384, "+38 %"), (0.8, "−20 %"), (1.004, "±0 %"), (2.0, "+100 %"), (pd.NA, "–")],
)
def test_ratios_are_written_as_changes(number: float, text: str) -> None:
    assert change(number).replace("\u00a0", " ") == text


def test_numbers_are_written_as_exactly_as_they_are_worth() -> None:
    assert change_interval(0.9, 1 / 0.9) == "−10 till +11"
    assert in_percent(0.675) == "33 procent"
    assert kronor(1_369_561).replace("\u00a0", " ") == "1,37 miljoner kronor"
    assert kronor(-320_400).replace("\u00a0", " ") == "−320 000 kronor"
    assert kronor_interval(1.2e6, 1.5e6) == "1,20 till 1,50 miljoner kronor"
    assert signed(-0.04) == "±0,0"
