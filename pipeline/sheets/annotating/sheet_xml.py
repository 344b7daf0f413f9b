"""One worksheet part: its rows, which are not parsed, and what stands around them, which is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from pipeline.ooxml.order import put
from pipeline.ooxml.xml import Odd, in_utf8, parse, serialise
from pipeline.sheets.annotating.row_xml import Restyle, RowsXml
from pipeline.sheets.grid import Address, column_number, letter

_DATA = re.compile(rb"<(\w+:)?sheetData\b[^>]*?(/?)>")
_REFERENCE = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
_WHOLE = re.compile(r"(?:\$?([A-Z]+)|\$?(\d+)):(?:\$?([A-Z]+)|\$?(\d+))")
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'][^"']*["']""")
_HOLE = b"__the_rows_of_this_sheet__"
_USUAL_HEIGHT, _USUAL_WIDTH = 15.0, 9.0  # points; half-width characters


class SheetXml:
    """A worksheet's XML. `rows` are its rows, `root` all else; `xml` gives the whole back."""

    def __init__(self, xml: bytes) -> None:
        head, body, tail, prefix = _split(in_utf8(xml))
        self.root = parse(head + _HOLE + tail)
        self.namespace = etree.QName(self.root).namespace or ""
        self.rows = RowsXml(body, prefix)
        self._spell_out()
        self._merges = [_range(one.get("ref", "")) for one in self.root.iter(self._tag("mergeCell"))]

    def xml(self) -> bytes:
        head, _, tail = serialise(self.root).partition(_HOLE)
        return b"".join((head, self.rows.xml, tail))

    def _spell_out(self) -> None:
        """Ranges of whole rows and columns (1:1, A:C) by their corners; an extent that is none goes.

        Excel reads both, other programs refuse the workbook for them.
        """
        for one in self.root.iter(self._tag("mergeCell")):
            if whole := _WHOLE.fullmatch(one.get("ref", "")):
                left, top, right, bottom = (each or "" for each in whole.groups())
                one.set("ref", f"A{top}:XFD{bottom}" if top else f"{left}1:{right}1048576")
        stated = self.root.find(self._tag("dimension"))
        if stated is not None and _REFERENCE.fullmatch(stated.get("ref", "")) is None:
            self.root.remove(stated)

    def deselect(self) -> None:
        """What is typed goes into every selected sheet, and the front sheet is one."""
        for view in self.root.iter(self._tag("sheetView")):
            view.attrib.pop("tabSelected", "")

    def anchor(self, place: Address) -> Address:
        """The cell that shows: of a merged range the first one."""
        row, column = place
        for top, left, bottom, right in self._merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place

    def look(self, wanted: Collection[int]) -> None:
        """Find these rows, and those in which merged ranges begin that reach over them."""
        tops = {top for top, _, bottom, _ in self._merges for row in wanted if top <= row <= bottom}
        self.rows.look(tops.union(wanted))

    def paint(self, painted: Mapping[Address, Restyle]) -> None:
        """Give cells another style; the stated extent takes in new ones."""
        if not painted:
            return
        self.rows.paint(painted, self._column_style)
        stated = self.root.find(self._tag("dimension"))
        top, left, bottom, right = _range(stated.get("ref", "")) if stated is not None else (0, 0, 0, 0)
        if stated is not None and top:
            rows, columns = zip(*painted, strict=True)
            first = f"{letter(min(left, *columns))}{min(top, *rows)}"
            stated.set("ref", f"{first}:{letter(max(right, *columns))}{max(bottom, *rows)}")

    def swap_styles(self, old: Collection[int], new: Restyle) -> bool:
        """Replace the `old` style numbers wherever cells, rows or columns name them; whether any does."""
        if not old:
            return False
        found = self.rows.swap_styles(old, new)
        for column in self.root.iter(self._tag("col")):
            style = int(column.get("style", "0"))
            if style in old:
                column.set("style", str(new(style)))
                found = True
        return found

    def legacy_drawing(self) -> str | None:
        """The id of the relation to the drawing that holds the comments' boxes."""
        found = self.root.find(self._tag("legacyDrawing"))
        if found is None:
            return None
        return next((str(value) for name, value in found.attrib.items() if str(name).endswith("}id")), None)

    def set_legacy_drawing(self, relation: str | None, relation_types: str) -> None:
        """Name that relation, in the place the schema asks for; None takes the element out."""
        found = self.root.find(self._tag("legacyDrawing"))
        if found is not None:
            self.root.remove(found)
        if relation is None:
            return
        element = etree.Element(self._tag("legacyDrawing"), nsmap={"r": relation_types})
        element.set(f"{{{relation_types}}}id", relation)
        put(self.root, element)

    def row_height(self, row: int) -> float:
        """Points; 0 where hidden. Right for all rows once some were looked for."""
        if row in self.rows.heights:
            return self.rows.heights[row]
        return self._usual("defaultRowHeight", _USUAL_HEIGHT)

    def column_width(self, column: int) -> float:
        """Half-width characters; 0 where hidden."""
        about = next(self._columns(column), None)
        if about is None:
            return self._usual("defaultColWidth", _USUAL_WIDTH)
        return 0 if about.get("hidden") in ("1", "true") else float(about.get("width", _USUAL_WIDTH))

    def _usual(self, attribute: str, otherwise: float) -> float:
        about = self.root.find(self._tag("sheetFormatPr"))
        return float(about.get(attribute, otherwise)) if about is not None else otherwise

    def _column_style(self, column: int) -> int:
        return next((int(one.get("style", "0")) for one in self._columns(column)), 0)

    def _columns(self, column: int) -> Iterator[etree._Element]:
        columns = self.root.iter(self._tag("col"))
        return (one for one in columns if int(one.get("min", "0")) <= column <= int(one.get("max", "0")))

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"


def deselected(xml: bytes) -> bytes:
    """The same sheet, not marked as selected: what is typed goes into every selected sheet."""
    end = xml.find(b"sheetData")
    return _SELECTED.sub(b"", xml[:end]) + xml[end:] if end >= 0 else _SELECTED.sub(b"", xml)


def _split(xml: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """What stands before the rows, the rows, what comes after, and the prefix of the tags (`x:` or nothing)."""
    if b"<!--" in xml or b"<![CDATA[" in xml:  # in which a row's tag could stand
        root = parse(xml)
        etree.strip_tags(root, etree.Comment)
        xml = serialise(root)
    match = _DATA.search(xml)
    if match is None:
        raise Odd("no rows")
    prefix = match.group(1) or b""
    closing = b"</" + prefix + b"sheetData>"
    if match.group(2):
        return xml[: match.end() - 2] + b">", b"", closing + xml[match.end() :], prefix
    end = xml.rfind(closing)
    if end < 0:
        raise Odd("rows without an end")
    return xml[: match.end()], xml[match.end() : end], xml[end:], prefix


def _range(reference: str) -> tuple[int, int, int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return 0, 0, 0, 0
    left, top, right, bottom = match.groups()
    return int(top), column_number(left), int(bottom or top), column_number(right or left)
