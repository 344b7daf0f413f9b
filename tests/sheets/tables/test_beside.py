"""Tables side by side: each is read, and a heading that only stands twice cuts nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from pipeline import forms
from pipeline.sheets import Book, read_book

LOG = ("日期", "特派员姓名", "服务企业", "服务类型", "服务天数")
REPORT = ("特派员姓名", "月份", "报送日期")


def visit(name: str) -> tuple[object, ...]:
    return ("2024-7-2", name, "甲公司", "技术服务", 1)


def read(folder: Path, *rows: tuple[object, ...]) -> Book:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(folder / "表.xlsx")
    found = read_book(folder / "表.xlsx", "表.xlsx", forms.FORMS, 2024)
    assert isinstance(found, Book)
    return found


def names(book: Book) -> list[list[object]]:
    return [[row.values["特派员姓名"] for row in table.rows] for table in book.tables]


def test_both_halves_are_read_with_their_own_letters_and_the_title_of_both(tmp_path: Path) -> None:
    left, right = (visit("张三"), visit("王五")), (visit("李四"), ("",) * 5)
    rows = [(*one, "", *other) for one, other in zip(left, right, strict=True)]
    book = read(tmp_path, ("一站服务日志",), (*LOG, "", *LOG), *rows)
    assert names(book) == [["张三", "王五"], ["李四"]]
    assert {table.titles for table in book.tables} == {("一站服务日志",)}
    assert [table.rows[0].source.at("服务天数").letter for table in book.tables] == ["E", "K"]
    assert all(table.repeated == () and table.missing == () for table in book.tables)


def test_three_beside_each_other_each_counting_its_rows(tmp_path: Path) -> None:
    part = ("序号", *LOG)
    book = read(tmp_path, part * 3, (1, *visit("张三"), 2, *visit("李四"), 3, *visit("王五")))
    assert names(book) == [["张三"], ["李四"], ["王五"]]


def test_two_forms_beside_each_other(tmp_path: Path) -> None:
    book = read(tmp_path, (*LOG, "", *REPORT), (*visit("张三"), "", "李四", "3月", "2024-3-8"))
    assert [table.form.name for table in book.tables] == ["服务日志", "月报"]
    assert names(book) == [["张三"], ["李四"]]


def test_a_heading_that_stands_twice_cuts_nothing(tmp_path: Path) -> None:
    book = read(tmp_path, (*LOG, "备注", "备注"), (*visit("张三"), "一", "二"))
    (table,) = book.tables
    assert [one.words for one in table.repeated] == ["备注"]


def test_a_half_that_is_no_table_is_told_as_such(tmp_path: Path) -> None:
    book = read(tmp_path, (*LOG, "日期", "特派员姓名"), (*visit("张三"), "2024-7-3", "李四"))
    (table,) = book.tables
    assert [(one.words, one.filled) for one in table.repeated] == [("日期", True), ("特派员姓名", True)]


PAPERS, SPENT = ("特派员姓名", "材料", "提交日期"), ("日期", "事项", "用途", "金额")


def test_an_empty_column_parts_forms_that_share_no_heading(tmp_path: Path) -> None:
    book = read(tmp_path, (*PAPERS, "", *SPENT), ("张三", "工作计划", "2024-1-5", "", "2024-3-1", "打印纸", "办公", 20))
    assert [(table.form.name, len(table.rows), table.extra) for table in book.tables] == [
        ("计划与总结", 1, ()),
        ("经费支出", 1, ()),
    ]


def test_the_heading_of_a_table_further_down_on_the_right_ends_no_table_on_the_left(tmp_path: Path) -> None:
    beside = (*visit("李四"), "", *REPORT)
    book = read(tmp_path, LOG, visit("张三"), beside, (*visit("王五"), "", "王五", "3月", "2024-3-8"))
    assert [table.form.name for table in book.tables] == ["服务日志", "月报"]
    assert names(book) == [["张三", "李四", "王五"], ["王五"]]


def test_an_empty_column_within_a_table_parts_nothing(tmp_path: Path) -> None:
    book = read(tmp_path, (*LOG[:3], "", *LOG[3:]), ("2024-7-2", "张三", "甲公司", "", "技术服务", 1))
    assert names(book) == [["张三"]]
