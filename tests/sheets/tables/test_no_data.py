"""Rows that are no data: sums, numbers of columns, examples, what was filled in ahead; and rows that only look so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import forms
from pipeline.sheets import Book, Table, read_book

LOG = ("日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "服务内容", "工作站")
VISIT = ("2024-7-2", "T001", "张三", "甲公司", "技术服务", 1, "试车", "一站")
EXPENSE = ("日期", "事项", "用途", "金额")


def read(folder: Path, *rows: Sequence[object], heading: Sequence[str] = LOG) -> Table:
    book = openpyxl.Workbook()
    for row in (heading, *rows):
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(folder / "表.xlsx")
    found = read_book(folder / "表.xlsx", "表.xlsx", forms.FORMS, 2024)
    assert isinstance(found, Book)
    (table,) = found.tables
    return table


def kept(table: Table) -> list[int]:
    return [row.source.row for row in table.rows]


@pytest.mark.parametrize(
    "row",
    [
        ("", "", "张三 汇总", "", "", 1),
        ("", "T001 汇总", "", "", "", 1),
        ("", "", "", "甲公司 计数", "", 1),
        ("", "", "张三 平均值", "", "", 1),
        ("总计", "", "", "", "", 2),
        ("", "", "", "", "总计", 2),
        ("", "", "累计：12 天"),
        ("1-6月合计", "", "", "", "", 3),
        ("1", "2", "3", "4", "5", "6", "7"),
        (1, 2, 3, 4, 5, 6, 7, 8),
        ("甲", "乙", "丙", 1, 2, 3),
        ("（1）", "（2）", "（3）", "（4）", "（5）=（3）×（4）"),
        ("①", "②", "③", "④", "⑤"),
        ("A", "B", "C", "D", "E"),
        ("填表人：李四", "", "", "", "", "", "审核人：王五"),
        ("制表日期 2024-12-31",),
        ("单位负责人", "", "李四", "填表人", "王五", "", "2024年12月31日"),
        ("制表", "", "李四", "", "联系电话", 13900000000),
        ("站长签字：", "", "", "年  月  日"),
        ("第 1 页 共 3 页",),
        ("以下空白",),
        LOG,
    ],
)
def test_a_row_of_sums_of_column_numbers_or_of_signatures_is_no_data(tmp_path: Path, row: Sequence[object]) -> None:
    table = read(tmp_path, row, VISIT, row)
    assert (kept(table), dict(table.begun)) == ([3], {})


def test_a_dated_row_is_no_heading_whatever_its_words_are(tmp_path: Path) -> None:
    rows = [("2024-7-3", "T001", "张三", "乙公司", "服务类型", 1, "备注"), VISIT]
    book = openpyxl.Workbook()
    book.active.title = "服务日志"
    for row in (LOG, *rows):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    found = read_book(tmp_path / "表.xlsx", "表.xlsx", forms.FORMS, 2024)
    assert isinstance(found, Book)
    assert [kept(table) for table in found.tables] == [[2, 3]]


@pytest.mark.parametrize(
    "row",
    [
        ("2024-7-3", "", "合计", "甲公司", "技术服务", 1),
        ("2024-7-3", "", "张三", "汇总科技有限公司", "技术服务", 1),
        ("2024-7-3", "", "张三", "示例科技有限公司", "", ""),
        ("2024-7-3", "T001", "张三", "", "", 1, "全年工作汇总"),
        ("", "", "张三", "甲公司汇总部", "技术服务", ""),
    ],
)
def test_a_row_that_only_has_such_a_word_is_data(tmp_path: Path, row: Sequence[object]) -> None:
    assert kept(read(tmp_path, VISIT, row)) == [2, 3]


def test_a_firm_called_so_stays_in_the_directory(tmp_path: Path) -> None:
    heading = ("企业名称", "统一社会信用代码", "规上工业企业")
    rows = [("汇总科技有限公司", "91150602MA0N00001Q"), ("示例科技有限公司", "91150602MA0N00002L"), ("合计", "2家", 1)]
    assert kept(read(tmp_path, *rows, heading=heading)) == [2, 3]


def test_a_sum_of_money_is_no_expense(tmp_path: Path) -> None:
    rows = [("2024-7-2", "合计印刷费", "培训", 10), ("合计", "", "", 10), ("", "", "培训 汇总", 10)]
    assert kept(read(tmp_path, *rows, heading=EXPENSE)) == [2]


def test_what_formulas_fill_in_below_the_last_row_is_said_once(tmp_path: Path) -> None:
    table = read(tmp_path, VISIT, *[("", "", "", "", "", 1)] * 20, ("", "", "", "", "", 0))
    assert (kept(table), list(table.begun)) == ([2], list(range(3, 23)))
    assert set(table.begun.values()) == {("服务天数",)}


def test_a_lookup_that_found_nothing_is_said_too(tmp_path: Path) -> None:
    table = read(tmp_path, VISIT, *[("", "", "#N/A", "", "", 1, "", "一站")] * 2)
    assert (kept(table), set(table.begun.values())) == ([2], {("特派员姓名", "服务天数")})


def test_people_that_were_only_listed_are_said(tmp_path: Path) -> None:
    table = read(tmp_path, VISIT, ("", "T002", "李四"), ("", "", "", "", "", "", "", "一站"))
    assert (kept(table), dict(table.begun)) == ([2], {3: ("特派员编号", "特派员姓名")})


def test_a_default_drawn_down_is_no_data_but_twice_it_is(tmp_path: Path) -> None:
    drawn = ("", "", "", "", "技术服务")
    assert kept(read(tmp_path, VISIT, *[drawn] * 3)) == [2]
    assert kept(read(tmp_path, VISIT, *[drawn] * 2)) == [2, 3, 4]


def test_an_example_that_could_be_a_row_is_said(tmp_path: Path) -> None:
    heading = ("序号", *LOG)
    table = read(tmp_path, ("示例", *VISIT), (1, *VISIT), heading=heading)
    assert (kept(table), table.examples) == ([3], (2,))


WORDS = st.sampled_from(
    ["合计", "小计", "张三 汇总", "示例", "注：", "填表人：", "累计", "审核人", "1", "甲", "无", "张三", "（续表）"]
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["合计", "小计", "张三", "汇总"]),
    kind=WORDS,
    content=WORDS,
    days=st.one_of(st.just(""), WORDS, st.just(1)),
)
def test_a_row_with_a_date_a_person_and_a_firm_is_never_dropped(
    tmp_path: Path, name: str, kind: str, content: str, days: object
) -> None:
    row = ("2024-7-3", "T002", name, "乙公司", kind, days, content, "")
    assert 3 in kept(read(tmp_path, VISIT, row))
