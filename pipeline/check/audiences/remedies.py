"""What a workstation can do where the bureau is told to change a roster, the plan or the input folder."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.check.faults import WORDINGS
from pipeline.problems import Problem

_NEW_KIND = "请改为已知类型；确有新类型的，请告知联系单位。"
_PAIRING = "请核对企业和日期；派驻关系有变化的，请告知联系单位。天数仍计入。"
REMEDIES: Mapping[str, str] = {
    "unreadable": "请检查原文件，另存为不带密码、不带宏的 .xlsx 后重新报送。",
    "no_form": "请对照表头要求检查标题行；与本项工作无关的文件请不要报送。",
    "missing_column": "请补上这一列并填写。",
    "missing_column_near": "如是这一列，请改正表头；否则请补上这一列并填写。",
    "workbook_copy": "请告知联系单位以哪一份为准。",
    "outside_year": "请核对日期；属于其他年度的记录请从本年度台账中删去。",
    "outside_year_month": "请核对月份；属于其他年度的记录请从本年度台账中删去。",
    "term_outside_year": "请核对起止日期。",
    "unknown_person": "请更正编号或姓名；确是新增人员的，请告知联系单位。",
    "unknown_enterprise": "请改为名录中的名称；确是新增或者改名企业的，请告知联系单位。",
    "ambiguous_enterprise": "请告知联系单位是哪一家。",
    "unpaired_visit": _PAIRING,
    "unpaired_visit_date": _PAIRING,
    "unknown_service_type": _NEW_KIND,
    "unknown_achievement": _NEW_KIND,
    "unknown_grade": "请核对等次。",
}


def station_remedy(problem: Problem) -> str:
    """What a workstation is asked to do: its own words where there are such, else the bureau's, to be filled yet."""
    code = problem.message or problem.rule
    return REMEDIES.get(code) or REMEDIES.get(problem.rule) or WORDINGS[code].remedy
