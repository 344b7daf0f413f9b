"""Which rows are data, and what merged, repeated, empty and broken cells give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from pipeline.sheets import Book

Read = Callable[..., Book]
HEADING = ("日期", "姓名", "服务企业", "服务天数")
VISIT = ("2024.7.2", "张三", "甲公司", 1)


def faults(
    read: Read, row: tuple[object, ...], heading: tuple[str, ...] = HEADING
) -> list[tuple[str, str | None, str]]:
    [table] = read([heading, row]).tables
    return [(fault.code, fault.place.column, fault.shown) for fault in table.rows[0].unread]


def test_cells_merged_downwards_give_each_row_their_value(read: Read) -> None:
    rows = [HEADING, VISIT, ("", "", "乙公司", 1), ("", "", "丙公司", 1), ("7月3日", "李四", "丁公司", 1)]
    [table] = read(rows, ["A2:A4", "B2:B4"]).tables
    assert [(row.values["姓名"], row.values["服务企业"]) for row in table.rows] == [
        ("张三", ("甲公司",)),
        ("张三", ("乙公司",)),
        ("张三", ("丙公司",)),
        ("李四", ("丁公司",)),
    ]
    assert table.rows[2].source.rows == {"日期": 2, "姓名": 2}
    assert table.rows[2].source.at("姓名").row == 2 and table.rows[2].source.at("服务企业").row == 4
    assert not any(row.unread for row in table.rows)


def test_a_row_that_only_merged_cells_reach_is_blank(read: Read) -> None:
    [table] = read([HEADING, VISIT, (), ("7月3日", "李四", "乙公司", 1)], [f"{one}2:{one}3" for one in "ABCD"]).tables
    assert [row.source.row for row in table.rows] == [2, 4]


def test_empty_cells_that_are_not_merged_stay_empty(read: Read) -> None:
    [table] = read([HEADING, VISIT, ("7月3日", "", "乙公司", 1)]).tables
    assert [(fault.code, fault.place.row, fault.place.letter) for fault in table.rows[1].unread] == [
        ("required_empty", 3, "B")
    ]


@pytest.mark.parametrize("ditto", ["同上", "〃", "″", '"'])
def test_ditto_repeats_the_value_above_also_over_a_blank_row(read: Read, ditto: str) -> None:
    [table] = read([HEADING, VISIT, (), (ditto, ditto, "乙公司", 1), (ditto, ditto, ditto, "半天")]).tables
    assert [row.values["姓名"] for row in table.rows] == ["张三"] * 3
    assert table.rows[2].values["日期"] == dt.date(2024, 7, 2)
    assert table.rows[2].values["服务企业"] == ("乙公司",)
    assert table.rows[2].values["服务天数"] == Decimal("0.5")


def test_ditto_with_nothing_above_it_is_no_date(read: Read) -> None:
    assert faults(read, ("同上", "张三", "甲公司", 1)) == [("not_a_date", "日期", "同上")]


@pytest.mark.parametrize(
    "row",
    [
        ("合计", "", "", 12),
        ("合 计：", "", "", 12),
        ("", "总计", "", 12),
        ("小计", "", "", 12),
        *((words, "", "", 12) for words in ("1月合计", "12月小计", "一季度合计", "第 4 季度小计", "上半年小计")),
        *((words, "", "", "") for words in ("（接上页）", "（续表）", "2024年上半年合计")),
        ("填表人：王五", "", "审核人：赵六", ""),
        ("审核人", "", "", ""),
        ("制表：王五", "", "", ""),
        ("注：半天按0.5天计", "", "", ""),
        ("单位（盖章）：", "", "日期：2024年12月31日", ""),
        ("示例", "张三", "甲公司", 1),
        ("（示例）2024.1.1", "张三", "甲公司", 1),
        ("/", "—", "", ""),
        (" ", "", "", ""),
        HEADING,
    ],
)
def test_totals_feet_examples_and_repeated_headings_are_no_data(read: Read, row: tuple[object, ...]) -> None:
    [table] = read([HEADING, VISIT, row]).tables
    assert [one.source.row for one in table.rows] == [2]


@pytest.mark.parametrize("row", [("7月3日", "合计", "甲公司", 1), ("", "注小明", "甲公司", 1), ("7月3日", "", "", "")])
def test_rows_that_only_look_so_are_data(read: Read, row: tuple[object, ...]) -> None:
    [table] = read([HEADING, VISIT, row]).tables
    assert [one.source.row for one in table.rows] == [2, 3]


def test_a_banner_merged_across_the_table_is_no_data(read: Read) -> None:
    [table] = read([HEADING, ("第一工作站",), VISIT, ("第二工作站",), VISIT], ["A2:D2", "A4:D4"]).tables
    assert [row.source.row for row in table.rows] == [3, 5]


def test_rows_with_only_a_serial_number_are_blank(read: Read) -> None:
    [table] = read([("序号", *HEADING), (1, *VISIT), (2,), (3,), (4, *VISIT)]).tables
    assert [row.source.row for row in table.rows] == [2, 5]


def test_what_cannot_be_read_is_named_with_its_place(read: Read) -> None:
    assert faults(read, ("2024.7", "张三", "甲公司", "若干")) == [
        ("ambiguous_date", "日期", "2024.7"),
        ("not_a_number", "服务天数", "若干"),
    ]
    assert faults(read, ("明天", "—", "、", "/")) == [
        ("not_a_date", "日期", "明天"),
        ("required_empty", "姓名", "—"),
        ("required_empty", "服务企业", "、"),
        ("required_empty", "服务天数", "/"),
    ]


def test_a_private_cell_is_never_shown(read: Read) -> None:
    heading = (*HEADING, "身份证号", "编号", "是否远程")
    row = (*VISIT, 150602199001010000, 1234567890123456, "部分")
    assert faults(read, row, heading) == [
        ("digits_lost", "编号", "1234567890123456"),
        ("not_yes_no", "是否远程", "部分"),
        ("id_as_number", "身份证号", ""),
    ]


def test_a_number_is_a_text_where_a_text_is_wanted(read: Read) -> None:
    [table] = read([(*HEADING, "编号"), (*VISIT, 5)]).tables
    assert table.rows[0].values["编号"] == "5"


def test_zero_days_is_a_value_and_a_blank_is_not(read: Read) -> None:
    assert faults(read, ("2024.7.2", "张三", "甲公司", 0)) == []
    assert faults(read, ("2024.7.2", "张三", "甲公司", "")) == [("required_empty", "服务天数", "")]


def test_a_formula_without_a_value_and_an_error_are_not_empty(read: Read) -> None:
    assert faults(read, ("2024.7.2", "张三", "甲公司", "=1+1")) == [("formula_without_value", "服务天数", "=1+1")]
    assert faults(read, ("2024.7.2", "张三", "甲公司", "#DIV/0!")) == [("error_cell", "服务天数", "#DIV/0!")]
    assert faults(read, ("#N/A", "#REF!", "#REF!", "#N/A")) == [
        ("error_cell", "日期", "#N/A"),
        ("error_cell", "姓名", "#REF!"),
        ("error_cell", "服务企业", "#REF!"),
        ("error_cell", "服务天数", "#N/A"),
    ]


# One column a month


def test_a_wide_table_gives_a_row_a_filled_month(read: Read) -> None:
    rows = [
        ("编号", "姓名", "1月", "二月", "2024年3月", 202404, dt.date(2024, 5, 1), "备注"),
        ("T1", "张三", "1月12日", "", "2024.3.9", dt.date(2024, 4, 8), "/", "好"),
    ]
    [table] = read(rows).tables
    assert (table.form.name, table.missing, table.extra) == ("月报", (), ())
    assert [(row.values["月份"], row.values["报送日期"]) for row in table.rows] == [
        ((None, 1), dt.date(2024, 1, 12)),
        ((2024, 3), dt.date(2024, 3, 9)),
        ((2024, 4), dt.date(2024, 4, 8)),
    ]
    assert [row.source.at("报送日期").letter for row in table.rows] == ["C", "E", "F"]
    assert table.rows[0].source.at("月份").letter == "C" and table.rows[0].source.at("姓名").letter == "B"
    assert {row.source.row for row in table.rows} == {2} and table.rows[0].values["备注"] == "好"


def test_a_wide_cell_that_is_no_date_is_a_fault_at_that_cell(read: Read) -> None:
    [table] = read([("姓名", "1月", "2月"), ("张三", "√", "2024.2"), ("李四", "", "")]).tables
    assert [(row.unread[0].code, row.unread[0].place.letter, row.unread[0].shown) for row in table.rows] == [
        ("not_a_date", "B", "1月：√"),
        ("ambiguous_date", "C", "2月：2024.2"),
    ]
    assert [row.values["月份"] for row in table.rows] == [(None, 1), (None, 2)]


def test_a_wide_table_with_a_group_row_above_the_months(read: Read) -> None:
    rows = [("姓名", "报送日期", ""), ("", "1月", "2月"), ("张三", "1月12日", "2月9日")]
    [table] = read(rows, ["A1:A2", "B1:C1"]).tables
    assert [row.values["月份"] for row in table.rows] == [(None, 1), (None, 2)]


def test_the_long_layout_is_not_taken_for_a_wide_one(read: Read) -> None:
    [table] = read([("姓名", "月份", "报送日期"), ("张三", "1月", "1月12日"), ("张三", "二月", "2月9日")]).tables
    assert [(row.values["月份"], row.values["报送日期"]) for row in table.rows] == [
        ((None, 1), dt.date(2024, 1, 12)),
        ((None, 2), dt.date(2024, 2, 9)),
    ]


def test_a_figure_merged_over_rows_is_nobody_s(read: Read) -> None:
    rows = [
        ("日期", "姓名", "服务企业", "服务天数", "金额"),
        ("2024.7.2", "张三", "甲公司", 1, 300),
        ("2024.7.3", "张三", "乙公司", "", ""),
    ]
    [table] = read(rows, ["D2:D3", "E2:E3"]).tables
    assert [[(one.code, one.place.line, one.shown) for one in row.unread] for row in table.rows] == [
        [],
        [("merged_number", "台账.xlsx 表 2", "1"), ("merged_number", "台账.xlsx 表 2", "300")],
    ]
    assert [row.values["金额"] for row in table.rows] == [300, None]


def test_the_days_of_one_visit_to_two_firms_are_merged_with_its_date(read: Read) -> None:
    rows = [HEADING, VISIT, ("", "", "乙公司", "")]
    [table] = read(rows, ["A2:A3", "B2:B3", "D2:D3"]).tables
    assert [row.unread for row in table.rows] == [(), ()]
    assert table.rows[0].values["服务天数"] == table.rows[1].values["服务天数"]
