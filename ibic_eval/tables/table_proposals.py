"""A proposal of how an unknown export is read: pure, from a sample of each file."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ibic_eval.codebook.variables import Codebook, Variable
from ibic_eval.sources.mapping_dates import shown_format
from ibic_eval.sources.mapping_profiles import CHOOSE
from ibic_eval.sources.mapping_tables import JoinedFile, TableMapping, plain
from ibic_eval.tables.heading_matches import (
    LACKING,
    UNSURE,
    Match,
    Words,
    match_headings,
    strength,
)
from ibic_eval.tables.sampled_columns import (
    CodeValues,
    code_values,
    decimal_sign,
    doubt,
    fitting_forms,
)

# With fewer of a table's required columns a file is not taken for one of its.
FEWEST_REQUIRED = 0.5


class Sample(NamedTuple):
    """The first rows of a file."""

    file: str
    texts: pl.DataFrame

    @property
    def headings(self) -> list[str]:
        """The file's own columns."""
        return [name for name in self.texts.columns if name not in ("row", "file")]


class ColumnProposal(NamedTuple):
    """One of our columns: its heading ("" where it lacks), how sure it is and what is in it.

    `forms` are the forms of days that fit best and `fit` the share of the days that they fit;
    `beside` tells that the column stands in the second file.
    """

    ours: str
    heading: str
    certainty: str
    doubt: str
    forms: tuple[str, ...]
    fit: float
    codes: CodeValues
    beside: bool

    @property
    def form(self) -> str:
        """The form of days as a profile states it, VÄLJ where the sample doesn't tell."""
        return shown_format(self.forms[0]) if len(self.forms) == 1 else CHOOSE


class TableProposal(NamedTuple):
    """How one of our tables is read from its files, and a second one where the profile has it.

    `decimal` is "" where no number has decimals; `unused` are the headings that nothing is read
    from.
    """

    table: str
    files: tuple[str, ...]
    beside: tuple[str, ...]
    joined: JoinedFile | None
    columns: tuple[ColumnProposal, ...]
    decimal: str
    unused: tuple[str, ...]


class Knowledge(NamedTuple):
    """What is known of a table: its codebook, headings, codes and the system's profile if any."""

    codebook: Codebook
    headings: Mapping[str, Words]
    codes: Mapping[str, Mapping[str, str]]
    mapping: TableMapping | None


def assign(
    samples: Sequence[Sample], tables: Mapping[str, Knowledge]
) -> tuple[dict[str, list[Sample]], dict[str, list[Sample]], list[Sample]]:
    """Return the files of each table, the second files of each, and those nothing is known of."""
    main: dict[str, list[Sample]] = {}
    beside: dict[str, list[Sample]] = {}
    unknown = []
    for sample in samples:
        fits = {name: _strength(sample, known) for name, known in tables.items()}
        best = max(fits, key=lambda name: fits[name])
        joins = [name for name, known in tables.items() if _is_beside(sample, known)]
        if fits[best][0] == 1 or (fits[best][0] >= FEWEST_REQUIRED and not joins):
            main.setdefault(best, []).append(sample)
        elif joins:
            beside.setdefault(joins[0], []).append(sample)
        else:
            unknown.append(sample)
    return main, {name: beside[name] for name in beside if name in main}, unknown


def propose_table(
    samples: Sequence[Sample], beside: Sequence[Sample], known: Knowledge
) -> TableProposal:
    """Return the proposal for one table from the samples of its files.

    With several files only headings that stand in all of them are used.
    """
    joined = known.mapping.joined if known.mapping and beside else None
    here = _common(samples)
    there = match_headings(_common(beside), _of(known.headings, joined)) if joined else {}
    wanted = {ours: words for ours, words in known.headings.items() if ours not in there}
    free = [heading for heading in here if not joined or plain(heading) != plain(joined.key)]
    matches = match_headings(free, wanted)
    if joined and known.codebook.names[0] not in matches:  # the key may be one of our columns too
        matches |= match_headings(here, _only(wanted, known.codebook.names[0]))
    columns = [
        _column(variable, matches, samples, known, beside=False)
        if variable.name not in there
        else _column(variable, there, beside, known, beside=True)
        for variable in known.codebook.variables
    ]
    used = {column.heading for column in columns} | ({joined.key} if joined else set())
    return TableProposal(
        table=known.codebook.id,
        files=tuple(sample.file for sample in samples),
        beside=tuple(sample.file for sample in beside),
        joined=joined,
        columns=tuple(columns),
        decimal=_decimal(columns, samples, beside, known.codebook),
        unused=tuple(heading for heading in here if heading not in used),
    )


def _strength(sample: Sample, known: Knowledge) -> tuple[float, int]:
    required = [variable.name for variable in known.codebook.variables if variable.required]
    return strength(match_headings(sample.headings, known.headings), required)


def _is_beside(sample: Sample, known: Knowledge) -> bool:
    joined = known.mapping.joined if known.mapping else None
    theirs = {plain(heading) for heading in sample.headings}
    return joined is not None and theirs >= {
        plain(each) for each in (joined.key_there, *joined.columns.values())
    }


def _common(samples: Sequence[Sample]) -> list[str]:
    first, *others = samples
    return [each for each in first.headings if all(each in other.headings for other in others)]


def _of(headings: Mapping[str, Words], joined: JoinedFile) -> dict[str, Words]:
    return {ours: headings[ours] for ours in joined.columns}


def _only(headings: Mapping[str, Words], name: str) -> dict[str, Words]:
    return {name: headings[name]} if name in headings else {}


def _column(
    variable: Variable,
    matches: Mapping[str, Match],
    samples: Sequence[Sample],
    known: Knowledge,
    beside: bool,
) -> ColumnProposal:
    match = matches.get(variable.name)
    nothing = CodeValues({}, 0)
    if match is None:
        return ColumnProposal(variable.name, "", LACKING, "", (), 0.0, nothing, beside)
    texts = pl.concat([sample.texts[match.heading] for sample in samples])
    unlike = doubt(texts, variable)
    forms = fitting_forms(texts) if variable.type == "datum" else {}
    codes = code_values(texts, variable, known.codes[variable.name]) if variable.codes else nothing
    return ColumnProposal(
        ours=variable.name,
        heading=match.heading,
        certainty=UNSURE if unlike else match.certainty,
        doubt=unlike,
        forms=tuple(forms),
        fit=max(forms.values(), default=0.0),
        codes=codes,
        beside=beside,
    )


def _decimal(
    columns: Sequence[ColumnProposal],
    samples: Sequence[Sample],
    beside: Sequence[Sample],
    codebook: Codebook,
) -> str:
    numbers = [
        each for each in columns if each.heading and codebook.variable(each.ours).type == "tal"
    ]
    texts = [
        sample.texts[column.heading]
        for column in numbers
        for sample in (beside if column.beside else samples)
    ]
    if not texts:
        return ""
    return decimal_sign(pl.concat(texts)) or ","
