"""What can be measured: each figure a plan may set a target or a minimum for, under the name plan.toml uses.

A plan chooses among these by `measure`; numbers, labels, units and how many there are stay in plan.toml.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from pipeline.plan import Duty, Plan
from pipeline.problems import Source
from pipeline.records import Dataset, Enterprise, things
from pipeline.rules.own import Own
from pipeline.rules.tally import Count, EnterpriseTally, PersonTally


@dataclass(frozen=True, slots=True)
class Counted:
    """What district measures look at: the records, and the people and enterprises already counted."""

    dataset: Dataset
    people: Sequence[PersonTally]
    enterprises: Sequence[EnterpriseTally]


@dataclass(frozen=True, slots=True)
class DistrictMeasure:
    """A figure of the district, and the form whose rows it counts. None is a share of nothing."""

    form: str
    count: Callable[[Counted, Plan], Decimal | None]


@dataclass(frozen=True, slots=True)
class PersonalMeasure:
    """A figure of one commissioner, and the form whose rows it counts: errors in these make it untrustworthy."""

    form: str
    count: Callable[[Own, Plan], Count]


ONE = Decimal(1)


class Recordlike(Protocol):
    """Whatever was read from a row."""

    @property
    def source(self) -> Source: ...


def number_of(records: Iterable[Recordlike]) -> Count:
    """How many records there are, and the rows they stand in."""
    return Count.of((record.source, ONE) for record in records)


def service_days(own: Own, plan: Plan) -> Count:
    """服务天数：每人每个日期至多计一天，能排下多少天就计多少天。"""
    return own.days


def policy_sessions(own: Own, plan: Plan) -> Count:
    """政策宣传和解读次数：plan.toml 列为政策类的日志，一条一次，或者一家企业一次（解读 visit_of_several）。"""
    kinds = plan.service_types.get("policy", ())
    held = [visit for visit in own.visits if visit.kind in kinds]
    if plan.reading("visit_of_several") == "per_firm":
        return Count.of((visit.source, Decimal(len(visit.enterprises))) for visit in held)
    return number_of(held)


def projects(own: Own, plan: Plan) -> Count:
    """与企业联合承担的申报项目数（解读 project_counts）。"""
    unless_denied = plan.reading("project_counts") == "unless_denied"
    return number_of(entry for entry in own.projects if entry.joint or (entry.joint is None and unless_denied))


def work_plans(own: Own, plan: Plan) -> Count:
    """工作计划份数。"""
    return number_of(paper for paper in own.papers if paper.kind == plan.papers["work_plan"])


def final_summaries(own: Own, plan: Plan) -> Count:
    """派驻总结份数。"""
    return number_of(paper for paper in own.papers if paper.kind == plan.papers["final_summary"])


def spot_checks(own: Own, plan: Plan) -> Count:
    """接受抽查次数。"""
    return number_of(own.spot_checks)


def achievements(own: Own, plan: Plan) -> Count:
    """知识产权、技术合同和制度建设件数。"""
    return number_of(own.achievements)


def enterprises_of_person(own: Own, plan: Plan) -> Count:
    """服务过的企业家数，同一家只计一次。"""
    served = set[str]()
    counted = []
    for visit in own.visits:
        new = set(visit.enterprises) - served
        served |= new
        counted.append((visit.source, Decimal(len(new))))
    return Count.of(counted)


def commissioners_recruited(counted: Counted, plan: Plan) -> Decimal:
    """选聘人数：名册中聘期与本年度有交集的特派员，或者只算本年度新选聘的（解读 recruited_counts）。"""
    return Decimal(sum(1 for person in counted.people if person.recruited))


def commissioners_serving(counted: Counted, plan: Plan) -> Decimal:
    """开展服务的选聘人数：至少有一条服务日志；解读 serving_kind 取 share 时为占选聘人数的百分比。"""
    recruited = [person for person in counted.people if person.recruited]
    serving = Decimal(sum(1 for person in recruited if person.visits))
    if plan.reading("serving_kind") == "share":
        return serving * 100 / len(recruited) if recruited else Decimal(0)
    return serving


def enterprises_served(counted: Counted, plan: Plan) -> Decimal:
    """服务企业家数：全年有服务日志的企业，同一家只计一次。"""
    return Decimal(sum(1 for entry in counted.enterprises if entry.served))


def coverage(counted: Counted, plan: Plan) -> Decimal | None:
    """三类企业（规上工业企业、高新技术企业、科技型中小企业）中已服务的百分比；没有三类企业时没有这个数。"""
    key = [entry for entry in counted.enterprises if entry.key_kind]
    return Decimal(100 * sum(1 for entry in key if entry.served)) / len(key) if key else None


def three_zero_new(counted: Counted, plan: Plan) -> Decimal:
    """新增三清零企业家数：规上工业企业，期末三项齐备，期初已知且不齐备。"""
    return Decimal(sum(1 for entry in counted.enterprises if entry.three_zero_new))


def high_tech_enterprises(counted: Counted, plan: Plan) -> Decimal:
    """高新技术企业家数：证书在有效期内（解读 high_tech_counts）。"""
    return Decimal(sum(1 for entry in counted.enterprises if entry.high_tech))


def tech_sme_enterprises(counted: Counted, plan: Plan) -> Decimal:
    """科技型中小企业入库家数：入库登记编号属于本年度（解读 tech_sme_counts）。"""
    return Decimal(sum(1 for entry in counted.enterprises if entry.tech_sme))


def trainings_held(counted: Counted, plan: Plan) -> Decimal:
    """培训活动场数。"""
    return Decimal(len(counted.dataset.trainings))


def projects_filed(counted: Counted, plan: Plan) -> Decimal:
    """项目申报个数：几个人共同承担的一个项目只计一个。"""
    return Decimal(len(things(counted.dataset.projects)))


def achievements_recorded(counted: Counted, plan: Plan) -> Decimal:
    """知识产权、技术合同和制度建设件数：几个人共同完成的一件只计一件。"""
    return Decimal(len(things(counted.dataset.achievements)))


def technical_contracts(counted: Counted, plan: Plan) -> Decimal:
    """技术合同份数：几个人共同完成的一份只计一份。"""
    kinds = plan.achievement_groups.get("技术合同", ())
    return Decimal(sum(1 for entry in things(counted.dataset.achievements) if entry.record.kind in kinds))


def service_days_total(counted: Counted, plan: Plan) -> Decimal:
    """全体特派员服务天数之和。"""
    return sum((person.days.value for person in counted.people), Decimal(0))


# Under the names of plan.toml's `measure` (plan/schema.py lists them; tests hold the two together).
PERSONAL: Mapping[str, PersonalMeasure] = {
    "service_days": PersonalMeasure("服务日志", service_days),
    "policy_sessions": PersonalMeasure("服务日志", policy_sessions),
    "projects": PersonalMeasure("项目申报", projects),
    "work_plans": PersonalMeasure("计划与总结", work_plans),
    "final_summaries": PersonalMeasure("计划与总结", final_summaries),
    "spot_checks": PersonalMeasure("抽查", spot_checks),
    "achievements": PersonalMeasure("知识产权与技术合同", achievements),
    "enterprises_served": PersonalMeasure("服务日志", enterprises_of_person),
}
DISTRICT: Mapping[str, DistrictMeasure] = {
    "commissioners_recruited": DistrictMeasure("特派员", commissioners_recruited),
    "commissioners_serving": DistrictMeasure("服务日志", commissioners_serving),
    "enterprises_served": DistrictMeasure("服务日志", enterprises_served),
    "coverage": DistrictMeasure("服务日志", coverage),
    "three_zero_new": DistrictMeasure("企业名录", three_zero_new),
    "high_tech_enterprises": DistrictMeasure("企业名录", high_tech_enterprises),
    "tech_sme_enterprises": DistrictMeasure("企业名录", tech_sme_enterprises),
    "trainings_held": DistrictMeasure("培训活动", trainings_held),
    "projects_filed": DistrictMeasure("项目申报", projects_filed),
    "achievements_recorded": DistrictMeasure("知识产权与技术合同", achievements_recorded),
    "technical_contracts": DistrictMeasure("知识产权与技术合同", technical_contracts),
    "service_days_total": DistrictMeasure("服务日志", service_days_total),
}
REPORTS = "月报"  # the form of the plan's monthly report
RECORDED: Mapping[str, str] = {  # what the plan has recorded without a number: the form that a record stands in
    "ip_support": "知识产权与技术合同",
    "spot_checks": "抽查",
}


def resting_on(form: str, plan: Plan) -> tuple[Duty, ...]:
    """The plan's duties that cannot be judged without the form, in the plan's order."""
    found: list[Duty] = [target for target in plan.targets if DISTRICT[target.measure].form == form]
    found += [minimum for minimum in plan.minimums if PERSONAL[minimum.measure].form == form]
    found += [deadline for id, deadline in plan.deadlines.items() if id == "monthly_report" and form == REPORTS]
    return (*found, *(duty for duty in plan.recorded if RECORDED.get(duty.id) == form))


def certificate_valid(enterprise: Enterprise, day: dt.date) -> bool:
    """A 高企 certificate runs for three years, the same date three years on included (Civil Code art. 202).

    One without a date cannot be said to have lapsed; `rules/identifiers.py` doubts it.
    """
    issued = enterprise.certificate_date
    if issued is None:
        return True
    leap = (issued.month, issued.day) == (2, 29)
    return issued <= day <= issued.replace(year=issued.year + 3, day=28 if leap else issued.day)


def registered_in(enterprise: Enterprise, year: int) -> bool:
    """The 入库登记编号 begins with its year and is good for that year only; a missing one is only doubted."""
    return not enterprise.registration_number or enterprise.registration_number.startswith(str(year))
