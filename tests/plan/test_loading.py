"""plan.toml -> Plan, and the one sentence for whatever is wrong with it."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.plan import Plan, PlanError, read_plan
from pipeline.plan.schema import DISTRICT_MEASURES, PERSONAL_MEASURES, READINGS
from pipeline.rules import measures
from tests.nobody import as_nobody
from tests.plan.samples import PLAN_2024, PLAN_2025, REPO, edited, without


def refused(tmp_path: Path, text: str) -> str:
    """The sentence, without the line where that is known: `test_slips.py` looks at lines."""
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as error:
        read_plan(path)
    return re.sub(r"^plan\.toml 第 \d+ 行：", "plan.toml：", str(error.value))


def plan_from(tmp_path: Path, text: str) -> Plan:
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


@pytest.fixture(scope="module")
def plan():
    return read_plan(REPO / "input" / "2024" / "plan.toml")


def test_the_sample_year_holds_every_row_of_the_plan(plan):
    assert [(t.id, t.clause, t.citations[0].wording, t.value, t.unit, t.soft) for t in plan.targets] == [
        ("recruited", "一", "30人以上", 30, "人", False),
        ("serving", "二（一）一", "不低于20人", 20, "人", False),
        ("enterprises_served", "一", "70家以上", 70, "家", False),
        ("coverage", "一", "全覆盖", 100, "%", True),
        ("three_zero", "一", "企业5家", 5, "家", False),
        ("high_tech", "一", "40家以上", 40, "家", False),
        ("tech_sme", "一", "130家以上", 130, "家", False),
    ]
    assert [(m.id, m.clause, m.citations[0].wording, m.value, m.soft, m.exemptable, m.due) for m in plan.minimums] == [
        ("policy_sessions", "三（一）", "不少于2次", 2, False, False, "year_end"),
        ("project", "三（三）", "1个申报项目", 1, False, False, "year_end"),
        ("service_days", "三（四）", "不少于30天", 30, True, True, "year_end"),
        ("work_plan", "三（五）", "", 1, False, False, "year_end"),
        ("final_summary", "三（五）", "", 1, False, False, "term_end"),
    ]
    assert [(d.id, d.clause, d.day, d.date) for d in plan.deadlines.values()] == [
        ("monthly_report", "三（五）", 15, None),
        ("report_up", "二（一）一", None, None),
    ]
    assert [(r.id, [place.clause for place in r.citations]) for r in plan.recorded] == [
        ("ip_support", ["二（一）三", "三（二）"]),
        ("spot_checks", ["三（四）"]),
        ("agreement", ["五1"]),
        ("joint_ip", ["五2"]),
    ]
    assert (plan.policy_topics.clause, len(plan.policy_topics.items)) == ("二（一）二", 7)
    assert (plan.funds.clause, len(plan.funds.items)) == ("四（一）–（四）", 4)


def test_every_reading_is_there_and_nobody_has_decided_one(plan):
    assert {id: reading.choice for id, reading in plan.readings.items()} == {
        "thresholds_inclusive": True,
        "deadline_inclusive": True,
        "report_due": "same_month",
        "report_owed": "partly",
        "report_before_term": "not_owed",
        "report_first_month": 1,
        "minimums_prorated": False,
        "project_counts": "unless_denied",
        "recruited_counts": "in_term",
        "visit_of_several": "one",
        "zero_day_visits": "nothing",
        "visits_outside_term": "count",
        "visits_unpaired": "count",
        "three_zero_new": "three_flags",
        "high_tech_counts": "valid",
        "tech_sme_counts": "this_year",
        "serving_kind": "count",
        "agreement_per": "commissioner",
        "exemptable": "service_days_only",
        "funds_only_listed": True,
        "report_up_scope": "full_report",
        "plan_attached": "follows",
    }
    assert list(plan.readings) == list(READINGS)
    assert not any(reading.decided for reading in plan.readings.values())


def test_what_the_plan_does_not_say_is_empty(plan):
    assert (plan.grades, plan.grade_caps) == ((), {})
    assert {plan.agreement[key] for key in ("party_a", "subsidy_amount", "subsidy_payment", "copies")} == {""}
    assert {plan.notice[key] for key in ("contact_person", "contact_phone", "copies_to")} == {""}
    assert [plan.submission[key] for key in ("number", "signer", "date", "contact_phone")] == ["", "", None, ""]


def test_the_year_is_filled_into_the_words_of_documents(plan):
    assert plan.submission["title"][1] == "关于2024年企业科技特派员工作情况的报告"
    assert plan.labels["assessment_title"] == "2024年东胜区企业科技特派员考核表"


def test_the_text_of_the_plan_takes_its_figures_from_the_entries(plan, tmp_path):
    assert "选聘企业科技特派员（以下简称“科技特派员”）30人以上，服务企业70家以上" in plan.text[2]
    assert plan.open_slots == ()
    path = tmp_path / "plan.toml"
    path.write_text(edited(PLAN_2024, ("value = 70", "value = 75"), ("day = 15", "day = 20")), encoding="utf-8")
    other = read_plan(path)
    assert "服务企业75家以上" in other.text[2]
    assert any("每月20日前" in line for line in other.text)


def test_a_slot_of_a_dropped_entry_stays_for_the_notice_to_refuse(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(without(PLAN_2024, "[target.three_zero]"), encoding="utf-8")
    assert read_plan(path).open_slots == ("{three_zero}",)


def test_a_plan_without_its_text_is_a_plan(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(without(PLAN_2024, "[text]"), encoding="utf-8")
    assert read_plan(path).text == ()


def test_a_plan_can_be_handed_to_another_process(plan):
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_the_measures_are_those_the_rules_can_count():
    assert set(DISTRICT_MEASURES) == set(measures.DISTRICT)
    assert set(PERSONAL_MEASURES) == set(measures.PERSONAL)


def test_next_year_needs_no_line_of_python(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(PLAN_2025, encoding="utf-8")
    plan = read_plan(path)
    assert [(target.id, target.value) for target in plan.targets] == [
        ("recruited", 36),
        ("serving", 20),
        ("coverage", 100),
        ("three_zero", 5),
        ("high_tech", 48),
        ("tech_sme", 130),
        ("trainings", 6),
    ]
    assert [minimum.value for minimum in plan.minimums] == [4, 1, 25, 1, 1]
    assert plan.deadlines["report_up"].date == dt.date(2025, 12, 15)
    assert (plan.grades, plan.grade_caps) == (("优秀", "良好", "合格", "不合格"), {"优秀": 35})
    assert plan.labels["met"] == "完成"
    assert plan.last_day == dt.date(2025, 12, 31)


def test_a_number_may_be_nothing_and_not_less(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(
        edited(
            PLAN_2024, ("value = 30", "value = 0"), ("value = 2\n", "value = 0\n"), ("{recruited}以上", "{recruited}")
        ),
        encoding="utf-8",
    )
    plan = read_plan(path)
    assert (plan.targets[0].value, plan.minimums[0].value) == (0, 0)
    assert "（以下简称“科技特派员”）0人，" in plan.text[2] and "每人每年开展不少于0次" in "".join(plan.text)
    assert refused(tmp_path, edited(PLAN_2024, ("value = 30", "value = -1"))) == (
        "plan.toml：[target.recruited] 的 value 应为不小于 0 的整数，现为 -1。请改正，例如 value = 12。"
    )


def test_all_targets_and_a_deadline_may_go(tmp_path):
    first, after = PLAN_2024.index("[target.recruited]"), PLAN_2024.index("[minimum.policy_sessions]")
    text = PLAN_2024[:first] + PLAN_2024[after:]
    path = tmp_path / "plan.toml"
    path.write_text(without(text, "[deadline.report_up]"), encoding="utf-8")
    plan = read_plan(path)
    assert plan.targets == ()
    assert list(plan.deadlines) == ["monthly_report"]


def test_a_file_saved_by_notepad_is_read(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xef\xbb\xbf" + PLAN_2024.replace("\n", "\r\n").encode())
    assert read_plan(path).year == 2024


A = '[target.recruited]\nlabel = "选聘企业科技特派员"\nclause = "一"\nwording = "30人以上"'
MISTAKES = {
    "a word for a number": (
        ("value = 30", 'value = "三十"'),
        'plan.toml：[target.recruited] 的 value 应为不小于 0 的整数，现为 "三十"。请改正，例如 value = 12。',
    ),
    "true is no number": (
        ("value = 30", "value = true"),
        "plan.toml：[target.recruited] 的 value 应为不小于 0 的整数，现为 true。请改正，例如 value = 12。",
    ),
    "half a number": (
        ("value = 30", "value = 30.5"),
        "plan.toml：[target.recruited] 的 value 应为不小于 0 的整数，现为 30.5。请改正，例如 value = 12。",
    ),
    "a negative number": (
        ("value = 30", "value = -30"),
        "plan.toml：[target.recruited] 的 value 应为不小于 0 的整数，现为 -30。请改正，例如 value = 12。",
    ),
    "no number": (
        ("value = 30\n", ""),
        "plan.toml：[target.recruited] 缺少 value（不小于 0 的整数）。请补上，例如 value = 12。",
    ),
    "no citation": (
        (A, A.replace('clause = "一"\n', "")),
        'plan.toml：[target.recruited] 缺少 clause（方案的条款）。请补上，例如 clause = "二（一）一"。',
    ),
    "an empty citation": (
        (A, A.replace('clause = "一"', 'clause = ""')),
        'plan.toml：[target.recruited] 的 clause 应为方案的条款，现为 ""。请改正，例如 clause = "二（一）一"。',
    ),
    "a citation nobody can follow": (
        (A, A.replace('clause = "一"', 'clause = "第一部分"')),
        'plan.toml：[target.recruited] 的 clause 应为方案的条款，现为 "第一部分"。请改正，例如 clause = "二（一）一"。',
    ),
    "a second place without its clause": (
        ('also = [{ clause = "二（一）四", wording = "" }]', 'also = [{ wording = "1个" }]'),
        'plan.toml：[minimum.project] 的 also 第 1 项 缺少 clause（方案的条款）。请补上，例如 clause = "二（一）一"。',
    ),
    "a slip in a key": (
        ("value = 30", "vlaue = 30"),
        "plan.toml：[target.recruited] 有不认识的键 vlaue（是否应为 value？）。请改正或删去；"
        "可用的键：label、clause、wording、also、measure、value、unit、soft。",
    ),
    "a slip in a table": (
        ("[target.recruited]", "[targets.recruited]"),
        "plan.toml：不认识 [targets] 这张表（是否应为 [target]？）。请改正名称或删去。",
    ),
    "a key outside every table": (
        ("[plan]", "jahr = 1\n[plan]"),
        "plan.toml：不认识 jahr 这个键。请改正名称或删去。",
    ),
    "no year": (
        ("year = 2024\n", ""),
        "plan.toml：[plan] 缺少 year（四位数的年份）。请补上，例如 year = 2025。",
    ),
    "a year of two digits": (
        ("year = 2024\n", "year = 24\n"),
        "plan.toml：[plan] 的 year 应为四位数的年份，现为 24。请改正，例如 year = 2025。",
    ),
    "a date in quotation marks": (
        ("issued_on = 2024-07-02", 'issued_on = "2024年7月2日"'),
        'plan.toml：[plan] 的 issued_on 应为不加引号的日期，现为 "2024年7月2日"。请改为 issued_on = 2024-07-02。',
    ),
    "a date with a time": (
        ("issued_on = 2024-07-02", "issued_on = 2024-07-02T08:00:00"),
        "plan.toml：[plan] 的 issued_on 应为不加引号的日期，现为 2024-07-02T08:00:00。"
        "请改正，例如 issued_on = 2025-01-31。",
    ),
    "a final day of last year": (
        ('date = ""', "date = 2023-12-20"),
        "plan.toml：[deadline.report_up] 的 date 为 2023-12-20，早于方案年度 2024 年。请核对年份。",
    ),
    "a day no month has": (
        ("day = 15", "day = 32"),
        "plan.toml：[deadline.monthly_report] 的 day 应为 1 到 31 的整数，现为 32。请改正，例如 day = 10。",
    ),
    "a deadline nobody judges": (
        ("[deadline.monthly_report]", "[deadline.weekly_report]"),
        "plan.toml：[deadline] 有不认识的键 weekly_report（是否应为 monthly_report？）。请改正或删去；"
        "可用的键：monthly_report、report_up。",
    ),
    "two entries of one id": (
        ("[minimum.policy_sessions]", "[minimum.enterprises_served]"),
        "plan.toml：[minimum.enterprises_served] 与 [target.enterprises_served] 的编号相同。请给其中一个换一个编号。",
    ),
    "an exception the reading does not allow": (
        ('remedy = "请在「项目申报」', 'exemptable = true\nremedy = "请在「项目申报」'),
        "plan.toml：[minimum.project] 的 exemptable 为 true，而 [reading.exemptable] 的 choice 为 "
        '"service_days_only"。请改正其中之一。',
    ),
    "an unknown choice": (
        ('choice = "same_month"', 'choice = "soon"'),
        'plan.toml：[reading.report_due] 的 choice 可取 "same_month"、"next_month"，现为 "soon"。请改为其中之一。',
    ),
    "1 is not true": (
        ("choice = true", "choice = 1"),
        "plan.toml：[reading.thresholds_inclusive] 的 choice 可取 true、false，现为 1。请改为其中之一。",
    ),
    "a decision without its day": (
        ('decided_by = ""', 'decided_by = "局长办公会"'),
        "plan.toml：[reading.thresholds_inclusive] 的 decided_by 和 decided_on 应同时填写或同时留空。请补上另一项。",
    ),
    "a reading the engine does not know": (
        ("[reading.report_due]", "[reading.report_duo]"),
        "plan.toml：[reading] 有不认识的键 report_duo（是否应为 report_due？）。请改正或删去；"
        f"可用的键：{'、'.join(READINGS)}。",
    ),
    "a kind that counts twice": (
        ('other = ["技术服务"', 'other = ["政策宣讲", "技术服务"'),
        "plan.toml：[service_types] 的“政策宣讲”在 policy 和 other 中重复。请只保留一处。",
    ),
    "another name for what is not listed": (
        ('"揭榜挂帅" = [', '"揭榜" = ['),
        "plan.toml：[policy_topics.aliases] 有不认识的键 揭榜（是否应为 揭榜挂帅？）。请改正或删去；"
        "可用的键：科技兴蒙30条、科技新政30条、高企所得税减免、研发费用加计扣除、技术交易后补助、科技计划管理办法、揭榜挂帅。",
    ),
    "a cap for a grade that is none": (
        ("[grades.caps] ", '[grades.caps]\n"优秀" = 35 '),
        "plan.toml：[grades.caps] 有不认识的键 优秀。请改正或删去；没有可用的键。",
    ),
    "a kind of document that is none": (
        ('kind = "报告"', 'kind = "请示"'),
        'plan.toml：[submission] 的 kind 应为 "报告"、"函"、"材料报送" 之一，现为 "请示"。请改正，例如 kind = "报告"。',
    ),
    "an agreement number without its serial": (
        ("{serial:03}", "001"),
        'plan.toml：[agreement] 的 number 应为恰有一处 {serial} 或 {serial:03} 的一行文字，不编号的为空 ""，'
        '现为 "东特派协〔{year}〕001号"。请改正，例如 number = "〔{year}〕{serial:03}号"。',
    ),
    "an agreement number in two lines": (
        ('number = "东特派协〔{year}〕{serial:03}号"', 'number = "东特派协{{serial}}号"'),
        'plan.toml：[agreement] 的 number 应为恰有一处 {serial} 或 {serial:03} 的一行文字，不编号的为空 ""，'
        '现为 "东特派协{{serial}}号"。请改正，例如 number = "〔{year}〕{serial:03}号"。',
    ),
    "a code that is none": (
        ('party_a_code = ""', 'party_a_code = "91350100M000100Y4Z"'),
        'plan.toml：[agreement] 的 party_a_code 应为校验正确的 18 位统一社会信用代码，没有的为空 ""，'
        '现为 "91350100M000100Y4Z"。请改正，例如 party_a_code = "91350100M000100Y43"。',
    ),
    "a period that says nothing": (
        ('subsidy_per = ""', 'subsidy_per = "月"'),
        'plan.toml：[agreement] 的 subsidy_per 应为“每月”“每年”“聘期内一次性”这样的说法，没有定的为空 ""，'
        '现为 "月"。请改正，例如 subsidy_per = "每月"。',
    ),
    "copies that are a bare number": (
        ('copies = ""', 'copies = "3"'),
        'plan.toml：[agreement] 的 copies 应为“一式几份”这样的说法，没有定的为空 ""，'
        '现为 "3"。请改正，例如 copies = "一式三份，甲方、乙方和工作站各执一份"。',
    ),
    "a sum in words": (
        ('subsidy_amount = ""', 'subsidy_amount = "一千元"'),
        'plan.toml：[agreement] 的 subsidy_amount 应为以元为单位、至多两位小数的正数，没有定的为空 ""，'
        '现为 "一千元"。请改正，例如 subsidy_amount = 1000。',
    ),
    "a sum of nothing": (
        ('subsidy_amount = ""', "subsidy_amount = 0"),
        'plan.toml：[agreement] 的 subsidy_amount 应为以元为单位、至多两位小数的正数，没有定的为空 ""，'
        "现为 0。请改正，例如 subsidy_amount = 1000。",
    ),
    "a sum in thousandths": (
        ('subsidy_amount = ""', "subsidy_amount = 1000.005"),
        'plan.toml：[agreement] 的 subsidy_amount 应为以元为单位、至多两位小数的正数，没有定的为空 ""，'
        "现为 1000.005。请改正，例如 subsidy_amount = 1000。",
    ),
    "a slot that cannot be filled": (
        ("关于{year}年", "关于{yaer}年"),
        "plan.toml：[submission] 的 title 中有不认识的 {yaer}。请改正；可用的有 {year}、{name}、{basis}、{county}、{issuer}。",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence(tmp_path, mistake):
    change, sentence = MISTAKES[mistake]
    assert refused(tmp_path, edited(PLAN_2024, change)) == sentence


def test_an_unknown_measure_lists_those_there_are(tmp_path):
    said = refused(tmp_path, edited(PLAN_2024, ('measure = "coverage"', 'measure = "happiness"')))
    assert said.startswith('plan.toml：[target.coverage] 的 measure 应为 "commissioners_recruited"、')
    assert said.endswith('之一，现为 "happiness"。请改正，例如 measure = "commissioners_recruited"。')


LATER = (
    "report_before_term",
    *("recruited_counts", "visit_of_several", "zero_day_visits", "visits_outside_term", "visits_unpaired"),
)


@pytest.mark.parametrize("id", LATER)
def test_a_plan_written_before_a_question_was_asked_has_its_default_undecided(tmp_path, plan, id):
    older = plan_from(tmp_path, without(PLAN_2024, f"[reading.{id}]")).readings[id]
    assert older.choice == plan.readings[id].choice
    assert older.statement == plan.readings[id].statement
    assert older.question == plan.readings[id].question
    assert not older.decided


def test_a_plan_may_state_a_choice_in_words_of_its_own(tmp_path):
    own = 'choice = "one"\nstatement.one = "去几家企业都算一次。"\nstatement.per_firm = "按家计次。"'
    text = edited(PLAN_2024, ('choice = "one"', own))
    assert plan_from(tmp_path, text).stated("visit_of_several") == "去几家企业都算一次。"
    other = edited(text, ('choice = "one"', 'choice = "per_firm"'))
    assert plan_from(tmp_path, other).stated("visit_of_several") == "按家计次。"
    assert refused(tmp_path, edited(text, ('statement.one = "去', 'statement.two = "去'))) == (
        "plan.toml：[reading.visit_of_several] 的 statement 有不认识的键 two。请改正或删去；可用的键：one、per_firm。"
    )


def test_a_statement_is_filled_with_the_plans_own_words(plan):
    assert plan.stated("high_tech_counts") == "高新技术企业只统计证书仍在有效期内的。"
    assert plan.stated("agreement_per") == ""


@pytest.mark.parametrize(
    ("county", "label", "said"), [("东胜区", "", "全区"), ("某某旗", "", "全旗"), ("某某县", "全境", "全境")]
)
def test_the_whole_county_is_called_after_it_unless_the_plan_has_a_word(plan, county, label, said):
    labels = {**plan.labels, "whole_county": label}
    assert replace(plan, county=county, labels=labels).whole_county == said


def test_words_that_older_plans_do_not_have_are_there(tmp_path):
    lines = [
        line for line in PLAN_2024.splitlines() if not line.startswith(("not_provided", "short ", "none ", "whole_"))
    ]
    labels = plan_from(tmp_path, "\n".join(lines)).labels
    assert [labels[key] for key in ("not_provided", "short", "none")] == ["未提供", "推进中", "无此类企业"]


def test_a_missing_reading_names_its_choices(tmp_path):
    assert refused(tmp_path, without(PLAN_2024, "[reading.agreement_per]")) == (
        'plan.toml：缺少 [reading.agreement_per] 这项解读。请补上，choice 可取 "commissioner"、"pairing"。'
    )


@pytest.mark.parametrize("table", ["papers", "labels", "agreement", "section"])
def test_a_missing_table(tmp_path, table):
    text = PLAN_2024
    while f"\n[{table}" in text:
        text = without(text, f"[{table}")
    assert refused(tmp_path, text) == f"plan.toml：缺少 [{table}] 这张表。请补上，可以从上一年的 plan.toml 复制后修改。"


def test_a_phone_number_of_the_wrong_type_is_not_repeated(tmp_path):
    said = refused(tmp_path, edited(PLAN_2024, ('contact_phone = ""', "contact_phone = 13800000000")))
    assert said == 'plan.toml：[notice] 的 contact_phone 应为文字（可以是空的 ""）。请改正，例如 contact_phone = "……"。'


def test_a_missing_file(tmp_path):
    path = tmp_path / "2025" / "plan.toml"
    with pytest.raises(PlanError) as error:
        read_plan(path)
    assert str(error.value) == f"{path}：没有找到方案文件。请把 plan.toml 放在该处，可以从上一年复制后修改。"


def test_an_empty_file(tmp_path):
    assert refused(tmp_path, "") == "plan.toml：缺少 [plan] 这张表。请补上，可以从上一年的 plan.toml 复制后修改。"


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_no_plan_and_never_waited_for(tmp_path, make):
    make(tmp_path / "plan.toml")
    with pytest.raises(PlanError) as error:
        read_plan(tmp_path / "plan.toml")
    assert str(error.value) == (
        f"{tmp_path / 'plan.toml'}：不是文件（是文件夹、管道或设备）。请把 plan.toml 放在该处。"
    )


def test_a_file_without_permission(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(PLAN_2024, encoding="utf-8")
    path.chmod(0)
    with as_nobody(tmp_path), pytest.raises(PlanError) as error:
        read_plan(path)
    assert str(error.value) == f"{path}：方案文件打不开。请检查读取权限；放在共享文件夹中的，请确认已连接。"
