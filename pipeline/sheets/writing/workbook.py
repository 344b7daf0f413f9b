"""Write workbooks from a plain description: real numbers, live formulas with their value, ready to print.

XlsxWriter rather than openpyxl: it stores the value beside each formula, so that previewers, phones and readers that do
not calculate (our own reader refuses a formula without a value) see the figure; it also writes three times as fast.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipeline.ooxml.archive import repack
from pipeline.sheets.grid import letter
from pipeline.sheets.writing.checks import comment_box, validation
from pipeline.sheets.writing.layout import As, Entry, Formula, Linked, Marked, Plain, Row, SheetOut
from pipeline.sheets.writing.styles import LINE, ROOMY, TALLEST, Styles, lines_of

LONGEST = 32_767  # characters (UTF-16 units) a cell may hold
_CREATED = dt.datetime(1980, 1, 1)  # fixed: a file's bytes depend on its content alone
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"\{([^{}:]+)(:?)\}")


def workbook(sheets: Sequence[SheetOut], title: str) -> bytes:
    """The .xlsx holding `sheets` in that order; the same description gives the same bytes on any machine.

    Text stays text, also where it begins with = + - @. Characters XML cannot hold become U+FFFD; text longer than a
    cell may hold ends in …. A row whose length differs from `fields` and a formula that names no field are ValueErrors.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": clean(title), "created": _CREATED})
    styles = Styles(book)
    for sheet in sheets:
        _Writer(book.add_worksheet(sheet.name), sheet, styles).write()
    book.close()
    return repack(buffer.getvalue())


def clean(text: str) -> str:
    """`text` as a cell can hold it."""
    text = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 <= LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= LONGEST * 2:
        return text
    return units[: (LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"


class _Writer:
    """Writes one sheet from top to bottom; `row` is the next free row, counted from 0."""

    def __init__(self, target: Worksheet, sheet: SheetOut, styles: Styles) -> None:
        self.target, self.sheet, self.styles = target, sheet, styles
        self.columns = {field.key: number for number, field in enumerate(sheet.fields)}
        self.row = 0
        self.body = (0, 0)  # first and last row of the body

    def write(self) -> None:
        for number, field in enumerate(self.sheet.fields):
            whole = self.styles.open_column(field.kind, field.align, field.pattern) if self.sheet.entry else None
            self.target.set_column(number, number, field.width, whole)
        self._banner(self.sheet.title, self.styles.title, 30)
        if self.sheet.note:
            self._banner(self.sheet.note, self.styles.note)
        top = self.row
        self._headings()
        if self.sheet.entry:
            self._entry(self.sheet.entry)
        else:
            self._rows()
        if self.sheet.foot and not self.sheet.entry:
            self._banner(self.sheet.foot, self.styles.note)
        self._page(top)

    def _banner(self, text: str, style: Format, height: float = 0) -> None:
        """One line across the whole table. Merged cells do not grow by themselves: their height is worked out."""
        text = clean(text)
        lines = lines_of(text, sum(field.width for field in self.sheet.fields))
        self.target.set_row(self.row, height or lines * LINE + 5)
        self._across(self.row, 0, len(self.sheet.fields) - 1, text, style)
        self.row += 1

    def _across(self, row: int, first: int, last: int, text: str, style: Format, rows: int = 1) -> None:
        if first == last and rows == 1:
            self.target.write_string(row, first, text, style)
        else:
            self.target.merge_range(row, first, row + rows - 1, last, "", style)
            self.target.write_string(row, first, text, style)

    def _headings(self) -> None:
        """One heading row, or two where fields are grouped; a field without a group then spans both."""
        fields, plain = self.sheet.fields, self.styles.heading(None)
        deep = 2 if any(field.group for field in fields) else 1
        self._heading_heights(deep)
        start = 0
        for number, field in enumerate(fields):
            if not field.group:
                self._across(self.row, number, number, clean(field.heading), self.styles.heading(field.tone), deep)
                start = number + 1
                continue
            self.target.write_string(self.row + 1, number, clean(field.heading), self.styles.heading(field.tone))
            if number + 1 == len(fields) or fields[number + 1].group != field.group:
                self._across(self.row, start, number, clean(field.group), plain)
                start = number + 1
        self.row += deep
        for number, field in enumerate(fields):
            if field.comment:
                self.target.write_comment(self.row - 1, number, clean(field.comment), comment_box(field.comment))

    def _heading_heights(self, deep: int) -> None:
        fields = self.sheet.fields
        single = max((lines_of(field.heading, field.width) for field in fields if not field.group), default=1)
        if deep == 1:
            self.target.set_row(self.row, max(single * LINE + 6, ROOMY))
            return
        grouped = max(lines_of(field.heading, field.width) for field in fields if field.group)
        self.target.set_row(self.row, ROOMY)
        self.target.set_row(self.row + 1, max(grouped * LINE + 6, single * LINE + 6 - ROOMY, ROOMY))

    def _rows(self) -> None:
        rows = self.sheet.rows
        self.body = (self.row, self.row + max(len(rows), 1) - 1)
        if not rows:
            self.target.set_row(self.row, ROOMY)
            self._across(self.row, 0, len(self.sheet.fields) - 1, clean(self.sheet.empty), self.styles.empty)
            self.row += 1
            return
        for row in rows:
            self._line(row, strong=False)
        for row in self.sheet.closing:
            self._line(row, strong=True)

    def _entry(self, entry: Entry) -> None:
        first, fields = self.row, self.sheet.fields
        self.body = (first, first + entry.rows - 1)
        lines = 1
        for number, (field, value) in enumerate(zip(fields, entry.example, strict=True)):
            self._cell(number, value, self.styles.example(field.kind, field.align, field.pattern))
            lines = max(lines, lines_of(value, field.width - 1) if isinstance(value, str) else 1)
        self.target.set_row(first, max(lines * LINE + 4, ROOMY))
        for row in range(first + 1, first + entry.ruled):  # without a height: they grow with what is typed
            for number, field in enumerate(fields):
                self.target.write_blank(
                    row, number, None, self.styles.open_cell(field.kind, field.align, field.pattern)
                )
        for number, field in enumerate(fields):
            if field.check:
                self.target.data_validation(first, number, self.body[1], number, validation(field.check))
        filled = f"=COUNTA(${letter(1)}{first + 1}:${letter(len(fields))}{first + 1})>0"
        frame = {"type": "formula", "criteria": filled, "format": self.styles.frame}
        self.target.conditional_format(first, 0, self.body[1], len(fields) - 1, frame)
        self.target.ignore_errors({"number_stored_as_text": f"A{first + 1}:{letter(len(fields))}{self.body[1] + 1}"})

    def _line(self, row: Row, strong: bool) -> None:
        lines = 1
        for number, (field, cell) in enumerate(zip(self.sheet.fields, row, strict=True)):
            tone = cell.tone if isinstance(cell, Marked) else None
            kind = cell.kind if isinstance(cell, As) else field.kind
            value = cell.value if isinstance(cell, Marked | Linked | As) else cell
            if isinstance(value, dt.date) and value.year < 1900:  # before the first day Excel knows
                value = value.isoformat()
            shown = value.value if isinstance(value, Formula) else value
            style = self.styles.cell(kind, shown, field.align, tone, strong)
            if isinstance(cell, Linked):
                self.target.write_url(self.row, number, _file(cell.target), style, clean(cell.value))
            else:
                self._cell(number, value, style)
            if isinstance(shown, str):
                lines = max(lines, lines_of(shown, field.width - 1))
        # Explicit, because not every viewer fits rows by itself; the estimate errs on the tall side.
        self.target.set_row(self.row, min(max(lines * LINE + 4, ROOMY), TALLEST))
        self.row += 1

    def _cell(self, column: int, value: Plain, style: Format) -> None:
        if isinstance(value, Formula):
            result = clean(value.value) if isinstance(value.value, str) else _number(value.value)
            self.target.write_formula(self.row, column, self._resolved(value.text), style, result)
        elif isinstance(value, str) and value:
            self.target.write_string(self.row, column, clean(value), style)
        elif isinstance(value, dt.date):
            self.target.write_datetime(self.row, column, dt.datetime(value.year, value.month, value.day), style)
        elif isinstance(value, int | float | Decimal):
            self.target.write_number(self.row, column, _number(value), style)
        else:
            self.target.write_blank(self.row, column, None, style)

    def _resolved(self, text: str) -> str:
        def reference(found: re.Match[str]) -> str:
            key, whole = found.groups()
            if key not in self.columns:
                raise ValueError(f"sheet {self.sheet.name}: no column {key!r} for {text!r}")
            column = self.columns[key]
            if not whole:
                return str(xl_rowcol_to_cell(self.row, column))
            return f"{xl_rowcol_to_cell(self.body[0], column)}:{xl_rowcol_to_cell(self.body[1], column)}"

        return _REFERENCE.sub(reference, text)

    def _page(self, top: int) -> None:
        """Print set-up: A4, one page wide, headings on every page, the page number at the foot."""
        target, last = self.target, len(self.sheet.fields) - 1
        target.set_paper(9)
        if self.sheet.landscape:
            target.set_landscape()
        target.fit_to_pages(1, 0)
        target.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        target.center_horizontally()
        target.repeat_rows(top, self.body[0] - 1)
        target.set_footer('&C&"宋体,Regular"&9第 &P 页　共 &N 页')
        target.freeze_panes(self.body[0], self.sheet.keep)
        if self.sheet.filtered and self.sheet.rows:
            target.autofilter(self.body[0] - 1, 0, self.body[1], last)


def _number(value: int | float | Decimal) -> int | float:
    """The plain number nearest to `value`; whole ones stay whole."""
    return int(value) if value == int(value) else float(value)


def _file(path: str) -> str:
    """A relative path as the target of a link: what has a meaning in addresses is escaped."""
    return "external:" + path.replace("%", "%25").replace("#", "%23").replace(" ", "%20")
