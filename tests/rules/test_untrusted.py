"""What rests on rows with errors is not said: the errors are, and a figure counted beside them would be a guess."""

from __future__ import annotations

import pytest

from pipeline.rules import Stage, count, judge
from tests.rules.builders import ON_TIME, PLAN, on, person, year

# Nobody has served, filed a project or handed in a paper; February's report is late, a telephone has six digits.
SHORT = {"days": 0, "projects": (), "plans": 0, "summaries": 0, "reports": {**ON_TIME, 2: on(2, 20)}, "phone": "139000"}
RESTING = {
    "服务日志": {"service_days", "policy_sessions"},
    "项目申报": {"project"},
    "计划与总结": {"work_plan", "final_summary"},
    "月报": {"monthly_report"},
}
EVERYTHING = {"phone"}.union(*RESTING.values())


def found(**untrusted: frozenset[str]) -> dict[str, set[str]]:
    """The rules whose problems are said of T001 and T002, of whom both fall short of everything."""
    dataset = year(person("T001", **SHORT), person("T002", **SHORT))  # type: ignore[arg-type]
    said = judge(dataset, PLAN, count(dataset, PLAN), Stage.YEAR_END, untrusted)
    return {key: {one.rule for one in said if one.subject == key} & EVERYTHING for key in ("T001", "T002")}


def test_everything_is_said_where_all_rows_can_be_trusted() -> None:
    assert found() == {"T001": EVERYTHING, "T002": EVERYTHING}


@pytest.mark.parametrize("form", RESTING)
def test_what_is_counted_in_a_form_with_errors_is_not_said_of_that_person(form: str) -> None:
    said = found(T001=frozenset({form}))
    assert said == {"T001": EVERYTHING - RESTING[form], "T002": EVERYTHING}


def test_errors_in_several_forms_silence_what_rests_on_each() -> None:
    assert found(T001=frozenset(RESTING)) == {"T001": {"phone"}, "T002": EVERYTHING}


def test_errors_in_a_form_that_nothing_rests_on_silence_nothing() -> None:
    assert found(T002=frozenset({"特派员", "经费支出"})) == {"T001": EVERYTHING, "T002": EVERYTHING}
