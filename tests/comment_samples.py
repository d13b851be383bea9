"""Comments drawn with coders, and what is prepared of them."""

import datetime as dt

import numpy as np
import pandas as pd

from ibic_eval.codebook.comment_themes import load_themes
from ibic_eval.runs.implementation import Part
from ibic_eval.runs.implementation_comments import prepare_comments
from ibic_eval.runs.project import PACKAGE_CHECKOUT
from ibic_eval.tables.follow_up import FollowUp, follow_up
from ibic_eval.tables.follow_up_schemas import CODINGS, COMMENTS

THEMES = load_themes(PACKAGE_CHECKOUT / "surveys" / "kommentarer" / "instrument.yml")
ABOUT = {"code": "9001", "name": "Demokommun 001", "fictional": True, "folder": "x"}
SOURCES, ROLES = ["mote", "medarbetarenkat"], ["handlaggare", "utforare", "ombud"]


def drawn(size: int, seed: int = 1, *, themes: int = 4, slips: float = 0.05) -> FollowUp:
    """Draw comments with one theme each, coded by two, the first themes commonest."""
    random = np.random.default_rng(seed)
    ids = THEMES.ids[:themes]
    weights = 1 / np.arange(1, themes + 1)
    days = [
        dt.datetime(2018, 1, 1) + dt.timedelta(int(day)) for day in random.integers(0, 700, size)
    ]
    comments = pd.DataFrame(
        {
            "comment": range(size),
            "source": random.choice(SOURCES, size, p=[0.2, 0.8]),
            "date": days,
            "role": random.choice(ROLES, size, p=[0.4, 0.5, 0.1]),
            "quote": [f"det var {chr(97 + place % 26)}a bra" for place in range(size)],
        }
    ).astype(COMMENTS)
    true = random.choice(ids, size, p=weights / weights.sum())
    rows = [
        [comment, coder, str(random.choice(ids)) if random.random() < slips else theme]
        for comment, theme in enumerate(true)
        for coder in (0, 1)
    ]
    codings = pd.DataFrame(rows, columns=list(CODINGS)).drop_duplicates().astype(CODINGS)
    return follow_up(comments=comments, codings=codings)


def prepared(data: FollowUp) -> Part:
    return prepare_comments(data, None, ABOUT, THEMES)
