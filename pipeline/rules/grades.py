"""How many may have which grade: the shares that the assessment meeting keeps to."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.faults import fault
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.tally import Tally

GRADE_CAP = fault(
    "grade_cap",
    "考核等次超过比例",
    Severity.DOUBT,
    "已评定考核等次的 {of} 人中，“{grade}”有 {given} 人，占 {value}，上限是 {cap}，至多 {most} 人",
    "请核对考核结果；上限有误的，请更正 plan.toml 的 [grades.caps]。",
    station="请核对考核结果。",
)


def grades_keep_their_caps(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """各考核等次占已评定人数的比例不超过方案的上限；方案没有配置上限的，不作要求。"""
    for share in tally.grade_shares:
        if share.over:
            facts = {
                "grade": share.grade,
                "given": share.given,
                "of": share.of,
                "value": share.share * 100,
                "cap": share.cap,
                "unit": "%",
                "most": share.most,
            }
            yield GRADE_CAP.of(None, form="考核结果", facts=facts)
