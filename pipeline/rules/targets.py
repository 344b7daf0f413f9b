"""What the district has to reach by the plan: the targets of part one, and the submission in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from pipeline.faults import Fault, Wording
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.tally import Standing, Tally

TARGET = Fault(
    "target",
    "",
    Severity.UNMET,
    {
        "target": Wording(
            "{whole}{label} {value}，目标{bound} {required}{short_by}",
            "请核对企业名录和台账是否录全；确未完成的，在年度报告中说明原因。",
        ),
        "coverage": Wording(
            "三类企业共 {of} 家，已服务 {value}，尚有 {missed_count} 家未服务：{missed}",
            "请核对服务日志是否漏录；确未服务的，在年度报告中说明。",
        ),
    },
    milder=Severity.DOUBT,  # a soft target (努力实现) that is short is never called unmet
)


def reaches_targets(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """完成方案规定的每项目标；努力实现的目标未完成只作存疑，并列出未覆盖企业。"""
    missed = [entry.enterprise.name or entry.enterprise.credit_code for entry in tally.uncovered]
    key = sum(1 for entry in tally.enterprises if entry.key_kind)
    for result in tally.targets:
        if result.standing not in (Standing.UNMET, Standing.SHORT):
            continue
        target = result.target
        coverage = target.measure == "coverage"
        facts = {
            "label": target.label,
            "value": result.value,
            "bound": "多于" if result.above else "",
            "required": target.value,
            "gap": result.gap,
            "unit": target.unit,
            "missed": missed if coverage else [],
            "of": key if coverage else 0,
        }
        short, code = TARGET.mild if target.soft else TARGET, "coverage" if coverage else "target"
        yield replace(short.of(None, facts=facts, code=code, clause=target.clause), rule=target.id)


REPORT_UP = Fault(
    "report_up",
    "",
    Severity.UNMET,
    {
        "report_up": Wording(
            "年度材料应于{last}前报送{office}，至今没有报送日期", "请报送后在 plan.toml 的 [submission] date 填写日期。"
        ),
        "report_up_late": Wording(
            "年度材料{sent}报送{office}，应不晚于{last}", "请核对 plan.toml 的 [submission] date。"
        ),
    },
)


def submits_in_time(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """年度材料在规定日期前报送市专班办公室；未写确切日期的，以年度最后一天为限。"""
    deadline = plan.deadlines.get("report_up")
    if deadline is None:
        return
    last, office = deadline.date or plan.last_day, plan.labels["city_office"]
    sent = plan.submission.get("date")
    if isinstance(sent, dt.date):
        if sent > last:
            facts = {"sent": sent, "last": last, "office": office}
            yield REPORT_UP.of(None, facts=facts, code="report_up_late", clause=deadline.clause)
    elif dataset.as_of > last:
        yield REPORT_UP.of(None, facts={"last": last, "office": office}, clause=deadline.clause)
