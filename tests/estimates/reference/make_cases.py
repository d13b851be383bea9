"""Draws cases.csv and months.csv, fictional cases and a fictional monthly series.

Run in this folder: python make_cases.py. The tests and case_reference.R read the files, so draw
them anew only together with case_reference.csv.
"""

import numpy as np
import pandas as pd

CASES, WORKERS, MONTHS = 600, 15, 48

random = np.random.default_rng(2017)
after = random.integers(0, 2, CASES)
way_in = random.integers(0, 3, CASES)
worker = random.integers(0, WORKERS, CASES)
slow = random.normal(0, 0.2, WORKERS)[worker]
level = 3 + 0.3 * after + 0.2 * (way_in == 1) + slow
waited = np.floor(np.exp(random.normal(level, 0.7))).astype(int)
followed = random.integers(5, 200, CASES)
mean = np.exp(1 + 0.4 * after + 0.1 * (way_in == 1) + 0.5 * slow)
pd.DataFrame(
    {
        "after": after,
        "second": (way_in == 1).astype(int),
        "third": (way_in == 2).astype(int),
        "worker": worker,
        "days": np.minimum(waited, followed),
        "decided": (waited <= followed).astype(int),
        "goals": random.negative_binomial(2, 2 / (2 + mean)),
    }
).to_csv("cases.csv", index=False)

month = np.arange(540, 540 + MONTHS)
noise = np.zeros(MONTHS)
for place in range(1, MONTHS):
    noise[place] = 0.5 * noise[place - 1] + random.normal(0, 0.08)
season = 0.1 * np.sin(2 * np.pi * month / 12)
values = 3 + 0.002 * (month - 540) + 0.3 * (month >= 567) + season + noise
pd.DataFrame({"month": month, "log_days": values.round(6)}).to_csv("months.csv", index=False)
