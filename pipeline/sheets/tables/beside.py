"""Tables that stand side by side on one sheet, as offices print them: each is read as if it had the sheet to itself."""

from __future__ import annotations

from dataclasses import replace

from pipeline.sheets.grid import Cell, Grid, is_filled
from pipeline.sheets.tables.finder import Finder, Found
from pipeline.sheets.tables.headings import LONGEST_HEADING, Heading, normal, split_unit
from pipeline.sheets.texts import shown


def found_in(grid: Grid, finder: Finder, file: str) -> list[tuple[Grid, Found]]:
    """The parts of a sheet from left to right, each with its headings; one where nothing stands side by side.

    A sheet is cut where its first heading row begins anew, if either side is a table. What stands above both is above
    each.
    """
    whole = finder.find(grid, file)
    if not whole.headings:
        return [(grid, whole)]
    heading = whole.headings[0]
    at = _begins_anew(grid, heading)
    if at is None:
        return [(grid, whole)]
    left, right = _columns(grid, 0, at), _right(grid, at, heading.first)
    first, *others = (*found_in(left, finder, file), *found_in(right, finder, file))
    if not all(found.headings and found.headings[0].last == heading.last for _, found in (first, *others)):
        return [(grid, whole)]
    return [first, *others]


def _begins_anew(grid: Grid, heading: Heading) -> int | None:
    """The first position whose heading stands further left already; None where none does."""
    seen: set[str] = set()
    for at, cell in enumerate(grid.rows[heading.last]):
        words = split_unit(normal(cell))[0] if isinstance(cell, str) and len(cell) <= LONGEST_HEADING else ""
        if words and words in seen:
            return at
        seen.add(words)
    return None


def _columns(grid: Grid, start: int, end: int) -> Grid:
    return replace(grid, rows=[row[start:end] for row in grid.rows], columns=grid.columns[start:end])


def _right(grid: Grid, at: int, heading: int) -> Grid:
    """The columns from `at` on; a title row that is empty there says what it says on the left."""
    part = _columns(grid, at, len(grid.columns))
    for index in range(heading):
        cells = part.rows[index]
        if not any(map(is_filled, cells)):
            titles: list[Cell] = [shown(cell) for cell in grid.rows[index][:at] if is_filled(cell)]
            cells[: len(titles)] = titles[: len(cells)]
    return part
