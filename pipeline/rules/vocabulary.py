"""Words that the plan knows: service types, uses of funds, grades, levels; an unknown one is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.counting import permitted_use
from pipeline.rules.registry import AT_YEAR_END, rule
from pipeline.rules.subjects import Facts, of_person
from pipeline.rules.tally import Tally


@rule("unknown_service_type", Severity.DOUBT, AT_YEAR_END)
def service_types_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务类型是方案配置中的一种。"""
    known = [kind for kinds in plan.service_types.values() for kind in kinds]
    for visit in dataset.service_logs:
        if visit.kind not in known:
            person, place = dataset.commissioner_by_id[visit.commissioner], visit.source.at("服务类型")
            facts = _facts(visit.kind, known)
            yield of_person("unknown_service_type", Severity.DOUBT, person, place, "服务日志", facts)


@rule("unknown_level", Severity.DOUBT, AT_YEAR_END)
def project_levels_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """项目级别是方案配置中的一种。"""
    for project in dataset.projects:
        if project.level not in plan.project_levels:
            person, place = dataset.commissioner_by_id[project.commissioner], project.source.at("项目级别")
            facts = _facts(project.level, plan.project_levels)
            yield of_person("unknown_level", Severity.DOUBT, person, place, "项目申报", facts)


@rule("unknown_achievement", Severity.DOUBT, AT_YEAR_END)
def achievement_kinds_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """知识产权与技术合同的类型是方案配置中的一种。"""
    known = [kind for kinds in plan.achievement_groups.values() for kind in kinds]
    for entry in dataset.achievements:
        if entry.kind not in known:
            person, place = dataset.commissioner_by_id[entry.commissioner], entry.source.at("类型")
            facts = _facts(entry.kind, known)
            yield of_person("unknown_achievement", Severity.DOUBT, person, place, "知识产权与技术合同", facts)


@rule("unknown_paper", Severity.DOUBT, AT_YEAR_END)
def papers_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """提交的材料是工作计划或派驻总结。"""
    known = list(plan.papers.values())
    for paper in dataset.papers:
        if paper.kind not in known:
            person, place = dataset.commissioner_by_id[paper.commissioner], paper.source.at("材料")
            yield of_person("unknown_paper", Severity.DOUBT, person, place, "计划与总结", _facts(paper.kind, known))


@rule("unknown_grade", Severity.DOUBT, AT_YEAR_END)
def grades_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """考核等次是方案配置中的一种；方案没有配置等次时，凡填写的都请核对。"""
    for result in dataset.results:
        if result.grade not in plan.grades:
            person, place = dataset.commissioner_by_id[result.commissioner], result.source.at("等次")
            facts = _facts(result.grade, plan.grades)
            yield of_person("unknown_grade", Severity.DOUBT, person, place, "考核结果", facts)


def _facts(value: str, known: Sequence[str]) -> Facts:
    return {"value": value, "known": known or "尚未配置"}


@rule("funds", Severity.DOUBT, AT_YEAR_END)
def funds_go_to_permitted_uses(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """经费用途是方案列明的用途之一（列明以外不得使用是一种解读）。"""
    if not plan.reading("funds_only_listed"):
        return
    for expense in dataset.expenses:
        if permitted_use(expense.use, plan) is None:
            place, clause = expense.source.at("用途"), plan.funds.clause
            facts = {"value": expense.use, "item": expense.item, "known": plan.funds.items}
            yield Problem(plan.funds.id, Severity.DOUBT, place, facts=facts, clause=clause, form="经费支出")
