"""Pure functions from typed tables to estimates with n, interval and method."""
