"""Monthly reports: who owes which, by when, and the one problem that names the late and the missing months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.plan import Plan
from pipeline.problems import Source
from pipeline.records import MonthlyReport
from pipeline.rules import count
from pipeline.rules.reports import due_day, owed_months
from pipeline.rules.tally import ReportState, Standing
from tests.rules.builders import ON_TIME, PLAN, WHOLE_YEAR, found, on, person, reading, said, without, year

DEADLINE = PLAN.deadlines["monthly_report"]
NEXT_MONTH = reading(report_due="next_month")


@pytest.mark.parametrize("day", [1, 14, 15])
def test_handed_in_by_the_15th_is_in_time(day: int) -> None:
    assert said("monthly_report", year(person(reports={**ON_TIME, 2: on(2, day)}))) == []


def test_handed_in_on_the_16th_is_late() -> None:
    (problem,) = found("monthly_report", year(person("T005", reports={**ON_TIME, 2: on(2, 16)})))
    assert (problem.severity, problem.subject, problem.clause) == ("unmet", "T005", "三（五）")
    assert said("monthly_report", year(person("T005", reports={**ON_TIME, 2: on(2, 16)}))) == [
        "名册.xlsx「特派员」第 7 行：T005 张伟 应报月报 12 期，迟报 2月（2024年2月16日），应于每月 15 日前报送"
        "（依据：方案三（五））。请补录「月报」，或督促补报并留存说明。"
    ]


def test_late_and_missing_months_make_one_problem() -> None:
    reports = {**without(6, 11), 2: on(2, 20), 9: on(10, 1)}
    assert said("monthly_report", year(person("T005", reports=reports))) == [
        "名册.xlsx「特派员」第 7 行：T005 张伟 应报月报 12 期，迟报 2月（2024年2月20日）、9月（2024年10月1日）；"
        "缺报 6月、11月，应于每月 15 日前报送（依据：方案三（五））。请补录「月报」，或督促补报并留存说明。"
    ]


def test_of_two_reports_of_one_month_the_earlier_counts() -> None:
    someone = person(reports={**ON_TIME, 2: on(2, 15)})
    again = MonthlyReport("T001", 2, on(2, 28), Source("台账/东部工作站.xlsx", "月报", 99))
    for reports in ((*someone.reports, again), (again, *someone.reports)):
        assert said("monthly_report", year(replace(someone, reports=reports))) == []
    above = replace(again, source=Source("台账/东部.xlsx", "月报", 2))  # wherever its row stands
    assert said("monthly_report", year(replace(someone, reports=(above, *someone.reports)))) == []


def test_a_report_handed_in_early_is_in_time() -> None:
    assert said("monthly_report", year(person(reports={**ON_TIME, 12: on(11, 20)}))) == []


# ── which months are owed ──


@pytest.mark.parametrize(
    ("term", "partly", "wholly"),
    [
        pytest.param(WHOLE_YEAR, range(1, 13), range(1, 13), id="全年"),
        pytest.param((on(7, 1, 2023), on(6, 30, 2026)), range(1, 13), range(1, 13), id="跨年"),
        pytest.param((on(3, 31), on(7, 1)), range(4, 8), range(4, 7), id="首尾各一天"),
        pytest.param((on(3, 1), on(7, 31)), range(3, 8), range(3, 8), id="整月"),
        pytest.param((on(2, 1), on(2, 29)), [2], [2], id="闰年二月整月"),
        pytest.param((on(2, 1), on(2, 28)), [2], [], id="差一天不足月"),
        pytest.param((on(5, 6), on(5, 7)), [5], [], id="月中两天"),
        pytest.param((on(12, 31, 2022), on(1, 1)), [1], [], id="年初一天"),
        pytest.param((None, on(12, 31)), [], [], id="聘期不明"),
        pytest.param((on(1, 1), None), [], [], id="聘期止不明"),
    ],
)
def test_months_owed_by_the_term(
    term: tuple[dt.date | None, dt.date | None], partly: range | list[int], wholly: range | list[int]
) -> None:
    commissioner = person(term=term).commissioner
    assert owed_months(commissioner, DEADLINE, PLAN) == tuple(partly)
    assert owed_months(commissioner, DEADLINE, reading(report_owed="wholly")) == tuple(wholly)


def test_a_report_of_a_month_that_is_not_owed_neither_helps_nor_harms() -> None:
    dataset = year(person(term=(on(3, 1), on(4, 30)), reports={2: on(2, 28), 3: on(3, 10), 4: on(4, 10)}))
    (result,) = (entry.reports for entry in count(dataset, PLAN).people)
    assert result is not None
    assert [month.month for month in result.of(ReportState.ON_TIME)] == [3, 4]
    assert (result.owed, result.standing) == (2, Standing.MET)


def test_by_reading_the_first_month_may_be_the_one_of_the_plan() -> None:
    from_july = reading(report_first_month=7)
    second_half = {month: day for month, day in ON_TIME.items() if month >= 7}
    assert said("monthly_report", year(person(reports=second_half)), from_july) == []
    (sentence,) = said("monthly_report", year(person(reports=second_half)))
    assert "应报月报 12 期，缺报 1月、2月、3月、4月、5月、6月，" in sentence
    (sentence,) = said("monthly_report", year(person(reports=without(7))), from_july)
    assert "应报月报 6 期，缺报 7月，" in sentence


# ── when they are due ──


@pytest.mark.parametrize(
    ("plan", "month", "last"),
    [
        (PLAN, 1, on(1, 15)),
        (PLAN, 12, on(12, 15)),
        (reading(deadline_inclusive=False), 1, on(1, 14)),
        (NEXT_MONTH, 1, on(2, 15)),
        (NEXT_MONTH, 12, on(1, 15, 2025)),
    ],
)
def test_the_last_day_in_time(plan: Plan, month: int, last: dt.date) -> None:
    assert due_day(month, DEADLINE, plan) == last


def test_a_day_that_the_month_lacks_is_its_last() -> None:
    assert due_day(2, replace(DEADLINE, day=31), PLAN) == on(2, 29)


def test_by_reading_the_15th_itself_is_late() -> None:
    exclusive = reading(deadline_inclusive=False)
    assert said("monthly_report", year(person(reports={**ON_TIME, 2: on(2, 14)})), exclusive) == []
    (sentence,) = said("monthly_report", year(person(reports={**ON_TIME, 2: on(2, 15)})), exclusive)
    assert "迟报 2月（2024年2月15日）" in sentence


def test_by_reading_a_report_is_due_in_the_month_after() -> None:
    """December's is due on 15 January, after the year's end: nobody is blamed for it yet."""
    reports: Mapping[int, dt.date] = {month: on(month + 1, 15) for month in range(1, 12)}
    assert said("monthly_report", year(person(reports=reports)), NEXT_MONTH) == []
    assert said("monthly_report", year(person("T005", reports={**reports, 3: on(4, 16)})), NEXT_MONTH) == [
        "名册.xlsx「特派员」第 7 行：T005 张伟 应报月报 11 期，迟报 3月（2024年4月16日），应于次月 15 日前报送"
        "（依据：方案三（五））。请补录「月报」，或督促补报并留存说明。"
    ]


@pytest.mark.parametrize(
    ("as_of", "missing"), [(on(6, 14), []), (on(6, 15), ["6月"]), (on(7, 14), ["6月"]), (on(7, 15), ["6月", "7月"])]
)
def test_a_month_is_missing_from_the_close_of_its_last_day(as_of: dt.date, missing: list[str]) -> None:
    reports = {month: day for month, day in ON_TIME.items() if month < 6}
    sentences = said("monthly_report", year(person(reports=reports), as_of=as_of))
    expected = [f"缺报 {'、'.join(missing)}，"] if missing else []
    assert len(sentences) == len(expected)
    assert all(part in sentence for part, sentence in zip(expected, sentences, strict=True))


def test_months_that_are_not_due_yet_are_no_lapse() -> None:
    (entry,) = count(year(person(reports={}), as_of=on(1, 10)), PLAN).people
    assert entry.reports is not None
    assert {month.state for month in entry.reports.months} == {ReportState.NOT_DUE}
    assert entry.reports.standing is Standing.NOT_DUE


def test_a_plan_without_monthly_reports_asks_for_none() -> None:
    silent = replace(PLAN, deadlines={})
    assert count(year(person(reports={})), silent).people[0].reports is None
    assert said("monthly_report", year(person(reports={})), silent) == []
