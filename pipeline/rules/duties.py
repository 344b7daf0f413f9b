"""What each commissioner owes by the plan: the minimums of part three, and the monthly reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from pipeline.faults import Fault, Wording, fault
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.tally import MinimumResult, PersonTally, ReportState, Standing, Tally

MINIMUM = Fault(
    "minimum",
    "",
    Severity.UNMET,
    {
        "minimum": Wording("{phrase} {value}，应{bound} {required}{short_by}", "{remedy}"),
        "minimum_exempted": Wording(
            "{phrase} {value}，应{bound} {required}{short_by}；{by}已于{on}批准例外：{reason}",
            "按例外计，数值变化后例外自动失效。",
        ),
    },
)


def meets_minimums(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """每名特派员达到方案规定的每项最低要求；有获准例外的，数值不变时按例外计。"""
    for person in tally.people:
        for result in person.minimums:
            if result.standing in (Standing.UNMET, Standing.EXEMPTED):
                yield _short(person, result)


def _short(person: PersonTally, result: MinimumResult) -> Problem:
    minimum, exception = result.minimum, result.exception
    facts: dict[str, object] = {
        "phrase": minimum.phrase or f"全年{minimum.label}",
        "value": result.count.value,
        "unit": minimum.unit,
        "bound": "多于" if result.above else "不少于",
        "required": result.required,
        "gap": result.gap,
        "remedy": minimum.remedy,
    }
    if exception:
        reason = exception.reason.rstrip("。；")
        facts |= {"reason": reason, "by": exception.approved_by, "on": exception.approved_on}
    code = "minimum_exempted" if exception else "minimum"
    problem = MINIMUM.of(person.commissioner, person.commissioner.source.at(), "特派员", facts, code, minimum.clause)
    return replace(problem, rule=minimum.id, exempted=exception is not None)


EARLY_REPORT = fault(
    "early_report",
    "月报早于所写月份",
    Severity.DOUBT,
    "{month}月的月报报送于{on}，早于该月，仍按按时计",
    "请核对月份和报送日期。",
)


def reports_follow_their_month(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """月报的报送日期不早于所写的月份；早于的仍按按时计，请核对。"""
    people = {person.commissioner.id: person.commissioner for person in tally.people}
    for report in dataset.monthly_reports:
        if report.commissioner in people and report.submitted < dt.date(plan.year, report.month, 1):
            facts = {"month": report.month, "on": report.submitted}
            place = report.source.at("报送日期")
            yield EARLY_REPORT.of(people[report.commissioner], place, "月报", facts)


MONTHLY_REPORT = fault(
    "monthly_report",
    "",
    Severity.UNMET,
    "应报月报 {owed} 期，{lapses}，应于{month} {day} 日前报送",
    "请补录「月报」，或督促补报并留存说明。",
)


def reports_every_month(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """每名特派员按月在规定日期前向工作站报送进展；迟报和缺报的月份合为一条。"""
    for person in tally.people:
        reports = person.reports
        if reports is None or reports.standing is not Standing.UNMET:
            continue
        facts = {
            "owed": reports.owed,
            "late": [(month.month, month.submitted, month.due) for month in reports.of(ReportState.LATE)],
            "missing": [(month.month, month.due) for month in reports.of(ReportState.MISSING)],
            "month": "次月" if plan.reading("report_due") == "next_month" else "每月",
            "day": reports.deadline.day,
        }
        place, clause = person.commissioner.source.at(), reports.deadline.clause
        yield MONTHLY_REPORT.of(person.commissioner, place, "特派员", facts, clause=clause)
