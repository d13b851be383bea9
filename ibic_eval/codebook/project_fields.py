"""Describing a file's entries as dataclasses whose fields know their key, kind and explanation."""

from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_type_hints

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.project_values import Kind
from ibic_eval.errors import InputError

E = TypeVar("E")
LABELS = ("id", "vad", "ar", "version")


@dataclass(frozen=True)
class Spec:
    """How a field stands in the file: its key, kind and Swedish explanation.

    `refers` names what the field's ids must be ids of, "" for a field that refers to nothing.
    """

    key: str
    kind: Kind
    help_sv: str
    required: bool
    refers: str


def key(name: str, kind: Kind, help_sv: str, *, required: bool = False, refers: str = "") -> Spec:
    """Return the spec that a field is annotated with."""
    return Spec(name, kind, help_sv, required, refers)


def specs(entry: type) -> tuple[tuple[str, Spec], ...]:
    """Return each attribute of an entry class with its spec, in order."""
    hints = get_type_hints(entry, include_extras=True)
    return tuple((name, get_args(hint)[1]) for name, hint in hints.items())


def read_entry(entry: type[E], node: object, where: str) -> E:
    """Read a mapping into an entry class.

    Raises InputError, naming the place and the key, for an unknown, missing or faulty key.
    """
    known = dict(specs(entry))
    required = [spec.key for spec in known.values() if spec.required]
    optional = [spec.key for spec in known.values() if not spec.required]
    mapping = y.check_keys(node, required, optional, where)
    for name in required:
        if mapping[name] in (None, "", []):
            raise InputError(f"{where}: {name} är tomt; fyll i det eller ta bort posten.")
    return entry(
        **{
            name: spec.kind.read(mapping.get(spec.key), f"{where}: {spec.key}")
            for name, spec in known.items()
        }
    )


def one(entry: type[E]) -> Kind:
    """Return the kind of a key that holds one mapping, None where it is absent."""

    def read(value: Any, where: str) -> E | None:
        return None if value is None else read_entry(entry, value, where)

    return Kind("entry", "en uppsättning nycklar", "", read, entry)


def many(entry: type[E]) -> Kind:
    """Return the kind of a key that holds a list of mappings, empty where it is absent."""

    def read(value: Any, where: str) -> tuple[E, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise InputError(f"{where} ska vara en lista med poster, var och en med streck före.")
        places = (_place(each, number, where) for number, each in enumerate(value, start=1))
        return tuple(
            read_entry(entry, each, place) for each, place in zip(value, places, strict=True)
        )

    return Kind("entries", "en lista med poster", "", read, entry)


def _place(node: object, number: int, where: str) -> str:
    named = {} if not isinstance(node, dict) else node
    label = next((str(named[name]) for name in LABELS if name in named), "")
    # An id is harmless to repeat; a longer text could be anything.
    return f"{where}, post {number}" + (f" ({label})" if label.isidentifier() else "")
