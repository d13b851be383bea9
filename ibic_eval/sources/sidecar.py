"""The note beside each raw file: who made it, on which terms it stands here, and its hash."""

import datetime
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from ibic_eval.codebook.strict_yaml import Node, check_keys, load_mapping, text
from ibic_eval.errors import InputError

SUFFIX = ".meta.yml"
TEXTS = ("title", "producer", "citation", "url", "terms", "date_meaning", "sha256")
DATES = ("published", "date")
RAW_SUFFIXES = (".csv", ".xlsx", ".parquet", ".json")


@dataclass(frozen=True)
class Sidecar:
    """Where a raw file comes from.

    `published` is when its producer gave it out, `date` when it came here (`date_meaning` says
    how), `terms` on what terms it may be used, `sha256` the hash of its bytes.
    """

    title: str
    producer: str
    citation: str
    url: str
    terms: str
    published: datetime.date
    date: datetime.date
    date_meaning: str
    notes: str
    sha256: str


def raw_files(folder: Path, without: Path | None = None) -> tuple[Path, ...]:
    """List the data files in a folder and below, each of which must have a sidecar.

    Those in the folder `without` and below have none of their own.
    """
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if Path(place, name) != without]
        found += [Path(place, name) for name in names if name.endswith(RAW_SUFFIXES)]
    return tuple(sorted(found))


def sidecar_path(raw_file: Path) -> Path:
    """Return where the sidecar of a raw file stands: `figures.csv.meta.yml`."""
    return raw_file.with_name(raw_file.name + SUFFIX)


def read_sidecar(raw_file: Path) -> Sidecar:
    """Read the sidecar of a raw file; raises InputError where it is missing or not complete."""
    path = sidecar_path(raw_file)
    where = f"Följefilen {path.name}"
    node = check_keys(load_mapping(path), (*TEXTS, *DATES), ("notes",), where)
    texts = {key: text(node, key, where).strip() for key in TEXTS}
    return Sidecar(
        title=texts["title"],
        producer=texts["producer"],
        citation=texts["citation"],
        url=texts["url"],
        terms=texts["terms"],
        published=_day(node, "published", where),
        date=_day(node, "date", where),
        date_meaning=texts["date_meaning"],
        notes=text(node, "notes", where, default="").strip(),
        sha256=texts["sha256"],
    )


def _day(node: Node, key: str, where: str) -> datetime.date:
    day = node[key]
    if not isinstance(day, datetime.date):
        raise InputError(f"{where}: {key} ska vara ett datum, till exempel 2021-01-31.")
    return day


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verify_sidecar(raw_file: Path) -> Sidecar:
    """Return the sidecar of a raw file whose bytes are those it was written for.

    Raises InputError where the sidecar is missing or not complete, or where the file has changed.
    """
    sidecar = read_sidecar(raw_file)
    if file_sha256(raw_file) != sidecar.sha256:
        raise InputError(
            f"Filen {raw_file.name} har ändrats sedan {sidecar.date}; återställ den,"
            f" eller skriv ny sha256 och nytt datum i {sidecar_path(raw_file).name}."
        )
    return sidecar
