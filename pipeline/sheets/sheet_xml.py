"""What calamine does not tell of an .xlsx worksheet, from its XML; and the XML made small enough for calamine.

A plain sheet is only searched for a few byte strings; its cells are walked when one of them is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from pipeline.sheets.grid import Flaw, Merge, Refused, column_number, letter

MOST_CELLS = 60_000_000  # of one sheet, empty ones within its rectangle included

_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>")
_END = re.compile(rb"</(?:\w+:)?c>")
_ATTRIBUTE = re.compile(rb"""\b(r|t|hidden)\s*=\s*["']([^"']*)["']""")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*?(?:/>|>([^<]*)<)")
_INLINE = re.compile(rb"<(?:\w+:)?is\b")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_WIDE_COLUMN = re.compile(rb"""\br=["']([A-Za-z]{2,})\d""")
_LAST_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d+)["']""")


class Scan(NamedTuple):
    """What the XML of one sheet says beside its values. `sparse` is set where calamine must not be let near."""

    flaws: dict[tuple[int, int], Flaw]
    merges: tuple[Merge, ...]
    hidden_rows: tuple[int, ...]
    sparse: bool


class Found(NamedTuple):
    """One `<c>` element: where it stands, its type, what is inside."""

    row: int
    column: int
    type: bytes
    start: int
    end: int
    body: bytes


def look_at(xml: bytes) -> Scan:
    """Error cells, uncalculated formulas, merged ranges, hidden rows and the extent of one worksheet's XML.

    A plain sheet is only searched for a few byte strings; its cells are walked when one of them is there.
    """
    if b"<!DOCTYPE" in xml[:1000] or not xml.rstrip().endswith(b"worksheet>"):
        raise Refused("truncated")
    split = max(xml.rfind(b"</sheetData>"), xml.rfind(b":sheetData>"))
    body, tail = (xml[:split], xml[split:]) if split >= 0 else (xml, xml)
    merges = tuple(
        (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in _MERGE.findall(tail)
    )
    flaws: dict[tuple[int, int], Flaw] = {}
    hidden_rows: list[int] = []
    if b't="e"' in body or b"t='e'" in body or _HAS_FORMULA.search(body):
        flaws = dict(_flaws(body))
    if b"hidden=" in body:
        hidden_rows = [row for row, hidden in _row_states(body) if hidden]
    return Scan(flaws, merges, tuple(hidden_rows), _is_sparse(body))


def _is_sparse(body: bytes) -> bool:
    """Whether the rectangle around the cells is far larger than the cells in it."""
    last = body.rfind(b"<row ")
    match = _LAST_ROW.match(body, last) if last >= 0 else None
    rows = int(match.group(1)) if match else body.count(b"<row")
    if re.search(rb"""\br=["'][A-Za-z]+\d{%d}""" % (len(str(rows)) + 1), body):
        return True  # a cell that says it stands far below the last row
    columns = max((column_number(one.decode().upper()) for one in set(_WIDE_COLUMN.findall(body))), default=26)
    filled = body.count(b"<v>") + body.count(b"<is>") + body.count(b":v>") // 2
    return rows * columns > max(2_000_000, 20 * filled)


def _cells(body: bytes) -> Iterator[Found]:
    """Every cell element in order; one without a reference stands after the one before it."""
    row, column, position = 0, 0, 0
    while match := _CELL.search(body, position):
        position = match.end()
        attributes = dict(_ATTRIBUTE.findall(match.group(2)))
        if match.group(1) == b"row":
            row, column = int(attributes.get(b"r", row + 1)), 0
            continue
        reference = _REFERENCE.fullmatch(attributes.get(b"r", b"").decode("ascii", "replace").upper())
        column = column_number(reference.group(1)) if reference else column + 1
        row = int(reference.group(2)) if reference else row
        inner = b""
        if not match.group(3):
            end = _END.search(body, position)
            if end is None:
                raise Refused("truncated")
            inner, position = body[position : end.start()], end.end()
        yield Found(row, column, attributes.get(b"t", b"n"), match.start(), position, inner)


def _row_states(body: bytes) -> Iterator[tuple[int, bool]]:
    row = 0
    for match in _CELL.finditer(body):
        if match.group(1) == b"row":
            attributes = dict(_ATTRIBUTE.findall(match.group(2)))
            row = int(attributes.get(b"r", row + 1))
            yield row, attributes.get(b"hidden") in (b"1", b"true")


def _flaws(body: bytes) -> Iterator[tuple[tuple[int, int], Flaw]]:
    for cell in _cells(body):
        value = _VALUE.search(cell.body)
        text = (value.group(1) or b"") if value else b""
        if cell.type == b"e":
            yield (cell.row, cell.column), Flaw("error_cell", text.decode("utf-8", "replace") or "#")
        elif formula := _FORMULA.search(cell.body):
            computed = bool(text) or (cell.type == b"str" and value is not None) or _INLINE.search(cell.body)
            if not computed:
                written = unescape((formula.group(1) or b"").decode("utf-8", "replace"))
                yield (cell.row, cell.column), Flaw("formula_without_value", f"={written}")


def packed(xml: bytes) -> tuple[bytes, list[int], list[int]]:
    """The same sheet without its empty rows and columns, and the numbers of those that were kept.

    One stray cell in the last corner of a sheet would otherwise cost gigabytes.
    """
    cells = [cell for cell in _cells(xml) if cell.type == b"e" or _VALUE.search(cell.body) or _INLINE.search(cell.body)]
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    if len(rows) * len(columns) > MOST_CELLS:
        raise Refused("too_large")
    row_at = {number: index for index, number in enumerate(rows, 1)}
    column_at = {number: letter(index) for index, number in enumerate(columns, 1)}
    head = xml[: xml.index(b"sheetData")]
    prefix = head[head.rindex(b"<") + 1 :]
    lines: dict[int, list[bytes]] = {}
    for cell in cells:
        source = re.sub(rb"""\br\s*=\s*["'][A-Z]+\d+["']""", b"", xml[cell.start : cell.end], count=1)
        reference = f' r="{column_at[cell.column]}{row_at[cell.row]}"'.encode()
        opening = len(b"<" + prefix + b"c")
        lines.setdefault(row_at[cell.row], []).append(source[:opening] + reference + source[opening:])
    body = b"".join(
        b'<%brow r="%d">%b</%brow>' % (prefix, number, b"".join(lines[number]), prefix) for number in sorted(lines)
    )
    head = head[: head.rindex(b"<")]
    return head + b"<%bsheetData>%b</%bsheetData></%bworksheet>" % (prefix, body, prefix, prefix), rows, columns
