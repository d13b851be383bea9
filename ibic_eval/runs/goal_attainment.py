"""Makes a municipality's released tables on goals and follow-up out of its case records."""

from collections.abc import Mapping

from ibic_eval.estimates import goal_schemas as schemas

# What each table holds is said in estimates/goal_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "persons": schemas.PERSONS,
    "goals": schemas.GOALS,
    "indicators": schemas.INDICATORS_SCHEMA,
    "quality": schemas.QUALITY,
    "transitions": schemas.TRANSITIONS,
    "directions": schemas.DIRECTIONS_SCHEMA,
    "outcomes": schemas.OUTCOMES_SCHEMA,
    "life_area_tests": schemas.LIFE_AREA_TESTS,
    "time_to_goal": schemas.TIME_TO_GOAL,
    "time_curves": schemas.TIME_CURVES,
    "providers": schemas.PROVIDERS,
    "funnel": schemas.FUNNEL,
    "provider_spread": schemas.PROVIDER_SPREAD,
    "follow_up": schemas.FOLLOW_UP,
    "overdue": schemas.OVERDUE,
    "sub_goals": schemas.SUB_GOALS,
    "life_areas": schemas.LIFE_AREAS_SCHEMA,
}
