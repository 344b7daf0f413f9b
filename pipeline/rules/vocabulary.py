"""Words that the plan knows: service types, uses of funds, grades, levels; an unknown one is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.faults import Facts, fault
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.predicates import permitted_use
from pipeline.rules.tally import Tally

_NEW_KIND = "请改为已知类型；确有新类型的，请告知联系单位。"

UNKNOWN_SERVICE_TYPE = fault(
    "unknown_service_type",
    "服务类型不明",
    Severity.DOUBT,
    "服务类型“{value}”不在已知类型（{known}）中，不计入政策宣传",
    "请改为已知类型，或在 plan.toml 的 [service_types] 中登记。",
    station=_NEW_KIND,
)


def service_types_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务类型是方案配置中的一种。"""
    known = [kind for kinds in plan.service_types.values() for kind in kinds]
    people = dataset.commissioner_by_id
    for visit in dataset.service_logs:
        if visit.kind not in known:
            person, place = people[visit.commissioner], visit.source.at("服务类型")
            facts = _facts(visit.kind, known)
            yield UNKNOWN_SERVICE_TYPE.of(person, place, "服务日志", facts)


UNKNOWN_LEVEL = fault(
    "unknown_level", "项目级别不明", Severity.DOUBT, "项目级别“{value}”不在已知级别（{known}）中", "请改为已知级别。"
)


def project_levels_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """项目级别是方案配置中的一种。"""
    people = dataset.commissioner_by_id
    for project in dataset.projects:
        if project.level not in plan.project_levels:
            person, place = people[project.commissioner], project.source.at("项目级别")
            facts = _facts(project.level, plan.project_levels)
            yield UNKNOWN_LEVEL.of(person, place, "项目申报", facts)


UNKNOWN_ACHIEVEMENT = fault(
    "unknown_achievement",
    "成果类型不明",
    Severity.DOUBT,
    "类型“{value}”不在已知类型（{known}）中",
    "请改为已知类型，或在 plan.toml 的 [achievement_groups] 中登记。",
    station=_NEW_KIND,
)


def achievement_kinds_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """知识产权与技术合同的类型是方案配置中的一种。"""
    known = [kind for kinds in plan.achievement_groups.values() for kind in kinds]
    people = dataset.commissioner_by_id
    for entry in dataset.achievements:
        if entry.kind not in known:
            person, place = people[entry.commissioner], entry.source.at("类型")
            facts = _facts(entry.kind, known)
            yield UNKNOWN_ACHIEVEMENT.of(person, place, "知识产权与技术合同", facts)


UNKNOWN_PAPER = fault(
    "unknown_paper", "材料名称不明", Severity.DOUBT, "材料“{value}”不是{known}，没有计入", "请改为规定的材料名称。"
)


def papers_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """提交的材料是工作计划或派驻总结。"""
    known = list(plan.papers.values())
    people = dataset.commissioner_by_id
    for paper in dataset.papers:
        if paper.kind not in known:
            person, place = people[paper.commissioner], paper.source.at("材料")
            yield UNKNOWN_PAPER.of(person, place, "计划与总结", _facts(paper.kind, known))


UNKNOWN_GRADE = fault(
    "unknown_grade",
    "考核等次不明",
    Severity.DOUBT,
    "考核等次“{value}”不在方案的等次（{known}）中",
    "请核对等次，或在 plan.toml 的 [grades] 中配置。",
    station="请核对等次。",
)


def grades_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """考核等次是方案配置中的一种；方案没有配置等次时，凡填写的都请核对。"""
    people = dataset.commissioner_by_id
    for result in dataset.results:
        if result.grade not in plan.grades:
            person, place = people[result.commissioner], result.source.at("等次")
            facts = _facts(result.grade, plan.grades)
            yield UNKNOWN_GRADE.of(person, place, "考核结果", facts)


def _facts(value: str, known: Sequence[str]) -> Facts:
    return {"value": value, "known": known or "尚未配置"}


FUNDS = fault(
    "funds",
    "",
    Severity.DOUBT,
    "「{item}」的用途为“{value}”，不在方案列明的用途之内（{known}）",
    "请核对用途；确属方案以外的支出，请按财务规定另行处理。",
)


def funds_go_to_permitted_uses(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """经费用途是方案列明的用途之一（列明以外不得使用是一种解读）。"""
    if not plan.reading("funds_only_listed"):
        return
    for expense in dataset.expenses:
        if permitted_use(expense.use, plan) is None:
            facts = {"value": expense.use, "item": expense.item, "known": plan.funds.items}
            yield FUNDS.of(None, expense.source.at("用途"), "经费支出", facts, clause=plan.funds.clause)
