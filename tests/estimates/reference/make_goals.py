"""Draw goals.csv: fictional goals at providers. Run in this folder: python make_goals.py"""

import numpy as np
import pandas as pd

PERSONS, PROVIDERS = 160, 12


def main() -> None:
    random = np.random.default_rng(4)
    person = np.repeat(np.arange(PERSONS), random.integers(1, 5, PERSONS))
    provider = random.integers(0, PROVIDERS, PERSONS)[person]
    likes = random.normal(0, 0.6, PERSONS)[person] + random.normal(0, 0.5, PROVIDERS)[provider]
    present = random.integers(0, 5, len(person))
    change = random.choice([-2, -1, 0, 1], len(person), p=[0.1, 0.3, 0.45, 0.15])
    goals = pd.DataFrame(
        {
            "person": person,
            "provider": provider,
            "present": present,
            "reached": (present + change).clip(0, 4),
            "success": (random.random(len(person)) < 1 / (1 + np.exp(-likes - 0.2))).astype(int),
            "days": random.geometric(1 / 250, len(person)),
            "event": (random.random(len(person)) < 0.6).astype(int),
            "n": random.integers(1, 6, len(person)),
        }
    )
    goals["count"] = random.binomial(goals["n"], 0.4)
    goals.to_csv("goals.csv", index=False)


if __name__ == "__main__":
    main()
