"""The months that stand side by side in a heading row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from pipeline.sheets.grid import Cell, is_filled
from pipeline.sheets.tables.headings import LONGEST_HEADING, Months, normal, split_unit
from pipeline.sheets.texts import Wrong, shown
from pipeline.sheets.values.dates import date, month

_BARE = re.compile(r"\d{1,2}")
# What the cells of a month's column hold: 3月月报, 3月份报送日期, 3月上报时间
_HELD = re.compile(r"(?<=[月份])(?:月报)?(?:报送|提交|上报)?(?:日期|时间|情况)?$")


def months_of(row: Sequence[Cell], year: int, above: Sequence[Cell] = ()) -> Months:
    """The month that each cell names: 1月, 2024年1月, 2024-01, the first of it as a date; never a day of it.

    Numbers alone are months where they run on from one to the next and none is beyond 12: not those of 31 days, nor
    those that count columns. What has a heading of its own in the row `above` is no month, unless that is a group's
    and stands over the next month too.
    """
    found: Months = {}
    bare: Months = {}
    for index, cell in enumerate(row):
        if not is_filled(cell) or _has_heading(index, row, above):
            continue
        if _BARE.fullmatch(shown(cell)):
            bare[index] = None, int(shown(cell))
        elif (named := _named(cell, year)) and named not in found.values():
            found[index] = named
    numbers = [number for _, number in bare.values()]
    runs_on = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if not found and runs_on and numbers[0] >= 1 and numbers[-1] <= 12:
        return bare
    return found


def _has_heading(index: int, row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    if index >= len(above) or not is_filled(above[index]):
        return False
    alone = index + 1 >= len(row) or not is_filled(row[index + 1]) or is_filled(above[index + 1])
    return alone


def _named(cell: Cell, year: int) -> tuple[int | None, int] | None:
    if isinstance(cell, dt.date):
        return (cell.year, cell.month) if cell.day == 1 else None
    if isinstance(cell, str):
        if len(cell) > LONGEST_HEADING:
            return None
        cell = _HELD.sub("", split_unit(normal(cell))[0])
    if isinstance(date(cell, year), dt.date):
        return None
    value = month(cell, year)
    return None if isinstance(value, Wrong) else value
