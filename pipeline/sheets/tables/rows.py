"""The rows under a heading: which are data, which merged or repeated value belongs to each, what each cell holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.sheets.declare import Column, Kind
from pipeline.sheets.grid import Cell, Flaw, Grid, letter
from pipeline.sheets.places import NO_ROWS, Place, Source
from pipeline.sheets.tables.above import Above, Anchors
from pipeline.sheets.tables.headings import Heading, normal
from pipeline.sheets.tables.no_data import NoData
from pipeline.sheets.texts import ERROR_WORD, Wrong, shortened, shown
from pipeline.sheets.values.converting import Convert, Value, converter, is_nothing
from pipeline.sheets.values.dates import SHIFT_1904, as_typed


@dataclass(frozen=True, slots=True)
class Unread:
    """One cell that cannot be read as its column wants.

    `shown` is what stands there, cut where it is long, in a wide layout after its month; "" in a private column.
    """

    code: str
    place: Place
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: every heading of its form with its value, empty where the cell is empty or could not be read."""

    source: Source
    values: Mapping[str, Value]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table while it is read. `position` is None for a heading that the table lacks."""

    column: Column
    position: int | None
    letter: str
    convert: Convert
    empty: Value
    cache: dict[str, Value | Wrong]


class RowReader:
    """Reads the rows under one heading; knows what its columns are and what is merged in them."""

    def __init__(self, grid: Grid, heading: Heading, fields: list[Field], workbook: str, year: int) -> None:
        self._grid, self._form, self._workbook = grid, heading.form, workbook
        self._fields = fields
        self._found = [field for field in fields if field.position is not None]
        self._months, self._year, self._shift = heading.months, year, date_shift(grid)
        self._positions = sorted([*heading.columns.values(), *heading.months])
        self._empty: dict[str, Value] = {field.column.heading: field.empty for field in fields}
        self._letters = MappingProxyType({field.column.heading: field.letter for field in self._found})
        carried = [one.position for one in self._found if one.column.carried and one.position is not None]
        self._above = Above(grid, heading, carried, len(self._positions))
        self.no_data = NoData(grid, heading, self._above.banners, self._above.inherited)
        self._convert_cell = converter(Kind.DATE, year, shift=self._shift)

    def rows(self, span: range) -> Iterator[Row]:
        """The data rows of `span`, in order; those that are no data, `no_data` keeps."""
        for index in span:
            if self.no_data.holds(index):
                continue
            cells, anchors = self._above.filled(index)
            if self._months:
                yield from self._wide_rows(index, cells, anchors)
            else:
                yield self._row(index, cells, anchors)

    def _row(self, index: int, cells: list[Cell], anchors: Anchors) -> Row:
        source = Source(
            self._workbook, self._grid.sheet, self._grid.numbers[index], self._letters, self._anchor_rows(anchors)
        )
        values, wrong = self._values(cells)
        for field in self._shared(anchors) if anchors else ():
            value, values[field.column.heading] = values[field.column.heading], field.empty
            if value != field.empty:
                wrong.append((field, MERGED_NUMBER, cells[field.position]))  # type: ignore[index]
        unread = tuple(self._unread(source, field, code, cell) for field, code, cell in wrong) if wrong else ()
        return Row(source, values, unread)

    def _shared(self, anchors: Anchors) -> list[Field]:
        """The figures that a row has from a merged cell: how much of one is its own nobody knows.

        A count is none of them where the date is merged too: the days of one visit to several firms.
        """
        dates = [one.position for one in self._found if one.column.kind is Kind.DATE and one.column.required]
        one_day = bool(dates) and all(position in anchors for position in dates)
        shared = {Kind.MONEY} if one_day else {Kind.MONEY, Kind.NUMBER}
        return [one for one in self._found if one.column.kind in shared and one.position in anchors]

    def _values(self, cells: list[Cell]) -> tuple[dict[str, Value], list[tuple[Field, str, Cell]]]:
        values = self._empty.copy()
        wrong: list[tuple[Field, str, Cell]] = []
        for field in self._found:
            cell = cells[field.position]  # type: ignore[index]  # only columns that were found
            value: Value | Wrong
            if type(cell) is str:
                cached = field.cache.get(cell, _UNREAD)
                value = _read_text(field, cell) if cached is _UNREAD else cached
            elif isinstance(cell, Flaw):
                value = Wrong(cell.code)
            else:
                value = field.convert(cell)
            if type(value) is Wrong:
                wrong.append((field, value, cell))
            elif value != field.empty or value is False:
                values[field.column.heading] = value
            elif field.column.required:
                wrong.append((field, "required_empty", cell))
        return values, wrong

    def _wide_rows(self, index: int, cells: list[Cell], anchors: Anchors) -> Iterator[Row]:
        """One row for each month cell that is filled: the month under the wide form's key, the date under its value.

        A word for nothing is no report; what is no date is a fault that names its month.
        """
        wide = self._form.wide
        assert wide is not None
        base = self._row(index, cells, anchors)
        column = self._form.column(wide.value)
        for position, month in self._months.items():
            cell = cells[position]
            if is_nothing(cell, Kind.DATE) or (isinstance(cell, str) and _word(cell) in wide.nothing):
                continue
            where = letter(self._grid.columns[position])
            letters = MappingProxyType({**self._letters, wide.key: where, wide.value: where})
            source = Source(self._workbook, self._grid.sheet, base.source.row, letters, base.source.rows)
            value = Wrong(cell.code) if isinstance(cell, Flaw) else self._convert_cell(cell)
            unread = base.unread
            if isinstance(value, Wrong):
                seen = f"{self._month_words(month)}：{self._seen(cell)}"
                unread = (*unread, Unread(value, source.at(wide.value), "" if column.private else seen))
            read = None if isinstance(value, Wrong) else value
            yield Row(source, {**base.values, wide.key: month, wide.value: read}, unread)

    def _unread(self, source: Source, field: Field, code: str, cell: Cell) -> Unread:
        return Unread(str(code), source.at(field.column.heading), "" if field.column.private else self._seen(cell))

    def _seen(self, cell: Cell) -> str:
        if cell == dt.time():  # a zero in a date's format: mostly what a formula makes of an empty cell
            return "1900-1-0"
        return shortened(shown(as_typed(cell, self._shift)))

    def _month_words(self, month: tuple[int | None, int]) -> str:
        """3月; with its year where that is not the one of the table."""
        year, number = month
        return f"{number}月" if year in (None, self._year) else f"{year}年{number}月"

    def _anchor_rows(self, anchors: Anchors) -> Mapping[str, int]:
        if not anchors:
            return NO_ROWS
        return {
            field.column.heading: self._grid.numbers[anchors[field.position]]
            for field in self._found
            if field.position is not None and field.position in anchors
        }


_UNREAD = Wrong("unread")
MERGED_NUMBER = Wrong("merged_number")


def _read_text(field: Field, cell: str) -> Value | Wrong:
    if cell.startswith("#") and ERROR_WORD.fullmatch(cell.strip()):
        value: Value | Wrong = Wrong("error_cell")
    else:
        value = field.empty if is_nothing(cell, field.column.kind) else field.convert(cell)
    if len(cell) <= 60:  # names, kinds and dates come again; long texts do not
        field.cache[cell] = value
    return value


def date_shift(grid: Grid) -> int:
    return SHIFT_1904 if grid.from_1904 else 0


def _word(cell: str) -> str:
    return normal(cell).strip("()。.")
