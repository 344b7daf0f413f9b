"""A sheet's XML drawn together, so that one stray cell in its last corner does not cost gigabytes in calamine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from pipeline.sheets.files.sheet_scan import ALWAYS_SMALL, FAR_CELL, FILLED, Found, cells_of, filled_in
from pipeline.sheets.grid import column_number, letter

GAP, WIDTH = 10_000, 256  # empty rows after which a row is a stray one; columns beyond which a cell is

_ROW = re.compile(rb'<row\b[^<>]*?\br="(\d+)"')
_WIDE = re.compile(rb'(?<=<c r=")([A-Z]{2,})(?=\d)')

Condensed = tuple[bytes, list[int], list[int]]  # the XML, the true numbers of its rows, of its columns


def condensed(xml: bytes) -> Condensed:
    """The same sheet without the emptiness between its table and its stray cells, and the true numbers of its lines."""
    return _condensed_strays(xml) or _condensed_cell_by_cell(xml)


def _condensed_strays(xml: bytes) -> Condensed | None:
    """Only what stands far below or far to the right is moved: as fast as a sheet without it.

    None where the XML is not as Excel writes it, or the cells are spread in another way.
    """
    start, end = xml.find(b"<sheetData>") + len(b"<sheetData>"), xml.rfind(b"</sheetData>")
    rows = [(match.start(), int(match.group(1))) for match in _ROW.finditer(xml, start, max(end, 0))]
    regular = xml.count(b"<row", start, end) == len(rows)
    regular = regular and xml.count(b"<c ", start, end) == xml.count(b'<c r="', start, end)
    steps = [0, *(number for _, number in rows)]
    if not rows or not regular or rows[0][1] > GAP or any(one >= other for one, other in pairwise(steps)):
        return None
    first = next((at for at in range(1, len(rows)) if rows[at][1] - rows[at - 1][1] > GAP), len(rows))
    cut, last = rows[first][0] if first < len(rows) else end, rows[first - 1][1]
    table, strays = xml[start:cut], [cell for cell in cells_of(xml[cut:end]) if _is_filled(cell)]
    if re.search(FAR_CELL % (rb"[A-Za-z]+\d{%d}" % (len(str(last)) + 1)), table):
        return None
    wide = {match.group(1).decode().upper() for match in re.finditer(FAR_CELL % rb"([A-Za-z]{2,})\d", table)}
    numbers = {column_number(one) for one in wide} | {cell.column for cell in strays}
    width = max((one for one in numbers if one <= WIDTH), default=26)
    columns = [*range(1, max(width, 26) + 1), *sorted(one for one in numbers if one > max(width, 26))]
    kept = [*range(1, last + 1), *sorted({cell.row for cell in strays})]
    if len(kept) * len(columns) > max(ALWAYS_SMALL, 6 * filled_in(table)):
        return None
    column_at = {number: letter(index) for index, number in enumerate(columns, 1)}
    moved = {letter(number).encode(): new.encode() for number, new in column_at.items()}
    table = _WIDE.sub(lambda match: moved.get(match.group(1), match.group(1)), table)
    below = _rows_of(strays, xml[cut:end], {number: index for index, number in enumerate(kept, 1)}, column_at, b"")
    return xml[:start] + table + below + xml[end:], kept, columns


def _is_filled(cell: Found) -> bool:
    return cell.type == b"e" or any(mark in cell.body for mark in FILLED)


def _rows_of(
    cells: Iterable[Found], xml: bytes, row_at: Mapping[int, int], column_at: Mapping[int, str], prefix: bytes
) -> bytes:
    """The cells, which stand in `xml`, at their new places, as `<row>` elements."""
    lines: dict[int, list[bytes]] = {}
    for cell in cells:
        source = re.sub(rb"""\br\s*=\s*["'][A-Z]+\d+["']""", b"", xml[cell.start : cell.end], count=1)
        reference = f' r="{column_at[cell.column]}{row_at[cell.row]}"'.encode()
        opening = len(b"<" + prefix + b"c")
        lines.setdefault(row_at[cell.row], []).append(source[:opening] + reference + source[opening:])
    return b"".join(
        b'<%brow r="%d">%b</%brow>' % (prefix, number, b"".join(lines[number]), prefix) for number in sorted(lines)
    )


def _condensed_cell_by_cell(xml: bytes) -> Condensed:
    """Without any empty row or column, for whatever spread of cells; as slow as a walk over each cell."""
    cells = [cell for cell in cells_of(xml) if _is_filled(cell)]
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    row_at = {number: index for index, number in enumerate(rows, 1)}
    column_at = {number: letter(index) for index, number in enumerate(columns, 1)}
    head = xml[: xml.index(b"sheetData")]
    prefix = head[head.rindex(b"<") + 1 :]
    body = _rows_of(cells, xml, row_at, column_at, prefix)
    head = head[: head.rindex(b"<")]
    return head + b"<%bsheetData>%b</%bsheetData></%bworksheet>" % (prefix, body, prefix, prefix), rows, columns
