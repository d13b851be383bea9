"""Reads what the runs have left: every municipality of the register, also those never run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.reports.municipality import REPORT as REPORT_FILE
from ibic_eval.runs import manifest as m

# Where a municipality stands
DONE, NO_OWN_DATA, FAILED, NOT_RUN = STATES = ("klar", "utan_underlag", "fel", "inte_kord")
UNREADABLE = "Resultatfilen gick inte att läsa, så kommunens resultat visas inte."
FAILED_WITHOUT_WORDS = "Körningen stannade innan den var klar."

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Place:
    """A municipality and what there is to show of it.

    `report` is a path from the reports' folder, blank where there is none; `results` are the rows
    of RESULTS (`estimates.history_schemas`); `chapters` the status of each notebook; `sentence`
    says why something is missing.
    """

    code: str
    name: str
    county_code: str
    county: str
    skr_code: str
    skr_name: str
    fictional: bool
    state: str = NOT_RUN
    sentence: str = ""
    report: str = ""
    made: str = ""
    results: tuple[Row, ...] = ()
    chapters: Mapping[str, str] | None = None


class Outputs(NamedTuple):
    """The municipalities in order of name, fictional ones last; and files that couldn't be used."""

    places: tuple[Place, ...]
    faults: tuple[str, ...]

    @property
    def real(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.fictional)

    @property
    def fictional(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.fictional)


def read_outputs(out: Path, register: pd.DataFrame) -> Outputs:
    """Read a folder of reports; a faulty file becomes a sentence, never an error.

    Of the fictional municipalities of `register` only those that have been run are there.
    """
    jobs, faults = _jobs(out)
    found = [_read(out, place, jobs.get(place.code, [])) for place in _registered(register)]
    shown = [place for place, _ in found if not place.fictional or place.state != NOT_RUN]
    told = tuple(filter(None, (faults, *(fault for _, fault in found))))
    return Outputs(tuple(sorted(shown, key=_order)), told)


def _jobs(out: Path) -> tuple[dict[str, list[m.JobRow]], str]:
    """Return the jobs by municipality, none with a sentence where they can't be read."""
    try:
        manifest = m.read_manifest(out)
    except InputError as error:
        return {}, str(error)
    by_code: dict[str, list[m.JobRow]] = {}
    for row in manifest["jobs"] if manifest else []:
        by_code.setdefault(row["municipality"], []).append(row)
    return by_code, ""


def _registered(register: pd.DataFrame) -> Iterable[Place]:
    columns = ["code", "name", "county_code", "county", "skr2023", "skr2023_name", "fictional"]
    for row in register[columns].to_dict("records"):
        code, name, county_code, county, skr_code, skr_name = (str(row[key]) for key in columns[:6])
        yield Place(
            code, name, county_code, county, skr_code, skr_name, fictional=bool(row["fictional"])
        )


def _read(out: Path, place: Place, jobs: list[m.JobRow]) -> tuple[Place, str]:
    """Return the municipality with what lies in its folder, and what is wrong with that."""
    report = f"{place.code}/{REPORT_FILE}"
    known = replace(place, report=report if (out / report).is_file() else "")
    try:
        content = m.read_results(out, place.code)
    except InputError as error:
        return replace(known, state=FAILED, sentence=UNREADABLE), str(error)
    if content is not None:
        rows = tuple(m.results_of(content).to_dict("records"))
        known = replace(known, results=rows, chapters=content["chapters"], made=content["made"])
    return _judged(known, jobs), ""


def _judged(place: Place, jobs: list[m.JobRow]) -> Place:
    failed = [row for row in jobs if row["status"] == m.FAILED]
    if failed:
        said = failed[0]["sentence"] or FAILED_WITHOUT_WORDS
        return replace(place, state=FAILED, sentence=said)
    if not place.report:
        return place
    return replace(place, state=DONE if _has_own_numbers(place) else NO_OWN_DATA)


def _has_own_numbers(place: Place) -> bool:
    """Tell whether a number of the municipality's own is known, be it hidden."""
    return any(row["status"] in ("visas", "dold") and row["form"] for row in place.results)


def _order(place: Place) -> tuple[bool, list[int]]:
    return place.fictional, swedish(place.name)


def swedish(name: str) -> list[int]:
    """Return a key that sorts names as Swedish does: å, ä, ö after z."""
    return [_PLACES.get(letter, ord(letter)) for letter in name.casefold()]


_PLACES = {"å": ord("z") + 1, "ä": ord("z") + 2, "ö": ord("z") + 3, "é": ord("e")}
