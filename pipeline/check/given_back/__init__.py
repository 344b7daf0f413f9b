"""`check/`: the problems as a list, as a page, in the workbooks themselves, with the reminders."""
