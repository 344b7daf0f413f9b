"""The assessment sheet 考核表, one a commissioner: a context of plain values, every line already worded.

Nothing is computed in the template: what is empty arrives as a row that says 无, what is for the hand as a blank.
The keys are Chinese because the office reads them as tags in templates/考核表.docx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pipeline.chinese.dates import day, short_day, term
from pipeline.chinese.figures import figure, shortfall
from pipeline.chinese.lists import NONE, listed
from pipeline.documents.assessment.sheet_lists import (
    Names,
    Row,
    achievements,
    found_in,
    or_none,
    postings,
    projects,
    spot_checks,
)
from pipeline.documents.evidence import evidence_of
from pipeline.forms import ACHIEVEMENTS, PROJECTS, SPOT_CHECKS, Form
from pipeline.plan import Plan, Recorded
from pipeline.rules.measures import RECORDED, Recordlike, number_of
from pipeline.rules.requirements import clauses, report_requirement, requirement
from pipeline.rules.tally import MinimumResult, PersonTally, ReportResult, ReportState, Standing, Tally

Context = dict[str, object]

MARKS = {
    ReportState.ON_TIME: "√",
    ReportState.LATE: "迟",
    ReportState.MISSING: "缺",
    ReportState.NOT_OWED: "—",
    ReportState.NOT_DUE: "未到期",
}
BOX = "□"
BY_HAND = ""


def assessor(plan: Plan, tally: Tally) -> Callable[[PersonTally], Context]:
    """Makes the context of a person's sheet as of the tally's day; what all sheets share is worked out once.

    No ID, phone or bank number is in it.
    """
    firms = {entry.credit_code: entry.name for entry in tally.records.enterprises}

    def names(codes: Iterable[str]) -> str:
        return listed(firms.get(code, code) for code in codes)

    return lambda person: _sheet(person, plan, tally, names)


def _sheet(person: PersonTally, plan: Plan, tally: Tally, names: Names) -> Context:
    commissioner = person.commissioner

    def nothing(form: Form) -> str:
        """What an empty list says: that there is nothing, or that nobody handed in its form."""
        return NONE if tally.provided(form.name) else plan.labels[Standing.NOT_PROVIDED]

    return {
        "标题": plan.labels["assessment_title"],
        "截至日期": day(tally.records.as_of),
        "编号": commissioner.id,
        "姓名": commissioner.name,
        "性别": commissioner.gender,
        "派出单位": commissioner.employer,
        "职务职称": commissioner.title,
        "专业领域": commissioner.expertise,
        "工作站": commissioner.workstation,
        "聘期": term(commissioner.term_start, commissioner.term_end),
        "派驻": postings(person, names),
        "任务": _duties(person, plan),
        "记录": or_none(
            [_recorded(duty, person, plan, tally) for duty in plan.recorded], "内容 依据 情况 佐证", "内容"
        ),
        "月报": _months(person.reports, plan),
        "月报图例": _legend(plan),
        "例外": _exceptions(person),
        "项目": projects(person, plan, names, nothing(PROJECTS)),
        "项目佐证": found_in(person.projects),
        "成果": achievements(person, names, nothing(ACHIEVEMENTS)),
        "成果佐证": found_in(person.achievements),
        "抽查": spot_checks(person, nothing(SPOT_CHECKS)),
        "抽查佐证": found_in(person.spot_checks),
        "等次": _grade(person, plan),
        "评定": _decision(person),
    }


def _duties(person: PersonTally, plan: Plan) -> list[Row]:
    """The plan's minimums, then its monthly report."""
    rows = [_minimum(result, plan) for result in person.minimums]
    if person.reports is not None:
        rows.append(_reports(person.reports, plan))
    return or_none(rows, "内容 依据 要求 情况 结论 佐证", "内容")


def _minimum(result: MinimumResult, plan: Plan) -> Row:
    minimum = result.minimum
    provided = result.standing is not Standing.NOT_PROVIDED
    fact = figure(result.count.value, minimum.unit)
    if result.gap and result.standing in (Standing.UNMET, Standing.EXEMPTED):
        fact += f"，差{shortfall(result.gap, minimum.unit)}"
    return {
        "内容": minimum.label,
        "依据": clauses(minimum),
        "要求": requirement(minimum, result.required, plan),
        "情况": fact if provided else plan.labels[result.standing],
        "结论": plan.labels[result.standing],
        "佐证": evidence_of(result.count.parts, minimum.unit) if provided else plan.labels[result.standing],
    }


def _reports(reports: ReportResult, plan: Plan) -> Row:
    return {
        "内容": reports.deadline.label,
        "依据": clauses(reports.deadline),
        "要求": report_requirement(reports.deadline, plan),
        "情况": report_fact(reports, plan),
        "结论": plan.labels[reports.standing],
        "佐证": plan.labels[reports.standing]
        if reports.standing is Standing.NOT_PROVIDED
        else evidence_of(reports.handed_in.parts, "次"),
    }


def report_fact(reports: ReportResult, plan: Plan) -> str:
    """应报12次：按时10次、迟报1次、缺报1次. Only what is due by the as-of day is owed."""
    if reports.standing in (Standing.NOT_PROVIDED, Standing.NOT_OWED):
        return plan.labels[reports.standing]
    if not reports.owed:
        return "尚无到期的月份"
    states = (ReportState.ON_TIME, ReportState.LATE, ReportState.MISSING)
    counts = [(plan.labels[state.value], len(reports.of(state))) for state in states]
    return f"应报{reports.owed}次：" + "、".join(f"{label}{count}次" for label, count in counts if count)


def _recorded(duty: Recorded, person: PersonTally, plan: Plan, tally: Tally) -> Row:
    """Recorded with evidence, never scored; what no form feeds is left to the hand."""
    row = {"内容": duty.label, "依据": clauses(duty), "情况": BY_HAND, "佐证": BY_HAND}
    records = _RECORDS.get(duty.id)
    if records is None:
        return row
    if not tally.provided(RECORDED[duty.id]):
        return row | {"情况": plan.labels[Standing.NOT_PROVIDED]}
    found = number_of(records(person))
    if not found.value:
        return row | {"情况": NONE, "佐证": ""}
    return row | {"情况": figure(found.value, "条"), "佐证": evidence_of(found.parts, "条")}


_RECORDS: Mapping[str, Callable[[PersonTally], Iterable[Recordlike]]] = {
    "ip_support": lambda person: person.achievements,
    "spot_checks": lambda person: person.spot_checks,
}


def _months(reports: ReportResult | None, plan: Plan) -> list[Row]:
    """Twelve columns, January first; all — where the plan asks for no monthly report."""
    marks = MARKS | {ReportState.NOT_PROVIDED: plan.labels[ReportState.NOT_PROVIDED]}
    if reports is None:
        return [{"状态": MARKS[ReportState.NOT_OWED], "日期": ""} for _ in range(12)]
    return [{"状态": marks[month.state], "日期": short_day(month.submitted)} for month in reports.months]


def _legend(plan: Plan) -> str:
    said = [f"{mark}：{plan.labels[state.value]}" for state, mark in MARKS.items() if mark != plan.labels[state.value]]
    return "　".join(said)


def _exceptions(person: PersonTally) -> list[Row]:
    return [
        {
            "内容": result.minimum.label,
            "事实": figure(result.count.value, result.minimum.unit),
            "理由": result.exception.reason,
            "批准人": result.exception.approved_by,
            "批准日期": day(result.exception.approved_on),
        }
        for result in person.minimums
        if result.standing is Standing.EXEMPTED and result.exception
    ]


def _grade(person: PersonTally, plan: Plan) -> str:
    """The grade where the meeting has given one, else the plan's grades to tick, else an empty line."""
    if person.result is not None:
        return person.result.grade
    return "　　".join(f"{BOX}{grade}" for grade in plan.grades)


def _decision(person: PersonTally) -> str:
    if person.result is None:
        return ""
    opinion = person.result.opinion
    return f"评定日期：{day(person.result.decided_on)}" + (f"　意见：{opinion}" if opinion else "")
