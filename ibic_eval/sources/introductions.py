"""Reading when and how a municipality introduced IBIC, and what its own figures are."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.errors import InputError
from ibic_eval.sources.ibic_use import owner

FILE = "inforande.yml"
AREAS = ("aldreomsorg", "annan_sol", "lss")
REQUIRED = ("kommunkod",)
OPTIONAL = (
    "uttag",
    "ibic_start",
    "overgangsmanader",
    "systembyte",
    "andra_forandringar",
    "garanti_dagar",
    "timkostnad_kr",
    "arenden_per_ar",
    "inforandekostnad_kr",
    "enligt_plan",
    "kalla",
)
LONGEST_TRANSITION = 36
LONGEST_GUARANTEE = 365
HIGHEST_HOURLY_COST = 10_000
MOST_CASES = 1_000_000
HIGHEST_COST = 10_000_000_000

T = TypeVar("T")


@dataclass(frozen=True)
class Change:
    """Something else that changed and could have affected the same figures."""

    what: str
    date: dt.date | None


@dataclass(frozen=True)
class SystemChange:
    """A change of case system; `simultaneous` where the source says it came together with IBIC."""

    date: dt.date | None
    before: str
    after: str
    simultaneous: bool


@dataclass(frozen=True)
class Introduction:
    """What a municipality has said of its introduction of IBIC, by area where it differs.

    `starts` has the first day IBIC was used in new investigations, `guarantee_days` the longest
    time from application to decision that the municipality has promised, `cases_per_year` its
    number of investigations. Costs are in kronor. `from_plan` tells that the dates say what was
    planned and not what came to be.
    """

    municipality: str
    extracted: dt.date | None
    starts: Mapping[str, dt.date]
    transition_months: int
    system_change: SystemChange | None
    other_changes: tuple[Change, ...]
    guarantee_days: Mapping[str, int]
    hourly_cost: float | None
    cases_per_year: Mapping[str, int]
    introduction_cost: float | None
    from_plan: bool
    source: str


def no_introduction(municipality: str) -> Introduction:
    """Return what is known of a municipality that has said nothing: its code."""
    return Introduction(municipality, None, {}, 0, None, (), {}, None, {}, None, False, "")


def read_introduction(path: Path) -> Introduction:
    """Read a municipality's `inforande.yml` strictly.

    Raises InputError, one sentence, where the file is missing or no YAML, where a key is unknown,
    a date, number or area is none, a date of the extract lies in the future, or the code is not
    that of the folder the file lies in.
    """
    where = f"Filen {path.name}"
    node = y.check_keys(y.load_mapping(path), REQUIRED, OPTIONAL, where)
    return Introduction(
        municipality=_code(node, path, where),
        extracted=_extracted(node, where),
        starts=_by_area(node, "ibic_start", where, _date),
        transition_months=_transition(node, where),
        system_change=_system_change(node, where),
        other_changes=_other_changes(node, where),
        guarantee_days=_by_area(node, "garanti_dagar", where, partial(_whole, LONGEST_GUARANTEE)),
        hourly_cost=_amount(node, "timkostnad_kr", where, HIGHEST_HOURLY_COST),
        cases_per_year=_by_area(node, "arenden_per_ar", where, partial(_whole, MOST_CASES)),
        introduction_cost=_amount(node, "inforandekostnad_kr", where, HIGHEST_COST),
        from_plan=y.flag(node, "enligt_plan", where),
        source=y.text(node, "kalla", where, default=""),
    )


def _code(node: y.Node, path: Path, where: str) -> str:
    code = node["kommunkod"]
    if not isinstance(code, str) or len(code) != 4 or not code.isdecimal():
        raise InputError(
            f'{where}: kommunkod ska vara fyra siffror inom citattecken, som "1489"; rätta koden.'
        )
    if owner(path) not in ("", code):
        raise InputError(
            f"{where} gäller kommunkoden {code} fast mappen är för {owner(path)}; "
            "rätta koden eller flytta filen till rätt mapp."
        )
    return code


def _extracted(node: y.Node, where: str) -> dt.date | None:
    day = _date(node, "uttag", where) if node.get("uttag") is not None else None
    if day is not None and day > dt.date.today():
        raise InputError(f"{where}: uttag är {day}, en dag som inte har varit än; rätta datumet.")
    return day


def _date(node: y.Node, key: str, where: str) -> dt.date:
    value = node[key]
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise InputError(
        f"{where}: {key} ska vara ett datum skrivet ÅÅÅÅ-MM-DD utan citattecken, som 2020-12-31."
    )


def _transition(node: y.Node, where: str) -> int:
    key = "overgangsmanader"
    return 0 if node.get(key) is None else _whole(LONGEST_TRANSITION, node, key, where)


def _whole(most: int, node: y.Node, key: str, where: str) -> int:
    value = node[key]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise InputError(
            f"{where}: {key} ska vara ett heltal från 0 till {most}, utan mellanslag och ”kr”."
        )
    return value


def _amount(node: y.Node, key: str, where: str, most: int) -> float | None:
    value = node.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise InputError(
            f"{where}: {key} ska vara ett belopp i kronor från 0 till {most}, "
            "skrivet utan mellanslag och ”kr”."
        )
    return float(value)


def _by_area(
    node: y.Node, key: str, where: str, read: Callable[[y.Node, str, str], T]
) -> Mapping[str, T]:
    if node.get(key) is None:
        return {}
    place = f"{where}, {key}"
    inner = y.check_keys(node[key], (), AREAS, place)
    return {area: read(inner, area, place) for area in AREAS if inner.get(area) is not None}


def _system_change(node: y.Node, where: str) -> SystemChange | None:
    if node.get("systembyte") is None:
        return None
    place = f"{where}, systembyte"
    inner = y.check_keys(node["systembyte"], ("fran", "till"), ("datum", "samtidigt"), place)
    return SystemChange(
        date=_date(inner, "datum", place) if inner.get("datum") is not None else None,
        before=y.text(inner, "fran", place),
        after=y.text(inner, "till", place),
        simultaneous=y.flag(inner, "samtidigt", place),
    )


def _other_changes(node: y.Node, where: str) -> tuple[Change, ...]:
    if node.get("andra_forandringar") is None:
        return ()
    place = f"{where}, andra_forandringar"
    entries = y.sequence(node, "andra_forandringar", where)
    return tuple(
        _change(y.check_keys(each, ("vad",), ("datum",), place), place) for each in entries
    )


def _change(entry: object, where: str) -> Change:
    node = y.check_keys(entry, ("vad",), ("datum",), where)
    day = _date(node, "datum", where) if node.get("datum") is not None else None
    return Change(y.text(node, "vad", where), day)
