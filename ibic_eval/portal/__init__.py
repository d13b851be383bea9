"""What the runs have left in the reports' folder → the pages of a portal, fetching nothing."""
