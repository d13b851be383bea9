"""Frames in the schema of released shares, counted and published, and what the eye would catch."""

from collections.abc import Callable, Sequence
from itertools import combinations
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from ibic_eval.display import drawn as remembered
from ibic_eval.display.exhibits import Exhibit, Image

CHANGE = ("okat", "oforandrat", "minskat", "vet_inte", "inte_aktuellt")
LABELS = {
    "q4_1": "Delaktighet i vilket stöd som ges",
    "q5_3": "Jämförbarhet mellan utredningar",
    "q5_4": "Svårighet att dra gräns för rätten till stöd",
    "q8_14": "Svårt för utförarpersonalen att lära sig",
    "q10": "Rekommenderar IBIC",
}


def _share_row(item: str, answer: str, low: float | None, high: float | None, **other: Any) -> dict:
    row = {
        "item": item,
        "area": "spann",
        "group": "anvandare",
        "level": "riket",
        "level_name": "Riket",
        "answer": answer,
        "count": pd.NA,
        "n": 123,
        "n_asked": pd.NA,
        "share_low": low,
        "share_high": high,
        "ci_low": None if low is None else max(low - 0.06, 0),
        "ci_high": None if high is None else min(high + 0.06, 1),
        "method": "logit, ändlig population",
        "basis": "högsta möjliga N",
        "status": "visas",
        "source": "Vårdanalys 2021:2, avsnitt 5.2.1",
    }
    return {**row, **other}


def counted_rows(
    item: str, area: str, counts: Sequence[int], answers: Sequence[str] = CHANGE, **other: Any
) -> list[dict]:
    n = sum(counts)
    common = {"area": area, "n": n, "n_asked": n + 3, "basis": "svarande", "source": "Omgången"}
    return [
        _share_row(item, answer, count / n, count / n, **{**common, "count": count, **other})
        for answer, count in zip(answers, counts, strict=True)
    ]


def frame(rows: Sequence[dict]) -> pd.DataFrame:
    numbers = dict.fromkeys(("share_low", "share_high", "ci_low", "ci_high"), "Float64")
    return pd.DataFrame(rows).astype({**numbers, "n": "Int64", "n_asked": "Int64"})


@pytest.fixture
def labels() -> dict[str, str]:
    return LABELS


@pytest.fixture
def counted() -> pd.DataFrame:
    rows = [
        *counted_rows("q4_1", "aldreomsorg", (44, 43, 4, 20, 2)),
        *counted_rows("q4_1", "annan_sol", (30, 33, 1, 20, 2)),
        *counted_rows("q4_1", "lss", (28, 28, 0, 19, 2)),
        *counted_rows("q5_3", "aldreomsorg", (70, 20, 5, 15, 3)),
        *counted_rows("q5_3", "lss", (3, 1, 0, 0, 0), status="dold"),
        *counted_rows("q10", "alla", (100, 3, 16), ("ja", "nej", "vet_inte")),
        *counted_rows("q4_1", "lss", (17, 10, 0, 5, 0), group="etablerade"),
        *counted_rows("q4_1", "lss", (11, 18, 0, 14, 2), group="inlarning"),
    ]
    hidden = {"share_low": None, "share_high": None, "ci_low": None, "ci_high": None, "n": pd.NA}
    return frame([{**row, **hidden} if row["status"] == "dold" else row for row in rows])


@pytest.fixture
def published() -> pd.DataFrame:
    return frame(
        [
            _share_row("q5_3", "okat", 0.59, 0.64),
            _share_row("q5_4", "oforandrat", 0.52, 0.57, source="Vårdanalys 2021:2, avsnitt 5.2.4"),
            _share_row("q5_4", "minskat", 0.23, 0.34, source="Vårdanalys 2021:2, avsnitt 5.2.4"),
            _share_row("q4_1", "okat", 0.36, 0.40),
            _share_row("q4_1", "okat", 0.44, 0.48, group="etablerade", n=54),
            _share_row("q8_14", "ja+delvis", 0.5001, 1.0, area="alla", method="tolkning av orden"),
            _share_row("q10", "ja", 0.85, 0.85, area="alla"),
            _share_row("q10", "ja", 48 / 54, 48 / 54, area="alla", group="etablerade", n=54,
                      basis="tryckt N"),
        ]
    )  # fmt: skip


@pytest.fixture
def share_row() -> Callable[..., dict]:
    return _share_row


@pytest.fixture
def rows() -> Callable[..., list[dict]]:
    return counted_rows


@pytest.fixture
def make_frame() -> Callable[[Sequence[dict]], pd.DataFrame]:
    return frame


@pytest.fixture
def cells() -> Callable[[Exhibit], list[list[str]]]:
    """Return a function that reads a table's cells, row by row, header first."""

    def read(shown: Exhibit) -> list[list[str]]:
        soup = BeautifulSoup(shown._repr_html_().replace("\u00a0", " "), "html.parser")
        return [[cell.get_text(strip=True) for cell in row(["th", "td"])] for row in soup("tr")]

    return read


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[[ModuleType], list[Figure]]:
    """Return a function that collects the figures a module draws, before they become text.

    Nothing is remembered from other tests, so that every figure is drawn.
    """
    monkeypatch.setattr(remembered, "_drawn", {})

    def collect(module: ModuleType) -> list[Figure]:
        figures: list[Figure] = []
        save = module.save

        def keep(figure: Figure, alt: str) -> Image:
            figures.append(figure)
            return save(figure, alt)

        monkeypatch.setattr(module, "save", keep)
        return figures

    return collect


@pytest.fixture
def clashes() -> Callable[[Figure], list[tuple[str, str]]]:
    """Return a function that lists the texts that lie over each other or outside the figure."""

    def find(figure: Figure) -> list[tuple[str, str]]:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        texts = [
            text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()
        ]
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
        over = [
            (one, other)
            for (one, first), (other, second) in combinations(boxes, 2)
            if first.overlaps(second)
        ]
        width, height = figure.bbox.width, figure.bbox.height
        outside = [
            (text, "utanför")
            for text, box in boxes
            if box.x0 < -1 or box.x1 > width + 1 or box.y0 < -1 or box.y1 > height + 1
        ]
        return over + outside

    return find
