"""The chapter on comments: few are hidden however one reckons, and no text but quotes is kept."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ibic_eval.codebook.comment_themes import NO_THEME
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates.comment_schemas import BY, EVERY, HIDDEN, SHOWN
from ibic_eval.runs.implementation import Part
from ibic_eval.runs.implementation_comments import SCHEMAS
from ibic_eval.runs.project import PACKAGE_CHECKOUT
from ibic_eval.tables.follow_up import follow_up
from tests.attacks import attacks
from tests.comment_samples import ABOUT, THEMES, drawn, prepared


@pytest.fixture(scope="module")
def part() -> Part:
    return prepared(drawn(300))


def test_every_table_has_its_schema(part: Part) -> None:
    assert set(part.tables) == set(SCHEMAS)
    for name, schema in SCHEMAS.items():
        assert {column: str(kind) for column, kind in part.tables[name].dtypes.items()} == schema
    assert part.context["available"]
    assert part.context["lacks"] == []
    assert set(ABOUT) <= set(part.context)


def test_themes_are_all_there_and_add_up(part: Part) -> None:
    counts = part.tables["counts"].set_index("theme")
    assert list(counts.index) == [*THEMES.ids, NO_THEME]
    assert counts["n"].eq(300).all()
    unused = counts.loc[list(THEMES.ids[4:])]
    assert unused["some"].eq(0).all()  # nobody has them: shown as nought, for none is hidden
    assert part.tables["sides"]["n"].eq(300).all()


def test_nothing_is_available_without_files_or_with_few() -> None:
    without = prepared(follow_up())
    assert not without.context["available"]
    assert without.context["lacks"] == ["kommentarer.csv", "kodning.csv"]
    assert not without.context["few"]
    uncoded = prepared(follow_up(comments=drawn(20).comments))
    assert uncoded.context["lacks"] == ["kodning.csv"]
    few = prepared(drawn(MINIMUM - 1))
    assert few.context["few"]
    for each in (without, uncoded, few):
        assert all(table.empty for name, table in each.tables.items() if name != "themes")
        assert len(each.tables["themes"]) == len(THEMES.themes) + 1


def test_the_codebooks_words_are_told_for_any_municipality() -> None:
    words = prepared(follow_up()).tables["themes"]
    assert words["label"].tolist() == [*(each.label_sv for each in THEMES.themes), "Inget tema"]
    assert words["sources"].iloc[0] == "Vårdanalys 2021:2, figur 8"


# 22 is the only one in which a cell that the release doesn't know would be shown.
@attacks((0, 1, 2, 22), 24)
def test_no_few_comments_are_told_by_any_number(seed: int) -> None:
    random = np.random.default_rng(seed)
    size, themes = int(random.integers(8, 91)), int(random.integers(2, 7))
    tables = prepared(drawn(size, seed, themes=themes, slips=0.2)).tables
    counts = tables["counts"]
    for name in ("count", "some", "every"):
        assert not counts[name].between(1, MINIMUM - 1).any()
    hidden = counts.loc[counts["status"].eq(HIDDEN), "theme"]
    numbers = ["agreed", "alpha", "kappa", "ci_low", "verdict"]
    agreement = tables["agreement"].set_index("theme")
    assert agreement.loc[list(hidden), numbers].isna().all(axis=None)
    assert (
        counts.loc[counts["status"].eq(HIDDEN), ["count", "share", "undecided"]]
        .isna()
        .all(axis=None)
    )
    assert not tables["spread"]["theme"].isin(hidden).any()
    assert not tables["spread"]["count"].between(1, MINIMUM - 1).any()
    assert not tables["extent"]["n"].between(1, MINIMUM - 1).any()
    assert not tables["sides"]["count"].between(1, MINIMUM - 1).any()
    assert not tables["quotes"]["theme"].isin(hidden).any()


def test_shown_cells_hold_enough_comments_with_and_without_the_theme(part: Part) -> None:
    spread = part.tables["spread"]
    shown = spread[spread["status"].eq(SHOWN) & spread["count"].gt(0)]
    assert set(shown["variable"]) == set(BY)
    lacking = shown["n"] - shown["count"]
    assert not shown["count"].between(1, MINIMUM - 1).any()
    assert not lacking.between(1, MINIMUM - 1).any()


def test_quotes_are_few_stand_once_and_only_where_there_are_enough(part: Part) -> None:
    quotes = part.tables["quotes"]
    assert quotes.groupby("theme").size().le(2).all()
    assert quotes["quote"].is_unique
    assert len(quotes)
    counts = part.tables["counts"].set_index("theme")["count"]
    assert counts[quotes["theme"].unique()].ge(MINIMUM).all()
    assert list(quotes.columns) == ["theme", "quote"]
    assert NO_THEME not in set(quotes["theme"])


def test_unfit_quotes_are_left_out_and_their_reasons_counted() -> None:
    data = drawn(60)
    texts = ["Anna är 87 år.", "anna är 87 år."] * 30
    told = prepared(follow_up(comments=data.comments.assign(quote=texts), codings=data.codings))
    assert told.tables["quotes"].empty
    assert told.context["quotes_refused"] == {"en ålder": 2, "ett namn": 2}
    assert "anna" not in str(told.context).lower()


def test_the_municipalitys_own_name_may_be_quoted() -> None:
    data = drawn(60)
    comments = data.comments.assign(quote="Vi i Demokommun gör det bra.")
    told = prepared(follow_up(comments=comments, codings=data.codings))
    assert told.tables["quotes"]["quote"].tolist() == ["Vi i Demokommun gör det bra."]


def test_uncoded_comments_are_told_and_not_counted() -> None:
    data = drawn(60)
    coded = data.codings[data.codings["comment"].lt(40)]
    told = prepared(follow_up(comments=data.comments, codings=coded))
    assert (told.context["n_comments"], told.context["n_coded"]) == (60, 40)
    assert told.tables["counts"]["n"].eq(40).all()
    assert told.tables["extent"].set_index("variable").loc[EVERY, "n"] == 40


def test_the_same_files_give_the_same_tables(part: Part) -> None:
    again = prepared(drawn(300))
    assert again.context == part.context
    for name, frame in part.tables.items():
        pd.testing.assert_frame_equal(frame, again.tables[name])


def test_a_theme_outside_the_codebook_stops_it() -> None:
    data = drawn(20)
    with pytest.raises(ValueError, match="codebook"):
        prepared(follow_up(comments=data.comments, codings=data.codings.assign(theme="annat")))


def test_the_folder_of_the_instrument_has_a_readme() -> None:
    assert (Path(PACKAGE_CHECKOUT) / "surveys" / "kommentarer" / "README.md").exists()
