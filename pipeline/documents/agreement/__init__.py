"""The supplementary agreement, its number and its blanks."""
