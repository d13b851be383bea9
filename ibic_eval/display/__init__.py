"""Released estimates in, figures and tables out: no arithmetic, no files."""
