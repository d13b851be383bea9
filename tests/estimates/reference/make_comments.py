"""Draws comment_codings.csv: fictional codings of 60 comments by two coders, 20 also by a third."""

from pathlib import Path

import numpy as np
import pandas as pd

THEMES = ["struktur", "delaktighet", "tid_arbetsborda", "svart_sprak"]
NO_THEME = "inget_tema"


def main() -> None:
    random = np.random.default_rng(5)
    rows = []
    for comment in range(60):
        true = random.random(len(THEMES)) < [0.3, 0.15, 0.4, 0.1]
        for coder in range(3 if comment < 20 else 2):
            slips = random.random(len(THEMES)) < 0.08
            found = [theme for theme, has in zip(THEMES, true != slips, strict=True) if has]
            rows += [[comment, coder, theme] for theme in found or [NO_THEME]]
    frame = pd.DataFrame(rows, columns=["comment", "coder", "theme"])
    frame.to_csv(Path(__file__).parent / "comment_codings.csv", index=False)


if __name__ == "__main__":
    main()
