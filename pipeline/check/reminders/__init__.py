"""A reminder for each workstation, with nobody else's people in it."""
