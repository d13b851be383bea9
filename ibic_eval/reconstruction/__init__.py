"""A respondent-level data set that is consistent with the published figures."""
