"""plan.toml against an issued text: what agrees is silent, what does not is one sentence."""

from __future__ import annotations

import pytest

from pipeline.issued.comparison import compare
from pipeline.issued.text import read_text
from pipeline.plan import read_plan
from tests.plan.samples import ISSUED_2025, PLAN_2025, REPO, edited

TRUE_PLAN = REPO.parent / "shared" / "issued-plan-2024.txt"
here = pytest.mark.skipif(not TRUE_PLAN.exists(), reason="the issued plan of 2024 is not beside this checkout")


@pytest.fixture
def plan(tmp_path):
    return plan_of(tmp_path, PLAN_2025)


def plan_of(tmp_path, text):
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


def said(plan, text):
    return [missing.sentence for missing in compare(plan, text)]


def test_a_text_that_agrees(plan):
    assert said(plan, ISSUED_2025) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "不少于25天",
            "不少于26天",
            "「服务天数」（service_days）：印发文本三（四）中找不到“不少于25天”，该处是“不少于26天”。",
        ),
        (
            "不少于25天",
            "不少于125天",
            "「服务天数」（service_days）：印发文本三（四）中找不到“不少于25天”，该处是“不少于125天”。",
        ),
        (
            "不少于25天",
            "不少于25.5天",
            "「服务天数」（service_days）：印发文本三（四）中找不到“不少于25天”，该处是“不少于25.5天”。",
        ),
        (
            "48家以\n上",
            "8家以\n上",
            "「高新技术企业」（high_tech）：印发文本一中找不到“48家以上”，该处是“8家以上”。",
        ),
        (
            "企业5家",
            "企业6家",
            "「年度新增“三清零”企业」（three_zero）：印发文本一中找不到“企业5家”，该处是“企业6家”。",
        ),
        (
            "四次",
            "五次",
            "「政策宣传和解读」（policy_sessions）：印发文本三（一）中找不到“不少于四次”，该处是“不少于5次”。",
        ),
        (
            "每月10日前",
            "每月二十日前",
            "「每月书面汇报」（monthly_report）：印发文本三（五）中找不到“每月10日前”，该处是“每月20日前”。",
        ),
        (
            "特派员三十六人",
            "特派员三十七人",
            "「选聘企业科技特派员」（recruited）：印发文本二（一）一中找不到“三十六人”，该处是“37人”。",
        ),
        (
            "12月15日前上报",
            "12月16日前上报",
            "「上报市企业科技特派员工作专班办公室」（report_up）：印发文本二（一）一中找不到“2025年12月15日”，"
            "该处是“2025年12月16日”。",
        ),
        (
            "培训6场",
            "培训若干场",
            "「举办培训」（trainings）：印发文本二（一）二中找不到“6场”。",
        ),
        (
            "全覆盖",
            "广泛覆盖",
            "「规模以上工业企业、高新技术企业、科技型中小企业服务覆盖面」（coverage）：印发文本一中找不到“全覆盖”。",
        ),
    ],
)
def test_a_changed_number_is_noticed(plan, old, new, sentence):
    assert said(plan, edited(ISSUED_2025, (old, new))) == [sentence + "请核对印发文本，改正 plan.toml。"]


def test_the_same_words_in_another_clause_do_not_help(plan):
    text = edited(ISSUED_2025, ("每年不少于25天", "每年若干天"), ("派驻结束", "每年不少于25天，派驻结束"))
    assert said(plan, text) == [
        "「服务天数」（service_days）：印发文本三（四）中找不到“不少于25天”，这几个字见于三（五）。"
        "请核对印发文本，改正 plan.toml。"
    ]


def test_a_clause_that_is_not_there(plan):
    text = ISSUED_2025[: ISSUED_2025.index("2.知识产权")]
    assert said(plan, text) == [
        "「双方共有知识产权的处理」（joint_ip）：印发文本中找不到条款五2。请核对 plan.toml 的 clause。"
    ]
    text = edited(ISSUED_2025, ("（四）办公用品。\n", ""))
    assert said(plan, text) == ["「经费用途」（funds）：印发文本中找不到条款四（四）。请核对 plan.toml 的 clause。"]


def test_number_and_date_of_the_document(plan):
    text = edited(ISSUED_2025, ("〔2025〕9号", "〔2025〕19号"), ("2025年3月20日", "2025年3月21日"))
    assert said(plan, text) == [
        "印发文本中找不到发文字号“东工信科发〔2025〕9号”。请核对 plan.toml 中 [plan] 的 number。",
        "印发文本中找不到成文日期“2025年3月20日”。请核对 plan.toml 中 [plan] 的 issued_on。",
    ]


def test_a_title_of_a_section(plan):
    assert said(plan, edited(ISSUED_2025, ("考核机制", "考核办法"))) == [
        "「考核机制」（[section.appraisal]）：印发文本三中找不到“考核机制”。请核对印发文本，改正 plan.toml。"
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "value = 36",
            "value = 35",
            [
                "「选聘企业科技特派员」（recruited）：plan.toml 的 value 为 35，与所引一的“36人以上”不一致。"
                "请改正其中之一。",
                "「选聘企业科技特派员」（recruited）：plan.toml 的 value 为 35，与所引二（一）一的“三十六人”不一致。"
                "请改正其中之一。",
            ],
        ),
        (
            "value = 25",
            "value = 2",  # neither a part of the number nor a longer one passes for it
            [
                "「服务天数」（service_days）：plan.toml 的 value 为 2，与所引三（四）的“不少于25天”不一致。请改正其中之一。"
            ],
        ),
        (
            "value = 25",
            "value = 5",
            [
                "「服务天数」（service_days）：plan.toml 的 value 为 5，与所引三（四）的“不少于25天”不一致。请改正其中之一。"
            ],
        ),
        (
            "value = 25",
            "value = 250",
            [
                "「服务天数」（service_days）：plan.toml 的 value 为 250，与所引三（四）的“不少于25天”不一致。请改正其中之一。"
            ],
        ),
        (
            "value = 25",
            "value = 0",
            [
                "「服务天数」（service_days）：plan.toml 的 value 为 0，与所引三（四）的“不少于25天”不一致。请改正其中之一。"
            ],
        ),
        (
            "value = 4\n",
            "value = 3\n",
            [
                "「政策宣传和解读」（policy_sessions）：plan.toml 的 value 为 3，与所引三（一）的“不少于四次”不一致。"
                "请改正其中之一。"
            ],
        ),
        (
            "day = 10",
            "day = 11",
            [
                "「每月书面汇报」（monthly_report）：plan.toml 的 day 为 11，与所引三（五）的“每月10日前”不一致。"
                "请改正其中之一。"
            ],
        ),
        (
            "date = 2025-12-15",
            "date = 2025-12-14",
            [
                "「上报市企业科技特派员工作专班办公室」（report_up）：plan.toml 的 date 为 2025-12-14，"
                "与所引二（一）一的“2025年12月15日”不一致。请改正其中之一。"
            ],
        ),
        (
            "date = 2025-12-15",
            'date = ""',
            [
                "「上报市企业科技特派员工作专班办公室」（report_up）：plan.toml 的 date 还空着，"
                "与所引二（一）一的“2025年12月15日”不一致。请改正其中之一。"
            ],
        ),
    ],
)
def test_a_value_that_contradicts_its_own_words(tmp_path, old, new, sentence):
    assert said(plan_of(tmp_path, edited(PLAN_2025, (old, new))), ISSUED_2025) == sentence


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("不少于25天", "不少于二十五天"),
        ("不少于25天", "不少于２５天"),
        ("不少于25天", "不少于 25 天"),
        ("不少于25天", "不少于2\n5天"),
        ("不少于四次", "不少于4次"),
        ("企业5家", "企业五家"),
        ("每月10日前", "每月十日前"),
        ("“双倍增”", '"双倍增"'),
        ("〔2025〕9号", "[2025]9号"),
        ("2025年3月20日", "二〇二五年三月二十日"),
        ("（一）加大培训力度\n一是", "（一）加大培训力度。一是"),
        ("二、重点工作\n（一）", "二、重点工作　（一）"),
        ("（四）接受", "(四) 接受"),
        ("1.签订", "1、签订"),
    ],
)
def test_other_spellings_agree(plan, old, new):
    assert said(plan, edited(ISSUED_2025, (old, new))) == []


def test_a_notice_with_its_own_numbering_before_the_plan(plan):
    text = edited(ISSUED_2025, ("现将方案印发给你们，", "一、提高认识。\n二、抓好落实。\n"))
    assert said(plan, text) == []


def test_a_line_break_before_something_like_a_heading(plan):
    # A PDF breaks lines anywhere: neither 1.5 nor an earlier number begins a clause.
    text = edited(ISSUED_2025, ("（四）接受不定期抽查，", "（四）接受不定期抽查，共\n1.5次，见\n（二）。"))
    assert said(plan, text) == []


@here
def test_the_plan_of_2024_holds_every_number():
    plan = read_plan(REPO / "input" / "2024" / "plan.toml")
    assert said(plan, read_text(TRUE_PLAN)) == []


@here
@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ("不少于2次", "不少于3次", "policy_sessions"),
        ("不少于30天", "不少于31天", "service_days"),
        ("70家以上", "71家以上", "enterprises_served"),
        ("企业5家", "企业6家", "three_zero"),
        ("40家以上", "41家以上", "high_tech"),
        ("130家以上", "131家以上", "tech_sme"),
        ("不低于20人", "不低于21人", "serving"),
        ("每月15日前", "每月16日前", "monthly_report"),
        ("服务1个申报项目", "服务2个申报项目", "project"),
        ("30人以上", "33人以上", "recruited"),
        ("特派员30人，", "特派员31人，", "recruited"),
        ("2024年底", "2025年底", "report_up"),
    ],
)
def test_a_number_changed_in_the_plan_of_2024(old, new, entry):
    plan = read_plan(REPO / "input" / "2024" / "plan.toml")
    assert [missing.entry for missing in compare(plan, edited(read_text(TRUE_PLAN), (old, new)))] == [entry]
