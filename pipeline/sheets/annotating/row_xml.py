"""The rows of one worksheet as they stand in its XML: other styles for some cells, all other bytes as they are.

Rows are found by their tags and only those concerned are looked into: a sheet of 100,000 rows is not parsed.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping

from pipeline.ooxml.xml import Odd
from pipeline.sheets.files.sheet_scan import Found, cells_of
from pipeline.sheets.grid import Address, letter

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(/?)>")
_ATTRIBUTE = re.compile(rb"""\s(r|s|ht|hidden|customFormat)\s*=\s*["']([^"']*)["']""")
_STYLE = re.compile(rb"""(\ss\s*=\s*["'])[^"']*(["'])""")
_SPANS = re.compile(rb"""\sspans\s*=\s*["'][^"']*["']""")
_FILLED = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]|<(?:\w+:)?is[\s>]")

Restyle = Callable[[int], int]  # from the number of a style to that of another


class RowsXml:
    """What stands inside `sheetData`. `prefix` is that of its tags (`x:` or nothing)."""

    def __init__(self, xml: bytes, prefix: bytes) -> None:
        self.xml = xml
        self._prefix = prefix
        self._spans: dict[int, tuple[int, int]] = {}
        self._before: dict[int, int] = {}
        self.heights: dict[int, float] = {}  # points, of rows that state one; 0 where hidden

    def look(self, wanted: Iterable[int]) -> None:
        """Find the rows of these numbers, where a missing one belongs, and how high the rows are."""
        rows = sorted(set(wanted))
        highest = number = 0
        for match in _ROW.finditer(self.xml):
            attributes = dict(_ATTRIBUTE.findall(match.group(1)))
            number = _integer(attributes.get(b"r"), number + 1)
            if attributes.get(b"hidden") in (b"1", b"true"):
                self.heights[number] = 0
            elif b"ht" in attributes:
                self.heights[number] = float(attributes[b"ht"])
            first, last = bisect_left(rows, number), bisect_right(rows, number)
            if first < last and number not in self._spans:
                self._spans[number] = (match.start(), self._row_end(match))
            if number > highest:
                for missing in rows[bisect_right(rows, highest) : first]:
                    self._before[missing] = match.start()
                highest = number

    def first_filled(self, row: int) -> int:
        """The column of the first cell of a row that holds something; 1 where none does. The row was looked for."""
        return next((cell.column for cell in self._cells(row) if _FILLED.search(cell.body)), 1)

    def paint(self, painted: Mapping[Address, Restyle], column_style: Restyle) -> None:
        """Give cells another style, worked out from the one they have; missing cells and rows are made.

        `column_style` tells the style of a column. The rows were looked for; afterwards they have to be again.
        """
        columns: dict[int, list[int]] = {}
        for row, column in sorted(painted):
            columns.setdefault(row, []).append(column)
        whole, done, written = (
            memoryview(self.xml),
            0,
            io.BytesIO(),
        )  # as a list of its rows a long sheet is there twice
        for row in sorted(columns, key=self._place):
            start, end = self._place(row)
            written.write(whole[done:start])
            written.write(self._painted(row, {column: painted[row, column] for column in columns[row]}, column_style))
            done = end
        written.write(whole[done:])
        self.xml = written.getvalue()
        self._spans, self._before = {}, {}

    def _place(self, row: int) -> tuple[int, int]:
        """Where a row stands that was looked for, or where it belongs."""
        return self._spans.get(row) or (self._before.get(row, len(self.xml)),) * 2

    def swap_styles(self, old: Collection[int], new: Restyle) -> bool:
        """Replace the `old` style numbers wherever cells and rows name them; whether any does."""
        numbers = b"|".join(b"%d" % number for number in sorted(old))
        pattern = re.compile(rb"""(<(?:\w+:)?(?:c|row)\s(?:[^>]*?\s)?s\s*=\s*["'])(%b)(?=["'])""" % numbers)
        self.xml, found = pattern.subn(lambda one: b"%b%d" % (one.group(1), new(int(one.group(2)))), self.xml)
        return found > 0

    def _row_end(self, match: re.Match[bytes]) -> int:
        if match.group(2):
            return match.end()
        end = self.xml.find(self._closing, match.end())
        if end < 0:
            raise Odd("a row without its end")
        return end + len(self._closing)

    @property
    def _closing(self) -> bytes:
        return b"</%brow>" % self._prefix

    def _cells(self, row: int) -> list[Found]:
        start, end = self._spans.get(row, (0, 0))
        return list(cells_of(self.xml[start:end]))

    def _painted(self, row: int, styles: Mapping[int, Restyle], column_style: Restyle) -> bytes:
        """The XML of a row with other styles; a new row where there is none."""
        start, end = self._spans.get(row, (0, 0))
        xml, cells = self.xml[start:end] or b'<%brow r="%d"/>' % (self._prefix, row), self._cells(row)
        opening = _ROW.match(xml)
        assert opening is not None
        opened = opening.group().rstrip(b"/>")
        attributes = dict(_ATTRIBUTE.findall(opening.group(1)))
        row_style = _integer(attributes.get(b"s"), 0) if attributes.get(b"customFormat") in (b"1", b"true") else None
        there = {cell.column: xml[cell.start : cell.end] for cell in cells}
        if not set(styles) <= set(there):
            opened = _SPANS.sub(b"", opened)
        for column, style in styles.items():
            if column in there:
                there[column] = _restyled(there[column], style)
            else:  # a cell that was not there looked like its row, else like its column
                base = column_style(column) if row_style is None else row_style
                cell = f'<{self._prefix.decode()}c r="{letter(column)}{row}" s="{style(base)}"/>'
                there[column] = cell.encode()
        inside = b"".join(there[column] for column in sorted(there))
        rest = xml[max((cell.end for cell in cells), default=opening.end()) :].removesuffix(self._closing)
        return b"".join((opened, b">", inside, rest, self._closing))


def _restyled(cell: bytes, style: Restyle) -> bytes:
    head, rest = cell[: cell.index(b">")], cell[cell.index(b">") :]
    number = _integer(dict(_ATTRIBUTE.findall(head)).get(b"s"), 0)
    new = b"%d" % style(number)
    if _STYLE.search(head):
        return _STYLE.sub(lambda match: match.group(1) + new + match.group(2), head, count=1) + rest
    closing = b"/" if head.endswith(b"/") else b""
    return b'%b s="%b"%b%b' % (head.removesuffix(b"/").rstrip(), new, closing, rest)


def _integer(text: bytes | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() else otherwise
