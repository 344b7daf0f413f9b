"""From the headings of a sheet to its tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.sheets.declare import Form
from pipeline.sheets.grid import Grid, is_filled, letter
from pipeline.sheets.places import Place, Shown
from pipeline.sheets.tables.above import titles_from
from pipeline.sheets.tables.feet import is_foot
from pipeline.sheets.tables.headings import Heading, Near, Repeated, normal
from pipeline.sheets.tables.rows import Field, Row, RowReader, date_shift
from pipeline.sheets.texts import shown
from pipeline.sheets.values.converting import converter, empty_value

_UNIT = re.compile(r"单位:(?:人民币)?(亿元|万元|千元|元)")


@dataclass(frozen=True, slots=True)
class Table:
    """One form as it stands in one sheet.

    `titles` are the texts above its heading, `extra` headings not understood, `near` those nearly right, `repeated`
    those that stand over several columns.
    `hidden_rows` and `hidden_columns` (letters) are those that hold data of this table. `begun` are the rows left out
    because nothing stands in them but what was filled in ahead, with its headings; `examples` those that say so.
    `struck_rows` and `struck_cells` (C5) are those of its data that are struck out: whole rows, and single cells.
    """

    form: Form
    workbook: str
    sheet: str
    heading_row: int
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    hidden_sheet: bool = False
    near: tuple[Near, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    begun: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[int, ...] = ()
    struck_rows: tuple[int, ...] = ()
    struck_cells: tuple[str, ...] = ()
    shown: Shown | None = None  # as in Place

    def place(self, row: int | None = None, column: str | None = None, letter: str | None = None) -> Place:
        """A row or a cell of this table, or the sheet where neither is given."""
        return Place(self.workbook, self.sheet, row, column, letter, self.shown)


def tables_of(grid: Grid, headings: Sequence[Heading], workbook: str, year: int) -> list[Table]:
    """The tables under `headings`, which stand in order. A heading printed again on the next page is no new table."""
    tables: list[Table] = []
    lasts = [-1, *(heading.last for heading in headings)]
    starts = [titles_from(grid, heading.first, after) for heading, after in zip(headings, lasts, strict=False)]
    groups: list[list[int]] = []
    for number in range(len(headings)):
        if groups and _is_repeat(grid, headings, starts, groups[-1][0], number):
            groups[-1].append(number)
        else:
            groups.append([number])
    for group in groups:
        spans = []
        for number in group:
            end = starts[number + 1] if number + 1 < len(headings) else len(grid.rows)
            spans.append(range(headings[number].last + 1, end))
        first = headings[group[0]]
        titles = tuple(_texts(grid, range(starts[group[0]], first.first)))
        tables.append(_table(grid, first, titles, spans, workbook, year))
    return tables


def _is_repeat(grid: Grid, headings: Sequence[Heading], starts: Sequence[int], first: int, number: int) -> bool:
    if headings[number].layout != headings[first].layout:
        return False
    titles = list(_texts(grid, range(starts[number], headings[number].first)))
    own = list(_texts(grid, range(starts[first], headings[first].first)))
    return not any(title not in own and not is_foot(title) for title in titles)


def _texts(grid: Grid, span: range) -> Iterator[str]:
    return (shown(cell) for index in span for cell in grid.rows[index] if is_filled(cell))


def _table(
    grid: Grid, heading: Heading, titles: tuple[str, ...], spans: Sequence[range], workbook: str, year: int
) -> Table:
    fields = _fields(grid, heading, titles, year)
    reader = RowReader(grid, heading, fields, workbook, year)
    rows = tuple(row for span in spans for row in reader.rows(span))
    data = {row.source.row for row in rows}
    read = {grid.columns[position] for position in (*heading.columns.values(), *heading.months)}
    return Table(
        heading.form,
        workbook,
        grid.sheet,
        grid.numbers[heading.last],
        titles,
        rows,
        heading.missing,
        heading.extra,
        tuple(number for number in grid.hidden_rows if number in data),
        tuple(letter(number) for number in grid.hidden_columns if number in read),
        grid.hidden,
        heading.near,
        heading.repeated,
        reader.no_data.begun,
        tuple(reader.no_data.examples),
        *_struck(grid, heading, data),
    )


def _struck(grid: Grid, heading: Heading, data: Collection[int]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The rows of which every cell that is read is struck out, and the other cells with something struck out."""
    if not (grid.struck or grid.partly_struck):
        return (), ()
    row_at = {number: index for index, number in enumerate(grid.numbers)}
    positions = sorted({*heading.columns.values(), *heading.months})
    rows: list[int] = []
    cells: list[str] = []
    for number in sorted({row for row, _ in grid.struck | grid.partly_struck}.intersection(data)):
        filled = [grid.columns[at] for at in positions if is_filled(grid.rows[row_at[number]][at])]
        if all((number, column) in grid.struck for column in filled):
            rows.append(number)
            continue
        touched = grid.struck | grid.partly_struck
        cells += [f"{letter(column)}{number}" for column in filled if (number, column) in touched]
    return tuple(rows), tuple(cells)


def _fields(grid: Grid, heading: Heading, titles: tuple[str, ...], year: int) -> list[Field]:
    stated = next((match.group(1) for title in titles if (match := _UNIT.search(normal(title)))), "")
    fields = []
    for column in heading.form.columns:
        position = heading.columns.get(column.heading)
        convert = converter(column.kind, year, heading.units.get(column.heading) or stated, shift=date_shift(grid))
        where = letter(grid.columns[position]) if position is not None else ""
        fields.append(Field(column, position, where, convert, empty_value(column.kind), {}))
    return fields
