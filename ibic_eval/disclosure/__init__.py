"""Hides what would tell of a single person, before anything is shown."""
