"""What people agreed on: exceptions that still hold, readings that somebody decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.plan import Plan
from tests.rules.builders import PLAN, found, on, person, said, year

AT = "台账/东部工作站.xlsx「例外说明」第 7 行"


@pytest.mark.parametrize(
    ("rule", "fact", "days", "sentence"),
    [
        pytest.param("service_days", "21", 21, None, id="有效"),
        pytest.param(
            "service_day",
            "21",
            21,
            f"{AT}「规则」：T005 张伟 例外说明的规则“service_day”不是方案中的任务。"
            "请填写规则编号，可以例外的有：service_days。",
            id="规则写错",
        ),
        pytest.param(
            "policy_sessions",
            "1",
            30,
            f"{AT}「规则」：T005 张伟 「政策宣传和解读」按方案不能例外，例外说明没有采用。可以例外的有：service_days。",
            id="不能例外的任务",
        ),
        pytest.param(
            "monthly_report",
            "11",
            30,
            f"{AT}「规则」：T005 张伟 「每月书面汇报」按方案不能例外，例外说明没有采用。可以例外的有：service_days。",
            id="月报不能例外",
        ),
        pytest.param(
            "service_days",
            "21",
            30,
            f"{AT}「规则」：T005 张伟 「服务天数」并未短缺，例外说明没有用到。如属误填请删去这一行。",
            id="已经达标",
        ),
        pytest.param(
            "service_days",
            "21",
            20,
            f"{AT}「事实」：T005 张伟 例外说明依据的事实是“21”，现在是 20 天，例外已失效。"
            "请核对数值；仍需例外的，请重新报批并更新「事实」。",
            id="数值变了",
        ),
        pytest.param(
            "服务天数",
            "二十一天",
            21,
            f"{AT}「事实」：T005 张伟 例外说明依据的事实是“二十一天”，现在是 21 天，例外已失效。"
            "请核对数值；仍需例外的，请重新报批并更新「事实」。",
            id="事实不是数字",
        ),
    ],
)
def test_an_exception_names_a_rule_that_is_short_by_the_figure_it_was_granted_for(
    rule: str, fact: str, days: int, sentence: str | None
) -> None:
    dataset = year(person("T005", days=days, exceptions=[(rule, fact)]))
    assert said("exception", dataset) == ([sentence] if sentence else [])
    assert {problem.severity for problem in found("exception", dataset)} <= {"doubt"}


def test_an_exception_is_not_needless_before_its_duty_is_due() -> None:
    dataset = year(person("T005", days=10, exceptions=[("service_days", "21")]), as_of=on(9, 30))
    assert said("exception", dataset) == []


def test_an_exception_that_was_renewed_leaves_nothing_to_say_about_the_old_one() -> None:
    dataset = year(person("T005", days=25, exceptions=[("service_days", "21"), ("service_days", "25")]))
    assert said("exception", dataset) == []


def test_a_plan_without_exemptable_duties_says_so() -> None:
    strict = replace(PLAN, minimums=tuple(replace(minimum, exemptable=False) for minimum in PLAN.minimums))
    (sentence,) = said("exception", year(person("T005", days=21, exceptions=[("service_days", "21")])), strict)
    assert sentence.endswith("「服务天数」按方案不能例外，例外说明没有采用。可以例外的有：（无）。")


# ── readings ──


def decided(*ids: str) -> Plan:
    readings = {
        id: replace(reading, decided_by="区工信和科技局局务会", decided_on=on(8, 1)) if id in ids else reading
        for id, reading in PLAN.readings.items()
    }
    return replace(PLAN, readings=readings)


def test_while_nobody_has_decided_one_doubt_says_so() -> None:
    (problem,) = found("undecided_reading", year())
    assert (problem.severity, problem.place, problem.subject) == ("doubt", None, None)
    (sentence,) = said("undecided_reading", year())
    assert sentence.startswith(f"方案文字有 {len(PLAN.readings)} 处需要决定如何理解，目前按默认理解办理：“以上”")
    assert all(reading.question.rstrip("？") in sentence for reading in PLAN.readings.values())


def test_a_decided_reading_is_no_longer_asked_about() -> None:
    all_but_one = [id for id in PLAN.readings if id != "deadline_inclusive"]
    assert said("undecided_reading", year(), decided(*all_but_one)) == [
        "方案文字有 1 处需要决定如何理解，目前按默认理解办理：“15日前”是否包括15日当天"
        "（[reading.deadline_inclusive]）。请在 plan.toml 中逐项填写 decided_by（谁决定）和 decided_on（日期）；"
        "没有列出的解读先补上这一段。"
    ]
    assert said("undecided_reading", year(), decided(*PLAN.readings)) == []
