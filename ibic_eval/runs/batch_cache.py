"""Batches of an unfinished fetch, kept so that the same command can go on where it stopped."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ibic_eval.runs.files import write_whole
from ibic_eval.sources.kolada.query import Query
from ibic_eval.sources.kolada.rows import Row

# Older batches are fetched anew, so that a snapshot is of about one time.
LIFETIME = timedelta(days=3)


@dataclass(frozen=True)
class Batch:
    """The rows of a batch as the API gave them, and when."""

    rows: list[Row]
    fetched: datetime


@dataclass(frozen=True)
class BatchCache:
    """A folder with one JSON file a batch."""

    folder: Path

    def read(self, query: Query) -> Batch | None:
        """Return a batch that lies here whole and is young enough, None where there is none."""
        try:
            node = json.loads(self._path(query).read_text(encoding="utf-8"))
            batch = Batch(node["rows"], datetime.fromisoformat(node["fetched"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return batch if datetime.now(UTC) - batch.fetched < LIFETIME else None

    def write(self, query: Query, rows: Sequence[Row]) -> Batch:
        """Keep the rows of a batch; raises OutputError."""
        batch = Batch(list(rows), datetime.now(UTC))
        node: dict[str, Any] = {
            "fetched": batch.fetched.isoformat(),
            "address": query.address,
            "rows": batch.rows,
        }
        write_whole(self._path(query), json.dumps(node, ensure_ascii=False))
        return batch

    def clear(self) -> None:
        """Remove the folder, once its batches are in a snapshot."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, query: Query) -> Path:
        return self.folder / f"{short_hash(query.address)}.json"


def short_hash(text: str) -> str:
    """Return a text's hash, short enough for a file's name."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
