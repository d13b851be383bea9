"""A municipality's project plan as data: every section of `project.yml` and what it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from ibic_eval.codebook import project_budget as money
from ibic_eval.codebook import project_means as means
from ibic_eval.codebook import project_parts as parts
from ibic_eval.codebook.project_fields import key, many, one, specs
from ibic_eval.codebook.project_parts import ID_HELP, SOURCE_HELP
from ibic_eval.codebook.project_values import ID, SOURCE, TEXT, Source, codes

SECTIONS = (
    *parts.GOAL_KINDS,
    "indikatorer",
    "roller",
    "grupper",
    "utbildning",
    "aktiviteter",
    "resurser",
    "budget",
    "summor",
    "intressenter",
    "kommunikation",
    "risker",
    "avslutskriterier",
    "beslut",
    "uppfoljning",
    "forvaltning",
    "avgransningar",
    "beroenden",
    "utmaningar",
    "framgangsfaktorer",
    "arbetssatt",
)


@dataclass(frozen=True)
class Gap:
    """Something the plan says exists, or should be there, but that can't be read in it."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    section: Annotated[
        str, key("avsnitt", codes(*SECTIONS), "avsnittet där det fattas", required=True)
    ]
    text: Annotated[str, key("text", TEXT, "vad som fattas", required=True)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Quote:
    """What one place in the plan says."""

    text: Annotated[str, key("text", TEXT, "vad som står där", required=True)]
    source: Annotated[Source, key("kalla", SOURCE, SOURCE_HELP, required=True)]


@dataclass(frozen=True)
class Observation:
    """Places in the plan that contradict each other, or one that can be read in two ways."""

    id: Annotated[str, key("id", ID, ID_HELP, required=True)]
    kind: Annotated[str, key("slag", codes("motsagelse", "oklarhet"), "vad det är", required=True)]
    section: Annotated[
        str, key("avsnitt", codes(*SECTIONS, "projekt"), "avsnittet det rör", required=True)
    ]
    quotes: Annotated[
        tuple[Quote, ...], key("uppgifter", many(Quote), "vad planen säger", required=True)
    ]
    comment: Annotated[
        str, key("kommentar", TEXT, "en mening om vad som skiljer sig", required=True)
    ]


@dataclass(frozen=True)
class ProjectPlan:
    """A project plan, one attribute a section; a section the plan lacks is empty."""

    municipality: Annotated[
        str, key("kommunkod", TEXT, "kommunens kod inom citattecken", required=True)
    ]
    documents: Annotated[
        tuple[parts.Document, ...],
        key(
            "dokument", many(parts.Document), "Dokumenten som uppgifterna kommer ur.", required=True
        ),
    ]
    project: Annotated[parts.Header, key("projekt", one(parts.Header), "Projektet.", required=True)]
    versions: Annotated[
        tuple[parts.Version, ...], key("versioner", many(parts.Version), "Planens versioner.")
    ]
    purposes: Annotated[
        tuple[parts.Goal, ...], key("syfte", many(parts.Goal), "Projektets syften.")
    ]
    effect_goals: Annotated[
        tuple[parts.Goal, ...], key("effektmal", many(parts.Goal), "Effektmål.")
    ]
    project_goals: Annotated[
        tuple[parts.Goal, ...], key("projektmal", many(parts.Goal), "Projektmål.")
    ]
    priorities: Annotated[
        tuple[parts.Goal, ...],
        key("prioriteringar", many(parts.Goal), "Prioriteringar, där planen talar om sådana."),
    ]
    expected_effects: Annotated[
        tuple[parts.Goal, ...],
        key(
            "forvantade_effekter",
            many(parts.Goal),
            "Effekter som planen återger från någon annan och inte gör till egna mål.",
        ),
    ]
    indicators: Annotated[
        tuple[parts.Indicator, ...],
        key("indikatorer", many(parts.Indicator), "Indikatorer och mätetal."),
    ]
    roles: Annotated[
        tuple[parts.Role, ...], key("roller", many(parts.Role), "Roller. Inga personnamn.")
    ]
    groups: Annotated[tuple[parts.Group, ...], key("grupper", many(parts.Group), "Grupper.")]
    training: Annotated[
        tuple[parts.Training, ...],
        key("utbildning", many(parts.Training), "Utbildningsplan, en post per grupp."),
    ]
    activities: Annotated[
        tuple[parts.Activity, ...],
        key("aktiviteter", many(parts.Activity), "Aktiviteter, milstolpar och planerade beslut."),
    ]
    resources: Annotated[
        tuple[means.Resource, ...], key("resurser", many(means.Resource), "Resurser.")
    ]
    budget: Annotated[
        money.Budget | None, key("budget", one(money.Budget), "Budget per år och slag.")
    ]
    sums: Annotated[
        tuple[money.Sum, ...],
        key("summor", many(money.Sum), "Andra summor som planen anger tillsammans med delarna."),
    ]
    stakeholders: Annotated[
        tuple[means.Stakeholder, ...], key("intressenter", many(means.Stakeholder), "Intressenter.")
    ]
    communication: Annotated[
        tuple[means.Audience, ...],
        key("kommunikation", many(means.Audience), "Kommunikationsplan, en post per målgrupp."),
    ]
    risk_scale: Annotated[
        means.RiskScale | None, key("riskskala", one(means.RiskScale), "Riskskala.")
    ]
    risks: Annotated[tuple[means.Risk, ...], key("risker", many(means.Risk), "Risker.")]
    closing_criteria: Annotated[
        tuple[parts.Statement, ...],
        key("avslutskriterier", many(parts.Statement), "Vad som ska vara uppfyllt vid avslut."),
    ]
    decisions: Annotated[tuple[means.Decision, ...], key("beslut", many(means.Decision), "Beslut.")]
    follow_up: Annotated[
        tuple[means.FollowUp, ...],
        key("uppfoljning", many(means.FollowUp), "Hur planen följs upp och redovisas."),
    ]
    administration: Annotated[
        tuple[means.Administration, ...],
        key("forvaltning", many(means.Administration), "Vad som gäller efter projektet."),
    ]
    delimitations: Annotated[
        tuple[parts.Statement, ...], key("avgransningar", many(parts.Statement), "Avgränsningar.")
    ]
    dependencies: Annotated[
        tuple[parts.Statement, ...],
        key("beroenden", many(parts.Statement), "Vad projektet är beroende av, och samarbeten."),
    ]
    challenges: Annotated[
        tuple[parts.Statement, ...],
        key("utmaningar", many(parts.Statement), "Utmaningar och öppna frågor."),
    ]
    success_factors: Annotated[
        tuple[parts.Statement, ...],
        key("framgangsfaktorer", many(parts.Statement), "Framgångsfaktorer."),
    ]
    methods: Annotated[
        tuple[parts.Statement, ...],
        key("arbetssatt", many(parts.Statement), "Hur projektet arbetar."),
    ]
    gaps: Annotated[
        tuple[Gap, ...],
        key("luckor", many(Gap), "Vad planen hänvisar till men som inte finns i underlaget."),
    ]
    observations: Annotated[
        tuple[Observation, ...],
        key("iakttagelser", many(Observation), "Motsägelser och oklarheter i planen."),
    ]

    def goals(self) -> Iterator[tuple[str, parts.Goal]]:
        """Yield every goal with its kind, one of `GOAL_KINDS`."""
        for attribute, spec in specs(ProjectPlan):
            if spec.key in parts.GOAL_KINDS:
                yield from ((spec.key, goal) for goal in getattr(self, attribute))

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is filled in beyond the documents and the project's name."""
        kept = ("documents", "versions")
        return self.budget is None and not any(
            getattr(self, attribute) for attribute, _, _ in sections() if attribute not in kept
        )

    def source_text(self, source: Source) -> str:
        """Return a source as a reader wants it: the document's title and where in it."""
        document = next(each for each in self.documents if each.id == source.document)
        return f"{document.title}, {source.place}"


def sections() -> Iterator[tuple[str, str, type]]:
    """Yield each list section of a plan: attribute, key in the file and class of its entries."""
    for attribute, spec in specs(ProjectPlan):
        if spec.kind.shape == "entries" and spec.kind.part is not None:
            yield attribute, spec.key, spec.kind.part


def entries(plan: ProjectPlan) -> Iterator[tuple[str, Any]]:
    """Yield every entry of a plan with the key it stands under, nested ones too."""
    yield from _nested("", plan)


def _nested(where: str, entry: Any) -> Iterator[tuple[str, Any]]:
    for attribute, spec in specs(type(entry)):
        value = getattr(entry, attribute)
        inside = value if spec.kind.shape == "entries" else (value,)
        if spec.kind.part is not None and value is not None:
            place = f"{where}, {spec.key}".removeprefix(", ")
            for each in inside:
                yield place, each
                yield from _nested(place, each)
