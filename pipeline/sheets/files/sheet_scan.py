"""What calamine does not tell of an .xlsx worksheet, from its XML.

A plain sheet is only searched for a few byte strings; its cells are walked when one of them is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from pipeline.sheets.files.legible import PICTURE
from pipeline.sheets.grid import Address, Flaw, Merge, Refused, column_number

ALWAYS_SMALL = 300_000  # cells of a rectangle that calamine may reserve, however few are filled
_LARGE = 4_000_000  # and however many more in a table with gaps

_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>")
_END = re.compile(rb"</(?:\w+:)?c>")
_ATTRIBUTE = re.compile(rb"""\b(r|t|hidden)\s*=\s*["']([^"']*)["']""")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*?(?:/>|>([^<]*)<)")
_INLINE = re.compile(rb"<(?:\w+:)?is\b")
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']\$?([A-Za-z]*)\$?(\d*)(?::\$?([A-Za-z]*)\$?(\d*))?["']"""
)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_USUAL_RANGE = rb"""\s+ref="[A-Z]{1,3}[1-9]\d*(?::[A-Z]{1,3}[1-9]\d*)?"\s*/>"""
_EXTENT = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?/?>(?:\s*</(?:\w+:)?dimension>)?")
_USUAL_EXTENT = re.compile(rb"<dimension" + _USUAL_RANGE)
_ANY_MERGE, _USUAL_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b"), re.compile(rb"<mergeCell" + _USUAL_RANGE)
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*?)/?>")
_BOUND = re.compile(rb"""\b(min|max|hidden)\s*=\s*["']([^"']*)["']""")
_PICTURE = re.compile(rb"<(?:\w+:)?f\b[^>]*>(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_ROW_NUMBER = re.compile(rb"""[<:]row\b[^>]*?\br\s*=\s*["'](\d+)["']""")
FAR_CELL = rb"""r\s*=\s*["']%b[^<>]*(?<!/)>"""  # one that holds something, a value or a formula
FILLED = (b"<v", b"<is", b"<f", b":v", b":is", b":f")  # how the contents of a cell begin, also under a prefix


class Scan(NamedTuple):
    """What the XML of one sheet says beside its values. `sparse` is set where calamine must not be let near."""

    flaws: dict[Address, Flaw | str]  # a picture in a cell, which calamine gives as empty too, as a word
    merges: tuple[Merge, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[range, ...]
    sparse: bool
    filled: int  # cells
    rectangle: int  # cells around them, at most


class Found(NamedTuple):
    """One `<c>` element: where it stands, its type, what is inside."""

    row: int
    column: int
    type: bytes
    start: int
    end: int
    body: bytes


def scanned(xml: bytes) -> Scan:
    """Error cells, uncalculated formulas, merged ranges, what is hidden and the extent of one worksheet's XML.

    A plain sheet is only searched for a few byte strings; its cells are walked when one of them is there.
    """
    if b"<!DOCTYPE" in xml[:1000] or not xml.rstrip().endswith(b"worksheet>"):
        raise Refused("truncated")
    split = max(xml.rfind(b"</sheetData>"), xml.rfind(b":sheetData>"))
    body, tail = (xml[:split], xml[split:]) if split >= 0 else (xml, xml)
    merges = tuple(_merges(tail))
    flaws: dict[Address, Flaw | str] = {}
    hidden_rows: list[int] = []
    if b't="e"' in body or _may_have_formula(body) or (b"t='" in body and b"t='e'" in body):
        flaws = dict(_flaws(body))
    if b"hidden=" in body:
        hidden_rows = [row for row, hidden in _row_states(body) if hidden]
    filled, extent = filled_in(body), _extent(body)
    rows, columns = extent or (1, 1)
    return Scan(
        flaws,
        merges,
        tuple(hidden_rows),
        tuple(_hidden_columns(xml)),
        _is_sparse(filled, extent),
        filled,
        max(filled, rows * columns),
    )


def plain(xml: bytes) -> bytes:
    """The sheet as calamine bears it: without a stated extent and merged ranges that are not as Excel writes them."""
    start = xml.find(b"sheetData")
    head = xml[: max(start, 0)]
    stated = _EXTENT.search(head)
    if stated and not _USUAL_EXTENT.fullmatch(stated.group()):
        xml = head[: stated.start()] + head[stated.end() :] + xml[start:]
    split = xml.rfind(b"sheetData>")
    if split >= 0 and len(_ANY_MERGE.findall(xml, split)) > len(_USUAL_MERGE.findall(xml, split)):
        body = xml[: split + len(b"sheetData>")]
        prefix = body[body.rfind(b"</") + 2 : split]
        xml = body + b"</%bworksheet>" % prefix
    return xml


def _merges(tail: bytes) -> Iterator[Merge]:
    """The merged ranges; 1:1 is a whole row, A:A a whole column."""
    for left, top, right, bottom in _MERGE.findall(tail):
        if not (left or top):
            continue
        first = (int(top or 1), column_number(left.decode().upper()) if left else 1)
        last = (int(bottom or 0), column_number(right.decode().upper()))
        if not (right or bottom):  # one cell
            yield *first, *first
        else:
            yield *first, last[0] or _LAST_ROW, last[1] or _LAST_COLUMN


def _may_have_formula(body: bytes) -> bool:
    return b"<f" in body or (b":f" in body and _HAS_FORMULA.search(body) is not None)


def _is_sparse(filled: int, extent: tuple[int, int] | None) -> bool:
    """Whether the rectangle around the filled cells is far larger than the cells in it.

    Cells that are only formatted count for nothing: calamine passes them over.
    """
    if extent is None:
        return True
    rows, columns = extent
    return rows * columns > max(ALWAYS_SMALL, min(6 * filled, _LARGE), 2 * filled)


def _extent(body: bytes) -> tuple[int, int] | None:
    """The last row and column that hold something, at most; None where a cell says it stands far below the last row."""
    end = max(body.rfind(mark) for mark in FILLED)
    rows = _row_at(body, end)
    columns = 26
    if _has_far_reference(body, len(str(rows)) + 1):
        if re.search(FAR_CELL % (rb"[A-Za-z]+\d{%d}" % (len(str(rows)) + 1)), body):
            return None
        wide = {match.group(1) for match in re.finditer(FAR_CELL % rb"([A-Za-z]{2,})\d", body)}
        columns = max((column_number(one.decode().upper()) for one in wide), default=26)
    if columns == 26 and rows * columns > 3 * ALWAYS_SMALL and b'r="A' in body:
        while columns > 1 and body.find(b'r="%c' % (64 + columns)) < 0:
            columns -= 1
    return rows, columns


def filled_in(body: bytes) -> int:
    """About how many cells hold a value."""
    plain = body.count(b"<v>") + body.count(b"<v ") + body.count(b"<is>") + body.count(b"<is ")
    return plain + (body.count(b":v>") + body.count(b":is>")) // 2


def _row_at(body: bytes, end: int) -> int:
    """The number of the row that the byte at `end` stands in; 0 before the first."""
    start = max(body.rfind(b"<row", 0, max(end, 0)), body.rfind(b":row", 0, max(end, 0)))
    match = _ROW_NUMBER.match(body, start) if start >= 0 else None
    return int(match.group(1)) if match else body.count(b"<row", 0, max(end, 0))


def _has_far_reference(body: bytes, digits: int) -> bool:
    """Whether a cell may stand to the right of column Z, or in a row of so many digits.

    Excel writes r="A1"; a pattern that begins with these very bytes is searched five times as fast as a general one.
    """
    if b"r='" in body or b"r =" in body or b"r= " in body:
        return True
    return re.search(rb'r="(?:[A-Za-z]{2}|[A-Za-z]\d{%d})' % digits, body) is not None


def cells_of(body: bytes) -> Iterator[Found]:
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


def _hidden_columns(xml: bytes) -> Iterator[range]:
    head = xml[: max(xml.find(b"sheetData"), 0)]
    for match in _COLUMNS.finditer(head):
        given = dict(_BOUND.findall(match.group(1)))
        if given.get(b"hidden") in (b"1", b"true") and b"min" in given and b"max" in given:
            yield range(int(given[b"min"]), int(given[b"max"]) + 1)


def _row_states(body: bytes) -> Iterator[tuple[int, bool]]:
    row = 0
    for match in _CELL.finditer(body):
        if match.group(1) == b"row":
            attributes = dict(_ATTRIBUTE.findall(match.group(2)))
            row = int(attributes.get(b"r", row + 1))
            yield row, attributes.get(b"hidden") in (b"1", b"true")


def _flaws(body: bytes) -> Iterator[tuple[Address, Flaw | str]]:
    for cell in cells_of(body):
        value = _VALUE.search(cell.body)
        text = (value.group(1) or b"") if value else b""
        if cell.type == b"e" and (
            _PICTURE.search(cell.body) or b" vm=" in body[cell.start : body.index(b">", cell.start)]
        ):
            yield (cell.row, cell.column), PICTURE
        elif cell.type == b"e":
            yield (cell.row, cell.column), Flaw("error_cell", text.decode("utf-8", "replace") or "#")
        elif formula := _FORMULA.search(cell.body):
            computed = bool(text) or (cell.type == b"str" and value is not None) or _INLINE.search(cell.body)
            if not computed:
                written = unescape((formula.group(1) or b"").decode("utf-8", "replace"))
                yield (cell.row, cell.column), Flaw("formula_without_value", f"={written}")
