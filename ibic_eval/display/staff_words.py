"""The words, cells and source lines of the survey to staff."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    NBSP,
    integer,
    interval,
    is_missing,
    month_of,
    percent,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration, lower_first

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}% KI"
SHOWN, SUPPRESSED = "visas", "dold"
EVERYONE = "alla"
PAIRED, ALL_ANSWERS = "samma_personer", "alla_svarande"
FEW = f"{HIDDEN} = dold, för få personer för att visas."
HIGH = "i hög eller mycket hög grad"
# As the codebook medarbetarenkat has them, in the order asked.
QUESTIONS: Mapping[str, str] = {
    "forstaelse": "Jag förstår vad IBIC innebär",
    "stod": "Jag har fått tillräckligt med stöd under införandet av IBIC",
    "kunskap": "Utbildningen har gett mig tillräcklig kunskap för att arbeta enligt IBIC",
    "tid": "Jag har tillräckligt med tid för att arbeta enligt IBIC",
    "sprak": "Språket i IBIC går att förstå och använda",
    "tydlighet": "Det är tydligt för mig vad jag ska göra enligt IBIC",
}
SHORT: Mapping[str, str] = {
    "forstaelse": "förstår vad IBIC innebär",
    "stod": "har fått tillräckligt med stöd",
    "kunskap": "har fått tillräcklig kunskap av utbildningen",
    "tid": "har tillräckligt med tid",
    "sprak": "tycker att språket går att förstå och använda",
    "tydlighet": "tycker att det är tydligt vad de ska göra",
}
ROLES: Mapping[str, str] = {
    EVERYONE: "Alla",
    "ledning": "Förvaltningsledning",
    "enhetschef": "Enhetschefer",
    "handlaggare": "Handläggare",
    "ombud": "Ombud",
    "utforare": "Utförarnas personal",
    "annan": "Andra",
}
ANSWERS: Mapping[str, str] = {
    "i_mycket_hog_grad": "I mycket hög grad",
    "i_hog_grad": "I hög grad",
    "i_liten_grad": "I liten grad",
    "inte_alls": "Inte alls",
    "vet_inte": "Vet inte",
}
_WHAT_FILES_HOLD = {
    "medarbetarenkat.csv": "svar på enkäten till medarbetare",
    "medarbetarenkat_utskick.csv": "hur många som fick enkäten",
}


class Chapter(Protocol):
    """The released tables of the survey to staff, in the schemas of `staff_schemas`."""

    @property
    def context(self) -> Context: ...
    @property
    def response(self) -> pd.DataFrame: ...
    @property
    def distribution(self) -> pd.DataFrame: ...
    @property
    def shares(self) -> pd.DataFrame: ...
    @property
    def role_tests(self) -> pd.DataFrame: ...
    @property
    def changes(self) -> pd.DataFrame: ...


def own_source(context: Context) -> str:
    """Return the source line of what is computed from the municipality's own answers."""
    if context["fictional"]:
        return "Egen bearbetning av påhittade svar i medarbetarenkat.csv"
    return (
        f"Egen bearbetning av kommunens svar i medarbetarenkat.csv, {context['rounds'][-1]['last']}"
    )


def missing_files(context: Context) -> Prose:
    """Say what is missing and where to put it, or that too few have answered."""
    if context["few"]:
        return Prose(
            ("Färre än fem personer har svarat på enkäten till medarbetare, och därför visas inga "
             "svar.",), kind="saknas",
        )  # fmt: skip
    if not context["lacks"]:
        return NOTHING
    told = enumeration(_WHAT_FILES_HOLD[name] for name in context["lacks"])
    return Prose(
        (
            f"Underlag saknas: {context['name']} har inte lämnat {told}.",
            f"Lägg {enumeration(context['lacks'])} i mappen {context['folder']} så fylls avsnittet "
            "i.",
        ),
        kind="saknas",
    )


def latest(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the rows of the latest round."""
    return frame[frame["round"].eq(context["latest"])].reset_index(drop=True)


def month_of_round(context: Context, number: int) -> str:
    """Return the month in which a round ended: "oktober 2019"."""
    found = next(each for each in context["rounds"] if each["round"] == number)
    return month_of(found["last"])


def in_order(frame: pd.DataFrame) -> Sequence[Row]:
    """Return rows in the order of questions, everyone first and then the roles."""
    places = {name: place for place, name in enumerate(QUESTIONS)}
    roles = {name: place for place, name in enumerate(ROLES)}
    order = frame.assign(
        _q=frame["question"].map(places), _r=frame["role"].map(roles).fillna(len(roles))
    )
    return row_dicts(order.sort_values(["_q", "_r"], kind="stable").drop(columns=["_q", "_r"]))


def shown_roles(rows: pd.DataFrame) -> list[str]:
    """Return everyone and the roles that are shown somewhere among the rows, in order."""
    shown = set(rows.loc[rows["status"].ne(SUPPRESSED), "role"])
    return [role for role in (*ROLES, *sorted(shown - set(ROLES))) if role in shown]


def hidden_roles(rows: pd.DataFrame) -> tuple[str, ...]:
    """Name in a sentence the roles that are hidden in every row; none where none are."""
    held = set(rows["role"]) - set(shown_roles(rows))
    names = [lower_first(role_name(role)) for role in ROLES if role in held]
    if not names:
        return ()
    return (f"För få för att visas: {enumeration(names)}, eller så hade de gjort att någon sådan "
            "grupp gått att räkna ut.",)  # fmt: skip


def role_name(role: str) -> str:
    """Return the words of a role."""
    return ROLES.get(role, role)


def cell(row: Row, text: str) -> str:
    """Return a cell's text, or the sign that it is hidden or missing."""
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(row["status"]), MISSING)


def share_in_text(row: Row) -> str:
    """Write a share for a sentence: "85 % (95 % KI 66–94 %, n = 40)"."""
    ends = interval(row["ci_low"], row["ci_high"])
    return f"{percent(row['estimate'])} ({CI} {ends}, n = {integer(row['n'])})"


def known(value: Any) -> bool:
    """Tell whether there is a value."""
    return not is_missing(value)
