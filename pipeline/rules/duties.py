"""What each commissioner owes by the plan: the minimums of part three, and the monthly reports."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.counting import exceeds
from pipeline.rules.registry import AT_YEAR_END, rule
from pipeline.rules.tally import MinimumResult, PersonTally, ReportState, Standing, Tally


@rule("minimum", Severity.UNMET, AT_YEAR_END, from_plan=True)
def meets_minimums(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """每名特派员达到方案规定的每项最低要求；有获准例外的，数值不变时按例外计。"""
    for person in tally.people:
        for result in person.minimums:
            if result.standing in (Standing.UNMET, Standing.EXEMPTED):
                yield _short(person, result, "多于" if exceeds(result.minimum, plan) else "不少于")


def _short(person: PersonTally, result: MinimumResult, bound: str) -> Problem:
    minimum, exception = result.minimum, result.exception
    facts: dict[str, object] = {
        "phrase": minimum.phrase or f"全年{minimum.label}",
        "value": result.count.value,
        "unit": minimum.unit,
        "bound": bound,
        "required": result.required,
        "gap": Decimal(0) if bound == "多于" else result.gap,  # above a number there is no least shortfall to name
        "remedy": minimum.remedy,
    }
    if exception:
        reason = exception.reason.rstrip("。；")
        facts |= {"reason": reason, "by": exception.approved_by, "on": exception.approved_on}
    return Problem(
        minimum.id,
        Severity.UNMET,
        person.commissioner.source.at(),
        person.commissioner.id,
        person.commissioner.who,
        facts,
        minimum.clause,
        message="minimum_exempted" if exception else "minimum",
        exempted=exception is not None,
        form="特派员",
    )


@rule("monthly_report", Severity.UNMET, AT_YEAR_END, rests_on=("月报",))
def reports_every_month(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """每名特派员按月在规定日期前向工作站报送进展；迟报和缺报的月份合为一条。"""
    for person in tally.people:
        reports = person.reports
        if reports is None or reports.standing is not Standing.UNMET:
            continue
        late = reports.of(ReportState.LATE)
        missing = reports.of(ReportState.MISSING)
        yield Problem(
            reports.deadline.id,
            Severity.UNMET,
            person.commissioner.source.at(),
            person.commissioner.id,
            person.commissioner.who,
            {
                "owed": reports.owed,
                "late": [(month.month, month.submitted, month.due) for month in late],
                "missing": [(month.month, month.due) for month in missing],
                "month": "次月" if plan.reading("report_due") == "next_month" else "每月",
                "day": reports.deadline.day,
            },
            reports.deadline.clause,
            form="特派员",
        )
