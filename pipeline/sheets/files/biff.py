"""What calamine does not tell of an .xls workbook: error cells, formulas never calculated, hidden rows and columns.

The stream in its container (`compound`) is a row of BIFF8 records ([MS-XLS]).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.sheets.grid import DAMAGED, Flaw, Refused

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULA, _BOOL_OR_ERROR, _SHEET, _BEGIN, _END = 0x0006, 0x0205, 0x0085, 0x0809, 0x000A
_DATE_SYSTEM, _PASSWORD, _STRINGS = 0x0022, 0x002F, 0x00FC
_CELLS = {0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, 0x00BD, 0x00BE}  # all begin: row, column
_EXTENT, _ROW, _COLUMN = 0x0200, 0x0208, 0x007D
LAST_ROW, LAST_COLUMN = 65_536, 256  # of an .xls sheet
_ERROR_RESULT, _BLANK_RESULT = 2, 3

Flaws = dict[tuple[int, int], Flaw]  # by row and column from 1


@dataclass(slots=True)
class Look:
    """What was seen in one worksheet; rows and columns count from 1."""

    cells: list[tuple[tuple[int, int], str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    flaws: Flaws = field(default_factory=dict)


def look_at_sheets(stream: bytes) -> tuple[list[Look], bool]:
    """What each worksheet holds, in the workbook's order, and whether its dates count from 1904.

    A formula with a blank result may be one that gives "" or one that no program has calculated: it is taken for
    the second where no formula of the workbook has any other result. Raises `Refused("encrypted")`, and
    `Refused("truncated")` for a stream that contradicts itself.
    """
    try:
        positions, from_1904 = _globals(stream)
        looked_at = [(_look(stream, position), is_worksheet) for position, is_worksheet in positions]
    except DAMAGED as error:
        raise Refused("truncated") from error
    looks = [found for found, is_worksheet in looked_at if is_worksheet]
    calculated = any(shown == "" for sheet in looks for _, shown in sheet.cells)
    for sheet in looks:
        sheet.flaws = {place: Flaw("error_cell", shown) for place, shown in sheet.cells if shown.startswith("#")}
        if not calculated:
            sheet.flaws |= {place: Flaw("formula_without_value", shown) for place, shown in sheet.cells if shown == "="}
    return looks, from_1904


def _look(stream: bytes, position: int) -> Look:
    """Errors by their name, formulas with a blank result as "=", with any other value as ""; what is hidden."""
    depth, found = 0, Look()
    for kind, body in _records(stream, position):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth == 0:
                return found
        elif (kind == _EXTENT and _is_odd(body)) or (kind in _CELLS and _column(body) >= LAST_COLUMN):
            raise Refused("truncated")
        elif depth == 1 and kind == _BOOL_OR_ERROR and len(body) >= 8:
            row, column, _, value, is_error = struct.unpack_from("<3H2B", body)
            if is_error:
                found.cells.append(((row + 1, column + 1), ERRORS.get(value, "#")))
        elif depth == 1 and kind == _FORMULA and len(body) >= 14:
            row, column = struct.unpack_from("<2H", body)
            special = body[6] if body[12:14] == b"\xff\xff" else None
            shown = {_ERROR_RESULT: ERRORS.get(body[8], "#"), _BLANK_RESULT: "="}.get(special, "") if special else ""
            found.cells.append(((row + 1, column + 1), shown))
        elif depth == 1 and kind == _ROW and len(body) >= 16 and body[12] & 0x20:
            found.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
        elif depth == 1 and kind == _COLUMN and len(body) >= 10 and body[8] & 0x01:
            first, last = struct.unpack_from("<2H", body)
            found.hidden_columns.extend(range(first + 1, min(last, LAST_COLUMN) + 2))
    raise Refused("truncated")  # the sheet does not end: rows may be lost


def _column(body: bytes) -> int:
    return int(struct.unpack_from("<H", body, 2)[0])


def _is_odd(body: bytes) -> bool:
    """Whether the stated extent leaves the grid or ends before it begins: calamine would reserve memory for it."""
    top, bottom, left, right = struct.unpack_from("<2I2H" if len(body) == 14 else "<4H", body)
    return not (top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN)


def _globals(stream: bytes) -> tuple[list[tuple[int, bool]], bool]:
    """Where each sheet begins and whether it is a worksheet (no chart, no macro sheet); the system of dates."""
    positions: list[tuple[int, bool]] = []
    from_1904 = False
    for kind, body in _records(stream, 0):
        if kind == _PASSWORD:
            raise Refused("encrypted")
        if kind == _SHEET:
            positions.append((struct.unpack_from("<I", body)[0], body[5] == 0))
        elif kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
            raise Refused("truncated")
        elif kind == _DATE_SYSTEM:
            from_1904 = body[:2] == b"\x01\x00"
        elif kind == _END:
            break
    return positions, from_1904


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
