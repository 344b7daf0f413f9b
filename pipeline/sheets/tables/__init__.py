"""From the cells of a sheet to tables of typed rows, by their headings."""
