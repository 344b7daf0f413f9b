"""问题清单.xlsx: one row a problem, counted by level and rule, with its answer and the way to its copy."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl

from pipeline.check.answers import Action
from pipeline.check.findings import Finding, Progress
from pipeline.check.given_back.problem_list import problem_list
from pipeline.check.given_back.results import Results
from pipeline.check.history import Compared
from pipeline.problems import Place, Problem, Severity
from pipeline.sheets.writing.layout import SheetOut
from pipeline.sheets.writing.workbook import workbook
from tests.check.findings import answered, finding

LABELS = {"service_days": "服务天数", "id_number": "身份证号", "certificate": "高企证书待核"}
ROSTER, LOG = "名册.xlsx", "台账/城东 2024#1 100%.xlsx"


def shown(problem: Problem, sentence: str, *corrections: str) -> Finding:
    """A finding of a first check, and the corrected copies that show it."""
    return replace(finding(problem, sentence, progress=Progress.FIRST), corrections=corrections)


CELL = shown(
    Problem("id_number", Severity.ERROR, Place(ROSTER, "特派员", 9, "身份证号", "E"), "T007", "T007 王五"),
    "甲。",
    "待改/名册.xlsx",
)
SHORT = shown(
    Problem("service_days", Severity.UNMET, Place(LOG, "特派员", 7), "T005", "T005 张伟", clause="三（四）"),
    "乙。",
    f"待改/{LOG}",
    "待改/名册.xlsx",
)
EXCUSED = shown(
    Problem("service_days", Severity.UNMET, Place(ROSTER, "特派员", 8), "T006", "T006 李四", {}, "三（四）", "", True),
    "丙。",
)
DISTRICT = shown(Problem("coverage", Severity.DOUBT, clause="一"), "丁。")
CONFIRMED = answered(
    shown(
        Problem("certificate", Severity.DOUBT, Place(ROSTER, "企业名录", 52, "高企发证日期", "F"), "9115", "衡创公司"),
        "戊。",
    ),
    Action.TRUE,
    "已核对原件",
    "李娜",
    dt.date(2025, 1, 6),
)
FINDINGS = (CELL, SHORT, EXCUSED, DISTRICT, CONFIRMED)


def listed(*findings: Finding, solved: Any = None, **more: Any) -> list[SheetOut]:
    compared = Compared(findings, tuple(solved or ()), before=solved is not None)
    return problem_list(Results("2024年问题清单", dt.date(2024, 12, 31), compared, LABELS, **more))


def cells(sheets: list[SheetOut], name: str, values: bool = True) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets, "问题清单")), data_only=values)
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_one_row_a_problem_with_its_place() -> None:
    rows = cells(listed(*FINDINGS), "问题")

    assert rows[0][0] == "2024年问题清单"
    assert rows[1][0] == "截至2024年12月31日"
    assert [row[:12] for row in rows[2:]] == [
        ["序号", "级别", "进展", "规则", "依据", "工作簿", "工作表", "行", "列", "对象", "姓名/企业", "说明"],
        [1, "错误", None, "身份证号（id_number）", None, ROSTER, "特派员", 9, "身份证号", "T007", "王五", "甲。"],
        [2, "未达标", None, "服务天数（service_days）", "三（四）", LOG, "特派员", 7, None, "T005", "张伟", "乙。"],
        [3, "例外", None, "服务天数（service_days）", "三（四）", ROSTER, "特派员", 8, None, "T006", "李四", "丙。"],
        [4, "存疑", None, "coverage", "一", None, None, None, None, None, None, "丁。"],
        [
            *(5, "已答复", None, "高企证书待核（certificate）", None, ROSTER, "企业名录", 52, "高企发证日期", "9115"),
            *("衡创公司", "戊。"),
        ],
    ]


def test_an_answer_stands_beside_its_problem_with_who_gave_it() -> None:
    rows = cells(listed(*FINDINGS), "问题")

    assert rows[2][13:] == ["处理", "处理说明", "处理人", "处理日期"]
    assert rows[3][13:] == [None, None, None, None]
    assert rows[7][13:] == ["属实", "已核对原件", "李娜", dt.datetime(2025, 1, 6)]


def test_each_problem_leads_to_its_corrected_copy_whatever_that_is_called() -> None:
    data = workbook(listed(*FINDINGS), "问题清单")

    assert [row[12] for row in cells(listed(*FINDINGS), "问题")[2:]] == [
        "待改副本",
        "待改/名册.xlsx",
        f"待改/{LOG}",
        *(None, None, None),
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = package.read("xl/worksheets/_rels/sheet2.xml.rels").decode()
    assert r'Target="待改\名册.xlsx"' in relations  # from the folder of the list; Excel and LibreOffice read \ as /
    assert r'Target="待改\台账\城东%202024%231%20100%25.xlsx"' in relations


def test_levels_have_colours_of_their_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(listed(*FINDINGS), "问题清单")))

    assert len({book["问题"][f"B{row}"].fill.fgColor.rgb for row in (4, 5, 6, 7, 8)}) == 5


def test_summary_counts_by_level_and_rule_with_a_live_total() -> None:
    sheets = listed(*FINDINGS)

    assert [sheet.name for sheet in sheets] == ["汇总", "问题"]
    assert cells(sheets, "汇总")[2:-1] == [
        ["级别", "规则", "依据", "条数"],
        ["错误", "身份证号（id_number）", None, 1],
        ["未达标", "服务天数（service_days）", "三（四）", 1],
        ["存疑", "coverage", "一", 1],
        ["例外", "服务天数（service_days）", "三（四）", 1],
        ["已答复", "高企证书待核（certificate）", None, 1],
        ["合计", None, None, 5],
    ]
    assert cells(sheets, "汇总", values=False)[8][3] == "=SUM(D4:D8)"


def test_against_the_check_before_it_says_what_is_new_what_stays_and_what_is_solved() -> None:
    findings = (replace(CELL, progress=Progress.NEW), replace(SHORT, progress=Progress.STAYS))
    sheets = listed(*findings, solved=[("错误", "己。"), ("存疑", "庚。")])

    assert [row[2] for row in cells(sheets, "问题")[3:]] == ["新增", "仍在"]
    assert sheets[0].foot.endswith("\n与上次检查相比：新增 1 条，仍在 1 条，已解决 2 条。")
    assert cells(sheets, "已解决")[2:] == [["序号", "级别", "说明"], [1, "错误", "己。"], [2, "存疑", "庚。"]]


def test_without_a_check_before_nothing_is_compared() -> None:
    assert "与上次检查相比" not in listed(*FINDINGS)[0].foot
    sheets = listed(*FINDINGS, solved=[])
    assert sheets[0].foot.endswith("与上次检查相比：新增 0 条，仍在 0 条，已解决 0 条。")
    assert [sheet.name for sheet in sheets] == ["汇总", "问题"]


def test_what_is_withheld_or_left_out_is_named() -> None:
    sheets = listed(
        *FINDINGS, withheld=(("assessments/东部工作站/T007.docx", "身份证号有误"),), later={"服务日志": 12, "月报": 0}
    )

    assert cells(sheets, "未生成文件")[2:] == [
        ["序号", "文件", "原因"],
        [1, "assessments/东部工作站/T007.docx", "身份证号有误"],
    ]
    assert sheets[0].foot.endswith(
        "因存在错误，有 1 份文件没有生成，名称和原因见「未生成文件」。\n未计入查看日期以后的记录：服务日志 12 条。"
    )


def test_no_problem_says_so() -> None:
    sheets = listed()

    assert cells(sheets, "汇总")[3][0] == "没有发现问题"
    assert cells(sheets, "问题")[3][0] == "没有发现问题"
