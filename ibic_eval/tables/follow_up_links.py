"""What must agree between rows of a follow-up file, and between the files."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import polars as pl

from ibic_eval.tables.follow_up_references import named, shown_reference
from ibic_eval.tables.issues import ERROR, WARNING, Issue

Rows = Mapping[str, pl.DataFrame]
NO_THEME = "inget_tema"


def link_issues(
    files: Rows, faulty: Collection[str], themes: Iterable[str] | None
) -> Iterator[Issue]:
    """Yield what doesn't agree between the sound files; `faulty` names those with errors."""
    if "granskningar" in files:
        yield from _documents(files["granskningar"])
    if "kodning" in files:
        yield from _comments(files, faulty)
        yield from _themes(files["kodning"], themes)
        yield from _theme_and_none(files["kodning"])
    if {"medarbetarenkat", "medarbetarenkat_utskick"} <= set(files):
        yield from _asked(files["medarbetarenkat"], files["medarbetarenkat_utskick"])
    if {"granskningar", "granskningsunderlag"} <= set(files):
        yield from _produced(files["granskningar"], files["granskningsunderlag"])


def _documents(rows: pl.DataFrame) -> Iterator[Issue]:
    """Find documents that are of two kinds, or finished on two days."""
    words = {"slag": ("ett annat slag", ERROR), "datum": ("ett annat datum", WARNING)}
    for column, (what, severity) in words.items():
        first = pl.col(column).first().over("dokument", order_by="row")
        other = rows.filter(pl.col(column) != first)
        for file, row in other.select("file", "row").iter_rows():
            message = (
                f"Filen {file}: rad {row} har {what} i kolumnen {column} än en tidigare rad om "
                "samma dokument; rätta den ena."
            )
            yield Issue(file, message, severity, row, column)


def _comments(files: Rows, faulty: Collection[str]) -> Iterator[Issue]:
    """Find codings of comments that aren't there."""
    codings = files["kodning"]
    if "kommentarer" in faulty:
        return
    if "kommentarer" not in files:
        file = str(codings["file"][0])
        message = (
            f"Filen {file} kodar kommentarer, men filen kommentarer finns inte eller är tom; "
            "lägg den i samma mapp."
        )
        yield Issue(file, message, column="kommentar")
        return
    lost = codings.join(files["kommentarer"], on="kommentar", how="anti")
    for file, row in lost.select("file", "row").sort("row").iter_rows():
        message = (
            f"Filen {file}: rad {row} kodar en kommentar som inte finns i filen kommentarer; "
            "rätta beteckningen eller ta bort raden."
        )
        yield Issue(file, message, row=row, column="kommentar")


def _themes(codings: pl.DataFrame, themes: Iterable[str] | None) -> Iterator[Issue]:
    """Find themes that aren't in the codebook of themes."""
    if themes is None:
        return
    known = [*themes, NO_THEME]
    lost = codings.filter(~pl.col("tema").cast(pl.String).is_in(known))
    for file, row, theme in lost.select("file", "row", "tema").iter_rows():
        shown, meant = shown_reference(str(theme), known)
        what = f"temat ”{shown}”" if shown else "ett tema"
        advice = f"menade du {meant}?" if meant else f"de som finns är {named(known)}."
        message = (
            f"Filen {file}: rad {row} har {what} i kolumnen tema, som inte finns i "
            f"surveys/kommentarer; {advice}"
        )
        yield Issue(file, message, row=row, column="tema", value=shown)


def _theme_and_none(codings: pl.DataFrame) -> Iterator[Issue]:
    """Find comments that a coder has given both a theme and none."""
    none = pl.col("tema").cast(pl.String) == NO_THEME
    several = pl.len().over("kommentar", "kodare") > 1
    for file, row in codings.filter(none & several).select("file", "row").iter_rows():
        message = (
            f"Filen {file}: rad {row} säger {NO_THEME} om en kommentar som samma kodare har gett "
            "ett tema på en annan rad; ta bort den ena."
        )
        yield Issue(file, message, row=row, column="tema")


def _asked(answers: pl.DataFrame, asked: pl.DataFrame) -> Iterator[Issue]:
    """Find roles where more have answered than were asked, and those nobody says were asked."""
    keys = [pl.col("roll").cast(pl.String), pl.col("omgang")]
    counts = answers.group_by(keys).agg(pl.len().alias("answered")).sort("omgang", "roll")
    sent = asked.select(*keys, "antal", "row")
    file = str(asked["file"][0])
    both = counts.join(sent, on=["roll", "omgang"], how="left", maintain_order="left")
    for role, number, answered, people, row in both.iter_rows():
        if people is None:
            message = (
                f"Filen {file} saknar en rad för rollen {role} i omgång {number}, som har svar i "
                "medarbetarenkat; lägg till den, annars räknas ingen svarsfrekvens för rollen."
            )
            yield Issue(file, message, WARNING, column="roll")
        elif answered > people:
            message = (
                f"Filen {file}: rad {row} säger att {people} fick enkäten i rollen {role} i omgång "
                f"{number}, men fler har svarat i medarbetarenkat; rätta antalet eller svaren."
            )
            yield Issue(file, message, row=row, column="antal", value=str(people))


def _produced(reviews: pl.DataFrame, produced: pl.DataFrame) -> Iterator[Issue]:
    """Find weeks when more documents were reviewed than the other file says were finished."""
    week = pl.col("datum").dt.strftime("%G-V%V").alias("vecka")
    kind = pl.col("slag").cast(pl.String)
    counts = reviews.group_by(kind, week).agg(pl.col("dokument").n_unique().alias("reviewed"))
    stated = produced.select("file", "row", kind, pl.col("vecka").cast(pl.String), "antal")
    both = stated.join(counts, on=["slag", "vecka"], maintain_order="left")
    more = both.filter(pl.col("reviewed") > pl.col("antal"))
    for file, row, name, when, number in more.select(
        "file", "row", "slag", "vecka", "antal"
    ).iter_rows():
        message = (
            f"Filen {file}: rad {row} säger att {number} dokument av slaget {name} blev klara "
            f"{when}, men fler är granskade den veckan; rätta antalet eller datumen i granskningar."
        )
        yield Issue(file, message, WARNING, row, "antal", str(number))
