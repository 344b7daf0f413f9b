"""Where in the input something stands: a workbook, a sheet, a row, a cell.

Workbooks and sheets are told apart by the names that they really have. What may be shown to people can be another
name, because a file may be called after somebody's telephone number: it is carried beside the real one, and asked for
only where something is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

NO_ROWS: Mapping[str, int] = MappingProxyType({})
_NO_LETTERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shown:
    """The names of a workbook and of one of its sheets that may be shown; `sheet` is "" for a whole workbook."""

    workbook: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One cell, one row or one whole workbook of the input.

    `workbook` is relative to the folder that was read and uses `/`; `row` counts as Excel does; `column` is the heading
    as its form spells it, `letter` its column letter. `shown` is None where the real names may be shown.
    """

    workbook: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    letter: str | None = None
    shown: Shown | None = field(default=None, compare=False, repr=False)

    @property
    def shown_workbook(self) -> str:
        return self.shown.workbook if self.shown else self.workbook

    @property
    def shown_sheet(self) -> str | None:
        return self.shown.sheet if self.shown and self.sheet is not None else self.sheet

    @property
    def of_sheet(self) -> Place:
        """The sheet that it is in."""
        return replace(self, row=None, column=None, letter=None)

    @property
    def line(self) -> str:
        """The row that it is in: what a fault is about where the row is nobody's."""
        return f"{self.workbook} {self.sheet} {self.row}"

    @property
    def sort_key(self) -> tuple[str, str, int, str]:
        return self.workbook, self.sheet or "", self.row or 0, self.column or ""


@dataclass(frozen=True, slots=True)
class Source:
    """The row that a record was read from.

    `letters` maps each heading to its column letter; all rows of a table share it. `rows` holds the headings whose
    value stands in another row, because the cell is merged downwards. `also` are further rows that say the same thing,
    where this one holds for them. `shown` as in `Place`.
    """

    workbook: str
    sheet: str
    row: int
    letters: Mapping[str, str] = field(default_factory=lambda: _NO_LETTERS, compare=False)
    rows: Mapping[str, int] = field(default_factory=lambda: NO_ROWS, compare=False)
    also: tuple[Source, ...] = field(default=(), compare=False, repr=False)
    shown: Shown | None = field(default=None, compare=False, repr=False)

    def at(self, heading: str | None = None) -> Place:
        """The cell under `heading`, or the whole row."""
        if heading is None:
            return Place(self.workbook, self.sheet, self.row, shown=self.shown)
        row, letter = self.rows.get(heading, self.row), self.letters.get(heading)
        return Place(self.workbook, self.sheet, row, heading, letter, self.shown)
