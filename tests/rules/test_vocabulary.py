"""Words that the plan knows; an unknown one is a doubt, and says which are known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.plan import Plan
from pipeline.records import Achievement, AssessmentResult, Dataset, Expense
from tests.rules.builders import FIRM, PLAN, found, log, on, person, reading, said, visit, year

WHO = "T001 其其格·苏 "


@pytest.mark.parametrize(
    "kind", ["政策宣传", "政策宣讲", "政策解读", "技术服务", "知识产权", "技术合同", "项目申报", "培训", "其他"]
)
def test_the_service_types_of_the_contract_are_known(kind: str) -> None:
    assert found("unknown_service_type", year(person(), visits=[visit("T001", on(3, 4), kind=kind)])) == []


def test_an_unknown_service_type() -> None:
    dataset = year(person(), visits=[visit("T001", on(3, 4), kind="座谈", row=9)])
    assert said("unknown_service_type", dataset) == [
        f"台账/东部工作站.xlsx「服务日志」第 9 行「服务类型」：{WHO}服务类型“座谈”不在已知类型"
        "（政策宣传、政策宣讲、政策解读、技术服务、知识产权、技术合同、项目申报、培训、其他）中，不计入政策宣传。"
        "请改为已知类型，或在 plan.toml 的 [service_types] 中登记。"
    ]


def test_an_unknown_project_level() -> None:
    someone = person()
    (project,) = someone.projects
    assert said("unknown_level", year(replace(someone, projects=(replace(project, level="旗级"),)))) == [
        f"台账/东部工作站.xlsx「项目申报」第 3 行「项目级别」：{WHO}项目级别“旗级”不在已知级别"
        "（国家级、自治区级、市级、区级）中。请改为已知级别。"
    ]
    assert said("unknown_level", year(someone)) == []


def achievement(kind: str) -> Dataset:
    source = log("知识产权与技术合同", 6)
    entry = Achievement("T001", (FIRM.credit_code,), kind, "成果", "1", on(7, 9), None, "证书", source)
    return year(person(), achievements=[entry])


def test_an_unknown_kind_of_achievement() -> None:
    assert said("unknown_achievement", achievement("软件著作权")) == []
    (sentence,) = said("unknown_achievement", achievement("论文"))
    assert sentence.startswith(
        f"台账/东部工作站.xlsx「知识产权与技术合同」第 6 行「类型」：{WHO}类型“论文”不在已知类型（发明专利、"
    )


def test_an_unknown_paper_is_not_counted() -> None:
    someone = person("T001", plans=0)
    paper = replace(someone.papers[0], kind="年度小结")
    dataset = year(replace(someone, papers=(*someone.papers, paper)))
    assert said("unknown_paper", dataset) == [
        f"台账/东部工作站.xlsx「计划与总结」第 3 行「材料」：{WHO}材料“年度小结”不是工作计划、派驻总结，没有计入。"
        "请改为规定的材料名称。"
    ]
    assert len(found("work_plan", dataset)) == 1


# ── grades ──

GRADED = replace(PLAN, grades=("优秀", "合格", "不合格"))


@pytest.mark.parametrize(
    ("plan", "grade", "known"),
    [(GRADED, "优秀", ""), (GRADED, "良好", "优秀、合格、不合格"), (PLAN, "优秀", "尚未配置")],
)
def test_a_grade_is_one_of_the_plan_s(plan: Plan, grade: str, known: str) -> None:
    dataset = year(person(), results=[AssessmentResult("T001", grade, on(12, 28), "", log("考核结果", 6))])
    expected = [
        f"台账/东部工作站.xlsx「考核结果」第 6 行「等次」：{WHO}考核等次“{grade}”不在方案的等次（{known}）中。"
        "请核对等次，或在 plan.toml 的 [grades] 中配置。"
    ]
    assert said("unknown_grade", dataset, plan) == (expected if known else [])


# ── funds ──


def spent(*uses: str) -> Dataset:
    return year(
        person(),
        expenses=[
            Expense(on(3, 1), "横幅制作", use, Decimal(800), "", "", log("经费支出", row))
            for row, use in enumerate(uses, 4)
        ],
    )


def test_money_goes_to_one_of_the_four_uses() -> None:
    assert said("funds", spent("科技培训", "外出调研", "生活补贴", "办公用品", "讲课费", "电脑")) == []


def test_another_use_is_a_doubt_a_row() -> None:
    doubt = (
        "「横幅制作」的用途为“宣传”，不在方案列明的用途之内（科技培训、外出调研、生活补贴、办公用品）"
        "（依据：方案四（一）–（四））。请核对用途；确属方案以外的支出，请按财务规定另行处理。"
    )
    assert said("funds", spent("科技培训", "宣传", "宣传")) == [
        f"台账/东部工作站.xlsx「经费支出」第 5 行「用途」：{doubt}",
        f"台账/东部工作站.xlsx「经费支出」第 6 行「用途」：{doubt}",
    ]
    assert {problem.severity for problem in found("funds", spent("宣传"))} == {"doubt"}


def test_by_reading_the_uses_are_only_examples() -> None:
    assert said("funds", spent("宣传"), reading(funds_only_listed=False)) == []
