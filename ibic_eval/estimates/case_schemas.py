"""The schemas of what is estimated from case records, and the codes in their columns.

Areas are `aldreomsorg`, `annan_sol` and `lss`, and `alla` where all that have begun are joined.
Numbers of cases, plans and persons are in tens once they are released, and those of 1 to 4 NA.
Every table has `status`: `visas`; `dold` (fewer than may be shown: all numbers are NA); or
`saknas`, where nothing can be estimated and `reason` is a Swedish sentence that says why. Where
`status` is `visas`, `reason` is empty or a caveat: that case workers are too few to reckon with.
"""

ALL_AREAS = "alla"

# Where the clock starts: at the application, or when the investigation is opened
FROM_APPLICATION, FROM_START = "ansokan", "start"
CLOCKS = (FROM_APPLICATION, FROM_START)

BEFORE, TRANSITION, AFTER = "fore", "overgang", "efter"
PERIODS = (BEFORE, TRANSITION, AFTER)

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"

# What a verdict on the time before and after rests on. A direction is given where the monthly
# series agrees: against an area that hadn't begun, or only against the trend before, and then what
# happened is no more than compatible with it. The others are why no direction is given: no series
# could be made, the series doesn't agree, or the follow-up ends too soon to call times alike.
COMPARED, TREND = "jamforelse", "trend"
NO_SERIES, NOT_AGREED, TOO_SHORT = "ingen_serie", "serien_haller_inte_med", "kort_uppfoljning"

# What is known of the cause of a change at the introduction
ALONE, UNSURE, CONFOUNDED = "ren", "osaker", "sammanblandad"
ATTRIBUTIONS = (ALONE, UNSURE, CONFOUNDED)

_SAID = dict.fromkeys(["method", "status", "reason"], "string")
_INTERVAL = dict.fromkeys(["estimate", "ci_low", "ci_high", "p"], "Float64")
_JUDGED = {
    "p_holm": "Float64",
    "n_family": "Int64",
    **dict.fromkeys(["margin_low", "margin_high"], "Float64"),
    **dict.fromkeys(["equivalence_low", "equivalence_high"], "Float64"),
    "smallest_detectable": "Float64",
    **dict.fromkeys(["verdict", "attribution"], "string"),
}
_COMPARED = dict.fromkeys(["n_before", "n_after", "n_clusters"], "Int64")

# One row an area and period: how many cases, persons and case workers, still open, first and last
# day of start. `period` is fore, overgang or efter; `utan_start` where the area has no start.
EXTENT = {
    **dict.fromkeys(["area", "period"], "string"),
    **dict.fromkeys(["n", "n_open", "n_persons", "n_case_workers"], "Int64"),
    **dict.fromkeys(["first", "last"], "datetime64[ms]"),
    "status": "string",
}

# One row an area, year of start (NA: all years) and clock: quartiles of calendar days to decision
# (same day is 0) with 95 % intervals. A quartile that isn't reached, since so many cases are open,
# is NA with the status visas.
LEAD_TIMES = {
    "area": "string",
    "year": "Int64",
    "clock": "string",
    **dict.fromkeys(["n", "n_open"], "Int64"),
    **{
        f"{quantile}{end}": "Float64"
        for quantile in ("q25", "median", "q75")
        for end in ("", "_low", "_high")
    },
    **_SAID,
}

# One row an area, year of start (NA: all years) and rule (garanti: the municipality's own, from
# application; tre_dagar: discharge from hospital). `share` of `n` were decided within `limit_days`
# (0-1); open cases past the limit are among the n, `n_not_yet` younger open cases aren't.
WITHIN_LIMITS = {
    "area": "string",
    "year": "Int64",
    "rule": "string",
    **dict.fromkeys(["limit_days", "n", "n_not_yet"], "Int64"),
    **dict.fromkeys(["share", "ci_low", "ci_high"], "Float64"),
    **_SAID,
}

# One row an area, clock and measure, after against before:
# - tidskvot: ratio of geometric means of days + 1 (1.3 = 30 % longer), no more than
#   `follow_up_days` of them counted, among the cases that are so old; before and after are the
#   geometric means, less one day; `decided_share` at least (0.5, 0.75, 0.9 or 0.99) were decided by
#   then; the only measure with a verdict: längre, kortare, likvärdig or kan inte avgöras, and
#   `design` says what it rests on; smallest_detectable is a ratio above 1
# - skillnad_25, skillnad_50, skillnad_75: difference of quartiles in days; before and after are
#   the quartiles
# - takt: hazard ratio, how many times as fast open cases are decided (0.7 = 30 % slower)
TIME_CHANGES = {
    **dict.fromkeys(["area", "clock", "measure"], "string"),
    "follow_up_days": "Int64",
    "decided_share": "Float64",
    **_COMPARED,
    **dict.fromkeys(["before", "after"], "Float64"),
    **_INTERVAL,
    **_JUDGED,
    "design": "string",
    **_SAID,
}

# One row an area, clock and test: log_rank (do the curves differ?) and proportionalitet (is the
# hazard ratio the same over the whole wait?). `meaning` is a Swedish sentence on the outcome.
SURVIVAL_TESTS = {
    **dict.fromkeys(["area", "clock", "test"], "string"),
    **dict.fromkeys(["statistic", "df", "p"], "Float64"),
    "meaning": "string",
    **_SAID,
}

# One row an area, clock, period (fore, efter) and day (weeks: 0, 7, 14 ...): the share of cases
# still undecided (0-1). It is a step function: a week in which fewer than five persons were
# decided is left out and waits for the next, and the curve ends before fewer than five remain.
CURVES = {
    **dict.fromkeys(["area", "clock", "period"], "string"),
    "day": "Int64",
    **dict.fromkeys(["share_open", "ci_low", "ci_high"], "Float64"),
}

# One row an area, clock, model and month of start (its first day): geometric mean of days + 1,
# adjusted for way in (`days`; in the model jamforande the ratio to the control area), what the
# model fits, and the counterfactual: what the level and slope before would have given (after the
# start only). `days` is NA in months with fewer than five cases (status dold) and the transition
# has no `fitted`.
SERIES = {
    **dict.fromkeys(["area", "clock", "model", "control_area"], "string"),
    "month": "datetime64[ms]",
    "period": "string",
    **dict.fromkeys(["days", "fitted", "counterfactual"], "Float64"),
    **dict.fromkeys(["counterfactual_low", "counterfactual_high"], "Float64"),
    "status": "string",
}

# One row an area, clock, model (egen: the area's own series; jamforande: against `control_area`)
# and term, all as ratios: lutning_fore (trend before, a year), niva (jump at the first month after
# the transition), lutning (change of trend, a year), medel (the mean of all months after against
# the counterfactual), skift (the change of level if the trend is the same before and after; the one
# with a verdict as in TIME_CHANGES). `autocorrelation` is that of months that follow each other.
INTERRUPTED = {
    **dict.fromkeys(["area", "clock", "model", "control_area", "term"], "string"),
    **dict.fromkeys(["n_months_before", "n_months_after", "n_transition"], "Int64"),
    "autocorrelation": "Float64",
    "harmonics": "Int64",
    **_INTERVAL,
    **_JUDGED,
    **_SAID,
}

# One row an area, clock and quarter since the start: months `from_month` to `to_month`, ratio of
# geometric means to the level before with its interval.
LEARNING = {
    **dict.fromkeys(["area", "clock"], "string"),
    **dict.fromkeys(["from_month", "to_month", "n"], "Int64"),
    **dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64"),
    **_SAID,
}

# One row an area, clock and term: vid_start and vid_slut, ratios to the level before when it began
# and after `months` (18, or fewer where fewer are known), and andring, the one over the other
# (0.75 = a quarter shorter), which has the verdict: faller, stiger, likvärdig, kan inte avgöras.
LEARNING_FIT = {
    **dict.fromkeys(["area", "clock", "term"], "string"),
    "months": "Int64",
    **_COMPARED,
    **_INTERVAL,
    **_JUDGED,
    **_SAID,
}

# One row an area (alla: all begun, adjusted for area), subject (utredning, plan) and measure
# (livsomraden, fordjupningskoder, mal, delmal, tecken, sidor). `ratio` after against before;
# `difference` in numbers (life areas, goals, pages ...); both adjusted for way in. `model` is
# negativ_binomial, poisson or log_linjar; `overdispersion_p` the test the choice rests on.
# `verdict` högre, lägre, likvärdig or kan inte avgöras, on the ratio.
COMPLEXITY = {
    **dict.fromkeys(["area", "subject", "measure"], "string"),
    **_COMPARED,
    **dict.fromkeys(["mean_before", "mean_after"], "Float64"),
    **dict.fromkeys(["ratio", "ratio_low", "ratio_high"], "Float64"),
    **dict.fromkeys(["difference", "difference_low", "difference_high"], "Float64"),
    "p": "Float64",
    **_JUDGED,
    **dict.fromkeys(["model"], "string"),
    "overdispersion_p": "Float64",
    **_SAID,
}

# One row an area, subject and part: `index` (mean of the parts' z-scores against before) or the
# name of a measure that is part of it. `estimate` is the adjusted change in standard deviations
# of the time before. The index never stands without its parts.
COMPLEXITY_INDEX = {
    **dict.fromkeys(["area", "subject", "part"], "string"),
    **_COMPARED,
    **_INTERVAL,
    **_SAID,
}

# One row an area (alla: the sum of those begun) and quantity, in `unit`:
# timmar_per_arende (extra hours a case), arenden_per_ar, timmar_per_ar, kronor_per_ar,
# engangskostnad_per_ar (the introduction over five years), att_spara_kronor_per_ar and
# att_spara_timmar_per_arende (what must be saved elsewhere for the benefit to pay).
# `basis` is a Swedish sentence on what the number rests on.
COSTS = {
    **dict.fromkeys(["area", "quantity"], "string"),
    **_COMPARED,
    **dict.fromkeys(["estimate", "ci_low", "ci_high"], "Float64"),
    **dict.fromkeys(["unit", "basis"], "string"),
    **_SAID,
}

# One row an area and thing that changed near its start: `kind` systembyte, annat or nationellt;
# `date` NA where the day isn't known; `days_from_start` negative before; `sentence` says it.
CONFOUNDERS = {
    **dict.fromkeys(["area", "kind", "what"], "string"),
    "date": "datetime64[ms]",
    "days_from_start": "Int64",
    **dict.fromkeys(["attribution", "sentence"], "string"),
}

# One row an area and outcome (tid_ansokan, tid_start, larande, utredning, plan): the chapter's
# verdict. `design` is that of TIME_CHANGES, for times. `status` is visas, saknas (with reason),
# dold, or sammanblandad, where `verdict` still
# says what changed but `sentence` that the introduction can't be told apart as its cause.
# utredning and plan take the measure that changed most surely, named in `measure`.
VERDICTS = {
    **dict.fromkeys(["area", "outcome", "measure"], "string"),
    **dict.fromkeys(["estimate", "ci_low", "ci_high", "smallest_detectable"], "Float64"),
    **dict.fromkeys(["verdict", "design", "attribution", "sentence"], "string"),
    **dict.fromkeys(["status", "reason"], "string"),
}
