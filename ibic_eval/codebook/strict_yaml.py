"""Reading YAML mappings where every key must be known."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from ibic_eval.errors import InputError
from ibic_eval.visible import visible

try:
    from yaml import CSafeLoader as _Fast
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as _Fast  # type: ignore[assignment]

Node = Mapping[str, Any]
LONGEST_REPEATED = 30
LARGEST = 200_000
"""Parts of a file, all written out: the largest of ours has under 10,000."""
LARGEST_FILE = 1024 * 1024  # bytes; the largest of ours has 70,000


class _DoubleKey(yaml.MarkedYAMLError):
    """A key that stands twice; its name is the problem."""


class _TooLarge(yaml.MarkedYAMLError):
    """A text that says too much, since it uses what it has said in several places."""


class _Strict(SafeConstructor):
    """Makes plain YAML, in which a key stands once: of two, YAML would silently keep the last.

    Texts are left without signs that turn or hide others, since they are shown.
    """

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        """Return the text of a value, as it may be shown."""
        return visible(super().construct_scalar(node))

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; raises a YAML error at a key that stands twice."""
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            name = visible(key.value)
            if name in seen:
                raise _DoubleKey(problem=name, problem_mark=key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


class _Loader(_Strict, yaml.SafeLoader):
    """Reads YAML with PyYAML's own parser, whose lines the messages tell."""


class _FastLoader(_Strict, _Fast):
    """Reads YAML with libyaml's parser, which is ten times faster."""


def load_mapping(path: Path) -> Node:
    """Read a YAML file whose top is a mapping.

    Raises InputError where the file is missing, is no YAML, has a key twice in the same place, says
    too much (more than `LARGEST_FILE` bytes, or `LARGEST` parts), or has something else at the top.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise InputError(
                f"Filen {path} är {size / 1024**2:.0f} MB men får vara högst "
                f"{LARGEST_FILE // 1024**2} MB; kontrollera att den bara innehåller det den ska."
            )
        content = _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"Filen {path} finns inte; kontrollera sökvägen.") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = type(error).__name__
        raise InputError(f"Filen {path} går inte att läsa som UTF-8-text ({reason}).") from error
    except _DoubleKey as error:
        raise InputError(
            f"Filen {path}: nyckeln {short(str(error.problem))} står två gånger{_position(error)}."
        ) from error
    except (_TooLarge, RecursionError) as error:
        raise InputError(
            f"Filen {path} har för mycket i sig: något är för djupt nästlat, eller används på för "
            f"många ställen (& och *); skriv ut det{_position(error)}."
        ) from error
    except yaml.YAMLError as error:
        raise InputError(f"Filen {path} är inte giltig YAML{_position(error)}.") from error
    except ValueError as error:  # YAML reads 2021-13-01 as a day
        raise InputError(
            f"Filen {path} har ett datum som inte finns i kalendern; rätta det (ÅÅÅÅ-MM-DD)."
        ) from error
    if not isinstance(content, dict):
        raise InputError(f"Filen {path} ska innehålla rader på formen ”nyckel: värde”.")
    return content


def _parsed(text: str) -> Any:
    """Return what a YAML text holds; what libyaml refuses, PyYAML's own parser judges.

    The two don't always tell of a fault in the same place.
    """
    try:
        return _constructed(_FastLoader(text))
    except _TooLarge:
        raise
    except (yaml.YAMLError, ValueError):
        return _constructed(_Loader(text))


def _constructed(loader: Any) -> Any:
    """Return what a loader's text holds, after its extent is checked."""
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _extent(node, {})
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _extent(node: yaml.Node, known: dict[yaml.Node, int]) -> int:
    """Return how many parts a node has when all that is used twice (`&`, `*`) is written out.

    Raises _TooLarge beyond `LARGEST`, or where a part holds itself: ten lines can mean billions.
    """
    if node not in known:
        known[node] = LARGEST  # until it is known: what holds itself has no end
        parts = [*_parts(node)]
        known[node] = 1 + sum(_extent(part, known) for part in parts)
    if known[node] > LARGEST:
        raise _TooLarge(problem_mark=node.start_mark)
    return known[node]


def _parts(node: yaml.Node) -> Iterable[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return (part for pair in node.value for part in pair)
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def _position(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"; rätta raden {mark.line + 1}" if mark else ""


def short(value: str) -> str:
    """Return what of a value a message may repeat: a word, not a text that may be anything."""
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_REPEATED else f"{line[:LONGEST_REPEATED]}…"


def check_keys(node: object, required: Iterable[str], optional: Iterable[str], where: str) -> Node:
    """Return the node if it is a mapping with the required keys and no unknown ones.

    Raises InputError that names the place (`where`) and the keys.
    """
    if not isinstance(node, dict):
        raise InputError(f"{where} ska vara en uppsättning nycklar och värden.")
    required = list(required)
    known = [*required, *optional]
    unknown = [str(key) for key in node if key not in known]
    if unknown:
        keys = ", ".join(known)
        name = short(unknown[0])
        raise InputError(f"{where} har den okända nyckeln {name}; tillåtna är {keys}.")
    missing = [key for key in required if key not in node]
    if missing:
        raise InputError(f"{where} saknar nyckeln {missing[0]}; lägg till den.")
    return node


def text(node: Node, key: str, where: str, default: str | None = None) -> str:
    """Return a non-empty text from the node, or the default where the key is absent."""
    value = node.get(key, default)
    if not isinstance(value, str) or (not value.strip() and default is None):
        raise InputError(f"{where}: {key} ska vara en text inom citattecken.")
    return value


def flag(node: Node, key: str, where: str) -> bool:
    """Return a yes or no from the node, no where the key is absent."""
    value = node.get(key, False)
    if not isinstance(value, bool):
        raise InputError(f"{where}: {key} ska vara true eller false.")
    return value


def sequence(node: Node, key: str, where: str) -> Sequence[Any]:
    """Return a list from the node, an empty one where the key is absent."""
    value = node.get(key, [])
    if not isinstance(value, list):
        raise InputError(f"{where}: {key} ska vara en lista.")
    return value


def texts(node: Node, key: str, where: str) -> tuple[str, ...]:
    """Return a list of texts from the node, with at least one."""
    values = sequence(node, key, where)
    if not values or not all(isinstance(value, str) for value in values):
        raise InputError(f"{where}: {key} ska vara en lista med minst en text.")
    return tuple(values)


def reject_duplicates(ids: Sequence[str], where: str) -> None:
    """Raise InputError where a name stands twice."""
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{where}: {twice} förekommer två gånger; ge den ena ett annat namn.")
