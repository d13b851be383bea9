"""Which way a plan's target points: at least, or at most, and when that is certain."""

import re
from dataclasses import replace

from ibic_eval.codebook.project_parts import AT_LEAST, AT_MOST, Indicator
from ibic_eval.errors import InputError

# "Lägst 80" is a floor and "högst 45" a ceiling; "över" and "under" may or may not hold the level.
_FLOOR = r"minst|lägst|åtminstone|inte mindre än|inte lägre än"
_CEILING = r"högst|max\.?|maximalt|som mest|inte mer än|inte högre än"
_PERCENT = ("procent", "%")


def with_direction(indicator: Indicator, where: str) -> Indicator:
    """Return an indicator whose target says which way it points.

    Without `riktning` the way is taken from the plan's own words, where they stand right before the
    level ("högst 45 dagar"), and from a share of all or of none, which can be passed one way only.
    Raises InputError for a target whose way isn't certain, or that contradicts the plan's words.
    """
    if indicator.target.value is None:
        return indicator
    certain = _certain(indicator)
    level = f"{where}, indikatorer ({indicator.id}): malniva är {indicator.target.value:g}"
    if not (indicator.direction or certain):
        raise InputError(
            f"{level} men det står inte om det är minst eller högst; lägg till "
            f"riktning: {AT_LEAST} eller riktning: {AT_MOST}."
        )
    if indicator.direction and certain and indicator.direction != certain:
        raise InputError(
            f"{level} med riktning {indicator.direction}, fast planen själv säger {certain}; "
            "rätta riktningen eller målnivån."
        )
    return replace(indicator, direction=indicator.direction or certain)


def _certain(indicator: Indicator) -> str:
    level = float(indicator.target.value or 0)
    words = f"{indicator.target.says} {indicator.text}".lower()
    digits = "[.,]".join(f"{level:g}".split("."))
    number = rf"\s+(?:ca\s+)?{digits}(?![0-9])"
    found = {
        way
        for way, said in ((AT_LEAST, _FLOOR), (AT_MOST, _CEILING))
        if re.search(rf"(?<!\w)(?:{said}){number}", words)
    }
    if len(found) == 1:
        return found.pop()
    share = indicator.unit.strip().lower() in _PERCENT
    if found or not share:
        return ""
    return AT_MOST if level == 0 else AT_LEAST if level == 100 else ""
