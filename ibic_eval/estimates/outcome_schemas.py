"""The tables on what a project plan said and what came of it: columns, types and codes.

Amounts are in kronor, shares 0–1, slippage in days after the planned end. What the plan or the
files don't tell is missing, never 0.
"""

DAY = "datetime64[s]"

# Status of an activity beside its planned end.
IN_TIME, LATE, DONE = "klar_i_tid", "klar_sen", "klar_okand_tid"
OVERDUE, EXPECTED_LATE, ONGOING = "pagar_sen", "vantas_sen", "pagar"
STALE, CANCELLED, UNREPORTED, NO_TIME = "ej_avstamd", "installd", "ej_rapporterad", "ingen_tid"

# Status of money.
COMPARED, NOTHING_BOOKED, PLAN_UNKNOWN = "jamford", "inget_bokfort", "plan_okand"
NOT_BUDGETED, PLAN_ONLY = "utanfor_budget", "bara_plan"

# How a risk has moved, and the verdicts on indicators.
HIGHER, LOWER, SAME, NOT_ASSESSED, CANT_COMPARE = (
    "hogre", "lagre", "samma", "inte_bedomd", "gar_inte_att_jamfora"
)  # fmt: skip
REACHED, NOT_REACHED, CANT_TELL, UNMEASURED, NO_TARGET = (
    "nadd", "inte_nadd", "kan_inte_avgoras", "inte_matt", "malniva_saknas"
)  # fmt: skip
SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"

GOALS = dict.fromkeys(["kind", "id", "text", "above", "owner", "source"], "string")
GAPS = dict.fromkeys(["section", "id", "text", "source"], "string")

# One row an activity: its planned time as coarse as the plan, its latest state and the slippage.
ACTIVITIES = {
    **dict.fromkeys(["id", "name", "text", "kind", "responsible", "source"], "string"),
    **dict.fromkeys(["start_from", "start_to", "end_from", "end_to"], DAY),
    **dict.fromkeys(["start_says", "end_says", "duration"], "string"),
    "state": "string",
    **dict.fromkeys(["state_date", "start", "end", "new_end"], DAY),
    "status": "string",
    "late_min": "Int64",
    "late_max": "Int64",
}

_MONEY = {
    "planned": "Float64",
    "planned_known": "Float64",
    "n_unknown": "Int64",
    "spent": "Float64",
    "difference": "Float64",
    "share": "Float64",
    "status": "string",
}
POSTS = {
    **dict.fromkeys(["id", "kind", "says", "basis", "source"], "string"),
    "year": "Int64",
    "approximate": "boolean",
    **_MONEY,
}
YEARS = {"year": "Int64", **_MONEY, "outside": "Float64"}
KINDS = {"kind": "string", **_MONEY}
# One row: all posts and all that was spent, also outside the budget; `planned` only where every
# post has an amount.
TOTAL = {
    **_MONEY,
    "outside": "Float64",
    "n_posts": "Int64",
    "n_without": "Int64",
    "last_booked": DAY,
}
FUNDING = {
    "id": "string",
    "what": "string",
    "year": "Int64",
    "amount": "Float64",
    "approximate": "boolean",
    "source": "string",
}

# One row a risk: as the plan judged it, as it was judged last, and whether it became real.
RISKS = {
    "number": "Int64",
    **dict.fromkeys(["id", "risk", "prevention", "response", "responsible", "source"], "string"),
    **dict.fromkeys(["probability", "consequence", "level"], "Float64"),
    "date": DAY,
    **dict.fromkeys(["probability_now", "consequence_now", "level_now"], "Int64"),
    "occurred": "string",
    "movement": "string",
}

# One row an indicator and measurement; `origin` is the file, or the part of the chapter.
VALUES = {
    "indicator": "string",
    "date": DAY,
    "numerator": "Int64",
    "n": "Int64",
    "estimate": "Float64",
    "ci_low": "Float64",
    "ci_high": "Float64",
    "value": "Float64",
    "unit": "string",
    "origin": "string",
    "status": "string",
}
# One row an indicator: what the plan says, its latest value, and the verdict on the target.
INDICATORS = {
    **dict.fromkeys(
        ["id", "text", "goals", "goal_kind", "about", "method", "responsible", "source"], "string"
    ),
    "target": "Float64",
    **dict.fromkeys(["target_says", "direction", "target_unit", "counts"], "string"),
    **{name: kind for name, kind in VALUES.items() if name != "indicator"},
    "n_values": "Int64",
    "verdict": "string",
}
# One row an indicator and planned measuring point: state matt, inte_matt, framtida, okand.
POINTS = {"indicator": "string", "text": "string", "from": DAY, "to": DAY, "state": "string"}

CLOSING = dict.fromkeys(["id", "heading", "text", "source"], "string")
DECISIONS = {
    **dict.fromkeys(["id", "text", "body", "paragraph", "state", "source"], "string"),
    "date_from": DAY,
    "date_to": DAY,
    "after_plan": "boolean",
}
ADMINISTRATION = {
    **dict.fromkeys(["id", "text", "members", "meetings", "source"], "string"),
    "start_from": DAY,
    "start_to": DAY,
}
# One row a challenge or success factor of the plan; `item` and `why` where we have tied it to the
# national survey.
STATEMENTS = dict.fromkeys(
    ["section", "id", "heading", "text", "questions", "item", "why", "source"], "string"
)
