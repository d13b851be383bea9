"""What is drawn once: the same drawing again, another for other arguments, and never too many."""

import pickle
from collections.abc import Iterator

import pytest

from ibic_eval.display import drawn
from ibic_eval.display.exhibits import Image, Strips
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import Bar, share_bar_panels

CALLS: list[int] = []


def drawing(number: int, *, wide: bool = False) -> Image:
    CALLS.append(number)
    return Image(f"<svg>{number}</svg>", "", 2 if wide else 1)


def other(number: int) -> Image:
    return Image("<svg/>", str(number), 1)


@pytest.fixture(autouse=True)
def nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(drawn, "_drawn", {})
    CALLS.clear()
    yield


def bars(low: float) -> list[Bar]:
    share = Share(
        item="q1", area="alla", answer="ja", group="anvandare", low=low, high=low, n=100,
        n_is_maximum=False, ci_low=low - 0.1, ci_high=low + 0.1, source="x", status="visas",
        read_from_words=False,
    )  # fmt: skip
    return [Bar("Fråga", "ja", share)]


def test_a_remembered_drawing_equals_a_fresh_one() -> None:
    first = drawn.once(share_bar_panels, bars(0.5), (0.3,))
    assert drawn.once(share_bar_panels, bars(0.5), (0.3,)) is first
    assert share_bar_panels(bars(0.5), (0.3,)) == first


def test_another_argument_gives_another_drawing() -> None:
    found: list[tuple[Image | Strips, ...]] = [
        drawn.once(share_bar_panels, bars(low), limits)
        for low in (0.5, 0.6)
        for limits in ((), (0.3,))
    ]
    assert len(set(found)) == 4


def test_functions_and_names_of_arguments_are_told_apart() -> None:
    found = {
        drawn.once(drawing, 1), drawn.once(drawing, 1, wide=True), drawn.once(other, 1),
        drawn.once(drawing, 2),
    }  # fmt: skip
    assert len(found) == 4
    assert CALLS == [1, 1, 2]


def test_what_another_process_drew_is_not_drawn_again() -> None:
    drawn.once(drawing, 1)
    mark = drawn.moment()
    drawn.once(drawing, 2)
    sent = pickle.loads(pickle.dumps(drawn.since(mark)))
    assert len(sent) == 1
    drawn._drawn.clear()
    drawn.take_in(sent)
    assert drawn.once(drawing, 2) == Image("<svg>2</svg>", "", 1)
    assert CALLS == [1, 2]


def test_the_oldest_are_forgotten() -> None:
    for number in range(drawn.MOST + 2):
        drawn.once(drawing, number)
    assert len(drawn._drawn) == drawn.MOST
    drawn.once(drawing, drawn.MOST + 1)
    drawn.once(drawing, 0)
    assert [*range(drawn.MOST + 2), 0] == CALLS


def test_a_function_that_may_depend_on_more_is_refused() -> None:
    hidden = 1

    def inner(number: int) -> Image:
        return drawing(number + hidden)

    with pytest.raises((AttributeError, pickle.PicklingError)):
        drawn.once(inner, 1)
    assert not CALLS
