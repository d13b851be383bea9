"""Draw panel.csv: municipalities that began in different years, some results missing.

Run once, with numpy 2.4; panel.csv is what the tests and reference.R read. The municipalities are
fictional.
"""

from pathlib import Path

import numpy as np
import pandas as pd

YEARS = (2014, 2015, 2016, 2018, 2020, 2022)
STARTS = (2013, 2016, 2017, 2019, 2020, 2022, 0, 0, 0, 0)


def main() -> None:
    random = np.random.default_rng(20210)
    rows = []
    for place in range(60):
        start, stratum = int(random.choice(STARTS)), "ABC"[place % 3]
        level, size = 0.85 + random.normal(0, 0.04), int(random.integers(40, 600))
        for wave, year in enumerate(YEARS):
            began = 0 < start <= year
            chance = level - 0.004 * wave + random.normal(0, 0.015) + 0.02 * began
            n = int(random.integers(size // 2 + 15, size + 30))
            missing = place % 7 == 3 and wave in (place % 6, (place + 2) % 6)
            share = float("nan") if missing else random.binomial(n, min(chance, 1)) / n
            rows.append((f"{9001 + place}", stratum, start, year, round(share, 4), n))
    columns = ["municipality", "stratum", "first_year", "year", "share", "n"]
    table = pd.DataFrame(rows, columns=columns)
    table.to_csv(Path(__file__).with_name("panel.csv"), index=False)


if __name__ == "__main__":
    main()
