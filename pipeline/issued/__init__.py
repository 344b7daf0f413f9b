"""The plan as it was issued, in whatever file, held against plan.toml."""
