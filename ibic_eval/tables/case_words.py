"""What is wrong with a cell of a file of records, in words that end a sentence on its row."""

import datetime as dt
import re
from collections.abc import Mapping

from ibic_eval.codebook.dictionary import PSEUDONYM_RULE, allowed_values
from ibic_eval.codebook.variables import Variable
from ibic_eval.tables.case_columns import DAY, DAY_LENGTH, NUMBER, WHOLE
from ibic_eval.tables.cells import near_code, shown_value

Row = Mapping[str, str | None]
# Excel counts days from here; those of five digits lie between 1954 and 2064.
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"([2-5][0-9]{4})(?:[.,][0-9]+)?")
_NAME_LIKE = re.compile(r"[A-ZÅÄÖ][a-zåäöéü-]+[ ,]+[A-ZÅÄÖ]")
_PSEUDONYM_LIKE = re.compile(r"(?=.{4})[A-Za-z][A-Za-z_-]*[0-9][A-Za-z0-9_-]*")
NEVER_SHOWN = ("text", "beteckning")


def shown(variable: Variable, text: str | None) -> str:
    """Return a cell's text where it may be repeated, "" where it could be about a person."""
    if text is None or variable.type in NEVER_SHOWN:
        return ""
    # A cell may have slipped in from the column beside it.
    if _NAME_LIKE.search(text) or _PSEUDONYM_LIKE.fullmatch(text):
        return ""
    return shown_value(text)


def cell_words(variable: Variable, row: Row) -> str:
    """Say what is wrong with a cell that its codebook refuses, where it is and what to do."""
    text = row[variable.name]
    if text is None:
        return f"saknar värde i kolumnen {variable.name}; fyll i det."
    if variable.type == "datum":
        return _day_words(variable.name, text, shown(variable, text))
    if variable.type in ("heltal", "tal"):
        return _number_words(variable, text, shown(variable, text))
    if variable.type == "kod":
        return _code_words(variable, text, shown(variable, text))
    rule = PSEUDONYM_RULE if variable.type == "beteckning" else allowed_values(variable)
    return f"har ett otillåtet värde i kolumnen {variable.name}; tillåtet är {rule}."


def _code_words(variable: Variable, text: str, repeated: str) -> str:
    near = near_code(text, variable.codes)
    advice = f"menade du {near}?" if near else f"tillåtna är {', '.join(variable.codes)}."
    code = f"den okända koden ”{repeated}”" if repeated else "en okänd kod"
    return f"har {code} i kolumnen {variable.name}; {advice}"


def _number_words(variable: Variable, text: str, repeated: str) -> str:
    value = f"”{repeated}”" if repeated else "ett värde"
    whole = variable.type == "heltal"
    if not re.match(WHOLE if whole else NUMBER, text):
        kind = "ett heltal" if whole else "ett tal"
        return (
            f"har {value} i kolumnen {variable.name}, som inte är {kind}; "
            "skriv bara siffror, utan mellanslag och enhet."
        )
    return (
        f"har {value} i kolumnen {variable.name}; tillåtet är {allowed_values(variable)}, "
        "rätta värdet."
    )


def _day_words(column: str, text: str, repeated: str) -> str:
    serial = _SERIAL.fullmatch(text)
    if serial:
        day = EXCEL_DAY_ZERO + dt.timedelta(days=int(serial[1]))
        return (
            f"har {text} i kolumnen {column}, som ser ut som Excels löpnummer för datum ({day}); "
            "formatera kolumnen som datum ÅÅÅÅ-MM-DD."
        )
    value = repeated or "ett värde"
    if re.match(DAY, text):
        return f"har {value} i kolumnen {column}, ett datum som inte finns; rätta det."
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]", text):
        return (
            f"har {text[:DAY_LENGTH]} med klockslag i kolumnen {column}; "
            "ta bort klockslaget, så att bara ÅÅÅÅ-MM-DD står kvar."
        )
    return (
        f"har {value} i kolumnen {column}, som inte är skrivet ÅÅÅÅ-MM-DD; "
        "skriv kolumnens alla datum så."
    )
