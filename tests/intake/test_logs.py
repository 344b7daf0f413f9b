"""Which log rows can be trusted, and what is said of the others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.check.audiences.words import bureau_words
from pipeline.problems import gather
from tests.intake.conftest import Year

D = dt.date
LOG = "台账/日志.xlsx「服务日志」"


def visit(start: object, days: object = 1, end: object = None, firm: str = "甲公司") -> list[object]:
    return [start, end, "T001", "张伟", firm, "技术服务", days, ""]


def days(year: Year, as_of: dt.date | None = None) -> list[tuple[str, Decimal]]:
    return [(str(record.start), record.days) for record in year.read(as_of).dataset.service_logs]


def test_half_days_and_several_dates_are_read(year: Year) -> None:
    year.log[1:] = [visit("2024.3.4", 0.5), visit("2024年3月5日", "３", "3月8日")]
    assert days(year) == [("2024-03-04", Decimal("0.5")), ("2024-03-05", Decimal(3))]


@pytest.mark.parametrize(
    ("row", "rule", "sentence"),
    [
        (
            visit(D(2023, 12, 29)),
            "outside_year",
            "第 2 行「日期」：T001 张伟 「日期」是2023年12月29日，不在 2024 年度内。请核对日期；属于其他年度的记录请移到该年度的文件夹。",
        ),
        (
            visit(D(2024, 12, 30), 2, D(2025, 1, 2)),
            "outside_year",
            "第 2 行「结束日期」：T001 张伟 「结束日期」是2025年1月2日，不在 2024 年度内。请核对日期；属于其他年度的记录请移到该年度的文件夹。",
        ),
        (
            visit(D(2024, 3, 5), 1, D(2024, 3, 4)),
            "reversed_dates",
            "第 2 行「结束日期」：T001 张伟 服务止日2024年3月4日早于起日2024年3月5日。请核对起止日期。",
        ),
        (
            visit(D(2024, 3, 4), 2),
            "impossible_days",
            "第 2 行「服务天数」：T001 张伟 服务天数 2 天，但起止日期只有 1 天。请核对天数，或补填结束日期。",
        ),
        (
            visit(D(2024, 3, 4), -1),
            "impossible_days",
            "第 2 行「服务天数」：T001 张伟 服务天数为 -1，应大于 0。请核对天数。",
        ),
        (
            visit("2024.7"),
            "ambiguous_date",
            "第 2 行「日期」：T001 张伟 「日期」是“2024.7”，缺少日，不能确认是哪一天。请改为 2024-7-2 这样的完整日期。",
        ),
        (visit(None), "required_empty", "第 2 行「日期」：T001 张伟 「日期」没有填写，这一栏必须填写。请补填。"),
        (
            visit(D(2024, 3, 4), "两三天"),
            "not_a_number",
            "第 2 行「服务天数」：T001 张伟 「服务天数」是“两三天”，不是数字。请只填数字。",
        ),
    ],
)
def test_a_row_that_cannot_be_trusted_is_left_out_and_said(
    year: Year, row: list[object], rule: str, sentence: str
) -> None:
    year.log[1:] = [row]
    assert days(year) == []
    assert year.says(rule) == [LOG + sentence]


def test_what_no_word_file_can_hold_is_dropped_from_a_text(year: Year) -> None:
    year.log[0].append("服务内容")
    year.log[1:] = [[*visit(D(2024, 3, 4)), "现场_x0001_指导\n试车"]]
    (record,) = year.read().dataset.service_logs
    assert record.content == "现场指导\n试车"


def test_no_days_are_a_doubt_and_the_visit_stays(year: Year) -> None:
    year.log[1:] = [visit(D(2024, 3, 4), 0)]
    assert days(year) == [("2024-03-04", Decimal(0))]
    assert year.says("zero_days") == [
        f"{LOG}第 2 行「服务天数」：T001 张伟 服务天数为 0，这次服务不计次数、服务企业和开展服务人数。请核对天数。"
    ]


def test_rows_after_the_as_of_day_are_left_out_and_counted(year: Year) -> None:
    year.log[1:] = [visit(D(2024, 9, 30)), visit(D(2024, 10, 1)), visit(D(2024, 9, 29), 3, D(2024, 10, 2))]
    intake = year.read(D(2024, 9, 30))
    assert intake.dataset.later == {"服务日志": 1}
    assert [(str(entry.end), entry.days) for entry in intake.dataset.service_logs] == [
        ("2024-09-30", Decimal(2)),
        ("2024-09-30", Decimal(1)),
    ]


def test_a_row_repeated_in_another_workbook_counts_once(year: Year) -> None:
    year.log[1:] = [visit(D(2024, 3, 4))]
    year.books["台账/汇总.xlsx"] = {"Sheet1": [year.log[0], visit(D(2024, 3, 4)), visit(D(2024, 3, 6))]}
    assert days(year) == [("2024-03-04", Decimal(1)), ("2024-03-06", Decimal(1))]
    assert year.says("repeated_row") == [
        "台账/汇总.xlsx「Sheet1」第 2 行：T001 张伟 与台账/日志.xlsx「服务日志」第 2 行完全相同，只计一次。请核对后删去多余的一行。"
    ]


def test_a_row_repeated_in_its_own_workbook_counts_twice_and_is_a_doubt(year: Year) -> None:
    year.log[1:] = [visit(D(2024, 3, 4), 0.5), visit(D(2024, 3, 4), 0.5)]
    assert len(days(year)) == 2
    assert year.says("repeated_row") == [
        f"{LOG}第 3 行：T001 张伟 与{LOG}第 2 行完全相同，两行都已计入。请核对是否重复录入；重复的请删去一行。"
    ]


def test_one_visit_may_serve_several_firms(year: Year) -> None:
    year.log[1:] = [visit(D(2024, 3, 4), firm="甲公司、丙公司")]
    (record,) = year.read().dataset.service_logs
    assert [code[-3:] for code in record.enterprises] == ["01Q", "03G"]


def test_a_report_of_another_year_is_an_error(year: Year) -> None:
    year.books["台账/月报.xlsx"] = {
        "月报": [
            ["特派员编号", "特派员姓名", "月份", "报送日期"],
            ["T001", "张伟", "2023年5月", D(2024, 5, 10)],
            ["T001", "张伟", "6月", D(2024, 6, 10)],
        ]
    }
    assert [(entry.month, entry.submitted) for entry in year.read().dataset.monthly_reports] == [(6, D(2024, 6, 10))]
    assert year.says("outside_year") == [
        "台账/月报.xlsx「月报」第 2 行「月份」：T001 张伟 月报属于 2023 年，不是 2024 年度。请核对月份；属于其他年度的记录请移到该年度的文件夹。"
    ]


def test_the_wide_layout_gives_a_report_a_month(year: Year) -> None:
    year.books["台账/月报.xlsx"] = {
        "月报": [["姓名", "1月", "2月", "三月"], ["李娜", D(2024, 1, 10), "", "2024.3.18"]],
    }
    reports = year.read().dataset.monthly_reports
    assert [(entry.commissioner, entry.month, entry.submitted) for entry in reports] == [
        ("T002", 1, D(2024, 1, 10)),
        ("T002", 3, D(2024, 3, 18)),
    ]


def test_a_negative_amount_is_a_doubt_and_counts(year: Year) -> None:
    year.books["经费.xlsx"] = {
        "经费": [["日期", "事项", "用途", "金额（万元）"], [D(2024, 5, 1), "退回讲课费", "科技培训", -0.12]],
    }
    assert [entry.amount for entry in year.read().dataset.expenses] == [Decimal("-1200")]
    assert year.says("negative_amount") == [
        "经费.xlsx「经费」第 2 行「金额」：「金额」为 -1200，不应小于 0。请核对数值。"
    ]


def test_decisions_may_fall_into_the_next_year(year: Year) -> None:
    year.books["决定.xlsx"] = {
        "考核结果": [["特派员编号", "等次", "评定日期"], ["T001", "优秀", D(2025, 1, 15)]],
        "例外说明": [
            ["规则", "对象", "事实", "理由", "批准人", "批准日期"],
            ["service_days", "T002", "21天", "病假", "局长办公会", D(2025, 1, 10)],
        ],
    }
    data = year.read().dataset
    assert [(entry.commissioner, entry.grade) for entry in data.results] == [("T001", "优秀")]
    assert [(entry.commissioner, entry.fact) for entry in data.exceptions] == [("T002", "21天")]


def test_mid_year_a_later_decision_is_left_out_and_counted(year: Year) -> None:
    year.books["例外.xlsx"] = {
        "例外说明": [
            ["规则", "对象", "事实", "理由", "批准人", "批准日期"],
            ["service_days", "T002", "21", "病假", "局长办公会", D(2024, 12, 10)],
        ]
    }
    intake = year.read(D(2024, 6, 30))
    assert (intake.dataset.exceptions, intake.dataset.later) == ((), {"例外说明": 1})
    assert len(year.read().dataset.exceptions) == 1


def test_by_reading_december_may_be_reported_in_january(year: Year) -> None:
    readings = year.plan.readings
    year.books["月报.xlsx"] = {"月报": [["姓名", "月份", "报送日期"], ["李娜", "12月", D(2025, 1, 10)]]}
    assert len(year.says("outside_year")) == 1
    next_month = replace(readings["report_due"], choice="next_month")
    year.plan = replace(year.plan, readings={**readings, "report_due": next_month})
    assert year.says("outside_year") == []
    assert year.read().dataset.later == {"月报": 1}
    assert [entry.month for entry in year.read(D(2025, 1, 20)).dataset.monthly_reports] == [12]


def test_several_bad_months_of_one_person_are_told_apart(year: Year) -> None:
    year.books["台账/月报.xlsx"] = {
        "月报": [["姓名", "1月", "2月", "三月", "4月"], ["李娜", "√", "√", D(2024, 3, 9), "已报"]]
    }
    found = next(problems for problems in gather(year.read().problems) if problems[0].rule == "not_a_date")
    assert bureau_words(found, year.plan, str).sentence == (
        "台账/月报.xlsx「月报」第 2 行「报送日期」：T002 李娜 「报送日期」是“1月：√”，不是可以确认的日期。"
        "另有 2 处同类问题：台账/月报.xlsx「月报」单元格 C2、E2。请改为 2024-7-2 这样的完整日期。"
    )
