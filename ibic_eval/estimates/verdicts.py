"""The report's rule for when a value has been affected, as code.

Avsnitt 8.2.5: an effect is noticeable (märkbar) where at least a third of the municipalities
report it, and clear (tydlig) where at least half do. Where about half answered that they don't know
or that it isn't applicable, the report finds that it cannot judge (avsnitt 5.3.1).
"""

import math
from collections.abc import Iterable, Mapping

import pandas as pd
from scipy.stats import binom

from ibic_eval.codebook.values import CANNOT_JUDGE, CLEAR, NOT_NOTICEABLE, NOTICEABLE, Value
from ibic_eval.estimates.published_shares import HIGHEST_BASE
from ibic_eval.estimates.shares import EVERY_AREA, HIDDEN, NATION, SPAN, spans

NOTICEABLE_FROM = 1 / 3
CLEAR_FROM = 1 / 2
UNKNOWN_FROM = 1 / 2
UNKNOWN_CODES = ("vet_inte", "inte_aktuellt")
UNKNOWN = "+".join(UNKNOWN_CODES)

CERTAIN = "säker"
UNCERTAIN = "osäker"
UNCLEAR = "oklar: antalet svarande är inte tryckt"

NO_ITEM = "ingen fråga i enkäten gäller själva värdet"
MANY_UNKNOWN = "minst hälften svarade vet inte eller inte aktuellt"
NOT_REPORTED = "andelen är inte redovisad"
SUPPRESSED = "andelen är dold"

_NUMBERS = ["share_low", "share_high", "ci_low", "ci_high"]
EVIDENCE_SCHEMA = {
    **dict.fromkeys(["id", "role", "item", "answer"], "string"),
    **dict.fromkeys([*_NUMBERS, "unknown_share"], "Float64"),
    **dict.fromkeys(["basis", "verdict", "reason"], "string"),
}
VERDICTS_SCHEMA = {
    **dict.fromkeys(["id", "perspective", "value", "label_sv", "section"], "string"),
    **dict.fromkeys(["item", "answer"], "string"),
    **dict.fromkeys(_NUMBERS, "Float64"),
    **dict.fromkeys(["verdict", "lowest_area_verdict", "certainty", "reason"], "string"),
    **dict.fromkeys(["report_verdict", "report_section", "report_note"], "string"),
    "agrees": "boolean",
    **dict.fromkeys(["false_alarm", "areas"], "Float64"),
}
# A share that is safely not noticeable: how often does the highest of the areas reach a third?
SAFELY_BELOW = 1 / 4


def verdict_of_share(share: float) -> str:
    """Return what the rule says of the share of municipalities (0–1) that report an effect."""
    if share >= CLEAR_FROM:
        return CLEAR
    return NOTICEABLE if share >= NOTICEABLE_FROM else NOT_NOTICEABLE


def certainty(low: float, high: float, basis: str) -> str:
    """Say whether the rule gives one verdict over a whole interval, else from which to which.

    An interval that rests on the highest conceivable n is the narrowest there can be: it can show
    that a verdict is uncertain, never that it is certain.
    """
    lowest, highest = verdict_of_share(low), verdict_of_share(high)
    if lowest != highest:
        return f"{UNCERTAIN}: {lowest} till {highest}"
    return UNCLEAR if basis == HIGHEST_BASE else CERTAIN


def value_verdicts(
    shares: pd.DataFrame, values: Iterable[Value], group: str = "anvandare"
) -> pd.DataFrame:
    """Judge every value by the rule and set the report's own verdict beside (VERDICTS_SCHEMA).

    `shares` has the columns of `estimates.shares.SHARES_SCHEMA`, from answers (one row an area) or
    as published (spans). A value takes the verdict of its primary item with the highest share in
    the area where that is highest; `lowest_area_verdict` is what the area with the lowest share
    would give. `certainty` is säker where the whole interval gives one verdict (oklar where it
    does and the number of answers isn't printed, so that the true interval is wider); it runs from
    the lowest area's lower limit to the highest area's upper, so it covers both sampling and areas.
    A value without a judged primary item is `går inte att bedöma`, and `reason` says why.
    """
    values = tuple(values)
    evidence = value_evidence(shares, values, group)
    rows = [_judge(value, evidence[evidence["id"].eq(value.id)]) for value in values]
    own = shares[shares["group"].eq(group) & shares["level"].eq(NATION)]
    rows = [{**row, **_false_alarm(own, row)} for row in rows]
    return pd.DataFrame(rows, columns=list(VERDICTS_SCHEMA)).astype(VERDICTS_SCHEMA)


def false_alarm(answered: Iterable[int], share: float = SAFELY_BELOW) -> float:
    """Return the chance that the highest of areas with the same true `share` reaches a third.

    `answered` is the number of answers in each area. That the highest decides is the agency's rule;
    with few answers chance alone makes one of the areas high.
    """
    below = [binom.cdf(math.ceil(NOTICEABLE_FROM * n) - 1, n, share) for n in answered]
    return 1 - float(math.prod(below))


def _false_alarm(own: pd.DataFrame, row: Mapping[str, object]) -> dict[str, object]:
    """Return the rule's false alarms for a verdict's item, where each area's answers are known."""
    if "item" not in row:
        return {}
    asked = own["item"].eq(str(row["item"])) & own["answer"].eq(str(row["answer"]))
    areas = own[asked & ~own["area"].isin([SPAN, EVERY_AREA])]
    if len(areas) < 2 or areas["n"].isna().any() or areas["basis"].eq(HIGHEST_BASE).any():
        return {}
    return {"false_alarm": false_alarm(areas["n"].astype(int)), "areas": len(areas)}


def value_evidence(
    shares: pd.DataFrame, values: Iterable[Value], group: str = "anvandare"
) -> pd.DataFrame:
    """Return one row for each value and item that it rests on (EVIDENCE_SCHEMA).

    `role` is `primary` or `supporting`; `verdict` what the rule says of the item alone;
    `unknown_share` the share that don't know or find it not applicable, in the area where most do.
    Joined answers (`stammer+delvis`) must stand in `shares` as rows of their own.
    """
    rows = [
        {"id": value.id, "role": role, "item": evidence.item, "answer": evidence.answer}
        for value in values
        for role, items in (("primary", value.primary), ("supporting", value.supporting))
        for evidence in items
    ]
    own = shares[shares["group"].eq(group) & shares["level"].eq(NATION)]
    listed = pd.DataFrame(rows, columns=["id", "role", "item", "answer"]).astype("string")
    table = listed.merge(_figures(own), on=["item", "answer"], how="left")
    table = table.assign(unknown_share=table["item"].map(_unknown_shares(own)))
    reasons = table.apply(_reason, axis="columns").astype("string")
    shown = table["share_high"].where(reasons.eq(""))
    verdicts = [CANNOT_JUDGE if pd.isna(share) else verdict_of_share(share) for share in shown]
    table = table.assign(verdict=verdicts, reason=reasons)
    return table[list(EVIDENCE_SCHEMA)].astype(EVIDENCE_SCHEMA)


def _figures(shares: pd.DataFrame) -> pd.DataFrame:
    """Return one row an item and answer: its span, or its only figure."""
    span, once = shares["area"].eq(SPAN), shares["area"].eq(EVERY_AREA)
    ranked = pd.concat([shares[span], spans(shares), shares[once], shares[~span & ~once]])
    return ranked.drop_duplicates(["item", "answer"])[
        ["item", "answer", *_NUMBERS, "basis", "status"]
    ]


def _unknown_shares(shares: pd.DataFrame) -> pd.Series:
    """Return by item the share of UNKNOWN_CODES in the area where it is highest."""
    joined = shares[shares["answer"].eq(UNKNOWN)].groupby("item")["share_high"].max()
    single = shares[shares["answer"].isin(UNKNOWN_CODES)]
    summed = single.groupby(["item", "area"])["share_high"].sum(min_count=1)
    return joined.combine_first(summed.groupby("item").max())


def _reason(evidence: pd.Series) -> str:
    """Say why an item cannot be judged, nothing where it can."""
    unknown = evidence["unknown_share"]
    if pd.notna(unknown) and unknown >= UNKNOWN_FROM:
        return MANY_UNKNOWN
    if pd.notna(evidence["share_high"]):
        return ""
    hidden = pd.notna(evidence["status"]) and evidence["status"] == HIDDEN
    return SUPPRESSED if hidden else NOT_REPORTED


def _judge(value: Value, evidence: pd.DataFrame) -> dict[str, object]:
    primary = evidence[evidence["role"].eq("primary")]
    judged = primary[primary["verdict"].ne(CANNOT_JUDGE)]
    if judged.empty:
        reason = primary["reason"].iloc[0] if len(primary) else NO_ITEM
        found: dict[str, object] = {"verdict": CANNOT_JUDGE, "reason": reason}
    else:
        found = _carried(judged.sort_values("share_high", ascending=False, kind="stable").iloc[0])
    return {
        "id": value.id,
        "perspective": value.perspective,
        "value": value.value,
        "label_sv": value.label_sv,
        "section": value.section,
        **found,
        "report_verdict": value.report.verdict,
        "report_section": value.report.section,
        "report_note": value.report.note,
        "agrees": found["verdict"] == value.report.verdict,
    }


def _carried(evidence: pd.Series) -> dict[str, object]:
    """Return the columns that a value takes from the item which decides it."""
    return {
        **{name: evidence[name] for name in ("item", "answer", *_NUMBERS, "verdict")},
        "lowest_area_verdict": verdict_of_share(evidence["share_low"]),
        "certainty": certainty(evidence["ci_low"], evidence["ci_high"], evidence["basis"]),
        "reason": "",
    }
