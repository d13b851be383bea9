"""The budget of a project plan recomputed: posts to years, years to the whole, money to costs."""

from collections.abc import Iterator

from ibic_eval.codebook.project_budget import UNITS, Budget, Total
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.estimates.plan_checks import SUM, Check, total, values


def budget_checks(plan: ProjectPlan) -> Iterator[Check]:
    """Yield a check for each year's sum, each statement of the whole sum, and the funding.

    Amounts are in the budget's unit for years and funding, in the statement's own for the whole.
    """
    if plan.budget is None:
        return
    yield from _years(plan.budget)
    for stated in plan.budget.totals:
        yield _whole(plan.budget, stated)
    if plan.budget.funding and plan.budget.totals:
        yield _funding(plan.budget, plan.budget.totals[0])


def _years(budget: Budget) -> Iterator[Check]:
    for each in budget.year_totals:
        posts = [post for post in budget.posts if post.year.value == each.year.value]
        figures = [post.amount for post in posts]
        year = f"{each.year.value:.0f}" if each.year.value is not None else each.year.says
        source = posts[0].source if posts else each.source
        yield Check(
            "budget",
            f"ar_{year}",
            "arssumma",
            f"Budget {year}",
            budget.unit,
            SUM,
            values(*figures),
            total(figures),
            each.amount,
            each.source,
            source,
        )


def _whole(budget: Budget, stated: Total) -> Check:
    """Add up the years where the plan states them, else all posts."""
    above = [each.amount for each in budget.year_totals]
    figures = above or [post.amount for post in budget.posts]
    entries = budget.year_totals or budget.posts
    factor = UNITS[budget.unit] / UNITS[stated.unit]
    parts = tuple(None if value is None else value * factor for value in values(*figures))
    made = total(figures)
    return Check(
        "budget",
        stated.id,
        "budgetsumma",
        "Budget i allt",
        stated.unit,
        SUM,
        parts,
        None if made is None else made * factor,
        stated.amount,
        stated.source,
        entries[0].source if entries else stated.source,
    )


def _funding(budget: Budget, stated: Total) -> Check:
    """Set the money against the whole budget, in the budget's unit."""
    figures = [each.amount for each in budget.funding]
    same_unit = [each for each in budget.totals if each.unit == budget.unit]
    against = same_unit[0] if same_unit else stated
    factor = UNITS[budget.unit] / UNITS[against.unit]
    parts = tuple(None if value is None else value * factor for value in values(*figures))
    made = total(figures)
    return Check(
        "budget",
        "finansiering",
        "finansiering",
        "Medel mot budget",
        against.unit,
        SUM,
        parts,
        None if made is None else made * factor,
        against.amount,
        against.source,
        budget.funding[0].source,
        any(figure.approximate for figure in figures),
    )
