"""Tables of the municipality's own place, and of its synthetic twin."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.display.exhibits import Gallery, Prose, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    HIDDEN_LEGEND,
    MISSING,
    integer,
    interval,
    p_value,
    percent,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.satisfaction_words import (
    DISABILITY,
    ESTIMATED,
    NOTHING,
    OLDER,
    QUESTIONS,
    SERVICES,
    SERVICES_IN_TEXT,
    Context,
    chosen,
    computed_source,
    own_source,
    signed,
    signed_interval,
)
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

_OTHERS = {"grupp": "Samma IBIC-grupp", "lan": "Länet", "skr": "Kommungrupp",
           "liknande": "Liknande", "riket": "Riket"}  # fmt: skip


def place_table(own: pd.DataFrame, context: Context) -> Shown:
    """Show the municipality's latest result of each question beside those of others."""
    caption = f"{context['name']} bredvid andra: det senaste resultatet."
    everyone = own[own["gender"].eq("T")]
    latest = chosen(_latest(everyone), (*OLDER, *DISABILITY), level="kommun")
    if latest.empty:
        return NOTHING
    found = everyone.set_index(["service", "question", "year", "level"])["share"].to_dict()
    lines = [
        {
            "Fråga": QUESTIONS[row["question"]],
            "Verksamhet": SERVICES[row["service"]],
            "År": str(row["year"]),
            "Kommunen": HIDDEN if row["status"] == "dold" else percent(row["share"]),
            "KI": interval(row["ci_low"], row["ci_high"]) if row["status"] == "visas" else MISSING,
            "n": integer(row["n"]),
            **{
                head: percent(found.get((row["service"], row["question"], row["year"], level)))
                for level, head in _OTHERS.items()
            },
        }
        for row in row_dicts(latest)
    ]
    frame = pd.DataFrame(lines)
    hidden = (HIDDEN_LEGEND,) if frame["Kommunen"].eq(HIDDEN).any() else ()
    return table(
        frame, slug="egen-plats", group_by="Verksamhet", caption=caption,
        source=own_source(context),
        notes=("Andel nöjda. KI är 95 procents konfidensintervall efter n, antalet svarande. De "
               "andra är medel av kommunernas resultat samma år, utan den egna; liknande är upp "
               "till sju kommuner med samma sorts kommungrupp, folkmängd och tidigare resultat.",
               *hidden),
    )  # fmt: skip


def _latest(everyone: pd.DataFrame) -> pd.DataFrame:
    """Return the municipality's last shown or hidden result of each question."""
    mine = everyone[everyone["level"].eq("kommun") & everyone["status"].ne("saknas")]
    return mine.sort_values("year").drop_duplicates(["service", "question"], keep="last")


def twin_table(synthetic: pd.DataFrame, context: Context) -> Gallery:
    """Show the gap to the synthetic twin where it could be made, and else why it couldn't."""
    known = chosen(synthetic, (*OLDER, *DISABILITY), status=ESTIMATED)
    return Gallery((_gaps(known, context), _reasons(synthetic)))


def _gaps(known: pd.DataFrame, context: Context) -> Shown:
    if known.empty:
        return NOTHING
    lines = [
        {
            "Fråga": QUESTIONS[row["question"]],
            "Verksamhet": SERVICES[row["service"]],
            "Skillnad": signed(row["estimate"]),
            "95 % KI": signed_interval(row["ci_low"], row["ci_high"]),
            "p": p_value(row["p"]),
            "p, justerat": p_value(row["p_adjusted"]),
            "Givare": integer(row["n_donors"]),
            "Mätningar före, efter": f"{integer(row['n_before'])}, {integer(row['n_after'])}",
        }
        for row in row_dicts(known)
    ]
    caption = f"{context['name']} mot den syntetiska kommunen efter starten."
    return table(
        pd.DataFrame(lines), slug="syntetisk", group_by="Verksamhet", caption=caption,
        source=computed_source(context),
        notes=("Skillnad i procentenheter, i medel efter starten. p är hur stor del av kommunerna, "
               "den egna och givarna, som hamnar minst lika långt från sina egna syntetiska "
               "kommuner, räknat i vad slumpen brukar ge i just den kommunen. Konfidensintervallet "
               "(KI) är de skillnader som det testet inte förkastar. Givare är kommuner som aldrig "
               "börjat.",
               "Justerat p räknar med alla frågor i samma verksamhet. Bara där det är högst 0,05 "
               "är skillnaden större än vad slumpen brukar ge.",),
    )  # fmt: skip


def _reasons(synthetic: pd.DataFrame) -> Prose:
    """Say for which services no twin could be made, and why."""
    lacking = synthetic[synthetic["status"].ne(ESTIMATED)]
    if lacking.empty:
        return NOTHING
    told: dict[str, list[str]] = {}
    for service in (*OLDER, *DISABILITY):
        reasons = lacking.loc[lacking["service"].eq(service), "reason"]
        if len(reasons):
            told.setdefault(str(reasons.mode().iloc[0]), []).append(service)
    sentences = [
        f"Ingen syntetisk kommun för {_named(services)}: {reason[:1].lower()}{reason[1:]}"
        for reason, services in told.items()
    ]
    return Prose(tuple(sentences), as_list=True)


def _named(services: Sequence[str]) -> str:
    return enumeration(SERVICES_IN_TEXT[service] for service in services)


def own_gender_table(own: pd.DataFrame, context: Context) -> Shown:
    """Show the municipality's latest results for women and men, without intervals."""
    mine = own[own["level"].eq("kommun") & own["share"].notna() & own["gender"].isin(["K", "M"])]
    if mine.empty:
        return NOTHING
    cells = mine.pivot_table(
        index=["service", "question", "year"], columns="gender", values="share"
    ).reindex(columns=["K", "M"])
    both = cells.dropna().reset_index().sort_values("year")
    latest = chosen(
        both.drop_duplicates(["service", "question"], keep="last"), (*OLDER, *DISABILITY)
    )
    if latest.empty:
        return NOTHING
    lines = [
        {"Fråga": QUESTIONS[row["question"]], "Verksamhet": SERVICES[row["service"]],
         "År": str(row["year"]), "Kvinnor": percent(row["K"]), "Män": percent(row["M"])}
        for row in row_dicts(latest)
    ]  # fmt: skip
    return table(
        pd.DataFrame(lines), slug="egen-kon", group_by="Verksamhet", source=own_source(context),
        caption=f"{context['name']}: kvinnor och män, det senaste året med båda.",
        notes=("Kolada ger inte antalet svarande för kvinnor och män för sig, så skillnaden har "
               "inget intervall och kan vara slump.",),
    )  # fmt: skip
