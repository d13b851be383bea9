"""What others have written, as it may be shown: no sign does more than stand there."""

import unicodedata

_UNSEEN = frozenset({"Cf", "Cc"})
UNSEEN = r"[\p{Cf}\p{Cc}--[\n\t]]"
"""What `visible` leaves out, as polars writes it, which Python's own expressions can't say."""


def visible(text: str) -> str:
    """Return a text without signs that turn or hide others (Unicode's Cf) or steer a terminal."""
    if text.isprintable():
        return text
    kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _UNSEEN)
    return "".join(kept)
