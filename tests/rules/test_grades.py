"""How many may have which grade: a share of those who have one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.plan import Plan
from pipeline.records import AssessmentResult, Dataset
from pipeline.rules import Phase, count, judge
from tests.rules.builders import PLAN, found, log, on, person, said, year


def capped(**caps: int) -> Plan:
    return replace(PLAN, grades=("优秀", "良好", "合格"), grade_caps=caps)


def graded(people: int, **grades: int) -> Dataset:
    """So many people, of whom so many have which grade."""
    given = [grade for grade, number in grades.items() for _ in range(number)]
    results = [
        AssessmentResult(f"T{number:03}", grade, on(12, 28), "", log("考核结果", number))
        for number, grade in enumerate(given, 1)
    ]
    return year(*(person(f"T{number:03}") for number in range(1, people + 1)), results=results)


def test_three_of_four_are_more_than_a_third() -> None:
    dataset = graded(4, 优秀=3, 合格=1)
    assert said("grade_cap", dataset, capped(优秀=35)) == [
        "已评定考核等次的 4 人中，“优秀”有 3 人，占 75%，上限是 35%，至多 1 人。"
        "请核对考核结果；上限有误的，请更正 plan.toml 的 [grades.caps]。"
    ]
    (problem,) = found("grade_cap", dataset, capped(优秀=35))
    assert (problem.severity, problem.place, problem.subject) == ("doubt", None, None)


@pytest.mark.parametrize(
    ("people", "grades", "cap", "doubted"),
    [
        (20, {"优秀": 7, "合格": 13}, 35, False),  # just 35 %
        (20, {"优秀": 8, "合格": 12}, 35, True),
        (30, {"优秀": 7, "合格": 13}, 35, False),  # ten have no grade yet and do not count
        (21, {"优秀": 7, "合格": 13, "不称职": 1}, 35, False),
        (30, {"优秀": 7, "合格": 12}, 35, True),
        (4, {}, 0, False),  # nobody has a grade
        (4, {"合格": 4}, 0, False),
        (4, {"优秀": 1, "合格": 3}, 0, True),
        (4, {"优秀": 4}, 100, False),
    ],
)
def test_a_cap_is_a_share_of_those_who_have_a_grade(
    people: int, grades: dict[str, int], cap: int, doubted: bool
) -> None:
    assert bool(found("grade_cap", graded(people, **grades), capped(优秀=cap))) is doubted


def test_each_capped_grade_is_looked_at_in_the_plan_s_order() -> None:
    dataset = graded(3, 良好=2, 优秀=1)
    assert [share.grade for share in count(dataset, capped(良好=50, 优秀=30)).grade_shares] == ["优秀", "良好"]
    assert [problem.facts["grade"] for problem in found("grade_cap", dataset, capped(良好=50, 优秀=30))] == [
        "优秀",
        "良好",
    ]


def test_without_caps_nothing_is_asked() -> None:
    assert found("grade_cap", graded(4, 优秀=4), capped()) == []
    assert count(graded(4, 优秀=4), PLAN).grade_shares == ()


def test_while_a_row_of_grades_is_nobody_s_yet_no_share_is_said() -> None:
    dataset, plan = graded(4, 优秀=3, 合格=1), capped(优秀=35)
    judged = judge(dataset, plan, count(dataset, plan), Phase.YEAR_END, {"": frozenset({"考核结果"})})
    assert [problem for problem in judged if problem.rule == "grade_cap"] == []
