"""The minimums of part three: each just met, just missed, and where the plan allows it exempted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records import Dataset
from pipeline.rules import count
from pipeline.rules.tally import Standing
from tests.rules.builders import PLAN, Person, found, on, person, posting, reading, said, year

DUTIES = ("policy_sessions", "project", "service_days", "work_plan", "final_summary", "monthly_report")


def standing(rule: str, dataset: Dataset) -> Standing:
    results = count(dataset, PLAN).people[0].minimums
    return next(result.standing for result in results if result.minimum.id == rule)


def test_who_does_exactly_what_the_plan_asks_has_no_problem() -> None:
    dataset = year(person(days=30, sessions=2, projects=[True], plans=1, summaries=1))
    assert {rule: said(rule, dataset) for rule in DUTIES} == {rule: [] for rule in DUTIES}


MISSED = [
    (
        "service_days",
        person("T005", days=21),
        "名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 21 天，应不少于 30 天，还差 9 天（依据：方案三（四））。"
        "请补录服务日志，或在「例外说明」中写明理由。",
    ),
    (
        "service_days",
        person("T005", days=29.5),
        "名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 29.5 天，应不少于 30 天，还差 0.5 天（依据：方案三（四））。"
        "请补录服务日志，或在「例外说明」中写明理由。",
    ),
    (
        "policy_sessions",
        person("T002", sessions=1),
        "名册.xlsx「特派员」第 4 行：T002 李娜 全年政策宣传和解读 1 次，应不少于 2 次，还差 1 次（依据：方案三（一））。"
        "请补录服务日志，服务类型填政策宣传、政策宣讲或政策解读。",
    ),
    (
        "project",
        person("T002", projects=[]),
        "名册.xlsx「特派员」第 4 行：T002 李娜 全年服务申报项目 0 个，应不少于 1 个，还差 1 个（依据：方案三（三））。"
        "请在「项目申报」中补录项目，并填写是否联合承担。",
    ),
    (
        "work_plan",
        person("T002", plans=0),
        "名册.xlsx「特派员」第 4 行：T002 李娜 提交工作计划 0 份，应不少于 1 份，还差 1 份（依据：方案三（五））。"
        "请在「计划与总结」中补录工作计划。",
    ),
    (
        "final_summary",
        person("T002", summaries=0),
        "名册.xlsx「特派员」第 4 行：T002 李娜 提交派驻总结 0 份，应不少于 1 份，还差 1 份（依据：方案三（五））。"
        "请在「计划与总结」中补录派驻总结。",
    ),
]


@pytest.mark.parametrize(("rule", "someone", "sentence"), MISSED)
def test_each_number_just_missed(rule: str, someone: Person, sentence: str) -> None:
    dataset = year(someone)
    assert said(rule, dataset) == [sentence]
    assert [other for other in DUTIES if found(other, dataset)] == [rule]


def test_a_problem_about_a_figure_points_at_the_roster_row() -> None:
    (problem,) = found("service_days", year(person("T005", days=21)))
    assert (problem.severity, problem.subject, problem.clause) == ("unmet", "T005", "三（四）")
    assert problem.place is not None
    assert (problem.place.workbook, problem.place.sheet, problem.place.row) == ("名册.xlsx", "特派员", 7)
    assert not problem.exempted


# ── exceptions ──


@pytest.mark.parametrize("named", ["service_days", "服务天数"])
@pytest.mark.parametrize("fact", ["29", "29天", "２９ 天", "29.0"])
def test_an_exception_for_exactly_29_days_holds_at_29(named: str, fact: str) -> None:
    dataset = year(person("T005", days=29, exceptions=[(named, fact)]))
    (problem,) = found("service_days", dataset)
    assert problem.exempted and problem.severity == "unmet"
    assert said("service_days", dataset) == [
        "名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 29 天，应不少于 30 天，还差 1 天；"
        "刘主任已于2024年12月20日批准例外：七月至九月病休（依据：方案三（四））。按例外计，数值变化后例外自动失效。"
    ]
    assert standing("service_days", dataset) is Standing.EXEMPTED
    assert found("exception", dataset) == []


def test_the_full_stop_of_a_reason_is_not_said_twice() -> None:
    someone = person("T005", days=29, exceptions=[("service_days", "29")])
    (exception,) = someone.exceptions
    someone = replace(someone, exceptions=(replace(exception, reason="七月至九月病休。"),))
    assert "七月至九月病休（依据" in said("service_days", year(someone))[0]


@pytest.mark.parametrize("days", [28, 28.5, 29.5])
def test_an_exception_lapses_when_the_value_changes(days: float) -> None:
    dataset = year(person("T005", days=days, exceptions=[("service_days", "29")]))
    (problem,) = found("service_days", dataset)
    assert not problem.exempted
    assert standing("service_days", dataset) is Standing.UNMET


def test_of_two_exceptions_the_one_for_the_value_holds() -> None:
    dataset = year(person("T005", days=25, exceptions=[("service_days", "21"), ("service_days", "25")]))
    assert [problem.exempted for problem in found("service_days", dataset)] == [True]


def test_only_an_exemptable_minimum_may_be_excused() -> None:
    dataset = year(person("T005", sessions=1, exceptions=[("policy_sessions", "1")]))
    assert [problem.exempted for problem in found("policy_sessions", dataset)] == [False]


# ── when a duty is due ──


def test_nothing_is_due_in_the_middle_of_the_year() -> None:
    idle = person(days=0, projects=[], plans=0, summaries=0)
    dataset = year(idle, as_of=on(12, 30))
    assert [rule for rule in DUTIES[:-1] if found(rule, dataset)] == []
    assert standing("service_days", dataset) is Standing.NOT_DUE


def test_who_left_in_summer_is_judged_from_the_day_the_term_ended() -> None:
    idle = person(days=0, projects=[], plans=0, summaries=0, term=(on(1, 1), on(7, 31)))
    assert [rule for rule in DUTIES[:-1] if found(rule, year(idle, as_of=on(7, 30)))] == []
    assert [rule for rule in DUTIES[:-1] if found(rule, year(idle, as_of=on(7, 31)))] == list(DUTIES[:-1])


def test_a_duty_that_is_met_is_met_before_its_day() -> None:
    assert standing("service_days", year(person(days=30), as_of=on(6, 30))) is Standing.MET


@pytest.mark.parametrize(
    ("term_end", "due"),
    [(on(12, 30), True), (on(12, 31), True), (on(1, 1, 2025), False), (None, False)],
)
def test_the_final_summary_is_due_only_when_the_term_has_ended(term_end: object, due: bool) -> None:
    someone = person(summaries=0, term=(on(1, 1), term_end))  # type: ignore[arg-type]
    dataset = year(someone, pairings=[])
    assert [problem.subject for problem in found("final_summary", dataset)] == (["T001"] if due else [])
    assert standing("final_summary", dataset) is (Standing.UNMET if due else Standing.NOT_DUE)


# ── what counts ──


@pytest.mark.parametrize(
    ("joint", "counted_by_default", "counted_only_confirmed"), [(True, 1, 1), (None, 1, 0), (False, 0, 0)]
)
def test_an_application_counts_unless_it_is_said_not_to_be_joint(
    joint: bool | None, counted_by_default: int, counted_only_confirmed: int
) -> None:
    dataset = year(person(projects=[joint]))
    assert len(found("project", dataset)) == 1 - counted_by_default
    confirmed = reading(project_counts="only_confirmed")
    assert len(found("project", dataset, confirmed)) == 1 - counted_only_confirmed


def test_a_policy_session_is_a_row_of_one_of_the_policy_types() -> None:
    kinds = PLAN.service_types["policy"]
    assert kinds == ("政策宣传", "政策宣讲", "政策解读")
    visits = person(sessions=0).visits
    for kind in kinds:
        someone = replace(person(), visits=(replace(visits[0], kind=kind), replace(visits[1], kind=kind), *visits[2:]))
        assert found("policy_sessions", year(someone)) == []
    assert len(found("policy_sessions", year(person(sessions=0)))) == 1


def test_a_part_year_asks_for_the_whole_number() -> None:
    summer = person("T005", days=17.5, projects=[None], term=(on(6, 1), on(12, 31)))
    assert said("service_days", year(summer)) == [
        "名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 17.5 天，应不少于 30 天，还差 12.5 天（依据：方案三（四））。"
        "请补录服务日志，或在「例外说明」中写明理由。"
    ]


def test_by_reading_days_and_projects_are_prorated_by_the_months_of_the_term() -> None:
    """Seven of twelve months: 17.5 days, rounded up to 18. Policy sessions are 每人每年 in the text."""
    prorated = reading(minimums_prorated=True)
    seven = {"term": (on(6, 30), on(12, 31)), "sessions": 1}
    assert said("service_days", year(person(days=18, **seven)), prorated) == []  # type: ignore[arg-type]
    (sentence,) = said("service_days", year(person(days=17.5, **seven)), prorated)  # type: ignore[arg-type]
    assert "全年服务 17.5 天，应不少于 18 天，还差 0.5 天" in sentence
    assert found("project", year(person(projects=[], **seven)), prorated)  # type: ignore[arg-type]
    assert found("policy_sessions", year(person(**seven)), prorated)  # type: ignore[arg-type]


def test_by_reading_the_number_itself_is_not_enough_where_the_plan_sets_a_bound() -> None:
    exclusive = reading(thresholds_inclusive=False)
    (sentence,) = said("service_days", year(person("T005", days=30)), exclusive)
    assert sentence == (
        "名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 30 天，应多于 30 天（依据：方案三（四））。"
        "请补录服务日志，或在「例外说明」中写明理由。"
    )
    (sentence,) = said("service_days", year(person("T005", days=29)), exclusive)
    assert "全年服务 29 天，应多于 30 天（" in sentence
    assert said("service_days", year(person(days=30.5)), exclusive) == []


@pytest.mark.parametrize("rule", ["project", "work_plan", "final_summary"])
def test_a_number_without_a_bound_is_reached_under_either_reading(rule: str) -> None:
    """1个申报项目 says neither 以上 nor 不少于."""
    assert said(rule, year(person()), reading(thresholds_inclusive=False)) == []


def test_a_minimum_of_nothing_is_met_by_nothing() -> None:
    """value = 0: the duty stays in the plan, and nobody falls short of it; only 多于 0 asks for something."""
    idle = year(person("T005", days=0))
    nothing = tuple(replace(minimum, value=0) for minimum in PLAN.minimums)
    assert said("service_days", idle, replace(PLAN, minimums=nothing)) == []
    assert said("service_days", idle, replace(reading(thresholds_inclusive=False), minimums=nothing)) == [
        "名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 0 天，应多于 0 天（依据：方案三（四））。"
        "请补录服务日志，或在「例外说明」中写明理由。"
    ]


def test_who_never_served_has_one_problem_a_duty() -> None:
    idle = person("T003", days=0, projects=[], plans=0, summaries=0, reports={})
    once = [(rule, "T003") for rule in DUTIES]
    assert [(problem.rule, problem.subject) for rule in DUTIES for problem in found(rule, year(idle))] == once


def test_each_person_is_judged_by_their_own_rows() -> None:
    dataset = year(person("T001", days=30), person("T002", days=29), pairings=[posting("T001"), posting("T002")])
    assert [problem.subject for problem in found("service_days", dataset)] == ["T002"]
