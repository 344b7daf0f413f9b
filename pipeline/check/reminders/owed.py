"""What the people of one workstation owe by the plan: what is overdue, and what is still to come with its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.check.answers import Action
from pipeline.check.findings import Finding
from pipeline.chinese.dates import day
from pipeline.chinese.figures import figure, shortfall
from pipeline.chinese.lists import listed
from pipeline.forms import WORKBOOKS
from pipeline.intake.faults import MISSING_FORM
from pipeline.plan import Duty, Plan
from pipeline.problems import Severity
from pipeline.rules.duties import MONTHLY_REPORT
from pipeline.rules.measures import PERSONAL, REPORTS
from pipeline.rules.requirements import clauses, report_requirement, requirement
from pipeline.rules.tally import MinimumResult, Month, PersonTally, ReportResult, ReportState, Standing

KEPT_BY_STATIONS = WORKBOOKS["台账"]

Row = dict[str, str]
Task = dict[str, str | list[str]]
Judged = Mapping[tuple[str, str], Finding]  # (id of the duty, 编号) -> its finding


def judged(findings: Sequence[Finding]) -> Judged:
    """The findings that say that a person's duty is unmet, not those that are excused."""
    return {
        (one.problem.rule, one.problem.subject): one
        for one in findings
        if one.problem.severity is Severity.UNMET and one.problem.subject and not one.problem.exempted
    }


@dataclass(frozen=True, slots=True)
class Overdue:
    """One duty that a person has not met in time; `row` says it."""

    person: str
    duty: Duty
    row: Row


def overdue(people: Sequence[PersonTally], found: Judged, plan: Plan) -> list[Overdue]:
    """What is due and was found unmet, by person, in the plan's order, the monthly reports last."""
    owed = []
    for person in people:
        for result in person.minimums:
            finding = found.get((result.minimum.id, person.commissioner.id))
            if result.standing is Standing.UNMET and finding:
                owed.append(Overdue(person.commissioner.id, result.minimum, _minimum(person, result, finding, plan)))
        reports = person.reports
        if reports and reports.standing is Standing.UNMET and (reports.deadline.id, person.commissioner.id) in found:
            owed.append(Overdue(person.commissioner.id, reports.deadline, _reports(person, reports, plan)))
    return owed


def undecided(people: Sequence[PersonTally], found: Judged) -> list[str]:
    """Who seems to be short of what, though no finding says so: rows that count for it cannot be trusted yet.

    T005 张伟（服务天数、政策宣传和解读）, one a person.
    """
    names = []
    for person in people:
        results: list[tuple[Duty, Standing]] = [(result.minimum, result.standing) for result in person.minimums]
        results += [(person.reports.deadline, person.reports.standing)] if person.reports else []
        key = person.commissioner.id
        short = [duty.label for duty, standing in results if standing is Standing.UNMET and (duty.id, key) not in found]
        names += [f"{person.commissioner.who}（{listed(short)}）"] if short else []
    return names


def missed_forms(findings: Sequence[Finding]) -> frozenset[str]:
    """The forms that a check of the year misses; January's agreements ask for no log and miss none."""
    return frozenset(str(one.problem.form) for one in findings if one.problem.rule == MISSING_FORM.rule)


def not_provided(people: Sequence[PersonTally], as_of: dt.date, missed: frozenset[str]) -> list[str]:
    """What is due and cannot be told, because nobody handed in the form that it is counted from, which is missed.

    「月报」（每月书面汇报）, one a form of those that workstations keep.
    """
    labels: dict[str, dict[str, None]] = {}
    for person in people:
        due = [result.minimum for result in person.minimums if _untold(result) and result.due and result.due <= as_of]
        found = [(PERSONAL[minimum.measure].form, minimum.label) for minimum in due]
        months = person.reports.of(ReportState.NOT_PROVIDED) if person.reports else ()
        if person.reports and any(month.due <= as_of for month in months):
            found.append((REPORTS, person.reports.deadline.label))
        for form, label in found:
            labels.setdefault(form, {})[label] = None
    kept = [form.name for form in KEPT_BY_STATIONS]
    return [f"「{form}」（{listed(labels[form])}）" for form in kept if form in labels and form in missed]


def _untold(result: MinimumResult) -> bool:
    return result.standing is Standing.NOT_PROVIDED


def _minimum(person: PersonTally, result: MinimumResult, finding: Finding, plan: Plan) -> Row:
    minimum = result.minimum
    confirmed = minimum.exemptable and finding.answer is not None and finding.answer.action is Action.TRUE
    return {
        "人员": person.commissioner.who,
        "任务": minimum.label,
        "依据": _authority(minimum),
        "要求": requirement(minimum, result.required, plan),
        "情况": _figure(result),
        "办法": f"已答复“{Action.TRUE}”，请补报「例外说明」。" if confirmed else minimum.remedy,
    }


def _figure(result: MinimumResult) -> str:
    """21天，还差9天."""
    fact = figure(result.count.value, result.minimum.unit)
    return fact if result.above else f"{fact}，还差{shortfall(result.gap, result.minimum.unit)}"


def _reports(person: PersonTally, reports: ReportResult, plan: Plan) -> Row:
    lapses = ((ReportState.LATE, "late"), (ReportState.MISSING, "missing"))
    said = [_lapse(plan.labels[label], reports.of(state)) for state, label in lapses if reports.of(state)]
    return {
        "人员": person.commissioner.who,
        "任务": reports.deadline.label,
        "依据": _authority(reports.deadline),
        "要求": report_requirement(reports.deadline, plan),
        "情况": f"应报{reports.owed}次，{'，'.join(said)}",
        "办法": MONTHLY_REPORT.wordings[MONTHLY_REPORT.rule].remedy,
    }


def _lapse(label: str, months: Sequence[Month]) -> str:
    """缺报5次（2月、8月至11月）: months that follow each other are drawn together from three on."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month.month == runs[-1][-1] + 1:
            runs[-1].append(month.month)
        else:
            runs.append([month.month])
    said = (f"{run[0]}月至{run[-1]}月" if len(run) > 2 else listed(f"{month}月" for month in run) for run in runs)
    return f"{label}{len(months)}次（{listed(said)}）"


def _authority(duty: Duty) -> str:
    return f"方案{clauses(duty)}"


@dataclass(frozen=True, slots=True)
class _Task:
    """What several people still owe alike."""

    due: dt.date
    order: int
    duty: Duty
    requirement: str
    until: tuple[str, ...]  # a line each


def to_come(people: Sequence[PersonTally], plan: Plan, as_of: dt.date) -> list[Task]:
    """What is still short and not due yet, the next to fall due first; those who owe the same by the same day together.
    Of what cannot be told, because nobody handed in its form, no figure is said.

    What falls due after the plan's year is asked for by the next plan. Who is excused as things stand is left out.
    """
    owing: dict[_Task, list[str]] = {}
    for person in people:
        for order, result in enumerate(person.minimums):
            to_tell = result.standing is Standing.NOT_DUE or (_untold(result) and result.due and as_of < result.due)
            if to_tell and result.due and not result.exception:
                asked = requirement(result.minimum, result.required, plan)
                task = _Task(result.due, order, result.minimum, asked, (day(result.due),))
                said = plan.labels[result.standing] if _untold(result) else _figure(result)
                owing.setdefault(task, []).append(f"{person.commissioner.who}（{said}）")
        open_states = (ReportState.NOT_DUE, ReportState.NOT_PROVIDED)
        months = [one for one in person.reports.of(*open_states) if one.due > as_of] if person.reports else []
        if person.reports and months:
            asked = report_requirement(person.reports.deadline, plan)
            until = tuple(f"{month.month}月：{day(month.due)}" for month in months)
            task = _Task(months[0].due, len(person.minimums), person.reports.deadline, asked, until)
            owing.setdefault(task, []).append(person.commissioner.who)
    return [
        {
            "任务": task.duty.label,
            "依据": _authority(task.duty),
            "要求": task.requirement,
            "最迟": list(task.until),
            "人员": listed(owing[task]),
        }
        for task in sorted(owing, key=lambda task: (task.due, task.order, task.until))
    ]
