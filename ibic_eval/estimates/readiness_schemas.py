"""The schemas of what is estimated of readiness, and the codes in their columns.

Levels count from 0 (not begun) to 3 (fully in place). Shares are 0-1. Every table but the first two
has `status`: `visas`; `dold` (fewer than may be shown, or it would give away such a number: all
numbers are NA); or `saknas`, where nothing can be estimated and `reason` says why in Swedish.
"""

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"
EVERYONE = "alla"
DIFFER, UNDECIDED = "olika", "kan inte avgöras"
HIGHER, LOWER = "högre", "lägre"

HIGHEST_LEVEL = 3
# At this level or below a statement counts as low for the person that answered.
HIGHEST_LOW = 1
# A statement is low where at least so large a share of those who took a stand say so.
LOW_SHARE = 0.5
SEED = 2019
DRAWS = 5000

_SAID = dict.fromkeys(["method", "status", "reason"], "string")
_ENDS = dict.fromkeys(["ci_low", "ci_high"], "Float64")

# One row a statement, in the order asked: the instrument's words. `needs` and `sources` are
# finished texts.
STATEMENTS = dict.fromkeys(
    ["statement", "theme", "theme_label", "step", "label", "short", "first", "needs", "sources"],
    "string",
)

# One row an item of the municipal survey that stands beside a theme.
BESIDE = {"theme": "string", "item": "string"}

# One row a round and role, and the role `alla`: how many answered.
EXTENT = {"round": "Int64", "role": "string", "n": "Int64", "status": "string"}

# One row a round, statement and answer of the scale, don't know included. `n` answered.
DISTRIBUTION = {
    "round": "Int64",
    "statement": "string",
    "answer": "string",
    "count": "Int64",
    "n": "Int64",
    "share": "Float64",
    "status": "string",
}

# One row a round and statement. `n_known` took a stand; `median` is their median level; `share` of
# them say fully in place (with its interval) and `low_share` not begun or begun.
STANDING = {
    "round": "Int64",
    "statement": "string",
    **dict.fromkeys(["n", "n_known"], "Int64"),
    **dict.fromkeys(["median", "share"], "Float64"),
    **_ENDS,
    **dict.fromkeys(["low_share", "low_ci_low", "low_ci_high"], "Float64"),
    **dict.fromkeys(["agreement", "agreement_low", "agreement_high"], "Float64"),
    **_SAID,
}

# One row a round, theme and role (and `alla`): the mean level of `n` persons' `n_answers` answers.
THEMES = {
    "round": "Int64",
    "theme": "string",
    "role": "string",
    **dict.fromkeys(["n", "n_answers"], "Int64"),
    "mean": "Float64",
    **_ENDS,
    **_SAID,
}

# One row a statement in the latest round: do the roles answer alike? `gap` is the difference of the
# mean levels of the roles farthest apart, `high_role` minus `low_role`.
ROLE_TESTS = {
    "statement": "string",
    **dict.fromkeys(["n", "n_roles"], "Int64"),
    **dict.fromkeys(["h", "p", "p_holm"], "Float64"),
    **dict.fromkeys(["high_role", "low_role"], "string"),
    **dict.fromkeys(["n_high", "n_low"], "Int64"),
    **dict.fromkeys(["high_mean", "low_mean", "gap"], "Float64"),
    **_ENDS,
    "smallest_detectable": "Float64",
    "verdict": "string",
    **_SAID,
}

# One row a low statement in the latest round, in the order to take them on. `can_begin` is false
# where something it needs is low too (`waits_for`, ids with blanks between); `n_waiting` low
# statements wait for it (`waiting`). `among_first` is the share of redrawn groups of respondents
# where it is among the first three.
FIRST_STEPS = {
    "rank": "Int64",
    "statement": "string",
    "can_begin": "boolean",
    "n_waiting": "Int64",
    **dict.fromkeys(["waiting", "waits_for"], "string"),
    "n_known": "Int64",
    **dict.fromkeys(["low_share", "low_ci_low", "low_ci_high", "among_first"], "Float64"),
}

# One row a theme: the mean level of the latest round minus that of the one before. `wide_low` and
# `wide_high` hold for all themes at once, and decide the verdict.
CHANGES = {
    "theme": "string",
    **dict.fromkeys(["first_round", "second_round"], "Int64"),
    **dict.fromkeys(["n_first", "n_second", "n_both"], "Int64"),
    "difference": "Float64",
    **_ENDS,
    **dict.fromkeys(["wide_low", "wide_high"], "Float64"),
    "verdict": "string",
    **_SAID,
}
