"""The blank input workbooks of the plan's year."""
