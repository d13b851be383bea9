"""The groups that results are given for: all, users, non-users, established and learning."""

import pandas as pd

from ibic_eval.codebook.instrument import ALL_AREAS
from ibic_eval.tables.classification import BETWEEN, NON_USER, USER

AREAS = ("aldreomsorg", "annan_sol", "lss")
PHASE_ITEM, ESTABLISHED, LEARNING = "fas", "etablerat", "inlarning"
GROUP_OF_CLASS = {USER: "anvandare", NON_USER: "ej_anvandare", BETWEEN: "mellangrupp"}
COLUMNS = ["respondent", "group", "area"]


def group_membership(answers: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    """Return one row for every respondent, group and area: `respondent, group, area`.

    `svarande`, `anvandare`, `ej_anvandare` and `mellangrupp` hold in every area and in `alla`.
    Users are `etablerade` or `inlarning` in an area after their phase there; in `alla` they are
    `etablerade` where any area is, and `inlarning` where some area is and none is established. A
    user that gave no phase is in neither.
    """
    everyone = classification[["respondent"]].assign(group="svarande")
    by_class = classification.assign(group=classification["klass"].map(GROUP_OF_CLASS))
    areas = pd.DataFrame({"area": [*AREAS, ALL_AREAS]})
    constant = pd.concat([everyone, by_class[["respondent", "group"]]]).merge(areas, how="cross")
    users = classification.loc[classification["klass"].eq(USER), "respondent"]
    phased = _by_phase(answers[answers["respondent"].isin(users)])
    return pd.concat([constant, phased], ignore_index=True)[COLUMNS].astype("string")


def _by_phase(answers: pd.DataFrame) -> pd.DataFrame:
    phases = answers[answers["item"].eq(PHASE_ITEM) & answers["answer"].notna()]
    established = phases["answer"].eq(ESTABLISHED)
    somewhere = phases["respondent"].isin(phases.loc[established, "respondent"])
    per_area = phases.assign(group=established.map({True: "etablerade", False: LEARNING}))
    overall = phases.assign(
        group=somewhere.map({True: "etablerade", False: LEARNING}), area=ALL_AREAS
    ).drop_duplicates("respondent")
    return pd.concat([per_area, overall])[COLUMNS]
