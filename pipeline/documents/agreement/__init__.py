"""The supplementary agreement and its number."""
