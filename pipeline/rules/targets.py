"""What the district has to reach by the plan: the targets of part one, and the submission in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.counting import exceeds
from pipeline.rules.registry import AT_YEAR_END, rule
from pipeline.rules.tally import Standing, Tally


@rule("target", Severity.UNMET, AT_YEAR_END, from_plan=True)
def reaches_targets(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """全区完成方案规定的每项目标；努力实现的目标未完成只作存疑，并列出未覆盖企业。"""
    for result in tally.targets:
        if result.standing is not Standing.UNMET:
            continue
        target = result.target
        coverage = target.measure == "coverage"
        missed = [entry.enterprise.name or entry.enterprise.credit_code for entry in tally.uncovered]
        yield Problem(
            target.id,
            Severity.DOUBT if target.soft else Severity.UNMET,
            facts={
                "label": target.label,
                "value": result.value,
                "bound": "多于" if exceeds(target, plan) else "",
                "required": target.value,
                "gap": result.gap,
                "unit": target.unit,
                "missed": missed if coverage else [],
                "of": sum(1 for entry in tally.enterprises if entry.key_kind) if coverage else 0,
            },
            clause=target.clause,
            message="coverage" if coverage else "target",
        )


@rule("report_up", Severity.UNMET, AT_YEAR_END)
def submits_in_time(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """年度材料在规定日期前报送市专班办公室；未写确切日期的，以年度最后一天为限。"""
    deadline = plan.deadlines.get("report_up")
    if deadline is None:
        return
    last, office = deadline.date or plan.last_day, plan.labels["city_office"]
    sent = plan.submission.get("date")
    if isinstance(sent, dt.date):
        if sent <= last:
            return
        facts = {"sent": sent, "last": last, "office": office}
        yield Problem(deadline.id, Severity.UNMET, facts=facts, clause=deadline.clause, message="report_up_late")
    elif dataset.as_of > last:
        yield Problem(deadline.id, Severity.UNMET, facts={"last": last, "office": office}, clause=deadline.clause)
