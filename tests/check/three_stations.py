"""A small year in which workstations meet: three of them with a workbook each, and the bureau's roster.

Nobody has handed in a report, a project or a paper, though the tables for them are there.
城东: T001 张伟, T002 李娜. 城西: T003 张伟, T004 王芳. 城南: T005 赵敏, with the same ID number as T001.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from pipeline.forms import MONTHLY_REPORTS, PAPERS, PROJECTS
from pipeline.publishing.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.intake.conftest import Rows, Year
from tests.rules.builders import PLAN

D = dt.date
TERM = (D(2024, 1, 1), D(2024, 12, 31))
EAST, WEST, SOUTH = "城东工作站", "城西工作站", "城南工作站"
EAST_LOG, WEST_LOG, SOUTH_LOG = (f"台账/{station}.xlsx" for station in (EAST, WEST, SOUTH))
EMPTY = "台账/空表.xlsx"
ID_NUMBER = "150602198001010003"
HEADINGS = ["日期", "结束日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数"]


def visit(number: str, name: str, firm: str, days: Any = 1, day: int = 1, kind: str = "技术服务") -> list[Any]:
    return [D(2024, 4, day), None, number, name, firm, kind, days]


def own_rows() -> dict[str, Rows]:
    return {
        EAST_LOG: [HEADINGS, visit("T001", "张伟", "甲公司"), visit("T002", "李娜", "甲公司")],
        WEST_LOG: [HEADINGS, visit("T003", "张伟", "乙公司"), visit("T004", "王芳", "乙公司")],
        SOUTH_LOG: [HEADINGS, visit("T005", "赵敏", "丙公司")],
    }


def year_of_three(folder: Path) -> Year:
    """Three stations, a workbook each, and the bureau's roster."""
    people = [
        ["编号", "姓名", "身份证号", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止", "银行账号"],
        ["T001", "张伟", ID_NUMBER, "13900000001", "东大学", EAST, *TERM, "6217000000000000001"],
        ["T002", "李娜", "", "13900000002", "东研究所", EAST, *TERM, ""],
        ["T003", "张伟", "", "13900000003", "西学会", WEST, *TERM, ""],
        ["T004", "王芳", "", "13900000004", "西大学", WEST, *TERM, ""],
        ["T005", "赵敏", ID_NUMBER, "13900000005", "南大学", SOUTH, *TERM, ""],
    ]
    firms = [
        ["企业名称", "统一社会信用代码"],
        ["甲公司", "91150602MA0N00001R"],
        ["乙公司", "91150602MA0N00002W"],
        ["丙公司", "91150602MA0N000030"],
    ]
    postings = [
        ["特派员编号", "企业名称", "服务起", "服务止"],
        *([id, firm, *TERM] for id, firm in (("T001", "甲公司"), ("T002", "甲公司"), ("T003", "乙公司"))),
        *([id, firm, *TERM] for id, firm in (("T004", "乙公司"), ("T005", "丙公司"))),
    ]
    handed_in: dict[str, Rows] = {form.name: [list(form.required)] for form in (MONTHLY_REPORTS, PROJECTS, PAPERS)}
    roster: dict[str, Rows] = {"特派员": people, "企业名录": firms, "派驻关系": postings}
    logs = {name: {"服务日志": rows} for name, rows in own_rows().items()}
    return Year(folder, PLAN, {"名册.xlsx": roster, **logs, EMPTY: handed_in})


def messy(root: Path) -> Workspace:
    """A year with faults of every shape: of a cell, a row, a person, a name, a table, the district; some in several."""
    three = year_of_three(root / "input/2024")
    three.rows(EAST_LOG, "服务日志")[3:] = [
        visit("T001", "张伟", "甲公司", "约两天"),
        visit("T001", "张伟", "甲公司", "三五天", day=2),
        visit("T004", "李娜", "甲公司", day=3),
        visit("", "王娜", "甲公司", day=4),
        visit("T001", "张伟", "丙公司", day=5),
        visit("T004", "王芳", "乙公司", day=8, kind="座谈"),
    ]
    three.rows(WEST_LOG, "服务日志")[3:] = [
        visit("T002", "李娜", "甲公司"),
        visit("T004", "王芳", "乙公司", day=8, kind="会诊"),
        visit("", "王娜", "乙公司", day=9),
    ]
    three.rows(SOUTH_LOG, "服务日志")[2:] = [visit("", "张伟", "丙公司")]
    three.roster.append(["T002", "钱进", "", "13900000009", "南大学", SOUTH, *TERM, ""])
    heading, row = ["日期", "事项", "用途", "金额", "随手记"], [D(2024, 3, 1), "意外险", "保险", 800, 1]
    three.books["区局.xlsx"] = {"经费支出": [heading, row, row], "草稿": [["甲", "乙"], [1, 2]]}
    three.read()
    shutil.copy(REPOSITORY / "input/2024/plan.toml", three.folder)
    return Workspace(root, 2024)
