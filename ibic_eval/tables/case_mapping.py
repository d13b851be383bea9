"""From the files of a case system's export to our tables of texts, as a profile says."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ibic_eval.codebook.variables import Codebook, Variable
from ibic_eval.errors import InputError
from ibic_eval.sources.mapping_tables import JoinedFile, TableMapping, plain
from ibic_eval.sources.responses import shown_name
from ibic_eval.tables.case_headings import names_a_person
from ibic_eval.tables.case_numbers import may_hold_one, number_issues
from ibic_eval.tables.issues import WARNING, Issue
from ibic_eval.tables.mapped_cells import mapped_cell
from ibic_eval.tables.personal_numbers import holds_personal_number

ROW, FILE = "row", "file"
# Names that no heading has.
_KEY = "\x00key"
_BESIDE = "\x00beside "


class Export(NamedTuple):
    """A file of an export: its name and its texts with `row` and `file`."""

    file: str
    texts: pl.LazyFrame

    @property
    def headings(self) -> list[str]:
        """The file's own columns."""
        return [name for name in self.texts.collect_schema().names() if name not in (ROW, FILE)]


def map_table(
    exports: Sequence[Export],
    joined: Sequence[Export],
    mapping: TableMapping,
    codebook: Codebook,
) -> pl.LazyFrame:
    """Return the rows of the exports, one after the other, under the codebook's names.

    Columns that the profile maps and that stand in the exports, in the codebook's order, with `row`
    and `file`; all texts. `joined` holds the second file, where the profile has one. Raises
    InputError where a required column's heading is in none of the places the profile says, where
    headings can't be told apart, or a key stands twice in the second file.
    """
    beside = _beside(joined, mapping.joined, codebook) if mapping.joined else None
    tables = [_table(export, beside, mapping, codebook) for export in exports]
    table = pl.concat(tables, how="diagonal")
    present = table.collect_schema().names()
    return table.select(ROW, FILE, *(name for name in codebook.names if name in present))


def missing_headings(
    exports: Sequence[Export], columns: Mapping[str, str], profile: str
) -> list[Issue]:
    """Return a warning for each heading that the profile expects and a file doesn't have."""
    return [
        Issue(
            export.file,
            f"Filen {export.file} har ingen kolumn {heading}, som {profile} anger för {ours}; "
            f"rätta rubriken i {profile} eller ta bort raden om uppgiften inte finns.",
            WARNING,
            row=1,
            column=ours,
        )
        for export in exports
        for ours, heading in columns.items()
        if plain(heading) not in {plain(each) for each in export.headings}
    ]


def refuse_personal_headings(export: Export) -> None:
    """Raise InputError for a column that says that it holds who somebody is."""
    for position, heading in enumerate(export.headings, start=1):
        if names_a_person(heading) or holds_personal_number(heading):
            raise InputError(
                f"Filen {export.file} har kolumnen {shown_name(heading, position)}, som ser ut att "
                "innehålla personuppgifter; ta ut kolumnen, eller byt innehållet mot påhittade "
                "beteckningar och döp om den, innan filen läggs här."
            )


def personal_number_issues(export: Export, headings: Sequence[str]) -> list[Issue]:
    """Return an issue for each personal number in some of a file's columns, as far as 20."""
    columns = [_as_text(heading) for heading in headings]
    suspect = export.texts.filter(may_hold_one(columns)).select(ROW, FILE, *headings)
    return number_issues(suspect.collect(engine="streaming").lazy(), columns)


def unused_headings(export: Export, mappings: Sequence[TableMapping]) -> list[str]:
    """Return the headings of a file that no table is read from."""
    used = {plain(each) for mapping in mappings for each in _expected(mapping)}
    return [heading for heading in export.headings if plain(heading) not in used]


def _expected(mapping: TableMapping) -> list[str]:
    joined = mapping.joined
    keys = [joined.key, joined.key_there, *joined.columns.values()] if joined else []
    return [*mapping.columns.values(), *keys]


def _as_text(name: str) -> Variable:
    return Variable(name, "text", name, "", {}, "", None, None, False, False, ("",))


def _table(
    export: Export, beside: pl.LazyFrame | None, mapping: TableMapping, codebook: Codebook
) -> pl.LazyFrame:
    texts, places = export.texts, _places(export, mapping.columns, codebook)
    if beside is not None and mapping.joined is not None:
        key = _heading(export, mapping.joined.key)
        texts = texts.with_columns(pl.col(key).alias(_KEY))
        texts = texts.join(beside, on=_KEY, how="left", maintain_order="left")
        there = (name for name in beside.collect_schema().names() if name != _KEY)
        places |= {name.removeprefix(_BESIDE): name for name in there}
    cells = [
        mapped_cell(pl.col(place), codebook.variable(name), mapping)
        for name, place in places.items()
    ]
    constants = [pl.lit(value).alias(name) for name, value in mapping.constants.items()]
    return texts.select(ROW, FILE, *cells, *constants)


def _beside(exports: Sequence[Export], joined: JoinedFile, codebook: Codebook) -> pl.LazyFrame:
    """Return the second file's key and columns, after seeing that no key stands twice."""
    if not exports:
        _refuse_lacking(joined.columns, codebook, f"i någon fil som heter {joined.patterns[0]}")
        return pl.LazyFrame(schema={_KEY: pl.String})
    tables = []
    for export in exports:
        places = _places(export, joined.columns, codebook)
        key = pl.col(_heading(export, joined.key_there)).alias(_KEY)
        columns = [pl.col(place).alias(_BESIDE + name) for name, place in places.items()]
        tables.append(export.texts.select(ROW, FILE, key, *columns))
    table = pl.concat(tables, how="diagonal").drop_nulls(_KEY)
    _refuse_repeated(table.select(ROW, FILE, _KEY), joined.key_there)
    return table.drop(ROW, FILE)


def _refuse_repeated(keys: pl.LazyFrame, heading: str) -> None:
    again = keys.filter(~pl.col(_KEY).is_first_distinct()).head(1).collect(engine="streaming")
    if len(again):
        row, file, _ = again.row(0)
        raise InputError(
            f"Filen {file}: rad {row} har en nyckel i kolumnen {heading} som redan står på en "
            "annan rad; filen som kopplas får ha en rad per nyckel."
        )


def _places(export: Export, columns: Mapping[str, str], codebook: Codebook) -> dict[str, str]:
    """Return where our columns stand in a file: those that do."""
    known = {plain(heading) for heading in export.headings}
    lacking = {ours: theirs for ours, theirs in columns.items() if plain(theirs) not in known}
    _refuse_lacking(lacking, codebook, f"i filen {export.file}")
    return {ours: _heading(export, columns[ours]) for ours in columns if ours not in lacking}


def _refuse_lacking(lacking: Mapping[str, str], codebook: Codebook, where: str) -> None:
    for ours, theirs in lacking.items():
        if codebook.variable(ours).required:
            raise InputError(
                f"Kolumnen {theirs} ({ours} i tabellen {codebook.id}) finns inte {where}; rätta "
                "rubriken i profilen så att den stämmer med filen."
            )


def _heading(export: Export, wanted: str) -> str:
    found = [heading for heading in export.headings if plain(heading) == plain(wanted)]
    if len(found) == 1:
        return found[0]
    fault = "saknar kolumnen" if not found else "har flera kolumner som heter"
    raise InputError(
        f"Filen {export.file} {fault} {wanted}; rätta rubriken i profilen eller filen."
    )
