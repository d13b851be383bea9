"""Raw frames in, typed tables and a table of issues out."""
