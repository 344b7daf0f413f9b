"""The rows of one sheet as they come, kept so that emptiness between them costs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.sheets.grid import Cell, Grid, Room

NEAR = 64  # columns that are kept, filled or not, as far as any row reaches; farther ones only where they are filled


class Gathering:
    """Collects filled rows; `grid` makes a sheet of them. Memory is asked of `room` before it is taken."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._rows: list[list[Cell]] = []
        self._numbers: list[int] = []
        self._far: dict[int, dict[int, Cell]] = {}
        self._width = 0

    def add(self, number: int, cells: Sequence[tuple[int, Cell]], repeat: int = 1) -> None:
        """Row `number`, and the `repeat - 1` rows below that say the same, with its filled `cells` by column.

        The columns ascend. Rows that say the same are one list: nobody may change it.
        """
        self._room.take(filled=repeat * len(cells), rows=repeat)
        near = [cell for cell in cells if cell[0] <= NEAR]
        row: list[Cell] = [""] * (near[-1][0] if near else 0)
        for column, cell in near:
            row[column - 1] = cell
        if len(near) < len(cells):
            self._far[len(self._rows)] = dict(cells[len(near) :])
        self._width = max(self._width, len(row))
        self._rows.extend([row] * repeat)
        self._numbers.extend(range(number, number + repeat))

    def grid(self, sheet: str) -> Grid:
        """The sheet, as wide as its widest row."""
        far = sorted({column for cells in self._far.values() for column in cells})
        self._room.take(empty=len(self._rows) * (self._width + len(far)))
        before: list[Cell] | None = None
        for index, row in enumerate(self._rows):
            if row is not before:
                row.extend([""] * (self._width - len(row)))
                if far:
                    cells = self._far.get(index, {})
                    row.extend([cells.get(column, "") for column in far])
            before = row
        return Grid(sheet, self._rows, self._numbers, [*range(1, self._width + 1), *far])
