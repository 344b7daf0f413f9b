"""What calamine does not tell of an .xls workbook: its error cells and its formulas that were never calculated.

The container is an OLE compound file ([MS-CFB]), the stream in it a row of BIFF8 records ([MS-XLS]).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipeline.sheets.grid import DAMAGED, Flaw, Refused

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULA, _BOOL_OR_ERROR, _SHEET, _BEGIN, _END = 0x0006, 0x0205, 0x0085, 0x0809, 0x000A
_DATE_SYSTEM, _PASSWORD, _STRINGS = 0x0022, 0x002F, 0x00FC
_CELLS = {0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, 0x00BD, 0x00BE}  # all begin: row, column
_EXTENT = 0x0200
LAST_ROW, LAST_COLUMN = 65_536, 256  # of an .xls sheet
_NO_SECTOR = 0xFFFFFFFA  # from here on: no sector, the end of a chain, and the like
_ERROR_RESULT, _BLANK_RESULT = 2, 3

Flaws = dict[tuple[int, int], Flaw]  # by row and column from 1


def sheet_flaws(data: bytes) -> tuple[list[Flaws], bool]:
    """The flaws of each worksheet in the workbook's order, and whether its dates count from 1904.

    A formula with a blank result may be one that gives "" or one that no program has calculated: it is taken for
    the second where no formula of the workbook has any other result. Raises `Refused("encrypted")`, and
    `Refused("truncated")` for a container that contradicts itself.
    """
    try:
        stream = _workbook_stream(data)
        positions, from_1904 = _globals(stream)
        looked_at = [(list(_odd_cells(stream, position)), is_worksheet) for position, is_worksheet in positions]
    except DAMAGED as error:
        raise Refused("truncated") from error
    cells = [found for found, is_worksheet in looked_at if is_worksheet]
    calculated = any(shown == "" for sheet in cells for _, shown in sheet)
    flaws: list[Flaws] = []
    for sheet in cells:
        wrong = {place: Flaw("error_cell", shown) for place, shown in sheet if shown.startswith("#")}
        if not calculated:
            wrong |= {place: Flaw("formula_without_value", shown) for place, shown in sheet if shown == "="}
        flaws.append(wrong)
    return flaws, from_1904


def _odd_cells(stream: bytes, position: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Errors by their name, formulas with a blank result as "=", with any other value as ""."""
    depth = 0
    for kind, body in _records(stream, position):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth == 0:
                return
        elif (kind == _EXTENT and _is_odd(body)) or (kind in _CELLS and _column(body) >= LAST_COLUMN):
            raise Refused("truncated")
        elif depth == 1 and kind == _BOOL_OR_ERROR and len(body) >= 8:
            row, column, _, value, is_error = struct.unpack_from("<3H2B", body)
            if is_error:
                yield (row + 1, column + 1), ERRORS.get(value, "#")
        elif depth == 1 and kind == _FORMULA and len(body) >= 14:
            row, column = struct.unpack_from("<2H", body)
            special = body[6] if body[12:14] == b"\xff\xff" else None
            shown = {_ERROR_RESULT: ERRORS.get(body[8], "#"), _BLANK_RESULT: "="}.get(special, "") if special else ""
            yield (row + 1, column + 1), shown


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


def _workbook_stream(data: bytes) -> bytes:
    """The stream `Workbook` (or `Book`) of a compound file."""
    size, small_size = 1 << struct.unpack_from("<H", data, 30)[0], 1 << struct.unpack_from("<H", data, 32)[0]
    if size not in (512, 4096):
        raise Refused("truncated")
    if any(struct.unpack_from("<I", data, at)[0] * size > len(data) for at in (40, 44, 64, 72)):
        raise Refused("truncated")  # more sectors than the file holds: calamine would reserve memory for them
    first_directory, cutoff, first_small, _, first_index = (
        struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60, 64, 68)
    )
    index = [*struct.unpack_from("<109I", data, 76)]
    seen: set[int] = set()
    while first_index < _NO_SECTOR and first_index not in seen:
        seen.add(first_index)
        *more, first_index = struct.unpack_from(f"<{size // 4}I", data, (first_index + 1) * size)
        index += more
    table: list[int] = []
    for sector in index:
        if sector < _NO_SECTOR:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    directory = _chain(data, first_directory, table, size, size)
    entries: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
        entries.setdefault(name, struct.unpack_from("<IQ", directory, at + 116))
    for name in ("Workbook", "Book"):
        if name in entries:
            start, length = entries[name]
            if length >= cutoff:
                return _chain(data, start, table, size, size)[:length]
            small = _chain(data, entries["Root Entry"][0], table, size, size)
            small_table = [one for (one,) in struct.iter_unpack("<I", _chain(data, first_small, table, size, size))]
            return _chain(small, start, small_table, small_size, 0)[:length]
    raise Refused("not_a_spreadsheet")


def _chain(data: bytes, start: int, table: list[int], size: int, offset: int) -> bytes:
    """The sectors of one chain put together; a chain that runs in a circle is cut where it closes."""
    parts, seen = [], set()
    while start < _NO_SECTOR and start not in seen:
        seen.add(start)
        parts.append(data[offset + start * size : offset + (start + 1) * size])
        start = table[start]
    return b"".join(parts)
