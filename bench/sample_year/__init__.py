"""The sample year: a deterministic script that writes a full year of invented workbooks into `input/2024/`.

`year.py` says what happens (and which problems the year is meant to carry), `stations.py` how each office lays out its
workbook, `looks.py` how a sheet is dressed. People, firms and numbers are invented; identifiers are valid in form.
"""
