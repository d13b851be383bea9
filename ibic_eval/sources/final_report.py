"""Reading what a municipality says in its slutrapport: one strict file, every reference checked."""

from collections.abc import Iterable
from pathlib import Path

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.final_catalogue import JUDGED, Catalogue
from ibic_eval.codebook.final_report import NOTHING_SAID, FinalReport, goal_about
from ibic_eval.codebook.project_fields import read_entry
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.errors import InputError

FILE = "slutrapport.yml"
PLAN_FILE = "project.yml"
# Effects that a plan reports from someone else are no goals of the municipality's own.
NO_GOALS = "forvantade_effekter"


def read_final_report(
    folder: Path | None, catalogue: Catalogue, plan: ProjectPlan | None
) -> FinalReport:
    """Read a municipality's `slutrapport.yml`; without one nothing is said.

    Raises InputError, one Swedish sentence with the file, the key and what to do, for a key that is
    unknown, missing or faulty, a goal that isn't in the plan, or an aspect or measure that isn't in
    the catalogue.
    """
    path = None if folder is None else folder / FILE
    if path is None or not path.exists():
        return NOTHING_SAID
    where = f"Filen {path.parent.name}/{path.name}"
    report = read_entry(FinalReport, y.load_mapping(path), where)
    _check_municipality(report, path, where)
    _check_goals(report, plan, where)
    _check_known(report.levels, catalogue.measures, f"{where}, nivaer", "måtten")
    _check_closing(report, plan, where)
    for goal, link in report.goals.items():
        _check_known(link.aspects, catalogue.aspects, f"{where}, mal, {goal}", "aspekterna")
    _check_main(report, catalogue, plan, where)
    return report


def _check_municipality(report: FinalReport, path: Path, where: str) -> None:
    if not path.parent.name.startswith(f"{report.municipality}-"):
        raise InputError(
            f"{where}: kommunkod är {report.municipality} fast mappen heter {path.parent.name}; "
            "rätta koden eller flytta filen."
        )


def _check_goals(report: FinalReport, plan: ProjectPlan | None, where: str) -> None:
    if report.goals and plan is None:
        raise InputError(
            f"{where} kopplar mål, men kommunen har ingen {PLAN_FILE}; lägg till planen eller ta "
            "bort mal."
        )
    kinds = {goal.id: kind for kind, goal in plan.goals()} if plan else {}
    for goal in report.goals:
        if goal not in kinds:
            raise InputError(
                f"{where}, mal: {goal} finns inte bland målen i {PLAN_FILE}; rätta beteckningen."
            )
        if kinds[goal] == NO_GOALS:
            raise InputError(
                f"{where}, mal: {goal} är en effekt som planen återger från någon annan, inte ett "
                "eget mål; ta bort kopplingen."
            )


def _check_closing(report: FinalReport, plan: ProjectPlan | None, where: str) -> None:
    criteria = {each.id for each in plan.closing_criteria} if plan else set()
    indicators = {each.id for each in plan.indicators} if plan else set()
    for criterion, closing in report.closing.items():
        for name, known, section in (
            (criterion, criteria, "avslutskriterier"),
            (closing.indicator, indicators, "indikatorer"),
        ):
            if name not in known:
                raise InputError(
                    f"{where}, avslut: {name} finns inte under {section} i {PLAN_FILE}; rätta "
                    "beteckningen."
                )


def _check_main(
    report: FinalReport, catalogue: Catalogue, plan: ProjectPlan | None, where: str
) -> None:
    """Refuse a main measure that isn't known, is a judgement, or is about another thing."""
    measures = catalogue.measures
    abouts = {each.id: each.about for each in plan.indicators} if plan else {}
    kinds = {goal.id: kind for kind, goal in plan.goals()} if plan else {}
    for goal, link in report.goals.items():
        here = f"{where}, mal, {goal}: huvudmatt {link.main}"
        if not link.main:
            continue
        if link.main not in {**measures, **abouts}:
            raise InputError(
                f"{here} finns varken bland måtten i surveys/slutrapport/aspekter.yml eller bland "
                f"indikatorerna i {PLAN_FILE}; rätta beteckningen."
            )
        if link.main in measures and measures[link.main].kind in JUDGED:
            raise InputError(
                f"{here} är en bedömning och kan inte avgöra ett mål; välj en mätning."
            )
        of_main = measures[link.main].about if link.main in measures else abouts[link.main]
        about = goal_about(kinds[goal], link, catalogue.sorts)
        if of_main != about or not about:
            raise InputError(
                f"{here} gäller {of_main or 'något som inte står (galler i ' + PLAN_FILE + ')'} "
                f"men målet {about or 'något som inte står (galler)'}; ett mål avgörs av mått som "
                "gäller samma sak, så välj ett annat mått eller rätta galler."
            )


def _check_known(ids: Iterable[str], known: Iterable[str], where: str, named: str) -> None:
    lost = next((each for each in ids if each not in set(known)), None)
    if lost is not None:
        raise InputError(
            f"{where}: {lost} finns inte bland {named} i surveys/slutrapport/aspekter.yml; rätta "
            "beteckningen eller ta bort den."
        )
