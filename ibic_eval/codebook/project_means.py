"""The entries of a project plan: its means, those it concerns, its risks and what comes after."""

from dataclasses import dataclass
from typing import Annotated

from ibic_eval.codebook.project_fields import key, many, one
from ibic_eval.codebook.project_parts import ID_HELP, ROLES_HELP, SOURCE_HELP, WHO, Meetings
from ibic_eval.codebook.project_times import WHEN, WHENS, When
from ibic_eval.codebook.project_values import (
    FIGURE,
    ID,
    SOURCE,
    TEXT,
    TEXTS,
    WORDS,
    Figure,
    Source,
    Words,
    codes,
)


@dataclass(frozen=True)
class Resource:
    """A resource and the hours it is reckoned at; `training` where those stand under training."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    name: Annotated[str, key("resurs", TEXT, "resursens namn", required=True)]
    text: Annotated[str, key("atgang", TEXT, "resursåtgång, som planen beskriver den")]
    training: Annotated[
        str, key("utbildning", TEXT, "id på utbildningen, om tiden gäller den", refers="training")
    ]
    people: Annotated[Figure, key("personer", FIGURE, "antal personer")]
    hours_each: Annotated[Figure, key("timmar_per_person", FIGURE, "timmar per person")]
    hours_total: Annotated[Figure, key("timmar_totalt", FIGURE, "timmar i allt, som planen anger")]
    hours_week: Annotated[Figure, key("timmar_per_vecka", FIGURE, "timmar per vecka")]
    full_time_percent: Annotated[Figure, key("tjanst_procent", FIGURE, "procent av en heltid")]
    posts: Annotated[Figure, key("tjanster", FIGURE, "antal tjänster, till exempel 1.5")]
    meetings: Annotated[Meetings | None, key("moten", one(Meetings), "möten som tiden räknas från")]
    start: Annotated[When, key("start", WHEN, "ledtidens början")]
    end: Annotated[When, key("slut", WHEN, "ledtidens slut")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Stakeholder:
    """Someone the project concerns."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    name: Annotated[str, key("intressent", TEXT, "vem", required=True)]
    relation: Annotated[str, key("relation", TEXT, "relation till projektet")]
    influence: Annotated[str, key("paverkan", codes("liten", "medel", "stor"), "påverkan")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class CommunicationActivity:
    """One thing that is told, and through which channel."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    text: Annotated[str, key("text", TEXT, "aktivitet eller kanal", required=True)]


@dataclass(frozen=True)
class CommunicationTime:
    """When something is told, in the plan's words, and as a time where there is one."""

    text: Annotated[str, key("text", TEXT, "tiden, som planen skriver den", required=True)]
    date: Annotated[When, key("datum", WHEN, "tiden")]


@dataclass(frozen=True)
class Audience:
    """Those who need to know, what they need to know, how and when they are told."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    audience: Annotated[
        str, key("malgrupp", TEXT, "vilka som behöver informationen", required=True)
    ]
    goal: Annotated[str, key("mal", TEXT, "vad informationen ska leda till")]
    message: Annotated[str, key("budskap", TEXT, "budskap")]
    activities: Annotated[
        tuple[CommunicationActivity, ...],
        key("aktiviteter", many(CommunicationActivity), "aktiviteter och kanaler"),
    ]
    times: Annotated[
        tuple[CommunicationTime, ...], key("tider", many(CommunicationTime), "när och hur ofta")
    ]
    responsible: Annotated[tuple[str, ...], key("ansvariga", TEXTS, ROLES_HELP, refers=WHO)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class RiskScale:
    """The highest probability and consequence of the plan's scale, which begins at 1."""

    probability: Annotated[Figure, key("sannolikhet", FIGURE, "högsta sannolikhet", required=True)]
    consequence: Annotated[Figure, key("konsekvens", FIGURE, "högsta konsekvens", required=True)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Risk:
    """A risk and what is done about it; its level is the product of the two, as stated."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    risk: Annotated[str, key("risk", TEXT, "vad som kan hända", required=True)]
    probability: Annotated[Figure, key("sannolikhet", FIGURE, "sannolikhet")]
    consequence: Annotated[Figure, key("konsekvens", FIGURE, "konsekvens")]
    level: Annotated[Figure, key("niva", FIGURE, "risknivå som planen anger")]
    prevention: Annotated[str, key("forebyggande", TEXT, "vad som görs för att minska risken")]
    response: Annotated[str, key("vid_utfall", TEXT, "vad som görs om det händer")]
    responsible: Annotated[tuple[str, ...], key("ansvariga", TEXTS, ROLES_HELP, refers=WHO)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Decision:
    """A decision about the introduction: taken, proposed, to be taken, or not clear which."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    text: Annotated[str, key("text", TEXT, "vad beslutet innebär", required=True)]
    body: Annotated[str, key("instans", TEXT, "vem som beslutar")]
    date: Annotated[When, key("datum", WHEN, "beslutets dag")]
    paragraph: Annotated[Words, key("paragraf", WORDS, "paragraf")]
    registered: Annotated[Words, key("diarienummer", WORDS, "diarienummer")]
    state: Annotated[
        str, key("lage", codes("fattat", "foreslaget", "planerat", "oklart"), "läge", required=True)
    ]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class FollowUp:
    """How the plan itself is followed up and reported."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    text: Annotated[str, key("text", TEXT, "vad som följs upp, och hur ofta", required=True)]
    times: Annotated[tuple[When, ...], key("tider", WHENS, "när")]
    responsible: Annotated[tuple[str, ...], key("ansvariga", TEXTS, ROLES_HELP, refers=WHO)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Administration:
    """What is to keep the way of working alive when the project is over."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    text: Annotated[str, key("text", TEXT, "vad som ska gälla efter projektet", required=True)]
    members: Annotated[tuple[str, ...], key("medlemmar", TEXTS, "vilka roller som deltar")]
    meetings: Annotated[Words, key("motesfrekvens", WORDS, "hur ofta de träffas")]
    start: Annotated[When, key("start", WHEN, "när det börjar")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]
