"""The year-end submission: the report and its annexed tables."""
