"""问题清单.xlsx: one row a problem, counted by level and rule, in words staff read."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from pipeline.documents.problem_list import problem_list
from pipeline.problems import Place, Problem, Severity
from pipeline.sheets.layout import SheetOut
from pipeline.sheets.writing import workbook

LABELS = {"service_days": "服务天数", "id_number": "身份证号"}
PROBLEMS = (
    Problem(
        "id_number", Severity.ERROR, Place("名册.xlsx", "特派员", 9, "身份证号", "E"), subject="T007", who="T007 王五"
    ),
    Problem(
        "service_days",
        Severity.UNMET,
        Place("名册.xlsx", "特派员", 7),
        subject="T005",
        who="T005 张伟",
        clause="三（四）",
    ),
    Problem(
        "service_days",
        Severity.UNMET,
        Place("名册.xlsx", "特派员", 8),
        subject="T006",
        who="T006 李四",
        clause="三（四）",
        exempted=True,
    ),
    Problem("coverage", Severity.DOUBT, clause="一"),
)
MESSAGES = ("甲。", "乙。", "丙。", "丁。")


def listed(*problems: Problem, **more: Any) -> list[SheetOut]:
    return problem_list(
        problems, MESSAGES[: len(problems)], LABELS, title="2024年问题清单", as_of=dt.date(2024, 12, 31), **more
    )


def cells(sheets: list[SheetOut], name: str, values: bool = True) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets, "问题清单")), data_only=values)
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_one_row_a_problem_with_its_place() -> None:
    rows = cells(listed(*PROBLEMS), "问题")

    assert rows[0][0] == "2024年问题清单"
    assert rows[1][0] == "截至2024年12月31日"
    assert rows[2:] == [
        ["序号", "级别", "规则", "依据", "工作簿", "工作表", "行", "列", "对象", "姓名/企业", "说明"],
        [1, "错误", "身份证号（id_number）", None, "名册.xlsx", "特派员", 9, "身份证号", "T007", "王五", "甲。"],
        [2, "未达标", "服务天数（service_days）", "三（四）", "名册.xlsx", "特派员", 7, None, "T005", "张伟", "乙。"],
        [3, "例外", "服务天数（service_days）", "三（四）", "名册.xlsx", "特派员", 8, None, "T006", "李四", "丙。"],
        [4, "存疑", "coverage", "一", None, None, None, None, None, None, "丁。"],
    ]


def test_levels_have_colours_of_their_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(listed(*PROBLEMS), "问题清单")))

    assert len({book["问题"][f"B{row}"].fill.fgColor.rgb for row in (4, 5, 6, 7)}) == 4


def test_summary_counts_by_level_and_rule_with_a_live_total() -> None:
    sheets = listed(*PROBLEMS)

    assert [sheet.name for sheet in sheets] == ["汇总", "问题"]
    assert cells(sheets, "汇总")[2:-1] == [
        ["级别", "规则", "依据", "条数"],
        ["错误", "身份证号（id_number）", None, 1],
        ["未达标", "服务天数（service_days）", "三（四）", 1],
        ["存疑", "coverage", "一", 1],
        ["例外", "服务天数（service_days）", "三（四）", 1],
        ["合计", None, None, 4],
    ]
    assert cells(sheets, "汇总", values=False)[7][3] == "=SUM(D4:D7)"


def test_what_is_withheld_or_left_out_is_named() -> None:
    sheets = listed(
        *PROBLEMS, withheld=[("assessments/东部工作站/T007.docx", "身份证号有误")], later={"服务日志": 12, "月报": 0}
    )

    assert cells(sheets, "未生成文件")[2:] == [
        ["序号", "文件", "原因"],
        [1, "assessments/东部工作站/T007.docx", "身份证号有误"],
    ]
    assert sheets[0].foot.endswith(
        "因存在错误，有 1 份文件没有生成，名称和原因见「未生成文件」。\n晚于截止日期、未计入的记录：服务日志 12 条。"
    )


def test_no_problem_says_so() -> None:
    sheets = listed()

    assert cells(sheets, "汇总")[3][0] == "没有发现问题"
    assert cells(sheets, "问题")[3][0] == "没有发现问题"


def test_a_message_for_each_problem() -> None:
    with pytest.raises(ValueError):
        problem_list(PROBLEMS, ["只有一句"], LABELS, title="", as_of=dt.date(2024, 12, 31))
