"""Kolada: its catalogue of indicators, its API, its exports, and snapshots of its values."""
