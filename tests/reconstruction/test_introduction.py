"""The fictional introductions hold what is planted in them, and the committed files are those."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook.comment_themes import load_themes
from ibic_eval.reconstruction.introduction_comments import draw_comments
from ibic_eval.reconstruction.introduction_files import introduction_files
from ibic_eval.reconstruction.introduction_grades import grade
from ibic_eval.reconstruction.introduction_municipalities import INTRODUCTIONS, SEED
from ibic_eval.reconstruction.introduction_reviews import draw_documents, draw_reviews
from ibic_eval.reconstruction.introduction_staff import asked, draw_staff
from ibic_eval.reconstruction.introduction_training import (
    draw_evaluations,
    draw_training,
    headcounts,
)
from ibic_eval.reconstruction.introduction_truth import (
    GRADES,
    CommentTruth,
    ReviewTruth,
    StaffTruth,
    TrainingTruth,
    monthly,
)
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

PROJECT = Project(PACKAGE_CHECKOUT)
DEMO = INTRODUCTIONS["9001"]
HIGH = GRADES[2:]
KAPPA_ERROR, SHARE_ERROR = 0.04, 0.015  # more than three standard errors of what is drawn here


def reviews_of() -> ReviewTruth:
    assert DEMO.reviews is not None
    return DEMO.reviews


def staff_of() -> StaffTruth:
    assert DEMO.staff is not None
    return DEMO.staff


def training_of() -> TrainingTruth:
    assert DEMO.training is not None
    return DEMO.training


def comments_of() -> CommentTruth:
    assert DEMO.comments is not None
    return DEMO.comments


def random(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def high_share(answers: pd.Series) -> float:
    """Return the share of high grades among the answers with an opinion."""
    return float(answers[answers.isin(GRADES)].isin(HIGH).mean())


def kappa(one: pd.Series, other: pd.Series) -> float:
    """Return Cohen's kappa of two truth values a case (Cohen 1960, formula 1)."""
    agreed = (one == other).mean()
    by_chance = one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean())
    return float((agreed - by_chance) / (1 - by_chance))


@pytest.fixture(scope="module")
def many() -> pd.DataFrame:
    """Return reviews of so many documents that shares are as good as exact, with their week."""
    truth = replace(
        reviews_of(),
        all_weeks=0,
        sample=(300, 300),
        twice=0.5,
        produced={kind: mean * 20 for kind, mean in reviews_of().produced.items()},
    )
    drawn = draw_reviews(truth, draw_documents(truth, random()), random(2))
    days = pd.to_datetime(drawn["datum"]) - pd.Timestamp(truth.first)
    return drawn.assign(week=days.dt.days // 7)


@given(high=st.floats(0.02, 0.98))
def test_the_share_of_high_grades_is_the_one_that_is_asked_for(high: float) -> None:
    places = (np.arange(2000) + 0.5) / 2000
    answers = [grade(float(place), high) for place in places]
    assert abs(np.mean([each in HIGH for each in answers]) - high) <= 1 / 2000
    assert answers == sorted(answers, key=GRADES.index)


def test_each_criterion_is_met_as_often_as_it_should_before_and_after_its_shift(
    many: pd.DataFrame,
) -> None:
    truth = reviews_of()
    assert truth.special is not None
    for criterion in truth.met:
        shift = truth.shifts.get(criterion, (truth.weeks, 0.0))[0]
        usual = many[many["week"] != truth.special[0]]
        for part in (usual[usual["week"] < shift], usual[usual["week"] >= shift]):
            judged = part.loc[part[criterion].isin(["uppfyllt", "ej_uppfyllt"]), criterion]
            if len(judged):
                expected = truth.share(criterion, int(part["week"].iloc[0]))
                assert judged.eq("uppfyllt").mean() == pytest.approx(expected, abs=SHARE_ERROR)
    assert truth.share("mal", 38) == 0.60
    assert truth.share("mal", 39) == 0.82
    assert truth.first + dt.timedelta(weeks=39) == dt.date(2018, 10, 1)


def test_one_week_has_a_cause_of_its_own_for_one_criterion(many: pd.DataFrame) -> None:
    shares = many.groupby("week")["egen_uppfattning"].apply(lambda each: each.eq("uppfyllt").mean())
    assert shares.idxmin() == 81
    assert shares[81] == pytest.approx(0.25, abs=0.08)
    assert shares.drop(81).min() > 0.75


def test_reviewers_agree_as_much_as_they_should_and_less_about_the_form_of_support(
    many: pd.DataFrame,
) -> None:
    truth = reviews_of()
    assert many.groupby("dokument").size().eq(2).mean() == pytest.approx(0.5, abs=SHARE_ERROR)
    assert not many.duplicated(["dokument", "granskare"]).any()
    steady = many[(many["week"] >= truth.shifts["mal"][0]) & (many["week"] != 81)]
    both = steady[steady.duplicated("dokument", keep=False)].groupby("dokument")
    first, second = both.nth(0).set_index("dokument"), both.nth(1).set_index("dokument")
    for criterion, expected in truth.agreement.items():
        one, other = (each[criterion].where(each[criterion].ne("")) for each in (first, second))
        assert one.eq("ej_aktuellt").equals(other.eq("ej_aktuellt"))
        kept = one.isin(["uppfyllt", "ej_uppfyllt"]) & other.isin(["uppfyllt", "ej_uppfyllt"])
        found = kappa(one[kept].eq("uppfyllt"), other[kept].eq("uppfyllt"))
        assert found == pytest.approx(expected, abs=KAPPA_ERROR), criterion


def test_all_new_documents_are_reviewed_at_first_and_then_a_sample_of_those_there_are() -> None:
    files = introduction_files(DEMO, SEED)
    documents = files["granskningar"].drop_duplicates("dokument")
    weeks = pd.to_datetime(documents["datum"]).dt.strftime("%G-V%V")
    taken = documents.groupby([documents["slag"], weeks]).size()
    there = files["granskningsunderlag"].set_index(["slag", "vecka"])["antal"]
    taken = taken.reindex(there.index, fill_value=0)
    assert (taken <= there).all()
    early = (there.index.get_level_values("vecka") <= "2018-V09") & (
        there.index.get_level_values("slag") != "uppfoljning"
    )
    assert taken[early].equals(there[early].astype(taken.dtype))
    sampled = taken.groupby("vecka").sum().loc["2018-V10":]
    assert sampled.between(5, 10).all()
    assert len(sampled) == 91


def test_training_has_reached_those_it_should_and_no_one_twice() -> None:
    truth = training_of()
    drawn = draw_training(truth, random())
    assert not drawn.duplicated(["deltagare", "utbildning", "datum"]).any()
    for course in truth.courses:
        own = drawn[drawn["utbildning"].eq(course.id)]
        sessions = own.groupby("deltagare").size()
        assert sessions.eq(course.sessions).sum() == course.complete
        assert sessions.lt(course.sessions).sum() == course.partly
        assert own["datum"].between(course.first.isoformat(), course.last.isoformat()).all()
    counts = headcounts(truth)
    last = counts[counts["datum"].eq(counts.groupby("utbildning")["datum"].transform("max"))]
    people = last["antal"].astype(int).groupby(last["utbildning"]).sum()
    assert people.to_dict() == {course.id: course.people for course in truth.courses}


def test_evaluations_are_good_but_for_whether_it_can_be_used() -> None:
    attended = pd.concat([draw_training(training_of(), random())] * 30)
    forms = draw_evaluations(training_of(), attended, random(2))
    assert len(forms) == pytest.approx(0.6 * len(attended), rel=0.02)
    for question, share in training_of().high.items():
        assert high_share(forms[question]) == pytest.approx(share, abs=SHARE_ERROR)


def test_staff_answer_as_they_should_and_those_who_provide_have_ever_less_time() -> None:
    truth = staff_of()
    larger = {role: tuple(30 * count for count in counts) for role, counts in truth.asked.items()}
    answers = draw_staff(replace(truth, asked=larger), random())
    for (role, number), own in answers.groupby(["roll", "omgang"]):
        expected = truth.response[str(role)] * larger[str(role)][int(str(number)) - 1]
        assert len(own) == pytest.approx(expected, rel=0.25 if role == "ledning" else 0.06)
    providers = answers[answers["roll"].eq("utforare")]
    for number, own in providers.groupby("omgang"):
        for question in truth.high:
            share = truth.share(question, "utforare", int(str(number)))
            # Answers of one person lean the same way between questions, not between persons.
            assert high_share(own[question]) == pytest.approx(share, abs=0.025), question
    assert truth.share("tid", "utforare", 1) > truth.share("tid", "utforare", 2)


def test_no_more_answer_than_got_the_survey_and_many_answer_twice() -> None:
    answers = draw_staff(staff_of(), random())
    assert not answers.duplicated(["svarande", "omgang"]).any()
    sent = asked(staff_of()).set_index(["roll", "omgang"])["antal"].astype(int)
    got = answers.groupby(["roll", "omgang"]).size()
    assert (got <= sent.reindex(got.index)).all()
    assert answers["svarande"].duplicated().sum() > 50
    assert answers.groupby("svarande")["roll"].nunique().eq(1).all()


def test_coders_agree_as_much_as_they_should_on_every_theme() -> None:
    truth = replace(comments_of(), comments=6200)
    _, coding = draw_comments(truth, random())
    known = {
        theme.id for theme in load_themes(PROJECT.surveys / "kommentarer" / "instrument.yml").themes
    }
    assert set(coding["tema"]) == known | {"inget_tema"}
    names = pd.Index(coding["kommentar"].unique())
    assert len(names) == truth.comments
    for theme, own in coding.groupby("tema"):
        found = [
            pd.Series(names.isin(own.loc[own["kodare"].eq(coder), "kommentar"]))
            for coder in ("K1", "K2")
        ]
        assert kappa(*found) == pytest.approx(truth.kappa, abs=0.08), theme


def test_no_theme_stands_alone_and_few_comments_may_be_quoted() -> None:
    comments, coding = draw_comments(comments_of(), random())
    without = coding[coding["tema"].eq("inget_tema")]
    alone = coding.groupby(["kommentar", "kodare"]).size()
    assert alone.loc[list(zip(without["kommentar"], without["kodare"], strict=True))].eq(1).all()
    assert 8 <= comments["citat"].ne("").sum() <= 10
    assert comments["text"].is_unique
    assert comments["text"].nunique() == comments_of().comments


@pytest.mark.parametrize("code", sorted(INTRODUCTIONS))
def test_the_same_seed_gives_the_same_files_and_another_gives_others(code: str) -> None:
    truth = INTRODUCTIONS[code]
    one, again, other = (introduction_files(truth, seed) for seed in (SEED, SEED, SEED + 1))
    assert all(table.equals(again[name]) for name, table in one.items())
    assert not one["moten"].equals(other["moten"])


def test_meetings_skip_the_months_off_and_weekends() -> None:
    days = monthly((2017, 4), (2019, 12), day=20, off=(7, 8, 12))
    assert len(days) == 24
    assert {day.month for day in days}.isdisjoint({7, 8, 12})
    assert all(day.weekday() < 5 for day in days)
