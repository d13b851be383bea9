"""The schemas of what is estimated of goals and follow-up, and the codes in their columns.

Areas are `aldreomsorg`, `annan_sol` and `lss`, and `alla`. Shares are 0-1. Every table has
`status`: `visas`; `dold` (fewer than may be shown, or it would give away such a number: all numbers
are NA); or `saknas`, where nothing can be estimated and `reason` is a Swedish sentence why.
"""

from ibic_eval.estimates.case_schemas import ALL_AREAS, HIDDEN, MISSING, SHOWN

__all__ = ["ALL_AREAS", "HIDDEN", "MISSING", "SHOWN"]

AREAS = ("aldreomsorg", "annan_sol", "lss")
LIFE_AREAS = ("d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "trygghet", "anhorigstod")
STATES = ("0", "1", "2", "3", "4")
UNKNOWN = "okand"  # a state that is 8, 9 or missing

# What came of an assessment
WITHOUT_GOAL = "utan_avsett"  # no intended state
UNSPECIFIED_GOAL = "avsett_ospecificerat"  # the intended state is 8 or 9
NOT_FOLLOWED = "inte_uppfoljt"
CANNOT_JUDGE = "kan_inte_bedomas"  # followed up, but the present or reached state is 8, 9, missing
WHOLLY, MAINTAINED, PARTLY, NOT = "helt", "bibehallet", "delvis", "nej"
OUTCOMES = (
    WITHOUT_GOAL, UNSPECIFIED_GOAL, NOT_FOLLOWED, CANNOT_JUDGE, WHOLLY, MAINTAINED, PARTLY, NOT
)  # fmt: skip
JUDGED = (WHOLLY, MAINTAINED, PARTLY, NOT)
REACHED = (WHOLLY, MAINTAINED, PARTLY)

# How a person fared: `utan_mal` has no goal that can be followed up; `helt` reached every goal that
# was followed up, `delvis` reached or came nearer at least one
PERSON_WITHOUT = "utan_mal"
PERSON_STATES = (PERSON_WITHOUT, NOT_FOLLOWED, CANNOT_JUDGE, WHOLLY, PARTLY, NOT)

BETTER, SAME, WORSE = "battre", "samma", "samre"
DIRECTIONS = (BETTER, SAME, WORSE, CANNOT_JUDGE)

# The indicators. `person_…` count persons, `mal_…` goals, the last two investigations and
# follow-ups (rows of plans with slag uppfoljning)
PERSON_WHOLLY, PERSON_ANY = "person_helt", "person_helt_eller_delvis"
GOAL_WHOLLY, GOAL_ANY = "mal_helt", "mal_helt_eller_delvis"
INVESTIGATIONS, FOLLOW_UPS = "utredningar_ibic", "uppfoljningar_ibic"
INDICATORS = (PERSON_WHOLLY, PERSON_ANY, GOAL_WHOLLY, GOAL_ANY, INVESTIGATIONS, FOLLOW_UPS)

QUESTIONS = ("decision", "treatment", "safety", "satisfied", "regard")
POSITIVE, NEITHER, NEGATIVE = "positivt", "varken", "negativt"
DONT_KNOW, UNANSWERED = "vet_inte", "obesvarad"
ANSWERS = (POSITIVE, NEITHER, NEGATIVE, DONT_KNOW, UNANSWERED)

HORIZONS = (6, 12, 24)
LEVEL_PERSON, LEVEL_PROVIDER, LEVEL_GROUP = "person", "utforare", "grupp"

INSIDE, OUTSIDE_95, OUTSIDE_998 = "inom", "utanfor_95", "utanfor_998"

_SAID = dict.fromkeys(["method", "status", "reason"], "string")
_SHARE = dict.fromkeys(["share", "ci_low", "ci_high"], "Float64")
_CELL = {"n": "Int64", "status": "string"}

# One row an area and person state (both also `alla`): persons with an assessment, once each, in the
# area of their latest assessment. Of each person, the latest followed up row of every life area (or
# code) counts.
PERSONS = {**dict.fromkeys(["area", "state"], "string"), **_CELL}

# One row an area and outcome (both also `alla`): all assessments. The first two outcomes can't be
# followed up.
GOALS = {**dict.fromkeys(["area", "outcome"], "string"), **_CELL}

# One row an indicator and area (year NA), and one an indicator and year for `alla`: `count` of `n`.
# Goals and persons belong to the year of follow-up, investigations to the year of start, follow-ups
# to their own. In persons' rows a person counts once, so that years don't add up to the whole.
# `n_persons` is how many different persons there are, `n_unknown` what is left out of `n` because
# it isn't known (goals: can't be judged; persons: no goal could be judged; else: the column ibic is
# empty).
INDICATORS_SCHEMA = {
    **dict.fromkeys(["indicator", "area"], "string"),
    "year": "Int64",
    **dict.fromkeys(["count", "n", "n_persons", "n_unknown"], "Int64"),
    **_SHARE,
    **_SAID,
}

# One row a quality question (decision, treatment, safety, satisfied, regard) and area (year NA: the
# person's latest follow-up), and one a question and year for `alla` (the latest of that year). A
# person counts once. `share` is positivt of positivt, varken and negativt, which are the `n`;
# `dont_know` and `unanswered` stand beside. Any of the counts may be hidden (NA) by itself.
QUALITY = {
    **dict.fromkeys(["question", "area"], "string"),
    "year": "Int64",
    **dict.fromkeys(
        ["positive", "neither", "negative", "dont_know", "unanswered", "n"], "Int64"
    ),
    **_SHARE,
    **_SAID,
}  # fmt: skip

# The next three hold the latest followed up assessment of each person and life area, and agree with
# each other. One row a pair of states, 0-4 or okand (both also `alla`): `table` is nu_avsett
# (present by intended) or nu_uppnatt (present by reached); `other` is the second of them.
TRANSITIONS = {**dict.fromkeys(["table", "present", "other"], "string"), **_CELL}
NOW_INTENDED, NOW_REACHED = "nu_avsett", "nu_uppnatt"

# One row a life area and direction (both also `alla`): battre (reached < present), samma, samre,
# kan_inte_bedomas.
DIRECTIONS_SCHEMA = {**dict.fromkeys(["life_area", "direction"], "string"), **_CELL}

# One row a life area and outcome (both also `alla`): `bibehallet` is a goal to keep the present
# state that was kept, and counts as reached.
OUTCOMES_SCHEMA = {**dict.fromkeys(["life_area", "outcome"], "string"), **_CELL}

# One row a life area, of persons whose present and reached states are known (`n`): shares improved,
# unchanged and worse; `success` is the share that reached its goal wholly or partly of `n_goals`.
# `estimate` is improved less worse (0.1 = ten persons more in a hundred) with its interval.
# p: exact sign test, corrected by Holm over the life areas; p_wilcoxon, p_marginal (Stuart-Maxwell)
# are uncorrected. `verdict`: bättre, sämre, likvärdig (the 90 % interval within ±margin) or kan
# inte avgöras, and then `smallest_detectable` could have been seen.
LIFE_AREA_TESTS = {
    "life_area": "string",
    "n": "Int64",
    **dict.fromkeys(["improved", "improved_low", "improved_high"], "Float64"),
    **dict.fromkeys(["unchanged", "worse"], "Float64"),
    "n_goals": "Int64",
    **dict.fromkeys(["success", "success_low", "success_high"], "Float64"),
    **dict.fromkeys(["estimate", "se", "df", "ci_low", "ci_high", "p"], "Float64"),
    **dict.fromkeys(["p_holm", "p_wilcoxon", "p_marginal", "margin"], "Float64"),
    **dict.fromkeys(["equivalence_low", "equivalence_high", "equivalence_p"], "Float64"),
    "smallest_detectable": "Float64",
    "n_family": "Int64",
    "verdict": "string",
    **_SAID,
}

# One row an area: days from the assessment to the follow-up where the goal was first reached, for
# goals to improve (intended < present). Quartiles with 95 % intervals; NA with the status visas
# where so few reached their goal that the curve never comes there.
TIME_TO_GOAL = {
    "area": "string",
    **dict.fromkeys(["n", "n_persons", "n_reached"], "Int64"),
    **{
        f"{quantile}{end}": "Float64"
        for quantile in ("q25", "median", "q75")
        for end in ("", "_low", "_high")
    },
    **_SAID,
}

# One row an area and month since the assessment (0, 1, …; 365.25/12 days each): share that have
# reached their goal by then. Ends where fewer than five persons remain; a month that would tell of
# fewer than five is left out.
TIME_CURVES = {"area": "string", "month": "Int64", **_SHARE}

# One row an area and provider, by label and in the label's order, never by result. A provider that
# may not be shown is left out (provider_spread counts them). `share` is crude; `expected` is what
# the municipality's own shares by life area and present state would give; `adjusted` is the area's
# mean times observed through expected. `n_effective` is how many unrelated goals `n` are worth,
# since goals of one person are alike. Control limits stand on the scale of `adjusted`; `position`
# is inom, utanfor_95 or utanfor_998. `shrunken` with its interval is the best guess.
PROVIDERS = {
    **dict.fromkeys(["area", "provider"], "string"),
    **dict.fromkeys(["n", "n_persons"], "Int64"),
    **dict.fromkeys(["n_effective", "share", "expected", "adjusted"], "Float64"),
    **dict.fromkeys(["low_95", "high_95", "low_998", "high_998"], "Float64"),
    "position": "string",
    **dict.fromkeys(["shrunken", "shrunken_low", "shrunken_high"], "Float64"),
    **_SAID,
}

# One row an area and n_effective: the control limits to draw.
FUNNEL = {
    "area": "string",
    **dict.fromkeys(["n_effective", "mean"], "Float64"),
    **dict.fromkeys(["low_95", "high_95", "low_998", "high_998"], "Float64"),
}

# One row an area: do providers differ more than chance gives? chi2, df, p and `dispersion`
# (chi2/df, 1 where only chance is at work); `spread` is the standard deviation between providers on
# the logit scale, `common_spread` the correlation of one provider's goals by which the control
# limits are widened, `person_correlation` how alike one person's goals are. Fewer than three
# providers: saknas.
PROVIDER_SPREAD = {
    "area": "string",
    **dict.fromkeys(["n_providers", "n_hidden", "n", "n_persons"], "Int64"),
    **dict.fromkeys(["mean", "chi2", "df", "p", "dispersion"], "Float64"),
    **dict.fromkeys(["spread", "common_spread", "person_correlation"], "Float64"),
    **_SAID,
}

# One row a level, unit, area and horizon (6, 12, 24 months): share followed up within it, of those
# old enough at the extract (`n`). Levels: person (persons with an assessment old enough: was the
# latest such occasion followed up?; unit `alla`); utforare (assessments, unit: the provider's
# label, area `alla`); grupp (assessments, unit `alla`). `share_km` also uses those that aren't old
# enough yet.
FOLLOW_UP = {
    **dict.fromkeys(["level", "unit", "area"], "string"),
    "months": "Int64",
    **dict.fromkeys(["count", "n", "n_persons"], "Int64"),
    **_SHARE,
    **dict.fromkeys(["share_km", "km_low", "km_high"], "Float64"),
    **_SAID,
}

# One row an area (also `alla`): assessments older than 12 months at the extract without follow-up
# and without a later assessment of the same person and life area.
OVERDUE = {"area": "string", **dict.fromkeys(["n", "n_persons"], "Int64"), **_SAID}

# One row an area (also `alla`): share of the goals in genomförandeplaner that are broken into
# sub-goals; only plans where both numbers are known.
SUB_GOALS = {
    "area": "string",
    **dict.fromkeys(["count", "n", "n_plans", "n_persons"], "Int64"),
    **_SHARE,
    **_SAID,
}

# One row each of the eleven life areas: in use (somebody was assessed in it) and persons assessed.
LIFE_AREAS_SCHEMA = {"life_area": "string", "in_use": "boolean", **_CELL}
