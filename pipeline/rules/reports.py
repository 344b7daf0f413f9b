"""Monthly reports: which months a person owes, by when, and how each stands (三（五）)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping

from pipeline.plan import Deadline, Plan
from pipeline.records import Commissioner, MonthlyReport
from pipeline.rules.tally import Month, ReportResult, ReportState, Standing


def owed_months(person: Commissioner, plan: Plan) -> tuple[int, ...]:
    """The months (1 to 12) of the plan's year for which the person owes a report.

    By default those that lie wholly or partly in the term, from the first month configured
    (readings `report_owed`, `report_first_month`). Nobody owes anything while the term is not readable.
    """
    if person.term_start is None or person.term_end is None:
        return ()
    return tuple(
        month
        for month in range(int(plan.reading("report_first_month")), 13)
        if _in_term(month, person.term_start, person.term_end, plan)
    )


def _in_term(month: int, start: dt.date, end: dt.date, plan: Plan) -> bool:
    first = dt.date(plan.year, month, 1)
    last = dt.date(plan.year, month, calendar.monthrange(plan.year, month)[1])
    if plan.reading("report_owed") == "wholly":
        return start <= first and last <= end
    return start <= last and first <= end


def due_day(month: int, deadline: Deadline, plan: Plan) -> dt.date:
    """The last day on which the report of `month` is in time (readings `report_due`, `deadline_inclusive`)."""
    year = plan.year
    if plan.reading("report_due") == "next_month":
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    day = min(deadline.day or 1, calendar.monthrange(year, month)[1])
    due = dt.date(year, month, day)
    return due if plan.reading("deadline_inclusive") else due - dt.timedelta(days=1)


def report_result(
    person: Commissioner, reports: Iterable[MonthlyReport], deadline: Deadline, plan: Plan, as_of: dt.date
) -> ReportResult:
    """How the twelve months stand on the as-of day. Of several reports of one month the earliest counts."""
    earliest: dict[int, MonthlyReport] = {}
    for report in sorted(reports, key=lambda report: (report.submitted, report.source.workbook, report.source.row)):
        earliest.setdefault(report.month, report)
    owed = owed_months(person, plan)
    months = tuple(_month(number, owed, earliest, due_day(number, deadline, plan), as_of) for number in range(1, 13))
    states = {month.state for month in months}
    if states & {ReportState.LATE, ReportState.MISSING}:
        standing = Standing.UNMET
    else:
        standing = Standing.MET if ReportState.ON_TIME in states or not owed else Standing.NOT_DUE
    return ReportResult(deadline, months, standing)


def _month(
    number: int, owed: tuple[int, ...], earliest: Mapping[int, MonthlyReport], due: dt.date, as_of: dt.date
) -> Month:
    report = earliest.get(number)
    if number not in owed:
        state = ReportState.NOT_OWED
    elif report is not None:
        state = ReportState.ON_TIME if report.submitted <= due else ReportState.LATE
    else:
        state = ReportState.MISSING if due <= as_of else ReportState.NOT_DUE
    return Month(number, state, due, report.submitted if report else None, report.source if report else None)
