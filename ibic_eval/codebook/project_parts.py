"""The entries of a project plan: what it is for, who does what, and how it is followed up."""

from dataclasses import dataclass
from typing import Annotated

from ibic_eval.codebook.project_fields import key, many
from ibic_eval.codebook.project_times import CLOCK, MONTHS, WHEN, WHENS, When
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
from ibic_eval.codebook.sorts import SORTS

WHO = "roles"
GOALS = "goals"
GOAL_KINDS = ("syfte", "effektmal", "projektmal", "prioriteringar", "forvantade_effekter")
# Which way a target points, and whether all are counted or some of them.
AT_LEAST, AT_MOST = "minst", "hogst"
EVERYONE, SAMPLE = "alla", "urval"
ID_HELP = "beteckning som andra filer hänvisar till; ändra den inte när den börjat användas"
SOURCE_HELP = "var i planen det står"
ROLES_HELP = "id på roller och grupper som ansvarar"


@dataclass(frozen=True)
class Document:
    """A document that the plan's statements come from."""

    id: Annotated[str, key("id", ID, "beteckning som källhänvisningarna börjar med", required=True)]
    title: Annotated[str, key("titel", TEXT, "dokumentets titel", required=True)]
    date: Annotated[When, key("datum", WHEN, "dokumentets datum")]
    version: Annotated[Words, key("version", WORDS, "version")]
    registered: Annotated[Words, key("diarienummer", WORDS, "diarienummer")]
    note: Annotated[str, key("anteckning", TEXT, "till exempel hur sidorna är räknade")]


@dataclass(frozen=True)
class Header:
    """The project itself. People are given by their role alone."""

    name: Annotated[str, key("benamning", TEXT, "projektets namn", required=True)]
    commissioner: Annotated[Words, key("bestallare", WORDS, "beställarens roll, inget personnamn")]
    leader: Annotated[Words, key("projektledare", WORDS, "projektledarens roll, inget personnamn")]
    authority: Annotated[str, key("forvaltning", TEXT, "förvaltning")]
    number: Annotated[Words, key("projektnummer", WORDS, "projektnummer")]
    registered: Annotated[Words, key("diarienummer", WORDS, "diarienummer")]
    date: Annotated[When, key("datum", WHEN, "planens datum", required=True)]
    version: Annotated[Words, key("version", WORDS, "planens version")]
    start: Annotated[When, key("start", WHEN, "när projektet börjar")]
    end: Annotated[When, key("slut", WHEN, "när projektet slutar")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Version:
    """One version of the plan."""

    version: Annotated[
        str, key("version", TEXT, "versionens nummer, inom citattecken", required=True)
    ]
    date: Annotated[When, key("datum", WHEN, "versionens datum")]
    change: Annotated[str, key("andring", TEXT, "vad som ändrades")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Goal:
    """A purpose, goal, priority or expected effect."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    text: Annotated[str, key("text", TEXT, "målet, som det står i planen", required=True)]
    above: Annotated[
        str, key("overordnat_mal", TEXT, "det övergripande mål som planen kopplar det till")
    ]
    owner: Annotated[str, key("vems", TEXT, "vems målet är, om planen återger någon annans")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Indicator:
    """What shows whether goals are reached. `goal_kind` stands where no goal is named."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    text: Annotated[str, key("text", TEXT, "indikatorn eller mätetalet", required=True)]
    goals: Annotated[tuple[str, ...], key("mal", TEXTS, "id på målen den hör till", refers=GOALS)]
    goal_kind: Annotated[
        str,
        key("mal_slag", codes(*GOAL_KINDS), "slaget av mål, där planen inte säger vilket av dem"),
    ]
    about: Annotated[
        str,
        key(
            "galler",
            codes(*SORTS),
            "vad den mäter: hur långt metoden används, hur arbetet går till eller utfall för den "
            "enskilde; behövs för att den ska kunna avgöra ett effektmål",
        ),
    ]
    method: Annotated[Words, key("metod", WORDS, "hur den mäts")]
    documentation: Annotated[Words, key("dokumentation", WORDS, "var resultatet dokumenteras")]
    measured: Annotated[tuple[When, ...], key("matpunkter", WHENS, "när den mäts")]
    target: Annotated[Figure, key("malniva", FIGURE, "nivån som ska nås")]
    direction: Annotated[
        str,
        key(
            "riktning",
            codes(AT_LEAST, AT_MOST),
            "om målnivån är den minsta eller den högsta; behövs när målnivån är ett tal",
        ),
    ]
    unit: Annotated[str, key("enhet", TEXT, "målnivåns enhet")]
    counts: Annotated[
        str,
        key(
            "omfattning",
            codes(EVERYONE, SAMPLE),
            "om alla räknas eller ett urval; utan uppgift avgör metodens ord",
        ),
    ]
    responsible: Annotated[tuple[str, ...], key("ansvariga", TEXTS, ROLES_HELP, refers=WHO)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Role:
    """A role in the project and what it answers for."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    title: Annotated[str, key("roll", TEXT, "rollens benämning, inget personnamn", required=True)]
    position: Annotated[Words, key("titel", WORDS, "tjänst som rollen hör till")]
    belongs: Annotated[Words, key("tillhorighet", WORDS, "organisatorisk tillhörighet")]
    authority: Annotated[Words, key("befogenhet", WORDS, "befogenhet, till exempel beslutande")]
    tasks: Annotated[tuple[str, ...], key("uppgifter", TEXTS, "ansvar och uppgifter")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Group:
    """A group in the project, its members by role, and how often it meets."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    name: Annotated[str, key("grupp", TEXT, "gruppens namn", required=True)]
    authority: Annotated[Words, key("befogenhet", WORDS, "befogenhet, till exempel beslutande")]
    members: Annotated[
        tuple[str, ...], key("medlemmar", TEXTS, "medlemmarnas roller, inga personnamn")
    ]
    tasks: Annotated[tuple[str, ...], key("uppgifter", TEXTS, "ansvar och uppgifter")]
    people: Annotated[Figure, key("personer", FIGURE, "antal personer i gruppen")]
    meetings: Annotated[Words, key("motesfrekvens", WORDS, "hur ofta gruppen träffas")]
    start: Annotated[When, key("start", WHEN, "första träffen")]
    end: Annotated[When, key("slut", WHEN, "sista träffen")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Part:
    """One part of a figure that is made up of several."""

    what: Annotated[str, key("vad", TEXT, "vad delen är", required=True)]
    count: Annotated[Figure, key("antal", FIGURE, "hur många eller mycket", required=True)]


@dataclass(frozen=True)
class Training:
    """Who is trained, how and for how long.

    `clock` is the length in hours of the stated times of day. `hours_are` tells whether the hours
    are the participants' or the teachers', "" where the plan doesn't.
    """

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    group: Annotated[str, key("grupp", TEXT, "vilka som utbildas", required=True)]
    role: Annotated[str, key("roll", TEXT, "id på gruppens roll", refers=WHO)]
    people: Annotated[Figure, key("personer", FIGURE, "antal personer")]
    people_parts: Annotated[tuple[Part, ...], key("personer_delar", many(Part), "antalets delar")]
    sessions: Annotated[Figure, key("tillfallen", FIGURE, "antal tillfällen per person")]
    session_hours: Annotated[Figure, key("timmar_per_tillfalle", FIGURE, "timmar per tillfälle")]
    clock: Annotated[float | None, key("klockslag", CLOCK, "tillfällets början och slut")]
    hours_each: Annotated[Figure, key("timmar_per_person", FIGURE, "timmar per person")]
    hours_total: Annotated[Figure, key("timmar_totalt", FIGURE, "timmar i allt, som planen anger")]
    hours_are: Annotated[
        str,
        key(
            "timmar_avser",
            codes("deltagare", "undervisning"),
            "vems timmarna är, om planen säger det",
        ),
    ]
    form: Annotated[Words, key("form", WORDS, "till exempel lärarledd eller digital")]
    content: Annotated[str, key("innehall", TEXT, "vad utbildningen handlar om, och övrigt om den")]
    state: Annotated[
        str, key("lage", codes("genomford", "kommer"), "hur planen talar om utbildningen")
    ]
    start: Annotated[When, key("start", WHEN, "när utbildningen börjar")]
    end: Annotated[When, key("slut", WHEN, "när utbildningen är klar")]
    part_of: Annotated[
        str, key("ingar_i", TEXT, "id på den större grupp som denna räknas in i", refers="training")
    ]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Activity:
    """An activity, milestone or planned decision."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    name: Annotated[str, key("benamning", TEXT, "vad det gäller", required=True)]
    text: Annotated[str, key("aktivitet", TEXT, "vad som görs")]
    kind: Annotated[
        str, key("slag", codes("aktivitet", "milstolpe", "beslut"), "vad det är", required=True)
    ]
    start: Annotated[When, key("start", WHEN, "början")]
    end: Annotated[When, key("slut", WHEN, "slut, eller dagen för en milstolpe")]
    duration: Annotated[Words, key("varaktighet", WORDS, "varaktighet, som planen skriver")]
    responsible: Annotated[tuple[str, ...], key("ansvariga", TEXTS, ROLES_HELP, refers=WHO)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Meetings:
    """A series of meetings that hours are reckoned from."""

    start: Annotated[When, key("fran", WHEN, "första mötets månad", required=True)]
    end: Annotated[When, key("till", WHEN, "sista mötets månad", required=True)]
    per_month: Annotated[Figure, key("per_manad", FIGURE, "möten per månad", required=True)]
    months_off: Annotated[tuple[int, ...], key("utom_manader", MONTHS, "månader utan möten")]
    count: Annotated[Figure, key("antal", FIGURE, "antal möten som planen anger")]
    hours: Annotated[Figure, key("timmar", FIGURE, "timmar per möte")]


@dataclass(frozen=True)
class Statement:
    """Something the plan says, with the questions it leaves open."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    heading: Annotated[str, key("rubrik", TEXT, "kort rubrik")]
    text: Annotated[str, key("text", TEXT, "vad planen säger", required=True)]
    questions: Annotated[tuple[str, ...], key("fragor", TEXTS, "frågor som planen lämnar öppna")]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]
