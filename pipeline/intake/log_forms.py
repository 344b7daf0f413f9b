"""The log forms: from a row whose person and date are trusted to its record, or to what is wrong with it."""

from __future__ import annotations

from decimal import Decimal

from pipeline.intake.logs import Desk, LogForm
from pipeline.intake.rosters import date, day, firms, text, word, yes
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
from pipeline.sheets import Row


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
    start = day(row, "日期")
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
    kind, content, evidence = word(row, "服务类型"), text(row, "服务内容"), text(row, "佐证材料")
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
    return MonthlyReport(person.id, int(month or 0), day(row, "报送日期"), row.source)


def _project(row: Row, person: Commissioner, desk: Desk) -> ProjectApplication | None:
    codes = _codes(row, person, desk, "项目申报")
    if codes is None:
        return None
    return ProjectApplication(
        person.id,
        codes,
        text(row, "项目名称"),
        word(row, "项目级别"),
        day(row, "申报日期"),
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
        word(row, "类型"),
        text(row, "名称"),
        text(row, "登记编号"),
        day(row, "日期"),
        amount,
        text(row, "佐证材料"),
        row.source,
    )


def _paper(row: Row, person: Commissioner, desk: Desk) -> Paper:
    return Paper(person.id, word(row, "材料"), day(row, "提交日期"), row.source)


def _check(row: Row, person: Commissioner, desk: Desk) -> SpotCheck:
    return SpotCheck(
        person.id,
        day(row, "日期"),
        text(row, "抽查单位"),
        word(row, "单位类别"),
        text(row, "结果"),
        text(row, "备注"),
        row.source,
    )


def _training(row: Row, person: Commissioner, desk: Desk) -> Training:
    people = _not_negative(row, "人数", None, desk, "培训活动")
    return Training(
        day(row, "日期"),
        text(row, "主题"),
        word(row, "形式"),
        text(row, "主办"),
        None if people is None else int(people),
        text(row, "讲师"),
        text(row, "政策内容"),
        row.source,
    )


def _expense(row: Row, person: Commissioner, desk: Desk) -> Expense:
    amount = _not_negative(row, "金额", None, desk, "经费支出") or Decimal(0)
    return Expense(
        day(row, "日期"),
        text(row, "事项"),
        word(row, "用途"),
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
    return AssessmentResult(person.id, word(row, "等次"), day(row, "评定日期"), text(row, "意见"), row.source)


def _exception(row: Row, person: Commissioner, desk: Desk) -> AcceptedException:
    return AcceptedException(
        word(row, "规则"),
        person.id,
        text(row, "事实"),
        text(row, "理由"),
        text(row, "批准人"),
        day(row, "批准日期"),
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
