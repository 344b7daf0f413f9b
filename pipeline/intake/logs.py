"""The log forms. A row that cannot be trusted is left out, said, and withholds what it would have fed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from pipeline.intake.matching import Firms, Match, People
from pipeline.intake.rosters import NOWHERE, date, fault_problem, firms, own_faults, text, yes
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import (
    AcceptedException,
    Achievement,
    AssessmentResult,
    Commissioner,
    Expense,
    MonthlyReport,
    Paper,
    ProjectApplication,
    ServiceLog,
    SpotCheck,
    Training,
)
from pipeline.sheets import Row, Table


@dataclass(slots=True)
class Desk:
    """What reading a log needs at hand, and where it puts what it finds."""

    plan: Plan
    as_of: dt.date
    people: People
    directory: Firms
    problems: list[Problem]
    later: dict[str, int] = field(default_factory=dict)

    def say(
        self,
        rule: str,
        row: Row,
        heading: str | None,
        person: Commissioner | None,
        form: str,
        facts: dict[str, object] | None = None,
        message: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        subject, who = (person.id, person.who) if person else (None, "")
        self.problems.append(
            Problem(rule, severity, row.source.at(heading), subject, who, facts or {}, message=message, form=form)
        )


Record = Any  # one of the log records; each LogForm makes one kind
Build = Callable[[Row, Commissioner, Desk], Record | None]


@dataclass(frozen=True, slots=True)
class LogForm:
    """How a log is read: the date that places a row in the year, whose row it is, and the record it makes."""

    form: str
    date: str  # heading
    build: Build
    id_heading: str = "特派员编号"
    name_heading: str = "特派员姓名"
    of_person: bool = True
    this_year_only: bool = True  # decisions may fall into the next year


def read_log(log: LogForm, tables: Sequence[Table], desk: Desk) -> list[Record]:
    """The trusted records of one form as of the desk's day, repeated rows once, in order of identity and date."""
    found: list[Record] = []
    for table in tables:
        for row in table.rows:
            record = _record(log, table, row, desk)
            if record is not None:
                found.append(record)
    return sorted(_once(found, log, desk), key=_identity)


def _identity(record: Record) -> tuple[str, ...]:
    bare = replace(record, source=NOWHERE)
    return (getattr(record, "commissioner", ""), str(_day(record)), str(bare), record.source.workbook, f"{record.source.row:07}")


def _day(record: Record) -> dt.date:
    for name in ("start", "date", "submitted", "decided_on", "approved_on"):
        if hasattr(record, name):
            day: dt.date = getattr(record, name)
            return day
    raise AssertionError(f"a log record without a date: {type(record).__name__}")


def _record(log: LogForm, table: Table, row: Row, desk: Desk) -> Record | None:
    match = desk.people.match(row, table, log.id_heading, log.name_heading) if log.of_person else Match(None)
    desk.problems.extend(match.problems)
    person = match.person
    faults = own_faults(row, table)
    candidates = frozenset(candidate.id for candidate in match.candidates)
    subject, who = (person.id, person.who) if person else (None, text(row, log.name_heading))
    desk.problems.extend(fault_problem(fault, table, subject, who, candidates) for fault in faults)
    day = date(row, log.date)
    if faults or table.missing or day is None or (log.of_person and person is None):
        return None
    if log.this_year_only and not desk.plan.first_day <= day <= desk.plan.last_day:
        desk.say("outside_year", row, log.date, person, log.form, {"date": day, "year": desk.plan.year})
        return None
    if day > desk.as_of and log.this_year_only:
        desk.later[log.form] = desk.later.get(log.form, 0) + 1
        return None
    return log.build(row, person or NOBODY, desk)


NOBODY = Commissioner("", "", "", "", None, None, NOWHERE)


def _once(records: list[Record], log: LogForm, desk: Desk) -> list[Record]:
    """Rows repeated across workbooks count once; repeated within one they all count. Either is a doubt."""
    first: dict[Record, Record] = {}
    kept: list[Record] = []
    for record in sorted(records, key=lambda entry: (entry.source.workbook, entry.source.sheet, entry.source.row)):
        bare = replace(record, source=NOWHERE)
        earlier = first.setdefault(bare, record)
        if earlier is record:
            kept.append(record)
            continue
        across = earlier.source.workbook != record.source.workbook
        person = desk.people.by_id(getattr(record, "commissioner", ""))
        subject, who = (person.id, person.who) if person else (None, "")
        facts: dict[str, object] = {"other": earlier.source.at()}
        message = "" if across else "repeated_in_workbook"
        desk.problems.append(
            Problem("repeated_row", Severity.DOUBT, record.source.at(), subject, who, facts, message=message, form=log.form)
        )
        if not across:
            kept.append(record)
    return kept


def _codes(row: Row, person: Commissioner, desk: Desk, form: str) -> tuple[str, ...] | None:
    """The codes of the row's firms; None, and said, when one of them is not known."""
    codes: list[str] = []
    for name in firms(row, "服务企业"):
        match = desk.directory.match(name, row.source.at("服务企业"), person, form)
        if isinstance(match, Problem):
            desk.problems.append(match)
            return None
        codes.append(match.credit_code)
    return tuple(sorted(set(codes)))


def _number(row: Row, heading: str) -> Decimal | None:
    value = row.values.get(heading)
    return value if isinstance(value, Decimal) else None


def _visit(row: Row, person: Commissioner, desk: Desk) -> ServiceLog | None:
    start = date(row, "日期") or dt.date.min
    end = date(row, "结束日期") or start
    days = _number(row, "服务天数") or Decimal(0)
    span = (end - start).days + 1
    if end < start:
        desk.say("reversed_dates", row, "结束日期", person, "服务日志", {"what": "服务", "start": start, "end": end})
        return None
    if end > desk.plan.last_day:
        desk.say("outside_year", row, "结束日期", person, "服务日志", {"date": end, "year": desk.plan.year})
        return None
    if days < 0:
        desk.say("impossible_days", row, "服务天数", person, "服务日志", {"days": days}, "negative_days")
        return None
    if days > span:
        desk.say("impossible_days", row, "服务天数", person, "服务日志", {"days": days, "dates": span})
        return None
    if days == 0:
        desk.say("zero_days", row, "服务天数", person, "服务日志", severity=Severity.DOUBT)
    codes = _codes(row, person, desk, "服务日志")
    if codes is None:
        return None
    if end > desk.as_of:  # a visit under way on the as-of day counts up to that day
        end = desk.as_of
        days = min(days, Decimal((end - start).days + 1))
    kind, content, evidence = text(row, "服务类型"), text(row, "服务内容"), text(row, "佐证材料")
    return ServiceLog(person.id, codes, start, end, kind, days, content, evidence, row.source)


def _report(row: Row, person: Commissioner, desk: Desk) -> MonthlyReport | None:
    value = row.values.get("月份")
    if not isinstance(value, tuple):
        return None
    year, month = value
    if year is not None and year != desk.plan.year:
        facts: dict[str, object] = {"found": str(year), "year": str(desk.plan.year)}
        desk.say("outside_year", row, "月份", person, "月报", facts, "outside_year_month")
        return None
    return MonthlyReport(person.id, int(month or 0), date(row, "报送日期") or dt.date.min, row.source)


def _project(row: Row, person: Commissioner, desk: Desk) -> ProjectApplication | None:
    codes = _codes(row, person, desk, "项目申报")
    if codes is None:
        return None
    return ProjectApplication(
        person.id,
        codes,
        text(row, "项目名称"),
        text(row, "项目级别"),
        date(row, "申报日期") or dt.date.min,
        yes(row, "是否联合承担"),
        text(row, "状态"),
        text(row, "佐证材料"),
        row.source,
    )


def _achievement(row: Row, person: Commissioner, desk: Desk) -> Achievement | None:
    codes = _codes(row, person, desk, "知识产权与技术合同")
    if codes is None:
        return None
    amount = _not_negative(row, "合同金额", person, desk, "知识产权与技术合同")
    return Achievement(
        person.id,
        codes,
        text(row, "类型"),
        text(row, "名称"),
        text(row, "登记编号"),
        date(row, "日期") or dt.date.min,
        amount,
        text(row, "佐证材料"),
        row.source,
    )


def _paper(row: Row, person: Commissioner, desk: Desk) -> Paper:
    return Paper(person.id, text(row, "材料"), date(row, "提交日期") or dt.date.min, row.source)


def _check(row: Row, person: Commissioner, desk: Desk) -> SpotCheck:
    return SpotCheck(
        person.id,
        date(row, "日期") or dt.date.min,
        text(row, "抽查单位"),
        text(row, "单位类别"),
        text(row, "结果"),
        text(row, "备注"),
        row.source,
    )


def _training(row: Row, person: Commissioner, desk: Desk) -> Training:
    people = _not_negative(row, "人数", None, desk, "培训活动")
    return Training(
        date(row, "日期") or dt.date.min,
        text(row, "主题"),
        text(row, "形式"),
        text(row, "主办"),
        None if people is None else int(people),
        text(row, "讲师"),
        text(row, "政策内容"),
        row.source,
    )


def _expense(row: Row, person: Commissioner, desk: Desk) -> Expense:
    amount = _not_negative(row, "金额", None, desk, "经费支出") or Decimal(0)
    return Expense(
        date(row, "日期") or dt.date.min,
        text(row, "事项"),
        text(row, "用途"),
        amount,
        text(row, "收款方"),
        text(row, "凭证号"),
        row.source,
    )


def _not_negative(row: Row, heading: str, person: Commissioner | None, desk: Desk, form: str) -> Decimal | None:
    """The number as it stands; below zero it may be a correction entry, so that is a doubt and the number counts."""
    value = _number(row, heading)
    if value is not None and value < 0:
        desk.say("negative_amount", row, heading, person, form, {"value": value}, severity=Severity.DOUBT)
    return value


def _result(row: Row, person: Commissioner, desk: Desk) -> AssessmentResult:
    return AssessmentResult(
        person.id, text(row, "等次"), date(row, "评定日期") or dt.date.min, text(row, "意见"), row.source
    )


def _exception(row: Row, person: Commissioner, desk: Desk) -> AcceptedException:
    return AcceptedException(
        text(row, "规则"),
        person.id,
        text(row, "事实"),
        text(row, "理由"),
        text(row, "批准人"),
        date(row, "批准日期") or dt.date.min,
        row.source,
    )


SERVICE_LOGS = LogForm("服务日志", "日期", _visit)
MONTHLY_REPORTS = LogForm("月报", "报送日期", _report)
PROJECTS = LogForm("项目申报", "申报日期", _project)
ACHIEVEMENTS = LogForm("知识产权与技术合同", "日期", _achievement)
PAPERS = LogForm("计划与总结", "提交日期", _paper)
SPOT_CHECKS = LogForm("抽查", "日期", _check)
TRAININGS = LogForm("培训活动", "日期", _training, of_person=False)
EXPENSES = LogForm("经费支出", "日期", _expense, of_person=False)
RESULTS = LogForm("考核结果", "评定日期", _result, this_year_only=False)
EXCEPTIONS = LogForm("例外说明", "批准日期", _exception, id_heading="对象", name_heading="", this_year_only=False)
