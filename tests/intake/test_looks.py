"""What the office is told of how its sheets look: struck out rows, rows left out, errors nothing rests on, months."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from openpyxl.styles import Font

from pipeline.problems import Severity
from tests.intake.conftest import Year

D = dt.date


def test_a_row_that_is_struck_out_counts_and_is_named(year: Year) -> None:
    def strike(book: openpyxl.Workbook) -> None:
        for cell in book["服务日志"][3]:
            cell.font = Font(strike=True)
        book["服务日志"]["E2"].font = Font(strike=True)

    year.changes["台账/日志.xlsx"] = strike
    assert len(year.read().dataset.service_logs) == 2
    assert year.says("struck_out") == [
        "台账/日志.xlsx「服务日志」：有划去（加了删除线）的内容，已照常读取：第 3 行；单元格 E2。不应计入的请删去，应计入的请取消删除线。"
    ]


def test_rows_left_out_are_one_doubt_a_table(year: Year) -> None:
    year.log.extend([None] * 6 + [1, ""] for _ in range(3))
    year.log.append([None, None, "T001", "张伟", None, None, None, ""])
    assert len(year.read().dataset.service_logs) == 2
    assert year.says("left_out") == [
        "台账/日志.xlsx「服务日志」：第 4–7 行除「服务天数」「特派员编号」「特派员姓名」外没有填写，没有读取。"
        "如是漏填，请补齐；预先填好或由公式带出的，不必处理。"
    ]


@pytest.mark.parametrize(
    ("column", "severity", "visits"), [("佐证材料", Severity.DOUBT, 2), ("结束日期", Severity.ERROR, 1)]
)
def test_an_error_loses_the_row_only_where_something_rests_on_it(
    year: Year, column: str, severity: Severity, visits: int
) -> None:
    year.log[0].append("佐证材料")
    year.log[1] += [""] * (len(year.log[0]) - len(year.log[1]))
    year.log[1][year.log[0].index(column)] = "#NAME?"
    intake = year.read()
    assert [one.severity for one in intake.problems if one.rule == "error_cell"] == [severity]
    assert len(intake.dataset.service_logs) == visits


def test_a_sheet_s_name_says_whose_namesake_is_meant(year: Year) -> None:
    year.books["台账/日志.xlsx"]["城西工作站"] = [
        year.log[0],
        [D(2024, 5, 6), None, "", "张伟", "丙公司", "技术服务", 1, ""],
    ]
    assert {one.commissioner for one in year.read().dataset.service_logs} == {"T001", "T002", "T003"}


def test_the_short_name_of_a_firm_is_known_in_its_whole_one(year: Year) -> None:
    year.directory.append(["东岭某某羊绒制品有限责任公司", "91150602MA0N00004C", "否", ""])
    year.log[1][4] = "某某羊绒"
    assert "不在企业名录中，与名录中的「东岭某某羊绒制品有限责任公司」相似" in year.says("unknown_enterprise")[0]


WIDE = [["编号", "姓名", "1月", "2月"], ["T001", "张伟", D(2024, 1, 8), D(2024, 2, 8)]]


@pytest.mark.parametrize(
    ("sheet", "rows", "reports"),
    [
        ("月报", WIDE, 2),
        ("Sheet1", [["2024年书面汇报"], *WIDE], 2),
        ("Sheet1", [["编号", "姓名", "月报报送日期", ""], ["", "", "1月", "2月"], WIDE[1]], 2),
        ("Sheet1", [["", "", "月报报送日期", ""], *WIDE], 2),
        ("Sheet1", WIDE, 0),
        ("Sheet1", [["编号", "姓名", "发放日期", ""], ["", "", "1月", "2月"], WIDE[1]], 0),
        ("Sheet1", [["2024年考勤月报"], *WIDE], 0),
        ("Sheet1", [["2024年特派员月报（补助发放的依据）"], *WIDE], 2),
        ("Sheet1", [["编号", "姓名", "1月月报", "2月月报"], WIDE[1]], 2),
        ("书面汇报", [["姓名", "1月报送日期", "2月份上报时间"], ["李娜", *WIDE[1][2:]]], 2),
        ("月报", [["姓名", "月报报送日期", ""], ["", "1月", "2月"], ["李娜", *WIDE[1][2:]]], 2),
    ],
)
def test_months_are_those_of_reports_where_a_word_says_so(
    year: Year, sheet: str, rows: list[list[object]], reports: int
) -> None:
    year.books["台账/其他.xlsx"] = {sheet: rows}
    assert len(year.read().dataset.monthly_reports) == reports


@pytest.mark.parametrize(("title", "reports"), [("补助发放", 0), ("报送登记", 2)])
def test_a_file_called_after_reports_says_nothing_of_a_sheet_of_payments(year: Year, title: str, reports: int) -> None:
    year.books["台账/城东工作站月报.xlsx"] = {"月报": WIDE, title: [WIDE[0], ["T002", "李娜", *WIDE[1][2:]]]}
    intake = year.read()
    assert sum(one.commissioner == "T002" for one in intake.dataset.monthly_reports) == reports
    unknown = [problem for problem in intake.problems if problem.rule == "unrecognised_sheet"]
    assert [problem.facts["near"] for problem in unknown] == (
        [] if reports else ["像是按月份分列的「月报」，但工作表名或表头上方写的是“补助”"]
    )


def test_a_block_of_headings_that_is_no_table_is_an_error(year: Year) -> None:
    year.books["台账/日志.xlsx"]["五月"] = [
        [*year.log[0], "日期", "服务企业"],
        [*year.log[1], D(2024, 5, 6), "丙公司"],
    ]
    [sentence] = year.says("heading")
    assert sentence.endswith(
        "I、J 列又有一组表头（日期、服务企业），其中的内容没有读取。是并排的另一张表的，请补齐它的表头，或移到单独的工作表。"
    )
