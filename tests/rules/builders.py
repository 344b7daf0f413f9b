"""Years for rule tests. Everybody meets every duty of the sample plan until a test says otherwise.

`person("T005", days=21)` is T005 of roster row 7 with 21 service days; `year(person(…), person(…))` is the dataset of the
whole year; `said("service_days", year(…))` are the sentences of one rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from stdnum.cn import uscc

from pipeline.check.audiences.words import bureau_words
from pipeline.forms import FORMS
from pipeline.plan import Plan, read_plan
from pipeline.problems import Problem, Source, gather, in_order
from pipeline.records import (
    AcceptedException,
    Commissioner,
    Dataset,
    Enterprise,
    MonthlyReport,
    Pairing,
    Paper,
    ProjectApplication,
    ServiceLog,
)
from pipeline.rules import Phase, count, judge

PLAN = read_plan(Path(__file__).resolve().parents[2] / "input/2024/plan.toml")
NAMES = {"T001": "其其格·苏", "T002": "李娜", "T003": "王𬭩", "T004": "赵敏", "T005": "张伟"}
WHOLE_YEAR = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def on(month: int, day: int, year: int = 2024) -> dt.date:
    return dt.date(year, month, day)


ON_TIME: Mapping[int, dt.date] = {month: on(month, 10) for month in range(1, 13)}


def without(*months: int) -> dict[int, dt.date]:
    """Reports of all months but these, each handed in on the 10th."""
    return {month: day for month, day in ON_TIME.items() if month not in months}


def reading(**choices: str | int | bool) -> Plan:
    """The sample plan with other choices of readings, e.g. reading(report_due="next_month")."""
    changed = {id: replace(PLAN.readings[id], choice=choice) for id, choice in choices.items()}
    return replace(PLAN, readings={**PLAN.readings, **changed})


def roster(sheet: str, row: int) -> Source:
    return Source("名册.xlsx", sheet, row)


def log(sheet: str, row: int) -> Source:
    return Source("台账/东部工作站.xlsx", sheet, row)


def firm(number: int, name: str = "", **facts: object) -> Enterprise:
    """Firm 1 is 企业1公司 of directory row 3, with a valid code; its kinds and flags as given."""
    body = f"91150602MA0N{number:05}"
    code = body + str(uscc.calc_check_digit(body))
    return Enterprise(name or f"企业{number}公司", code, roster("企业名录", number + 2), **facts)  # type: ignore[arg-type]


FIRM = firm(1)


def firms(number: int, **facts: object) -> tuple[Enterprise, ...]:
    return tuple(firm(each, **facts) for each in range(1, number + 1))


def visit(
    id: str,
    start: dt.date,
    days: str = "1",
    *,
    end: dt.date | None = None,
    kind: str = "技术服务",
    at: Iterable[Enterprise] = (FIRM,),
    row: int = 5,
) -> ServiceLog:
    codes = tuple(enterprise.credit_code for enterprise in at)
    return ServiceLog(id, codes, start, end or start, kind, Decimal(days), "", "签到表", log("服务日志", row))


@dataclass(frozen=True)
class Person:
    """A commissioner with all that is theirs."""

    commissioner: Commissioner
    visits: tuple[ServiceLog, ...]
    reports: tuple[MonthlyReport, ...]
    projects: tuple[ProjectApplication, ...]
    papers: tuple[Paper, ...]
    exceptions: tuple[AcceptedException, ...]


def person(
    id: str = "T001",
    *,
    days: str | float = 30,
    sessions: int = 2,
    projects: Iterable[bool | None] = (True,),
    plans: int = 1,
    summaries: int = 1,
    reports: Mapping[int, dt.date] = ON_TIME,
    term: tuple[dt.date | None, dt.date | None] = WHOLE_YEAR,
    exceptions: Iterable[tuple[str, str]] = (),
    **roster_fields: str,
) -> Person:
    """One commissioner: service days on as many dates from 8 January on (the last may be a half), of which the first
    `sessions` are about policy; projects by 是否联合承担; reports by month; exceptions as (rule, fact).
    """
    row = int(id[1:]) + 2
    name = roster_fields.pop("name", NAMES.get(id, f"某{id[1:]}"))
    commissioner = Commissioner(
        id, name, "示例大学", "东部工作站", term[0], term[1], roster("特派员", row), **roster_fields
    )
    left, visits = Decimal(str(days)), []
    while left > 0:
        kind = "政策宣讲" if len(visits) < sessions else "技术服务"
        start = on(1, 8) + dt.timedelta(days=len(visits))
        visits.append(visit(id, start, str(min(left, Decimal(1))), kind=kind, row=5 + len(visits)))
        left -= 1
    return Person(
        commissioner,
        tuple(visits),
        tuple(MonthlyReport(id, month, day, log("月报", row)) for month, day in reports.items()),
        tuple(
            ProjectApplication(
                id, (FIRM.credit_code,), f"项目{n}", "市级", on(5, 6), joint, "已受理", "通知书", log("项目申报", row)
            )
            for n, joint in enumerate(projects, 1)
        ),
        tuple(
            Paper(id, kind, on(1, 5), log("计划与总结", row))
            for kind, number in (("工作计划", plans), ("派驻总结", summaries))
            for _ in range(number)
        ),
        tuple(
            AcceptedException(rule, id, fact, "七月至九月病休", "刘主任", on(12, 20), log("例外说明", row))
            for rule, fact in exceptions
        ),
    )


def year(
    *people: Person,
    as_of: dt.date = WHOLE_YEAR[1],
    enterprises: Iterable[Enterprise] = (FIRM,),
    visits: Iterable[ServiceLog] = (),
    pairings: Iterable[Pairing] | None = None,
    **others: object,
) -> Dataset:
    """The dataset of these people as of a day. Everybody is posted to firm 1 unless `pairings` says otherwise."""
    if pairings is None:
        pairings = [posting(each.commissioner.id, each.commissioner.source.row) for each in people]
    return Dataset(
        2024,
        as_of,
        tuple(each.commissioner for each in people),
        tuple(enterprises),
        tuple(pairings),
        (*(entry for each in people for entry in each.visits), *visits),
        tuple(entry for each in people for entry in each.reports),
        tuple(entry for each in people for entry in each.projects),
        papers=tuple(entry for each in people for entry in each.papers),
        exceptions=tuple(entry for each in people for entry in each.exceptions),
        forms=frozenset(form.name for form in FORMS),
        **others,  # type: ignore[arg-type]
    )


def posting(
    id: str,
    row: int = 3,
    *,
    at: Enterprise = FIRM,
    start: dt.date | None = WHOLE_YEAR[0],
    end: dt.date | None = WHOLE_YEAR[1],
) -> Pairing:
    return Pairing(id, at.credit_code, start, end, "技术指导", "", roster("派驻关系", row))


def problems(dataset: Dataset, plan: Plan = PLAN, phase: Phase = Phase.YEAR_END) -> list[Problem]:
    """What all rules of the phase find, in the order of the problem list."""
    return in_order(judge(dataset, plan, count(dataset, plan), phase))


def found(rule: str, dataset: Dataset, plan: Plan = PLAN) -> list[Problem]:
    return [problem for problem in problems(dataset, plan) if problem.rule == rule]


def said(rule: str, dataset: Dataset, plan: Plan = PLAN) -> list[str]:
    """The sentences of one rule, as the problem list has them."""
    return [bureau_words(problems, plan, str).sentence for problems in gather(found(rule, dataset, plan))]
