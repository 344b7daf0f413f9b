"""The key of a problem: answers in the offices' copies refer to it, so that it must stay what it once was."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import defaultdict
from pathlib import Path

from pipeline.check.year import check_year
from pipeline.publishing.workspace import Workspace
from tests.check.reminders.test_isolation import EAST_LOG, SOUTH_LOG, WEST_LOG, visit, year_of_three
from tests.conftest import REPOSITORY

# Given out by the first release of the keys. A key that is missing here has lost its answers.
GIVEN_OUT = {
    "ambiguous_person": ["df623f91119b8750"],
    "duplicate_id": ["685011e19410c3f1", "52aeb9ad1c6c5cf9", "7b9bfe95b88f0370"],
    "not_a_number": ["cb473b44184f39d7"],  # two cells of one person
    "unknown_person": ["2d3409765c403b85"],  # one name in two workbooks
    "enterprises_served": ["1a4fd4abd181c961"],
    "monthly_report": [
        *("56221c035ae9dd56", "0bb8f30662fd8a27", "9727583f05359c50", "022157f70b9983bb", "2d24b43e992e9877"),
    ],
    "service_days": ["04a77695d6ac43f0", "580d693a9995b667", "0871b9ef4eaf4b74"],
    "extra_columns": ["502deef1aeff0f6a"],
    "funds": ["2b763ab9aebf1ad8", "2b763ab9aebf1ad8-2"],  # two rows that nothing but their place tells apart
    "missing_form": [
        *("54e558ed27e4b4bb", "a1b13d9a7e89571f", "4a11a701d52018af", "21a443355d4681e7"),
        *("561b5664bbe999ce", "501c257d28f1dfb0", "125c46bef318461a"),
    ],
    "name_mismatch": ["64698b07ee475e11"],
    "repeated_row": ["a10adb04c3a7a075", "c4b503958cefb8db"],
    "unknown_service_type": ["4938c255b195089b"],  # of one person, in two workbooks
    "unpaired_visit": ["2bf42b493ef3dbe6", "8c96f58243cf3211"],
    "unrecognised_sheet": ["c6b18aa13baae6bf"],
}


def test_the_keys_are_those_that_were_given_out(tmp_path: Path) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for one in check_year(messy(tmp_path), None).findings:
        found[one.problem.rule].append(one.key)
    assert {rule: found[rule] for rule in GIVEN_OUT} == GIVEN_OUT


def messy(root: Path) -> Workspace:
    """A year with faults of every shape: of a cell, a row, a person, a name, a table, the district; some in several."""
    year = year_of_three(root / "input/2024")
    year.rows(EAST_LOG, "服务日志")[3:] = [
        visit("T001", "张伟", "甲公司", "约两天"),
        visit("T001", "张伟", "甲公司", "三五天", day=2),
        visit("T004", "李娜", "甲公司", day=3),
        visit("", "王娜", "甲公司", day=4),
        visit("T001", "张伟", "丙公司", day=5),
        visit("T004", "王芳", "乙公司", day=8, kind="座谈"),
    ]
    year.rows(WEST_LOG, "服务日志")[3:] = [
        visit("T002", "李娜", "甲公司"),
        visit("T004", "王芳", "乙公司", day=8, kind="会诊"),
        visit("", "王娜", "乙公司", day=9),
    ]
    year.rows(SOUTH_LOG, "服务日志")[2:] = [visit("", "张伟", "丙公司")]
    term = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    year.roster.append(["T002", "钱进", "", "13900000009", "南大学", "城南工作站", *term, ""])
    heading, row = ["日期", "事项", "用途", "金额", "随手记"], [dt.date(2024, 3, 1), "意外险", "保险", 800, 1]
    year.books["区局.xlsx"] = {"经费支出": [heading, row, row], "草稿": [["甲", "乙"], [1, 2]]}
    year.read()
    shutil.copy(REPOSITORY / "input/2024/plan.toml", year.folder)
    return Workspace(root, 2024)
