"""A small year as real workbooks: two stations, three people, three firms; each test changes what it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.check.saying import say
from pipeline.forms import FORMS
from pipeline.intake import Intake, take_in
from pipeline.plan import Plan, read_plan
from pipeline.sheets import read_folder

ROOT = Path(__file__).resolve().parents[2]
D = dt.date

ROSTER = [
    ["编号", "姓名", "身份证号", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止", "银行账号"],
    [
        "T001",
        "张伟",
        "150602199001010008",
        "13900000001",
        "某大学",
        "城东工作站",
        D(2024, 1, 1),
        D(2024, 12, 31),
        "6222",
    ],
    ["T002", "李娜", "", "13900000002", "某研究所", "城东工作站", D(2024, 1, 1), D(2024, 12, 31), ""],
    ["T003", "张伟", "", "13900000003", "某学会", "城西工作站", D(2024, 1, 1), D(2024, 12, 31), ""],
]
DIRECTORY = [
    ["企业名称", "统一社会信用代码", "规上工业企业", "曾用名"],
    ["甲公司", "91150602MA0N00001Q", "是", ""],
    ["乙（东胜）公司", "91150602MA0N00002L", "否", "乙厂"],
    ["丙公司", "91150602MA0N00003G", "", ""],
]
PAIRINGS = [
    ["特派员编号", "特派员姓名", "企业名称", "服务起", "服务止"],
    ["T001", "张伟", "甲公司、乙(东胜)公司", D(2024, 1, 1), D(2024, 12, 31)],
    ["T002", "李娜", "乙（东胜）公司", D(2024, 1, 1), D(2024, 12, 31)],
    ["T003", "张伟", "丙公司", D(2024, 1, 1), D(2024, 12, 31)],
]
LOG = [
    ["日期", "结束日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "工作站"],
    [D(2024, 3, 4), None, "T001", "张伟", "甲公司", "技术服务", 1, ""],
    [D(2024, 3, 5), None, "", "李娜", "乙（东胜）公司", "政策宣传", 0.5, ""],
]
Rows = list[list[Any]]


@dataclass
class Year:
    """The workbooks of a year by path, each a dict of sheets; `read` takes them in, after `changes` to each."""

    folder: Path
    plan: Plan
    books: dict[str, dict[str, Rows]] = field(default_factory=dict)
    changes: dict[str, Callable[[openpyxl.Workbook], None]] = field(default_factory=dict)

    def read(self, as_of: dt.date | None = None, *, logs_wanted: bool = True) -> Intake:
        for name, sheets in self.books.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            book = openpyxl.Workbook()
            book.remove(book.active)
            for title, rows in sheets.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
            self.changes.get(name, lambda book: None)(book)
            book.save(path)
        found = read_folder(self.folder, FORMS, self.plan.year)
        return take_in(found, self.plan, as_of or self.plan.last_day, logs_wanted=logs_wanted)

    def says(self, rule: str, as_of: dt.date | None = None) -> list[str]:
        """The sentences of one rule."""
        return [say(problem, self.plan) for problem in self.read(as_of).problems if problem.rule == rule]

    def rows(self, book: str, sheet: str) -> Rows:
        return self.books[book][sheet]

    @property
    def log(self) -> Rows:
        return self.books["台账/日志.xlsx"]["服务日志"]

    @property
    def roster(self) -> Rows:
        return self.books["名册.xlsx"]["特派员"]

    @property
    def pairings(self) -> Rows:
        return self.books["名册.xlsx"]["派驻关系"]

    @property
    def directory(self) -> Rows:
        return self.books["名册.xlsx"]["企业名录"]


@pytest.fixture(scope="session")
def plan() -> Plan:
    return read_plan(ROOT / "input/2024/plan.toml")


@pytest.fixture
def year(tmp_path: Path, plan: Plan) -> Year:
    def copy(rows: Rows) -> Rows:
        return [list(row) for row in rows]

    roster = {"特派员": copy(ROSTER), "企业名录": copy(DIRECTORY), "派驻关系": copy(PAIRINGS)}
    return Year(tmp_path, plan, {"名册.xlsx": roster, "台账/日志.xlsx": {"服务日志": copy(LOG)}})
