"""OpenDocument spreadsheets (.ods), read from their XML.

Compared: calamine and ezodf give error cells as zero, calamine no merges either; ezodf takes 1.6 times as long for
10,000 rows, odfpy 9 times before the first cell is read.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from xml.parsers import expat

from pipeline.sheets.grid import DAMAGED, MOST_BYTES, Cell, Flaw, Grid, Merge, Refused

MOST_REPEATS = 100_000  # of a filled row or cell; office programs repeat empty ones up to the sheet's end
_ERROR = re.compile(r"^(#[A-Z/0!?]+[!?AFE0]?|Err:\d+)$")


def is_ods(data: bytes) -> bool:
    """Whether a package calls itself an OpenDocument one: its first entry is `mimetype`, unpacked."""
    return data[30:38] == b"mimetype" and b"opendocument" in data[:200]


def read_ods(data: bytes) -> list[Grid]:
    """All tables of an .ods file. Raises `Refused`: `truncated`, `encrypted`, `not_a_spreadsheet`, `too_large`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if package.getinfo("content.xml").file_size > MOST_BYTES:
                raise Refused("too_large")
            manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.namelist() else b""
            if b"encryption-data" in manifest:
                raise Refused("encrypted")
            content = package.read("content.xml")
    except DAMAGED as error:
        raise Refused("truncated") from error
    except RuntimeError as error:  # zipfile's word for a package with a password
        raise Refused("encrypted") from error
    if b"office:spreadsheet" not in content:
        raise Refused("not_a_spreadsheet")
    tables = _Tables()
    try:
        tables.parse(content)
    except DAMAGED as error:
        raise Refused("truncated") from error
    return tables.grids


class _Tables:
    """Walks content.xml once and keeps the filled cells of each table."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row = self._column = 0
        self._row_repeat = 1
        self._cells: list[tuple[int, Cell]] = []
        self._numbers: list[int] = []
        self._merges: list[Merge] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[range] = []
        self._columns = 0
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._in_paragraph = 0
        self._in_note = 0
        self._depth = 0

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style:style":
            self._style = attributes.get("style:name", "")
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "table:table":
            self._depth += 1
            if self._depth == 1:
                hidden = attributes.get("table:style-name", "") in self._hidden_styles
                self.grids.append(Grid(attributes.get("table:name", ""), [], [], [], hidden))
                self._row, self._numbers, self._merges, self._hidden_rows = 0, [], [], []
                self._columns, self._hidden_columns = 0, []
        elif self._depth != 1:
            return
        elif tag == "table:table-column":
            count = int(attributes.get("table:number-columns-repeated", "1"))
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self._hidden_columns.append(range(self._columns + 1, self._columns + count + 1))
            self._columns += count
        elif tag == "table:table-row":
            self._row_repeat = int(attributes.get("table:number-rows-repeated", "1"))
            self._column, self._cells = 0, []
            if attributes.get("table:visibility") in ("collapse", "filter"):
                last = self._row + min(self._row_repeat, MOST_REPEATS)
                self._hidden_rows.extend(range(self._row + 1, last + 1))
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._paragraphs = attributes, []
        elif tag == "office:annotation":
            self._in_note += 1
        elif self._cell is not None and not self._in_note:
            self._start_text(tag, attributes)

    def _start_text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "text:p":
            self._paragraphs.append("")
            self._in_paragraph += 1
        elif self._in_paragraph and tag == "text:s":
            self._paragraphs[-1] += " " * int(attributes.get("text:c", "1"))
        elif self._in_paragraph and tag in ("text:line-break", "text:tab"):
            self._paragraphs[-1] += "\n" if tag == "text:line-break" else "\t"

    def _text(self, text: str) -> None:
        if self._in_paragraph and not self._in_note:
            self._paragraphs[-1] += text

    def _end(self, tag: str) -> None:
        if tag == "table:table":
            self._depth -= 1
            if self._depth == 0:
                self._end_table()
        elif self._depth != 1:
            return
        elif tag == "office:annotation":
            self._in_note -= 1
        elif tag == "text:p" and self._in_paragraph and not self._in_note:
            self._in_paragraph -= 1
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell(covered=tag != "table:table-cell")
        elif tag == "table:table-row":
            self._end_row()

    def _end_cell(self, *, covered: bool) -> None:
        attributes, self._cell = self._cell or {}, None
        repeat = int(attributes.get("table:number-columns-repeated", "1"))
        down = int(attributes.get("table:number-rows-spanned", "1"))
        across = int(attributes.get("table:number-columns-spanned", "1"))
        row, column = self._row + 1, self._column + 1
        if down > 1 or across > 1:
            self._merges.append((row, column, row + down - 1, column + across - 1))
        value = "" if covered else _value(attributes, "\n".join(self._paragraphs))
        if value != "":
            self._cells.extend((column + step, value) for step in range(min(repeat, MOST_REPEATS)))
        self._column += repeat

    def _end_row(self) -> None:
        grid = self.grids[-1]
        if self._cells:
            row: list[Cell] = [""] * self._cells[-1][0]
            for column, value in self._cells:
                row[column - 1] = value
            for step in range(min(self._row_repeat, MOST_REPEATS)):
                grid.rows.append(list(row))
                self._numbers.append(self._row + 1 + step)
        self._row += self._row_repeat

    def _end_table(self) -> None:
        grid = self.grids[-1]
        width = max((len(row) for row in grid.rows), default=0)
        for row in grid.rows:
            row.extend([""] * (width - len(row)))
        grid.numbers, grid.columns = self._numbers, range(1, width + 1)
        grid.merges = tuple(self._merges)
        grid.hidden_rows = tuple(self._hidden_rows)
        grid.hidden_columns = tuple(one for one in grid.columns if any(one in span for span in self._hidden_columns))


def _value(attributes: dict[str, str], text: str) -> Cell:
    """The value of one cell; a formula's error or missing result is a flaw."""
    formula, kind = attributes.get("table:formula"), attributes.get("office:value-type", "")
    if attributes.get("calcext:value-type") == "error" or (formula and _ERROR.match(text)):
        return Flaw("error_cell", text or "#")
    if kind in ("float", "percentage", "currency"):
        return float(attributes.get("office:value", "0"))
    if kind == "date":
        return _moment(attributes.get("office:date-value", ""), text)
    if kind == "boolean":
        return attributes.get("office:boolean-value") == "true"
    if formula and not kind and not text:
        return Flaw("formula_without_value", "=" + formula.partition("=")[2])
    return attributes.get("office:string-value", text) if kind == "string" and not text else text


def _moment(value: str, text: str) -> Cell:
    """A date, or a date with a time, in ISO 8601; what cannot be one stays as the text that the cell shows."""
    try:
        moment = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    except ValueError:
        return text or value
    # A number below 60 in a date cell is a day less than in Excel, which counts a 29 February 1900
    return moment + dt.timedelta(days=1) if dt.date(1899, 12, 31) <= _day(moment) < dt.date(1900, 2, 28) else moment


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
