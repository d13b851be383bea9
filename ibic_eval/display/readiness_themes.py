"""How far each theme has come, by role, and what has changed since the round before."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.lines import Line2D

from ibic_eval.display.canvas import (
    Canvas,
    headed,
    house_style,
    mark_axis,
    open_canvas,
    save,
)
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    decimal,
    integer,
    is_missing,
)
from ibic_eval.display.palette import FAINT, GRID, INK, SERIES, WHITE
from ibic_eval.display.readiness_words import (
    CI,
    EVERYONE,
    FEW,
    NOTHING,
    SHOWN,
    SUPPRESSED,
    Chapter,
    Context,
    Row,
    highest,
    latest,
    mean_cell,
    month_of_round,
    own_source,
    role_in_text,
    signed,
    signed_span,
    span,
    theme_names,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

_LEFT, _RIGHT, _HEAD = 2.5, 1.75, 0.62
_COLUMNS = (5.8, 6.3, 7.05)
_LEGEND_COLUMNS = 3
_LOOKS: Sequence[tuple[str, str]] = (
    ("^", SERIES[1]), ("s", SERIES[2]), ("v", SERIES[0]), ("P", SERIES[1]), ("X", SERIES[2]),
    ("<", SERIES[0]), (">", SERIES[1]), ("*", SERIES[2]),
)  # fmt: skip
_NOTE = (
    "Medel av svaren på temats påståenden, från 0 (inte påbörjat) till 3 (helt på plats); vet inte "
    "räknas inte med. KI är 95 procents konfidensintervall, n antalet personer."
)

Means = Mapping[tuple[str, str], Row]


def theme_figure(chapter: Chapter) -> Shown:
    """Draw each theme's mean level with its interval, and the means of the roles beside it."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    means = _means(chapter)
    themes = {theme: name for theme, name in theme_names(chapter).items() if
              _shown(means.get((theme, EVERYONE)))}  # fmt: skip
    roles = _roles(means, context)
    with house_style():
        image = _drawn(themes, roles, means, context)
    return Exhibit(
        "figur", "beredskap-teman", "Beredskapen i varje tema, och hur rollerna ser på den.",
        (image,), own_source(context), (_NOTE,),
    )  # fmt: skip


def theme_table(chapter: Chapter) -> Shown:
    """Show the same means with their intervals, a column a role that may be shown."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    means = _means(chapter)
    roles = _roles(means, context)
    lines = pd.DataFrame(
        [
            {
                "Tema": name,
                "Alla": mean_cell(means.get((theme, EVERYONE))),
                **{context["roles"][role]: mean_cell(means.get((theme, role))) for role in roles},
            }
            for theme, name in theme_names(chapter).items()
        ]
    )
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="beredskap-roller", source=own_source(context),
        caption="Medelnivå i varje tema efter roll, med konfidensintervall och antal personer.",
        notes=(_NOTE, "Roller med färre än fem svarande är dolda, och ibland en roll till.",
               *hidden),
    )  # fmt: skip


def change_table(chapter: Chapter) -> Shown:
    """Show how the themes have changed since the round before, where there is one."""
    changes, context = chapter.changes, chapter.context
    if changes.empty:
        return NOTHING
    names = theme_names(chapter)
    lines = [
        {
            "Tema": names[row["theme"]],
            "Ändring": _unless_hidden(row, signed(row["difference"])),
            "95 % KI": _unless_hidden(row, signed_span(row["ci_low"], row["ci_high"])),
            "n": _unless_hidden(row, _counts(row)),
            "Omdöme": MISSING if is_missing(row["verdict"]) else str(row["verdict"]),
        }
        for row in row_dicts(changes)
    ]
    first, second = (
        month_of_round(context, int(changes[name].iloc[0]))
        for name in ("first_round", "second_round")
    )
    return table(
        pd.DataFrame(lines), slug="beredskap-forandring", source=own_source(context),
        caption=f"Ändring av medelnivån från {first} till {second}.", words=("Omdöme",),
        notes=("n är antalet personer före, efter och i båda omgångarna. Omdömet tar hänsyn till "
               "att flera teman prövas: högre och lägre gäller alla teman på en gång. En ändring "
               "kan bero på att andra personer har svarat.",),
    )  # fmt: skip


def _unless_hidden(row: Row, text: str) -> str:
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(row["status"]), MISSING)


def _counts(row: Row) -> str:
    both = HIDDEN if is_missing(row["n_both"]) else integer(row["n_both"])
    return f"{integer(row['n_first'])}, {integer(row['n_second'])}, {both}"


def _means(chapter: Chapter) -> Means:
    rows = latest(chapter.themes, chapter.context)
    return {(row["theme"], row["role"]): row for row in row_dicts(rows)}


def _shown(row: Row | None) -> bool:
    return row is not None and row["status"] == SHOWN


def _roles(means: Means, context: Context) -> list[str]:
    """Return the roles with something to show, in the order of the instrument."""
    seen = {role for (_, role), row in means.items() if _shown(row)}
    return [role for role in context["roles"] if role in seen]


def _drawn(
    themes: Mapping[str, str], roles: Sequence[str], means: Means, context: Context
) -> Image:
    rows = [("", name) for name in themes.values()]
    canvas = open_canvas(headed(rows, _LEFT), _LEFT, _RIGHT, _HEAD)
    levels = {level: context["scale"][code] for code, level in context["levels"].items()}
    canvas.axes.set_xlim(-0.05, highest(context) + 0.05)
    mark_axis(canvas, {float(level): _broken(name) for level, name in levels.items()}, "")
    looks = dict(zip(roles, _LOOKS, strict=False))
    _legend(canvas, looks, context)
    overall = [means[theme, EVERYONE] for theme in themes]
    canvas.column(_COLUMNS[0], "Medel", [decimal(row["mean"]) for row in overall])
    canvas.column(_COLUMNS[1], CI, [span(row["ci_low"], row["ci_high"]) for row in overall])
    canvas.column(_COLUMNS[2], "n", [integer(row["n"]) for row in overall])
    for y, theme in zip(canvas.row_places, themes, strict=True):
        _theme(canvas, y, theme, means, looks)
    alt = " ".join(
        ["Punktdiagram med skala från 0 till 3.",
         *(_sentence(theme, name, roles, means, context) for theme, name in themes.items())]
    )  # fmt: skip
    return save(canvas.figure, alt)


def _broken(name: str) -> str:
    return name.replace(" ", "\n", 1)


def _theme(
    canvas: Canvas, y: float, theme: str, means: Means, looks: Mapping[str, tuple[str, str]]
) -> None:
    canvas.axes.axhline(y, color=GRID, linewidth=0.8, zorder=0)
    for role, (marker, colour) in looks.items():
        row = means.get((theme, role))
        if row is not None and row["status"] == SHOWN:
            style: dict[str, Any] = {"markerfacecolor": WHITE, "markeredgecolor": colour}
            canvas.axes.plot(row["mean"], y, marker=marker, markersize=6, clip_on=False, **style)
    row = means[theme, EVERYONE]
    canvas.axes.plot([row["ci_low"], row["ci_high"]], [y, y], color=INK, linewidth=1.6)
    canvas.axes.plot(row["mean"], y, marker="o", markersize=7, color=INK, clip_on=False)


def _legend(canvas: Canvas, looks: Mapping[str, tuple[str, str]], context: Context) -> None:
    handles = [Line2D([], [], color=INK, marker="o", linewidth=1.6, label="Alla, med KI")] + [
        Line2D([], [], linestyle="", marker=marker, markerfacecolor=WHITE,
               markeredgecolor=colour, label=context["roles"][role])
        for role, (marker, colour) in looks.items()
    ]  # fmt: skip
    canvas.figure.legend(
        handles=handles, loc="upper left", ncols=_LEGEND_COLUMNS, frameon=False, fontsize=8.5,
        labelcolor=FAINT,
    )  # fmt: skip


def _sentence(theme: str, name: str, roles: Sequence[str], means: Means, context: Context) -> str:
    row = means[theme, EVERYONE]
    told = [
        f"{role_in_text(context, role)} {decimal(means[theme, role]['mean'])}"
        for role in roles
        if _shown(means.get((theme, role)))
    ]
    beside = f"; {', '.join(told)}" if told else ""
    return (
        f"{name}: {decimal(row['mean'])} (konfidensintervall "
        f"{span(row['ci_low'], row['ci_high'])}, n = {row['n']}){beside}."
    )
