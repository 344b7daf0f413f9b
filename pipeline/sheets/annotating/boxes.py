"""The boxes in which comments open: Excel's old drawing language VML, written and changed as text.

It need not be well-formed XML (Excel writes <br> into it), so that shapes are put in and taken out as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml.xml import Odd, parse
from pipeline.sheets.grid import Address
from pipeline.sheets.writing.styles import display_width

BOXES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{}"/>'
    "</o:shapelayout></xml>"
)
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:{width}pt;height:{height}pt;'
    'z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_VML = re.compile(rb"""xmlns:v=["']urn:schemas-microsoft-com:vml""")
_ONE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*?ObjectType=[\"']Note[\"'].*?</v:shape>\s*", re.DOTALL)
_AT = re.compile(rb"<x:(Row|Column)>\s*(\d+)\s*</x:(?:Row|Column)>")
_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_BLOCKS = re.compile(rb"<o:idmap\b[^>]*\bdata=[\"']([\d,]+)[\"']")
_BLOCK = 1024  # shapes are numbered in blocks of this size, each block of one sheet

LINE, CHARACTER, MARGIN = 16, 6, 12  # pixels: a line and half a hanzi of 9 points, what the frame takes
WIDTHS = ((40, 160), (52, 480), (72, 10**9))  # half-width characters a line for texts up to so long
TALLEST = 640  # pixels; a longer text is scrolled


class Sizes(NamedTuple):
    """How wide columns and how high rows are, in pixels, by their number from 1."""

    column: Callable[[int], int]
    row: Callable[[int], int]


class Boxes:
    """A VML part. `block` is the block of numbers that a new one may use."""

    def __init__(self, vml: bytes | None, block: int) -> None:
        self._block = min(blocks_of(vml), default=block) if vml else block
        self._vml = vml or _HEAD.format(block).encode()
        if not _VML.search(self._vml) or b"</xml>" not in self._vml:
            self._vml = _usual(self._vml)
        self._new: list[str] = []
        self._number()

    def __bool__(self) -> bool:
        return bool(self._new) or not self._is_bare()

    def vml(self) -> bytes:
        if self._is_bare():
            blocks = ",".join(map(str, range(self._block, (self._next - 1) // _BLOCK + 1)))
            self._vml = _HEAD.format(blocks).encode()
        kind = "" if b'id="_x0000_t202"' in self._vml or not self._new else _TYPE
        body, _, rest = self._vml.rpartition(b"</xml>")
        return body + "".join((kind, *self._new)).encode() + b"</xml>" + rest

    def drop(self, places: set[Address]) -> None:
        """Take out the boxes of these cells."""
        if places:
            self._vml = _ONE.sub(lambda match: b"" if _where(match.group()) in places else match.group(), self._vml)
            self._number()

    def put(self, place: Address, text: str, sizes: Sizes) -> None:
        """A box for the comment of a cell, large enough for its text; one that is there grows where it is too small."""
        width, height = _room(text)
        if place in self._there:
            self._grow(place, width, height, sizes)
            return
        row, column = place
        corner = (column, 15, max(row - 2, 0), 10)  # a column to the right, a row above, as Excel places it
        shape = _SHAPE.format(
            number=self._next,
            order=len(self._new) + 1,
            width=width * 3 // 4,
            height=height * 3 // 4,
            anchor=", ".join(map(str, _anchor(corner, width, height, sizes))),
            row=row - 1,
            column=column - 1,
        )
        self._new.append(shape)
        self._next += 1

    def _is_bare(self) -> bool:
        """Whether there is nothing but ours: no shape of any kind."""
        return b"<v:shape " not in self._vml and b"<v:group" not in self._vml

    def _grow(self, place: Address, width: int, height: int, sizes: Sizes) -> None:
        shape = next(match for match in _ONE.finditer(self._vml) if _where(match.group()) == place)
        grown = _ANCHOR.sub(lambda one: _grown(one, width, height, sizes), shape.group())
        self._vml = self._vml[: shape.start()] + grown + self._vml[shape.end() :]

    def _number(self) -> None:
        self._there = {_where(shape) for shape in _ONE.findall(self._vml)}
        taken = [] if self._is_bare() else [int(one) for one in _NUMBER.findall(self._vml)]
        self._next = max(taken, default=self._block * _BLOCK) + 1


def _usual(vml: bytes) -> bytes:
    """The same drawings with the prefixes that Excel uses: openpyxl writes others. Raises `Odd` if they are no XML."""
    root = parse(vml)
    if root.tag != "xml":
        raise Odd("drawings of another kind")
    renamed = etree.Element("xml", nsmap=_SPACES)
    renamed[:] = list(root)
    etree.cleanup_namespaces(renamed, top_nsmap=_SPACES, keep_ns_prefixes=list(_SPACES))
    return etree.tostring(renamed, encoding="UTF-8", xml_declaration=False)


def blocks_of(vml: bytes) -> set[int]:
    """The blocks of shape numbers that a part has taken."""
    return {int(one) for found in _BLOCKS.findall(vml) for one in found.split(b",") if one}


def _room(text: str) -> tuple[int, int]:
    """Width and height of a box that shows the whole text, in pixels."""
    length = display_width(text)
    characters = next(characters for characters, most in WIDTHS if length <= most)
    lines = sum(max(1, -(-display_width(line) // (characters - 1))) for line in text.split("\n"))
    return characters * CHARACTER + MARGIN, min(lines * LINE + MARGIN, TALLEST)


def _anchor(corner: tuple[int, int, int, int], width: int, height: int, sizes: Sizes) -> tuple[int, ...]:
    """Where a box begins and ends: column, pixels into it, row, pixels into it, twice; counted from 0."""
    left, across, top, down = corner
    right, right_across = _reach(left, across + width, sizes.column)
    bottom, bottom_down = _reach(top, down + height, sizes.row)
    return left, across, top, down, right, right_across, bottom, bottom_down


def _reach(start: int, pixels: int, size: Callable[[int], int]) -> tuple[int, int]:
    """The row or column, and the pixels into it, that lie so many pixels behind the beginning of another."""
    number = start
    while pixels > size(number + 1) and number < start + 2000:
        pixels -= size(number + 1)
        number += 1
    return number, pixels


def _grown(match: re.Match[bytes], width: int, height: int, sizes: Sizes) -> bytes:
    try:
        old = tuple(int(float(one)) for one in match.group(2).split(b","))
        left, across, top, down, *ends = old
        needed = _anchor((left, across, top, down), width, height, sizes)
        right, bottom = max(tuple(ends[:2]), needed[4:6]), max(tuple(ends[2:]), needed[6:])
    except ValueError:
        return match.group()
    anchor = ", ".join(map(str, (left, across, top, down, *right, *bottom)))
    return match.group(1) + anchor.encode() + match.group(3)


def _where(shape: bytes) -> Address:
    found = {name: int(number) + 1 for name, number in _AT.findall(shape)}
    return found.get(b"Row", 0), found.get(b"Column", 0)
