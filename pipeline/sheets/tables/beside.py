"""Tables that stand side by side on one sheet, as offices print them: each is read as if it had the sheet to itself."""

from __future__ import annotations

from dataclasses import replace

from pipeline.sheets.grid import Cell, Grid, is_filled
from pipeline.sheets.tables.finder import Finder, Found
from pipeline.sheets.tables.headings import LONGEST_HEADING, Heading, normal, split_unit
from pipeline.sheets.texts import shown


def found_in(grid: Grid, finder: Finder, file: str) -> list[tuple[Grid, Found]]:
    """The parts of a sheet from left to right, each with its headings; one where nothing stands side by side.

    A sheet is cut where its first heading row begins anew, if either side is a table; else at an empty column, if
    either side is a table and none reaches across. What stands above both is above each.
    """
    whole = finder.find(grid, file)
    if not whole.headings:
        return [(grid, whole)]
    return _halves(grid, whole, finder, file) or _parts(grid, whole, finder, file) or [(grid, whole)]


def _halves(grid: Grid, whole: Found, finder: Finder, file: str) -> list[tuple[Grid, Found]]:
    heading = whole.headings[0]
    at = _begins_anew(grid, heading)
    if at is None:
        return []
    left, right = _columns(grid, 0, at), _right(grid, at, heading.first)
    parts = [*found_in(left, finder, file), *found_in(right, finder, file)]
    return parts if all(found.headings and found.headings[0].last == heading.last for _, found in parts) else []


def _parts(grid: Grid, whole: Found, finder: Finder, file: str) -> list[tuple[Grid, Found]]:
    """What an empty column parts: other forms, whose headings may stand in other rows."""
    top = min(heading.first for heading in whole.headings)
    for at in _after_a_gap(grid, top):
        if any(min(read) < at <= max(read) for read in map(_read, whole.headings)):
            continue
        left, right = finder.find(_columns(grid, 0, at), file), finder.find(_right(grid, at, top), file)
        if left.headings and right.headings:
            return [*found_in(_columns(grid, 0, at), finder, file), *found_in(_right(grid, at, top), finder, file)]
    return []


def _after_a_gap(grid: Grid, top: int) -> list[int]:
    """The positions to whose left a column is empty from row `top` on."""
    empty = [not any(is_filled(row[at]) for row in grid.rows[top:]) for at in range(len(grid.columns))]
    return [
        at
        for at in range(1, len(grid.columns))
        if not empty[at] and (empty[at - 1] or grid.columns[at] - grid.columns[at - 1] > 1)
    ]


def _read(heading: Heading) -> tuple[int, ...]:
    return (*heading.columns.values(), *heading.months)


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
