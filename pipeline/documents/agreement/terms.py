"""What the plan says in a supplementary agreement: why there is one, tasks, reports, each with its clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.chinese.figures import figure
from pipeline.chinese.lists import listed, titled
from pipeline.plan import Duty, Minimum, Plan
from pipeline.rules.requirements import clauses, report_requirement, requirement
from pipeline.rules.tally import MinimumResult, PersonTally, ReportResult, ReportState

Row = dict[str, str]

# What the plan asks for without a number and the agreement says in articles of their own; the rest are tasks.
AGREEMENT, JOINT_IP, SPOT_CHECKS = "agreement", "joint_ip", "spot_checks"
RECORDED_ONLY = "如实记录，不作数量要求"


def source(plan: Plan, id: str) -> str:
    """（方案五1）: the clauses of what the plan records under this id; "" where it has no such entry."""
    return next((_clause(duty) for duty in plan.recorded if duty.id == id), "")


def _clause(duty: Duty) -> str:
    return f"（方案{clauses(duty)}）"


def preamble(plan: Plan) -> str:
    """Who issued the plan, to carry out what, and that it asks for this agreement."""
    basis = f"为贯彻落实{plan.basis}，" if plan.basis else ""
    number = f"{plan.number}，" if plan.number else ""
    issued = f"{plan.issuer}{basis}印发了{titled(plan.name)}（{number}以下简称“方案”）"
    person = plan.labels["commissioner_short"]
    asked = [f"，方案{clauses(duty)}规定与{person}另行签订补充协议" for duty in plan.recorded if duty.id == AGREEMENT]
    return issued + "".join(asked)


def tasks(person: PersonTally, plan: Plan) -> list[Row]:
    """The plan's minimums as they are asked of this person, then what it asks to be recorded."""
    rows = [
        {"内容": result.minimum.label, "要求": _required(result, plan), "依据": clauses(result.minimum)}
        for result in person.minimums
    ]
    rows += [
        {"内容": duty.label, "要求": RECORDED_ONLY, "依据": clauses(duty)}
        for duty in plan.recorded
        if duty.id not in (AGREEMENT, JOINT_IP, SPOT_CHECKS)
    ]
    return [{"序号": str(number), **row} for number, row in enumerate(rows, start=1)]


def _required(result: MinimumResult, plan: Plan) -> str:
    """原则上不少于30天; the plan's own number beside the one that the reading `minimums_prorated` has made of it."""
    minimum, required = result.minimum, result.required
    said = requirement(minimum, required, plan)
    if required != minimum.value:
        said += f"（全年{figure(minimum.value, minimum.unit)}，按在聘月份折算）"
    return said + ("，聘期结束时完成" if minimum.due == "term_end" else "")


def task_notes(plan: Plan) -> list[str]:
    """The policies to be publicised, how some tasks are counted, and which may be excused."""
    topics = plan.policy_topics
    notes = [f"{topics.label}包括{listed(topics.items)}等政策措施{_clause(topics)}。"]
    notes += [_COUNTED[minimum.measure](minimum, plan) for minimum in plan.minimums if minimum.measure in _COUNTED]
    if plan.reading("agreement_per") == "pairing":
        notes.append(f"上述任务按人计算；甲乙双方就不同的{plan.labels['enterprise']}分别签订补充协议的，不重复计算。")
    excusable = [minimum.label for minimum in plan.minimums if minimum.exemptable]
    if excusable:
        reason = "确因正当理由达不到要求的，乙方应当书面说明理由；经批准的，考核评价时按例外处理。"
        notes.append(listed(excusable) + reason)
    return notes


def _days(minimum: Minimum, plan: Plan) -> str:
    return f"{minimum.label}按乙方到{plan.labels['enterprise']}开展服务的日期计算，同一日期不重复计算。"


def _projects(minimum: Minimum, plan: Plan) -> str:
    denied = "没有注明" if plan.reading("project_counts") == "only_confirmed" else "注明不是"
    joint = f"由乙方与{plan.labels['enterprise']}联合承担"
    return f"{minimum.label}，指乙方协助申报并{joint}的项目；{denied}联合承担的，不计入。"


_COUNTED: Mapping[str, Callable[[Minimum, Plan], str]] = {"service_days": _days, "projects": _projects}


def reporting(person: PersonTally, plan: Plan) -> list[str]:
    """The monthly reports this person owes and the spot checks; nothing of what the plan has not."""
    monthly = [_monthly(person.reports, plan)] if person.reports else []
    checks = [duty for duty in plan.recorded if duty.id == SPOT_CHECKS]
    return monthly + [f"乙方在服务期间应当接受{duty.label}{_clause(duty)}。" for duty in checks]


def _monthly(reports: ReportResult, plan: Plan) -> str:
    """By when and for which months, by the readings: the day itself is said to count, or not to."""
    by = report_requirement(reports.deadline, plan) + ("（含当日）" if plan.reading("deadline_inclusive") else "")
    of = "当月" if plan.reading("report_due") == "next_month" else ""
    said = f"乙方应当于{by}向{plan.labels['workstation']}书面汇报{of}工作进展情况{_clause(reports.deadline)}。"
    owed = [month.month for month in reports.months if month.state is not ReportState.NOT_OWED]
    if not owed:
        return said
    span = f"{owed[0]}月" if len(owed) == 1 else f"{owed[0]}月至{owed[-1]}月"
    return f"{said}应当汇报的月份为{plan.year}年{span}，共{len(owed)}次。"


def grades(plan: Plan) -> list[str]:
    """The sentence on the plan's grades; none where it has none."""
    return [f"考核评价等次分为{listed(plan.grades)}。"] if plan.grades else []
