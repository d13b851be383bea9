"""Finding Swedish personal identity numbers and coordination numbers in text."""

import re

from personnummer import personnummer

# Six or eight digits for the date and four more, also with blanks, full stops or dashes between.
_CANDIDATE = re.compile(
    r"(?<![0-9])(?=((?:18|19|20)?[0-9]{2}[ ./-]?[0-9]{2}[ ./-]?[0-9]{2}"
    r"\s?([-+‐‑–−]?)\s?[0-9]{4})(?![0-9]))"
)


def holds_personal_number(text: str) -> bool:
    """Tell whether a text holds a number with a real date and a right check digit.

    Coordination numbers (day plus 60) count. Ten digits in a row that happen to be a date and
    fit the check digit, as one mobile number in some hundred does, count too: better so.
    """
    return any(
        personnummer.valid(re.sub("[^0-9]", "", match[1])) for match in _CANDIDATE.finditer(text)
    )
