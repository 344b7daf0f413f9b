"""Spreadsheets in and out. Knows tables, headings and values, and of ours `ooxml` alone.

`files` makes grids of cells of every format, `values` typed values of cells, `tables` tables of grids, `books` books of
files; `writing` makes new workbooks, `annotating` marks those that came in. `declare` is how a caller says what it
expects, `front` what stands before a marked workbook; `grid`, `places` and `texts` are common to all.
"""

from pipeline.sheets.books import (
    Book,
    Refusal,
    Row,
    Strange,
    Table,
    Unread,
    Value,
    is_spreadsheet,
    read_book,
    read_folder,
)

__all__ = [
    "Book",
    "Refusal",
    "Row",
    "Strange",
    "Table",
    "Unread",
    "Value",
    "is_spreadsheet",
    "read_book",
    "read_folder",
]
