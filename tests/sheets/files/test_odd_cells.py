"""Cells that are not what they look like: months typed as dates, words for nothing, numbers beyond reason."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt

from pipeline import forms
from pipeline.sheets import Book, read_book
from pipeline.sheets.declare import Kind
from pipeline.sheets.tables.rows import Row
from pipeline.sheets.texts import shown
from pipeline.sheets.values.converting import converter
from pipeline.sheets.values.dates import SHIFT_1904, as_typed

Read = Callable[..., Book]
HEADING = ("日期", "姓名", "服务企业", "服务天数")
EPOCH = dt.datetime(1899, 12, 30)
SHEET = "xl/worksheets/sheet1.xml"


def serial(number: float, shift: int = 0) -> dt.datetime:
    """The moment a cell formatted as a date gives for a number."""
    return EPOCH + dt.timedelta(days=number + shift)


def faults(rows: Sequence[Row]) -> list[tuple[str, str | None, str | None, str]]:
    return [(one.code, one.place.column, one.place.letter, one.shown) for row in rows for one in row.unread]


# A year and month in a cell that is formatted as a date


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2024.7, "2024.7"),
        (2024.11, "2024.11"),
        (2024.1, "2024.1"),
        (2024, "2024"),
        (1990, "1990"),
        (2069.12, "2069.12"),
    ],
)
def test_a_year_and_month_typed_into_a_date_cell_is_not_guessed(number: float, words: str) -> None:
    for shift in (0, SHIFT_1904):
        moment = serial(number, shift)
        assert converter(Kind.DATE, 2024, shift=shift)(moment) == "ambiguous_date"
        assert shown(as_typed(moment, shift)) == words
    assert converter(Kind.DATE, 2024)(serial(2024).date()) == "ambiguous_date"


@pytest.mark.parametrize("number", [1989, 1989.9, 2070, 2070.1, 45475])
def test_other_days_are_days(number: float) -> None:
    moment = serial(number)
    assert converter(Kind.DATE, 2024)(moment) == moment.date() and as_typed(moment) is moment


def test_a_month_typed_into_a_date_cell_is_that_month() -> None:
    month = converter(Kind.MONTH, 2024)
    assert month(serial(2024.7)) == (2024, 7) and month(serial(2024.12)) == (2024, 12)
    assert month(serial(2024.1)) == "not_a_month"  # January, or October typed as 2024.10
    assert month(serial(2024)) == "not_a_month"
    assert month(dt.date(2024, 7, 1)) == (2024, 7)


def visits_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append((*HEADING[:2], "服务企业", "服务类型", "服务天数"))
    for row, number in enumerate((2024.7, 2024, 45475), 2):
        book.active.append([number, "张三", "甲公司", "技术服务", 1])
        book.active.cell(row, 1).number_format = "yyyy-mm-dd"
    book.save(path)


def visits_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, heading in enumerate((*HEADING[:2], "服务企业", "服务类型", "服务天数")):
        sheet.write(0, column, heading)
    for row, number in enumerate((2024.7, 2024, 45475), 1):
        sheet.write(row, 0, number, style)
        for column, cell in enumerate(("张三", "甲公司", "技术服务", 1), 1):
            sheet.write(row, column, cell)
    book.save(str(path))


def visits_from_1904(path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append((*HEADING[:2], "服务企业", "服务类型", "服务天数"))
    for row, number in enumerate((2024.7, 2024, 45475 - SHIFT_1904), 2):
        book.active.append([number, "张三", "甲公司", "技术服务", 1])
        book.active.cell(row, 1).number_format = "yyyy-mm-dd"
    book.save(path)


@pytest.mark.parametrize(
    ("name", "make"), [("a.xlsx", visits_xlsx), ("a.xls", visits_xls), ("b.xlsx", visits_from_1904)]
)
def test_the_fault_shows_what_was_typed(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    make(tmp_path / name)
    book = read_book(tmp_path / name, name, forms.FORMS, 2024)
    assert isinstance(book, Book)
    rows = book.tables[0].rows
    assert faults(rows) == [("ambiguous_date", "日期", "A", "2024.7"), ("ambiguous_date", "日期", "A", "2024")]
    assert [row.values["日期"] for row in rows] == [None, None, dt.date(2024, 7, 2)]


# One column a month


def monthly(tmp_path: Path, *lines: Sequence[object]) -> tuple[Row, ...]:
    book = openpyxl.Workbook()
    for line in (("编号", "姓名", "1月", "2月", "3月", "2023年12月"), *lines):
        book.active.append(list(line))
    book.save(tmp_path / "月报.xlsx")
    found = read_book(tmp_path / "月报.xlsx", "月报.xlsx", forms.FORMS, 2024)
    assert isinstance(found, Book)
    return found.tables[0].rows


@pytest.mark.parametrize(
    "words",
    [
        "未报",
        "无",
        "缺",
        "/",
        "-",
        "—",
        "——",
        " 未 报 ",
        "（未报）",
        "未报。",
        "缺报",
        "未交",
        "未报送",
        "×",
        "✗",
        "x",
        "否",
    ],
)
def test_a_word_for_nothing_is_no_report(tmp_path: Path, words: str) -> None:
    rows = monthly(tmp_path, ("T001", "张三", "1月12日", words, "3月9日"), ("T002", "李四", words, words, None))
    assert [(row.values["特派员编号"], row.values["月份"], row.values["报送日期"]) for row in rows] == [
        ("T001", (None, 1), dt.date(2024, 1, 12)),
        ("T001", (None, 3), dt.date(2024, 3, 9)),
    ]
    assert faults(rows) == []


def test_what_is_no_date_names_its_month(tmp_path: Path) -> None:
    rows = monthly(tmp_path, ("T001", "张三", "√", "1月31日", "已报", "是"), ("T002", "李四", "2024.1", "报了未报"))
    assert [(row.source.row, row.values["月份"], row.values["报送日期"]) for row in rows] == [
        (2, (None, 1), None),
        (2, (None, 2), dt.date(2024, 1, 31)),
        (2, (None, 3), None),
        (2, (2023, 12), None),
        (3, (None, 1), None),
        (3, (None, 2), None),
    ]
    assert faults(rows) == [
        ("not_a_date", "报送日期", "C", "1月：√"),
        ("not_a_date", "报送日期", "E", "3月：已报"),
        ("not_a_date", "报送日期", "F", "2023年12月：是"),
        ("ambiguous_date", "报送日期", "C", "1月：2024.1"),
        ("not_a_date", "报送日期", "D", "2月：报了未报"),
    ]


def test_an_error_in_a_month_is_not_nothing(tmp_path: Path) -> None:
    assert faults(monthly(tmp_path, ("T001", "张三", "#N/A"))) == [("error_cell", "报送日期", "C", "1月：#N/A")]


def test_in_the_long_layout_a_missing_date_is_still_missing(read: Read) -> None:
    [table] = read([("姓名", "月份", "报送日期"), ("张三", "1月", "无"), ("张三", "2月", "未报")]).tables
    assert faults(table.rows) == [("required_empty", "报送日期", "C", "无"), ("not_a_date", "报送日期", "C", "未报")]


# Beyond reason


@pytest.mark.parametrize(
    "cell",
    [1e308, -1e308, 1e15, -1e15, "1000000000000000", "9" * 400, "1" + "0" * 400 + "天", float("inf"), float("nan")],
)
def test_a_number_of_more_than_fifteen_digits_is_refused(cell: float | str) -> None:
    assert converter(Kind.NUMBER, 2024)(cell) == "not_a_number"
    if not (isinstance(cell, str) and cell.endswith("天")):
        assert converter(Kind.MONEY, 2024)(cell) == "not_a_number"


def test_fifteen_digits_are_a_number() -> None:
    for kind in (Kind.NUMBER, Kind.MONEY):
        for cell in (999_999_999_999_999.0, "999999999999999", "999,999,999,999,999"):
            assert converter(kind, 2024)(cell) == Decimal(999_999_999_999_999)
    assert converter(Kind.MONEY, 2024)("9999999亿元") == Decimal(999_999_900_000_000)
    assert converter(Kind.MONEY, 2024)("99999999亿元") == "not_a_number"
    assert converter(Kind.MONEY, 2024, "万元")(1e11) == "not_a_number"


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.MONTH, Kind.YES_NO])
@pytest.mark.parametrize("cell", [float("inf"), float("nan"), 1e308])
def test_what_is_no_number_at_all_stops_nothing(kind: Kind, cell: float) -> None:
    wrong = {Kind.DATE: "not_a_date", Kind.MONTH: "not_a_month", Kind.YES_NO: "not_yes_no"}
    assert converter(kind, 2024)(cell) == wrong[kind]


def test_a_fault_shows_no_more_than_forty_characters(read: Read) -> None:
    forty = "一" * 40
    rows = [
        HEADING,
        ("2024.7.2", "张三", "甲公司", 1e308),
        ("2024.7.2", "张三", "甲公司", "9" * 400),
        ("2024.7.2", "张三", "甲公司", forty),
        ("2024.7.2", "张三", "甲公司", forty + "二"),
        (1e20, "张三", "甲公司", 1),
    ]
    [table] = read(rows).tables
    assert faults(table.rows) == [
        ("not_a_number", "服务天数", "D", "1E+308"),
        ("not_a_number", "服务天数", "D", "9" * 39 + "…"),
        ("not_a_number", "服务天数", "D", forty),
        ("not_a_number", "服务天数", "D", "一" * 39 + "…"),
        ("not_a_date", "日期", "A", "100000000000000000000"),
    ]


@pytest.mark.parametrize("digits", ["1e999", "-1e999", "NaN", "1e308"])
def test_a_workbook_with_numbers_that_are_none_is_still_read(tmp_path: Path, digits: str) -> None:
    visits_xlsx(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == SHEET:
                data = re.sub(r'(<c r="E4"[^>]*>)<v>[^<]*</v>', rf"\1<v>{digits}</v>", data)
            new.writestr(name, data)
    book = read_book(tmp_path / "b.xlsx", "b.xlsx", forms.FORMS, 2024)
    assert isinstance(book, Book)
    assert [(fault.code, fault.place.column) for fault in book.tables[0].rows[2].unread] == [
        ("not_a_number", "服务天数")
    ]
