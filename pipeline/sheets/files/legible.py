"""What a grid holds as people see it: the one door through which every text comes in, whatever the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.sheets.grid import Cell, Grid
from pipeline.sheets.texts import INVISIBLE, seen

PICTURE = "（图片）"  # stands for a picture that lies in the cell itself
# WPS keeps such a picture as a formula, which other programs show as text or as #NAME?
PICTURE_FORMULA = re.compile(r"=?(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_ODD = re.compile(f"{INVISIBLE.pattern}|DISPIMG\\(|IMAGE\\(", re.IGNORECASE)


def legible(grids: Iterable[Grid]) -> Iterator[Grid]:
    """The grids, their texts without what nobody sees, a picture in a cell as a word."""
    for grid in grids:
        for row in grid.rows:
            if _ODD.search("\n".join([cell for cell in row if type(cell) is str])):
                row[:] = [_legible(cell) if type(cell) is str else cell for cell in row]
        yield grid


def _legible(cell: str) -> Cell:
    return PICTURE if PICTURE_FORMULA.match(cell) else seen(cell)
