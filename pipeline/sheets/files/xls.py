"""Old binary workbooks (.xls, .et), read by xlrd from their container's stream.

Of 921 public files xlrd 2.0.2 reads 856 this way, calamine 0.9 read 843 and no other. Of their 1.2 million cells 10,000
differ: calamine's texts of Excel 5 and 95 are no words, and it takes numbers for dates. One file took 2.9 GB in
calamine, none takes 60 MB in xlrd. A plain workbook of 120,000 rows takes 2.6 s instead of 1.1 s.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from xlrd import open_workbook
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Sheet
from xlrd.xldate import xldate_as_datetime

from pipeline.sheets.files.biff import Stream, for_xlrd
from pipeline.sheets.files.compound import lacks_directory, workbook_stream
from pipeline.sheets.files.formats import built_in, displayed, tells
from pipeline.sheets.files.gathering import Gathering
from pipeline.sheets.grid import DAMAGED, Address, Cell, Flaw, Grid, Refused, Room

_STREAM = "book".encode("utf-16-le")  # Workbook, of Excel 5 Book; some programs write them in capitals
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)  # the format of hours that may be more than 24


def read_xls(data: bytes) -> list[Grid]:
    """All worksheets of an OLE file. Raises `Refused`: `encrypted`, `not_a_spreadsheet`, `truncated`.

    Rows without a value are left out.
    """
    if _ENCRYPTED in data:
        raise Refused("encrypted")
    if _STREAM not in data.lower() and not lacks_directory(data):
        raise Refused("not_a_spreadsheet")
    try:
        stream = for_xlrd(workbook_stream(data))
    except DAMAGED as error:
        raise Refused("truncated") from error
    try:
        return _grids(stream)
    except (MemoryError, Refused):
        raise
    except Exception as error:  # xlrd asserts and indexes its way through what a file says: anything may come
        raise Refused("truncated") from error


def _grids(stream: Stream) -> list[Grid]:
    with Path(os.devnull).open("w", encoding="utf-8", errors="replace") as unheard:
        book = open_workbook(
            file_contents=stream.data, logfile=unheard, formatting_info=True, on_demand=True, ragged_rows=True
        )
        grids = []
        room = Room()
        for number, without_value in zip(range(book.nsheets), stream.uncalculated, strict=True):
            sheet = book.sheet_by_index(number)
            grids.append(_grid(book, sheet, without_value, _StruckOut(book, sheet, stream.struck), room))
            book.unload_sheet(number)
    return grids


def _grid(book: Book, sheet: Sheet, uncalculated: frozenset[Address], struck_out: _StruckOut, room: Room) -> Grid:
    gathering, as_they_are = Gathering(room), _as_they_are(book)
    without_value: dict[int, dict[int, Cell]] = {}
    for row, column in uncalculated:
        without_value.setdefault(row, {})[column] = Flaw("formula_without_value", "=")
    for row in range(sheet.nrows):
        filled = enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True))
        cells: dict[int, Cell] = {
            at + 1: value if kind in as_they_are else _cell(book, sheet, row, at)
            for at, (kind, value) in filled
            if value != ""
        }
        struck_out.look(row, cells)
        cells |= without_value.get(row + 1, {})
        if cells:
            gathering.add(
                row + 1, sorted(cells.items(), key=itemgetter(0)) if row + 1 in without_value else [*cells.items()]
            )
    grid = gathering.grid(sheet.name)
    grid.hidden = sheet.visibility != 0
    grid.merges = tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    grid.hidden_rows = tuple(row + 1 for row, about in sorted(sheet.rowinfo_map.items()) if about.hidden)
    grid.hidden_columns = tuple(column + 1 for column, about in sorted(sheet.colinfo_map.items()) if about.hidden)
    grid.from_1904 = book.datemode == 1
    grid.struck, grid.partly_struck = frozenset(struck_out.wholly), frozenset(struck_out.partly)
    return grid


class _StruckOut:
    """The cells of a sheet that are struck out, wholly or in some of their words, by true numbers."""

    def __init__(self, book: Book, sheet: Sheet, fonts: frozenset[int]) -> None:
        self.wholly: set[Address] = set()
        self.partly: set[Address] = set()
        self._sheet, self._fonts = sheet, fonts
        self._formats = [about.font_index in fonts for about in book.xf_list]

    def look(self, row: int, cells: Mapping[int, Cell]) -> None:
        """See to the filled cells of a row, counted from 0; the cells by their columns, from 1."""
        for column in cells if self._fonts else ():
            text, runs = str(cells[column]), self._sheet.rich_text_runlist_map.get((row, column - 1), ())
            own = self._formats[self._sheet.cell_xf_index(row, column - 1)]
            begin = [(0, own), *((at, font in self._fonts) for at, font in runs)]
            ends = [at for at, _ in begin[1:]] + [len(text)]
            struck = [is_struck for (at, is_struck), end in zip(begin, ends, strict=True) if text[at:end].strip()]
            if any(struck):
                (self.wholly if all(struck) else self.partly).add((row + 1, column))


def _as_they_are(book: Book) -> frozenset[int]:
    """The kinds of cells whose value is what the cell shows; numbers only where no format makes them show another.

    xlrd knows [h]:mm for a format of times, [h] it does not.
    """
    patterns = {_pattern(book, number) for number in range(len(book.xf_list))}
    plain = not any(_ELAPSED.search(pattern) or tells(pattern) for pattern in patterns)
    return frozenset({XL_CELL_TEXT, XL_CELL_NUMBER} if plain else {XL_CELL_TEXT})


def _pattern(book: Book, cell_format: int) -> str:
    key = book.xf_list[cell_format].format_key
    form = book.format_map.get(key)
    return (form.format_str if form else "") or built_in(key)


def _cell(book: Book, sheet: Sheet, row: int, column: int) -> Cell:
    """A cell that is no text: a number, a date, a time, a truth value, an error."""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == XL_CELL_ERROR:
        return Flaw("error_cell", error_text_from_code.get(value, "#"))
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    pattern = _pattern(book, sheet.cell_xf_index(row, column))
    try:
        if _ELAPSED.search(pattern):
            return dt.timedelta(days=value)
        shown = float(value) if kind == XL_CELL_NUMBER else _moment(value, book.datemode)
    except OverflowError:  # a number beyond the year 9999
        return float(value)
    return displayed(shown, pattern) if tells(pattern) else shown


def _moment(value: float, datemode: int) -> Cell:
    moment: dt.datetime = xldate_as_datetime(value, datemode)
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment
