"""What does not add up in a project plan: sums, days, and places that contradict each other."""

from collections.abc import Iterator

import pandas as pd

from ibic_eval.codebook.project_fields import specs
from ibic_eval.codebook.project_plan import Observation, ProjectPlan, sections
from ibic_eval.codebook.project_times import Span, When
from ibic_eval.codebook.project_values import Source
from ibic_eval.estimates.plan_arithmetic import plan_arithmetic
from ibic_eval.estimates.plan_checks import DIFFERS, NEARLY

RECKONING, DAYS = "rakning", "datum"
COLUMNS = {
    "kind": "string",
    "section": "string",
    "id": "string",
    "rule": "string",
    "subject": "string",
    "unit": "string",
    "operation": "string",
    "parts": "object",
    "recomputed": "Float64",
    "rough": "boolean",
    "stated": "Float64",
    "stated_says": "string",
    "difference": "Float64",
    "status": "string",
    "stated_text": "string",
    "other_text": "string",
    "stated_source": "string",
    "other_source": "string",
    "comment": "string",
}
UNDATED = ("foreslaget", "planerat")


def plan_findings(plan: ProjectPlan) -> pd.DataFrame:
    """Gather everything in a plan that doesn't agree with itself, one row a finding.

    `kind` is `rakning` (a sum differs from its parts; `recomputed`, `stated`, `difference`),
    `datum` (days in an order that can't be), `motsagelse` or `oklarhet` (found by reading the
    plan; `stated_text` is the first place, `other_text` the others, `comment` what differs). Each
    has the sources of both sides. An empty plan gives no rows.
    """
    rows = [*_sums(plan), *_days(plan), *_observed(plan)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _sums(plan: ProjectPlan) -> Iterator[dict[str, object]]:
    checks = plan_arithmetic(plan).rename(columns={"parts_source": "other_source"})
    for row in checks[checks["status"].isin([DIFFERS, NEARLY])].to_dict("records"):
        yield {"kind": RECKONING, **{str(name): value for name, value in row.items()}}


def _days(plan: ProjectPlan) -> Iterator[dict[str, object]]:
    yield from _late_decisions(plan)
    for attribute, section, entry in sections():
        if {"start", "end"} <= {name for name, _ in specs(entry)}:
            for each in getattr(plan, attribute):
                yield from _backwards(plan, section, each.id, each.start, each.end, each.source)


def _late_decisions(plan: ProjectPlan) -> Iterator[dict[str, object]]:
    """Find decisions told as taken although their day comes after the plan's own."""
    written = plan.project.date.value
    for each in plan.decisions:
        day = each.date.value
        late = day and written and written.last and day.first > written.last
        if late and each.state not in UNDATED:
            texts = (days_text(day), days_text(written))
            sources = (each.source, plan.project.source)
            yield _dates(plan, "beslut", each.id, "beslut_efter_plan", each.text, texts, sources)


def _backwards(
    plan: ProjectPlan, section: str, name: str, start: When, end: When, source: Source
) -> Iterator[dict[str, object]]:
    if start.value and end.value and end.value.last and end.value.last < start.value.first:
        texts = (days_text(end.value), days_text(start.value))
        yield _dates(plan, section, name, "slut_fore_start", name, texts, (source, source))


def _dates(
    plan: ProjectPlan,
    section: str,
    name: str,
    rule: str,
    subject: str,
    texts: tuple[str, str],
    sources: tuple[Source, Source],
) -> dict[str, object]:
    return {
        "kind": DAYS,
        "section": section,
        "id": name,
        "rule": rule,
        "subject": subject,
        "status": DIFFERS,
        "stated_text": texts[0],
        "other_text": texts[1],
        "stated_source": plan.source_text(sources[0]),
        "other_source": plan.source_text(sources[1]),
    }


def _observed(plan: ProjectPlan) -> Iterator[dict[str, object]]:
    for each in plan.observations:
        yield {
            "kind": each.kind,
            "section": each.section,
            "id": each.id,
            "rule": "lasning",
            "subject": each.comment,
            "status": DIFFERS if each.kind == "motsagelse" else each.kind,
            **_sides(plan, each),
            "comment": each.comment,
        }


def _sides(plan: ProjectPlan, each: Observation) -> dict[str, str]:
    first, *others = each.quotes
    return {
        "stated_text": first.text,
        "other_text": "; ".join(quote.text for quote in others),
        "stated_source": plan.source_text(first.source),
        "other_source": "; ".join(plan.source_text(quote.source) for quote in others),
    }


def days_text(span: Span | None) -> str:
    """Write a time as the file does: a day alone, else its first and last day."""
    if span is None:
        return ""
    if span.last is None:
        return f"{span.first}/"
    return str(span.first) if span.first == span.last else f"{span.first}/{span.last}"
