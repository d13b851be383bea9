"""The part on reviews as shown: right numbers, nothing hidden shown, signals told by shape."""

import re
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.display import review_agreement as agreement
from ibic_eval.display import review_chart_words as chart_words
from ibic_eval.display import review_charts as charts
from ibic_eval.display import review_profile as profile
from ibic_eval.display import review_profile_words as profile_words
from ibic_eval.display import review_sizes as sizes
from ibic_eval.display import review_summary as summaries
from ibic_eval.display import review_texts as texts
from ibic_eval.display.exhibits import Exhibit, Prose
from ibic_eval.display.numbers import percent
from ibic_eval.display.review_words import week, week_span
from ibic_eval.runs.follow_up_files import read_follow_up, read_own_plan
from ibic_eval.runs.implementation import Part
from ibic_eval.runs.implementation_reviews import prepare_reviews
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up import follow_up

PROJECT = Project(PACKAGE_CHECKOUT)
ABOUT = {"code": "9001", "name": "Demokommun 001", "fictional": True, "folder": "data/9001"}
REAL = {"code": "1489", "name": "Alingsås", "fictional": False, "folder": "data/1489"}
Read = Callable[[Exhibit], list[list[str]]]
SHOWN = [
    texts.basis, texts.plan_words, texts.lacks_counts, texts.coverage_sentences,
    texts.coverage_table, sizes.size_sentences, sizes.size_table, profile_words.profile_words,
    profile.profile_figure, profile.profile_table, profile_words.change_sentences,
    chart_words.chart_sentences, charts.kind_charts, charts.part_charts, chart_words.chart_table,
    agreement.agreement_sentences, agreement.agreement_table, summaries.summary,
]  # fmt: skip


def opened(part: Part, **replaced: pd.DataFrame) -> SimpleNamespace:
    return SimpleNamespace(context=part.context, **{**part.tables, **replaced})


@pytest.fixture(scope="module")
def part() -> Part:
    plan = read_own_plan(PROJECT, "9001")
    return prepare_reviews(read_follow_up(PROJECT, "9001", plan), plan, ABOUT)


@pytest.fixture(scope="module")
def chapter(part: Part) -> SimpleNamespace:
    return opened(part)


@pytest.fixture(scope="module")
def absent() -> SimpleNamespace:
    plan = read_own_plan(PROJECT, "1489")
    assert isinstance(plan, ProjectPlan)
    return opened(prepare_reviews(follow_up(), plan, REAL))


def words(shown: object) -> str:
    return re.sub("<[^>]+>", "", shown._repr_html_()).replace("\u00a0", " ")  # type: ignore[attr-defined]


@pytest.mark.parametrize("show", SHOWN)
def test_without_files_only_what_is_missing_is_told(
    absent: SimpleNamespace, show: Callable[[Any], Exhibit | Prose]
) -> None:
    shown = show(absent)
    assert isinstance(shown, Prose)
    assert "None" not in words(shown) and "nan" not in words(shown)


def test_a_real_plan_without_reviews_says_what_to_drop_in_and_what_it_promised(
    absent: SimpleNamespace,
) -> None:
    (told,) = summaries.sentences(absent)
    assert "data/1489/granskningar.csv" in told
    assert "granskningsunderlag" not in told
    promised = words(texts.plan_words(absent))
    assert (
        "”Veckovisa stickprov av utredningar och genomförandeplaner” (plan"
        in promised.replace("Projektplan", "plan")
        or "Veckovisa stickprov av utredningar och genomförandeplaner" in promised
    )


def changed(table: pd.DataFrame, where: dict[str, str], **values: Any) -> pd.DataFrame:
    rows = pd.Series(True, index=table.index)
    for name, value in where.items():
        rows &= table[name].eq(value)
    assert rows.any()
    return table.assign(
        **{name: table[name].mask(rows, value) for name, value in values.items()}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "where", "values", "expected"),
    [
        ("coverage", {"kind": "utredning", "period": "alla"}, {"n": 399}, "399 av 1 195"),
        ("profile", {"criterion": "delmal", "kind": "utredning", "period": "senaste"},
         {"estimate": 0.123}, "12 % (95 % KI"),
        ("shifts", {"criterion": "mal"}, {"before": 0.111}, "ändrades från 11 %"),
        ("shifts", {"criterion": "mal"}, {"week": pd.Timestamp("2018-09-03")}, "från v. 36 2018"),
        ("changes", {"criterion": "mal", "kind": "utredning"}, {"estimate": 0.444},
         "+44 procentenheter"),
        ("agreement", {"criterion": "stodform"}, {"estimate": 0.111}, "kompenserande” (alfa 0,11"),
        ("sizes", {"kind": "utredning", "basis": "observerad"}, {"needed": 77}, 
         "behöver 77 av 155 utredningar"),
    ],
)  # fmt: skip
def test_every_sentence_of_the_summary_follows_its_value(
    part: Part, name: str, where: dict[str, str], values: dict[str, Any], expected: str
) -> None:
    def told(chapter: SimpleNamespace) -> str:
        return " ".join(summaries.sentences(chapter)).replace("\u00a0", " ")

    assert expected not in told(opened(part))
    moved = opened(part, **{name: changed(part.tables[name], where, **values)})
    assert expected in told(moved)


def test_the_summary_says_that_the_data_are_invented(chapter: SimpleNamespace) -> None:
    assert summaries.sentences(chapter)[0].startswith("Påhittade data.")


def test_the_profile_shows_each_part_and_never_an_index_alone(
    chapter: SimpleNamespace, cells: Read
) -> None:
    shown = profile.profile_table(chapter)
    assert isinstance(shown, Exhibit)
    rows = [row[0] for row in cells(shown)]
    for kind in ("Utredningar", "Genomförandeplaner", "Uppföljningar"):
        assert kind in rows
    assert rows.count("Mål satta med skalan") == rows.count("Alla delar som är aktuella") == 3
    assert "vägs delarna inte ihop" in words(profile_words.profile_words(chapter))


def test_the_profile_figure_tells_every_number_in_words(chapter: SimpleNamespace) -> None:
    shown = profile.profile_figure(chapter)
    assert isinstance(shown, Exhibit)
    known = chapter.profile[chapter.profile["status"].eq("visas")]
    for row in known.to_dict("records"):
        assert f"{percent(row['estimate'])} (" in shown.alt
        assert f"n = {row['n']}" in shown.alt


def test_hidden_shares_are_neither_written_nor_drawn(part: Part, cells: Read) -> None:
    where = {"criterion": "mal", "kind": "utredning", "period": "senaste"}
    gone = dict.fromkeys(["n", "count", "n_not_applicable", "n_blank", "estimate", "ci_low",
                          "ci_high"], pd.NA)  # fmt: skip
    table = changed(part.tables["profile"], where, **gone, status="dold")
    chapter = opened(part, profile=table)
    shown = profile.profile_table(chapter)
    assert isinstance(shown, Exhibit)
    row = next(row for row in cells(shown) if row[0] == "Mål satta med skalan")
    assert row[2:4] == ["x", "x"]
    figure = profile.profile_figure(chapter)
    assert isinstance(figure, Exhibit) and "98 % (89" not in figure.alt
    assert "x = dold" in words(figure) and "x = dold" in words(shown)


def test_unknown_production_is_said_to_be_unknown_and_not_nought(part: Part, cells: Read) -> None:
    unknown = {"produced": pd.NA, "estimate": pd.NA, "status": "saknas",
               "reason": "Det framgår inte hur många dokument som gjordes."}  # fmt: skip
    chapter = opened(
        part, coverage=changed(part.tables["coverage"], {"kind": "utredning"}, **unknown)
    )
    shown = texts.coverage_table(chapter)
    assert isinstance(shown, Exhibit)
    last = cells(shown)[-1]
    assert last[1:3] == ["384 av okänt", "–"]
    told = words(texts.coverage_sentences(chapter))
    assert "384 är granskade, men det framgår inte hur många" in told and "0 %" not in told


def test_the_size_table_has_the_numbers_for_every_margin(
    chapter: SimpleNamespace, cells: Read
) -> None:
    shown = sizes.size_table(chapter)
    assert isinstance(shown, Exhibit)
    row = next(row for row in cells(shown) if row[0] == "Utredningar")
    mine = chapter.sizes[chapter.sizes["kind"].eq("utredning")]
    assert row[5:11] == [str(each) for each in mine["needed"]]


def test_control_charts_tell_levels_limits_and_signals(chapter: SimpleNamespace) -> None:
    shown = charts.part_charts(chapter)
    assert isinstance(shown, Exhibit)
    alt = shown.alt.replace("\u00a0", " ")
    assert "Mål satta med skalan: 100 punkter" in alt and "Ny nivå från v. 32 2018" in alt
    assert "v. 30 2019: 0 %, utanför gränserna" in alt
    levels = chapter.points[chapter.points["criterion"].eq("mal")].groupby("phase")["centre"]
    for centre in levels.first():
        assert f"Mittlinje {percent(centre)}".replace("\u00a0", " ") in alt


def test_signals_differ_by_shape(
    chapter: SimpleNamespace, drawn: Callable[[ModuleType], list[Figure]]
) -> None:
    figures = drawn(charts)
    charts.part_charts(chapter)
    own = figures[1].axes[0]
    marks = {line.get_marker(): len(line.get_xdata()) for line in own.lines
             if line.get_linestyle() == "None"}  # fmt: skip
    assert marks == {"D": 1, "s": 1}
    assert len({look.get("marker") for look in charts._LOOKS.values() if "marker" in look}) == 3


@pytest.mark.parametrize(
    ("module", "show"), [(charts, charts.kind_charts), (charts, charts.part_charts),
                         (profile, profile.profile_figure)],
)  # fmt: skip
def test_no_text_lies_over_another(
    chapter: SimpleNamespace,
    module: ModuleType,
    show: Callable[[Any], Exhibit],
    drawn: Callable[[ModuleType], list[Figure]],
    clashes: Callable[[Figure], list[tuple[str, str]]],
) -> None:
    figures = drawn(module)
    show(chapter)
    assert figures
    for figure in figures:
        assert clashes(figure) == []


def test_figures_are_the_same_each_time(chapter: SimpleNamespace) -> None:
    for show in (charts.kind_charts, charts.part_charts, profile.profile_figure):
        assert show(chapter)._repr_html_() == show(chapter)._repr_html_()


def test_a_chart_that_could_not_be_made_says_why(part: Part, cells: Read) -> None:
    gone = dict.fromkeys(["estimate", "ci_low", "ci_high", "false_alarm"], pd.NA)
    table = changed(part.tables["charts"], {"kind": "uppfoljning"}, **gone, status="saknas",
                    reason="Färre än tio veckor.")  # fmt: skip
    shown = chart_words.chart_table(opened(part, charts=table))
    assert isinstance(shown, Exhibit)
    row = next(row for row in cells(shown) if row[0] == "Uppföljningar")
    assert row[-1] == "Färre än tio veckor." and row[2] == "–"


def test_poor_agreement_makes_the_share_uncertain_in_words(chapter: SimpleNamespace) -> None:
    told = words(agreement.agreement_sentences(chapter))
    assert "Granskarna bedömer ”stödjande eller kompenserande” (alfa 0,25" in told
    assert "enas om vad som krävs" in told
    assert "97 % av bedömningarna lika men alfa bara 0,60" in told


def test_no_double_review_says_what_to_do(part: Part) -> None:
    none = part.tables["agreement"].assign(
        n=0, status="saknas", estimate=pd.NA, reason="Inget dokument är granskat av två."
    )
    chapter = opened(part, agreement=none.astype(part.tables["agreement"].dtypes.to_dict()))
    assert "Låt två granskare" in words(agreement.agreement_sentences(chapter))
    assert isinstance(agreement.agreement_table(chapter), Prose)


def test_nothing_changed_is_told_with_what_was_looked_at(part: Part) -> None:
    still = part.tables["changes"].assign(verdict="kan inte avgöras")
    none = part.tables["shifts"].head(0)
    told = " ".join(summaries.sentences(opened(part, changes=still, shifts=none)))
    assert "Ingen bestående ändring syns i 10 styrdiagram" in told


def test_weeks_are_written_as_the_calendar_has_them() -> None:
    assert week(pd.Timestamp("2024-12-30")).replace("\u00a0", " ") == "v. 1 2025"
    low, high = pd.Timestamp("2018-08-06"), pd.Timestamp("2018-11-19")
    assert week_span(low, high).replace("\u00a0", " ") == "v. 32–47 2018"
    late = pd.Timestamp("2019-01-07")
    assert week_span(high, late).replace("\u00a0", " ") == "v. 47 2018–v. 2 2019"
    assert week_span(low, low) == week(low)


def test_a_promise_is_told_in_the_plans_words_with_what_came_of_it(part: Part) -> None:
    said = {"id": "lofte", "text": "Kontroll av alla nya utredningar",
            "kinds": ["utredning"], "every": True,
            "first": "2018-01-01", "last": "2018-02-28", "source": "s. 1"}  # fmt: skip
    row = {"indicator": "lofte", "kind": "utredning", "first": pd.Timestamp("2018-01-01"),
           "last": pd.Timestamp("2018-02-28"), "n": 95, "produced": 100, "estimate": 0.95,
           "status": "visas", "reason": ""}  # fmt: skip
    schema = part.tables["promises"].dtypes.to_dict()
    promises = pd.DataFrame([row]).reindex(columns=list(schema)).astype(schema)
    chapter = opened(part, promises=promises)
    chapter.context = {**part.context, "plan": [said]}
    told = words(texts.coverage_sentences(chapter))
    assert "”Kontroll av alla nya utredningar”, 2018-01-01 till 2018-02-28: 95 av 100" in told
    hidden = promises.assign(n=pd.NA, produced=pd.NA, estimate=pd.NA, status="dold").astype(schema)
    chapter.promises = hidden
    assert "antalet är för litet" in words(texts.coverage_sentences(chapter))
