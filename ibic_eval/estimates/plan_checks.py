"""One sum of a plan recomputed from its parts, and how it compares with what the plan states."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.project_values import Figure, Source

PRODUCT, SUM, CLOCK, MONTHS, SHARE = "produkt", "summa", "klockslag", "manader", "andel"
AGREES, NEARLY, DIFFERS, UNKNOWN = "stammer", "ungefar", "skiljer", "gar_inte"
COLUMNS = {
    "section": "string",
    "id": "string",
    "rule": "string",
    "subject": "string",
    "unit": "string",
    "operation": "string",
    "parts": "object",
    "recomputed": "Float64",
    "rough": "boolean",
    "stated": "Float64",
    "stated_says": "string",
    "difference": "Float64",
    "status": "string",
    "stated_source": "string",
    "parts_source": "string",
}


@dataclass(frozen=True)
class Check:
    """A sum, product or share of parts against the figure that the plan states for it.

    `parts` holds None where the plan doesn't tell a part. `rough` means that a part is approximate.
    """

    section: str
    id: str
    rule: str
    subject: str
    unit: str
    operation: str
    parts: tuple[float | None, ...]
    recomputed: float | None
    stated: Figure
    source: Source
    parts_source: Source
    rough: bool = False


def product(*figures: Figure) -> float | None:
    """Multiply figures, None where one is unknown."""
    result = 1.0
    for figure in figures:
        if figure.value is None:
            return None
        result *= figure.value
    return result


def total(figures: Iterable[Figure]) -> float | None:
    """Add figures, None where one is unknown or there are none."""
    values = [figure.value for figure in figures]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def values(*figures: Figure) -> tuple[float | None, ...]:
    """Return the figures' values."""
    return tuple(figure.value for figure in figures)


def difference(check: Check) -> float | None:
    """Return recomputed minus stated, None where either is unknown.

    Rounded to nine decimals, so that 0.1 + 0.2 against 0.3 is no difference.
    """
    if check.recomputed is None or check.stated.value is None:
        return None
    return round(check.recomputed - check.stated.value, 9)


def status(check: Check) -> str:
    """Tell whether the plan's figure agrees with its parts.

    `ungefar` means that the plan calls its figure or a part approximate, and that the difference is
    within what rounding to the stated figure's last digit other than 0 can explain: "ca 1 200" may
    stand for 1 150 to 1 250.
    """
    gap = difference(check)
    if gap is None:
        return UNKNOWN
    if gap == 0:
        return AGREES
    rough = check.stated.approximate or check.rough
    return NEARLY if rough and abs(gap) <= _half_step(check.stated.value or 0) else DIFFERS


def _half_step(value: float) -> float:
    """Return half the unit of a figure's last digit other than 0: 50 for 1200, 0.05 for 2.5."""
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return 10.0**exponent / 2 if value and isinstance(exponent, int) else 0.5


def checks_table(checks: Iterable[Check], plan: ProjectPlan) -> pd.DataFrame:
    """Return one row a check, columns `COLUMNS`; sources as the reader wants them."""
    rows = [
        {
            **{name: getattr(check, name) for name in COLUMNS if hasattr(check, name)},
            "stated": check.stated.value,
            "stated_says": check.stated.says,
            "difference": difference(check),
            "status": status(check),
            "stated_source": plan.source_text(check.source),
            "parts_source": plan.source_text(check.parts_source),
        }
        for check in checks
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
