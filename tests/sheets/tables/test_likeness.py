"""Headings that are nearly right: which are read, which are only proposed, which are another word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pipeline import forms
from pipeline.sheets import Book, Table, read_book
from pipeline.sheets.tables.likeness import is_slip, likeness

LOG = ("日期", "特派员姓名", "服务企业", "服务类型", "服务天数")
VISIT = ("2024.7.2", "张三", "甲公司", "技术服务", 1)
ROSTER = ("编号", "姓名", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止")
PERSON = ("T001", "张三", "1", "甲院", "一站", "2024.1.1", "2024.12.31")
FIRM = ("企业名称", "统一社会信用代码", "期初研发活动", "期末研发活动")


def read(folder: Path, *rows: Sequence[object]) -> Table:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(folder / "表.xlsx")
    found = read_book(folder / "表.xlsx", "表.xlsx", forms.FORMS, 2024)
    assert isinstance(found, Book) and len(found.tables) == 1, found
    return found.tables[0]


def near(table: Table) -> list[tuple[str, str, tuple[str, ...], bool]]:
    return [(one.words, one.letter, one.headings, one.taken) for one in table.near]


def with_heading(heading: Sequence[str], right: str, wrong: str) -> list[str]:
    return [wrong if one == right else one for one in heading]


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "服务天教",
            "服务夫数",
            "服务天数数",
            "服天务数",
            "务服天数",
            "服务天",
            "服务天\n教",
            "服务天教（天）",
            "*服 务 天 教",
        ),
        *("服务天教/天",),
    ],
)
def test_a_slip_of_one_heading_alone_is_read_as_it_and_said(tmp_path: Path, wrong: str) -> None:
    table = read(tmp_path, with_heading(LOG, "服务天数", wrong), VISIT)
    assert near(table) == [("".join(wrong.split()), "E", ("服务天数",), True)]
    assert (table.form.name, table.missing, table.extra) == ("服务日志", (), ())
    assert table.rows[0].values["服务天数"] == Decimal(1) and table.rows[0].source.at("服务天数").letter == "E"


@pytest.mark.parametrize(
    "right", ["服务天数（天）", "服务天数/天", "服 务 天 数", "服务\n天数", "服务天数【天】*", "天数"]
)
def test_a_unit_a_space_and_a_bracket_are_no_slip(tmp_path: Path, right: str) -> None:
    table = read(tmp_path, with_heading(LOG, "服务天数", right), VISIT)
    assert (near(table), table.missing) == ([], ())


@pytest.mark.parametrize("other", ["服务人数", "服务次数", "服务周数", "服务户数", "累计服务天数", "总服务天数"])
def test_a_heading_that_means_something_else_is_proposed_not_read(tmp_path: Path, other: str) -> None:
    table = read(tmp_path, with_heading(LOG, "服务天数", other), VISIT)
    assert near(table) == [(other, "E", ("服务天数",), False)]
    assert (table.missing, table.extra) == (("服务天数",), ())
    assert table.rows[0].values["服务天数"] is None


def test_a_likely_heading_is_read_where_the_right_one_is_not_there(tmp_path: Path) -> None:
    table = read(tmp_path, with_heading(ROSTER, "联系电话", "联系方式"), PERSON)
    assert near(table) == [("联系方式", "C", ("联系电话",), True)]
    assert table.rows[0].values["联系电话"] == "1"
    both = read(tmp_path, (*ROSTER, "联系方式"), (*PERSON, "微信"))
    assert (near(both), both.extra) == ([], ("联系方式",))
    assert both.rows[0].values["联系电话"] == "1"


@pytest.mark.parametrize(
    "heading",
    [
        (LOG[1:], ("开始时间", "结束时间")),
        (LOG[1:], ("起始日期", "终止日期")),
    ],
)
def test_a_log_with_a_first_and_a_last_day_is_read(tmp_path: Path, heading: tuple[list[str], list[str]]) -> None:
    rest, (first, last) = heading
    table = read(tmp_path, (first, last, *rest), ("2024.7.2", "2024.7.3", *VISIT[1:4], 2))
    assert near(table) == [(first, "A", ("日期",), True), (last, "B", ("结束日期",), True)]
    assert [str(table.rows[0].values[one]) for one in ("日期", "结束日期")] == ["2024-07-02", "2024-07-03"]


def test_a_first_and_a_last_day_under_one_heading_are_read(tmp_path: Path) -> None:
    heading = (("服务时间", "", *LOG[1:]), ("开始", "结束"))
    table = read(tmp_path, *heading, ("2024.7.2", "2024.7.3", *VISIT[1:4], 2))
    assert [(one.headings, one.taken) for one in table.near] == [(("日期",), True), (("结束日期",), True)]
    assert [str(table.rows[0].values[one]) for one in ("日期", "结束日期")] == ["2024-07-02", "2024-07-03"]
    assert (len(table.rows), table.missing, table.extra) == (1, (), ())


def test_nothing_less_than_half_alike_is_proposed(tmp_path: Path) -> None:
    table = read(tmp_path, (*LOG, "结束时间", "终止时间"), (*VISIT, "2024.7.2", "2024.7.3"))
    assert [(one.words, one.taken, one.likeness) for one in table.near] == [("结束时间", False, 0.8)]
    assert table.extra == ("终止时间",)


def test_of_two_columns_with_the_same_heading_the_first_is_read_and_the_other_named(tmp_path: Path) -> None:
    table = read(tmp_path, (*LOG, "服务天数（天）", "天数"), (*VISIT, 2, 3))
    assert table.rows[0].values["服务天数"] == Decimal(1)
    assert [(one.words, one.read, one.unread) for one in table.repeated] == [("服务天数", "E", ("F",))]
    assert (table.extra, near(table)) == (("天数",), [])


def test_of_two_headings_or_two_columns_none_is_guessed(tmp_path: Path) -> None:
    both = read(tmp_path, (*FIRM[:2], "期未研发活动"), ("甲公司", "91350100M000100Y43", "是"))
    assert near(both) == [("期未研发活动", "C", ("期初研发活动", "期末研发活动"), False)]
    one = read(tmp_path, (*FIRM[:3], "期未研发活动"), ("甲公司", "91350100M000100Y43", "否", "是"))
    assert near(one) == [("期未研发活动", "D", ("期末研发活动",), True)]
    assert one.rows[0].values["期末研发活动"] is True
    twice = read(tmp_path, (*LOG[:4], "服务天教", "服务夫数"), (*VISIT, 2))
    assert near(twice) == [("服务天教", "E", ("服务天数",), False), ("服务夫数", "F", ("服务天数",), False)]
    assert twice.missing == ("服务天数",)


def test_a_heading_that_another_form_knows_is_never_read_as_this_one(tmp_path: Path) -> None:
    table = read(tmp_path, (*LOG[:3], "类型", "天数", "意见"), VISIT)
    assert near(table) == [("类型", "D", ("服务类型",), False)]
    assert (table.form.name, table.missing, table.extra) == ("服务日志", ("服务类型",), ("意见",))


def test_under_a_group_the_heading_is_read_with_it(tmp_path: Path) -> None:
    rows = [
        (*FIRM[:2], "期初", "", "期末", ""),
        ("", "", "研发活动", "研发机构", "研发括动", "研发机构"),
        ("甲公司", "91350100M000100Y43", "否", "是", "是", "是"),
    ]
    table = read(tmp_path, *rows)
    assert near(table) == [("期末研发括动", "E", ("期末研发活动",), True)]
    assert table.rows[0].values["期末研发活动"] is True


def test_a_row_of_words_does_not_become_a_heading_by_likeness(tmp_path: Path) -> None:
    table = read(tmp_path, LOG, VISIT, ("7月3日", "类型", "名称", "服务类刑", 1))
    assert [row.source.row for row in table.rows] == [2, 3]


@pytest.mark.parametrize(
    ("word", "name", "slip"),
    [
        ("联络电话", "联系电话", True),
        ("联人电话", "联系电话", False),  # 人 is a character of headings
        ("联9电话", "联系电话", False),
        ("统一信用代码", "统一社会信用代码", True),
        ("信用代码", "统一社会信用代码", False),
        ("姓各", "姓名", False),
        ("名姓", "姓名", True),
        ("姓姓名", "姓名", True),
        ("聘其起", "聘期起", False),
    ],
)
def test_what_a_slip_is(word: str, name: str, slip: bool) -> None:
    assert is_slip(word, name, frozenset("联系人电话")) is slip


def test_likeness_is_the_share_of_common_characters() -> None:
    assert likeness("联系方式", "联系电话") == 0.5 and likeness("服务天教", "服务天数") == 0.75
