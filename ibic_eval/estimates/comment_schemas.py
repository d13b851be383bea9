"""The schemas of what is counted of coded comments, and the codes in their columns.

Numbers are of comments, never of persons. Shares are 0-1. Tables with `status` hold `visas`; `dold`
(few, or it would give away few: all numbers are NA); or `saknas`, where nothing can be estimated
and `reason` says why in Swedish.
"""

SHOWN, HIDDEN, MISSING = "visas", "dold", "saknas"
EVERY = "alla"
SOURCE, ROLE, PERIOD = "source", "role", "period"
BY = (SOURCE, ROLE, PERIOD)
UNKNOWN = "okand"
EARLIER, LATER = "tidigare", "senaste"

# How far the coders agree on a theme. Krippendorff (2004, *Content Analysis*, p. 241) asks for an
# alpha of .800 and lets .667 do for tentative conclusions: good and enough, where the interval
# reaches no lower. Unsure is an alpha that does, but whose interval doesn't. Poor is a lower alpha,
# or an interval that reaches below .4, where agreement is poor (Fleiss 1981): it is not ranked.
GOOD, ENOUGH, UNSURE, POOR = "god", "tillracklig", "osaker", "svag"
GOOD_FROM, ENOUGH_FROM, POOR_BELOW = 0.800, 0.667, 0.4

ONLY_FOR, ONLY_AGAINST, BOTH, NEITHER = "bara_for", "bara_emot", "bade_och", "varken"
SIDES_OF_COMMENTS = (ONLY_FOR, ONLY_AGAINST, BOTH, NEITHER)

_ENDS = dict.fromkeys(["ci_low", "ci_high"], "Float64")

# One row a theme of the codebook, and `inget_tema` last: its words. `sources` is a finished text.
THEMES = dict.fromkeys(
    ["theme", "side", "label", "means", "applies", "except", "example", "sources"], "string"
)

# One row a variable and value, and the variable `alla`: how many coded comments.
EXTENT = {"variable": "string", "value": "string", "n": "Int64", "status": "string"}

# One row a theme, and `alla` for the sets of themes. `n` comments were coded by at least two.
AGREEMENT = {
    "theme": "string",
    **dict.fromkeys(["n", "n_coders"], "Int64"),
    **dict.fromkeys(["agreed", "alpha"], "Float64"),
    **_ENDS,
    **dict.fromkeys(["kappa", "kappa_low", "kappa_high"], "Float64"),
    **dict.fromkeys(["verdict", "method", "status", "reason"], "string"),
}

# One row a theme: of `n` coded comments `count` have it (more than half of their coders say so),
# `undecided` are split evenly; `some` have it by at least one coder, `every` by all of theirs.
COUNTS = {
    "theme": "string",
    **dict.fromkeys(["n", "count", "undecided", "some", "every"], "Int64"),
    "share": "Float64",
    **_ENDS,
    **dict.fromkeys(["share_some", "share_every"], "Float64"),
    **dict.fromkeys(["method", "status"], "string"),
}

# One row a theme, variable and value: `count` of `n` coded comments have the theme.
SPREAD = {
    **dict.fromkeys(["theme", "variable", "value"], "string"),
    **dict.fromkeys(["count", "n"], "Int64"),
    "share": "Float64",
    **_ENDS,
    **dict.fromkeys(["method", "status"], "string"),
}

# One row a side (SIDES_OF_COMMENTS): comments with reasons only for, only against, both, neither,
# as more than half of their coders say of any reasons.
SIDES = {
    "side": "string",
    **dict.fromkeys(["count", "n"], "Int64"),
    "share": "Float64",
    **_ENDS,
    **dict.fromkeys(["method", "status"], "string"),
}

# One row a theme: its share in the latest half-year minus that before. `new` where no comment had
# the theme before.
CHANGES = {
    "theme": "string",
    **dict.fromkeys(["count_earlier", "n_earlier", "count_later", "n_later"], "Int64"),
    **dict.fromkeys(["share_earlier", "share_later", "difference"], "Float64"),
    **_ENDS,
    **dict.fromkeys(["p_holm", "smallest_detectable"], "Float64"),
    **dict.fromkeys(["verdict", "method", "status"], "string"),
    "new": "boolean",
}

# One row a quote that may be shown.
QUOTES = dict.fromkeys(["theme", "quote"], "string")
