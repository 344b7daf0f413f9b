"""A year read, counted and judged once, for everything that is made of it; and what the check itself gives back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.catalogue import labels
from pipeline.documents.agreement import Draft, drafts
from pipeline.documents.agreement import unpaired as without_draft
from pipeline.documents.problem_list import problem_list
from pipeline.documents.withheld import Withheld, withheld
from pipeline.forms import FORMS, SERVICE_LOGS
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
    drafts: tuple[Draft, ...]  # every agreement that is due, the withheld ones too
    unpaired: tuple[str, ...]  # 编号 of those who should have one and, without a pairing, cannot

    @property
    def has_logs(self) -> bool:
        return SERVICE_LOGS.name in self.intake.dataset.forms

    @property
    def not_made(self) -> dict[str, str]:
        """Each withheld document with its reason."""
        found = {assessment_path(self, key): reason for key, reason in self.withheld.assessments.items()}
        for draft in self.drafts:
            if reason := self.withheld.agreements.get(draft.commissioner):
                found[agreement_path(self, draft)] = reason
        for key in self.unpaired:
            found[agreement_path(self, Draft(key, key))] = (
                f"{key} 没有派驻关系，补充协议无从写起。请在「派驻关系」中补录。"
            )
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


def check_year(workspace: Workspace, as_of: dt.date | None, *, logs_wanted: bool = True) -> Checked:
    """Read and judge the year at the close of `as_of`, by default the last day of the plan's year.

    `logs_wanted=False` is for what needs roster and pairings alone: that no log is there yet is then no problem.
    Raises PlanError or NothingToMake, one Chinese sentence each, where nothing can be made.
    """
    plan = open_plan(workspace)
    day = as_of or plan.last_day
    if day < plan.first_day:
        raise PlanError(f"查看日期 {day.isoformat()} 早于 {plan.year} 年度。请用 AS_OF 指定年度内的日期。")
    intake = take_in(read_folder(workspace.input, FORMS, plan.year), plan, day, logs_wanted=logs_wanted)
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
    held = withheld(found, intake.dataset, told)
    due, unpaired = drafts(intake.dataset, plan), without_draft(intake.dataset, plan)
    return Checked(workspace, plan, intake, tally, problems, sentences, held, tuple(due), tuple(unpaired))


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
    return f"assessments/{_station(checked, key)}/{safe_name(key)}.docx"


def agreement_path(checked: Checked, draft: Draft) -> str:
    return f"agreements/{_station(checked, draft.commissioner)}/{safe_name(draft.key)}.docx"


def _station(checked: Checked, key: str) -> str:
    return safe_name(checked.intake.dataset.commissioner_by_id[key].workstation or NO_STATION)
