"""The front sheet as XML, with the formats it needs and the names it defines: written by XlsxWriter, then taken out."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.ooxml.xml import local, parse
from pipeline.sheets.annotating.workbook_xml import WORKBOOK
from pipeline.sheets.front import SIGN, Front, FrontColumn, Shade, Target, shade_cell
from pipeline.sheets.grid import letter
from pipeline.sheets.writing.styles import BODY_FONT, HEAD_FONT, LINE, ROOMY, SIZE, TALLEST, lines_of
from pipeline.sheets.writing.workbook import clean

MOST_LINKS = 65_000  # Excel follows no more on one sheet
SPARE_ROWS = 200  # below the table, in which choices are offered too
FIRST_DAY = dt.date(2000, 1, 1)
_BASE: dict[str, Any] = {"font_name": BODY_FONT, "font_size": SIZE, "valign": "vcenter", "text_wrap": True}
_BOX: dict[str, Any] = _BASE | {"border": 1, "border_color": "#7F7F7F"}
_TITLE: dict[str, Any] = _BASE | {"font_name": HEAD_FONT, "font_size": 16}
_HEADING: dict[str, Any] = _BOX | {"font_name": HEAD_FONT, "bold": True, "align": "center", "bg_color": "#E4E9F0"}
_ASKED: dict[str, Any] = _HEADING | {"bg_color": "#E3F1DC"}  # what the office fills in
_LINK: dict[str, Any] = _BOX | {"font_color": "#0000EE", "underline": 1}
_SHARED = re.compile(rb' t="s"><v>(\d+)</v>')


class FrontXml(NamedTuple):
    """`sheet` names its formats by their position in `styles`; `names` are the print titles and the filter."""

    sheet: bytes
    styles: bytes
    names: list[tuple[str, str]]


def front_xml(
    front: Front, name: str, lines: Sequence[str], shades: Mapping[str, Shade], *, from_1904: bool
) -> FrontXml:
    """The front sheet under `name`. `lines` follow those of `front`; every target has its column.

    `from_1904` says how the workbook counts its dates.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "date_1904": from_1904})
    sheet = book.add_worksheet(name)
    _Writer(book, sheet, front, (*front.lines, *lines)).write(shades)
    book.close()
    with zipfile.ZipFile(buffer) as package:
        strings = parse(package.read("xl/sharedStrings.xml"))
        texts = ["".join(etree.tostring(part, encoding="unicode") for part in one) for one in strings]
        names = [
            (str(one.get("name")), one.text or "")
            for one in parse(package.read(WORKBOOK)).iter()
            if local(one) == "definedName"
        ]
        xml = package.read("xl/worksheets/sheet1.xml")
        bare = _SHARED.sub(lambda one: b' t="inlineStr"><is>%b</is>' % _bare(texts[int(one[1])]), xml)
        return FrontXml(bare, package.read("xl/styles.xml"), names)


def _bare(text: str) -> bytes:
    """A string without the namespace that its element carries when it is written alone."""
    return re.sub(r'^<t xmlns="[^"]*"', "<t", text).encode()


class _Writer:
    """Writes the sheet from top to bottom; rows and columns are counted from 0."""

    def __init__(self, book: Workbook, sheet: Worksheet, front: Front, lines: Sequence[str]) -> None:
        self._book, self._sheet, self._front, self._lines = book, sheet, front, lines
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._key = len(front.columns)  # the column of the keys; the shades stand right of it

    def write(self, shades: Mapping[str, Shade]) -> None:
        columns, sheet = self._front.columns, self._sheet
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        sheet.set_column(self._key, self._key + len(shades), 9, None, {"hidden": True})
        self._banners()
        for number, text in enumerate([SIGN, *(shade_cell(one, shades[one]) for one in shades)]):
            sheet.write_string(0, self._key + number, text)
        heading = 1 + len(self._lines)
        self._headings(heading)
        self._rows(heading + 1)
        self._answers(heading + 1)
        self._page(heading)

    def _banners(self) -> None:
        width = sum(column.width for column in self._front.columns)
        self._banner(0, self._front.title, _TITLE, 30)
        for row, line in enumerate(self._lines, 1):
            self._banner(row, line, _BASE, lines_of(line, width) * LINE + 5)

    def _banner(self, row: int, text: str, style: dict[str, Any], height: float) -> None:
        self._sheet.set_row(row, min(height, TALLEST))
        if self._key > 1:
            self._sheet.merge_range(row, 0, row, self._key - 1, "", self._format(style))
        self._sheet.write_string(row, 0, clean(text), self._format(style))

    def _headings(self, row: int) -> None:
        for number, column in enumerate(self._front.columns):
            self._sheet.write_string(row, number, column.heading, self._format(_ASKED if column.asked else _HEADING))
        self._sheet.write_string(row, self._key, SIGN)
        self._sheet.set_row(row, ROOMY + 6)

    def _rows(self, first: int) -> None:
        if not self._front.rows:
            self._banner(first, self._front.empty, _BOX, ROOMY)
        for number, row in enumerate(self._front.rows):
            lines = 1
            for at, (column, value) in enumerate(zip(self._front.columns, row.cells, strict=True)):
                style = {"bg_color": f"#{row.colour}"} if row.colour and at == 0 else {}
                target = row.target if column.link and number < MOST_LINKS else None
                self._cell(first + number, at, column, value, style, target)
                lines = max(lines, lines_of(str(value), column.width - 1))
            self._sheet.write_string(first + number, self._key, clean(row.key))
            self._sheet.set_row(first + number, min(max(lines * LINE + 4, ROOMY), TALLEST))

    def _cell(
        self,
        row: int,
        at: int,
        column: FrontColumn,
        value: str | dt.date,
        style: dict[str, Any],
        target: Target | None,
    ) -> None:
        style |= {"align": "center"} if column.date or column.choices else {}
        form = self._format(_BOX | style | ({"num_format": "yyyy-mm-dd"} if column.date else {}))
        if isinstance(value, dt.date):
            self._sheet.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), form)
        elif target is not None and value:
            self._sheet.write_url(row, at, _address(target), self._format(_LINK | style), clean(value))
        elif value:
            self._sheet.write_string(row, at, clean(value), form)
        else:
            self._sheet.write_blank(row, at, None, form)

    def _answers(self, first: int) -> None:
        """Drop-down lists and dates, also in the rows below the table."""
        last = first + len(self._front.rows) + SPARE_ROWS
        for number, column in enumerate(self._front.columns):
            if column.choices:
                words = "、".join(column.choices)
                rule: dict[str, Any] = {"validate": "list", "source": list(column.choices)}
                rule |= {"error_title": column.heading, "error_message": f"请从下拉列表中选择：{words}"}
                self._sheet.data_validation(first, number, last, number, rule)
            elif column.date:
                rule = {"validate": "date", "criteria": ">=", "value": FIRST_DAY}
                rule |= {"error_title": column.heading, "error_message": "请填写日期，如 2024-07-02"}
                self._sheet.data_validation(first, number, last, number, rule)

    def _page(self, heading: int) -> None:
        sheet = self._sheet
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.repeat_rows(heading)
        sheet.set_footer('&C&"宋体,Regular"&9第 &P 页　共 &N 页')
        sheet.freeze_panes(heading + 1, 0)
        if self._front.rows:
            sheet.autofilter(heading, 0, heading + len(self._front.rows), self._key)

    def _format(self, properties: dict[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]


def _address(target: Target) -> str:
    sheet = target.sheet.replace("'", "''")
    return f"internal:'{sheet}'!{letter(target.column or 1)}{target.row}"
