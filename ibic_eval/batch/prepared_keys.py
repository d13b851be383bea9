"""What a municipality's prepared tables were made of, kept beside them.

It lies with the tables and not with the reports, since several folders of reports may rest on the
same tables. `ibic-eval prepare` writes tables without one; they are then made anew by a run.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ibic_eval.batch.records import Signature, signatures
from ibic_eval.runs.files import write_whole

_FILE = "nyckel.json"


@dataclass(frozen=True)
class PreparedKey:
    """The key of the tables' inputs, a hash of their content, and one of the results in them.

    `files` are the size and time of change of each file.
    """

    key: str
    content: str
    results: str
    files: dict[str, Signature] = field(default_factory=dict)


def read_prepared_key(folder: Path) -> PreparedKey | None:
    """Read the key of a folder of prepared tables; None where they aren't as they were made."""
    try:
        kept = PreparedKey(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return kept if kept.files and signatures(folder, kept.files) == kept.files else None


def write_prepared_key(folder: Path, made: PreparedKey) -> None:
    """Write the key beside tables that have just been made; raises OutputError."""
    names = [path.name for path in folder.iterdir() if path.name != _FILE]
    kept = PreparedKey(made.key, made.content, made.results, signatures(folder, names))
    write_whole(folder / _FILE, json.dumps(asdict(kept)))
