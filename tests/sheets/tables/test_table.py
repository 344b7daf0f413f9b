"""Which tables a sheet holds: headings found in any place, order and spelling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from pipeline import forms
from pipeline.sheets import Book, read_book

Read = Callable[..., Book]
HEADING = ("日期", "姓名", "服务企业", "服务天数")
VISIT = ("2024.7.2", "张三", "甲公司", 1)
LONG_FIRMS = ("企业名称", "信用代码", "备注")


def test_a_form_is_recognised_below_its_title_rows(read: Read) -> None:
    [table] = read([("东胜区服务台账",), (), ("工作站：一站", "", "2024年"), HEADING, VISIT]).tables
    assert (table.form.name, table.heading_row, table.missing, table.extra) == ("服务日志", 4, (), ())
    assert table.titles == ("东胜区服务台账", "工作站：一站", "2024年")
    [row] = table.rows
    assert row.source.row == 5
    assert row.values["日期"] == dt.date(2024, 7, 2)
    assert row.values["备注"] == "" and row.values["是否远程"] is None and row.values["身份证号"] == ""


def test_columns_may_stand_in_another_order_with_gaps_and_strangers(read: Read) -> None:
    heading = ("序号", "天数", "", "企业名称", "带队领导", "人员姓名", "服务日期")
    rows = [heading, (1, 2, "", "甲公司", "王", "张三", "7月2日")]
    [table] = read(rows).tables
    assert table.extra == ("带队领导",)
    [row] = table.rows
    assert row.values["服务天数"] == Decimal(2) and row.values["服务企业"] == ("甲公司",)
    assert row.source.at("服务天数").letter == "B"
    assert row.source.letters == {"服务天数": "B", "服务企业": "D", "姓名": "F", "日期": "G"}


SPELLINGS = [
    "服务天数",
    "服务\n天数",
    " 服 务 天 数 ",
    "*服务天数",
    "服务天数*",
    "服务天数（天）",
    "服务天数(天)*",
    "天数【天】",
    "服务天数：",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_heading_is_understood_in_its_spellings(read: Read, spelling: str) -> None:
    [table] = read([("日期", "姓名", "服务企业", spelling), VISIT]).tables
    assert table.missing == () and table.rows[0].values["服务天数"] == Decimal(1)


def test_the_unit_in_a_heading_or_title_is_that_of_its_money(read: Read) -> None:
    amounts = [
        read([*title, (*HEADING, heading), (*VISIT, 12.5)]).tables[0].rows[0].values["金额"]
        for title, heading in (([], "金额"), ([], "金额（元）"), ([], "金额\n(万元)"), ([("单位：万元",)], "金额"))
    ]
    assert amounts == [Decimal("12.5"), Decimal("12.5"), Decimal(125000), Decimal(125000)]


def test_the_exact_heading_wins_over_an_alias_and_the_first_over_the_second(read: Read) -> None:
    [table] = read([("服务日期", *HEADING, "姓名"), ("2024.1.1", *VISIT, "李四")]).tables
    assert table.rows[0].values["日期"] == dt.date(2024, 7, 2)
    assert table.rows[0].values["姓名"] == "张三"
    assert table.extra == ("服务日期",)
    assert [(one.words, one.read, one.unread) for one in table.repeated] == [("姓名", "C", ("F",))]


def test_a_group_over_columns_is_read_with_the_heading_below_it(read: Read) -> None:
    rows = [
        ("企业名称", "信用代码", "期初", "", "期末", "", "备注"),
        ("", "", "研发活动", "研发机构", "研发活动", "研发机构", ""),
        ("甲公司", "91350100M000100Y43", "否", "是", "是", "是", "好"),
    ]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"]
    for merge in (merged, []):
        [table] = read(rows, merge).tables
        assert (table.heading_row, table.missing, table.extra) == (2, (), ())
        [row] = table.rows
        assert [row.values[f"{end}研发{what}"] for end in ("期初", "期末") for what in ("活动", "机构")] == [
            False,
            True,
            True,
            True,
        ]
        assert row.source.at("期末研发活动").letter == "E"


def test_groups_that_are_no_part_of_the_heading_do_no_harm(read: Read) -> None:
    rows = [("基本情况", "", "服务情况", ""), HEADING, VISIT]
    [table] = read(rows, ["A1:B1", "C1:D1"]).tables
    assert (table.heading_row, table.missing, len(table.rows)) == (2, (), 1)


def test_a_heading_of_two_merged_rows_has_no_data_in_its_second(read: Read) -> None:
    rows = [(*HEADING, "到场"), ("", "", "", "", "上午"), (*VISIT, "到")]
    [table] = read(rows, ["A1:A2", "B1:B2", "C1:C2", "D1:D2"]).tables
    assert [row.source.row for row in table.rows] == [3]


def test_several_forms_one_below_the_other(read: Read) -> None:
    rows = [("一、台账",), HEADING, VISIT, (), ("二、企业",), LONG_FIRMS, ("甲公司", "91350100M000100Y43"), ("合计",)]
    visits, firms = read(rows).tables
    assert (visits.form.name, [row.source.row for row in visits.rows]) == ("服务日志", [3])
    assert (firms.form.name, firms.titles, [row.source.row for row in firms.rows]) == ("企业名录", ("二、企业",), [7])


def test_one_form_over_several_sheets_and_a_strange_one(read: Read) -> None:
    book = read({"一月": [HEADING, VISIT], "说明": [("请按月填写",)], "二月": [HEADING, VISIT], "空": []})
    assert [table.sheet for table in book.tables] == ["一月", "二月"]
    assert [one.sheet for one in book.strange] == ["说明"]


def test_a_heading_printed_again_on_the_next_page_is_no_row(read: Read) -> None:
    [table] = read([("台账",), HEADING, VISIT, ("台账",), HEADING, VISIT]).tables
    assert [row.source.row for row in table.rows] == [3, 6]


def test_the_same_heading_under_another_title_is_another_table(read: Read) -> None:
    first, second = read([("一站",), HEADING, VISIT, (), ("二站",), HEADING, VISIT]).tables
    assert (first.titles, second.titles) == (("一站",), ("二站",))
    assert [row.source.row for row in second.rows] == [7]


def test_a_form_that_lacks_a_required_heading_says_which(read: Read) -> None:
    [table] = read([("日期", "姓名", "服务企业"), ("2024.7.2", "张三", "甲公司")]).tables
    assert (table.form.name, table.missing) == ("服务日志", ("服务天数",))
    assert table.rows[0].unread == () and table.rows[0].values["服务天数"] is None


def test_two_common_headings_are_no_form_unless_the_sheet_is_named_so(read: Read) -> None:
    rows = [("日期", "姓名"), ("2024.7.2", "张三")]
    assert [one.sheet for one in read({"通讯录": rows}).strange] == ["通讯录"]
    assert [table.form.name for table in read({"服务日志": rows}).tables] == ["服务日志"]


CONTRACT = [
    ("特派员", "编号 姓名 性别 身份证号码 手机号 工作单位 职称 专业 工作站 选聘日期 聘期结束 开户行 银行卡号"),
    ("特派员", "特派员编号 特派员姓名 电话 所在单位 工作站 聘期开始 聘期结束 备注"),
    ("企业名录", "单位名称 信用代码 是否规上 是否高企 是否科小 联系人 联系电话 地址"),
    ("企业名录", "企业名称 统一社会信用代码"),
    ("派驻关系", "编号 姓名 服务企业 统一社会信用代码 服务起 服务止 备注"),
    ("派驻关系", "特派员编号 企业名称 服务起 服务止"),
    ("服务日志", "日期 姓名 企业名称 类别 天数 工作内容"),
    ("服务日志", "服务开始时间 服务结束时间 特派员编号 姓名 服务对象 服务类型 服务天数"),
    ("月报", "编号 姓名 报告月份 提交日期"),
    ("项目申报", "姓名 企业名称 项目名称 项目级别 申报日期 状态"),
    ("知识产权与技术合同", "编号 姓名 企业名称 类型 名称 登记编号 日期 合同金额（万元）"),
    ("计划与总结", "姓名 材料 提交日期"),
    ("抽查", "日期 姓名 抽查单位 单位类别 结果"),
    ("培训活动", "日期 主题 形式 主办 人数 讲师"),
    ("经费支出", "日期 事项 用途 金额（元） 收款方"),
    ("考核结果", "特派员编号 特派员姓名 等次 评定日期"),
    ("例外说明", "规则 对象 事实 理由 批准人 批准日期"),
    ("派驻关系", "编号 姓名 企业名称 统一社会信用代码 服务起 备注"),
    ("服务日志", "日期 特派员编号 姓名 企业名称 服务类型 服务内容 备注"),
    ("特派员", "编号 姓名 联系电话 派出单位 所属工作站 聘期起"),
]


@pytest.mark.parametrize(("name", "headings"), CONTRACT)
def test_the_forms_of_the_contract_are_not_confused(write, name: str, headings: str) -> None:  # type: ignore[no-untyped-def]
    path = write([("东胜区",), headings.split(), ["x"] * len(headings.split())])
    book = read_book(path, path.name, forms.FORMS, 2024)
    assert isinstance(book, Book)
    assert [table.form.name for table in book.tables] == [name]
    assert book.tables[0].extra == ()


def test_headings_that_count_their_columns(read: Read) -> None:
    for counted in ("{}.{}", "{}、{}", "（{}）{}", "({}).{}"):
        heading = tuple(counted.format(number, words) for number, words in enumerate(HEADING, 1))
        [table] = read([heading, VISIT]).tables
        assert (table.missing, table.extra, len(table.rows)) == ((), (), 1), counted
    [table] = read([("一、日期", "二、姓名", "三、服务企业", "十、服务天数"), VISIT]).tables
    assert (table.missing, len(table.rows)) == ((), 1)
