"""What a mapping profile says of one table: files, headings, how days, numbers and codes stand."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.variables import Codebook
from ibic_eval.errors import InputError
from ibic_eval.sources.mapping_dates import date_format

TABLE_KEYS = ("filer", "kolumner")
TABLE_OPTIONS = ("datum", "datum_per_kolumn", "decimaltecken", "koder", "konstanter", "koppla")
JOIN_KEYS = ("filer", "nyckel", "kolumner")
DECIMAL_SIGNS = (",", ".")
NUMBERS = ("tal", "heltal")


@dataclass(frozen=True)
class JoinedFile:
    """A second file, one row a key, whose columns are put beside those of the table's files.

    `key` is the heading in the table's files, `key_there` that in the second file; `columns` maps
    our columns to headings in the second file.
    """

    patterns: tuple[str, ...]
    key: str
    key_there: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class TableMapping:
    """How the files of one of our tables are read.

    `patterns` are shell patterns of file names; several files are rows one after the other.
    `columns` maps our columns to headings, `date_formats` each column of days to a strptime format
    or `excel`, `codes` our columns to their text -> our code ("" for none), `constants` our columns
    to what stands in every row. `decimal` is "," or ".", "" where no decimals are read.
    """

    table: str
    patterns: tuple[str, ...]
    columns: Mapping[str, str]
    date_formats: Mapping[str, str]
    decimal: str
    codes: Mapping[str, Mapping[str, str]]
    constants: Mapping[str, str]
    joined: JoinedFile | None


def table_mapping(entry: object, codebook: Codebook, where: str) -> TableMapping:
    """Read what a profile says of one table; raises InputError as `read_profile` does."""
    node = y.check_keys(entry, TABLE_KEYS, TABLE_OPTIONS, where)
    columns = _headings(node, codebook, where)
    joined = _joined(node.get("koppla"), codebook, f"{where}, koppla")
    constants = _constants(node, codebook, where)
    mapped = [*columns, *(joined.columns if joined else ()), *constants]
    y.reject_duplicates(mapped, where)
    lacking = [each.name for each in codebook.variables if each.required]
    lacking = [each for each in lacking if each not in mapped]
    if lacking:
        raise InputError(
            f"{where}: kolumnen {lacking[0]} måste finnas; lägg till dess rubrik under kolumner "
            "eller ett värde under konstanter."
        )
    read = [each for each in mapped if each not in constants]
    return TableMapping(
        table=codebook.id,
        patterns=y.texts(node, "filer", where),
        columns=columns,
        date_formats=_date_formats(node, read, codebook, where),
        decimal=_decimal(node, read, codebook, where),
        codes=_codes(node, codebook, where),
        constants=constants,
        joined=joined,
    )


def _joined(entry: object, codebook: Codebook, where: str) -> JoinedFile | None:
    if entry is None:
        return None
    node = y.check_keys(entry, JOIN_KEYS, ("nyckel_dar",), where)
    key = y.text(node, "nyckel", where)
    return JoinedFile(
        patterns=y.texts(node, "filer", where),
        key=key,
        key_there=y.text(node, "nyckel_dar", where, default=key),
        columns=_headings(node, codebook, where),
    )


def _headings(node: y.Node, codebook: Codebook, where: str) -> Mapping[str, str]:
    where = f"{where}, kolumner"
    headings = y.check_keys(node["kolumner"], (), codebook.names, where)
    return {name: y.text(headings, name, where) for name in headings}


def _constants(node: y.Node, codebook: Codebook, where: str) -> Mapping[str, str]:
    where = f"{where}, konstanter"
    values = y.check_keys(node.get("konstanter", {}), (), codebook.names, where)
    constants = {name: y.text(values, name, where) for name in values}
    for name, value in constants.items():
        _check_code(value, name, codebook, where)
    return constants


def _codes(node: y.Node, codebook: Codebook, where: str) -> Mapping[str, Mapping[str, str]]:
    where = f"{where}, koder"
    columns = y.check_keys(node.get("koder", {}), (), codebook.names, where)
    return {name: _code_list(columns[name], name, codebook, where) for name in columns}


def _code_list(entry: object, name: str, codebook: Codebook, where: str) -> Mapping[str, str]:
    if not isinstance(entry, dict):
        raise InputError(f"{where}: {name} ska ha rader på formen ”deras text: vår kod”.")
    for theirs, ours in entry.items():
        if not isinstance(theirs, str) or not isinstance(ours, str):
            raise InputError(
                f"{where}: skriv både texten och koden för {name} inom citattecken, "
                'till exempel "1": "ja".'
            )
        if ours:
            _check_code(ours, name, codebook, where)
    y.reject_duplicates([plain(theirs) for theirs in entry], f"{where}, {name}")
    return dict(entry)


def plain(text: str) -> str:
    """Return a heading or code as it is compared: without blanks and capitals."""
    return "".join(unicodedata.normalize("NFC", text).split()).lower()


def _check_code(code: str, name: str, codebook: Codebook, where: str) -> None:
    codes = codebook.variable(name).codes
    if codes and code not in codes:
        raise InputError(
            f"{where}: {code} är ingen kod för {name}; tillåtna är {', '.join(codes)}."
        )


def _date_formats(
    node: y.Node, read: list[str], codebook: Codebook, where: str
) -> Mapping[str, str]:
    days = [name for name in read if codebook.variable(name).type == "datum"]
    there = f"{where}, datum_per_kolumn"
    own = y.check_keys(node.get("datum_per_kolumn", {}), (), codebook.names, there)
    stated = {name: own.get(name, node.get("datum")) for name in days}
    return {name: date_format(text, name, where) for name, text in stated.items()}


def _decimal(node: y.Node, read: list[str], codebook: Codebook, where: str) -> str:
    sign = node.get("decimaltecken", "")
    needed = any(codebook.variable(name).type == "tal" for name in read)
    if sign in DECIMAL_SIGNS or (sign == "" and not needed):
        return str(sign)
    raise InputError(
        f'{where}: skriv decimaltecken: "," eller decimaltecken: ".", så som talen är skrivna.'
    )
