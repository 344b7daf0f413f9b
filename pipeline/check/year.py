"""A year read, counted and judged once, for everything that is made of it; and what the check itself gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.check.answers import take_answers
from pipeline.check.findings import Finding, keys_of, remark, stations_of
from pipeline.check.saying import say
from pipeline.forms import FORMS, SERVICE_LOGS
from pipeline.intake import Intake, take_in
from pipeline.intake.privacy import Conceal, concealer, public, public_problem
from pipeline.plan import Plan, PlanError, read_plan
from pipeline.problems import Place, Problem, Severity, gather
from pipeline.publishing.workspace import Workspace
from pipeline.rules import Phase, count, judge
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

    def told(self, problem: Problem) -> str:
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
    day = as_of or plan.last_day
    if day < plan.first_day:
        raise PlanError(f"查看日期 {day.isoformat()} 早于 {plan.year} 年度。请用 AS_OF 指定年度内的日期。")
    intake = take_in(read_folder(workspace.input, FORMS, plan.year, LEFT_ALONE), plan, day, logs_wanted=logs_wanted)
    conceal = concealer(intake.dataset)
    intake = replace(intake, dataset=public(intake.dataset, conceal))
    tally = count(intake.dataset, plan)
    phase = Phase.YEAR_END if intake.complete else Phase.ROSTER
    judged = judge(intake.dataset, plan, tally, phase, _untrusted(intake))
    raw = [*intake.problems, *_really_placed(judged, intake, conceal)]

    def told(problem: Problem) -> str:
        return conceal(say(problem, plan))

    found = _findings(raw, intake, plan, conceal, told)
    errors = tuple(public_problem(one, conceal) for one in raw if one.severity is Severity.ERROR)
    return Checked(workspace, plan, intake, tally, tuple(found), errors, conceal)


def _findings(
    found: Sequence[Problem], intake: Intake, plan: Plan, conceal: Conceal, told: Callable[[Problem], str]
) -> Iterator[Finding]:
    """Each gathered problem with its sentence and what was answered to it; then the answers that cannot be taken."""
    problems = gather(found)
    keys = keys_of(problems, intake.value_at)
    taken, unclear = take_answers(intake.replies, frozenset(keys), plan.year)
    answers = {one.key: replace(one, note=conceal(one.note), by=conceal(one.by)) for one in taken}
    asked = gather(unclear)
    exemptable = {minimum.id for minimum in plan.minimums if minimum.exemptable}
    for raw, key in zip([*problems, *asked], [*keys, *keys_of(asked, intake.value_at)], strict=True):
        problem, answer = public_problem(raw, conceal), answers.get(key)
        said = remark(problem, answer, problem.rule in exemptable)
        places = tuple(place for place in (raw.place, *raw.others) if place)
        stations = stations_of(problem, intake.dataset)
        yield Finding(problem, told(problem) + said, key, stations, answer=answer, places=places, remark=said)


def _really_placed(problems: Sequence[Problem], intake: Intake, conceal: Conceal) -> Iterator[Problem]:
    """The problems with the names that workbooks and sheets really have; the rules know the public ones."""
    books = {conceal(book): book for book in reversed(intake.workbooks)}
    named = sorted({(book, sheet) for book, sheet, _ in intake.values}, reverse=True)
    sheets = {(book, conceal(sheet)): sheet for book, sheet in named}

    def real(place: Place) -> Place:
        workbook = books.get(place.workbook, place.workbook)
        sheet = sheets.get((workbook, place.sheet or ""), place.sheet)
        return replace(place, workbook=workbook, sheet=sheet)

    for one in problems:
        yield replace(one, place=one.place and real(one.place), others=tuple(map(real, one.others)))


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
