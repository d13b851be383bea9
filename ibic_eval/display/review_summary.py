"""What a board needs to know of the reviews: each sentence with its number and interval."""

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import integer
from ibic_eval.display.review_agreement import poor_sentences
from ibic_eval.display.review_chart_words import shifted
from ibic_eval.display.review_profile_words import changed, lowest_sentence
from ibic_eval.display.review_sizes import size_sentences
from ibic_eval.display.review_texts import coverage_sentences, lacks
from ibic_eval.display.review_words import HIGHER, LOWER, SHOWN, Chapter, latest_in_text
from ibic_eval.display.row_dicts import row_dicts


def summary(chapter: Chapter) -> Prose:
    """Return the sentences as the summary's list."""
    return Prose(sentences(chapter), as_list=True, kind="sammanfattning")


def sentences(chapter: Chapter) -> tuple[str, ...]:
    """Return what the reviews say: how many, the parts, what changed, how sure; or what is missing.

    Each number is a value of the released tables.
    """
    context = chapter.context
    if not context["available"]:
        return (f"Granskning av dokument: {' '.join(lacks(chapter).sentences)}",)
    invented = "Påhittade data. " if context["fictional"] else ""
    covered = " ".join(coverage_sentences(chapter).sentences)
    found = (
        f"{invented}Granskning av dokument: {covered}",
        _parts(chapter),
        " ".join(_changes(chapter)),
        " ".join(poor_sentences(chapter)),
        " ".join(size_sentences(chapter).sentences),
    )
    return tuple(filter(None, found))


def brief(chapter: Chapter) -> tuple[str, ...]:
    """Return the sentences that a summary has room for: what changed and where reviewers differ."""
    if not chapter.context["available"]:
        return ("Granskningar av utredningar, planer och uppföljningar saknas.",)
    return (*_changes(chapter), *poor_sentences(chapter)[:1])


def _parts(chapter: Chapter) -> str:
    lowest = lowest_sentence(chapter)
    if not lowest:
        return ""
    return (
        f"Delarna av IBIC under {latest_in_text(chapter.context)}: {lowest[0].lower()}{lowest[1:]}"
    )


def _changes(chapter: Chapter) -> tuple[str, ...]:
    """Tell the lasting changes of the charts; else those between the first and latest weeks."""
    shifts = tuple(shifted(row) for row in row_dicts(chapter.shifts))
    known = chapter.changes[chapter.changes["status"].eq(SHOWN)]
    moved = tuple(changed(row) for row in row_dicts(known) if row["verdict"] in (HIGHER, LOWER))
    if shifts or moved:
        return (*shifts, *moved)
    charted = int(chapter.charts["status"].eq(SHOWN).sum())
    if not charted and known.empty:
        return (
            "Granskningarna är för få eller för korta i tid för att visa om något har ändrats.",
        )
    return (
        f"Ingen bestående ändring syns i {integer(charted)} styrdiagram, och ingen av "
        f"{integer(len(known))} jämförelser mellan de första och de senaste veckorna är säkert "
        "ändrad.",
    )
