"""The stages of a year, each from what the one before found: check, assessment sheets, submission."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.catalogue import labels
from pipeline.documents.problem_list import problem_list
from pipeline.documents.withheld import Withheld, withheld
from pipeline.forms import FORMS
from pipeline.intake import Intake, take_in
from pipeline.messages import say
from pipeline.plan import Plan, PlanError, read_plan
from pipeline.privacy import concealer, public, public_problem
from pipeline.problems import Problem, Severity, gather
from pipeline.publish import Made
from pipeline.rules import Stage, count, judge
from pipeline.rules.tally import Tally
from pipeline.sheets import read_folder
from pipeline.sheets.writing import workbook
from pipeline.workspace import Workspace, safe_name

if TYPE_CHECKING:
    from pipeline.word.template import Template

PROBLEMS = "check/problems.json"
PROBLEM_LIST = "check/问题清单.xlsx"
REPORT = "annual/年度报告.docx"
ANNEX = "annual/附表.xlsx"
NO_STATION = "未填工作站"  # the folder of those whose roster row names no workstation: always withheld


@dataclass(frozen=True, slots=True)
class Checked:
    """A year that has been read, counted and judged; everything made from it agrees, because it is one."""

    workspace: Workspace
    plan: Plan
    intake: Intake
    tally: Tally
    problems: tuple[Problem, ...]
    sentences: tuple[str, ...]  # each problem said, without private numbers
    withheld: Withheld

    @property
    def not_made(self) -> dict[str, str]:
        """Each withheld document with its reason."""
        found = {assessment_path(self, key): reason for key, reason in self.withheld.assessments.items()}
        if self.withheld.submission:
            found |= dict.fromkeys((REPORT, ANNEX), self.withheld.submission)
        return found


def open_plan(workspace: Workspace) -> Plan:
    """The year's plan. A PlanError where it cannot be used, or is another year's than its folder."""
    plan = read_plan(workspace.plan)
    if plan.year != workspace.year:
        raise PlanError(
            f"{workspace.plan.name}：[plan] 的 year 是 {plan.year}，但它放在 {workspace.year} 年度的文件夹里。"
            "请改正其中一个。"
        )
    return plan


def check_year(workspace: Workspace, as_of: dt.date | None) -> Checked:
    """Read and judge the year at the close of `as_of`, by default the last day of the plan's year.

    Raises PlanError or NothingToMake, one Chinese sentence each, where nothing can be made.
    """
    plan = open_plan(workspace)
    day = as_of or plan.last_day
    if day < plan.first_day:
        raise PlanError(f"查看日期 {day.isoformat()} 早于 {plan.year} 年度。请用 AS_OF 指定年度内的日期。")
    intake = take_in(read_folder(workspace.input, FORMS, plan.year), plan, day)
    conceal = concealer(intake.dataset)
    intake = replace(intake, dataset=public(intake.dataset, conceal))
    tally = count(intake.dataset, plan)
    stage = Stage.YEAR_END if intake.complete else Stage.ROSTER
    judged = judge(intake.dataset, plan, tally, stage, _untrusted(intake))
    found = [public_problem(problem, conceal) for problem in (*intake.problems, *judged)]
    problems = tuple(gather(found))

    def told(problem: Problem) -> str:
        return conceal(say(problem, plan))

    sentences = tuple(told(problem) for problem in problems)
    return Checked(workspace, plan, intake, tally, problems, sentences, withheld(found, intake.dataset, told))


def _untrusted(intake: Intake) -> dict[str, frozenset[str]]:
    """The forms in which each person has errors; an unreadable workbook may have held any form."""
    every = frozenset(form.name for form in FORMS)
    found: dict[str, frozenset[str]] = {}
    for problem in intake.problems:
        if problem.severity is Severity.ERROR:
            forms = frozenset({problem.form}) if problem.form else every
            for key in {problem.subject or "", *problem.people}:
                found[key] = found.get(key, frozenset()) | forms
    return found


def check_files(checked: Checked) -> Iterator[Made]:
    """The problem list, for programs and for people."""
    yield Made(PROBLEMS, _json(checked), "check")
    sheets = problem_list(
        checked.problems,
        checked.sentences,
        labels(checked.plan),
        title=f"{checked.plan.year}年{checked.plan.county}{checked.plan.labels['commissioner']}台账问题清单",
        as_of=checked.intake.dataset.as_of,
        withheld=sorted(checked.not_made.items()),
        later=checked.intake.dataset.later,
    )
    yield Made(PROBLEM_LIST, workbook(sheets, "问题清单"), "check")


def _json(checked: Checked) -> bytes:
    problems = []
    for problem, sentence in zip(checked.problems, checked.sentences, strict=True):
        place = problem.place
        problems.append(
            {
                "severity": problem.severity.value,
                "rule": problem.rule,
                "clause": problem.clause,
                "workbook": place.workbook if place else None,
                "sheet": place.sheet if place else None,
                "row": place.row if place else None,
                "column": place.column if place else None,
                "subject": problem.subject,
                "message": sentence,
                "exempted": problem.exempted,
                "others": [
                    {"workbook": other.workbook, "sheet": other.sheet, "row": other.row, "column": other.column}
                    for other in problem.others
                ],
            }
        )
    held = [{"document": path, "reason": reason} for path, reason in sorted(checked.not_made.items())]
    return (json.dumps({"problems": problems, "withheld": held}, ensure_ascii=False, indent=1) + "\n").encode()


def assessment_path(checked: Checked, key: str) -> str:
    person = checked.intake.dataset.commissioner_by_id[key]
    return f"assessments/{safe_name(person.workstation or NO_STATION)}/{safe_name(key)}.docx"


def assessment_files(checked: Checked) -> Iterator[Made]:
    """An assessment sheet for each commissioner of the year whose records can be trusted."""
    from pipeline.documents.assessment import assessor
    from pipeline.word.template import Template

    template = Template(checked.workspace.templates / "考核表.docx")
    context_of = assessor(checked.intake.dataset, checked.plan)
    for person in checked.tally.people:
        key = person.commissioner.id
        if key not in checked.withheld.assessments:
            path = assessment_path(checked, key)
            yield _document(path, f"assessment {checked.plan.year} {key}", template, context_of(person))


def annual_files(checked: Checked) -> Iterator[Made]:
    """The year-end submission: the report and its annexed tables; nothing where an error withholds it."""
    from pipeline.documents.annex import annex
    from pipeline.documents.submission import submission
    from pipeline.word.template import Template

    if checked.withheld.submission:
        return
    dataset, plan, tally = checked.intake.dataset, checked.plan, checked.tally
    template = Template(checked.workspace.templates / "年度报告.docx")
    yield _document(REPORT, f"annual {plan.year}", template, submission(dataset, plan, tally), "annual")
    yield Made(ANNEX, workbook(annex(dataset, plan, tally), "附表"), "annual")


def _document(path: str, key: str, template: Template, context: Mapping[str, object], kind: str = "assessment") -> Made:
    """A rendered document that says in its own properties what it is and what it was made from."""
    fingerprint = hashlib.sha256(json.dumps(context, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    properties = {"DocumentKey": key, "Fingerprint": fingerprint}
    return Made(path, template.render(context, properties), kind, fingerprint)


MAKERS = {"check": check_files, "assessment": assessment_files, "annual": annual_files}
