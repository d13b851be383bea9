"""Which population the report's response rate fits.

The report prints the number of answers (164), the rate (53 %), the seven that declined (about 2 %)
and that all municipalities and the districts of Stockholm and Göteborg were asked, but not how many
that makes (avsnitt 1.1 and 1.2.2).
"""

from dataclasses import dataclass

import pandas as pd

from ibic_eval.estimates.intervals import share_interval

ANSWERED = 164
DECLINED = 7
PRINTED_RATE = 53
PRINTED_DECLINED = 2
POPULATION = 312
FRACTION = ANSWERED / POPULATION


@dataclass(frozen=True)
class Frame:
    """One way to count those who were asked: municipalities and districts."""

    label: str
    municipalities: int
    stockholm: int
    goteborg: int

    @property
    def size(self) -> int:
        """Return the number of units asked."""
        return self.municipalities + self.stockholm + self.goteborg


# Stockholm had 14 districts until 30 June 2020, when Hägersten-Liljeholmen and Älvsjö became one;
# Göteborg had 10 until the end of the year. The survey was out in September and October 2020.
CANDIDATES = (
    Frame("Alla kommuner, inga stadsdelar", 290, 0, 0),
    Frame("288 kommuner, 13 stadsdelar i Stockholm och 10 i Göteborg", 288, 13, 10),
    Frame("288 kommuner, 14 stadsdelar i Stockholm och 10 i Göteborg", 288, 14, 10),
    Frame("290 kommuner och dessutom 13 + 10 stadsdelar", 290, 13, 10),
    Frame("290 kommuner och dessutom 14 + 10 stadsdelar", 290, 14, 10),
)


def half_up_percent(count: int, total: int) -> int:
    """Round count/total to whole percent, halves up, in exact integer arithmetic."""
    return (200 * count + total) // (2 * total)


def fits_publication(population: int) -> bool:
    """Tell whether this many asked gives both rates that the report prints."""
    return (
        half_up_percent(ANSWERED, population) == PRINTED_RATE
        and half_up_percent(DECLINED, population) == PRINTED_DECLINED
    )


def fitting_populations() -> list[int]:
    """Return every population that gives the printed rates: 307 to 312."""
    return [size for size in range(ANSWERED, 20 * ANSWERED) if fits_publication(size)]


def candidate_frames() -> pd.DataFrame:
    """Return one row for each way to count those asked, with its rate and whether it fits.

    Columns `frame, municipalities, stockholm, goteborg, population, rate (proportion),
    rate_percent, declined_percent, fits`. That the rate fits only where the districts stand in
    place of their cities is how the population is known: 312 with the districts of the first half
    of 2020, 311 with those at the time of the survey. Neither changes a figure (`interval_widths`).
    """
    rows = [
        {
            "frame": frame.label,
            "municipalities": frame.municipalities,
            "stockholm": frame.stockholm,
            "goteborg": frame.goteborg,
            "population": frame.size,
            "rate": ANSWERED / frame.size,
            "rate_percent": half_up_percent(ANSWERED, frame.size),
            "declined_percent": half_up_percent(DECLINED, frame.size),
            "fits": fits_publication(frame.size),
        }
        for frame in CANDIDATES
    ]
    return pd.DataFrame(rows)


def interval_widths(share: float = 0.5, n: int = ANSWERED) -> pd.DataFrame:
    """Return how wide the interval of a share is under every population that fits.

    Columns `population, ci_low, ci_high, width, change` (proportions); `change` is the width less
    that under POPULATION, so it shows what the choice among the fitting populations is worth.
    """
    populations = fitting_populations()
    limits = [share_interval(share, n, ANSWERED / population) for population in populations]
    widths = pd.DataFrame(limits, columns=["ci_low", "ci_high"])
    widths.insert(0, "population", populations)
    width = widths["ci_high"] - widths["ci_low"]
    chosen = width[widths["population"].eq(POPULATION)].item()
    return widths.assign(width=width, change=width - chosen)
