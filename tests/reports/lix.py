"""LIX, the Swedish readability index (Björnsson 1968, *Läsbarhet*)."""

import re
from collections.abc import Iterable

_LONG = 7


def lix(texts: Iterable[str]) -> float:
    """Return words a sentence plus the percentage of words with more than six letters.

    Below 30 is very easy and above 60 very hard; official texts lie around 50-60.
    """
    sentences = [
        sentence
        for text in texts
        for sentence in re.split(r"[.!?:]+(?:\s|$)", text)
        if re.search(r"\w", sentence)
    ]
    words = [word for sentence in sentences for word in re.findall(r"[^\W\d_]+", sentence)]
    long = sum(len(word) >= _LONG for word in words)
    return len(words) / len(sentences) + 100 * long / len(words)
