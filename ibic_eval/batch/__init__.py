"""Runs many municipalities: what has changed, in processes side by side, losing nothing."""
