"""The submission goes up by the plan's day; where the plan names none, by the last day of its year."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.plan import Plan
from tests.rules.builders import PLAN, on, person, said, year


def submitted(date: dt.date | str, last: dt.date | None = None) -> Plan:
    deadline = replace(PLAN.deadlines["report_up"], date=last)
    deadlines = {**PLAN.deadlines, "report_up": deadline}
    return replace(PLAN, submission={**PLAN.submission, "date": date}, deadlines=deadlines)


@pytest.mark.parametrize(
    ("plan", "as_of", "sentences"),
    [
        pytest.param(submitted(on(12, 31)), on(12, 31), [], id="年度最后一天报送"),
        pytest.param(submitted(on(12, 20), on(12, 20)), on(12, 31), [], id="限期当天报送"),
        pytest.param(
            submitted(on(12, 21), on(12, 20)),
            on(12, 31),
            [
                "年度材料2024年12月21日报送市企业科技特派员工作专班办公室，应不晚于2024年12月20日（依据：方案二（一）一）。"
                "请核对 plan.toml 的 [submission] date。"
            ],
            id="晚一天报送",
        ),
        pytest.param(submitted(""), on(12, 31), [], id="尚未报送，年度未过"),
        pytest.param(
            submitted(""),
            on(1, 1, 2025),
            [
                "年度材料应于2024年12月31日前报送市企业科技特派员工作专班办公室，至今没有报送日期（依据：方案二（一）一）。"
                "请报送后在 plan.toml 的 [submission] date 填写日期。"
            ],
            id="尚未报送，年度已过",
        ),
        pytest.param(replace(submitted(""), deadlines={}), on(1, 1, 2025), [], id="方案没有规定"),
    ],
)
def test_the_submission_goes_up_in_time(plan: Plan, as_of: dt.date, sentences: list[str]) -> None:
    assert said("report_up", year(person(), as_of=as_of), plan) == sentences
