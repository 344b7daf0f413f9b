"""Everything that can be wrong: a folder of workbooks and a year of records that break every rule.

The people are invented; their numbers must never come back in a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font

from pipeline.check.answers import take_answers
from pipeline.check.year import LEFT_ALONE
from pipeline.faults import Named
from pipeline.forms import EXPENSES, FORMS
from pipeline.forms.offers import EXAMPLE_NOTE, example
from pipeline.intake import misplaced, take_in
from pipeline.intake.matching import People
from pipeline.intake.unread import unread_problem
from pipeline.intake.workbooks import missing_forms, refusals
from pipeline.plan import Plan
from pipeline.problems import Place, Problem
from pipeline.records import Achievement, AssessmentResult, Dataset, Expense, Flags
from pipeline.rules import Phase, count, judge
from pipeline.sheets import Refusal, Unread, read_folder
from pipeline.sheets.annotating import annotated
from pipeline.sheets.files.walking import FOLDER, OBSTACLES
from pipeline.sheets.front import Front, FrontColumn, FrontRow
from tests.rules.builders import FIRM, PLAN, firm, log, on, person, posting, reading, visit, without, year

PIPELINE = Path(__file__).resolve().parents[1] / "pipeline"
ID, PHONE, ACCOUNT = "150602198001010003", "13900000001", "6217000000000000001"
D = dt.date


def codes_in(folder: str, pattern: str) -> set[str]:
    """What the pattern finds in the code of a room."""
    sources = (path.read_text(encoding="utf-8") for path in sorted((PIPELINE / folder).rglob("*.py")))
    return {code for source in sources for code in re.findall(pattern, source)}


REFUSALS = codes_in("sheets", r'(?:Refused\(|Refusal\(workbook, )"(\w+)"') | OBSTACLES | {FOLDER}
FAULTS = codes_in("sheets", r'(?:Wrong|Flaw)\("(\w+)"') - {"unread"} | {"required_empty", misplaced.CODE}


def refused() -> Iterator[Problem]:
    yield from refusals([Refusal(f"{code}.xlsx", code) for code in sorted(REFUSALS)], People([]))


def faulty() -> Iterator[Problem]:
    """A fault of every kind that a cell can have, shown and in a private column."""
    table = next(
        entry for book in read_folder(PIPELINE.parent / "input/2024", FORMS, 2024, LEFT_ALONE) for entry in book.tables
    )
    for code in sorted(FAULTS):
        for column, shown in (("联系电话", "七月"), ("联系电话", ""), ("备注", "七月")):
            cell = Unread(code, Place("名册.xlsx", "特派员", 5, column, "F"), shown)
            yield unread_problem(cell, table, Named("T003", "T003 王𬭩"))


def read_wrong(folder: Path) -> Iterator[Problem]:
    """A folder of real workbooks with everything wrong that reading notices."""
    term = (D(2024, 1, 1), D(2024, 12, 31))
    people = [
        ["编号", "姓名", "身份证号", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止", "银行账号", "爱好"],
        ["T001", "张伟", ID, PHONE, "某大学", "城东工作站", *term, ACCOUNT, "围棋"],
        ["T002", "李娜", "", "13900000002", "某研究所", "城东工作站", *term, "", ""],
        ["T003", "张伟", "", "13900000003", "某学会", "城东工作站", *term, "", ""],
        ["T003", "张炜", "", "13900000003", "某学会", "城东工作站", *term, "", ""],
        ["T002", "李娜", "", "13900000002", "某研究所", "城东工作站", *term, "", ""],
        [ID, "王五", "", "13900000002", "某研究所", "城东工作站", *term, "", ""],
    ]
    directory = [
        ["企业名称", "统一社会信用代码", "规上工业企业"],
        ["甲公司", firm(1).credit_code, "是"],
        ["乙公司", firm(2).credit_code, "是"],
        ["乙公司", firm(3).credit_code, "是"],
    ]
    pairings = [
        ["特派员编号", "企业名称", "统一社会信用代码", "服务起", "服务止"],
        ["T001", "甲公司", firm(2).credit_code, *term],
        ["T002", "甲公司", firm(9).credit_code, *term],
    ]
    visits = [
        [
            "日期",
            "结束日期",
            "特派员编号",
            "特派员姓名",
            "服务企业",
            "服务类型",
            "服务天数",
            "服务内容说明",
            "服务天数",
        ],
        [D(2024, 3, 4), None, "T009", "张伟", "甲公司", "技术服务", 1],
        [D(2024, 3, 4), None, "", "张伟", "甲公司", "技术服务", 1],
        [D(2024, 3, 4), None, "T001", "章伟", "甲公司", "技术服务", 1],
        [D(2024, 3, 5), None, "T001", "张伟", "丙公司", "技术服务", 1],
        [D(2024, 3, 6), None, "T001", "张伟", "乙公司", "技术服务", 1],
        [D(2023, 3, 6), None, "T001", "张伟", "甲公司", "技术服务", 1],
        [D(2024, 3, 6), D(2024, 3, 5), "T001", "张伟", "甲公司", "技术服务", 1],
        [D(2024, 3, 7), D(2024, 3, 8), "T001", "张伟", "甲公司", "技术服务", 3],
        [D(2024, 3, 9), None, "T001", "张伟", "甲公司", "技术服务", -1],
        [D(2024, 3, 10), None, "T001", "张伟", "甲公司", "技术服务", 0],
        [D(2024, 3, 11), None, "T002", "李娜", "甲公司", "技术服务", 1],
        [D(2024, 3, 11), None, "T002", "李娜", "甲公司", "技术服务", 1],
    ]
    again = [visits[0], visits[-1], [D(2024, 5, 6), None, "T002", "李娜", "甲公司", "技术服务", 1]]
    again.append([D(2024, 3, 10), None, "T001", "张伟", "甲公司", "技术服务", 1])
    projects = [["特派员编号", "特派员姓名", "服务企业", "项目名称", "项目级别", "申报日期"]]
    projects += [[*who, "甲公司", "某项目", "市级", D(2024, 4, 1)] for who in (("T001", "张伟"), ("T002", "李娜"))]
    reports = [["特派员编号", "特派员姓名", "月份", "报送日朗"], ["T002", "李娜", "2023年12月", D(2024, 1, 5)]]
    shown = example(EXPENSES, PLAN)
    money = [
        ["日期", "事项", "用途", "金额", "备注"],
        [D(2024, 3, 1), "冲销", "科技培训", -100, EXAMPLE_NOTE],
        [*(shown[heading] for heading in ("日期", "事项", "用途", "金额")), ""],
        [D(2024, 4, 1), "横幅", "科技培训", 90, ""],
        [D(2024, 4, 1), "“横幅”", "科技培训", 90, ""],
    ]
    checks = [["日期", "特派员编号", "特派员姓名", "抽查单位"], [D(2024, 5, 8), "T002", "李娜", "城东工作站"]]
    plans = [["特派员编号", "特派员姓名", "材料", "材料提交日"], ["T002", "李娜", "工作计划", D(2024, 1, 5)]]
    book(folder / "名册.xlsx", 特派员=people, 企业名录=directory, 派驻关系=pairings, 便签=[["记得带伞"]])
    book(folder / "台账/城东.xlsx", 服务日志=visits, 月报=reports, 经费支出=money, 计划与总结=plans, 抽查=checks)
    book(folder / "台账/城东补.xlsx", 服务日志=again, 项目申报=projects, 副本=projects)
    book(folder / "名册(1).xlsx", 特派员=people, 企业名录=directory, 派驻关系=pairings)
    months = [["姓名", "1月", "2月"], ["李娜", D(2024, 1, 8), D(2024, 2, 8)]]
    book(folder / "发放.xlsx", 发放=months)
    book(folder / "值班.xlsx", 值班=[["日期", "姓名", "事由"], [D(2024, 1, 8), "李娜", "值班"]])
    heading = [*visits[0][:7], "日期", "结束日期"]
    row = [D(2024, 5, 7), None, "T002", "李娜", "甲公司", "技术服务", 1, D(2024, 5, 8), D(2024, 5, 8)]
    begun: list[list[Any]] = [heading, row, ["示例：", *row[1:7]], [None, None, "T002", "李娜"]]
    book(folder / "台账/划去.xlsx", 五月=begun, 发放=months, 值班=[["日期", "姓名"], [D(2024, 1, 8), "李娜"]])
    for name in ("通讯录.xlsx", "城东工作站.xlsx"):
        book(folder / name, 通讯录=[["姓名", "爱好"], ["张伟", "围棋"]])
    answer(folder / "名册.xlsx", ["同意", "李娜", ""], ["属实", "", ""], ["属实", "李娜", "年后"], ["属实", "李娜", ""])
    answer(folder / "台账/城东.xlsx", [], [], [], ["待定", "李娜", ""])
    intake = take_in(read_folder(folder, FORMS, 2024), PLAN, PLAN.last_day)
    _, unclear = take_answers(intake.replies, {"0", "1", "2", "3"}, 2024)
    yield from (*intake.problems, *unclear)
    yield from missing_forms((), (), logs=True)
    yield from take_in(read_folder(folder, FORMS, 2024), reading(zero_day_visits="counts"), PLAN.last_day).problems


def answer(path: Path, *answers: list[str]) -> None:
    """Put a corrected copy with these answers to problems 0, 1, … in the workbook's place."""
    columns = [FrontColumn(heading, 9, asked=True) for heading in ("处理", "处理人", "日期")]
    rows = [FrontRow(tuple(one or ["", "", ""]), str(number)) for number, one in enumerate(answers)]
    path.write_bytes(annotated(path, [], Front("问题", "待改事项", (), tuple(columns), tuple(rows))).data)


def book(path: Path, **sheets: list[list[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, table in sheets.items():
        sheet = workbook.create_sheet(title)
        if title == "月报":
            sheet.row_dimensions[2].hidden = True
        for row in table:
            sheet.append(row)
        if path.stem == "划去":
            for cell in sheet[2]:
                cell.font = Font(strike=True)
    workbook.save(path)


def judged_wrong() -> Iterator[Problem]:
    """Years that break every rule."""
    private = {"phone": PHONE, "bank": "示例银行", "bank_account": ACCOUNT}
    at, money = log("知识产权与技术合同", 4), log("经费支出", 4)
    enterprises = (
        firm(1, high_tech=True),
        replace(firm(8), credit_code="91350100M000100Y44", phone="139000"),
        firm(2, high_tech=True, certificate_date=on(1, 5, 2020)),
        firm(12, high_tech=True, certificate_date=on(1, 5, 2025)),
        firm(3, high_tech=True, certificate_date=on(1, 5, 2023), certificate_number="GR1", tech_sme=True),
        firm(4, tech_sme=True, registration_number="2023"),
        firm(5, tech_sme=True, registration_number="2024", above_scale=True, end=Flags(True, True, True)),
        replace(firm(6), credit_code="91350100", phone="见名片"),
        replace(firm(7), credit_code="N2150602MF0000000P"),
        *(firm(number, "某公司", certificate_number="GR3", registration_number="3") for number in (13, 14)),
    )
    wrong_visits = [visit("T001", on(2, 1), kind="座谈", at=[firm(2)]), visit("T001", on(3, 1), at=[firm(5)])]
    kinds: dict[str, Any] = {
        "achievements": [
            Achievement("T001", (FIRM.credit_code,), "论文", "论文", "", on(7, 9), None, "", at),
            Achievement("T001", (FIRM.credit_code,), "技术合同", "合同", "", on(7, 9), None, "合同", at),
        ],
        "results": [AssessmentResult("T001", "优秀", on(12, 28), "", log("考核结果", 4))],
        "expenses": [Expense(on(3, 1), "横幅", "宣传", Decimal(800), "", "", money)],
    }
    someone = person(
        days=0,
        plans=0,
        reports={**without(3), 2: on(2, 20), 9: on(8, 20)},
        projects=[],
        term=(on(3, 1), on(9, 30)),
        id_number=ID[:-1] + "0",
        exceptions=[("service_day", "1")],
        **private,
    )
    paper = replace(person().papers[0], kind="小结")
    project = replace(person().projects[0], level="旗级")
    someone = replace(someone, papers=(paper,), projects=(project,))
    second = person("T002", days=25, id_number=ID, exceptions=[("service_days", "25"), ("project", "1")], **private)
    third = person("T003", days=20, projects=[], id_number=ID, exceptions=[("service_days", "25")], **private)
    fourth = person(
        "T004",
        phone="139000",
        bank_account="无",
        id_number=ID[:10] + "13" + ID[12:],
        exceptions=[("服务天数", "25")],
        term=(None, on(1, 1)),
    )
    fourth = replace(fourth, commissioner=replace(fourth.commissioner, workstation="东部工做站"))  # and no other has it
    fifth = person("T005", id_number=ID[:-1], term=(on(1, 1, 2025), on(1, 1, 2026)))
    sixth = person("T006", term=(on(9, 1), on(3, 1)), phone="1390000000l")
    pairings = [
        posting("T001", 3, at=firm(5), start=on(4, 1)),
        posting("T001", 4, at=firm(5), start=on(5, 1)),
    ]
    dataset = year(
        *(someone, second, third, fourth, fifth, sixth),
        enterprises=enterprises,
        pairings=pairings,
        visits=wrong_visits,
        **kinds,
    )
    yield from _every(dataset, PLAN)
    yield from _every(replace(dataset, as_of=on(1, 15, 2025)), PLAN)
    yield from _every(replace(dataset, as_of=on(2, 20)), PLAN)  # the term of the first has not begun
    yield from _every(dataset, reading(visits_outside_term="leave_out", visits_unpaired="leave_out"))
    late = replace(PLAN, submission={**PLAN.submission, "date": on(1, 6, 2025)})
    yield from _every(dataset, late)
    yield from _every(dataset, replace(PLAN, grades=("优秀", "合格"), grade_caps={"优秀": 35}))
    yield from _every(dataset, reading(thresholds_inclusive=False, high_tech_counts="claimed"))


def _every(dataset: Dataset, plan: Plan) -> list[Problem]:
    return judge(dataset, plan, count(dataset, plan), Phase.YEAR_END)
