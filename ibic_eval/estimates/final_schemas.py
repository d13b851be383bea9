"""The schemas of the final report, and the codes in their columns.

Everything in it comes from released tables: a number that is hidden there is hidden here. `status`
is `visas`; `dold` (fewer than may be shown: all numbers are NA); or `saknas`.
"""

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"

# What a piece of evidence says of a goal
FOR, AGAINST, SAME, UNKNOWN = "for", "emot", "ingen_skillnad", "kan_inte_avgoras"

SURE, FAIRLY_SURE, UNSURE = "saker", "ganska_saker", "osaker"
SURENESS = (UNSURE, FAIRLY_SURE, SURE)

# What is known of the cause: nothing else coincided; something did; it can't be told apart; there
# is nothing to compare with
ALONE, UNCERTAIN, CONFOUNDED, NO_CONTRAST = "ren", "osaker", "sammanblandad", "ingen_jamforelse"

# Did what a goal says happen?
REACHED, PARTLY, NOT_REACHED, CANT_TELL = "natt", "delvis", "inte_natt", "kan_inte_avgoras"
STATUSES = (REACHED, PARTLY, NOT_REACHED, CANT_TELL)
# Because of IBIC? `` where the goal isn't reached, even partly
LIKELY, CAUSE_UNKNOWN, NO_CAUSE = "trolig", "kan_inte_avgoras", ""

# Why a status is what it is: the rules, in the order they are tried
ALL_FOR, MIXED, MOSTLY_UNKNOWN = "alla_for", "blandat", "mest_oavgjort"
NONE_FOR, ONLY_UNKNOWN, ONLY_JUDGED, NO_EVIDENCE, NO_LINK = (
    "inget_for", "bara_oavgjort", "bara_bedomningar", "underlag_saknas", "inte_kopplat"
)  # fmt: skip

_ENDS = dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64")

# One row a piece of evidence. `aspects` and `goals` (those a plan's indicator names) are ids with
# blanks between. `level` is what it was compared with, on the scale of `estimate`; `attribution` as
# above. `labels` is finished words for the answers or the part it is about.
EVIDENCE = {
    **dict.fromkeys(["id", "measure", "chapter", "aspects", "goals", "area", "label"], "string"),
    **dict.fromkeys(["what", "kind", "form", "unit"], "string"),
    **_ENDS,
    "n": "Int64",
    "level": "Float64",
    "level_says": "string",
    "method": "string",
    **dict.fromkeys(["verdict", "sureness", "attribution", "status", "reason"], "string"),
}

# One row a goal of the plan, in its order. The counts are of evidence that decides (`n_for` ...)
# and of judgements. `sureness` is the lowest among what decided it, NA where nothing did.
GOALS = {
    **dict.fromkeys(["goal", "kind", "text", "aspects", "comment"], "string"),
    **dict.fromkeys(["n_for", "n_against", "n_same", "n_unknown"], "Int64"),
    **dict.fromkeys(["n_judged_for", "n_judged_against"], "Int64"),
    **dict.fromkeys(["status", "rule", "cause", "cause_reason", "sureness", "lacks"], "string"),
}

# One row a goal and piece of evidence that bears on it; `decides` or only stands beside.
GOAL_EVIDENCE = {**dict.fromkeys(["goal", "evidence"], "string"), "decides": "boolean"}

# One row an indicator of the plan: its latest value against its target, in the chapter's words.
INDICATORS = {
    **dict.fromkeys(["indicator", "text", "goals"], "string"),
    **_ENDS,
    "n": "Int64",
    **dict.fromkeys(["unit", "date"], "string"),
    "target": "Float64",
    **dict.fromkeys(["target_says", "direction", "verdict", "status", "reason"], "string"),
}

# One row a closing criterion of the plan, and the indicator that tells whether it is met.
CLOSING = dict.fromkeys(["criterion", "text", "indicator", "status"], "string")

# One row a recommendation whose condition holds, in order; `value` is the number that met `limit`,
# of `n`; `named` says what it was about.
RECOMMENDATIONS = {
    **dict.fromkeys(["rule", "text", "why", "source"], "string"),
    "priority": "Int64",
    **dict.fromkeys(["value", "ci_low", "ci_high", "limit"], "Float64"),
    "n": "Int64",
    **dict.fromkeys(["named", "chapter"], "string"),
}

# One row something to follow up; `origin` is plan, indikator, kommunen or
# underlag. A blank is unknown.
FOLLOW_UP = dict.fromkeys(["what", "when", "who", "origin", "source"], "string")

# One row a number that the summary may use, by name.
FACTS = {
    "fact": "string",
    **dict.fromkeys(["value", "ci_low", "ci_high", "of"], "Float64"),
    "n": "Int64",
    **dict.fromkeys(["named", "chapter"], "string"),
}

# One row a file that is missing and the aspects that it would answer.
LACKS = dict.fromkeys(["file", "aspects", "what", "goals"], "string")

# One row a risk of the plan; `occurred` is ja, delvis or nej, blank where nobody has said.
RISKS = dict.fromkeys(["risk", "text", "occurred"], "string")

LESSONS = {"text": "string"}

# The catalogue, as the appendix shows it.
ASPECTS = dict.fromkeys(["aspect", "label"], "string")
MEASURES = {
    **dict.fromkeys(["measure", "what", "aspects", "kind", "form", "better"], "string"),
    **dict.fromkeys(["file", "level_says"], "string"),
    "level": "Float64",
}
RULES = {
    **dict.fromkeys(["rule", "condition", "condition_says", "text", "why", "source"], "string"),
    "limit": "Float64",
    "priority": "Int64",
    "met": "boolean",
}
