"""Whether providers differ more than chance gives: the sentences and the table."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.goal_funnel import POSITIONS
from ibic_eval.display.goal_words import (
    ALL,
    AREAS,
    NOTHING,
    SHOWN,
    Context,
    Row,
    bare_interval,
    chosen,
    count,
    hidden_or,
    legend,
    reasons,
    source,
    within,
)
from ibic_eval.display.numbers import NBSP, decimal, integer, interval, p_value, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

UNLIKELY = 0.05
_OUTSIDE = ("utanfor_95", "utanfor_998")


def spread_sentences(spread: pd.DataFrame, providers: pd.DataFrame, context: Context) -> Prose:
    """Tell by area if providers differ more than chance gives, and what could have been seen.

    `spread` and `providers` are the tables `provider_spread` and `providers`.
    """
    told = [
        spread_sentence(row, chosen(providers, area=row["area"], status=SHOWN))
        for row in row_dicts(chosen(spread, status=SHOWN))
    ]
    return Prose((*told, *reasons(spread, context).sentences), as_list=True)


def spread_sentence(row: Row, providers: pd.DataFrame) -> str:
    """Tell of one area; `providers` are its providers that may be shown."""
    basis = (
        f"p{NBSP}{p_value(row['p'])}; {integer(row['n_providers'])} utförare, "
        f"{integer(row['n'])} mål"
    )
    where = within(row["area"])
    if float(row["p"]) < UNLIKELY:
        return (
            f"Utförarna {where} skiljer sig mer än slumpen ger ({basis}): spridningen är "
            f"{decimal(row['dispersion'], 1)} gånger den väntade.{_named(providers)}"
        )
    return (
        f"Det kan inte avgöras om utförarna {where} skiljer sig åt: skillnaderna är inte större "
        f"än slumpen kan ge ({basis}).{_visible(providers)}"
    )


def _named(providers: pd.DataFrame) -> str:
    """Name those outside the limits, by name, with their limits."""
    outside = providers[providers["position"].isin(_OUTSIDE)]
    if outside.empty:
        return " Ingen enskild utförare avviker mer än vad som är vanligt bland dem."
    named = enumeration(
        f"{row['provider']} ({percent(row['adjusted'])} mot gränserna "
        f"{interval(row['low_95'], row['high_95'])})"
        for row in row_dicts(outside)
    )
    return f" Utanför 95-procentsgränserna ligger {named}."


def _visible(providers: pd.DataFrame) -> str:
    """Say what the largest provider would have had to be for its difference to be seen."""
    if providers.empty:
        return ""
    sizes = providers["n_effective"].astype("float64").reset_index(drop=True)
    largest = providers.iloc[int(sizes.idxmax())].to_dict()
    return (
        f" För att synas hade den största utföraren behövt ligga under "
        f"{percent(largest['low_95'])} eller över {percent(largest['high_95'])}."
    )


def provider_table(providers: pd.DataFrame, spread: pd.DataFrame, context: Context) -> Shown:
    """Show the numbers of each provider, by area and name.

    `providers` and `spread` are the tables `providers` and `provider_spread`.
    """
    rows = chosen(providers, status=SHOWN)
    if rows.empty:
        return NOTHING
    frame = pd.DataFrame([_line(row) for row in row_dicts(rows)])
    notes = (
        "Andel är målen som nåddes helt eller delvis; väntad är vad kommunens egna andelar per "
        "livsområde och nuläge skulle ge; jämförbar är områdets medel gånger andelen genom den "
        "väntade. Gränserna och 95 procents intervall för den bästa gissningen är i procent. "
        "Läget är om den jämförbara andelen ligger inom gränserna.",
        *_set_aside(spread),
        *legend(frame),
    )
    return table(
        frame, slug="mal-utforare", caption="Utförarna, i namnordning.", group_by="Område",
        source=source(context), notes=notes, words=["Läge"],
    )  # fmt: skip


def _line(row: Row) -> dict[str, str]:
    guess = bare_interval(row["shrunken_low"], row["shrunken_high"])
    return {
        "Utförare": str(row["provider"]),
        "Område": AREAS[row["area"]],
        "Mål": count(row),
        "Personer": count(row, "n_persons"),
        "Andel": hidden_or(row, percent(row["share"])),
        "Väntad": hidden_or(row, percent(row["expected"])),
        "Jämförbar": hidden_or(row, percent(row["adjusted"])),
        "Gränser 95 %": hidden_or(row, bare_interval(row["low_95"], row["high_95"])),
        "Gränser 99,8 %": hidden_or(row, bare_interval(row["low_998"], row["high_998"])),
        "Läge": POSITIONS.get(str(row["position"]), ""),
        "Bästa gissning": hidden_or(row, f"{percent(row['shrunken'])} ({guess})"),
    }


def _set_aside(spread: pd.DataFrame) -> tuple[str, ...]:
    """Say in which areas providers aren't shown since they are too small."""
    rows = spread[spread["area"].ne(ALL) & spread["n_hidden"].fillna(0).gt(0)]
    if rows.empty:
        return ()
    named = enumeration(
        f"{integer(row['n_hidden'])} {within(row['area'])}" for row in row_dicts(chosen(rows))
    )
    return (f"Utförare med för få personer visas inte: {named}.",)
