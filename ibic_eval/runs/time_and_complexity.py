"""Makes a municipality's released tables on time, complexity and cost out of its case records."""

from collections.abc import Mapping

from ibic_eval.estimates import case_schemas as schemas

# What each table holds is said in estimates/case_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "extent": schemas.EXTENT,
    "lead_times": schemas.LEAD_TIMES,
    "within_limits": schemas.WITHIN_LIMITS,
    "time_changes": schemas.TIME_CHANGES,
    "survival_tests": schemas.SURVIVAL_TESTS,
    "curves": schemas.CURVES,
    "series": schemas.SERIES,
    "interrupted": schemas.INTERRUPTED,
    "learning": schemas.LEARNING,
    "learning_fit": schemas.LEARNING_FIT,
    "complexity": schemas.COMPLEXITY,
    "complexity_index": schemas.COMPLEXITY_INDEX,
    "costs": schemas.COSTS,
    "confounders": schemas.CONFOUNDERS,
    "verdicts": schemas.VERDICTS,
}
