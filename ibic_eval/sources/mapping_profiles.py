"""Reading mapping profiles: how a case system's export becomes our tables."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.variables import Codebook
from ibic_eval.errors import InputError
from ibic_eval.sources.mapping_tables import TableMapping, table_mapping

OWN_PROFILE = "profil.yml"
# Headings of systems that there is no profile for; lies among the profiles.
HEADINGS = "rubriker.yml"
BASED_ON = "utgar_fran"
KEYS = ("titel", "system", "verifierad", "tabeller")
OPTIONS = ("verifierad_av", "verifierad_datum", "anmarkning")
# What `ibic-eval map` writes where it can't tell; nothing is read until it is replaced.
CHOOSE = "VÄLJ"


@dataclass(frozen=True)
class MappingProfile:
    """A profile of one system, or of one municipality's export.

    `verified` tells that the headings were compared with a real export, by whom and when.
    """

    title: str
    system: str
    verified: bool
    verified_by: str
    verified_on: dt.date | None
    note: str
    file: str
    tables: Mapping[str, TableMapping]


def read_profile(path: Path, codebooks: Mapping[str, Codebook], bases: Path) -> MappingProfile:
    """Read a profile strictly, on top of the one of `bases` that it says it comes from, if any.

    In a profile with `utgar_fran` a mapping is laid over that of the system's profile key for key,
    anything else replaces it, and an empty value takes it away. `codebooks` has the keys `arenden`,
    `bedomningar` and `planer`. Raises InputError, one sentence, for an unknown key, column, code or
    date format, for a date format or decimal sign that is not stated, and for what `ibic-eval map`
    left to be chosen.
    """
    where = f"Filen {path.name}"
    node = dict(y.load_mapping(path))
    base = node.pop(BASED_ON, None)
    if base is not None:
        node = _over(y.load_mapping(_base_path(base, bases, where)), node)
    node = dict(y.check_keys(node, KEYS, OPTIONS, where))
    _refuse_unchosen(node, (), where)
    verified = y.flag(node, "verifierad", where)
    tables = y.check_keys(node["tabeller"], (), codebooks, f"{where}, tabeller")
    return MappingProfile(
        title=y.text(node, "titel", where),
        system=y.text(node, "system", where),
        verified=verified,
        verified_by=y.text(node, "verifierad_av", where, None if verified else ""),
        verified_on=_day(node, where) if verified else None,
        note=y.text(node, "anmarkning", where, default="").strip(),
        file=path.name,
        tables={
            name: table_mapping(tables[name], codebooks[name], f"{where}, {name}")
            for name in tables
        },
    )


def system_profiles(bases: Path) -> tuple[str, ...]:
    """Return the names of the systems that there are profiles for."""
    return tuple(sorted(path.stem for path in bases.glob("*.yml") if path.name != HEADINGS))


def read_headings(
    path: Path, codebooks: Mapping[str, Codebook]
) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the headings that exports may have: table -> our column -> theirs.

    Raises InputError for a table or column that no codebook has.
    """
    where = f"Filen {path.name}"
    tables = y.check_keys(y.load_mapping(path), codebooks, (), where)
    for name, columns in tables.items():
        y.check_keys(columns, (), codebooks[name].names, f"{where}, {name}")
    return {
        name: {ours: y.texts(columns, ours, f"{where}, {name}") for ours in columns}
        for name, columns in tables.items()
    }


def _base_path(base: object, bases: Path, where: str) -> Path:
    known = system_profiles(bases)
    if base not in known:
        raise InputError(f"{where}: {BASED_ON} ska vara något av {', '.join(known)}.")
    return bases / f"{base}.yml"


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.pop(key, None)
        if isinstance(under, dict) and isinstance(value, dict):
            merged[key] = _over(under, value)
        elif value is not None:
            merged[key] = value
    return merged


def _refuse_unchosen(node: object, keys: tuple[str, ...], where: str) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            _refuse_unchosen(value, (*keys, str(key)), where)
    elif node == CHOOSE:
        place = " under ".join(reversed(keys[1:] or keys))
        raise InputError(f"{where}: {place} står som {CHOOSE}; skriv det rätta värdet i stället.")


def _day(node: y.Node, where: str) -> dt.date:
    day = node.get("verifierad_datum")
    if isinstance(day, dt.date) and not isinstance(day, dt.datetime):
        return day
    raise InputError(
        f"{where}: verifierad_datum ska vara dagen då rubrikerna jämfördes med ett riktigt uttag, "
        "till exempel 2026-01-31."
    )
