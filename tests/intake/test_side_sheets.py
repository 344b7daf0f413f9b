"""Sheets that offices keep beside their logs: one doubt at most, nothing counted, nothing withheld."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from pipeline.intake import Intake
from pipeline.problems import Severity
from tests.intake.conftest import Year

D = dt.date
DAYS = [D(2024, month, 8) for month in range(1, 13)]
MONTHS = [f"{month}月" for month in range(1, 13)]
PEOPLE = (("T001", "张伟"), ("T002", "李娜"))

SIDE_SHEETS: dict[str, list[list[Any]]] = {
    "值班表": [["值班安排"], ["序号", "日期", "姓名", "事由", "备注"], [1, D(2024, 7, 1), "李娜", "值班"]],
    "值班": [["日期", "姓名", "联系电话"], [D(2024, 7, 1), "李娜", "13900000002"]],
    "值班csv": [["序号", "日期", "姓名", "备注"], ["1", "2024-7-1", "李娜", "值班"], ["2", "2024-7-2", "张伟", ""]],
    "通讯录": [["序号", "姓名", "性别", "楼层", "联系电话", "备注"], [1, "李娜", "女", 3, "0477-8000001"]],
    "通讯录二": [["姓名", "电话", "单位"], ["李娜", "8000001", "某研究所"]],
    "通讯录三": [["编号", "姓名", "手机", "工作单位", "职务"], ["T001", "张伟", "13900000001", "某大学", "讲师"]],
    "通讯录四": [["编号", "姓名", "手机", "工作单位", "工作站"], ["T001", "张伟", "13900000001", "某大学", "城东工作站"]],
    "考勤": [["2024年3月考勤表"], ["序号", "姓名", *range(1, 32)], [1, "张伟", *["√"] * 31]],
    "考勤二": [["姓名", "编号", *(f"{day}日" for day in range(1, 32))], ["张伟", "T001", *["√"] * 31]],
    "考勤三": [["序号", "姓名", *(str(day) for day in range(1, 32))], ["1", "张伟", *["√"] * 31]],
    "考勤四": [["姓名", "编号", *(D(2024, 3, day) for day in range(1, 32))], ["张伟", "T001", *["√"] * 31]],
    "签到": [["序号", "姓名", "单位", "备注"], [1, 2, 3, 4], [1, "张伟", "甲公司"], [2, "李娜", "丙公司"]],
    "会议签到": [["会议签到表"], ["序号", "姓名", "单位", "职务", "联系电话", "签名"], [1, "张伟", "某大学", "讲师", "13900000001"]],
    "会议记录": [["日期", "主题", "地点", "人数", "记录人"], [D(2024, 3, 1), "工作例会", "会议室", 8, "李娜"]],
    "补贴发放": [["特派员生活补贴发放登记（发放日期）"], ["序号", "姓名", *MONTHS], [1, "张伟", *DAYS], [2, "李娜", *DAYS]],
    "补贴": [["编号", "姓名", *MONTHS, "合计"], ["T001", "张伟", *[1000] * 12, 12000]],
    "补贴发放二": [["编号", "姓名", "月份", "发放日期", "金额"], ["T001", "张伟", "1月", D(2024, 1, 8), 1000]],
    "工资": [["工号", "姓名", "月份", "基本工资", "补助", "实发"], ["1", "张伟", 3, 1000, 200, 1200]],
    "工作量": [["姓名", *MONTHS, "合计"], ["张伟", *range(1, 13), 78]],
    "工作量二": [["姓名", *range(1, 13)], ["张伟", *range(1, 13)]],
    "统计": [["工作站", *MONTHS], ["城东工作站", *range(1, 13)], ["城西工作站", *range(1, 13)]],
    "车辆登记": [["日期", "车牌号", "驾驶人", "目的地", "里程", "备注"], [D(2024, 3, 1), "蒙K00000", "李娜", "丙公司", 12]],
    "差旅报销": [["日期", "姓名", "事由", "目的地", "天数", "金额"], [D(2024, 3, 1), "张伟", "调研", "外地", 2, 800]],
    "采购": [["日期", "事项", "数量", "单价", "金额", "经办人"], [D(2024, 3, 1), "打印纸", 5, 20, 100, "李娜"]],
    "走访计划": [["日期", "企业名称", "走访人", "走访内容", "备注"], [D(2024, 3, 1), "甲公司", "张伟", "调研"]],
    "走访计划二": [["企业名称", "统一社会信用代码", "联系人", "联系电话", "走访时间"], ["甲公司", "91150602MA0N00001Q", "某", "8000001", D(2024, 3, 1)]],
    "走访计划三": [["日期", "姓名", "企业名称", "走访内容", "备注"], [D(2024, 3, 1), "张伟", "甲公司", "调研"]],
    "花名册": [["学号", "姓名", "性别", "民族", "身份证号", "家长", "联系电话"], ["1", "张伟", "男", "汉", "", "某", "8000001"]],
    "打分": [["编号", "姓名", "德", "能", "勤", "绩", "得分", "等次"], ["T001", "张伟", 20, 20, 20, 20, 80, "良好"]],
    "合同台账": [["合同名称", "甲方", "乙方", "合同金额", "签订日期", "备注"], ["委托开发", "甲公司", "某大学", 1000, D(2024, 3, 1)]],
    "体检": [["日期", "姓名", "项目", "结果", "备注"], [D(2024, 3, 1), "张伟", "血压", "正常"]],
    "借用": [["序号", "姓名", "物品", "数量", "借出日期", "归还日期"], [1, "张伟", "投影仪", 1, D(2024, 3, 1), D(2024, 3, 2)]],
    "目录": [["目录"], ["1", "服务日志"], ["2", "月报"], ["3", "项目申报"]],
    "说明": [["填报说明"], ["1. 日期写到日"], ["2. 姓名与名册一致"], ["服务日志", "月报", "抽查"]],
    "透视": [["求和项:服务天数", "列标签"], ["行标签", "技术服务", "培训", "总计"], ["张伟", 1, 2, 3], ["总计", 1, 2, 3]],
    "透视二": [["姓名", "服务天数"], ["张伟", 12], ["李娜", 3], ["总计", 15]],
    "材料清单": [["姓名", "材料", "份数", "备注"], ["张伟", "发票", 3]],
    "产值": [["企业名称", "统一社会信用代码", "一季度产值", "二季度产值"], ["甲公司", "91150602MA0N00001Q", 100, 200]],
}  # fmt: skip


def counts(intake: Intake) -> dict[str, Any]:
    kinds = ("commissioners", "enterprises", "pairings", "service_logs", "monthly_reports", "projects", "achievements")
    kinds += ("papers", "spot_checks", "trainings", "expenses", "results", "exceptions")
    return {kind: len(getattr(intake.dataset, kind)) for kind in kinds}


def found(intake: Intake) -> Counter[tuple[Severity, str, str | None, frozenset[str]]]:
    return Counter((one.severity, one.rule, one.form, one.people) for one in intake.problems)


@pytest.mark.parametrize("name", SIDE_SHEETS)
def test_a_side_sheet_in_a_log_is_one_doubt(year: Year, name: str) -> None:
    before = year.read()
    year.books["台账/日志.xlsx"][name] = SIDE_SHEETS[name]
    after = year.read()
    assert counts(after) == counts(before)
    [(severity, rule, _, people)] = (found(after) - found(before)).elements()
    assert (severity, rule, people) == (Severity.DOUBT, "unrecognised_sheet", frozenset())


@pytest.mark.parametrize("name", [one for one in SIDE_SHEETS if one not in ("走访计划三", "目录", "说明", "透视")])
def test_a_station_s_workbook_of_side_sheets_alone_is_one_doubt(year: Year, name: str) -> None:
    before = year.read()
    year.books[f"台账/城东工作站{name}.xlsx"] = {"Sheet1": SIDE_SHEETS[name]}
    after = year.read()
    assert counts(after) == counts(before)
    [(severity, rule, _, people)] = (found(after) - found(before)).elements()
    assert (severity, rule, people) == (Severity.DOUBT, "no_form", frozenset())
