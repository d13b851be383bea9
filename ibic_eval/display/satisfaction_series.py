"""Small multiples over the years: event studies, the municipality's own series and its twin."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ibic_eval.display import drawn
from ibic_eval.display.exhibits import Exhibit, Gallery, Image, Shown, missing
from ibic_eval.display.numbers import integer, interval, p_value, percent
from ibic_eval.display.palette import FAINT, GRID, INK, SERIES
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.satisfaction_panels import (
    Panel,
    by_question,
    floats,
    legend,
    limits_of,
    row_images,
    year_ticks,
)
from ibic_eval.display.satisfaction_words import (
    NOTHING,
    QUESTIONS,
    SERVICES,
    Context,
    computed_source,
    own_source,
    signed,
    signed_interval,
)

_OWN, _GROUP, _SKR, _NATION = "kommun", "grupp", "skr", "riket"
_LINES: Mapping[str, tuple[str, dict[str, Any]]] = {
    _OWN: ("{name}", {"color": SERIES[0], "linewidth": 1.7, "marker": "o", "markersize": 3.5}),
    _GROUP: ("Samma användning av IBIC", {"color": SERIES[1], "linewidth": 1.1}),
    _SKR: ("Kommungruppen", {"color": SERIES[2], "linewidth": 1.1, "linestyle": "--"}),
    _NATION: ("Riket", {"color": FAINT, "linewidth": 1.1, "linestyle": ":"}),
}


def event_figures(
    events: pd.DataFrame, staggered: pd.DataFrame, context: Context, services: Sequence[str]
) -> Gallery:
    """Show effects by years since the start, one figure a service and one panel a question."""
    figures = [_event_figure(events, staggered, context, service) for service in services]
    return Gallery(tuple(figures) if len(events) else (figures[0],))


def _event_figure(
    events: pd.DataFrame, staggered: pd.DataFrame, context: Context, service: str
) -> Shown:
    caption = f"{SERVICES[service]}: skillnad mot kommuner som aldrig börjat, år för år."
    rows = events[events["service"].eq(service) & events["gender"].eq("T")]
    if rows.empty:
        return missing(caption)
    tests = staggered[staggered["service"].eq(service)].set_index("question")["pretrend_p"]
    limits = limits_of(rows[["ci_low", "ci_high", "band_low", "band_high"]])
    panels = [
        Panel(f"{QUESTIONS[q]} (p {p_value(tests.get(q))})", part, _event_words(q, part, tests))
        for q, part in by_question(rows)
    ]

    notes = (
        "Lodrätt: skillnad i procentenheter. Vågrätt: år sedan kommunen började; skillnaden mäts "
        "från året närmast före. Strecken är 95 procents konfidensintervall för varje år för sig, "
        "det grå fältet gäller alla år samtidigt.",
        "p prövar om kommunerna skilde sig åt redan före starten: ett litet p gör skillnaden efter "
        "starten osäker. Ett stort p bevisar inte att de utvecklades lika.",
    )
    slug = f"startar-{service.replace('_', '-')}"
    images = drawn.once(_event_images, panels, limits)
    return Exhibit("figur", slug, caption, images, computed_source(context), notes)


def _event_images(panels: Sequence[Panel], limits: tuple[float, float]) -> tuple[Image, ...]:
    def draw(axes: Axes, part: pd.DataFrame) -> None:
        _draw_events(axes, part, limits)

    return row_images(panels, draw)


def _draw_events(axes: Axes, part: pd.DataFrame, limits: tuple[float, float]) -> None:
    rows = part.sort_values("event_time")
    times = rows["event_time"].astype(int).to_numpy()
    numbers = {name: 100 * floats(rows[name]) for name in _EVENT_NUMBERS}
    centre = numbers["estimate"]
    axes.fill_between(
        times, numbers["band_low"].fillna(0), numbers["band_high"].fillna(0), color=GRID,
        alpha=0.7, linewidth=0,
    )  # fmt: skip
    axes.vlines(times, numbers["ci_low"], numbers["ci_high"], color=INK, linewidth=1)
    axes.plot(times, centre, "o", color=SERIES[0], markersize=3.5)
    axes.axhline(0, color=FAINT, linewidth=0.8)
    axes.axvline(-0.5, color=FAINT, linewidth=0.8, linestyle=":")
    axes.set_ylim(100 * limits[0], 100 * limits[1])
    axes.set_xticks([t for t in (-4, -2, 0, 2, 4) if times.min() <= t <= times.max()])


_EVENT_NUMBERS = ("estimate", "ci_low", "ci_high", "band_low", "band_high")


def _event_words(question: str, part: pd.DataFrame, tests: "pd.Series[float]") -> str:
    told = [
        f"år {row['event_time']} {signed(row['estimate'])} "
        f"({signed_interval(row['ci_low'], row['ci_high'])})"
        for row in row_dicts(part[~part["reference"]])
    ]
    return (
        f"{QUESTIONS[question]}: {', '.join(told)}; p före starten {p_value(tests.get(question))}."
    )


def own_figures(own: pd.DataFrame, context: Context, services: Sequence[str]) -> Gallery:
    """Show the municipality's results over the years, with intervals, beside those of others."""
    figures = [
        figure for service in services if (figure := _own_figure(own, context, service)) is not None
    ]
    if not figures:
        return Gallery((missing("Kommunens egna resultat över åren."),))
    return Gallery(tuple(figures))


def _own_figure(own: pd.DataFrame, context: Context, service: str) -> Shown | None:
    rows = own[own["service"].eq(service) & own["gender"].eq("T") & own["level"].isin(list(_LINES))]
    mine = rows[rows["level"].eq(_OWN) & rows["status"].eq("visas")]
    if mine.empty:
        return None
    rows = rows[rows["question"].isin(mine["question"]) & rows["share"].notna()]
    limits = limits_of(rows[["share", "ci_low", "ci_high"]][rows["level"].eq(_OWN)], rows["share"])
    start = context.get("own_start", {}).get(_area(service))
    panels = [Panel(QUESTIONS[q], part, _own_words(q, part)) for q, part in by_question(rows)]
    years = (int(rows["year"].min()), int(rows["year"].max()))

    def draw(axes: Axes, part: pd.DataFrame) -> None:
        _draw_own(axes, part, limits, years, start)

    notes = (
        "Andel nöjda i procent. Strecken är 95 procents konfidensintervall efter antalet svarande; "
        "de andra linjerna är medel av kommunernas resultat, utan den egna.",
        *(
            (f"Den lodräta linjen är kommunens start med IBIC enligt uppgift, {start}.",)
            if start
            else ()
        ),
        "Undersökningen 2020 ska jämföras med försiktighet." if _is_older(service) else "",
    )
    kept = {level: text.format(name=context["name"]) for level, (text, _) in _LINES.items()
            if level in set(rows["level"])}  # fmt: skip
    names = legend({text: _LINES[level][1] for level, text in kept.items()})
    caption = f"{SERVICES[service]}: {context['name']} och andra kommuner, {years[0]}–{years[1]}."
    slug = f"egen-{service.replace('_', '-')}"
    images = (names, *row_images(panels, draw))
    return Exhibit("figur", slug, caption, images, own_source(context), tuple(filter(None, notes)))


def _draw_own(
    axes: Axes,
    part: pd.DataFrame,
    limits: tuple[float, float],
    years: tuple[int, int],
    start: int | None,
) -> None:
    for level, (_, look) in reversed(list(_LINES.items())):
        line = part[part["level"].eq(level)].sort_values("year")
        axes.plot(line["year"].astype(int), 100 * floats(line["share"]), **look)
    own = part[part["level"].eq(_OWN)]
    axes.vlines(
        own["year"].astype(int), 100 * floats(own["ci_low"]), 100 * floats(own["ci_high"]),
        color=SERIES[0], linewidth=0.9, alpha=0.8,
    )  # fmt: skip
    if start:
        axes.axvline(start - 0.5, color=FAINT, linewidth=0.8, linestyle=":")
    axes.set_ylim(100 * limits[0], 100 * limits[1])
    axes.set_xlim(years[0] - 0.5, years[1] + 0.5)
    axes.set_xticks(year_ticks(years))


def _own_words(question: str, part: pd.DataFrame) -> str:
    own = part[part["level"].eq(_OWN)].sort_values("year")
    told = [
        f"{row['year']} {percent(row['share'])} ({interval(row['ci_low'], row['ci_high'])}, "
        f"n {integer(row['n'])})"
        for row in row_dicts(own)
    ]
    nation = row_dicts(part[part["level"].eq(_NATION)].sort_values("year").tail(1))
    others = "".join(f"; riket {row['year']} {percent(row['share'])}" for row in nation)
    return f"{QUESTIONS[question]}: {', '.join(told)}{others}."


def twin_figure(gaps: pd.DataFrame, context: Context, services: Sequence[str]) -> Shown:
    """Show the municipality and its synthetic twin, one panel a service, for the whole."""
    caption = f"{context['name']} och den syntetiska kommunen: helheten."
    rows = gaps[gaps["question"].eq("helhetssyn") & gaps["service"].isin(services)]
    if rows.empty:
        return NOTHING
    limits = limits_of(rows[["share", "synthetic"]])
    panels = [
        Panel(SERVICES[service], part, _twin_words(service, part))
        for service in services
        if len(part := rows[rows["service"].eq(service)])
    ]
    looks = {
        str(context["name"]): _LINES[_OWN][1],
        "Syntetisk kommun": {"color": SERIES[1], "linewidth": 1.3, "linestyle": "--"},
    }
    starts = context.get("own_start", {})

    def draw(axes: Axes, part: pd.DataFrame) -> None:
        line = part.sort_values("year")
        years = line["year"].astype(int)
        for column, look in zip(("share", "synthetic"), looks.values(), strict=True):
            axes.plot(years, 100 * floats(line[column]), **look)
        start = starts.get(_area(str(line["service"].iloc[0])))
        if start:
            axes.axvline(start - 0.5, color=FAINT, linewidth=0.8, linestyle=":")
        axes.set_ylim(100 * limits[0], 100 * limits[1])
        axes.set_xticks(year_ticks((int(years.min()), int(years.max()))))

    notes = (
        "Andel nöjda i procent. Den lodräta linjen är kommunens start med IBIC enligt uppgift.",
    )
    images = (legend(looks), *row_images(panels, draw))
    return Exhibit("figur", "syntetisk", caption, images, computed_source(context), notes)


def _twin_words(service: str, part: pd.DataFrame) -> str:
    told = [
        f"{row['year']} {percent(row['share'])} mot {percent(row['synthetic'])}"
        for row in row_dicts(part.sort_values("year"))
    ]
    return f"{SERVICES[service]}: {', '.join(told)}."


def _area(service: str) -> str:
    return "aldreomsorg" if _is_older(service) else "lss"


def _is_older(service: str) -> bool:
    return service in ("hemtjanst", "sarskilt_boende")
