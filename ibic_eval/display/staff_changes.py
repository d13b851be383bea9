"""What changed between rounds, and where roles answer differently, in tables."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    decimal,
    integer,
    p_value,
    percent,
    points,
    points_interval,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.staff_words import (
    ALL_ANSWERS,
    FEW,
    HIGH,
    NOTHING,
    PAIRED,
    QUESTIONS,
    SHOWN,
    Chapter,
    Row,
    cell,
    month_of_round,
    own_source,
    role_name,
)
from ibic_eval.display.tables import table
from ibic_eval.display.wording import lower_first

_KINDS = {PAIRED: "De som svarade båda gångerna", ALL_ANSWERS: "Alla som svarade någon gång"}


def change_table(chapter: Chapter) -> Shown:
    """Show each question's change from the first round to the latest, of both kinds."""
    context = chapter.context
    if not context["available"] or chapter.changes.empty:
        return NOTHING
    rows = chapter.changes
    first, last = (month_of_round(context, int(rows[name].iloc[0]))
                   for name in ("first_round", "second_round"))  # fmt: skip
    lines = pd.DataFrame(
        [
            _change(row, kind, first, last)
            for kind in _KINDS
            for row in row_dicts(rows[rows["kind"].eq(kind)])
        ]
    )
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="medarbetare-andringar", group_by="Vilka", words=("Omdöme",),
        caption=f"Ändring av andelen {HIGH}, {first} till {last}.", source=own_source(context),
        notes=("Ändring och konfidensintervall (KI) i procentenheter. p är justerat för antalet "
               "frågor. Synlig är den ändring som hade upptäckts i åtta fall av tio. Likvärdig "
               "betyder att ändringen är mindre än tio procentenheter åt båda håll. "
               "De som svarade båda gångerna är jämförda med sig själva; bland alla som svarade "
               "kan andra personer ha tillkommit.", *hidden),
    )  # fmt: skip


def one_round(chapter: Chapter) -> Prose:
    """Say how a change could be seen, where only one round has enough answers."""
    if not chapter.context["available"] or not chapter.changes.empty:
        return NOTHING
    return Prose(
        ("Det finns inte två omgångar att jämföra. Låt samma personer svara igen, med samma "
         "beteckning och nästa nummer i kolumnen omgang.",)
    )  # fmt: skip


def role_table(chapter: Chapter) -> Shown:
    """Show, question by question, the roles farthest apart and whether they differ."""
    context = chapter.context
    if not context["available"] or not chapter.role_tests["status"].eq(SHOWN).any():
        return NOTHING
    lines = pd.DataFrame([_roles(row) for row in row_dicts(chapter.role_tests)])
    return table(
        lines, slug="medarbetare-roller", words=("Högst", "Lägst", "Omdöme"),
        caption="Skillnader mellan roller.", source=own_source(context),
        notes=("Medel på skalan 0 (inte alls) till 3 (i mycket hög grad), med antal svarande. Bara "
               "roller med minst fem som tog ställning jämförs. p gäller alla roller på en gång "
               "och är justerat för antalet frågor; intervallet för skillnaden gäller alla par av "
               "roller. Synlig är den skillnad som hade upptäckts i åtta fall av tio.",),
    )  # fmt: skip


def _change(row: Row, kind: str, first: str, last: str) -> dict[str, str]:
    n = row["n"] if kind == PAIRED else None
    size = integer(n) if n is not None else f"{integer(row['n_first'])}, {integer(row['n_second'])}"
    return {
        "Fråga": QUESTIONS[row["question"]],
        "Vilka": _KINDS[kind],
        "n": cell(row, size),
        first.capitalize(): cell(row, percent(row["share_first"])),
        last.capitalize(): cell(row, percent(row["share_second"])),
        "Ändring": cell(row, points(row["estimate"], "").strip()),
        "95 % KI": cell(row, points_interval(row["ci_low"], row["ci_high"])),
        "p": cell(row, p_value(row["p_holm"])),
        "Synlig": cell(row, percent(row["smallest_detectable"]).replace("%", "").strip()),
        "Omdöme": cell(row, str(row["verdict"])),
    }


def _roles(row: Row) -> dict[str, str]:
    told = {
        "Högst": _role(row, "high"),
        "Lägst": _role(row, "low"),
        "Skillnad, KI": f"{decimal(row['estimate'])} ({decimal(row['ci_low'])}–"
                        f"{decimal(row['ci_high'])})",
        "p": p_value(row["p_holm"]),
        "Synlig": decimal(row["smallest_detectable"]),
        "Omdöme": str(row["verdict"]),
    } if row["status"] == SHOWN else dict.fromkeys(
        ["Högst", "Lägst", "Skillnad, KI", "p", "Synlig", "Omdöme"], MISSING
    )  # fmt: skip
    return {"Fråga": QUESTIONS[row["question"]], **told}


def _role(row: Row, which: str) -> str:
    name = lower_first(role_name(row[f"{which}_role"]))
    return f"{name} {decimal(row[f'{which}_mean'])} ({integer(row[f'n_{which}'])})"
