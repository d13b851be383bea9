"""Which respondents use IBIC: the rule of Vårdanalys 2021:2, section 4.1.3, and corrections."""

import pandas as pd

from ibic_eval.tables.cells import personal_number_issues
from ibic_eval.tables.issues import WARNING, Issue, issues_table

USER, NON_USER, BETWEEN = "anvander", "anvander_inte", "mellangrupp"
USER_ITEMS = ("q1_1", "q1_2", "q1_3")
BY_ANSWER, BY_CORRECTION = "q1", "rattelse"


def classify(
    answers: pd.DataFrame, respondents: pd.DataFrame, corrections: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one row a respondent that did not decline: `respondent, klass, rule`.

    One that ticks at least one of `USER_ITEMS` is a user (`anvander`), any other is not
    (`anvander_inte`). `corrections` (`svarsid, klass, skal`), made after reading the free text,
    take precedence; only they can give the in-between group (`mellangrupp`).
    """
    ticked = answers[answers["item"].isin(USER_ITEMS) & answers["answer"].eq("ja").fillna(False)]
    names = respondents.loc[~respondents["declined"], "respondent"]
    users = names.isin(ticked["respondent"])
    corrected = names.map({} if corrections is None else _classes(corrections))
    by_rule = pd.Series(NON_USER, names.index).mask(users, USER)
    return pd.DataFrame(
        {
            "respondent": names,
            "klass": corrected.fillna(by_rule),
            "rule": pd.Series(BY_CORRECTION, names.index).where(corrected.notna(), BY_ANSWER),
        },
        dtype="string",
    ).reset_index(drop=True)


def _classes(corrections: pd.DataFrame) -> dict[str, str]:
    return dict(zip(corrections["svarsid"], corrections["klass"], strict=True))


def correction_issues(
    corrections: pd.DataFrame, respondents: pd.DataFrame, file: str = "klassning.csv"
) -> pd.DataFrame:
    """Return the issues of a frame of corrections, indexed by its rows in the file.

    A respondent that is corrected twice and a personal number are errors; a correction of one that
    has not answered is a warning.
    """
    answered = respondents.loc[~respondents["declined"], "respondent"]
    twice = corrections["svarsid"].duplicated()
    absent = ~corrections["svarsid"].isin(answered)
    repeated = [_twice(file, int(row)) for row in corrections.index[twice]]
    unknown = [_absent(file, int(row)) for row in corrections.index[absent]]
    return issues_table([*personal_number_issues(corrections, file), *repeated, *unknown])


def _twice(file: str, row: int) -> Issue:
    message = f"Filen {file}: rad {row} rättar ett svar som redan är rättat; behåll en av raderna."
    return Issue(file, message, row=row, column="svarsid")


def _absent(file: str, row: int) -> Issue:
    message = (
        f"Filen {file}: rad {row} rättar ett svarsid som inte finns bland svaren; "
        "kontrollera det eller ta bort raden."
    )
    return Issue(file, message, WARNING, row, "svarsid")
