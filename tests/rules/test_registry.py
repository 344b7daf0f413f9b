"""The list of rules: written out, each once; what rests on rows that cannot be trusted is not said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import pipeline.rules
from pipeline.faults import fault
from pipeline.forms import FORMS
from pipeline.problems import Severity
from pipeline.rules import RULES, Phase, Rule, count, judge
from pipeline.rules.measures import PERSONAL
from pipeline.rules.registry import once
from tests.rules.builders import PLAN, person, without, year


def test_two_rules_of_one_id_are_refused() -> None:
    again = replace(RULES[3], fault=fault(RULES[3].id, "又一个", Severity.DOUBT, "有误", "请核对。"))
    with pytest.raises(ValueError, match=f"several rules are called {RULES[3].id}"):
        once((*RULES, again))
    assert once(RULES) == RULES


def test_every_check_of_the_room_is_in_the_list() -> None:
    """A check that nobody lists is asked by nobody."""
    room = Path(pipeline.rules.__file__).parent
    written = [
        line.split("(")[0].removeprefix("def ")
        for path in sorted(room.glob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("def ")
        and line.endswith("(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:")
    ]
    assert sorted(written) == sorted(rule.check.__name__ for rule in RULES)  # type: ignore[attr-defined]


def test_what_a_rule_rests_on_are_forms() -> None:
    known = {form.name for form in FORMS}
    assert {form for rule in RULES for form in rule.rests_on} <= known
    assert {measure.form for measure in PERSONAL.values()} <= known


@pytest.mark.parametrize(
    ("form", "silent"),
    [
        ("服务日志", {"service_days", "policy_sessions"}),
        ("项目申报", {"project"}),
        ("计划与总结", {"work_plan", "final_summary"}),
        ("月报", {"monthly_report"}),
        ("特派员", set()),
    ],
)
def test_what_rests_on_untrusted_rows_of_a_person_is_not_said(form: str, silent: set[str]) -> None:
    nothing = {"days": 0, "projects": [], "plans": 0, "summaries": 0, "reports": without(*range(1, 13))}
    dataset = year(person("T001", **nothing), person("T002", **nothing))  # type: ignore[arg-type]
    tally = count(dataset, PLAN)
    every = {(one.rule, one.subject) for one in judge(dataset, PLAN, tally, Phase.YEAR_END)}
    said = {(one.rule, one.subject) for one in judge(dataset, PLAN, tally, Phase.YEAR_END, {"T001": frozenset({form})})}
    assert every - said == {(rule, "T001") for rule in silent}
    assert {rule for rule, subject in every if subject == "T002"} >= silent


def test_a_rule_is_known_by_its_fault() -> None:
    assert [rule.id for rule in RULES] == [rule.fault.rule for rule in RULES]
    assert all(isinstance(rule, Rule) for rule in RULES)
