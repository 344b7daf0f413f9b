"""A workbook of any kind that can be read as an .xlsx: its values, merged cells and what is hidden, in plain dress."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.ooxml.package import Package
from pipeline.sheets.annotating.workbook_xml import unused_name
from pipeline.sheets.grid import Cell, Flaw, Grid, Refused
from pipeline.sheets.texts import UNPRINTABLE
from pipeline.sheets.writing.styles import BODY_FONT, SIZE, display_width
from pipeline.sheets.writing.workbook import clean

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_FILLED = 500_000  # cells of all sheets: XlsxWriter takes about 500 bytes for each
MOST_PLACES = 20_000_000  # filled rows times the last column: it looks at every place
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
NARROWEST, WIDEST = 8, 42  # half-width characters
FAR = 200  # rows and columns that a merged range may reach beyond the filled cells
MEASURED_ROWS = 500  # the rows a column's width is taken from
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_UNCALCULATED = "__uncalculated__"
_NO_VALUE = re.compile(rb' t="str"(><f>[^<]*</f>)<v>__uncalculated__</v>')
_PATTERNS: dict[type, str] = {
    dt.datetime: "yyyy-mm-dd hh:mm",
    dt.date: "yyyy-mm-dd",
    dt.time: "hh:mm:ss",
    dt.timedelta: "[h]:mm:ss",
    str: "@",
}
_BASE = {"font_name": BODY_FONT, "font_size": SIZE, "valign": "vcenter"}


@dataclass(frozen=True, slots=True)
class Recast:
    """An .xlsx. `names` are its sheets by their old names; `lost` says in Chinese what could not be kept."""

    data: bytes
    names: Mapping[str, str]
    lost: tuple[str, ...]


def recast(grids: Sequence[Grid]) -> Recast:
    """The grids as a workbook that is read as they were: texts stay texts, numbers numbers, dates dates.

    Raises `Refused("too_large")` where a sheet is larger than an .xlsx can hold, or all together than memory bears.
    """
    filled = sum(cell != "" for grid in grids for row in grid.rows for cell in row)
    places = sum(len(grid.rows) * grid.columns[-1] for grid in grids if grid.columns)
    if filled > MOST_FILLED or places > MOST_PLACES:
        raise Refused("too_large")
    buffer = io.BytesIO()
    options = {"in_memory": True, "date_1904": any(grid.from_1904 for grid in grids)}
    book = Workbook(buffer, options)
    book.set_properties({"created": dt.datetime(1980, 1, 1)})
    formats = {kind: book.add_format(_BASE | {"num_format": pattern}) for kind, pattern in _PATTERNS.items()}
    plain = book.add_format(_BASE)
    names = _names([grid.sheet for grid in grids])
    cut = 0
    for grid, name in zip(grids, names, strict=True):
        sheet = book.add_worksheet(name)
        cut += _write(sheet, grid, formats, plain)
        if grid.hidden:
            sheet.hide()
    book.close()
    lost = [f"有 {cut} 个单元格的文字超过 32767 字，只保留了前面的部分。"] if cut else []
    renamed = [f"「{grid.sheet}」改为「{name}」" for grid, name in zip(grids, names, strict=True) if grid.sheet != name]
    if renamed:
        lost.append(f"工作表名称不合 .xlsx 的要求，已改名：{'；'.join(renamed)}。")
    return Recast(
        _uncalculated(buffer.getvalue()), dict(zip((grid.sheet for grid in grids), names, strict=True)), tuple(lost)
    )


def _uncalculated(data: bytes) -> bytes:
    """The workbook with no value where there was none: XlsxWriter gives every formula one."""
    package = Package(data)
    for name in package.names():
        if name.startswith("xl/worksheets/sheet"):
            xml = package.read(name)
            package.write(name, _NO_VALUE.sub(rb"\1", xml))
    return package.data()


def _write(sheet: Worksheet, grid: Grid, formats: Mapping[type, Format], plain: Format) -> int:
    """Write one grid; returns how many texts had to be cut."""
    if any(number > LAST_ROW for number in grid.numbers[-1:]) or any(one > LAST_COLUMN for one in grid.columns[-1:]):
        raise Refused("too_large")
    _merge(sheet, grid, plain)
    cut = 0
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        for column, cell in zip(grid.columns, row, strict=True):
            if cell != "":
                cut += _write_cell(sheet, number - 1, column - 1, cell, formats, plain)
    for number in grid.hidden_rows:
        sheet.set_row(number - 1, None, None, {"hidden": True})
    hidden = set(grid.hidden_columns)
    for index, column in enumerate(grid.columns):
        width = max((_width(row[index]) for row in grid.rows[:MEASURED_ROWS]), default=0) + 2
        options = {"hidden": True} if column in hidden else {}
        sheet.set_column(column - 1, column - 1, min(max(width, NARROWEST), WIDEST), None, options)
    return cut


def _merge(sheet: Worksheet, grid: Grid, plain: Format) -> None:
    """Merge as the grid says, not far beyond its cells; of overlapping ranges the first."""
    last_row, last_column = (grid.numbers[-1], grid.columns[-1]) if grid.rows else (0, 0)
    for top, left, bottom, right in grid.merges:
        bottom, right = min(bottom, max(last_row, top + FAR)), min(right, max(last_column, left + FAR))
        if bottom >= top and right >= left and (top, left) != (bottom, right):
            with suppress(OverlappingRange):
                sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", plain)


def _write_cell(
    sheet: Worksheet, row: int, column: int, cell: Cell, formats: Mapping[type, Format], plain: Format
) -> bool:
    """Write a cell as what it is; whether a text was cut."""
    if isinstance(cell, str):
        text = UNPRINTABLE.sub("", cell)
        sheet.write_string(row, column, clean(text), formats[str])
        return len(clean(text)) < len(text.replace("\r\n", "\n"))
    if isinstance(cell, Flaw):
        error = cell.shown if cell.shown in ERRORS else "#VALUE!"
        if cell.code == "error_cell":
            sheet.write_formula(row, column, f"={error}", plain, error)
        else:
            sheet.write_formula(row, column, "=NA()", plain, _UNCALCULATED)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, plain)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, plain)
    else:
        sheet.write_datetime(row, column, cell, formats[type(cell)])
    return False


def _width(cell: Cell) -> int:
    if isinstance(cell, str):
        return max(map(display_width, cell.split("\n")))
    return 16 if isinstance(cell, dt.datetime) else 10 if isinstance(cell, dt.date) else len(str(cell))


def _names(wished: Sequence[str]) -> list[str]:
    """Names that an .xlsx takes: without []:*?/\\, at most 31 characters, each once whatever its case."""
    found: list[str] = []
    taken = {"", "history"}
    for wish in wished:
        name = unused_name(_FORBIDDEN.sub("_", wish).strip("'").strip() or "表", taken)
        taken.add(name.casefold())
        found.append(name)
    return found
