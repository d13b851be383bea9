"""Published figures as bounds on counts."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

USER_PHASES = ("etablerat", "inlarning")
NON_USERS, IN_BETWEEN = "ej_anvandare", "mellangrupp"
CLASSES_BY_GROUP = {
    "anvandare": USER_PHASES,
    "etablerade": ("etablerat",),
    "inlarning": ("inlarning",),
    "ej_anvandare": (NON_USERS,),
    "svarande": (*USER_PHASES, NON_USERS, IN_BETWEEN),
}
# Statements of order ("the two most common challenges", "the most common success factor", 4.2.2)
# as bounds: above the next largest printed share, 87 (q8_13) and 81 (q9_6) percent.
ORDER = {"q8_3": 87.5, "q8_12": 87.5, "q9_3": 81.5}


@dataclass(frozen=True)
class Figure:
    """One published figure: `low` to `high` in percent or as a count.

    `printed` tells a number that computed values must round to from words read as an interval.
    """

    id: str
    item: str
    area: str
    group: str
    answers: tuple[str, ...]
    unit: str
    low: float
    high: float
    printed: bool

    def limits(self, low: float, high: float) -> tuple[int, int]:
        """Return the least and the greatest share allowed, in hundredths of a percent.

        A printed share reaches from half a percent below to just under half a percent above; no
        denominator here is large enough for a share to fall within that last hundredth.
        """
        least, most = round(low * 100), round(high * 100)
        return (least - 50, most + 49) if self.printed else (least, most)

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes of respondents that the figure's group consists of."""
        return CLASSES_BY_GROUP[self.group]


def survey_figures(published: pd.DataFrame, items: frozenset[str]) -> list[Figure]:
    """Return the figures that speak of answers to the instrument's items.

    `published` has one row a figure (see `sources.published`). The statements of order are added;
    response and classification are fixed by the design and are left out.
    """
    rows = published[published["origin"].eq("enkat") & published["item"].isin(items)]
    figures = [_figure(row) for row in rows.to_dict("records")]
    return figures + [
        Figure(f"ordning_{item}", item, "alla", "anvandare", ("ja", "delvis"), "procent", low,
               100, False)
        for item, low in ORDER.items()
    ]  # fmt: skip


def _figure(row: Mapping[Hashable, object]) -> Figure:
    return Figure(
        id=str(row["id"]),
        item=str(row["item"]),
        area=str(row["area"]),
        group=str(row["group"]),
        answers=tuple(str(row["answer"]).split("+")),
        unit=str(row["unit"]),
        low=float(str(row["low"])),
        high=float(str(row["high"])),
        printed=row["reading"] == "tryckt",
    )
