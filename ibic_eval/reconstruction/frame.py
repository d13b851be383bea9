"""Fictional municipalities: a register, who was asked and who answered."""

from dataclasses import dataclass
from random import Random

import pandas as pd

from ibic_eval.reconstruction.design import DESIGN
from ibic_eval.reconstruction.respondents import Respondent

FIRST_CODE = 9001
COUNTIES = tuple(f"Demolän {letter}" for letter in "ABCDEFGH")
# Larger municipalities answer a little more often, so that weighting has something to show.
LEANING = {"A": 1.0, "B": 1.2, "C": 0.9}
# Codes at the front, where users look first: one of each kind, and one that did not answer.
SHOWCASE = ("anvandare", "ej_anvandare", "mellangrupp")
REGISTER_COLUMNS = (
    "kommunkod", "kommun", "lanskod", "lan", "skr2017_kod", "skr2017", "skr2023_kod", "skr2023",
    "kolada_group_id", "folkmangd_2017", "folkmangd_2018", "folkmangd_2019",
)  # fmt: skip


@dataclass(frozen=True)
class Invited:
    """The fictional register, who was asked, and each respondent's municipality in order."""

    register: pd.DataFrame
    asked: pd.DataFrame
    codes: tuple[str, ...]


def invite(real: pd.DataFrame, respondents: list[Respondent], seed: int) -> Invited:
    """Make up the municipalities that were asked and let the respondents be some of them.

    `real` is the register of real municipalities, of which only the mix of SKR groups is used.
    Returns frames in the columns of `data/reference/municipalities.csv` and of `utskick.csv`.
    """
    random = Random(seed)
    register = _register(real, random)
    codes = register["kommunkod"].tolist()
    front = _showcase(respondents)
    chosen = _draw(register.iloc[len(SHOWCASE) + 1 :], DESIGN.answered - len(front), random)
    random.shuffle(chosen)
    rest = iter(chosen)
    by_respondent = tuple(
        codes[front.index(index)] if index in front else next(rest)
        for index in range(len(respondents))
    )
    silent = [code for code in codes[len(SHOWCASE) + 1 :] if code not in set(by_respondent)]
    declined = set(random.sample(silent, DESIGN.declined))
    status = {code: "avbojde" for code in declined} | dict.fromkeys(by_respondent, "svarade")
    asked = pd.DataFrame(
        {
            "kommunkod": codes,
            "enhet": "",
            "status": [status.get(code, "inget_svar") for code in codes],
        }
    )
    return Invited(register, asked, by_respondent)


def _showcase(respondents: list[Respondent]) -> list[int]:
    """Return one respondent of each kind: an established user everywhere, and two ordinary ones."""

    def first(class_: str) -> int:
        return max(
            (i for i, r in enumerate(respondents) if r.class_ == class_),
            key=lambda i: (
                respondents[i].phases.count("etablerat"),
                not respondents[i].shared,
                not respondents[i].misrouted,
                len(respondents[i].answers),
            ),
        )

    return [first(class_) for class_ in SHOWCASE]


def _register(real: pd.DataFrame, random: Random) -> pd.DataFrame:
    """Return fictional municipalities with the real mix of SKR groups, districts as A1."""
    kinds = real[["skr2017", "skr2017_name"]].to_numpy().tolist()
    city = next(kind for kind in kinds if kind[0] == "A1")
    kinds += [city] * (DESIGN.asked - len(kinds))
    random.shuffle(kinds)
    rows = [_municipality(number, skr, name, random) for number, (skr, name) in enumerate(kinds)]
    return pd.DataFrame(rows, columns=list(REGISTER_COLUMNS))


def _municipality(number: int, skr: str, skr_name: str, random: Random) -> tuple[str, ...]:
    county = random.randrange(len(COUNTIES))
    people = {"A": 60_000, "B": 45_000, "C": 12_000}[skr[0]]
    size = str(round(people * (0.5 + random.random()) / 100) * 100)
    return (
        str(FIRST_CODE + number),
        f"Demokommun {number + 1:03}",
        str(91 + county),
        COUNTIES[county],
        *(skr, skr_name) * 2,
        "",
        *(size,) * 3,
    )


def _draw(register: pd.DataFrame, number: int, random: Random) -> list[str]:
    keyed = [
        (random.random() ** (1 / LEANING[skr[0]]), code)
        for code, skr in zip(register["kommunkod"], register["skr2017_kod"], strict=True)
    ]
    return [code for _, code in sorted(keyed, reverse=True)[:number]]
