"""The order of a run: what a Make target does, from the year's workspace to the closing lines."""
