"""The schemas of what is told of the training in IBIC, and the codes in their columns.

Every table has `status`: `visas`; `dold` (fewer than may be shown, or it would give away such a
number: all numbers are NA); or `saknas`, where `reason` says in Swedish why there is no number.
Shares are 0-1; `n` is their denominator.
"""

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"
EVERYONE = "alla"
# How much of the training a person must have attended to be counted.
FULL, SOME = "planerade_timmar", "nagot"
# Where the number of people in a group comes from.
FROM_FILE, FROM_PLAN = "bemanning", "plan"
REACHED, NOT_REACHED, UNDECIDED, NO_TARGET = (
    "nådd", "inte nådd", "kan inte avgöras", "planen anger ingen målnivå",
)  # fmt: skip

_DAY = "datetime64[s]"
_SAID = dict.fromkeys(["method", "status", "reason"], "string")
_ESTIMATE = dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64")
_WHAT = dict.fromkeys(["training", "label"], "string")

# One row a training of the plan, or of the lists where the plan lacks it: what is planned. Hours
# that the plan says are the teachers' have `hours_are` undervisning.
PLANNED = {
    **_WHAT,
    "people": "Int64",
    "people_says": "string",
    "about": "boolean",
    **dict.fromkeys(["hours_each", "hours_total"], "Float64"),
    **dict.fromkeys(["hours_says", "hours_are", "form", "part_of"], "string"),
    **dict.fromkeys(["start", "end"], _DAY),
    **dict.fromkeys(["document", "place"], "string"),
    "in_plan": "boolean",
}

# One row a training and measure, of the whole group: `count` persons of `n`. `n_over` is how many
# more persons attended than the group holds; the interval is then missing.
COVERAGE = {
    **_WHAT,
    "measure": "string",
    **dict.fromkeys(["count", "n", "n_over"], "Int64"),
    **_ESTIMATE,
    "n_from": "string",
    "n_day": _DAY,
    "target": "Float64",
    "indicator": "string",
    "verdict": "string",
    **_SAID,
}

# One row a training and unit: persons with the planned hours, or any where hours aren't planned.
UNITS = {
    **_WHAT,
    "unit": "string",
    "measure": "string",
    **dict.fromkeys(["count", "n"], "Int64"),
    **_ESTIMATE,
    "n_day": _DAY,
    **_SAID,
}

# One row a training and day, the last of a month: persons until then, of `n` (NA where unknown).
# Each step holds at least the minimum of persons.
CURVE = {
    **_WHAT,
    "measure": "string",
    "date": _DAY,
    **dict.fromkeys(["count", "n"], "Int64"),
    "share": "Float64",
}

# One row a training, and `alla` for what is known of them together: hours that people attended
# (`estimate`, of `n` persons), the plan's, and both in kronor where the cost of an hour is known.
# `at_least` tells that something is unknown, so that the sum is a lower limit.
HOURS = {
    **_WHAT,
    "n": "Int64",
    **_ESTIMATE,
    **dict.fromkeys(["planned", "difference"], "Float64"),
    **dict.fromkeys(["kronor", "planned_kronor", "kronor_difference"], "Float64"),
    "at_least": "boolean",
    **_SAID,
}

# One row a training and question of the course evaluations: `count` of the `n` that took a stand
# say to a high or very high degree; `n_unsure` don't know and are outside `n`.
EVALUATIONS = {
    **_WHAT,
    "question": "string",
    **dict.fromkeys(["count", "n", "n_unsure"], "Int64"),
    **_ESTIMATE,
    **_SAID,
}

# One row a training with evaluations: `count` evaluations of `n` attendances on the same days.
RATES = {
    **_WHAT,
    **dict.fromkeys(["count", "n"], "Int64"),
    **_ESTIMATE,
    **_SAID,
}
