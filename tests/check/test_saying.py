"""How problems are said. Every code has a wording, every wording a real problem that fills it, none a private number."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.check.faults import FAULTS, WORDINGS, wording_of
from pipeline.check.saying import say
from pipeline.problems import Place, Problem, Severity
from pipeline.records import Commissioner
from pipeline.rules import count, judge
from pipeline.rules.duties import MINIMUM
from pipeline.rules.registry import RULES, Phase
from pipeline.rules.targets import TARGET
from tests.check.findings import fault_of
from tests.everything_wrong import faulty, judged_wrong, read_wrong, refused
from tests.rules.builders import PLAN, log, person, problems, year


def test_the_sentence_of_the_design() -> None:
    (problem,) = (entry for entry in problems(year(person("T005", days=21))) if entry.rule == "service_days")
    assert say(problem, PLAN) == (
        "名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 21 天，应不少于 30 天，还差 9 天（依据：方案三（四））。"
        "请补录服务日志，或在「例外说明」中写明理由。"
    )


def test_a_minimum_without_a_phrase_of_its_own_is_said_by_its_label() -> None:
    minimums = tuple(replace(minimum, phrase="") for minimum in PLAN.minimums)
    dataset, plan = year(person("T005", days=21)), replace(PLAN, minimums=minimums)
    (problem,) = (entry for entry in judge(dataset, plan, count(dataset, plan), Phase.YEAR_END) if entry.subject)
    assert "T005 张伟 全年服务天数 21 天，应不少于 30 天" in say(problem, plan)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("名册.xlsx"), "名册.xlsx："),
        (Place("名册.xlsx", "特派员"), "名册.xlsx「特派员」："),
        (Place("台账/甲.xlsx", "月报", 7), "台账/甲.xlsx「月报」第 7 行："),
        (Place("台账/甲.xlsx", "月报", 7, "月份", "C"), "台账/甲.xlsx「月报」第 7 行「月份」："),
        (None, ""),
    ],
)
def test_a_problem_begins_with_its_place(place: Place | None, text: str) -> None:
    assert say(Problem("no_form", Severity.ERROR, place), PLAN) == (
        f"{text}没有认出任何一张表。请对照表头要求检查标题行；与本项工作无关的文件请移出。"
    )


def test_further_places_are_drawn_together_by_sheet() -> None:
    others = (*(Place("甲.xlsx", "月报", row, "月份") for row in (5, 6, 7, 9)), Place("乙.xlsx", "月报", 4, "月份"))
    problem = Problem("required_empty", Severity.ERROR, Place("甲.xlsx", "月报", 3, "月份"), "T001")
    assert say(problem, PLAN, others) == (
        "甲.xlsx「月报」第 3 行「月份」：「月份」没有填写，这一栏必须填写。"
        "另有 5 处同类问题：甲.xlsx「月报」第 5–7、9 行；乙.xlsx「月报」第 4 行「月份」。请补填。"
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (30, "30"),
        (Decimal("29.5"), "29.5"),
        (Decimal("30.0"), "30"),
        (Decimal("12000.75"), "12000.75"),
        (Decimal("1E+2"), "100"),
        (Decimal("-3"), "-3"),
        (Decimal(0), "0"),
    ],
)
def test_numbers_are_said_as_people_write_them(number: Decimal | int, text: str) -> None:
    fault = Problem("negative_amount", Severity.DOUBT, Place("甲.xlsx", "经费", 3, "金额"), facts={"value": number})
    assert say(fault, PLAN) == f"甲.xlsx「经费」第 3 行「金额」：「金额」为 {text}，不应小于 0。请核对数值。"


# ── every code has its wording, every wording its problem ──


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    folder = tmp_path_factory.mktemp("wrong")
    return [*refused(), *faulty(), *read_wrong(folder), *judged_wrong()]


def test_every_wording_is_filled_by_a_problem_that_uses_it(everything: list[Problem]) -> None:
    assert {problem.message or problem.rule for problem in everything} == set(WORDINGS)
    for problem in everything:
        sentence = say(problem, PLAN)
        assert "{" not in sentence and "None" not in sentence and "frozenset" not in sentence, sentence
        assert sentence.endswith("。") and "。。" not in sentence and "？。" not in sentence, sentence


def test_every_rule_has_been_broken(everything: list[Problem]) -> None:
    broken = {problem.rule for problem in everything}
    assert {rule.id for rule in RULES if rule.fault not in (MINIMUM, TARGET)} <= broken
    assert {duty.id for duty in (*PLAN.minimums, *PLAN.targets)} <= broken


def test_what_is_found_is_as_severe_as_its_fault_declares(everything: list[Problem]) -> None:
    """Whoever made the problem, reading or a rule: id, weight and words are those of one fault."""
    for problem in everything:
        fault = fault_of(problem)
        assert problem.rule == fault.rule or fault in (MINIMUM, TARGET), problem
        own = wording_of(problem).severity
        assert problem.severity in ({own} if own else {fault.severity, fault.milder}), problem


def test_every_weight_of_a_fault_is_found(everything: list[Problem]) -> None:
    found = {(fault_of(problem).rule, problem.severity) for problem in everything}
    declared = {(fault.rule, severity) for fault in FAULTS.values() for severity in fault.severities}
    assert found == declared


def test_private_numbers_never_appear(everything: list[Problem]) -> None:
    for problem in everything:
        text = f"{say(problem, PLAN)} {problem.who} {problem.facts}"
        assert not re.search(r"1506021980|139000000|621700000", text), text


def test_every_rule_says_what_it_asks_in_chinese() -> None:
    for rule in RULES:
        asked = str(rule.check.__doc__)
        assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*。", asked), rule.id


def test_a_commissioner_is_named_by_number_and_name() -> None:
    unnamed = Commissioner("T001", "", "", "", None, None, log("特派员", 3))
    assert unnamed.who == "T001"
