"""The schemas of the final report, and the codes in their columns.

Everything in it comes from released tables: a number that is hidden there is hidden here. `status`
is `visas`; `dold` (fewer than may be shown: all numbers are NA); or `saknas`.
"""

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"

# What a piece of evidence says of a goal
FOR, AGAINST, SAME, UNKNOWN = "for", "emot", "ingen_skillnad", "kan_inte_avgoras"
BOTH = "blandat"  # of several parts together: some for, some against or the same

# The grades of GRADE: hög, måttlig, låg, mycket låg
SURE, FAIRLY_SURE, UNSURE, VERY_UNSURE = "saker", "ganska_saker", "osaker", "mycket_osaker"
SURENESS = (VERY_UNSURE, UNSURE, FAIRLY_SURE, SURE)
# What lowers a grade: no control for what would have come anyway; measured by those it concerns; a
# judgement by them (two steps); few; a caveat of the chapter; other results of the goal say
# otherwise
UNCONTROLLED, SELF_MEASURED, JUDGED = "utan_kontroll", "egna_uppgifter", "bedomning"
FEW_CASES, CAVEAT, INCONSISTENT, DROPOUT = "fa", "reservation", "motsagelse", "bortfall"

# What is known of the cause: nothing else coincided; something did; it can't be told apart; there
# is nothing to compare with
ALONE, UNCERTAIN, CONFOUNDED, NO_CONTRAST = "ren", "osaker", "sammanblandad", "ingen_jamforelse"
# ... or the months before were already on their way, as far as the monthly series can tell
TREND = "trend"

# Did what a goal says happen?
REACHED, PARTLY, NOT_REACHED, CANT_TELL = "natt", "delvis", "inte_natt", "kan_inte_avgoras"
STATUSES = (REACHED, PARTLY, NOT_REACHED, CANT_TELL)
# Because of IBIC? `` where the goal isn't reached, even partly, or isn't about an effect
LIKELY, CONSISTENT, CAUSE_UNKNOWN, NO_CAUSE = "trolig", "forenligt", "kan_inte_avgoras", ""

# Why a status is what it is: by the main measure ...
ALL_FOR, MIXED, NONE_FOR, NO_CHANGE = "alla_for", "blandat", "inget_for", "ingen_andring"
ONLY_UNKNOWN, TOO_UNSURE = "bara_oavgjort", "for_osakert"
# ... or because there is none that can decide
NO_SORT, NO_MAIN, NO_RESULT = "slag_saknas", "inget_huvudmatt", "huvudmatt_utan_resultat"
ONLY_JUDGED, NO_EVIDENCE, NO_LINK = "bara_bedomningar", "underlag_saknas", "inte_kopplat"
# Rules of goals that no measurement of the municipality's own can decide
UNMEASURED = (NO_EVIDENCE, ONLY_JUDGED, NO_LINK, NO_RESULT)

# Whether what decides a goal was set before its data could be seen
SET_BEFORE, SET_DURING, SET_AFTER, NOT_REGISTERED = "fore", "under", "efter", "ej_registrerat"

# What a piece of evidence is to a goal: the main measure, another that is about the same thing, one
# about another thing, or a judgement
MAIN, SUPPORT, OTHER_SORT, OPINION = "huvudmatt", "stod", "annat_slag", "bedomning"

_ENDS = dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64")

# One row a piece of evidence. `aspects`, `goals` (those a plan's indicator names) and `doubts` are
# ids with blanks between. `about` is one of codebook.sorts, `indicator` the plan's own that it is a
# value of. `level` is what it was compared with, on the scale of `estimate`, and `margin` the most
# that counts as no difference; `attribution` as above. `label` is finished words for the answers or
# the part it is about.
EVIDENCE = {
    **dict.fromkeys(["id", "measure", "chapter", "aspects", "goals", "area", "label"], "string"),
    **dict.fromkeys(["indicator", "what", "about", "kind", "better", "form", "unit"], "string"),
    **_ENDS,
    "n": "Int64",
    **dict.fromkeys(["level", "margin"], "Float64"),
    **dict.fromkeys(["level_says", "method", "verdict", "sureness", "doubts"], "string"),
    **dict.fromkeys(["attribution", "status", "reason"], "string"),
}

# One row a goal of the plan, in its order. `about` is one of codebook.sorts; `main` the measure
# that decides, `main_by` who named it; `set_on` is the day (ISO) that this and its level were
# registered, "" where they weren't. The counts are of the other results: `n_for` ... of those
# about the same thing, `n_judged_for` ... of judgements, `n_other` of those about another thing.
# `doubts` is what lowers `sureness`, both NA where nothing was decided.
GOALS = {
    **dict.fromkeys(["goal", "kind", "about", "text", "aspects", "comment"], "string"),
    **dict.fromkeys(["main", "main_by", "set_on", "set_when"], "string"),
    **dict.fromkeys(["n_for", "n_against", "n_same", "n_unknown", "n_other"], "Int64"),
    **dict.fromkeys(["n_judged_for", "n_judged_against"], "Int64"),
    **dict.fromkeys(["status", "rule", "cause", "cause_reason", "sureness", "doubts"], "string"),
    "lacks": "string",
}

# One row a goal and piece of evidence that bears on it: what it is to the goal; `decides` is true
# of the main measure alone.
GOAL_EVIDENCE = {**dict.fromkeys(["goal", "evidence", "role"], "string"), "decides": "boolean"}

# One row an indicator of the plan: its latest value against its target, in the chapter's words.
INDICATORS = {
    **dict.fromkeys(["indicator", "text", "goals", "about"], "string"),
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
    **dict.fromkeys(["measure", "what", "aspects", "about", "kind", "form", "better"], "string"),
    **dict.fromkeys(["file", "level_says"], "string"),
    "level": "Float64",
}
RULES = {
    **dict.fromkeys(["rule", "condition", "condition_says", "text", "why", "source"], "string"),
    "limit": "Float64",
    "priority": "Int64",
    "met": "boolean",
}
