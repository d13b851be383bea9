"""A raw table against its codebook: what is wrong, where, and what to do about it."""

import re

import pandas as pd

from ibic_eval.codebook.dictionary import TYPE_NAMES, allowed_values
from ibic_eval.codebook.schemas import Failure, failures
from ibic_eval.codebook.variables import Codebook, Variable
from ibic_eval.tables.issues import Issue, issues_table

HEADER_ROWS = 1
FIRST_ROW = 1 + HEADER_ROWS
LONGEST_VALUE = 40
LIKE_A_PERSONAL_NUMBER = re.compile(r"[0-9]{6}[-+ ]?[0-9]{4}")


def validate_table(table: pd.DataFrame, codebook: Codebook, file: str) -> pd.DataFrame:
    """Return the issues table of a raw table of texts checked against its codebook.

    One row a break, in Swedish. Free text, long values and what looks like a personal number are
    never repeated.
    """
    return issues_table(_issue(failure, codebook, file) for failure in failures(table, codebook))


def _issue(failure: Failure, codebook: Codebook, file: str) -> Issue:
    shown = _shown(failure, codebook)
    return Issue(
        file=file,
        row=None if failure.row is None else failure.row + FIRST_ROW,
        column=failure.column,
        value=shown,
        message=_message(failure, codebook, shown),
    )


def _shown(failure: Failure, codebook: Codebook) -> str:
    known = failure.column in codebook.names
    free = known and _is_free_text(codebook.variable(failure.column))
    return "" if free or _may_be_personal(failure.value) else failure.value


def _is_free_text(variable: Variable) -> bool:
    return variable.type == "beteckning" or (variable.type == "text" and not variable.pattern)


def _may_be_personal(value: str) -> bool:
    return len(value) > LONGEST_VALUE or bool(LIKE_A_PERSONAL_NUMBER.search(value))


def _message(failure: Failure, codebook: Codebook, shown: str) -> str:
    column = f"Kolumnen {failure.column}"
    if failure.rule == "okand_kolumn":
        expected = ", ".join(codebook.names)
        return f"{column} är okänd; ta bort den eller rätta namnet. Kolumnerna är {expected}."
    if failure.rule == "kolumn_saknas":
        return f"{column} saknas; lägg till den ({codebook.variable(failure.column).label_sv})."
    return f"{column} {_cell_message(failure.rule, codebook.variable(failure.column), shown)}"


def _cell_message(rule: str, variable: Variable, shown: str) -> str:
    value = f" ”{shown}”" if shown else " ett värde"
    messages = {
        "varde_saknas": f"är tom; fyll i {_lower_first(variable.label_sv)}.",
        "dubblett": f"har{value} som redan står på en annan rad; ta bort eller rätta den ena.",
        "typ": f"har{value} som inte är {TYPE_NAMES[variable.type]}; rätta värdet.",
    }
    outside = f"har{value} utanför det tillåtna; tillåtet är {allowed_values(variable)}."
    return messages.get(rule, outside)


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]
