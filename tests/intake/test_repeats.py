"""Sheets and workbooks that repeat another: an error that names both, and their rows count once."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest

from pipeline.forms import SERVICE_LOGS
from pipeline.intake.repeats import without_repeats
from pipeline.problems import Severity, Source
from pipeline.sheets import Book, Row, Table
from tests.intake.conftest import Rows, Year

D = dt.date
LOG = "台账/日志.xlsx"


def visits(month: int, number: int = 5, days: float = 0.5) -> Rows:
    return [
        [D(2024, month, day), None, "T002", "李娜", "乙（东胜）公司", "技术服务", days, ""]
        for day in range(4, 4 + number)
    ]


def copied(rows: Rows) -> Rows:
    return [list(row) for row in rows]


def errors(year: Year) -> list[str]:
    return [one.rule for one in year.read().problems if one.severity is Severity.ERROR]


# ── sheets ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_sheet_copied_within_its_workbook_is_an_error_naming_both_and_counts_once(year: Year, number: int) -> None:
    year.log[1:] = visits(3, number)
    year.books[LOG]["服务日志 (2)"] = copied(year.log)
    intake = year.read()
    assert len(intake.dataset.service_logs) == number
    assert year.says("workbook_copy") == [
        f"台账/日志.xlsx「服务日志 (2)」：与 台账/日志.xlsx「服务日志」 的 {number} 行完全相同，是同一张表的副本，只读取了 台账/日志.xlsx「服务日志」。"
        "请确认以哪一张为准，把另一张删去。"
    ]
    assert errors(year) == ["workbook_copy"]


def test_the_copy_of_a_copy_is_told_too_and_the_order_of_rows_does_not_hide_one(year: Year) -> None:
    year.log[1:] = visits(3)
    year.books[LOG]["服务日志 (2)"] = copied(year.log)
    year.books[LOG]["备份表"] = [year.log[0], *copied(year.log)[:0:-1]]
    assert len(year.read().dataset.service_logs) == 5
    assert len(year.says("workbook_copy")) == 2


def test_a_copied_sheet_of_the_roster_is_one_error_and_no_duplicate_of_every_row(year: Year) -> None:
    year.books["名册.xlsx"]["特派员 (2)"] = copied(year.roster)
    assert len(year.read().dataset.commissioners) == 3
    assert errors(year) == ["workbook_copy"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(visits(4), id="另一个月"),
        pytest.param(visits(3)[:4], id="少一行"),
        pytest.param([*visits(3), *visits(4, 1)], id="多一行"),
        pytest.param([*visits(3)[:4], *visits(3, 5, 1)[4:]], id="改了一行"),
        pytest.param([], id="空表"),
    ],
)
def test_a_sheet_with_other_rows_is_no_copy(year: Year, other: Rows) -> None:
    year.log[1:] = visits(3)
    year.books[LOG]["服务日志 (2)"] = [year.log[0], *other]
    assert year.says("workbook_copy") == []
    assert len(year.read().dataset.service_logs) == 5 + len(other)


def test_empty_sheets_are_no_copies_of_one_another(year: Year) -> None:
    year.log[1:] = []
    year.books[LOG] |= {"二月": [year.log[0]], "三月": [year.log[0]]}
    year.books["台账/空表.xlsx"] = {"服务日志": [year.log[0]]}
    year.books["台账/空表(1).xlsx"] = {"服务日志": [year.log[0]]}
    assert year.says("workbook_copy") == []


def test_rows_that_cannot_be_read_are_told_apart_by_what_stands_there(year: Year) -> None:
    year.log[1:] = [["上旬", *row[1:]] for row in visits(3, 1)]
    year.books[LOG]["中旬"] = [year.log[0], *(["中旬", *row[1:]] for row in visits(3, 1))]
    assert year.says("workbook_copy") == []


def test_a_copied_sheet_does_not_hide_that_its_workbook_is_a_copy(year: Year) -> None:
    year.log[1:] = visits(3)
    year.books["台账/日志(1).xlsx"] = {"服务日志": copied(year.log), "服务日志 (2)": copied(year.log)}
    assert len(year.read().dataset.service_logs) == 5
    assert len(year.says("workbook_copy")) == 2


# ── workbooks ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "rows", "others", "copy"),
    [
        pytest.param("春季.xlsx", visits(3), [*visits(3)[:4], *visits(4, 1)], True, id="五行中四行"),
        pytest.param("春季.xlsx", visits(3), [*visits(3)[:3], *visits(4, 2)], False, id="五行中三行"),
        pytest.param("春季.xlsx", visits(3, 2), visits(3, 2), True, id="两行完全相同"),
        pytest.param("春季.xlsx", visits(3, 2), [*visits(3, 1), *visits(4, 1)], False, id="两行中一行"),
        pytest.param("日志(1).xlsx", visits(3, 4), [*visits(3, 2), *visits(4, 2)], True, id="名称只差(1)，一半"),
        pytest.param("日志-更正.xlsx", visits(3, 4), [*visits(3, 2), *visits(4, 2)], True, id="更正，一半"),
        pytest.param("日志 - 副本 (2).xlsx", visits(3, 4), [*visits(3, 2), *visits(4, 2)], True, id="副本，一半"),
        pytest.param("日志(1).xlsx", visits(3, 5), [*visits(3, 2), *visits(4, 3)], False, id="名称只差(1)，不到一半"),
        pytest.param("日志三月.xlsx", visits(3, 4), [*visits(3, 2), *visits(4, 2)], False, id="另一名称，一半"),
    ],
)
def test_how_much_of_the_larger_makes_a_workbook_a_copy(
    year: Year, name: str, rows: Rows, others: Rows, copy: bool
) -> None:
    year.log[1:] = rows
    year.books[f"台账/{name}"] = {"服务日志": [year.log[0], *others]}
    said = year.says("workbook_copy")
    assert bool(said) is copy
    if copy:
        assert said[0].startswith(f"台账/{name}：与 台账/日志.xlsx 内容重复（")


def test_a_row_more_than_once_is_not_the_same_as_once(year: Year) -> None:
    year.log[1:] = visits(3, 1)
    year.books["台账/春季.xlsx"] = {"服务日志": [year.log[0], *visits(3, 1), *visits(3, 1), *visits(3, 1)]}
    assert year.says("workbook_copy") == []


def test_ten_thousand_workbooks_are_not_each_held_against_each() -> None:
    started = time.process_time()
    books = [book(f"{number}.xlsx", [(number, 0), (number, 1)]) for number in range(10_000)]
    kept, found = without_repeats([*books, book("7(1).xlsx", [(7, 0), (7, 1)])])
    assert (len(kept), [repeat.original.workbook for repeat in found]) == (10_000, ["7.xlsx"])
    assert time.process_time() - started < 20


def book(name: str, rows: list[tuple[int, int]]) -> Book:
    headings = [column.heading for column in SERVICE_LOGS.columns]
    found = []
    for number, (first, second) in enumerate(rows, 2):
        values: dict[str, Any] = dict.fromkeys(headings, "")
        values |= {
            "日期": D(2024, 1, 1),
            "特派员编号": f"T{first}",
            "服务内容": str(second),
            "服务企业": (f"企业{second}",),
        }
        found.append(Row(Source(name, "服务日志", number), values, ()))
    table = Table(SERVICE_LOGS, name, "服务日志", 1, (), tuple(found), (), ())
    return Book(name, (table,), (), (), ())
