"""The typed tables of what happened when IBIC was introduced, one for each drop-in file.

Persons, documents, reviewers, comments and coders are numbers, the same within a municipality;
their pseudonyms stay in the files. `training`, `group`, `activity`, `post`, `risk` and `indicator`
are ids of the municipality's `project.yml`. Answers have `level`: 0 for the lowest grade to 3 for
the highest, missing for don't know. Days are midnights. A file that isn't there is a table without
rows.
"""

from collections.abc import Mapping

_DAY = "datetime64[s]"

# One row a person and occasion: hours attended.
TRAINING = {
    "person": "int32",
    "training": "string",
    "unit": "string",
    "date": _DAY,
    "hours": "Float64",
}

# One row a training, unit (missing: all units together) and day: how many were to be trained.
HEADCOUNTS = {"training": "string", "unit": "string", "date": _DAY, "people": "Int64"}

# One row an answered question of a course evaluation; `person` is the row, unlinked to others.
EVALUATIONS = {
    "person": "int32",
    "training": "string",
    "date": _DAY,
    "question": "string",
    "answer": "string",
    "level": "Int8",
}

# One row a planned meeting: status genomfort or installt, called and present where known.
MEETINGS = {
    "group": "string",
    "date": _DAY,
    "status": "string",
    "called": "Int64",
    "present": "Int64",
}

# One row a document, reviewer and criterion: outcome uppfyllt, ej_uppfyllt or ej_aktuellt.
# `week` is the Monday of the document's week; kind utredning, genomforandeplan, uppfoljning.
REVIEWS = {
    "document": "int32",
    "reviewer": "int32",
    "kind": "string",
    "date": _DAY,
    "week": _DAY,
    "unit": "string",
    "criterion": "string",
    "outcome": "string",
}

# One row a kind and week (its Monday): how many new documents were finished.
DOCUMENTS = {"kind": "string", "week": _DAY, "produced": "Int64"}

# One row an activity and day of reconciliation: state ej_paborjad, pagar, klar, installd.
ACTIVITY_STATES = {
    "activity": "string",
    "date": _DAY,
    "state": "string",
    **dict.fromkeys(["start", "end", "new_end"], _DAY),
}

# One row an entry in the books, in kronor; `post` is missing for what the budget lacks, which has
# a `kind` instead.
SPENDING = {
    "post": "string",
    "kind": "string",
    "year": "Int64",
    "date": _DAY,
    "amount": "Float64",
}

# One row a risk and day: occurred ja, delvis, nej.
RISK_STATES = {
    "risk": "string",
    "date": _DAY,
    "probability": "Int64",
    "consequence": "Int64",
    "occurred": "string",
}

# One row an indicator and day: a share as numerator of denominator, else a value with its unit.
INDICATOR_VALUES = {
    "indicator": "string",
    "date": _DAY,
    "numerator": "Int64",
    "denominator": "Int64",
    "value": "Float64",
    "unit": "string",
}

# One row a person, round and answered question of the survey to staff.
STAFF_ANSWERS = {
    "person": "int32",
    "round": "Int64",
    "role": "string",
    "date": _DAY,
    "question": "string",
    "answer": "string",
    "level": "Int8",
}

# One row a role and round: how many got the survey.
STAFF_ASKED = {"role": "string", "round": "Int64", "people": "Int64"}

# One row a comment, without its text; `quote` is what may be quoted.
COMMENTS = {
    "comment": "int32",
    "source": "string",
    "date": _DAY,
    "role": "string",
    "quote": "string",
}

# One row a comment, coder and theme; `inget_tema` for a comment without any.
CODINGS = {"comment": "int32", "coder": "int32", "theme": "string"}

# The file (without ending) that each table comes from, and its schema.
TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "training": ("utbildning", TRAINING),
    "headcounts": ("bemanning", HEADCOUNTS),
    "evaluations": ("kursutvardering", EVALUATIONS),
    "meetings": ("moten", MEETINGS),
    "reviews": ("granskningar", REVIEWS),
    "documents": ("granskningsunderlag", DOCUMENTS),
    "activity_states": ("aktivitetslage", ACTIVITY_STATES),
    "spending": ("kostnader", SPENDING),
    "risk_states": ("risklage", RISK_STATES),
    "indicator_values": ("indikatorer", INDICATOR_VALUES),
    "staff_answers": ("medarbetarenkat", STAFF_ANSWERS),
    "staff_asked": ("medarbetarenkat_utskick", STAFF_ASKED),
    "comments": ("kommentarer", COMMENTS),
    "codings": ("kodning", CODINGS),
}
