"""A year read, counted and judged; what is wrong with it, said once an audience; what is given back to the office."""
