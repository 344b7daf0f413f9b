"""The sheet that stands in front of an annotated copy: what it holds, how it is known again, what was answered in it.

It is known by `SIGN` in its hidden columns, not by its name: an office may have a sheet of that name itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.sheets.grid import Cell, Grid
from pipeline.sheets.places import Place, Shown
from pipeline.sheets.texts import shown

MARK = "check-copy"  # the part of the sign that every program writes alike, also one that writes 检 as &#26816;
SIGN = f"识别列，请勿改动（{MARK}）"  # in the first row left of the shades, in the heading row above the keys
LOOKED_AT = 60  # rows within which the heading stands


@dataclass(frozen=True, slots=True)
class FrontColumn:
    """One column: `width` in half-width characters; `choices` become a drop-down list, `link` cells jump to the target.

    The office fills in an `asked` column. Cells of a `date` column accept dates only.
    """

    heading: str
    width: float
    choices: tuple[str, ...] = ()
    date: bool = False
    link: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A cell of the workbook, counted from 1; without a column the first filled one of the row."""

    sheet: str
    row: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class FrontRow:
    """One row: a cell a column. `key` is kept in a hidden column; `colour` (RRGGBB) fills the first cell."""

    cells: tuple[str | dt.date, ...]
    key: str = ""
    target: Target | None = None
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """The whole sheet: a title, lines of text, one table. `empty` is said where there are no rows."""

    name: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[FrontColumn, ...]
    rows: tuple[FrontRow, ...]
    empty: str = "（无）"


@dataclass(frozen=True, slots=True)
class Reply:
    """One row of a front sheet as it came back: its key, what stands under each heading, where it stands."""

    key: str
    cells: Mapping[str, Cell]
    sheet: str = ""
    row: int = 0  # as Excel numbers it
    shown: Shown | None = None  # as in Place

    def at(self, workbook: str, heading: str) -> Place:
        """The cell under `heading` in its workbook."""
        return Place(workbook, self.sheet, self.row, heading, shown=self.shown)


@dataclass(frozen=True, slots=True)
class Shade:
    """A fill colour of ours: the colour asked for, and the fill element that it replaced ("" for none)."""

    base: str
    fill: str


def is_front(grid: Grid) -> bool:
    """Whether a sheet is the front of a copy, whatever its name and whichever program saved it last."""
    return any(SIGN in row for row in grid.rows[:LOOKED_AT])


def replies_of(grid: Grid) -> list[Reply]:
    """The rows of a front sheet that have a key, in their order; the office may have sorted them.

    The table's heading is the last row that bears `SIGN`.
    """
    heading = max(index for index, row in enumerate(grid.rows[:LOOKED_AT]) if SIGN in row)
    names = grid.rows[heading]
    key = names.index(SIGN)
    headings = {index: shown(name) for index, name in enumerate(names[:key]) if name != ""}
    return [
        Reply(shown(row[key]), {name: row[index] for index, name in headings.items()}, grid.sheet, number)
        for number, row in zip(grid.numbers[heading + 1 :], grid.rows[heading + 1 :], strict=True)
        if row[key] != ""
    ]


def shades_of(grid: Grid) -> dict[str, Shade]:
    """The fill colours of a copy that are ours, by RRGGBB, from the cells right of `SIGN` in the first row."""
    if not grid.rows or SIGN not in grid.rows[0]:
        return {}
    first = grid.rows[0]
    found: dict[str, Shade] = {}
    for cell in first[first.index(SIGN) + 1 :]:
        colour, _, rest = shown(cell).partition("=")
        base, _, fill = rest.partition("=")
        if colour and base:
            found[colour] = Shade(base, fill)
    return found


def shade_cell(colour: str, shade: Shade) -> str:
    """How a shade is written down; `shades_of` reads it."""
    return f"{colour}={shade.base}={shade.fill}"
