"""What an answer distribution is drawn towards where nothing was published.

These are choices, not facts: a reconstruction has to put some number where the report gives none.
They only keep the data set from lying in a corner of what the published figures allow.
"""

import zlib
from collections.abc import Iterable, Mapping

from ibic_eval.codebook.instrument import Item
from ibic_eval.reconstruction.figures import Figure

# Percent of those who answered, by scale.
BY_SCALE = {
    "kryss": {"ja": 30, "nej": 70},
    "ja_nej": {"ja": 70, "nej": 15, "vet_inte": 15},
    "ja_nej_delvis": {"ja": 5, "nej": 75, "delvis": 5, "vet_inte": 15},
    "uppfoljning": {"arligen": 25, "vartannat_ar": 8, "mer_sallan": 7, "inte_regelbundet": 60},
    "forandring": {
        "okat": 20, "oforandrat": 45, "minskat": 5, "vet_inte": 20, "inte_aktuellt": 10,
    },
    "instammande": {"stammer": 30, "stammer_inte": 35, "vet_inte": 25, "inte_aktuellt": 10},
    "systemstod": {
        "stammer": 40, "delvis": 25, "stammer_inte": 20, "vet_inte": 10, "inte_aktuellt": 5,
    },
    "utmaning": {"ja": 20, "delvis": 20, "nej": 40, "vet_inte": 12, "inte_aktuellt": 8},
    "framgang": {"ja": 20, "delvis": 18, "nej": 37, "vet_inte": 12, "inte_aktuellt": 13},
    "viktighet": {
        "viktig": 15, "ganska_viktig": 18, "inte_viktig": 42, "vet_inte": 13, "inte_aktuellt": 12,
    },
}  # fmt: skip
# Ticks that say something is the rule rather than the exception.
BY_ITEM = {"q1_4": {"ja": 35, "nej": 65}, "q1_6": {"ja": 75, "nej": 25}}


def target_shares(item: Item, figures: Iterable[Figure], group: str) -> dict[str, float]:
    """Return each code's target, in percent, for one item and group.

    Starts from the scale's default, moves each code with a printed share to the middle of what is
    printed for the group (or for all users) and scales the other codes to what is left.
    """
    default = BY_ITEM.get(item.id) or _tilted(item)
    fixed: dict[str, float] = {}
    for figure in sorted(figures, key=lambda f: (f.group != group, len(f.answers))):
        if figure.unit != "procent" or figure.group not in (group, "anvandare", "svarande"):
            continue
        _fix(fixed, figure, default)
    rest = {code: weight for code, weight in default.items() if code not in fixed}
    left = max(100 - sum(fixed.values()), 0)
    scale = left / sum(rest.values()) if rest else 0
    return {code: fixed.get(code, rest.get(code, 0) * scale) for code in default}


def _tilted(item: Item) -> dict[str, float]:
    """Return the scale's default, with the first answer more or less common by the item's name.

    Questions differ: without this, all that nothing was published about would look the same.
    """
    default = BY_SCALE[item.scale.id if item.scale else "kryss"]
    first, *others = default
    lean = 0.6 + (zlib.crc32(item.id.encode()) % 81) / 100
    weight = default[first] * lean
    scale = (100 - weight) / sum(default[code] for code in others)
    return {first: weight, **{code: default[code] * scale for code in others}}


def _fix(fixed: dict[str, float], figure: Figure, default: Mapping[str, float]) -> None:
    free = [code for code in figure.answers if code not in fixed]
    known = sum(fixed.get(code, 0) for code in figure.answers)
    middle = max((figure.low + figure.high) / 2 - known, 0)
    if not free or not (figure.printed or figure.low > 50 or figure.high < 50):
        return
    whole = sum(default[code] for code in free)
    if not figure.printed and figure.low <= whole + known <= figure.high:
        return
    fixed.update({code: middle * default[code] / whole for code in free})
