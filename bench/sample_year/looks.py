"""How a sheet is dressed: title and unit line, borders, widths, 合计 and a foot with 填表人."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipeline.ooxml.archive import repack

Cell = str | int | float | dt.date | None
_CREATED = dt.datetime(2024, 12, 31, 9, 0)  # fixed, so that the bytes depend on the content alone


@dataclass(frozen=True, slots=True)
class Head:
    """A column as its office writes it; `total` is summed under 合计, `merged` is joined over equal neighbours."""

    text: str
    width: float
    total: bool = False
    merged: bool = False


def heads(text: str) -> tuple[Head, ...]:
    """Columns written as "heading:width", a + for a total, a ^ for a merged one, a | where the heading breaks."""
    made = []
    for entry in text.split():
        name, _, width = entry.partition(":")
        made.append(Head(name.replace("|", "\n"), float(width.rstrip("+^")), width.endswith("+"), width.endswith("^")))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: title rows, heading row, body, and whatever stands below it."""

    sheet: str
    title: str
    unit: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """The habits of one office: fonts, shade of the headings, how dates show, whether a blank row precedes the foot."""

    font: str = "宋体"
    title_font: str = "宋体"
    size: int = 11
    shade: str | None = None
    dates: str = "yyyy-mm-dd"
    gap: bool = False
    frozen: bool = True
    landscape: bool = True


def workbook(tables: Sequence[Table], look: Look, author: str) -> bytes:
    """The .xlsx of `tables`, one sheet each; equal arguments give equal bytes."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"author": author, "created": _CREATED})
    dress = _Dress(book, look)
    for table in tables:
        _write(book.add_worksheet(table.sheet), table, look, dress)
    book.close()
    return repack(buffer.getvalue())


class _Dress:
    """The formats of one workbook."""

    def __init__(self, book: Workbook, look: Look) -> None:
        base = {"font_name": look.font, "font_size": look.size, "valign": "vcenter"}
        boxed = base | {"border": 1}
        head = boxed | {"bold": True, "align": "center", "text_wrap": True}
        if look.shade:
            head |= {"bg_color": look.shade}
        self.title: Format = book.add_format(
            base | {"font_name": look.title_font, "font_size": look.size + 6, "bold": True, "align": "center"}
        )
        self.unit = book.add_format(base)
        self.head = book.add_format(head)
        self.text = book.add_format(boxed | {"num_format": "@", "text_wrap": True})
        self.date = book.add_format(boxed | {"num_format": look.dates, "align": "center"})
        self.number = book.add_format(boxed | {"align": "center"})
        self.merged = book.add_format(boxed | {"align": "center", "num_format": "@"})
        self.strong = book.add_format(boxed | {"bold": True, "align": "center"})


def _write(sheet: Worksheet, table: Table, look: Look, dress: _Dress) -> None:
    last = len(table.heads) - 1
    for column, head in enumerate(table.heads):
        sheet.set_column(column, column, head.width)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, table.title, dress.title)
    sheet.merge_range(1, 0, 1, last, table.unit, dress.unit)
    sheet.set_row(2, 32)
    for column, head in enumerate(table.heads):
        sheet.write_string(2, column, head.text, dress.head)
    for number, row in enumerate(table.rows, 3):
        sheet.set_row(number, _lines(row, table.heads) * (look.size + 5))
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, dress)
    _merge(sheet, table, dress)
    _below(sheet, table, look, dress)
    if look.frozen:
        sheet.freeze_panes(3, 0)
    sheet.set_paper(9)
    if look.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _cell(sheet: Worksheet, row: int, column: int, value: Cell, dress: _Dress) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, dress.text)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, dress.text)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), dress.date)
    else:
        sheet.write_number(row, column, value, dress.number)


def _lines(row: Sequence[Cell], heads: Sequence[Head]) -> int:
    """How many lines the fullest cell of a row takes; a Chinese character is two half-widths wide."""
    needed = 1
    for value, head in zip(row, heads, strict=True):
        if isinstance(value, str):
            parts = (sum(1 if ord(char) < 0x2E80 else 2 for char in part) for part in value.split("\n"))
            needed = max(needed, sum(max(1, math.ceil(part / (head.width - 1))) for part in parts))
    return needed


def _merge(sheet: Worksheet, table: Table, dress: _Dress) -> None:
    """Join the `merged` columns down over rows that agree in all of them."""
    columns = [column for column, head in enumerate(table.heads) if head.merged]
    start = 0
    for end in range(1, len(table.rows) + 1):
        same = end < len(table.rows) and all(table.rows[end][at] == table.rows[start][at] for at in columns)
        if same:
            continue
        for column in columns if end - start > 1 else ():
            sheet.merge_range(3 + start, column, 2 + end, column, str(table.rows[start][column]), dress.merged)
        start = end


def _below(sheet: Worksheet, table: Table, look: Look, dress: _Dress) -> None:
    """合计 where a column is summed, a live formula with its value; then the foot."""
    row, last = 3 + len(table.rows), len(table.heads) - 1
    if any(head.total for head in table.heads):
        for column, head in enumerate(table.heads):
            if not head.total:
                sheet.write_string(row, column, "合计" if column == 0 else "", dress.strong)
                continue
            figures = [line[column] for line in table.rows]
            total = round(sum(figure for figure in figures if isinstance(figure, int | float)), 2)
            area = f"{xl_rowcol_to_cell(3, column)}:{xl_rowcol_to_cell(row - 1, column)}"
            sheet.write_formula(row, column, f"=SUM({area})", dress.strong, total)
        row += 1
    if table.foot:
        row += look.gap
        sheet.merge_range(row, 0, row, last, table.foot, dress.unit)
