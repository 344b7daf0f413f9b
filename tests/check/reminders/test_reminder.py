"""The reminder of a workstation: what its people owe and by when, what is to be corrected, how to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.check.answers import Action, Answer
from pipeline.check.findings import Finding
from pipeline.check.reminders.reminder import reminders
from pipeline.forms import LOG_FORMS
from pipeline.intake.faults import MISSING_FORM
from pipeline.plan import Plan
from pipeline.problems import Place, Problem, Severity
from pipeline.records import Dataset
from pipeline.rules import count
from pipeline.word.tags import paths
from pipeline.word.template import Template
from pipeline.word.text import paragraphs
from tests.check.findings import heard, of_year
from tests.documents.builders import TEMPLATES
from tests.finished import headers_and_footers, leftover_tags
from tests.rules.builders import PLAN, Person, on, person, problems, reading, without, year

EAST, WEST = "东部工作站", "西部工作站"
LOG = f"台账/{EAST}.xlsx"
Context = dict[str, Any]


def at(station: str, someone: Person) -> Person:
    return replace(someone, commissioner=replace(someone.commissioner, workstation=station))


def found(dataset: Dataset, plan: Plan = PLAN, more: Iterable[Problem] = ()) -> list[Finding]:
    """What a check of the year finds, as the reminders get it, with the corrected copy of each."""
    return of_year([*problems(dataset, plan), *more], dataset, plan)


def answered(findings: Iterable[Finding], rule: str, action: Action) -> list[Finding]:
    place = Place(LOG, "问题", 5)
    return [
        replace(one, answer=Answer(one.key, action, "已核对", "王科员", on(12, 25), place))
        if one.problem.rule == rule
        else one
        for one in findings
    ]


def made(dataset: Dataset, plan: Plan = PLAN, more: Iterable[Problem] = ()) -> dict[str, Context]:
    return reminders(dataset, plan, count(dataset, plan), found(dataset, plan, more), heard(dataset, plan))


def overdue(dataset: Dataset, plan: Plan = PLAN) -> list[tuple[str, str, str, str, str]]:
    rows = [row for context in made(dataset, plan).values() for row in context["未完成"]]
    return [(row["人员"], row["任务"], row["依据"], row["要求"], row["情况"]) for row in rows]


def to_come(dataset: Dataset, plan: Plan = PLAN) -> list[tuple[str, list[str], str]]:
    rows = [row for context in made(dataset, plan).values() for row in context["未到期"]]
    return [(row["任务"], row["最迟"], row["人员"]) for row in rows]


def doubtful(id: str = "T001", row: int = 5, **changes: Any) -> Problem:
    """A visit of no days in the log of the station."""
    place = Place(LOG, "服务日志", row, "服务天数", "G")
    return replace(Problem("zero_days", Severity.DOUBT, place, id, "", form="服务日志"), **changes)


# ── who is reminded ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_station_that_owes_nothing_gets_no_reminder() -> None:
    assert made(year(person("T001"), at(WEST, person("T002")))) == {}


def test_stations_come_in_order_each_with_its_own_people() -> None:
    late = made(year(at(WEST, person("T001", days=21)), person("T002", projects=()), person("T003")))
    assert {name: [row["人员"] for row in context["未完成"]] for name, context in late.items()} == {
        EAST: ["T002 李娜"],
        WEST: ["T001 其其格·苏"],
    }


def test_who_has_no_station_is_nobodys() -> None:
    assert made(year(at("", person("T001", days=21)))) == {}


# ── what is overdue ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("someone", "owed"),
    [
        (person(days=30), []),
        (
            person(days=29.5),
            [("T001 其其格·苏", "服务天数", "方案三（四）", "原则上不少于30天", "29.5天，还差0.5天")],
        ),
        (person(sessions=2), []),
        (person(sessions=1), [("T001 其其格·苏", "政策宣传和解读", "方案三（一）", "不少于2次", "1次，还差1次")]),
        (person(projects=(None,)), []),
        (
            person(projects=(False,)),
            [("T001 其其格·苏", "服务申报项目", "方案三（三）；二（一）四", "不少于1个", "0个，还差1个")],
        ),
        (person(plans=0), [("T001 其其格·苏", "工作计划", "方案三（五）", "不少于1份", "0份，还差1份")]),
        (person(summaries=0), [("T001 其其格·苏", "派驻总结", "方案三（五）", "不少于1份", "0份，还差1份")]),
        (person(reports={**without(), 4: on(4, 15)}), []),
        (
            person(reports={**without(8, 9, 10, 12), 4: on(4, 16)}),
            [
                (
                    "T001 其其格·苏",
                    "每月书面汇报",
                    "方案三（五）",
                    "每月15日前",
                    "应报12次，迟报1次（4月），缺报4次（8月至10月、12月）",
                )
            ],
        ),
    ],
)
def test_each_duty_at_its_limit(someone: Person, owed: list[tuple[str, ...]]) -> None:
    assert overdue(year(someone)) == owed


def test_who_is_excused_is_not_reminded_until_the_figure_changes() -> None:
    assert made(year(person(days=21, exceptions=[("service_days", "21")]))) == {}
    lapsed = year(person(days=20, exceptions=[("service_days", "21")]))
    assert [row[1] for row in overdue(lapsed)] == ["服务天数"]


def test_a_number_that_is_not_enough_itself_names_no_gap() -> None:
    [row] = overdue(year(person(days=30, sessions=3)), reading(thresholds_inclusive=False))
    assert row[3:] == ("原则上多于30天", "30天")


def test_what_rests_on_rows_that_cannot_be_trusted_is_not_held_against_anybody() -> None:
    """The check says no shortfall of days while a row of the log is wrong: it may be just that row."""
    dataset = year(person(days=29, plans=0))
    wrong = Problem(
        "not_a_number",
        Severity.ERROR,
        Place(LOG, "服务日志", 40, "服务天数", "G"),
        "T001",
        "T001 其其格·苏",
        {"shown": "一天"},
        form="服务日志",
    )
    findings = [one for one in found(dataset, more=[wrong]) if one.problem.rule != "service_days"]
    context: Context = reminders(dataset, PLAN, count(dataset, PLAN), findings, heard(dataset, PLAN))[EAST]
    assert [row["任务"] for row in context["未完成"]] == ["工作计划"]
    assert context["暂不认定"] == (
        "下列任务因有关台账存在错误，暂不认定是否完成，更正后再行统计：T001 其其格·苏（服务天数）。"
    )
    assert "任务完成情况按能够认定的台账记录统计，台账更正后以重新统计的结果为准。" in "".join(context["办法"])


def test_a_soft_minimum_that_was_confirmed_asks_for_an_exception() -> None:
    dataset = year(person(days=29, plans=0))
    findings = found(dataset)
    for rule in ("service_days", "work_plan"):
        findings = answered(findings, rule, Action.TRUE)
    context: Context = reminders(dataset, PLAN, count(dataset, PLAN), findings, heard(dataset, PLAN))[EAST]
    assert [row["办法"] for row in context["未完成"]] == [
        "已答复“属实”，请补报「例外说明」。",
        "请在「计划与总结」中补录工作计划。",
    ]


# ── what is still to come ───────────────────────────────────────────────────────────────────────────────────────────

SEPTEMBER = on(9, 30)
UNTIL_SEPTEMBER = without(10, 11, 12)


def test_in_mid_year_what_is_still_short_is_told_with_its_last_day() -> None:
    short = person("T001", days=21, sessions=1, projects=(), summaries=0, reports=UNTIL_SEPTEMBER)
    done = person("T002", reports=without(12))
    assert overdue(year(short, done, as_of=SEPTEMBER)) == []
    assert to_come(year(short, done, as_of=SEPTEMBER)) == [
        ("每月书面汇报", ["10月：2024年10月15日", "11月：2024年11月15日", "12月：2024年12月15日"], "T001 其其格·苏"),
        ("每月书面汇报", ["12月：2024年12月15日"], "T002 李娜"),
        ("政策宣传和解读", ["2024年12月31日"], "T001 其其格·苏（1次，还差1次）"),
        ("服务申报项目", ["2024年12月31日"], "T001 其其格·苏（0个，还差1个）"),
        ("服务天数", ["2024年12月31日"], "T001 其其格·苏（21天，还差9天）"),
        ("派驻总结", ["2024年12月31日"], "T001 其其格·苏（0份，还差1份）"),
    ]


@pytest.mark.parametrize(("as_of", "owed", "coming"), [(on(10, 14), 0, 1), (on(10, 15), 1, 0)])
def test_a_report_is_to_come_until_its_last_day_has_passed(as_of: dt.date, owed: int, coming: int) -> None:
    dataset = year(person(reports=without(10)), as_of=as_of)
    assert (len(overdue(dataset)), len(to_come(dataset))) == (owed, coming)


@pytest.mark.parametrize(("as_of", "owed", "coming"), [(on(12, 30), 0, 1), (on(12, 31), 1, 0)])
def test_a_minimum_is_to_come_until_the_last_day_of_the_year(as_of: dt.date, owed: int, coming: int) -> None:
    dataset = year(person(days=29), as_of=as_of)
    assert (len(overdue(dataset)), len(to_come(dataset))) == (owed, coming)


def test_a_term_that_ends_in_the_year_is_the_last_day() -> None:
    until_june = (on(1, 1), on(6, 30))
    dataset = year(person(days=29, summaries=0, term=until_june), person("T002", days=28), as_of=on(6, 20))
    assert to_come(dataset) == [
        ("服务天数", ["2024年6月30日"], "T001 其其格·苏（29天，还差1天）"),
        ("派驻总结", ["2024年6月30日"], "T001 其其格·苏（0份，还差1份）"),
        ("服务天数", ["2024年12月31日"], "T002 李娜（28天，还差2天）"),
    ]


def test_what_falls_due_after_the_year_is_left_to_the_next_plan() -> None:
    assert made(year(person(summaries=0, term=(on(1, 1), on(6, 30, 2025))))) == {}


def test_a_report_that_is_due_in_the_next_month_may_be_due_in_the_next_year() -> None:
    plan = reading(report_due="next_month", deadline_inclusive=False)
    [row] = to_come(year(person(reports=without(12))), plan)
    assert row == ("每月书面汇报", ["12月：2025年1月14日"], "T001 其其格·苏")


def absent(dataset: Dataset, *forms: str) -> Dataset:
    return replace(dataset, forms=dataset.forms - set(forms))


def test_what_no_station_handed_in_is_asked_for_and_held_against_nobody() -> None:
    nothing = absent(year(person(projects=(), plans=0, reports={})), "月报", "项目申报", "计划与总结", "经费支出")
    missed = [MISSING_FORM.mild.of(None, form=form, facts={"form": form}) for form in LOG_FORMS - nothing.forms]
    context = made(nothing, more=missed)[EAST]
    assert context["未完成"] == []
    assert context["暂不认定"] == (
        "下列台账未提供，括号中的任务暂不认定是否完成，请补报；确实没有内容的，请报送只有表头的空表："
        "「月报」（每月书面汇报）、「项目申报」（服务申报项目）、「计划与总结」（工作计划、派驻总结）。"
    )
    assert "你站有未提供的台账3种。" in str(context["导语"])
    assert made(nothing) == {}  # January's agreements miss no log


def test_before_it_is_due_no_figure_is_said_of_what_nobody_handed_in() -> None:
    dataset = absent(year(person(projects=(), reports={}), as_of=on(12, 14)), "月报", "项目申报")
    assert to_come(dataset) == [
        ("每月书面汇报", ["12月：2024年12月15日"], "T001 其其格·苏"),
        ("服务申报项目", ["2024年12月31日"], "T001 其其格·苏（未提供）"),
    ]


def test_who_is_excused_as_things_stand_is_not_reminded_before_the_day_either() -> None:
    assert to_come(year(person(days=21, exceptions=[("service_days", "21")]), as_of=on(12, 20))) == []


# ── what is to be corrected ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_says_where_about_whom_what_and_what_to_do() -> None:
    context = made(year(person()), more=[doubtful(), doubtful(row=9)])[EAST]
    assert context["更正"] == [
        {
            "工作簿": "台账/东部工作站.xlsx（你站报送，请直接更正）",
            "行": [
                {
                    "序号": "1",
                    "级别": "存疑",
                    "位置": "「服务日志」第 5 行「服务天数」，另有第 9 行",
                    "对象": "T001 其其格·苏",
                    "问题": "服务天数为 0，这次服务不计次数、服务企业和开展服务人数。",
                    "办法": "请核对天数。",
                }
            ],
        }
    ]


def test_errors_come_first_and_the_bureaus_workbooks_last() -> None:
    check = Place("名册.xlsx", "特派员", 3, "身份证号", "E")
    wrong = Problem("id_number", Severity.ERROR, check, "T001", "", message="id_number_check", form="特派员")
    days = doubtful(row=20, rule="impossible_days", severity=Severity.ERROR, facts={"days": 3, "dates": 1})
    context = made(year(person()), more=[wrong, days, doubtful()])[EAST]
    assert [(book["工作簿"], [row["序号"] + row["级别"] for row in book["行"]]) for book in context["更正"]] == [
        ("台账/东部工作站.xlsx（你站报送，请直接更正）", ["1错误", "2存疑"]),
        ("名册.xlsx（不由你站填报，请核实后告知联系单位更正）", ["3错误"]),
    ]
    assert "身份证号、联系电话、银行账号等，请当面核对，不要写在本单或者答复中。" in "".join(context["办法"])


@pytest.mark.parametrize(
    ("severity", "action", "remedies"),
    [
        (Severity.DOUBT, Action.TRUE, []),
        (Severity.DOUBT, Action.PENDING, ["已答复“待定”，问题仍在。请核对天数。"]),
        (Severity.ERROR, Action.TRUE, ["已答复“属实”，问题仍在。请核对天数。"]),
        (Severity.ERROR, Action.CORRECTED, ["已答复“已改”，问题仍在。请核对天数。"]),
    ],
)
def test_only_a_doubt_that_was_confirmed_is_left_out(severity: Severity, action: Action, remedies: list[str]) -> None:
    dataset = year(person())
    findings = answered(found(dataset, more=[doubtful(severity=severity)]), "zero_days", action)
    contexts: dict[str, Context] = reminders(dataset, PLAN, count(dataset, PLAN), findings, heard(dataset, PLAN))
    rows = [row for context in contexts.values() for book in context["更正"] for row in book["行"]]
    assert [row["办法"] for row in rows] == remedies


def test_many_further_rows_are_counted() -> None:
    others = [doubtful(row=row) for row in range(7, 60, 2)]
    [row] = made(year(person()), more=[doubtful(), *others])[EAST]["更正"][0]["行"]
    assert row["位置"] == "「服务日志」第 5 行「服务天数」，另有第 7 行到第 59 行之间的 27 行"


def test_the_grades_of_the_meeting_and_the_districts_own_problems_are_no_stations() -> None:
    grade = Problem(
        "unknown_grade",
        Severity.DOUBT,
        Place("区局台账.xlsx", "考核结果", 4, "等次"),
        "T001",
        facts={"value": "良", "known": ["优秀"]},
        form="考核结果",
    )
    forms = Problem("missing_form", Severity.DOUBT, facts={"form": "抽查"}, form="抽查")
    assert made(year(person()), more=[grade, forms]) == {}


# ── how to answer ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_opening_counts_what_there_is() -> None:
    dataset = year(person("T001", days=21, plans=0), person("T002", plans=0))
    more = [doubtful(), doubtful("T002", 6, severity=Severity.ERROR)]
    assert made(dataset, more=more)[EAST]["导语"] == (
        "根据《2024年东胜区企业科技特派员工作实施方案》，截至2024年12月31日，你站有错误记录1条、存疑记录1条、"
        "到期未完成的任务3项（涉及2人）。请按下列内容逐项办理。"
    )


def test_parts_without_anything_are_left_out_and_the_rest_numbered_through() -> None:
    assert made(year(person(plans=0)))[EAST]["节"] == {
        "更正": "",
        "未完成": "一、到期未完成的任务",
        "未到期": "",
        "办法": "二、怎么办",
    }


def test_how_to_answer_about_everything() -> None:
    dataset = year(person("T001", days=21, reports=without(2, 12)), as_of=on(12, 10))
    more = [doubtful(), doubtful("T001", 6, severity=Severity.ERROR)]
    assert made(dataset, more=more)[EAST]["办法"] == [
        "1.级别为“错误”的必须更正，更正以前有关记录不作为依据。",
        "2.你站报送的工作簿，可在随本单发回的待改副本（check/待改/台账/东部工作站.xlsx，有问题的单元格已着色并附批注）"
        "中更正，也可在原工作簿中更正，两者选一，不要同时报送；只改有问题的单元格，其他内容和工作表名称不要改动。",
        "3.在待改副本首页「问题」表中逐条答复：“处理”一栏选填已改、属实、待定，并填写“说明”“处理人”“日期”。"
        "存疑的记录经核对无误的，填“属实”并说明理由。",
        "4.“到期未完成的任务”所列任务，请督促本人补做、补报；实际已经完成的，请补录台账并附佐证材料。",
        "5.“尚未到期的任务”所列任务，请在最迟日期当日或者以前完成，并及时登记台账。",
        "6.任务完成情况按能够认定的台账记录统计，台账更正后以重新统计的结果为准。",
        "7.请于＿＿＿＿年＿＿月＿＿日前，将更正后的工作簿和有关说明报送联系单位（东胜区工科局科技规划发展室）。",
    ]


def test_without_a_corrected_copy_the_original_is_corrected() -> None:
    """There is none of a workbook that cannot be read."""
    broken = Problem("unreadable", Severity.ERROR, Place(LOG), message="refused_truncated", facts={"station": EAST})
    dataset = year(person())
    findings = [replace(one, corrections=()) for one in found(dataset, more=[broken])]
    context: Context = reminders(dataset, PLAN, count(dataset, PLAN), findings, heard(dataset, PLAN))[EAST]
    assert context["办法"][1:] == [
        "2.你站报送的工作簿，请在原工作簿中更正后重新报送；只改有问题的地方，其他内容和工作表名称不要改动。",
        "3.请于＿＿＿＿年＿＿月＿＿日前，将更正后的工作簿和有关说明报送联系单位（东胜区工科局科技规划发展室）。",
    ]


def test_an_exception_is_offered_only_for_what_may_be_excused() -> None:
    words = "服务天数确因特殊情况不能达到要求的，请填写「例外说明」，写明理由，按程序报批。"
    assert words in "".join(made(year(person(days=21)))[EAST]["办法"])
    assert "例外说明" not in "".join(made(year(person(plans=0)))[EAST]["办法"])


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (on(12, 31), "请于2024年12月31日前"),
        (on(12, 30), "请于＿＿＿＿年＿＿月＿＿日前"),
        (None, "请于＿＿＿＿年＿＿月＿＿日前"),
    ],
)
def test_the_day_of_return_is_the_plans_where_it_is_still_to_come(date: dt.date | None, said: str) -> None:
    up = replace(PLAN.deadlines["report_up"], date=date)
    plan = replace(PLAN, deadlines={**PLAN.deadlines, "report_up": up})
    assert said in made(year(person(plans=0)), plan)[EAST]["办法"][-1]


@pytest.mark.parametrize(
    ("notice", "signed", "said"),
    [
        ({"contact_office": "科技科"}, "科技科", "报送联系单位（科技科）。"),
        (
            {"contact_office": "科技科", "contact_person": "刘科长", "contact_phone": "0477-8000001"},
            "科技科",
            "报送联系单位（科技科，联系人：刘科长，联系电话：0477-8000001）。",
        ),
        ({}, "鄂尔多斯市东胜区工信和科技局", "报送联系单位（鄂尔多斯市东胜区工信和科技局）。"),
    ],
)
def test_whom_to_ask_is_said_as_far_as_configured(notice: dict[str, object], signed: str, said: str) -> None:
    context = made(year(person(plans=0)), replace(PLAN, notice=notice))[EAST]
    assert context["落款"] == signed
    assert context["办法"][-1].endswith(said)


# ── the document ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(TEMPLATES / "催办单.docx")


def everything() -> Context:
    dataset = year(person("T001", days=21, reports=without(2, 12)), as_of=on(12, 10))
    return made(dataset, more=[doubtful()])[EAST]


def test_template_and_context_speak_of_the_same_and_fill_fast(template: Template) -> None:
    assert template.tags == paths(everything())
    assert template.engine == "fast"


def test_the_document_says_it_in_order_and_is_the_same_every_time(template: Template) -> None:
    document = template.render(everything())
    text = paragraphs(document)
    assert leftover_tags(document) == []
    assert text[:2] == ["2024年东胜区企业科技特派员工作催办单", "东部工作站："]
    headings = [line for line in text if line[1:2] == "、" and line[0] in "一二三四"]
    assert headings == [
        "一、需要更正或核对的台账记录",
        "二、到期未完成的任务",
        "三、尚未到期的任务",
        "四、怎么办",
    ]
    assert text[-2:] == ["东胜区工科局科技规划发展室", "＿＿＿＿年＿＿月＿＿日"]
    assert headers_and_footers(document)[0].startswith("东部工作站　截至2024年12月10日")
    assert template.render(everything()) == document


def test_parts_without_anything_leave_nothing_in_the_document(template: Template) -> None:
    text = paragraphs(template.render(made(year(person(plans=0)))[EAST]))
    assert not [line for line in text if "台账记录" in line or "尚未到期" in line]
    assert text.count("怎么办") == 1  # the column; the heading has its number
