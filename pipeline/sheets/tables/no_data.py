"""Which rows below a heading are no data, and which of them somebody should hear of.

A row in which half of the words stand that must be there is data, whatever else it says: no row with a date, a person
and a firm goes out here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence

from pipeline.sheets.declare import Kind
from pipeline.sheets.grid import Cell, Flaw, Grid, is_filled
from pipeline.sheets.tables.feet import (
    are_column_numbers,
    is_amount,
    is_example,
    is_foot,
    is_label,
    is_subtotal,
    is_total,
)
from pipeline.sheets.tables.headings import LONGEST_HEADING, Heading, normal
from pipeline.sheets.texts import shown
from pipeline.sheets.values.converting import is_nothing

_COUNTED = frozenset({Kind.NUMBER, Kind.MONEY, Kind.MONTH})  # what formulas fill in far below the last row
_NULL = (0, dt.time())  # what a formula makes of an empty cell: 0, in a date's format the day 0 of 1900
SEVERAL = 3  # rows that say the same and little


class NoData:
    """Asked of the rows of one table; `merged` are those that lie in cells merged downwards.

    `begun` and `examples` are the rows left out that somebody should hear of. `begun` maps the number of a row that was
    only begun, or filled in by a formula, to the headings that it has.
    """

    def __init__(self, grid: Grid, heading: Heading, banners: frozenset[int], merged: Collection[int]) -> None:
        self.begun: dict[int, tuple[str, ...]] = {}
        self.examples: list[int] = []
        self._grid, self._banners = grid, banners
        columns = {heading.columns[one.heading]: one for one in heading.form.columns if one.heading in heading.columns}
        self._months = tuple(heading.months)
        self._positions = sorted([*columns, *heading.months])
        self._names = {} if heading.months else {at: one.heading for at, one in columns.items() if not one.prefilled}
        idle = {at for at, one in columns.items() if one.prefilled or one.begun or one.kind in _COUNTED}
        self._telling = [at for at in self._positions if at not in idle]
        self._words = [at for at, one in columns.items() if one.required and one.kind not in (Kind.NUMBER, Kind.MONEY)]
        self._dates = [at for at, one in columns.items() if one.required and one.kind is Kind.DATE]
        self._headings = {at: normal(shown(grid.rows[heading.last][at])) for at in self._positions}
        self._marks: dict[str, bool] = {}
        self._last, self._merged = heading.last, merged
        self._often: Counter[tuple[str, ...]] | None = None

    def holds(self, index: int) -> bool:
        """Whether row `index` of the grid is none of data."""
        cells = self._grid.rows[index]
        if not any(_tells(cells[at]) for at in self._telling) and not self._is_broken(cells):
            self._note_begun(index, cells)
            return True
        if index in self._banners:
            return True
        held = sum(_is_word(cells[at]) for at in self._words)
        if 2 * held >= len(self._words) > 0:
            numbers = are_column_numbers(cells, len(self._positions))
            return numbers or self._is_heading(cells) or self._is_example(index, cells) or self._is_signed(cells)
        if self._is_foot(cells) or self._is_heading(cells) or are_column_numbers(cells, len(self._positions)):
            return True
        if self._is_filled_down(index, cells):
            self._note_begun(index, cells)
            return True
        return False

    def _is_filled_down(self, index: int, cells: Sequence[Cell]) -> bool:
        """Whether the little that stands in a row stands just so in others: a list's default, drawn down."""
        if index in self._merged:
            return False
        if self._often is None:
            rows = (row for at, row in enumerate(self._grid.rows) if at > self._last and at not in self._merged)
            self._often = Counter(self._said(row) for row in rows)
        return self._often[self._said(cells)] >= SEVERAL

    def _said(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        return tuple(shown(cells[at]) for at in self._telling)

    def _is_broken(self, cells: Sequence[Cell]) -> bool:
        """Whether errors stand where more than half of the words should, or in a month: no formula filled down."""
        errors = sum(isinstance(cells[at], Flaw) for at in self._words)
        return 2 * errors > len(self._words) or any(isinstance(cells[at], Flaw) for at in self._months)

    def _note_begun(self, index: int, cells: Sequence[Cell]) -> None:
        found = tuple(
            name
            for at, name in self._names.items()
            if cells[at] != "" and cells[at] not in _NULL and _is_value(cells[at])
        )
        if found and not self._is_foot(cells) and not are_column_numbers(cells, len(self._positions)):
            self.begun[self._grid.numbers[index]] = found

    def _is_example(self, index: int, cells: Sequence[Cell]) -> bool:
        first = _first(cells)
        if isinstance(first, str) and is_example(first):
            self.examples.append(self._grid.numbers[index])
            return True
        return False

    def _is_foot(self, cells: Sequence[Cell]) -> bool:
        """Whether a row in which little stands is a total, a foot, an example, or labels alone."""
        filled = [cell for cell in cells if is_filled(cell)]
        first = _first(cells)
        if isinstance(first, str) and (is_example(first) or is_foot(first) or self._is_of_labels(cells, filled)):
            return True
        texts = [cell for cell in filled if isinstance(cell, str) and not is_amount(cell)]
        if any(map(self._is_mark, texts)):
            return True
        return len(texts) == 1 and is_subtotal(texts[0])

    def _is_signed(self, cells: Sequence[Cell]) -> bool:
        """Whether names stand behind the words that ask for them, where each date should be: 制表 李四 审核 王五."""
        first = next((at for at in self._positions if is_filled(cells[at])), -1)
        dated = any(_begins_with_digit(cells[at]) for at in self._dates)
        return bool(self._dates) and not dated and isinstance(cells[first], str) and is_foot(shown(cells[first]))

    def _is_of_labels(self, cells: Sequence[Cell], filled: Sequence[Cell]) -> bool:
        if not is_label(filled[0]):
            return False
        held = sum(_is_value(cells[at]) for at in self._words)
        return held * 2 < len(self._words) or all(map(is_label, filled))

    def _is_mark(self, text: str) -> bool:
        known = self._marks.get(text)
        if known is None:
            known = self._marks[text] = is_total(text)
        return known

    def _is_heading(self, cells: Sequence[Cell]) -> bool:
        """Whether the heading is printed again."""
        texts = {at: words for at, words in self._headings.items() if words}
        if len(texts) < 2:
            return False
        same = 0
        for position, words in texts.items():
            cell = cells[position]
            if isinstance(cell, str) and cell and len(cell) <= LONGEST_HEADING and normal(cell) == words:
                same += 1
            elif same == 0:
                return False
        return same * 2 > len(texts)


def _begins_with_digit(cell: Cell) -> bool:
    return is_filled(cell) and (not isinstance(cell, str) or cell.strip()[:1].isdigit())


def _first(cells: Sequence[Cell]) -> Cell:
    return next((cell for cell in cells if is_filled(cell)), "")


def _is_value(cell: Cell) -> bool:
    return not is_nothing(cell, Kind.TEXT)


def _tells(cell: Cell) -> bool:
    """Whether a cell holds something that was typed, and no formula that found nothing."""
    return cell != "" and cell not in _NULL and not isinstance(cell, Flaw) and _is_value(cell)


def _is_word(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return _tells(cell) and not is_amount(cell)
    sums = is_amount(cell) or is_total(cell)
    return _tells(cell) and not sums and (cell[:1].isdigit() or not (is_label(cell) or is_foot(cell)))
