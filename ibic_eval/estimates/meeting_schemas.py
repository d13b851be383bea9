"""The schemas of what is told of the meetings of a project's groups, and their codes.

Every table has `status`: `visas`; `dold` (too few persons to tell of); or `saknas`, where `reason`
says in Swedish why there is no number. Shares are 0-1; `n` is their denominator.
"""

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"
REACHED, NOT_REACHED, UNDECIDED, NO_TARGET = (
    "nådd", "inte nådd", "kan inte avgöras", "planen anger ingen målnivå",
)  # fmt: skip
HELD, CANCELLED = "genomfort", "installt"

_DAY = "datetime64[s]"
_SAID = dict.fromkeys(["method", "status", "reason"], "string")
_ESTIMATE = dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64")
_WHAT = dict.fromkeys(["group", "label"], "string")

# One row a group of the plan, or of the list where the plan lacks it: what is planned. `meetings`
# is the plan's number in all, `so_far` those until the day of reckoning; `frequency` its words.
PLANNED = {
    **_WHAT,
    "frequency": "string",
    **dict.fromkeys(["meetings", "so_far"], "Int64"),
    **dict.fromkeys(["start", "end"], _DAY),
    "in_plan": "boolean",
}

# One row a group: `count` meetings were held of the `n` that the list has as planned. `planned` is
# the plan's number until the day of reckoning, `unlisted` how many of those the list lacks.
HELD_SHARES = {
    **_WHAT,
    **dict.fromkeys(["count", "n"], "Int64"),
    **_ESTIMATE,
    **dict.fromkeys(["planned", "unlisted"], "Int64"),
    **dict.fromkeys(["first", "last"], _DAY),
    "target": "Float64",
    "indicator": "string",
    "verdict": "string",
    **_SAID,
}

# One row a group and half-year, named by its first day.
HALF_YEARS = {**_WHAT, "half_year": _DAY, **dict.fromkeys(["count", "n"], "Int64"), **_ESTIMATE,
              **_SAID}  # fmt: skip

# One row a group: `count` persons were present of `n` called, at `meetings` meetings.
ATTENDANCE = {**_WHAT, **dict.fromkeys(["count", "n", "meetings"], "Int64"), **_ESTIMATE, **_SAID}

# One row a meeting of the list: what became of it.
LIST = {**_WHAT, "date": _DAY, "meeting_status": "string"}
