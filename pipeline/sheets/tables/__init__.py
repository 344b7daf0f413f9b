"""From the cells of a sheet to tables of typed rows.

`finder` looks for heading rows (`headings`, `likeness`), `table` cuts the sheet at them, `rows` reads what is between,
with what stands `above` a cell where it is merged and the `feet` that are no data.
"""
