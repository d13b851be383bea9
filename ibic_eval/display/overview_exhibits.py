"""The figures and tables of the overview."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display import overview_words as w
from ibic_eval.display.canvas import headed, house_style, mark_axis, open_canvas, plain_axes, save
from ibic_eval.display.exhibits import Exhibit, Gallery, Image, Shown
from ibic_eval.display.numbers import HIDDEN, MISSING, decimal, integer, is_missing, percent
from ibic_eval.display.palette import FAINT, INK, WHITE
from ibic_eval.display.panels import WHOLE
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.time_words import change
from ibic_eval.display.wording import AREAS, lower_first

Row = Mapping[Any, Any]
_LEFT, _RIGHT, _HEAD = 2.2, 2.1, 0.3
_AT = (5.45, 6.15)
_TICKS = (0.25, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_FILLS = {"anvander": ("#0b3c6f", ""), "anvander_inte": ("#b65c12", ""), "okant": (WHITE, "////")}
_USE_SOURCE = "Öppna källor om användningen av IBIC (data/municipalities/ibic_use.csv)"
_DEMO_SOURCE = "Påhittade uppgifter om användningen av IBIC"


def adoption_figures(view: w.Overview) -> Gallery:
    """Draw how many use IBIC year by year, an area a figure; the unknown has its own bar."""
    areas = list(dict.fromkeys(view.adoption["area"]))
    return Gallery(tuple(_adoption(view, str(area)) for area in areas))


def _adoption(view: w.Overview, area: str) -> Exhibit:
    rows = view.adoption[view.adoption["area"].eq(area)]
    wide = rows.pivot_table(index="year", columns="use", values="n", aggfunc="sum").astype(int)
    with house_style():
        figure, axes = plain_axes(2.7, (0.6, 0.1), 0.6)
        below = pd.Series(0, index=wide.index)
        for use, (colour, hatch) in _FILLS.items():
            axes.bar([str(y) for y in wide.index], wide[use], bottom=below, color=colour,
                     hatch=hatch, edgecolor=FAINT if hatch else colour, linewidth=0.6,
                     label=w.USES[use])  # fmt: skip
            below = below + wide[use]
        axes.set_ylabel("Antal kommuner")
        axes.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, -0.32), frameon=False)
        image = save(figure, _adoption_alt(wide, area))
    return Exhibit(
        "figur", f"anvandning-{area.replace('_', '-')}",
        f"Användning av IBIC år för år, {lower_first(AREAS[area])}.", (image,),
        _DEMO_SOURCE if view.context["fictional"] else _USE_SOURCE,
        ("Den som har börjat räknas som användare därefter. Det okända är okänt, och räknas inte "
         "som nej.",),
    )  # fmt: skip


def _adoption_alt(wide: pd.DataFrame, area: str) -> str:
    told = [
        f"{year}: {row['anvander']} använder, {row['anvander_inte']} använder inte, "
        f"{row['okant']} okända"
        for year, row in wide.iterrows()
    ]
    return (
        f"Antal kommuner efter användning av IBIC, {lower_first(AREAS[area])}. {'; '.join(told)}."
    )


def forests(view: w.Overview) -> Gallery:
    """Draw each outcome's effects by municipality, in order of size, with their mean below."""
    return Gallery(tuple(_forest(view, row) for row in row_dicts(view.pooled)))


def _forest(view: w.Overview, mean: Row) -> Shown:
    own = view.effects[view.effects["id"].eq(mean["id"]) & view.effects["estimate"].notna()]
    rows = row_dicts(own.sort_values(["estimate", "municipality"]))
    if not rows:
        return w.NOTHING
    drawn = [*rows, *([mean] if not is_missing(mean["estimate"]) else [])]
    labels = [*w.names_of(view, [str(row["municipality"]) for row in rows])]
    labels += ["Genomsnitt"] * (len(drawn) - len(rows))
    with house_style():
        image = _panel(drawn, labels, mean)
    hidden = mean["n_hidden"]
    notes = ["Punkt och 95 procents konfidensintervall (KI). Ordningen är storlek, inte kvalitet."]
    if len(drawn) > len(rows):
        notes.append("Genomsnittets smala streck är var en ny kommuns effekt väntas hamna.")
    if hidden:
        notes.append(f"Dolda, för få för att visas: {hidden}.")
    slug = f"effekt-{str(mean['id']).replace('_', '-')}"
    return Exhibit("figur", slug, f"{w.outcome(mean)}, ändring mot före IBIC.", (image,),
                   w.source(view), tuple(notes))  # fmt: skip


def _panel(rows: Sequence[Row], labels: Sequence[str], mean: Row) -> Image:
    canvas = open_canvas(
        headed([("", label) for label in labels], _LEFT), _LEFT, _RIGHT, _HEAD, WHOLE
    )
    spans = [(row["ci_low"], row["ci_high"]) for row in rows]
    if not is_missing(mean["prediction_low"]):
        spans.append((mean["prediction_low"], mean["prediction_high"]))
    low, high = min(low for low, _ in spans), max(high for _, high in spans)
    if mean["form"] == w.RATIO:
        ends = (min(low, 0.8) * 0.97, max(high, 1.25) * 1.03)
        canvas.axes.set_xscale("log")
        canvas.axes.minorticks_off()
        canvas.axes.set_xlim(*ends)
        ticks = {t: change(t, "") for t in _TICKS if ends[0] <= t <= ends[1]}
        mark_axis(canvas, ticks, "Ändring, procent")
    else:
        ends = (min(low, -1) - 0.2, max(high, 1) + 0.2)
        canvas.axes.set_xlim(*ends)
        whole = range(round(ends[0]), round(ends[1]) + 1)
        mark_axis(canvas, {float(t): f"{t}" for t in whole}, "Ändring, timmar")
    canvas.axes.axvline(1 if mean["form"] == w.RATIO else 0, color=FAINT, linewidth=0.9, zorder=0)
    canvas.column(_AT[0], "Ändring", [w.value(row) for row in rows])
    canvas.column(_AT[1], "KI", [w.ends(row) for row in rows])
    for y, row in zip(canvas.row_places, rows, strict=True):
        _draw(canvas.axes, y, row)
    return save(canvas.figure, _alt(rows, labels, mean))


def _draw(axes: Any, y: float, row: Row) -> None:
    is_mean = "k" in row
    if is_mean:
        axes.plot([row["prediction_low"], row["prediction_high"]], [y, y], color=FAINT, linewidth=1)
    width = 3.2 if is_mean else 1.3
    axes.plot([row["ci_low"], row["ci_high"]], [y, y], color=INK, linewidth=width, zorder=2)
    marker = "D" if is_mean else "o"
    axes.plot([row["estimate"]], [y], marker=marker, color=INK, markersize=6, zorder=3)


def _alt(rows: Sequence[Row], labels: Sequence[str], mean: Row) -> str:
    told = [
        f"{label}: {w.value(row)} ({w.ends(row)})" for label, row in zip(labels, rows, strict=True)
    ]
    return f"{w.outcome(mean)}, ändring mot före IBIC med konfidensintervall. {'; '.join(told)}."


def pooled_table(view: w.Overview) -> Shown:
    """List the mean of each outcome, how much municipalities differ, and the corrected test."""
    rows = [
        {
            "Utfall": w.outcome(row),
            "Kommuner": integer(row["k"]),
            "Dolda": integer(row["n_hidden"]),
            "Genomsnitt": w.value(row),
            w.CI: w.ends(row),
            "Väntas i ny kommun": w.ends(row, "prediction_low", "prediction_high"),
            "tau²": MISSING if is_missing(row["tau2"]) else decimal(row["tau2"], 3),
            "I²": MISSING if is_missing(row["i2"]) else percent(row["i2"]),
            "p (Holm)": w.p_or_missing(row),
            "Ändringen": w.VERDICTS[row["verdict"]],
        }
        for row in row_dicts(view.pooled)
    ]
    return table(
        pd.DataFrame(rows),
        slug="samlade-effekter",
        caption="Samlad ändring mot före IBIC, och hur mycket den skiljer sig mellan kommuner.",
        source=w.source(view),
        notes=(
            "tau² är variansen mellan kommuner (för procent: av logaritmen). I² är den del av "
            "variationen som inte är slump inom kommunerna.",
            "p är rättat för att flera utfall prövas (Holm). ”Kan inte avgöras” betyder inte att "
            "ändringen är noll.",
        ),
        words=("Ändringen",),
    )


def spread_table(view: w.Overview) -> Shown:
    """List how shares and levels are spread over the municipalities."""
    rows = [
        {
            "Resultat": w.outcome(row) if row["area"] else str(row["what"]) + _label(row),
            "Kommuner": integer(row["n_shown"]),
            "Dolda": integer(row["n_hidden"]),
            "Lägst": w.share_or_missing(row, "low"),
            "Undre kvartil": w.share_or_missing(row, "quartile1"),
            "Median": w.share_or_missing(row, "median"),
            "Övre kvartil": w.share_or_missing(row, "quartile3"),
            "Högst": w.share_or_missing(row, "high"),
        }
        for row in row_dicts(view.spread)
    ]
    return table(
        pd.DataFrame(rows),
        slug="spridning",
        caption="Spridning mellan kommuner i nivåer som betyder detsamma överallt.",
        source=w.source(view),
        notes=(
            f"Kvartiler visas där minst {w.FEWEST} kommuner har siffror. En del av spridningen är "
            "slump, mest i små kommuner. Uppgifterna kan vara från olika år.",
        ),
    )


def _label(row: Row) -> str:
    told = row["label"] and not str(row["label"])[:4].isdigit()
    return f", {row['label']}" if told else ""


def lacking_table(view: w.Overview) -> Shown:
    """List what is missing, chapter by chapter."""
    stems = list(dict.fromkeys(view.lacking["chapter"]))
    counts = view.lacking.set_index(["chapter", "status"])["n"]
    rows = [
        {
            "Kapitel": w.CHAPTERS.get(stem, stem),
            **{words: integer(counts[stem, state]) for state, words in w.STATES.items()},
        }
        for stem in stems
    ]
    return table(
        pd.DataFrame(rows),
        slug="saknas",
        caption=f"Vad som finns och saknas, antal av {integer(view.context['n'])} kommuner.",
        source=w.source(view),
        notes=(f"{HIDDEN} i rapporterna räknas här som små grupper.",) if _hides(view) else (),
    )


def _hides(view: w.Overview) -> bool:
    return bool(view.lacking.loc[view.lacking["status"].eq("suppressed"), "n"].gt(0).any())
