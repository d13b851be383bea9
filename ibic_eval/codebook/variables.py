"""Codebooks: every variable of a data file named once, with type, codes and label."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ibic_eval.codebook.strict_yaml import (
    Node,
    check_keys,
    flag,
    load_mapping,
    reject_duplicates,
    sequence,
    text,
    texts,
)
from ibic_eval.errors import InputError

TYPES = ("text", "kod", "heltal", "tal", "datum", "beteckning")
# What a pseudonym may look like; the digit keeps names out.
PSEUDONYM = r"(?=.*[0-9])[A-Za-z0-9_-]{1,32}"
CODEBOOK_KEYS = ("id", "title_sv", "description_sv", "files", "variables")
VARIABLE_KEYS = ("name", "type", "label_sv")
VARIABLE_OPTIONS = ("unit", "codes", "pattern", "min", "max", "required", "unique", "missing")


@dataclass(frozen=True)
class Variable:
    """One column: what it holds and which values it may take.

    The type `beteckning` is a pseudonym, which no message may repeat: see `PSEUDONYM`.
    `codes` maps each allowed code to its label and is empty unless the type is `kod`; `missing`
    lists the texts that mean no value; `pattern` is matched against the whole text.
    """

    name: str
    type: str
    label_sv: str
    unit: str
    codes: Mapping[str, str]
    pattern: str
    min: float | None
    max: float | None
    required: bool
    unique: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """The variables of one kind of file, in column order.

    `files` are paths or patterns from the project's root; `key` names the columns that together
    may stand only once in a file.
    """

    id: str
    title_sv: str
    description_sv: str
    files: tuple[str, ...]
    key: tuple[str, ...]
    variables: tuple[Variable, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns a file must have."""
        return tuple(variable.name for variable in self.variables)

    def variable(self, name: str) -> Variable:
        """Return the variable of that name; raises KeyError."""
        return {variable.name: variable for variable in self.variables}[name]


def load_codebook(path: Path) -> Codebook:
    """Read one codebook file.

    Raises InputError where a key is missing or unknown, a type has no meaning or a name stands
    twice.
    """
    where = f"Kodboken {path.name}"
    node = check_keys(load_mapping(path), CODEBOOK_KEYS, ("key",), where)
    variables = tuple(_variable(each, where) for each in sequence(node, "variables", where))
    reject_duplicates([variable.name for variable in variables], where)
    return Codebook(
        id=text(node, "id", where),
        title_sv=text(node, "title_sv", where),
        description_sv=text(node, "description_sv", where).strip(),
        files=texts(node, "files", where),
        key=_key(node, variables, where),
        variables=variables,
    )


def load_codebooks(folder: Path) -> tuple[Codebook, ...]:
    """Read all codebook files of a folder, in the order of their file names."""
    codebooks = tuple(load_codebook(path) for path in sorted(folder.glob("*.yml")))
    reject_duplicates([codebook.id for codebook in codebooks], f"Mappen {folder.name}")
    return codebooks


def codebook_for(file: str, codebooks: Iterable[Codebook]) -> Codebook | None:
    """Return the codebook whose `files` cover a path from the project's root, if any."""
    path = Path(file)
    covers = (each for each in codebooks if any(path.match(pattern) for pattern in each.files))
    return next(covers, None)


def _variable(node: object, where: str) -> Variable:
    found = check_keys(node, VARIABLE_KEYS, VARIABLE_OPTIONS, f"{where}, en variabel")
    here = f"{where}, variabeln {found['name']}"
    return Variable(
        name=text(found, "name", here),
        type=_type(found, here),
        label_sv=text(found, "label_sv", here),
        unit=text(found, "unit", here, default=""),
        codes=_codes(found, here),
        pattern=text(found, "pattern", here, default=""),
        min=_number(found, "min", here),
        max=_number(found, "max", here),
        required=flag(found, "required", here),
        unique=flag(found, "unique", here),
        missing=texts(found, "missing", here) if "missing" in found else ("",),
    )


def _type(node: Node, where: str) -> str:
    kind = text(node, "type", where)
    if kind not in TYPES:
        raise InputError(f"{where} har typen {kind}; tillåtna typer är {', '.join(TYPES)}.")
    return kind


def _codes(node: Node, where: str) -> Mapping[str, str]:
    codes = node.get("codes", {})
    if not isinstance(codes, dict) or bool(codes) != (node["type"] == "kod"):
        raise InputError(f"{where}: en lista med codes hör till typen kod och bara till den.")
    return {str(code): str(label) for code, label in codes.items()}


def _number(node: Node, key: str, where: str) -> float | None:
    value = node.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise InputError(f"{where}: {key} ska vara ett tal.")
    return value


def _key(node: Node, variables: tuple[Variable, ...], where: str) -> tuple[str, ...]:
    key = tuple(sequence(node, "key", where))
    known = {variable.name for variable in variables}
    unknown = [str(name) for name in key if name not in known]
    if unknown:
        raise InputError(f"{where}: key nämner {unknown[0]}, som inte är en variabel.")
    return key
