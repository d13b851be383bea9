"""How much an investigation and a plan hold, before and after, and the index with its parts."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import HIDDEN, MISSING, decimal, integer
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.time_forest import Row, ratio_forest
from ibic_eval.display.time_words import (
    AREAS,
    EVERY_AREA,
    FEW,
    MEASURES,
    NOTHING,
    SHOWN,
    SUBJECTS,
    Context,
    caveats,
    change,
    change_interval,
    chosen,
    counts,
    hidden_or,
    in_order,
    known,
    mixed_up,
    signed,
    signed_interval,
    source,
)
from ibic_eval.display.time_words import Row as Record
from ibic_eval.display.wording import lower_first

_INDEX = "index"
_SEVERAL = 2


def complexity_forest(complexity: pd.DataFrame, context: Context) -> Shown:
    """Show how much more or less investigations and plans hold, for all areas that have begun.

    `complexity` is the table `complexity`.
    """
    found = _ordered(main_rows(complexity))
    if found.empty:
        return NOTHING
    first = found.iloc[0]
    return ratio_forest(
        [_row(record) for record in row_dicts(found)],
        (float(first["margin_low"]), float(first["margin_high"])),
        slug="tid-komplexitet",
        caption=f"Vad utredningar och planer innehåller, före och efter{_where(found)}.",
        source=source(context),
        notes=(
            "Under varje namn står medelvärdet före och efter och skillnaden i antal, justerad för "
            "hur ärendet kom in och för område. Bara utredningar som avgjordes inom de dagar som "
            "ärendena följs är med, före som efter.",
            *caveats(found),
            *mixed_up(found),
        ),
    )


def main_rows(complexity: pd.DataFrame) -> pd.DataFrame:
    """Return what could be estimated for all areas together, or else area by area."""
    shown = complexity[complexity["status"].eq(SHOWN)]
    whole = shown[shown["area"].eq(EVERY_AREA)]
    return whole if len(whole) else shown


def _where(found: pd.DataFrame) -> str:
    return ", alla områden som har börjat" if found["area"].eq(EVERY_AREA).any() else ""


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows by area, then investigations before plans, then measures as they are told."""
    places = {name: place for place, name in enumerate((*SUBJECTS, *MEASURES, *AREAS))}
    keys = rows[["area", "subject", "measure"]].apply(lambda column: column.map(places))
    order = keys.sort_values(["area", "subject", "measure"], kind="stable").index
    ordered: pd.DataFrame = rows.loc[order]
    return ordered.reset_index(drop=True)


def _row(record: Record) -> Row:
    area = record["area"]
    place = "" if area == EVERY_AREA else f", {lower_first(AREAS[area])}"
    heading = f"{SUBJECTS[record['subject']]}{place}"
    name = MEASURES[record["measure"]]
    before, after = (
        decimal(record[f"mean_{side}"], decimals_of(record)) for side in ("before", "after")
    )
    ci = float(record["ratio_low"]), float(record["ratio_high"])
    difference = (
        f"{signed(record['difference'], decimals_of(record))} ({difference_limits(record)})"
    )
    ratio, smallest = float(record["ratio"]), known(record["smallest_detectable"])
    return Row(
        heading,
        f"{name}: {before} → {after}\n{difference}",
        ratio,
        ci,
        (float(record["equivalence_low"]), float(record["equivalence_high"])),
        counts(record),
        smallest,
        str(record["verdict"]),
        f"{heading}, {lower_first(name)}: i medel {before} före och {after} efter, skillnad "
        f"{difference}, {change(ratio)} ({change_interval(*ci)}), {integer(record['n_before'])} "
        f"före och {integer(record['n_after'])} efter, minsta synliga ökning {change(smallest)}, "
        f"{record['verdict']}.",
    )


def difference_limits(record: Record) -> str:
    """Write the interval of a difference in numbers; of characters only whole ones."""
    ends = record["difference_low"], record["difference_high"]
    return signed_interval(*ends, decimals_of(record))


def decimals_of(record: Record) -> int:
    """Return how exactly the numbers of a measure are worth telling."""
    return 0 if record["measure"] == "tecken" else 1


def complexity_table(complexity: pd.DataFrame, context: Context) -> Shown:
    """Show each area's changes beside each other, where more than one has begun."""
    parts = complexity[complexity["status"].ne("saknas") & complexity["area"].ne(EVERY_AREA)]
    areas = in_order(parts)
    if len(areas) < _SEVERAL:
        return NOTHING
    each = _ordered(parts).drop_duplicates(["subject", "measure"])
    places = {name: place for place, name in enumerate((*SUBJECTS, *MEASURES))}
    keys = [(row["subject"], row["measure"]) for row in row_dicts(each[["subject", "measure"]])]
    lines = [
        {
            "Mått": MEASURES[measure],
            "Del": SUBJECTS[subject],
            **_areas(chosen(parts, subject=subject, measure=measure), areas),
        }
        for subject, measure in sorted(keys, key=lambda key: (places[key[0]], places[key[1]]))
    ]
    frame = pd.DataFrame(lines)
    return table(
        frame,
        slug="tid-komplexitet",
        caption="Innehållet område för område.",
        source=source(context),
        group_by="Del",
        notes=(
            "Ändring i procent från före till efter med 95 procents konfidensintervall (KI); n är "
            "antalet före och efter, i tiotal.",
            *caveats(parts),
            *((FEW,) if frame.isin([HIDDEN]).any(axis=None) else ()),
        ),
    )


def _areas(rows: pd.DataFrame, areas: Sequence[str]) -> dict[str, str]:
    found = rows.set_index("area").to_dict("index")
    cells: dict[str, str] = {}
    for area in areas:
        row = found.get(area, {"status": "saknas"})
        shown = row["status"] == SHOWN
        limits = change_interval(row["ratio_low"], row["ratio_high"]) if shown else ""
        ratio = f"{change(row['ratio'])} ({limits})" if shown else ""
        cells[f"{AREAS[area]}{UNDER}Ändring (KI)"] = hidden_or(row, ratio)
        cells[f"{AREAS[area]}{UNDER}n"] = hidden_or(row, counts(row) if shown else "")
    return cells


def index_table(index: pd.DataFrame, context: Context) -> Shown:
    """Show the index of complexity with every part of it; never the one without the others.

    `index` is the table `complexity_index`.
    """
    shown = index[index["status"].eq(SHOWN)]
    whole = shown[shown["area"].eq(EVERY_AREA)]
    rows = whole if len(whole) else shown
    parts = [part for part in (_INDEX, *MEASURES) if rows["part"].eq(part).any()]
    pairs = [
        (area, subject)
        for area in in_order(rows)
        for subject in SUBJECTS
        if (rows["area"].eq(area) & rows["subject"].eq(subject)).any()
    ]
    if not pairs:
        return NOTHING
    lines = [
        {"Del": MEASURES.get(part, "Index, medel av delarna"), **_parts(rows, part, pairs)}
        for part in parts
    ]
    return table(
        pd.DataFrame(lines),
        slug="tid-index",
        caption="Ett index av komplexitet, med sina delar.",
        source=source(context),
        notes=(
            "Ändring mätt i standardavvikelser av tiden före, så att olika mått kan läggas ihop: "
            "+1 betyder att ett vanligt ärende nu är så omfattande som bara vart sjätte var förut. "
            "Alla delar väger lika. Justerat för hur ärendet kom in och för område. KI är 95 "
            "procents konfidensintervall.",
        ),
    )


def _parts(rows: pd.DataFrame, part: str, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for area, subject in pairs:
        found = row_dicts(chosen(rows, area=area, subject=subject, part=part))
        place = "" if area == EVERY_AREA else f", {lower_first(AREAS[area])}"
        head = f"{SUBJECTS[subject]}{place}"
        row = found[0] if found else None
        limits = signed_interval(row["ci_low"], row["ci_high"]) if row else ""
        cells[f"{head}{UNDER}Ändring (KI)"] = (
            f"{signed(row['estimate'])} ({limits})" if row else MISSING
        )
        cells[f"{head}{UNDER}n"] = counts(row) if row else MISSING
    return cells
