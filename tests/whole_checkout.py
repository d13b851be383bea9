"""A checkout with everything in it and tables of its own, so that runs don't meet."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from ibic_eval.runs.project import PACKAGE_CHECKOUT

DATA = PACKAGE_CHECKOUT / "data"
PLACES = DATA / "municipalities"


def whole_checkout(root: Path, *own: str) -> Path:
    """Make a checkout in which the named municipalities' folders and the notebooks are copies.

    The rest is linked to. The notebooks reach the tables by "..", which from a link is elsewhere.
    """
    shutil.copytree(PACKAGE_CHECKOUT / "notebooks", root / "notebooks")
    (root / "data" / "municipalities").mkdir(parents=True)
    for part in ("surveys", "reports/templates", *_linked(own)):
        (root / part).parent.mkdir(parents=True, exist_ok=True)
        (root / part).symlink_to(PACKAGE_CHECKOUT / part)
    for each in own:
        shutil.copytree(PLACES / each, root / "data" / "municipalities" / each)
    return root


def _linked(own: tuple[str, ...]) -> Iterator[str]:
    made = ("prepared", "results", "municipalities")
    yield from (f"data/{each.name}" for each in DATA.iterdir() if each.name not in made)
    yield from (
        f"data/municipalities/{each.name}" for each in PLACES.iterdir() if each.name not in own
    )
