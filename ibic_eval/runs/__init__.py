"""Prepares tables for a municipality and executes its notebooks."""
