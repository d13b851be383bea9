"""The codebook of themes: sound, sourced, told in the README, and refused where it isn't."""

from pathlib import Path

import pytest

from ibic_eval.codebook.comment_themes import (
    AGAINST,
    CONDITION,
    FOR,
    NO_THEME,
    CommentThemes,
    load_themes,
)
from ibic_eval.codebook.variables import load_codebook
from ibic_eval.errors import InputError

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "surveys" / "kommentarer"
FILE = FOLDER / "instrument.yml"


@pytest.fixture(scope="module")
def themes() -> CommentThemes:
    return load_themes(FILE)


def test_reasons_of_both_figures_are_there(themes: CommentThemes) -> None:
    sides = {each.id: each.side for each in themes.themes}
    assert set(sides.values()) == {FOR, AGAINST, CONDITION}
    for each in themes.themes:
        places = {source.place for source in each.sources}
        assert places <= {"figur 8", "figur 9"}
        assert ("figur 8" in places) if each.side == FOR else ("figur 9" in places)


def test_quotes_from_the_figures_are_short(themes: CommentThemes) -> None:
    quotes = [source.quote_sv for each in themes.themes for source in each.sources]
    assert all(1 <= len(quote.split()) <= 12 for quote in quotes)
    assert len(set(quotes)) == len(quotes)


def test_every_rule_is_told_in_sentences(themes: CommentThemes) -> None:
    for rule in (themes.none, *(each.rule for each in themes.themes)):
        assert all(text.endswith(".") for text in (rule.means_sv, rule.applies_sv, rule.except_sv))
    assert all(each.example_sv.endswith(".") for each in themes.themes)


def test_exclusions_point_to_themes_that_are_there(themes: CommentThemes) -> None:
    """Each rule's exclusion says where such a comment belongs instead, but for two general ones."""
    names = [each.label_sv.lower() for each in themes.themes] + ["inget tema"]
    stems = {word[:5] for name in names for word in name.replace(",", "").split() if len(word) > 4}
    told = [each.rule.except_sv.lower() for each in themes.themes]
    assert all(any(stem in text for stem in stems) or "temat" in text for text in told)


def test_the_readme_has_the_same_themes(themes: CommentThemes) -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    sides = {FOR: "skäl för", AGAINST: "skäl emot", CONDITION: "villkor"}
    for each in themes.themes:
        assert f"| `{each.id}` | {each.label_sv} | {sides[each.side]}" in text
    assert f"`{NO_THEME}`" in text


def test_the_ids_fit_the_file_of_codings(themes: CommentThemes) -> None:
    pattern = load_codebook(ROOT / "data" / "codebooks" / "kodning.yml").variable("tema").pattern
    assert pattern == "[a-z0-9_]{1,40}"
    assert NO_THEME not in themes.ids


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: struktur", "id: Struktur", "id ska ha 1–40 tecken"),
        ("id: struktur", "id: inget_tema", "får inte vara inget_tema"),
        ("id: struktur", "id: delaktighet", "delaktighet förekommer två gånger"),
        ("side: villkor", "side: bra", "side ska vara for, emot eller villkor"),
        ("document: vardanalys, place: figur 8, quote: sätter", "document: annan, place: figur 8, "
         "quote: sätter", "nämner annan"),
        ("sv: Utebliven nytta", f"sv: {'a' * 41}", "högst 40 tecken"),
        ("    example: Två handläggare", "    exempel: Två handläggare", "okända nyckeln exempel"),
        ("sv: Utebliven nytta", "sv: Tydlighet och struktur", "förekommer två gånger"),
    ],
)  # fmt: skip
def test_faults_are_told_in_swedish(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "instrument.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load_themes(path)
