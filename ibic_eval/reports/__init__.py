"""Executed notebooks in, one report out."""
