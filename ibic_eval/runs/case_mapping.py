"""Reads a municipality's raw exports through its mapping profile."""

import unicodedata
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

import pandas as pd
import polars as pl

from ibic_eval.codebook.variables import Codebook, load_codebook
from ibic_eval.errors import InputError
from ibic_eval.runs.project import Project
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.mapping_profiles import OWN_PROFILE, MappingProfile, read_profile
from ibic_eval.sources.mapping_tables import TableMapping
from ibic_eval.sources.responses import EmptyTableError
from ibic_eval.sources.text_files import TEXT_ENDINGS
from ibic_eval.tables.case_mapping import (
    Export,
    map_table,
    missing_headings,
    personal_number_issues,
    refuse_personal_headings,
    unused_headings,
)
from ibic_eval.tables.issues import WARNING, Issue, issues_table

TABLES = ("arenden", "bedomningar", "planer")
ENDINGS = (*TEXT_ENDINGS, ".xlsx")


def has_profile(folder: Path) -> bool:
    """Tell whether a municipality's folder holds exports with a profile."""
    return (folder / OWN_PROFILE).exists()


def read_with_profile(folder: Path, project: Project | None = None) -> Mapping[str, pl.LazyFrame]:
    """Return the tables of texts that the profile of a folder makes of the exports in it.

    The keys are those of `arenden`, `bedomningar` and `planer` whose files are there; the columns
    those of the codebook that the exports hold, with `row` and `file`. Raises InputError for a
    faulty profile, where no file fits it, and for a file that can't be read as it says, holds
    personal numbers or has columns about who somebody is.
    """
    checkout = project or Project.find(folder)
    profile, codebooks = _profile(folder, checkout), case_codebooks(checkout)
    files = _exports(folder, profile)
    tables = {}
    for name, mapping in profile.tables.items():
        exports = _of(files, mapping.patterns)
        joined = _of(files, mapping.joined.patterns) if mapping.joined else []
        if exports:
            tables[name] = map_table(exports, joined, mapping, codebooks[name])
    if not tables:
        raise InputError(
            f"Ingen fil i mappen {folder.name} har ett namn som profilen anger; rätta filer i "
            f"{profile.file} eller lägg uttagen i mappen."
        )
    return tables


def profile_issues(folder: Path, project: Project | None = None) -> pd.DataFrame:
    """Return what is to be known of a folder's profile: unverified, without files, headings unmet.

    Warnings, and an error for each personal number in a column that no table is read from; those
    that are read are checked with the tables. Raises InputError as `read_with_profile` does.
    """
    profile = _profile(folder, project or Project.find(folder))
    files, mappings = _exports(folder, profile), list(profile.tables.values())
    found = [*_unverified(profile), *_unmatched(files, profile)]
    warn = partial(missing_headings, profile=profile.file)
    for mapping in mappings:
        found += warn(_of(files, mapping.patterns), mapping.columns)
        if mapping.joined:
            found += warn(_of(files, mapping.joined.patterns), mapping.joined.columns)
    for export in files:
        found += personal_number_issues(export, unused_headings(export, mappings))
    return issues_table(found)


def case_codebooks(project: Project) -> Mapping[str, Codebook]:
    """Return the codebooks of the three tables, by their names."""
    return {name: load_codebook(project.codebooks / f"{name}.yml") for name in TABLES}


def _profile(folder: Path, project: Project) -> MappingProfile:
    return read_profile(folder / OWN_PROFILE, case_codebooks(project), project.mappings)


def _exports(folder: Path, profile: MappingProfile) -> list[Export]:
    """Read the files that the profile means, in the order of their names; not the empty ones."""
    patterns = [each for mapping in profile.tables.values() for each in _patterns(mapping)]
    exports = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS and _fits(path.name, patterns):
            try:
                exports.append(Export(path.name, scan_extract(path)))
            except EmptyTableError:
                continue
            refuse_personal_headings(exports[-1])
    return exports


def _of(files: Sequence[Export], patterns: Sequence[str]) -> list[Export]:
    return [export for export in files if _fits(export.file, patterns)]


def _fits(name: str, patterns: Sequence[str]) -> bool:
    # Some systems write å as a and a ring.
    composed = unicodedata.normalize("NFC", name).casefold()
    return any(fnmatch(composed, pattern.casefold()) for pattern in patterns)


def _patterns(mapping: TableMapping) -> tuple[str, ...]:
    return (*mapping.patterns, *(mapping.joined.patterns if mapping.joined else ()))


def _unverified(profile: MappingProfile) -> list[Issue]:
    if profile.verified:
        return []
    message = (
        f"Profilen {profile.title} är inte prövad mot ett riktigt uttag ur {profile.system}: "
        "rubriker och koder är antaganden; jämför några rader med systemet och skriv sedan "
        f"verifierad: true, av vem och när i {profile.file}."
    )
    return [Issue(profile.file, message, WARNING)]


def _unmatched(files: Sequence[Export], profile: MappingProfile) -> list[Issue]:
    return [
        Issue(
            profile.file,
            f"Ingen fil med rader passar {' eller '.join(patterns)}, som {profile.file} anger för "
            f"{table}; rätta filer i profilen eller lägg uttaget i mappen.",
            WARNING,
        )
        for table, mapping in profile.tables.items()
        for patterns in (mapping.patterns, mapping.joined.patterns if mapping.joined else ())
        if patterns and not _of(files, patterns)
    ]
