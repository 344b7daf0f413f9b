"""Words that the plan knows: service types, uses of funds, grades, levels; an unknown one is worth a look."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.plan import Plan
from pipeline.problems import Place, Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.registry import AT_YEAR_END, rule
from pipeline.rules.tallies import permitted_use
from pipeline.rules.tally import Tally


@rule("unknown_service_type", Severity.DOUBT, AT_YEAR_END)
def service_types_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务类型是方案配置中的一种。"""
    known = [kind for kinds in plan.service_types.values() for kind in kinds]
    for visit in dataset.service_logs:
        if visit.kind not in known:
            yield _unknown("unknown_service_type", dataset, visit.commissioner, visit.source.at("服务类型"), visit.kind, known)


@rule("unknown_level", Severity.DOUBT, AT_YEAR_END)
def project_levels_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """项目级别是方案配置中的一种。"""
    for project in dataset.projects:
        if project.level not in plan.project_levels:
            place = project.source.at("项目级别")
            yield _unknown("unknown_level", dataset, project.commissioner, place, project.level, list(plan.project_levels))


@rule("unknown_achievement", Severity.DOUBT, AT_YEAR_END)
def achievement_kinds_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """知识产权与技术合同的类型是方案配置中的一种。"""
    known = [kind for kinds in plan.achievement_groups.values() for kind in kinds]
    for entry in dataset.achievements:
        if entry.kind not in known:
            place = entry.source.at("类型")
            yield _unknown("unknown_achievement", dataset, entry.commissioner, place, entry.kind, known)


@rule("unknown_paper", Severity.DOUBT, AT_YEAR_END)
def papers_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """提交的材料是工作计划或派驻总结。"""
    known = list(plan.papers.values())
    for paper in dataset.papers:
        if paper.kind not in known:
            yield _unknown("unknown_paper", dataset, paper.commissioner, paper.source.at("材料"), paper.kind, known)


@rule("unknown_grade", Severity.DOUBT, AT_YEAR_END)
def grades_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """考核等次是方案配置中的一种；方案没有配置等次时，凡填写的都请核对。"""
    for result in dataset.results:
        if result.grade not in plan.grades:
            place = result.source.at("等次")
            yield _unknown("unknown_grade", dataset, result.commissioner, place, result.grade, list(plan.grades))


def _unknown(rule_id: str, dataset: Dataset, key: str, place: Place, value: str, known: list[str]) -> Problem:
    person = dataset.commissioner_by_id[key]
    facts: dict[str, object] = {"value": value, "known": "、".join(known) or "（尚未配置）"}
    return Problem(rule_id, Severity.DOUBT, place, person.id, person.who, facts)


@rule("funds", Severity.DOUBT, AT_YEAR_END)
def funds_go_to_permitted_uses(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """经费用途是方案列明的用途之一（列明以外不得使用是一种解读）。"""
    if not plan.reading("funds_only_listed"):
        return
    for expense in dataset.expenses:
        if permitted_use(expense.use, plan) is None:
            facts: dict[str, object] = {"value": expense.use, "item": expense.item, "known": "、".join(plan.funds.items)}
            yield Problem(
                plan.funds.id,
                Severity.DOUBT,
                expense.source.at("用途"),
                facts=facts,
                clause=plan.funds.clause,
                form="经费支出",
            )
