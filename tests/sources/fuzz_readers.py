"""Feeds one of the readers with files that atheris makes, each time from those that came furthest.

    python -m tests.sources.fuzz_readers kommentarer.csv -atheris_runs=100000

It begins with a sound file and goes on until it is stopped, or a file gives anything but a table or
a sentence. What is found is kept as an example in `test_strange_files`.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ibic_eval"]):
    from tests.sources.test_strange_files import NASTY, READERS, read


def main(name: str, options: list[str]) -> None:
    """Fuzz the reader of files of this name, with libFuzzer's options."""
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder, "known")
        known.mkdir()
        (known / "sound").write_bytes(READERS[name][0])
        words = Path(folder, "words")
        words.write_text("".join(f'"{_escaped(each)}"\n' for each in NASTY), encoding="ascii")
        found = f"-artifact_prefix={tempfile.gettempdir()}/"
        atheris.Setup(
            [sys.argv[0], f"-dict={words}", found, *options, str(known)],
            lambda content: read(name, content),
        )
        atheris.Fuzz()


def _escaped(content: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in content)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
