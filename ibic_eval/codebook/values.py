"""The values that the report judges IBIC by, and the items that each of them rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.instrument import Instrument
from ibic_eval.errors import InputError

CLEAR = "tydlig"
NOTICEABLE = "märkbar"
NOT_NOTICEABLE = "ingen märkbar"
CANNOT_JUDGE = "går inte att bedöma"
VERDICTS = (CLEAR, NOTICEABLE, NOT_NOTICEABLE, CANNOT_JUDGE)
PERSPECTIVES = ("organisation", "brukare")


@dataclass(frozen=True)
class Evidence:
    """An item and the answer to it (codes joined by +) that speaks for a value."""

    item: str
    answer: str


@dataclass(frozen=True)
class ReportVerdict:
    """What the report itself concluded about a value, and where."""

    verdict: str
    section: str
    note: str


@dataclass(frozen=True)
class Value:
    """One value of the report's chapter 3, or one of the parts that it judges separately.

    Only `primary` decides a verdict: items that ask about the value itself. `supporting` items ask
    about a condition for it or a consequence of it. Values with the same `value` and perspective
    are parts of one.
    """

    id: str
    perspective: str
    value: str
    label_sv: str
    section: str
    primary: tuple[Evidence, ...]
    supporting: tuple[Evidence, ...]
    report: ReportVerdict


def load_values(path: Path, instrument: Instrument) -> tuple[Value, ...]:
    """Read the values in the order of the file.

    Raises InputError for unknown keys, verdicts and perspectives, a repeated id, or an item or
    answer that the instrument doesn't have.
    """
    node = y.check_keys(y.load_mapping(path), ("id", "values"), (), path.name)
    values = tuple(_value(entry, path.name) for entry in y.sequence(node, "values", path.name))
    y.reject_duplicates([value.id for value in values], path.name)
    for value in values:
        for evidence in (*value.primary, *value.supporting):
            _check_evidence(evidence, instrument, f"{path.name}: {value.id}")
    return values


def _value(entry: object, where: str) -> Value:
    keys = ("id", "perspective", "value", "label_sv", "section", "primary", "supporting", "report")
    node = y.check_keys(entry, keys, (), f"{where}: ett av värdena")
    where = f"{where}: {node['id']}"
    return Value(
        id=y.text(node, "id", where),
        perspective=_one_of(y.text(node, "perspective", where), PERSPECTIVES, where),
        value=y.text(node, "value", where),
        label_sv=y.text(node, "label_sv", where),
        section=y.text(node, "section", where),
        primary=_evidence(node, "primary", where),
        supporting=_evidence(node, "supporting", where),
        report=_report(node["report"], where),
    )


def _evidence(node: Mapping[str, object], key: str, where: str) -> tuple[Evidence, ...]:
    entries = [
        y.check_keys(entry, ("item", "answer"), (), f"{where}: {key}")
        for entry in y.sequence(node, key, where)
    ]
    return tuple(
        Evidence(y.text(entry, "item", where), y.text(entry, "answer", where)) for entry in entries
    )


def _report(entry: object, where: str) -> ReportVerdict:
    node = y.check_keys(entry, ("verdict", "section", "note"), (), f"{where}: report")
    return ReportVerdict(
        verdict=_one_of(y.text(node, "verdict", where), VERDICTS, where),
        section=y.text(node, "section", where),
        note=y.text(node, "note", where),
    )


def _one_of(text: str, allowed: tuple[str, ...], where: str) -> str:
    if text not in allowed:
        raise InputError(f"{where}: {text} är okänt; tillåtna är {', '.join(allowed)}.")
    return text


def _check_evidence(evidence: Evidence, instrument: Instrument, where: str) -> None:
    known = {item.id: item for item in instrument.items}
    if evidence.item not in known:
        raise InputError(f"{where}: enkäten har ingen fråga {evidence.item}; rätta item.")
    unknown = set(evidence.answer.split("+")) - set(known[evidence.item].answers)
    if unknown:
        raise InputError(
            f"{where}: {evidence.item} har inget svar {sorted(unknown)[0]}; rätta answer."
        )
