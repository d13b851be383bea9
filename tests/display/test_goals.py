"""The chapter on goals as shown: right numbers, nothing hidden given away, can't tell said so."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from ibic_eval.display import (
    goal_changes,
    goal_counts,
    goal_directions,
    goal_follow_up,
    goal_funnel,
    goal_indicators,
    goal_providers,
    goal_summary,
    goal_texts,
    goal_time,
    goal_transitions,
)
from ibic_eval.display import share_bars as bars
from ibic_eval.display.exhibits import Exhibit, Gallery, Prose
from ibic_eval.display.goal_transitions import _shade
from ibic_eval.display.goal_words import INDICATORS, LIFE_AREAS, QUESTIONS, few
from ibic_eval.display.palette import READABLE, contrast, luminance, text_on
from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.runs.goal_attainment import SCHEMAS

Chapter = Any
Cells = Callable[[Exhibit], list[list[str]]]
Clashes = Callable[[Figure], list[tuple[str, str]]]
Drawn = Callable[[ModuleType], list[Figure]]
CONTEXT: dict[str, Any] = {
    "available": True,
    "fictional": False,
    "name": "Exempelby",
    "code": "9001",
    "extracted": "2019-12-31",
    "n_persons": 640,
    "n_assessments": 2400,
    "n_plans": 900,
    "left_out": {"bedomningar.csv": 3},
    "missing_files": [],
}
NOWHERE: dict[str, Any] = {
    **CONTEXT,
    "available": False,
    "n_persons": None,
    "missing_files": [
        {"file": "data/municipalities/9001-exempelby/bedomningar.csv", "what": "bedömningar"},
        {"file": "data/municipalities/9001-exempelby/planer.csv", "what": "genomförandeplaner"},
    ],
}
PROVIDERS = ("Björkens hemtjänst", "Alens hemtjänst", "Ekens omsorg med ett mycket långt namn")


def frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows in the schema of a released table; what isn't given is missing."""
    schema = dict(SCHEMAS[table])
    return pd.DataFrame(rows, columns=list(schema)).astype(schema)


def share(count: int, n: int, **more: Any) -> dict[str, Any]:
    """Return the columns of a share with an interval of ten points each way."""
    part = count / n
    ends = {"ci_low": max(part - 0.1, 0), "ci_high": min(part + 0.1, 1)}
    return {"count": count, "n": n, "share": part, **ends, "status": "visas", **more}


def indicator_rows() -> list[dict[str, Any]]:
    whole = [
        share(30 + 3 * place, 60, indicator=name, area="alla", n_persons=50)
        for place, name in enumerate(INDICATORS)
    ]
    split: list[dict[str, Any]] = [
        {"indicator": "mal_helt", "area": "lss", "status": "dold"},
        share(12, 40, indicator="mal_helt", area="aldreomsorg", n_persons=30),
        share(9, 20, indicator="mal_helt", area="alla", year=2018, n_persons=15),
        share(11, 20, indicator="mal_helt", area="alla", year=2019, n_persons=15),
    ]
    return [*whole, *split]


def quality_rows() -> list[dict[str, Any]]:
    return [
        {
            **{k: v for k, v in share(80 - place, 100).items() if k != "count"},
            "question": question,
            "area": "alla",
            "positive": 80 - place,
            "neither": pd.NA if question == "safety" else 10,
            "negative": 10,
            "dont_know": 5,
            "unanswered": 7,
        }
        for place, question in enumerate(QUESTIONS)
    ]


def life_area_rows() -> list[dict[str, Any]]:
    verdicts = {"d4": ("bättre", 0.2), "d5": ("kan inte avgöras", 0.05), "d6": ("likvärdig", 0.0),
                "d7": ("sämre", -0.3)}  # fmt: skip
    rows = [
        {
            "life_area": area, "n": 90, "improved": 0.4, "unchanged": 0.4, "worse": 0.2,
            "n_goals": 70, "success": 0.55, "success_low": 0.43, "success_high": 0.66,
            "estimate": estimate, "ci_low": estimate - 0.1, "ci_high": estimate + 0.1,
            "p": 0.01, "p_holm": 0.04, "p_wilcoxon": 0.02, "p_marginal": 0.03, "margin": 0.1,
            "smallest_detectable": 0.17, "verdict": verdict, "status": "visas",
        }
        for area, (verdict, estimate) in verdicts.items()
    ]  # fmt: skip
    return [*rows, {"life_area": "d8", "status": "dold"}]


def direction_rows() -> list[dict[str, Any]]:
    numbers = {"battre": 40, "samma": 36, "samre": 14, "kan_inte_bedomas": 10, "alla": 100}
    shown = [
        {"life_area": area, "direction": direction, "n": n, "status": "visas"}
        for area in ("d4", "d5", "alla")
        for direction, n in numbers.items()
    ]
    partly: list[dict[str, Any]] = [
        {"life_area": "d7", "direction": "battre", "n": 12, "status": "visas"},
        {"life_area": "d7", "direction": "samma", "status": "dold"},
        {"life_area": "d7", "direction": "samre", "status": "dold"},
        {"life_area": "d7", "direction": "kan_inte_bedomas", "n": 0, "status": "visas"},
        {"life_area": "d7", "direction": "alla", "n": 18, "status": "visas"},
    ]
    few: list[dict[str, Any]] = [
        {"life_area": "d8", "direction": name, "status": "dold"} for name in numbers
    ]
    return [*shown, *partly, *few]


def transition_rows() -> list[dict[str, Any]]:
    states = [*codes.STATES, codes.UNKNOWN, "alla"]
    hidden = ("3", "0")
    return [
        {
            "table": name,
            "present": present,
            "other": other,
            "n": pd.NA if (present, other) == hidden else 7 * (row + column),
            "status": "dold" if (present, other) == hidden else "visas",
        }
        for name in (codes.NOW_INTENDED, codes.NOW_REACHED)
        for row, present in enumerate(states)
        for column, other in enumerate(states)
    ]


def provider_rows(positions: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "area": "aldreomsorg", "provider": name, "n": 100 * place, "n_persons": 60 * place,
            "n_effective": 80.0 * place, "share": 0.5, "expected": 0.52,
            "adjusted": 0.3 + place / 10,
            "low_95": 0.41, "high_95": 0.63, "low_998": 0.36, "high_998": 0.68,
            "position": position, "shrunken": 0.5, "shrunken_low": 0.44, "shrunken_high": 0.56,
            "status": "visas",
        }
        for place, (name, position) in enumerate(zip(PROVIDERS, positions, strict=True), start=1)
    ]  # fmt: skip


def funnel_rows() -> list[dict[str, Any]]:
    return [
        {"area": "aldreomsorg", "n_effective": n, "mean": 0.52, "low_95": 0.52 - 4 / n**0.5,
         "high_95": 0.52 + 4 / n**0.5, "low_998": 0.52 - 6 / n**0.5, "high_998": 0.52 + 6 / n**0.5}
        for n in (60.0, 100.0, 200.0, 300.0)
    ]  # fmt: skip


def spread_rows(p: float) -> list[dict[str, Any]]:
    return [
        {"area": "aldreomsorg", "n_providers": 3, "n_hidden": 2, "n": 600, "n_persons": 360,
         "mean": 0.52, "chi2": 20.0, "df": 2.0, "p": p, "dispersion": 10.0, "status": "visas"},
        {"area": "lss", "status": "saknas", "reason": "Färre än tre utförare kan visas."},
    ]  # fmt: skip


def follow_up_rows() -> list[dict[str, Any]]:
    units = [
        ("person", "alla", "alla"),
        ("grupp", "alla", "alla"),
        ("grupp", "alla", "aldreomsorg"),
        *(("utforare", name, "alla") for name in sorted(PROVIDERS)),
    ]
    rows = [
        share(35 * place, 100, level=level, unit=unit, area=area, months=months, n_persons=80)
        for level, unit, area in units
        for place, months in enumerate((6, 12), start=1)
    ]
    late = [{"level": "grupp", "unit": "alla", "area": "alla", "months": 24, "status": "dold"}]
    return [*rows, *late]


@pytest.fixture
def chapter() -> Chapter:
    goals = {"alla": 2400, "utan_avsett": 600, "avsett_ospecificerat": 40, "helt": 300}
    curve = [(month, month / 40) for month in range(0, 31)]
    filled: dict[str, list[dict[str, Any]]] = {
        "persons": [
            {"area": "alla", "state": state, "n": n, "status": "visas"}
            for state, n in {"alla": 640, "utan_mal": 120, "helt": 90}.items()
        ],
        "goals": [
            {"area": area, "outcome": outcome, "n": n, "status": "visas"}
            for area in ("alla", "aldreomsorg")
            for outcome, n in goals.items()
        ],
        "indicators": indicator_rows(),
        "quality": quality_rows(),
        "transitions": transition_rows(),
        "directions": direction_rows(),
        "life_area_tests": life_area_rows(),
        "time_to_goal": [
            {"area": "aldreomsorg", "n": 400, "n_persons": 300, "n_reached": 210, "q25": 120,
             "q25_low": 100, "q25_high": 140, "median": 380, "median_low": 330, "status": "visas"}
        ],
        "time_curves": [
            {"area": area, "month": month, "share": part, "ci_low": part * 0.9,
             "ci_high": min(part * 1.1, 1)}
            for area in ("alla", "aldreomsorg", "lss")
            for month, part in curve
        ],
        "bounds": [
            {"area": "alla", "n": 4768, "n_judged": 2637, "count": 1480, "worst": 1480 / 4768,
             "best": 3611 / 4768, "status": "visas"}
        ],
        "providers": provider_rows(["inom", "utanfor_95", "inom"]),
        "funnel": funnel_rows(),
        "provider_spread": spread_rows(0.0004),
        "follow_up": follow_up_rows(),
        "overdue": [
            {"area": "alla", "n": 77, "n_persons": 60, "status": "visas"},
            {"area": "lss", "status": "dold"},
        ],
        "sub_goals": [share(260, 500, area="alla", n_plans=210, n_persons=190)],
        "life_areas": [
            {"life_area": area, "in_use": area != "d8", "n": 0 if area == "d8" else 30,
             "status": "visas"}
            for area in codes.LIFE_AREAS
        ],
    }  # fmt: skip
    tables = {name: frame(name, filled.get(name, [])) for name in SCHEMAS}
    return SimpleNamespace(context=CONTEXT, **tables)


@pytest.fixture
def empty() -> Chapter:
    return SimpleNamespace(context=NOWHERE, **{name: frame(name, []) for name in SCHEMAS})


def replaced(chapter: Chapter, **changes: Any) -> Chapter:
    return SimpleNamespace(**{**vars(chapter), **changes})


def summary(it: Chapter) -> Prose:
    return goal_summary.summary(it)


def shown(it: Chapter, shares: pd.DataFrame) -> list[Exhibit | Prose]:
    """Return everything that the notebook shows, in order."""
    context = it.context
    parts = [
        summary(it),
        goal_texts.basis(context),
        goal_indicators.indicator_figure(it.indicators, it.quality, context),
        goal_texts.indicator_sentences(it.indicators, it.bounds),
        goal_indicators.indicator_tables(it.indicators, it.quality, context),
        goal_indicators.quality_table(it.quality, context),
        goal_directions.direction_figure(it.directions, it.life_area_tests, context),
        goal_changes.verdict_sentences(it.life_area_tests),
        goal_changes.verdict_table(it.life_area_tests, context),
        goal_transitions.transition_table(it.transitions, context),
        goal_time.time_figure(it.time_curves, context),
        goal_time.time_table(it.time_to_goal, context),
        goal_providers.spread_sentences(it.provider_spread, it.providers, context),
        goal_funnel.funnel_figure(it.providers, it.funnel, context),
        goal_providers.provider_table(it.providers, it.provider_spread, context),
        goal_follow_up.follow_up_figure(it.follow_up, context),
        goal_texts.overdue_sentences(it.overdue, context),
        goal_counts.outcome_table(it.persons, it.goals, context),
        goal_counts.habit_sentences(shares, context),
        goal_counts.sub_goal_sentences(it.sub_goals, shares),
        goal_counts.sub_goal_table(it.sub_goals, context),
        goal_counts.life_area_sentences(it.life_areas),
        goal_counts.life_area_table(it.life_areas, context),
    ]
    flat: list[Exhibit | Prose] = []
    for part in parts:
        flat += part.parts if isinstance(part, Gallery) else (part,)
    return flat


def exhibits(it: Chapter, shares: pd.DataFrame) -> list[Exhibit]:
    return [part for part in shown(it, shares) if isinstance(part, Exhibit)]


def plain(part: Any) -> str:
    return repr(part).replace("\u00a0", " ")


def test_the_summary_answers_the_board_with_number_interval_and_n(chapter: Chapter) -> None:
    said = plain(summary(chapter))
    assert "nåddes 65 % (95 % KI 55–75 %, 60 mål) helt eller delvis" in said
    assert "nådde eller närmade sig 55 % (95 % KI 45–65 %, 60 personer) minst ett" in said
    assert "har 35 % (95 % KI 25–45 %, n = 100) följts upp inom 6 månader och 70 % (" in said
    assert "Av 4 livsområden som kan visas: fler blev bättre än sämre i 1," in said
    assert "i 1 kan det inte avgöras (en skillnad på 17 procentenheter hade synts)" in said
    assert "77 bedömningar äldre än ett år är varken uppföljda" in said
    assert "Av 2 400 bedömningar har 600 (25 %) inget avsett läge" in said
    assert "Positivt svarade 77 % (95 % KI 67–87 %, 100 svarande) om hur nöjda" in said
    assert "76 % (95 % KI 66–86 %, 100 svarande) om personalen" in said
    assert "Påhittade" not in said
    invented = {**CONTEXT, "fictional": True}
    assert plain(summary(replaced(chapter, context=invented))).startswith("Påhittade data. ")


def test_the_summary_follows_the_numbers(chapter: Chapter) -> None:
    rows = chapter.indicators.copy()
    rows.loc[rows["indicator"].eq("mal_helt_eller_delvis"), "share"] = 0.12
    assert "nåddes 12 %" in plain(summary(replaced(chapter, indicators=rows)))
    none = replaced(chapter, indicators=frame("indicators", []))
    assert "Det kan inte avgöras: för få mål har följts upp" in plain(summary(none))


def test_nothing_is_said_to_be_alike_when_it_cannot_be_told(chapter: Chapter) -> None:
    said = plain(goal_changes.verdict_sentences(chapter.life_area_tests))
    assert "Kan inte avgöras: personlig vård. Där hade det behövts en skillnad på 17" in said
    assert "Fler blev bättre än sämre: förflyttning." in said
    assert "sämre än bättre: relationer." in said
    assert "lika många blev bättre som sämre: hemliv" in said


def test_providers_that_differ_are_named_with_their_limits(chapter: Chapter) -> None:
    said = plain(
        goal_providers.spread_sentences(chapter.provider_spread, chapter.providers, CONTEXT)
    )
    assert "inom äldreomsorgen skiljer sig mer än slumpen ger (p < 0,001; 3 utförare" in said
    assert "Alens hemtjänst (50 % mot gränserna 41–63 %)" in said
    assert "Björkens" not in said
    assert "LSS: Färre än tre utförare kan visas." in said


def test_providers_that_cannot_be_told_apart_tell_what_would_have_been_seen(
    chapter: Chapter,
) -> None:
    unsure = replaced(chapter, provider_spread=frame("provider_spread", spread_rows(0.3)))
    said = plain(goal_providers.spread_sentences(unsure.provider_spread, unsure.providers, CONTEXT))
    assert "Det kan inte avgöras" in said
    assert "under 41 % eller över 63 %" in said
    assert "Det kan inte avgöras om utförarna" in plain(summary(unsure))


def test_providers_stand_in_the_order_of_the_table_and_never_by_result(
    chapter: Chapter, cells: Cells
) -> None:
    made = goal_providers.provider_table(chapter.providers, chapter.provider_spread, CONTEXT)
    assert isinstance(made, Exhibit)
    names = [row[0] for row in cells(made) if row[0] in PROVIDERS]
    assert names == list(PROVIDERS)
    worst_first = chapter.providers.assign(adjusted=[0.9, 0.1, 0.5])
    figure = goal_funnel.funnel_figure(worst_first, chapter.funnel, CONTEXT)
    assert isinstance(figure, Exhibit)
    places = [figure.alt.index(name) for name in PROVIDERS]
    assert places == sorted(places)


def test_the_funnel_tells_limits_and_the_best_guess(chapter: Chapter) -> None:
    figure = goal_funnel.funnel_figure(chapter.providers, chapter.funnel, CONTEXT)
    assert isinstance(figure, Exhibit)
    alt = figure.alt.replace("\u00a0", " ")
    assert "Alens hemtjänst: 50 %, 200 mål, gränser 95 % 41–63 %, utanför 95 %" in alt
    assert "bästa gissning 50 % (44–56 %)" in alt


@pytest.mark.parametrize(("place", "sign"), [(0, "A"), (25, "Z"), (26, "A2"), (52, "A3")])
def test_each_provider_has_a_sign_of_its_own(place: int, sign: str) -> None:
    assert goal_funnel.sign_of(place) == sign


def test_a_hidden_part_of_a_bar_is_named_but_has_no_size(chapter: Chapter) -> None:
    figure = goal_directions.direction_figure(chapter.directions, chapter.life_area_tests, CONTEXT)
    assert isinstance(figure, Exhibit)
    alt = figure.alt.replace("\u00a0", " ")
    assert "Relationer (n = 18): bättre 67 %, samma dold, sämre dold" in alt
    assert "Förflyttning (n = 100): bättre 40 %, samma 36 %, sämre 14 %" in alt
    assert "nådde målet 55 % (43–66), 70 mål" in alt
    assert "Arbete och ekonomi" not in alt
    assert "x = dold" in figure._repr_html_()


def test_the_heat_tables_hold_every_number_and_never_a_hidden_one_as_nought(
    chapter: Chapter, cells: Cells
) -> None:
    made = goal_transitions.transition_table(chapter.transitions, CONTEXT)
    assert isinstance(made, Exhibit)
    row = next(row for row in cells(made) if row[0] == "3 svår")
    assert row == ["3 svår", *["x", "28", "35", "42", "49", "56"] * 2, "63"]
    assert made._repr_html_().count("outline:2px") == 10
    assert 'scope="row"' in made._repr_html_()


def test_the_follow_up_figure_tells_each_horizon_with_its_own_n(chapter: Chapter) -> None:
    figure = goal_follow_up.follow_up_figure(chapter.follow_up, CONTEXT)
    assert isinstance(figure, Exhibit)
    alt = figure.alt.replace("\u00a0", " ")
    assert "Alla områden: 6 månader 35 % (25–45 %, n = 100), 12 månader 70 %" in alt
    assert "24 månader dold" in alt
    assert "Alla områden, personer: " in alt
    order = [alt.index(name) for name in sorted(PROVIDERS)]
    assert order == sorted(order)


def test_the_curve_is_told_at_half_a_year_one_and_two(chapter: Chapter) -> None:
    figure = goal_time.time_figure(chapter.time_curves, CONTEXT)
    assert isinstance(figure, Exhibit)
    alt = figure.alt.replace("\u00a0", " ")
    assert "LSS: 15 % (14–17 %) inom 6 månader, 30 % (27–33 %) inom 12" in alt
    assert "Alla" not in alt
    alone = chapter.time_curves[chapter.time_curves["area"].eq("alla")]
    only = goal_time.time_figure(alone, CONTEXT)
    assert isinstance(only, Exhibit)
    assert "Alla områden: " in only.alt


def test_quartiles_that_are_never_reached_are_not_a_number(chapter: Chapter, cells: Cells) -> None:
    made = goal_time.time_table(chapter.time_to_goal, CONTEXT)
    assert isinstance(made, Exhibit)
    row = cells(made)[-1]
    assert row == ["Äldreomsorg", "400", "300", "210", "120 (100–140)", "380 (330 till –)",
                   "Inte nått"]  # fmt: skip


def test_indicators_by_area_hide_what_is_hidden(chapter: Chapter, cells: Cells) -> None:
    tables = goal_indicators.indicator_tables(chapter.indicators, chapter.quality, CONTEXT)
    where, when = (part for part in tables.parts if isinstance(part, Exhibit))
    row = next(row for row in cells(where) if row[0] == "Mål: helt")
    assert row[1:] == ["30 % (20–40; 40)", "x"]
    assert "x = dold" in where._repr_html_()
    row = next(row for row in cells(when) if row[0] == "Mål: helt")
    assert row[1:] == ["45 % (35–55; 20)", "55 % (45–65; 20)"]


def test_a_hidden_answer_among_shown_ones_is_an_x(chapter: Chapter, cells: Cells) -> None:
    made = goal_indicators.quality_table(chapter.quality, CONTEXT)
    assert isinstance(made, Exhibit)
    row = next(row for row in cells(made) if row[0] == QUESTIONS["safety"])
    assert row[1:] == ["78", "x", "10", "5", "7"]


def test_municipalities_and_goals_are_not_the_same_unit(
    chapter: Chapter,
    share_row: Callable[..., dict[str, Any]],
    make_frame: Callable[..., pd.DataFrame],
) -> None:
    national = make_frame([share_row("q1_5", "ja", 0.44, 0.44, area="alla", n=123)])
    said = plain(goal_counts.sub_goal_sentences(chapter.sub_goals, national))
    assert "52 % (95 % KI 42–62 %, 500 mål) nedbrutna i delmål, i 210 planer" in said
    assert "44 % av kommunerna" in said
    assert "andel av kommuner och inte av mål" in said


def test_life_areas_that_are_not_used_are_named(chapter: Chapter) -> None:
    assert "10 av de elva" in plain(goal_counts.life_area_sentences(chapter.life_areas))
    assert "d8 Viktiga livsområden" in plain(goal_counts.life_area_sentences(chapter.life_areas))
    every = chapter.life_areas.assign(in_use=True)
    said = plain(goal_counts.life_area_sentences(every.assign(n=range(20, 31))))
    assert "Alla elva livsområden används, för mellan 20 och 30 personer vardera" in said


def test_overdue_ones_are_told_and_hidden_areas_left_out(chapter: Chapter) -> None:
    said = plain(goal_texts.overdue_sentences(chapter.overdue, CONTEXT))
    assert said.startswith("77 bedömningar hos 60 personer är äldre än ett år")
    assert "LSS" not in said


def test_one_file_may_be_missing_while_the_other_is_shown(chapter: Chapter) -> None:
    lacking = {**CONTEXT, "n_plans": None, "missing_files": [NOWHERE["missing_files"][1]]}
    it = replaced(
        chapter, context=lacking, quality=frame("quality", []), sub_goals=frame("sub_goals", [])
    )
    told = "lägg genomförandeplaner i data/municipalities/9001-exempelby/planer.csv."
    assert told in plain(summary(it))
    assert told in plain(goal_texts.basis(lacking))
    assert "bedomningar.csv" not in plain(summary(it))
    assert "nåddes 65 %" in plain(summary(it))
    assert "uppföljningar" not in plain(goal_texts.basis(lacking))


def test_without_files_one_summary_sentence_says_which_and_nothing_is_drawn(
    empty: Chapter, published: pd.DataFrame
) -> None:
    assert exhibits(empty, published) == []
    said = plain(summary(empty))
    assert "lägg bedömningar i data/municipalities/9001-exempelby/bedomningar.csv, och" in said
    assert "genomförandeplaner i data/municipalities/9001-exempelby/planer.csv." in said
    boxes = [part for part in shown(empty, published) if isinstance(part, Prose)]
    assert len([part for part in boxes if part.kind == "saknas"]) == 1
    assert len(summary(empty).sentences) == 1


def test_the_whole_chapter_is_drawn_with_slugs_of_its_own(
    chapter: Chapter, published: pd.DataFrame
) -> None:
    made = exhibits(chapter, published)
    assert len(made) == 14
    assert len({each.identity for each in made}) == len(made)
    for each in made:
        assert each.slug.startswith("mal-")
        assert each.caption.endswith((".", "?"))
        assert each.kind == "tabell" or each.alt
        assert "nan" not in re.sub(r"<img[^>]*>", "", each._repr_html_()).lower()
        assert "<NA>" not in each._repr_html_()


def test_the_fictional_is_said_to_be_so_everywhere(
    chapter: Chapter, published: pd.DataFrame
) -> None:
    invented = replaced(chapter, context={**CONTEXT, "fictional": True})
    for each in exhibits(invented, published):
        assert "påhittade" in each.source
    assert "påhittade" in plain(goal_texts.basis(invented.context))


def test_a_table_without_its_own_status_never_turns_hidden_into_nought(chapter: Chapter) -> None:
    hidden = chapter.goals.assign(status="dold", n=pd.NA).astype(dict(SCHEMAS["goals"]))
    assert goal_counts.without_goal(hidden) == ()
    late = frame("overdue", [{"area": "alla", "status": "dold"}])
    assert goal_texts.overdue_sentences(late, CONTEXT).sentences == ()


DRAWN: dict[str, tuple[ModuleType, Callable[[Chapter], Any]]] = {
    "directions": (
        goal_directions,
        lambda it: goal_directions.direction_figure(it.directions, it.life_area_tests, CONTEXT),
    ),
    "follow_up": (
        goal_follow_up, lambda it: goal_follow_up.follow_up_figure(it.follow_up, CONTEXT),
    ),
    "funnel": (
        goal_funnel, lambda it: goal_funnel.funnel_figure(it.providers, it.funnel, CONTEXT),
    ),
    "time": (goal_time, lambda it: goal_time.time_figure(it.time_curves, CONTEXT)),
    "indicators": (
        bars, lambda it: goal_indicators.indicator_figure(it.indicators, it.quality, CONTEXT),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_no_words_lie_over_each_other(
    name: str, chapter: Chapter, drawn: Drawn, clashes: Clashes
) -> None:
    module, make = DRAWN[name]
    figures = drawn(module)
    assert isinstance(make(chapter), Exhibit)
    assert figures
    for figure in figures:
        assert clashes(figure) == []


def test_every_code_of_the_tables_has_words() -> None:
    assert set(LIFE_AREAS) == {*codes.LIFE_AREAS, "alla"}
    assert set(INDICATORS) == set(codes.INDICATORS)
    assert set(QUESTIONS) == set(codes.QUESTIONS)
    assert set(goal_directions.DIRECTIONS) == set(codes.DIRECTIONS)
    assert set(goal_follow_up.HORIZONS) == set(codes.HORIZONS)
    assert set(goal_funnel.POSITIONS) == {codes.INSIDE, codes.OUTSIDE_95, codes.OUTSIDE_998}


def test_plans_without_assessments_never_say_that_few_were_followed_up(chapter: Chapter) -> None:
    lacking = {**CONTEXT, "n_assessments": 0, "missing_files": [NOWHERE["missing_files"][0]]}
    said = plain(summary(replaced(chapter, context=lacking, indicators=frame("indicators", []))))
    assert "går inte att säga utan bedömningar" in said
    assert "för få mål" not in said


def test_where_all_is_hidden_nothing_is_shown_and_it_is_said(chapter: Chapter) -> None:
    blank = chapter.quality.assign(positive=pd.NA, neither=0, negative=0, dont_know=0, unanswered=0)
    hidden = blank.astype(dict(SCHEMAS["quality"]))
    assert not isinstance(goal_indicators.quality_table(hidden, CONTEXT), Exhibit)
    assert "för få personer" in plain(few(frame("directions", direction_rows()[-5:])))
    assert few(chapter.directions).sentences == ()
    assert few(frame("directions", [])).sentences == ()


def test_no_late_assessment_is_told_in_words(chapter: Chapter) -> None:
    none = frame("overdue", [{"area": "alla", "n": 0, "n_persons": 0, "status": "visas"}])
    assert plain(goal_texts.overdue_sentences(none, CONTEXT)).startswith("Ingen bedömning")
    assert "Ingen bedömning" in plain(summary(replaced(chapter, overdue=none)))


def test_numbers_can_be_read_on_every_tone_and_more_is_darker() -> None:
    tones = [_shade(number, 40) for number in range(41)]
    assert tones[0] == "#ffffff" != tones[1]
    assert all(contrast(text_on(tone), tone) >= READABLE for tone in tones)
    light = [luminance(tone) for tone in tones]
    assert light == sorted(light, reverse=True)
    assert len(set(tones)) > 4


def test_the_share_of_goals_reached_stands_with_its_worst_and_best_case(chapter: Chapter) -> None:
    said = plain(goal_texts.indicator_sentences(chapter.indicators, chapter.bounds))
    assert "av de uppföljda målen nåddes" in said
    assert "Av 4 768 mål som går att följa upp är 2 131 inte uppföljda" in said
    assert "minst 31 % (om inget av de övriga har nåtts) och högst 76 %" in said
    assert "minst 31 %" in plain(summary(chapter))
    whole = chapter.bounds.assign(n_judged=chapter.bounds["n"])
    assert "högst" not in plain(goal_texts.indicator_sentences(chapter.indicators, whole))
