"""A year read, counted and judged once, for everything that is made of it; and what the check itself gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipeline.check.findings import Finding, findings
from pipeline.check.saying import say
from pipeline.forms import FORMS, SERVICE_LOGS
from pipeline.intake import Intake, take_in
from pipeline.intake.privacy import Conceal, concealer, public, public_problem
from pipeline.plan import Plan, PlanError, read_plan
from pipeline.problems import Problem, Severity
from pipeline.publishing.workspace import Workspace
from pipeline.rules import Phase, count, founded, judge
from pipeline.rules.tally import Tally
from pipeline.sheets import read_folder

# Beside the workbooks: the plan, lists and scans that others read, what Windows leaves behind
LEFT_ALONE = ("*.toml", "公示名单", "已签回", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Checked:
    """A year that has been read, counted and judged; everything made from it agrees, because it is one."""

    workspace: Workspace
    plan: Plan
    intake: Intake
    tally: Tally
    findings: tuple[Finding, ...]  # each problem said, without private numbers, and what was answered to it
    errors: tuple[Problem, ...]  # each as it was found, with its own place: what withholds documents
    conceal: Conceal = field(compare=False)  # takes private numbers out of a text

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(finding.problem for finding in self.findings)

    @property
    def has_logs(self) -> bool:
        return SERVICE_LOGS.name in self.intake.dataset.forms

    def judged(self) -> Callable[[str, str], bool]:
        """Tells of a rule's id and a subject whether anything could be said: not where it rests on rows with errors."""
        return founded(self.plan, _untrusted(self.intake))

    def sentence(self, problem: Problem) -> str:
        """The sentence of a problem, without private numbers."""
        return self.conceal(say(problem, self.plan))


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
    intake, conceal = _read(workspace, plan, _day(as_of, plan), logs_wanted)
    tally = count(intake.dataset, plan)
    problems = [*intake.problems, *_judged(intake, plan, tally)]
    found = tuple(findings(problems, intake, plan, conceal))
    errors = tuple(public_problem(one, conceal) for one in problems if one.severity is Severity.ERROR)
    kept = replace(intake, values={})  # the cells have told their keys, and a long log is large
    return Checked(workspace, plan, kept, tally, found, errors, conceal)


def _day(as_of: dt.date | None, plan: Plan) -> dt.date:
    day = as_of or plan.last_day
    said = f"查看日期 {day.isoformat()} {{}} {plan.year} 年度。请用 AS_OF（--as-of）指定年度内的日期。"
    if day < plan.first_day:
        raise PlanError(said.format("早于"))
    if day.year > plan.year + 1:  # the submission itself may fall due early in the year after
        raise PlanError(said.format("远在这一年之后，不属于"))
    return day


def _read(workspace: Workspace, plan: Plan, day: dt.date, logs_wanted: bool) -> tuple[Intake, Conceal]:
    """What came in, its dataset without private numbers, and what takes such numbers out of any text."""
    books = read_folder(workspace.input, FORMS, plan.year, LEFT_ALONE)
    intake = take_in(books, plan, day, logs_wanted=logs_wanted)
    conceal = concealer(intake.dataset, intake.private)
    return replace(intake, dataset=public(intake.dataset, conceal)), conceal


def _judged(intake: Intake, plan: Plan, tally: Tally) -> list[Problem]:
    """What the rules find: those of the whole year, or of the roster alone where the logs could not be read."""
    phase = Phase.YEAR_END if intake.complete else Phase.ROSTER
    return judge(intake.dataset, plan, tally, phase, _untrusted(intake))


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
