"""Claims as data: a sentence that can't be written without the numbers that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True)
class Claim:
    """A sentence with a slot for each value, the values as they are written, and their chapter.

    Raises ValueError for a claim without values, a slot without value, a value without slot, and a
    value that is blank.
    """

    template: str
    written: Mapping[str, str]
    chapter: str

    def __post_init__(self) -> None:
        slots = {name for _, name, _, _ in Formatter().parse(self.template) if name}
        if not slots:
            raise ValueError(f"a claim without a number: {self.template}")
        if slots != set(self.written):
            raise ValueError(f"values {sorted(self.written)} for slots {sorted(slots)}")
        blank = [name for name, value in self.written.items() if not str(value).strip("– ")]
        if blank:
            raise ValueError(f"no value for {blank[0]}: {self.template}")

    @property
    def sentence(self) -> str:
        """Return the finished sentence."""
        return self.template.format(**self.written)


def claim(template: str, chapter: str, **values: str) -> Claim:
    """Return a claim."""
    return Claim(template, values, chapter)
