"""The chapter on comments in words and tables: each number said is that of the data."""

from types import SimpleNamespace

import pandas as pd
import pytest

from ibic_eval.display.comment_summary import sentences
from ibic_eval.display.comment_tables import codebook_table, extent_table, spread_table
from ibic_eval.display.comment_texts import agreement_sentences, few_sentence, quotes
from ibic_eval.estimates.comment_schemas import HIDDEN
from ibic_eval.tables.follow_up import follow_up
from tests.comment_samples import drawn, prepared

SECRET = "kanariefagel sjunger"


@pytest.fixture(scope="module")
def chapter() -> SimpleNamespace:
    part = prepared(drawn(140, 3, themes=5, slips=0.1))
    return SimpleNamespace(context=part.context, **part.tables)


@pytest.fixture(scope="module")
def nothing() -> SimpleNamespace:
    part = prepared(follow_up())
    return SimpleNamespace(context=part.context, **part.tables)


def plain(texts: object) -> str:
    return str(texts).replace("\u00a0", " ")


def altered(chapter: SimpleNamespace, name: str, rows: pd.DataFrame) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(chapter), name: rows})


def html(shown: object) -> str:
    return plain(shown._repr_html_())  # type: ignore[attr-defined]


def test_the_commonest_theme_is_tied_to_its_count(chapter: SimpleNamespace) -> None:
    most = chapter.counts["count"].idxmax()
    count = chapter.counts.loc[most, "count"]
    assert f"skäl för; {count}" in plain(sentences(chapter)[0])
    raised = chapter.counts.assign(
        count=chapter.counts["count"].mask(chapter.counts.index == most, count + 7)
    )
    changed = plain(sentences(altered(chapter, "counts", raised))[0])
    assert f"skäl för; {count + 7}" in changed
    assert changed != plain(sentences(chapter)[0])


def test_sides_and_agreement_follow_their_values(chapter: SimpleNamespace) -> None:
    told = plain(" ".join(sentences(chapter)))
    for name, value, words in (
        ("sides", 0.987, "99 %"),
        ("agreement", 0.123, "0,12"),
    ):
        column = "share" if name == "sides" else "alpha"
        rows = getattr(chapter, name)
        assert words not in told
        moved = altered(chapter, name, rows.assign(**{column: value}))
        assert words in plain(" ".join(sentences(moved)))


def test_hidden_themes_are_named_but_never_counted(chapter: SimpleNamespace) -> None:
    few = chapter.counts.index == chapter.counts["count"].idxmax()
    numbers = {name: chapter.counts[name].mask(few) for name in ("count", "some", "every", "share")}
    hidden = chapter.counts.assign(**numbers, status=chapter.counts["status"].mask(few, HIDDEN))
    theme = str(hidden.loc[few, "theme"].iloc[0])
    label = str(chapter.themes.set_index("theme").loc[theme, "label"])
    place = altered(chapter, "counts", hidden)
    assert label.lower() in html(few_sentence(place))
    assert label.lower() not in plain(sentences(place)[0]).lower()


def test_without_comments_the_chapter_says_what_is_missing_and_prints_no_codebook(
    chapter: SimpleNamespace, nothing: SimpleNamespace
) -> None:
    (told,) = sentences(nothing)
    assert "kommentarer.csv" in told
    for show in (codebook_table, extent_table, spread_table, agreement_sentences):
        assert not show(nothing)._repr_html_()
    assert "Gäller inte när" in html(codebook_table(chapter))


def test_only_quotes_that_pass_are_shown() -> None:
    data = drawn(60, 2, themes=2, slips=0)
    spoiled = data.comments.assign(quote=f"ring mig på 070-123 45 67, {SECRET}")
    part = prepared(follow_up(comments=spoiled, codings=data.codings))
    shown = html(quotes(SimpleNamespace(context=part.context, **part.tables)))
    assert SECRET not in shown
    assert "Inget citat kan visas" in shown
    assert "utelämnade" in shown
    everything = "".join(table.to_csv() for table in part.tables.values()) + str(part.context)
    assert SECRET not in everything
