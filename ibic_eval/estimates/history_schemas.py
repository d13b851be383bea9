"""The schemas of results over time, and the codes in their columns.

A result is one released number of a report: a row of the slutrapport's evidence, one of its facts,
or the status of a goal. `status` is `visas`, `dold` or `saknas` as in `final_schemas`, or
`fa_skiljer`: an earlier number that is hidden because so few tell it from a later one.
"""

from ibic_eval.estimates.final_schemas import SHOWN as SHOWN

FEW = "fa_skiljer"
GOAL, FACT = "mal", "antal"

# Why a change could be tested, or couldn't
TESTED, OVERLAP, PAIRED, METHOD, NO_INTERVAL, CONCEALED, TOO_FEW, SAME, NEW, GONE = (
    "provad", "samma_uppgifter_i_bada", "samma_personer", "annan_version", "utan_intervall",
    "dold", "fa_skiljer", "oforandrad", "ny", "borta",
)  # fmt: skip
HIGHER, LOWER, UNSETTLED, UNTESTED = "hogre", "lagre", "kan_inte_avgoras", ""

NUMBERS = {**dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64"), "n": "Int64"}
ABOUT = dict.fromkeys(
    ["id", "measure", "what", "area", "label", "chapter", "kind", "form", "unit"], "string"
)
# The rest of a result. The period is of the data, as ISO days; a blank start is unknown, which is
# the case for files that grow from year to year. `version` is the program's.
REST = dict.fromkeys(["verdict", "status", "period_from", "period_to", "version"], "string")

# One row a result; `run` is when the report was made, as an ISO moment, blank until it is kept.
RESULTS = {**ABOUT, **NUMBERS, **REST, "run": "string"}

# One row a result, then (`_before`) and now (`_now`). The difference has an interval and a test
# only where the periods are apart; `detectable` would be found four times of five.
CHANGES = {
    **ABOUT,
    **{
        f"{name}_{when}": kind
        for when in ("before", "now")
        for name, kind in {**NUMBERS, **REST}.items()
    },
    **dict.fromkeys(["difference", "low", "high", "p", "p_adjusted", "detectable"], "Float64"),
    **dict.fromkeys(["outcome", "reason"], "string"),
}

# One row a run: how many results it kept, and the last day of its data.
RUNS = {**dict.fromkeys(["run", "version", "period_to"], "string"), "n_results": "Int64"}
