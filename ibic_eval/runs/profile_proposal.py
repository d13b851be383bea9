"""Proposes a mapping profile for a municipality's unknown export."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ibic_eval.codebook.variables import Codebook, Variable
from ibic_eval.errors import InputError
from ibic_eval.runs.case_mapping import case_codebooks
from ibic_eval.runs.project import Project
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.mapping_profiles import (
    HEADINGS,
    MappingProfile,
    read_headings,
    read_profile,
    system_profiles,
)
from ibic_eval.sources.mapping_tables import TableMapping, plain
from ibic_eval.tables.case_mapping import Export, personal_number_issues, refuse_personal_headings
from ibic_eval.tables.heading_matches import Words, likeliest_system, words
from ibic_eval.tables.table_proposals import (
    Knowledge,
    Sample,
    TableProposal,
    assign,
    propose_table,
)

SAMPLED_ROWS = 20_000


class Proposal(NamedTuple):
    """A proposed profile: on top of a system's own, or by itself where `system` is empty."""

    system: str
    base: MappingProfile | None
    tables: tuple[TableProposal, ...]
    unknown: tuple[str, ...]
    codebooks: Mapping[str, Codebook]


def propose_profile(project: Project, paths: Sequence[Path], system: str = "") -> Proposal:
    """Propose how files of an export are read, on a sample of each.

    `system` names the profile to start from; otherwise the one whose headings agree is chosen, or
    none. Raises InputError for a file that can't be read, or that has personal numbers or columns
    about who somebody is, for an unknown system, and where no file is like any of our tables.
    """
    codebooks = case_codebooks(project)
    profiles = {
        name: read_profile(project.mappings / f"{name}.yml", codebooks, project.mappings)
        for name in system_profiles(project.mappings)
    }
    if system and system not in profiles:
        raise InputError(f"Det finns ingen profil för {system}; välj {', '.join(profiles)}.")
    samples = [_sample(path) for path in paths]
    tables = {name: list(profile.tables.values()) for name, profile in profiles.items()}
    chosen = system or likeliest_system([sample.headings for sample in samples], tables)
    known = _knowledge(project, codebooks, profiles, chosen)
    main, beside, unknown = assign(samples, known)
    if not main:
        raise InputError(
            f"Ingen av filerna liknar ärenden, bedömningar eller planer ({_names(samples)}); "
            "kontrollera att rubrikraden kommer först och säger vad kolumnerna innehåller."
        )
    proposed = [
        propose_table(main[name], beside.get(name, []), known[name])
        for name in codebooks
        if name in main
    ]
    names = tuple(sample.file for sample in unknown)
    return Proposal(chosen, profiles.get(chosen), tuple(proposed), names, codebooks)


def _sample(path: Path) -> Sample:
    texts = scan_extract(path).head(SAMPLED_ROWS).collect(engine="streaming")
    sample = Sample(path.name, texts)
    export = Export(path.name, texts.lazy())
    refuse_personal_headings(export)
    numbers = personal_number_issues(export, sample.headings)
    if numbers:
        raise InputError(numbers[0].message)
    return sample


def _names(samples: Sequence[Sample]) -> str:
    return ", ".join(sample.file for sample in samples)


def _knowledge(
    project: Project,
    codebooks: Mapping[str, Codebook],
    profiles: Mapping[str, MappingProfile],
    chosen: str,
) -> dict[str, Knowledge]:
    """Gather what all profiles know of each table, the chosen system's before the others'."""
    listed = read_headings(project.mappings / HEADINGS, codebooks)
    first = profiles.get(chosen)
    known = {}
    for name, codebook in codebooks.items():
        own = first.tables.get(name) if first else None
        all_mappings = [each.tables[name] for each in profiles.values() if name in each.tables]
        mappings = [*([own] if own else []), *all_mappings]
        known[name] = Knowledge(
            codebook,
            _headings(codebook, own, all_mappings, listed[name]),
            {each.name: _codes(each, mappings) for each in codebook.variables},
            own,
        )
    return known


def _headings(
    codebook: Codebook,
    own: TableMapping | None,
    others: Sequence[TableMapping],
    listed: Mapping[str, Sequence[str]],
) -> dict[str, Words]:
    return {
        name: words(
            [name],
            _theirs([own] if own else [], name),
            [*_theirs(others, name), *listed.get(name, ())],
        )
        for name in codebook.names
    }


def _theirs(mappings: Sequence[TableMapping], name: str) -> list[str]:
    everywhere = [
        columns
        for mapping in mappings
        for columns in (mapping.columns, mapping.joined.columns if mapping.joined else {})
    ]
    return [columns[name] for columns in everywhere if name in columns]


def _codes(variable: Variable, mappings: Sequence[TableMapping]) -> dict[str, str]:
    """Return our code by each text that is known for it, the first mapping's before the others'."""
    labels = {plain(label): code for code, label in variable.codes.items()}
    own = {plain(code): code for code in variable.codes}
    known = {**labels, **own}
    for mapping in reversed(mappings):
        stated = mapping.codes.get(variable.name, {})
        known |= {plain(theirs): ours for theirs, ours in stated.items()}
    return known
