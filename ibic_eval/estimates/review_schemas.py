"""The schemas of what is estimated of reviewed documents, and the codes in their columns.

Shares are 0-1. Every table has `estimate, ci_low, ci_high, n, method, status, reason, verdict`.
`status` is `visas`; `dold` (fewer documents than may be shown, or it would give away such a number:
all numbers are NA); or `saknas`, where nothing can be estimated and `reason` says why in Swedish.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"

KINDS = ("utredning", "genomforandeplan", "uppfoljning")
EVERY = "alla"
CRITERIA = (
    "livsomraden",
    "egen_uppfattning",
    "skattning",
    "mal",
    "delmal",
    "stodform",
    "uppfoljning",
)
WHOLE = "alla_delar"  # all the parts that apply to the document are met
MET, NOT_MET, NOT_APPLICABLE = "uppfyllt", "ej_uppfyllt", "ej_aktuellt"

FIRST, BETWEEN, LATEST, ALL_WEEKS = "forsta", "mellan", "senaste", "hela"
QUARTER_WEEKS = 13
FEWEST_WEEKS = 4

HIGHER, LOWER = "högre", "lägre"
EQUIVALENT, UNDECIDED = "likvärdig", "kan inte avgöras"
ALL_REVIEWED, NOT_ALL = "alla granskade", "inte alla granskade"
STABLE, SINGLE, SHIFTED = (
    "inget tecken på förändring",
    "signal utan bestående ändring",
    "ändrad nivå",
)
GOOD, FAIR, POOR = "god", "måttlig", "svag"

OUTSIDE, RUN = "utanför gränserna", "lång rad på samma sida"

_TOLD = dict.fromkeys(["method", "status", "reason", "verdict"], "string")
_ESTIMATE = dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64")
_WEEK = "datetime64[s]"

# One row a document and criterion (and WHOLE): the outcome of the review that counts, NA where the
# reviewer took no stand. `week` is a Monday.
OUTCOMES = {
    "document": "int32",
    "kind": "string",
    "week": _WEEK,
    "criterion": "string",
    "outcome": "string",
}

# One row a kind and calendar quarter, both also EVERY: how many documents were reviewed (n) of
# those produced. `weeks_unknown` weeks have reviews but no number of documents.
COVERAGE = {
    **dict.fromkeys(["kind", "period"], "string"),
    **dict.fromkeys(["n", "produced", "weeks_unknown"], "Int64"),
    **_ESTIMATE,
    **_TOLD,
}

# One row an indicator of the plan that says all of a kind are to be reviewed, and kind: how many
# were, of those produced in the weeks from `first` to `last`.
PROMISES = {
    **dict.fromkeys(["indicator", "kind"], "string"),
    **dict.fromkeys(["first", "last"], _WEEK),
    **dict.fromkeys(["n", "produced", "weeks_unknown"], "Int64"),
    **_ESTIMATE,
    **_TOLD,
}

# One row a kind, basis of the share (observerad, halften) and margin: `needed` documents of the
# `produced` of the latest weeks give the margin; `needed_large` where they are very many.
# `estimate` is the share that the number rests on: that of the `criterion` nearest to a half, of
# `n` documents.
SIZES = {
    **dict.fromkeys(["kind", "criterion", "basis"], "string"),
    "margin": "Float64",
    **dict.fromkeys(["n", "produced", "needed", "needed_large"], "Int64"),
    **_ESTIMATE,
    **_TOLD,
}

# One row a kind and criterion: the share of the latest weeks with its `half_width`, and how many
# documents two periods must have each (`detect`) to find a drop of `drop`.
PRECISION = {
    **dict.fromkeys(["kind", "criterion"], "string"),
    **dict.fromkeys(["n", "produced", "detect"], "Int64"),
    **dict.fromkeys(["half_width", "drop"], "Float64"),
    **_ESTIMATE,
    **_TOLD,
}

# One row a kind, period and criterion: `count` of `n` documents that it applies to meet it.
PROFILE = {
    **dict.fromkeys(["kind", "period", "criterion"], "string"),
    **dict.fromkeys(["n", "count", "n_not_applicable", "n_blank", "produced"], "Int64"),
    **_ESTIMATE,
    **_TOLD,
}

# One row a kind and criterion: the latest weeks' share minus that of the first weeks.
CHANGES = {
    **dict.fromkeys(["kind", "criterion"], "string"),
    **dict.fromkeys(["n", "n_first", "n_latest"], "Int64"),
    **dict.fromkeys(["share_first", "share_latest"], "Float64"),
    **_ESTIMATE,
    **dict.fromkeys(["p", "p_holm", "equivalence_p", "equivalence_p_holm"], "Float64"),
    **dict.fromkeys(["design_effect", "smallest_detectable"], "Float64"),
    **_TOLD,
}

# One row a kind, criterion and point: a week, or weeks joined until the point has enough documents.
# WHOLE is for each kind, the parts for EVERY kind together.
# `lower` and `upper` are the control limits around `centre`; `signal` names the rules, "" for none.
POINTS = {
    **dict.fromkeys(["kind", "criterion"], "string"),
    **dict.fromkeys(["point", "phase"], "Int64"),
    **dict.fromkeys(["week", "last_week"], _WEEK),
    "n": "Int64",
    **_ESTIMATE,
    **dict.fromkeys(["centre", "lower", "upper"], "Float64"),
    "baseline": "boolean",
    "signal": "string",
    **_TOLD,
}

# One row a kind and criterion: its control chart in all. `estimate` is the centre of the latest
# phase; `signals` are points by the limits of the first baseline, the first at `first_signal`;
# `false_alarm` is the chance of at least one signal in so long a chart where nothing has changed.
CHARTS = {
    **dict.fromkeys(["kind", "criterion"], "string"),
    **dict.fromkeys(["n", "points", "joined", "baseline", "phases", "signals"], "Int64"),
    "first_signal": _WEEK,
    **_ESTIMATE,
    **dict.fromkeys(["sigma_z", "dispersion_p", "false_alarm"], "Float64"),
    **_TOLD,
}

# One row a lasting shift: from `week` on the share is another. The true week lies between
# `week_low` and `week_high`; `estimate` is the share after minus the share before, `adjusted` the
# same within kinds of documents.
SHIFTS = {
    **dict.fromkeys(["kind", "criterion"], "string"),
    **dict.fromkeys(["week", "week_low", "week_high"], _WEEK),
    **dict.fromkeys(["n", "n_before", "n_after"], "Int64"),
    **dict.fromkeys(["before", "after", "adjusted", "p"], "Float64"),
    **_ESTIMATE,
    **_TOLD,
}

# One row a criterion, and EVERY for all together: agreement of those who reviewed the same
# documents. `estimate` is Krippendorff's alpha; `agreed` the share of pairs that agree; `commonest`
# the share of the outcome most often given.
AGREEMENT = {
    "criterion": "string",
    **dict.fromkeys(["n", "n_pairs", "n_reviewers"], "Int64"),
    **_ESTIMATE,
    **dict.fromkeys(["kappa", "kappa_low", "kappa_high"], "Float64"),
    **dict.fromkeys(["agreed", "pabak", "commonest"], "Float64"),
    **_TOLD,
}


def gathered(parts: Iterable[pd.DataFrame], schema: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of all parts in one table with the schema's columns and types."""
    empty = pd.DataFrame(columns=list(schema))
    typed = [part.reindex(columns=list(schema)).astype(dict(schema)) for part in (empty, *parts)]
    return pd.concat(typed, ignore_index=True)
