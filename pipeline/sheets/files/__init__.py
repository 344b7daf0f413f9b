"""The formats: every spreadsheet file as grids of cells."""
