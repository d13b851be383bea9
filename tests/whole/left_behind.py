"""All words in what a run leaves behind, whatever it is kept in."""

import io
import json
import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pypdf

_DRAWING = re.compile(r"data:[a-z/+]+;base64,([A-Za-z0-9+/=]+)")


def words_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the words of each file below a folder, and its name, with the path it came from."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        where = str(path.relative_to(folder))
        yield where, where
        for text in _texts(path.name, path.read_bytes()):
            yield where, text


def _texts(name: str, content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", errors="replace")
    ending = Path(name).suffix
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.namelist():
                yield part
                yield from _texts(part, parts.read(part))
    elif ending == ".pdf":
        yield from _of_pdf(content)
    elif ending == ".parquet":
        frame = pd.read_parquet(io.BytesIO(content))
        yield frame.to_csv()
        yield frame.to_json(force_ascii=False, date_format="iso")
    elif ending in (".html", ".ipynb"):
        text = content.decode("utf-8")
        if ending == ".ipynb":
            text = json.dumps(json.loads(text), ensure_ascii=False)
            yield text
        for drawing in _DRAWING.findall(text):
            yield b64decode(drawing).decode("utf-8", errors="replace")


def _of_pdf(content: bytes) -> Iterator[str]:
    pdf = pypdf.PdfReader(io.BytesIO(content))
    yield str(pdf.metadata)
    for page in pdf.pages:
        yield page.extract_text()
