"""Draws readiness.csv, fictional answers of 40 persons in four roles to three statements.

Run in this folder: python make_readiness.py. The tests and readiness_reference.R read the file, so
draw it anew only together with readiness_reference.csv.
"""

import numpy as np
import pandas as pd

ROLES = {"ledning": 7, "enhetschef": 9, "handlaggare": 11, "utforare": 13}
SHIFTS = {"ledning": 0.8, "enhetschef": 0.2, "handlaggare": 0.0, "utforare": -0.9}

random = np.random.default_rng(60)
role = np.repeat(list(ROLES), list(ROLES.values()))
lean = random.normal(0, 0.5, len(role))
rows = [
    {"person": person, "role": name, "statement": f"a_{number}", "level": level}
    for person, name in enumerate(role)
    for number in (1, 2, 3)
    if random.uniform() > 0.1
    for mean in [1.6 + (SHIFTS[name] if number == 1 else 0) + lean[person]]
    for level in [int(np.clip(np.round(random.normal(mean, 0.6)), 0, 3))]
]
pd.DataFrame(rows).to_csv("readiness.csv", index=False)
