"""The schemas of what is estimated from the survey to staff, and the codes in their columns.

Levels count from 0 (not at all) to 3 (to a very high degree); a share is of those who took a stand
and said to a high or very high degree. Every table has `status`: `visas`; `dold` (fewer than may be
shown, or it would give away such a number: all numbers are NA); or `saknas`, where `reason` says
why in Swedish.
"""

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"
EVERYONE = "alla"
QUESTIONS = ("forstaelse", "stod", "kunskap", "tid", "sprak", "tydlighet")
ANSWERS = ("i_mycket_hog_grad", "i_hog_grad", "i_liten_grad", "inte_alls", "vet_inte")
HIGH = 2
PAIRED, ALL_ANSWERS = "samma_personer", "alla_svarande"
HIGHER, LOWER = "högre", "lägre"
EQUIVALENT, UNDECIDED = "likvärdig", "kan inte avgöras"
# Ten percentage points, as where municipalities are compared (estimates.differences.MARGIN).
MARGIN = 0.10

_SAID = dict.fromkeys(["method", "status", "reason"], "string")
_ESTIMATE = dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64")

# One row a round and role (and `alla`): `count` answered of the `n` that got the survey.
RESPONSE = {
    "round": "Int64",
    "role": "string",
    **dict.fromkeys(["count", "n"], "Int64"),
    **_ESTIMATE,
    **_SAID,
}

# One row a round, role (and `alla`), question and answer; `n` answered, don't know among them.
DISTRIBUTION = {
    "round": "Int64",
    **dict.fromkeys(["role", "question", "answer"], "string"),
    **dict.fromkeys(["count", "n"], "Int64"),
    "share": "Float64",
    "status": "string",
}

# One row a round, role (and `alla`) and question: `count` of the `n` that took a stand say high or
# very high; `n_unsure` don't know. `bound_low` and `bound_high` are what the share could have been
# had everybody asked taken a stand, `n_silent` the number that didn't answer.
SHARES = {
    "round": "Int64",
    **dict.fromkeys(["role", "question"], "string"),
    **dict.fromkeys(["count", "n", "n_unsure"], "Int64"),
    **_ESTIMATE,
    "n_silent": "Int64",
    **dict.fromkeys(["bound_low", "bound_high"], "Float64"),
    **_SAID,
}

# One row a question in the latest round: do the roles answer alike? As in readiness_schemas.
ROLE_TESTS = {
    "question": "string",
    **dict.fromkeys(["n", "n_roles"], "Int64"),
    **dict.fromkeys(["h", "p", "p_holm"], "Float64"),
    **dict.fromkeys(["high_role", "low_role"], "string"),
    **dict.fromkeys(["n_high", "n_low"], "Int64"),
    **dict.fromkeys(["high_mean", "low_mean", "estimate", "ci_low", "ci_high"], "Float64"),
    "smallest_detectable": "Float64",
    "verdict": "string",
    **_SAID,
}

# One row a question and kind (the same persons, or all who answered): the share in the latest round
# minus that in the first. `n` persons took a stand in both; `gained` went up to high, `lost` down.
CHANGES = {
    **dict.fromkeys(["question", "kind"], "string"),
    **dict.fromkeys(["first_round", "second_round"], "Int64"),
    **dict.fromkeys(["n", "n_first", "n_second", "gained", "lost"], "Int64"),
    **dict.fromkeys(["share_first", "share_second"], "Float64"),
    **_ESTIMATE,
    **dict.fromkeys(["p", "p_holm", "equivalence_low", "equivalence_high"], "Float64"),
    "smallest_detectable": "Float64",
    "verdict": "string",
    **_SAID,
}
