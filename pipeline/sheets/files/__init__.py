"""The formats: every spreadsheet file as grids of cells, by `opening.grids_of`.

.xlsx by python-calamine (`xlsx`, with `sheet_scan` and `condensing` for what it does not tell and cannot bear), .xls by
xlrd (`xls`, with `compound` and `biff` before it), .ods and .csv by modules of this room.
"""
