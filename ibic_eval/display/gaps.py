"""What a report cannot show: why, and which file would let it, in one box a section."""

from collections.abc import Mapping
from typing import Any

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.texts import PUBLISHED
from ibic_eval.display.wording import enumeration

Context = Mapping[str, Any]
ROUNDS = "data/rounds"
FRAME_FILE = "utskick.csv"
FRAME_COLUMNS = ("kommunkod", "enhet", "status")
NOTHING = Prose(())


def no_answers(context: Context, *, cannot: str, gives: str) -> Prose:
    """Say what cannot be done where only published figures are known, and what would change it.

    `cannot` and `gives` end their sentences: "skillnader kan inte testas", "tester av skillnader".
    """
    if context["national"]["kind"] != PUBLISHED:
        return NOTHING
    return _box(
        f"Rapporten redovisar inte svaren per kommun, så {cannot}.",
        f"En omgång av enkäten till hela landet i mappen {ROUNDS} ger {gives}.",
    )


def no_frame(context: Context) -> Prose:
    """Say why there are no response rates and weights, where there are none."""
    if context["national"]["population"] is not None:
        return no_answers(
            context,
            cannot="svarsfrekvensen kan inte räknas per grupp och svaren kan inte viktas",
            gives="svarsfrekvens per kommungrupp och län, och viktning",
        )
    columns = enumeration(FRAME_COLUMNS)
    return _box(
        "Det är inte känt vilka som fick enkäten, så svarsfrekvensen kan inte räknas och svaren "
        "kan inte viktas.",
        f"Filen {FRAME_FILE} i omgångens mapp, med kolumnerna {columns}, ger båda.",
    )


def no_own_answers(context: Context) -> Prose:
    """Say which file would give the municipality's own answers, where it has none."""
    if context["own_answers"]:
        return NOTHING
    name = context["municipality"]["name"]
    others = (
        (
            "Rapporten redovisar inte heller svaren per län och kommungrupp; en omgång av "
            f"enkäten i mappen {ROUNDS} ger dem.",
        )
        if context["national"]["kind"] == PUBLISHED and not context.get("round")
        else ()
    )
    files = [
        f"Filen {file['file']}, med kolumnerna {file['columns']}, ställer dem bredvid andras svar."
        for file in context["missing"]
    ]
    return _box(f"{name} har inga egna svar på enkäten.", *files, *others)


def _box(*sentences: str) -> Prose:
    return Prose(sentences, kind="saknas")
