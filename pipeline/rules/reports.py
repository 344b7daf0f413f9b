"""Monthly reports: which months a person owes, by when, and how each stands (三（五）)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping

from pipeline.plan import Deadline, Plan
from pipeline.records import Commissioner, Dataset, MonthlyReport
from pipeline.rules.measures import REPORTS
from pipeline.rules.tally import Month, ReportResult, ReportState, Standing


def owed_months(person: Commissioner, deadline: Deadline, plan: Plan) -> tuple[int, ...]:
    """The months (1 to 12) of the plan's year for which the person owes a report.

    By default those that lie wholly or partly in the term, from the first month configured, but for one that was due
    before the term began (readings `report_owed`, `report_first_month`, `report_before_term`). Nobody owes anything
    while the term is not readable.
    """
    if person.term_start is None or person.term_end is None:
        return ()
    before = plan.reading("report_before_term") == "owed"
    return tuple(
        month
        for month in range(int(plan.reading("report_first_month")), 13)
        if _in_term(month, person.term_start, person.term_end, plan)
        and (before or due_day(month, deadline, plan) >= person.term_start)
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
    person: Commissioner, reports: Iterable[MonthlyReport], deadline: Deadline, plan: Plan, dataset: Dataset
) -> ReportResult:
    """How the twelve months stand on the dataset's day. Of several reports of one month the earliest counts."""
    earliest: dict[int, MonthlyReport] = {}
    for report in sorted(reports, key=lambda report: (report.submitted, report.source.workbook, report.source.row)):
        earliest.setdefault(report.month, report)
    owed = owed_months(person, deadline, plan)
    months = tuple(_month(number, owed, earliest, due_day(number, deadline, plan), dataset) for number in range(1, 13))
    return ReportResult(deadline, months, _standing({month.state for month in months}))


def _standing(states: set[ReportState]) -> Standing:
    if states & {ReportState.LATE, ReportState.MISSING}:
        return Standing.UNMET
    if ReportState.NOT_PROVIDED in states:
        return Standing.NOT_PROVIDED
    if ReportState.ON_TIME in states:
        return Standing.MET
    return Standing.NOT_DUE if ReportState.NOT_DUE in states else Standing.NOT_OWED


def _month(
    number: int, owed: tuple[int, ...], earliest: Mapping[int, MonthlyReport], due: dt.date, dataset: Dataset
) -> Month:
    report = earliest.get(number)
    if number not in owed:
        state = ReportState.NOT_OWED
    elif REPORTS not in dataset.forms:
        state = ReportState.NOT_PROVIDED
    elif report is not None:
        state = ReportState.ON_TIME if report.submitted <= due else ReportState.LATE
    else:
        state = ReportState.MISSING if due <= dataset.as_of else ReportState.NOT_DUE
    return Month(number, state, due, report.submitted if report else None, report.source if report else None)
