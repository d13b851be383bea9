"""What is known of each municipality's jobs: kept beside the reports, so that a run can go on.

`<out>/.arbete/<code>.json` has one entry a job. It is written whole after each, so what it says was
true at some moment; whether the files it names are still those is asked of the file system.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ibic_eval.runs.files import write_whole
from ibic_eval.runs.manifest import FAILED, FORMAT, MANIFEST, JobRow

WORK, LOCK = ".arbete", ".las"

Signature = list[int]


@dataclass(frozen=True)
class Entry:
    """One job: its row of the manifest, its content key, and the size and time of its files."""

    row: JobRow
    key: str
    files: dict[str, Signature]

    def holds(self, key: str) -> bool:
        """Tell whether the job was done, with a result, from the very same content."""
        return self.key == key and self.row["status"] != FAILED


@dataclass
class Record:
    """The entries of one municipality, by step, and where they are kept."""

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)

    def put(self, step: str, entry: Entry) -> None:
        """Keep an entry and write the record; raises OutputError."""
        self.entries[step] = entry
        self._write()

    def drop(self, step: str) -> None:
        """Forget a job whose files are gone; raises OutputError."""
        if self.entries.pop(step, None):
            self._write()

    def _write(self) -> None:
        content = {
            name: {"row": each.row, "key": each.key, "files": each.files}
            for name, each in self.entries.items()
        }
        write_whole(self.path, json.dumps(content, ensure_ascii=False))

    def kept(self, step: str, key: str, folders: Sequence[Path]) -> Path | None:
        """Return the folder where a job's files still lie as they were made, None where none is."""
        entry = self.entries.get(step)
        if entry is None or not entry.holds(key):
            return None
        whole = (folder for folder in folders if signatures(folder, entry.files) == entry.files)
        return next(whole, None)


def work_folder(out: Path) -> Path:
    """Return where unfinished work and the records lie."""
    return out / WORK


def read_record(out: Path, code: str) -> Record:
    """Read a municipality's record; an unreadable one is an empty one, and its jobs are redone."""
    path = work_folder(out) / f"{code}.json"
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        entries = {
            step: Entry(each["row"], each["key"], each["files"]) for step, each in content.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        entries = {}
    return Record(path, entries)


def signatures(folder: Path, names: Iterable[str]) -> dict[str, Signature]:
    """Return the size and time of change of files in a folder; missing ones are left out."""
    found = {}
    for name in names:
        try:
            told = (folder / name).stat()
        except OSError:
            continue
        found[name] = [told.st_size, told.st_mtime_ns]
    return found


def write_manifest(out: Path) -> Path:
    """Write `manifest.json` from all records of a folder of reports and return its path."""
    codes = sorted(path.stem for path in work_folder(out).glob("*.json"))
    entries = (entry for code in codes for entry in read_record(out, code).entries.values())
    rows = [entry.row for entry in entries]
    content = {"format": FORMAT, "program": version("ibic-eval"), "jobs": rows}
    write_whole(out / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1))
    return out / MANIFEST
