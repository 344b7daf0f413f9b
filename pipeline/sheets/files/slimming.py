"""A worksheet's XML without its cells that are only formatted: a sheet that is coloured to its end is little work."""

from __future__ import annotations

import re
from typing import IO

from pipeline.ooxml.xml import in_utf8
from pipeline.sheets.grid import Refused

LARGE = 60_000_000  # bytes of a sheet that is not simply read
MOST = 130_000_000  # bytes that may be left of one
_PIECE = 4_000_000
_BLANK = re.compile(rb"""<c r="[A-Z]+\d+"(?: \w+="[^"<>]*")*\s*(?:/>|></c>)""")
_BLANK_ROW = re.compile(rb"""<row r="\d+"(?: [\w:]+="[^"<>]*")*\s*(?:/>|>\s*</row>)""")


def slim(part: IO[bytes], size: int) -> tuple[bytes, bool]:
    """The XML of a worksheet of `size` bytes, and whether something was left out. Raises `Refused("too_large")`.

    Left out are cells and rows that say where they stand and hold nothing.
    """
    if size <= LARGE:
        return in_utf8(part.read()), False
    kept: list[bytes] = []
    rest, left, blank = b"", MOST, 0
    while piece := part.read(_PIECE):
        piece = rest + piece
        cut = max(piece.rfind(b"<c "), piece.rfind(b"<row "), 0)
        whole, rest = piece[:cut], piece[cut:]
        thin = _BLANK_ROW.sub(b"", _BLANK.sub(b"", whole))
        kept.append(thin)
        left -= len(thin)
        blank += len(whole) - len(thin)
        if left < len(rest):
            raise Refused("too_large")
    kept.append(rest)
    return in_utf8(b"".join(kept)), blank > 0
