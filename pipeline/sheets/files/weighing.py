"""How much text the cells of an .xlsx say: a shared one lies there once, and is read as often as cells name it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from pipeline.sheets.grid import Room

_ITEM = re.compile(rb"<(?:\w+:)?si[\s>/]")
_NAMED = re.compile(rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_AS_EXCEL = re.compile(rb't="s"><v>(\d{1,9})<')  # three times as fast
_SAID = re.compile(rb"""\st\s*=\s*["']s["']""")
_HERE = (b"<is", b":is", b't="str"', b"t='str'")
_NOTHING_MUCH = 60_000_000  # bytes of all texts of a sheet, if each were as long as the longest
_ITEM_BYTES = 110  # that each takes in a list of Rust's and in those made here
_BARE = 50  # bytes of an item, its tags among them, that are counted with the cell
_TWICE = 2  # bytes that a byte of XML takes as a text of Rust's and one of Python's


class Texts:
    """The shared texts of a workbook; the memory that they take themselves is asked of `room` first."""

    def __init__(self, xml: bytes, room: Room) -> None:
        room.take(text=len(xml) + _ITEM_BYTES * (xml.count(b"<si") + xml.count(b":si")))
        starts = [match.start() for match in _ITEM.finditer(xml)]
        self._lengths = [max(end - start - _BARE, 0) for start, end in pairwise([*starts, len(xml)])]
        self._longest = max(self._lengths, default=0)

    def said_in(self, xml: bytes) -> int:
        """Bytes of the texts that the cells of a worksheet say."""
        here = len(xml) if any(mark in xml for mark in _HERE) else 0
        cells = xml.count(b't="s"') if b"'s'" not in xml and b"t =" not in xml else len(_SAID.findall(xml))
        if cells * self._longest > _NOTHING_MUCH:
            named = Counter(_AS_EXCEL.findall(xml))
            if named.total() < cells:
                named = Counter(_NAMED.findall(xml))
            unknown = max(cells - named.total(), 0) * self._longest
            return here + _TWICE * (unknown + sum(self._length(number) * often for number, often in named.items()))
        return here + _TWICE * cells * self._longest

    def _length(self, number: bytes) -> int:
        at = int(number)
        return self._lengths[at] if at < len(self._lengths) else 0
