"""The assessment sheet: what it says of people who met, missed or were excused, and its template."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.documents.assessment.sheet import assessor
from pipeline.intake.privacy import concealer, public
from pipeline.plan import Plan
from pipeline.plan.model import Citation, Reading
from pipeline.records import Dataset
from pipeline.word.tags import paths
from pipeline.word.template import Template
from pipeline.word.text import paragraphs
from tests.documents.builders import TEMPLATES, busy_year, counted, idle_year, plan
from tests.example_year import ACCOUNTS, FORMS, ID_NUMBERS, PHONES, dataset, date
from tests.finished import headers_and_footers, leftover_tags

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(TEMPLATES / "考核表.docx")


def sheet(records: Dataset, key: str, of: Plan | None = None) -> dict[str, object]:
    of = of or plan()
    records = public(records, concealer(records))
    person, tally = counted(records, of, key)
    return assessor(of, tally)(person)


def duties(context: dict[str, object]) -> dict[str, tuple[str, str, str]]:
    rows: Rows = context["任务"]  # type: ignore[assignment]
    return {row["内容"]: (row["要求"], row["情况"], row["结论"]) for row in rows}


def test_a_person_who_met_everything() -> None:
    assert duties(sheet(dataset(), "T001")) == {
        "政策宣传和解读": ("不少于2次", "2次", "达标"),
        "协助申报项目": ("不少于1个", "1个", "达标"),
        "服务天数": ("原则上不少于30天", "31天", "达标"),
        "工作计划": ("不少于1份", "1份", "达标"),
        "派驻总结": ("不少于1份", "1份", "达标"),
        "月报": ("每月15日前", "应报12次：按时12次", "达标"),
    }


def test_the_rows_of_monthly_reports_are_those_that_were_owed() -> None:
    year = dataset()
    until_march = replace(year.commissioners[0], term_end=date(3, 31))
    early_leaver = sheet(replace(year, commissioners=(until_march, *year.commissioners[1:])), "T001")
    assert duties(early_leaver)["月报"][1] == "应报3次：按时3次"
    assert report_rows(sheet(year, "T001")) == "台账/东部工作站.xlsx「月报」第 4 行计 12 次"
    assert report_rows(early_leaver) == "台账/东部工作站.xlsx「月报」第 4 行计 3 次"


def report_rows(context: dict[str, object]) -> str:
    rows: Rows = context["任务"]  # type: ignore[assignment]
    return next(row["佐证"] for row in rows if row["内容"] == "月报")


def test_an_exception_says_nothing_before_its_duty_is_due() -> None:
    context = sheet(replace(dataset(), as_of=date(12, 30)), "T002")
    assert duties(context)["服务天数"] == ("原则上不少于30天", "21天", "未到期")
    assert context["例外"] == []


def test_a_person_with_an_accepted_exception() -> None:
    context = sheet(dataset(), "T002")
    assert duties(context)["服务天数"] == ("原则上不少于30天", "21天，差9天", "例外")
    assert duties(context)["月报"] == ("每月15日前", "应报12次：按时10次、迟报1次、缺报1次", "未达标")
    assert context["例外"] == [
        {
            "内容": "服务天数",
            "事实": "21天",
            "理由": "七月至九月病休，单位证明在案",
            "批准人": "刘主任",
            "批准日期": "2024年12月20日",
        }
    ]


def test_the_strip_of_months() -> None:
    context = sheet(dataset(), "T002")
    months: Rows = context["月报"]  # type: ignore[assignment]
    assert [month["状态"] for month in months] == ["√", "迟", *"√√√√√√√√", "缺", "√"]
    assert [month["日期"] for month in months[:3]] == ["1.12", "2.20", "3.12"]
    assert context["月报图例"] == "√：按时　迟：迟报　缺：缺报　—：无须报送"


def test_months_to_come_are_not_due_and_months_outside_the_term_are_not_owed() -> None:
    records = idle_year()
    [person] = records.commissioners
    summer = replace(records, as_of=date(9, 20), commissioners=(replace(person, term_start=date(7, 2)),))
    months: Rows = sheet(summer, "T003")["月报"]  # type: ignore[assignment]
    assert [month["状态"] for month in months] == [*"——————", *"缺缺缺", "未到期", "未到期", "未到期"]
    assert duties(sheet(summer, "T003"))["服务天数"] == ("原则上不少于30天", "0天", "未到期")


def test_readings_of_the_deadline_are_told() -> None:
    base = plan()
    choices = {"report_due": "next_month", "deadline_inclusive": False}
    changed = {id: replace(base.readings[id], choice=choice) for id, choice in choices.items()}
    readings: dict[str, Reading] = {**base.readings, **changed}
    assert duties(sheet(dataset(), "T001", replace(base, readings=readings)))["月报"][0] == "次月15日前（不含当日）"


def test_a_plan_without_monthly_reports() -> None:
    context = sheet(dataset(), "T001", plan(deadlines={}))
    assert "月报" not in duties(context)
    assert {month["状态"] for month in context["月报"]} == {"—"}  # type: ignore[attr-defined]


def test_a_person_who_never_served_says_so_in_every_table() -> None:
    context = sheet(idle_year(), "T003")
    assert duties(context)["服务天数"] == ("原则上不少于30天", "0天，差30天", "未达标")
    assert duties(context)["月报"] == ("每月15日前", "应报12次：缺报12次", "未达标")
    assert [row["企业"] for row in context["派驻"]] == ["无"]  # type: ignore[attr-defined]
    assert [row["名称"] for row in context["项目"]] == ["无"]  # type: ignore[attr-defined]
    assert [row["单位"] for row in context["抽查"]] == ["无"]  # type: ignore[attr-defined]
    assert (context["例外"], context["项目佐证"]) == ([], "")


def test_forty_scattered_rows_are_one_line_of_evidence() -> None:
    rows: Rows = sheet(busy_year(), "T017")["任务"]  # type: ignore[assignment]
    days = next(row for row in rows if row["内容"] == "服务天数")
    assert days["佐证"].startswith("台账/天骄创新驿站企业科技特派员工作站.xlsx「服务日志」第 5、 13、 21、 ")
    assert len(re.findall(r"\d+", days["佐证"])) == 40


def test_recorded_duties_show_what_is_there_and_leave_the_rest_to_the_hand() -> None:
    rows: Rows = sheet(dataset(), "T001")["记录"]  # type: ignore[assignment]
    assert [(row["内容"], row["依据"], row["情况"]) for row in rows] == [
        ("知识产权、研发费用归集和技术合同认定登记服务", "二（一）三；三（二）", "2条"),
        ("抽查", "三（四）", "1条"),
        ("与特派员签订补充协议", "五1", ""),
    ]


@pytest.mark.parametrize(
    "key, grades, said",
    [
        ("T001", ("优秀", "合格"), ("优秀", "评定日期：2024年12月31日")),
        ("T002", ("优秀", "合格"), ("□优秀　　□合格", "")),
        ("T002", (), ("", "")),
    ],
)
def test_the_grade(key: str, grades: tuple[str, ...], said: tuple[str, str]) -> None:
    context = sheet(dataset(), key, plan(grades=grades))
    assert (context["等次"], context["评定"]) == said


def test_template_and_context_speak_of_the_same(template: Template) -> None:
    assert template.tags == paths(sheet(dataset(), "T002"))


@pytest.mark.parametrize(
    "records, key", [(dataset(), "T001"), (dataset(), "T002"), (busy_year(), "T017"), (idle_year(), "T003")]
)
def test_the_sheet_holds_no_private_number_and_no_tag(template: Template, records: Dataset, key: str) -> None:
    document = template.render(sheet(records, key))
    text = "\n".join(paragraphs(document) + headers_and_footers(document))
    assert leftover_tags(document) == []
    assert [number for number in (*ID_NUMBERS, *PHONES, *ACCOUNTS, "139 0000 0001") if number in text] == []
    assert key in text


def test_two_terms_at_one_enterprise_are_one_posting() -> None:
    first = next(pairing for pairing in dataset().pairings if pairing.commissioner == "T001")
    early = replace(first, start=date(1, 1), end=date(5, 31), content="诊断")
    late = replace(first, start=date(9, 1), end=date(12, 31), content="试车")
    context = sheet(replace(dataset(), pairings=(early, late)), "T001")
    (row,) = context["派驻"]  # type: ignore[misc]
    assert (row["期限"], row["内容"]) == (
        "2024年1月1日至2024年5月31日；2024年9月1日至2024年12月31日",
        "诊断；试车",
    )


def test_the_office_finds_its_styles_and_every_signature(template: Template) -> None:
    text = paragraphs(template.render(sheet(dataset(), "T001")))
    assert text[0] == "2024年示例区企业科技特派员考核表"
    assert "截至2024年12月31日" in text[1]
    assert text.count("（盖章）　　　　年　　月　　日") == 4
    assert {"特派员", "工作站", "派出单位", "服务单位", "主管部门"} <= set(text)


def test_a_reading_that_leaves_the_number_out_is_told() -> None:
    base = plan()
    above = replace(base.readings["thresholds_inclusive"], choice=False)
    bounded = tuple(replace(entry, citations=(Citation("三（一）", "不少于2次"),)) for entry in base.minimums[:1])
    changed = replace(base, minimums=bounded, readings={**base.readings, "thresholds_inclusive": above})
    assert duties(sheet(dataset(), "T001", changed))["政策宣传和解读"] == ("多于2次", "2次", "未达标")
    more = replace(changed, minimums=tuple(replace(entry, value=3) for entry in bounded))  # no least shortfall to name
    assert duties(sheet(dataset(), "T001", more))["政策宣传和解读"] == ("多于3次", "2次", "未达标")


def test_what_nobody_handed_in_is_not_provided_in_every_table() -> None:
    absent = {"项目申报", "知识产权与技术合同", "抽查", "月报", "计划与总结"}
    context = sheet(replace(idle_year(), forms=FORMS - absent), "T003")
    assert duties(context)["协助申报项目"] == ("不少于1个", "未提供", "未提供")
    assert duties(context)["工作计划"] == ("不少于1份", "未提供", "未提供")
    assert duties(context)["月报"] == ("每月15日前", "未提供", "未提供")
    assert duties(context)["服务天数"] == ("原则上不少于30天", "0天，差30天", "未达标")
    rows: Rows = context["任务"]  # type: ignore[assignment]
    assert {row["佐证"] for row in rows if row["结论"] == "未提供"} == {"未提供"}
    assert {month["状态"] for month in context["月报"]} == {"未提供"}  # type: ignore[attr-defined]
    first = {"项目": "名称", "成果": "名称", "抽查": "单位"}
    assert {context[table][0][column] for table, column in first.items()} == {"未提供"}  # type: ignore[index]
    records: Rows = context["记录"]  # type: ignore[assignment]
    assert [row["情况"] for row in records] == ["未提供", "未提供", ""]


def test_nobody_is_praised_for_reports_that_were_never_owed() -> None:
    [person] = idle_year().commissioners
    late = replace(idle_year(), commissioners=(replace(person, term_start=date(12, 16)),))
    assert duties(sheet(late, "T003"))["月报"] == ("每月15日前", "无须报送", "无须报送")
