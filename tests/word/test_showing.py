"""What a kind of document has to show is printed in every case, or it is named before anything is made."""

from __future__ import annotations

import pytest

from pipeline.word.faults import Misjudged
from pipeline.word.fields import Contract, Record, Rows, Text, flag
from pipeline.word.showing import texts_of
from pipeline.word.template import Template

FIELDS = Record(
    "通知",
    {
        "日期": Text("成文日期", "1月1日"),
        "盖章": flag("是否盖章"),
        "排法": Text("排法", "常规", choices=("常规", "长名", "特长")),
        "另见": Text("另一份协议", "某协议"),
        "账号": Text("收款账号", "1", when="not 另见"),
        "附注": Text("附注", "（联系人）"),
        "行数": Text("行数", 1),
        "企业": Rows(
            "企业", Record("", {"名称": Text("名称", "某公司"), "级": Text("级别", "正文", ("标题", "正文"))})
        ),
        "月报": Rows("月报", Record("", {"状态": Text("状态", "√")}), "月", length=2),
    },
)


@pytest.fixture
def faults(make):
    def judged(*content, shows=("日期",), branches=()):
        try:
            Template(make(*content), contract=Contract(FIELDS, tuple(shows), tuple(branches)))
        except Misjudged as error:
            return [one.sentence for one in error.faults]
        return []

    return judged


def test_never_printed(faults):
    assert faults("无", shows=("日期", "企业")) == [
        "整份模板没有印出「日期」、「企业[].名称」。请在应当印出的地方补上「{{ 日期 }}」、「{{ 行.名称 }}」。"
    ]


def test_asked_about_is_not_printed(faults):
    assert faults("{% if 日期 %}有{% endif %}") != []


def test_printed_in_the_footer_alone(faults):
    def footer(word):
        word.sections[0].footer.paragraphs[0].text = "{{ 日期 }}"

    assert faults(footer) == ["「日期」只在页脚印出，正文里没有，请在正文补上「{{ 日期 }}」。"]
    assert faults(footer, "{{ 日期 }}") == []


@pytest.mark.parametrize(
    ("content", "case"),
    [
        (["{%p if 盖章 %}", "{{ 日期 }}", "{%p endif %}"], "「盖章」不成立"),
        (["{%p if not 盖章 %}", "{{ 日期 }}", "{%p endif %}"], "「盖章」成立"),
        (["{% if 排法 == '常规' %}{{ 日期 }}{% elif 排法 == '特长' %}{{ 日期 }}{% endif %}"], "「排法」为「长名」"),
        (["{% if 另见 %}{{ 日期 }}{% endif %}"], "「另见」为空"),
        (["{% if 行数 > 2 %}{{ 日期 }}{% endif %}"], "「行数 > 2」不成立"),
        (["{% for 行 in 企业 %}{{ 日期 }}{% endfor %}"], "「企业」不成立"),
        (["{{ 日期 if 盖章 else '' }}"], "「盖章」不成立"),
        (
            ["{% if 盖章 %}{% if 排法 == '常规' %}{{ 日期 }}{% endif %}{% else %}{{ 日期 }}{% endif %}"],
            "「排法」为「长名」，且「盖章」成立",
        ),
    ],
)
def test_not_printed_in_some_case(faults, content, case):
    assert faults(*content) == [f"「日期」在{case}时没有印出：可能少了一个分支（如「else」）。请补上。"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 日期 }}",
        "{% if 盖章 %}甲{{ 日期 }}{% else %}乙{{ 日期 }}{% endif %}",
        "{% if 排法 == '常规' %}{{ 日期 }}{% elif 排法 == '长名' %}{{ 日期 }}{% elif 排法 == '特长' %}{{ 日期 }}{% endif %}",
        "{% if 排法 in ['常规', '长名'] %}{{ 日期 }}{% else %}{{ 日期 }}{% endif %}",
        "{% if 日期 %}{{ 日期 }}{% endif %}",
        "{% if 行数 > 2 %}{{ 日期 }}{% else %}{{ 日期 }}{% endif %}",
        "{% if 盖章 or not 盖章 %}{{ 日期 }}{% endif %}",
        "{{ 日期 if 盖章 else 日期 }}",
        "{{ '日期：' ~ 日期 }}",
    ],
)
def test_printed_in_every_case(faults, text):
    assert faults(text) == []


def test_what_there_is_under_a_condition_alone_may_be_printed_under_it(faults):
    whole = ["{%p if 另见 %}", "{{ 另见 }}", "{%p else %}", "{{ 账号 }}", "{%p endif %}"]
    assert faults(*whole, shows=("另见", "账号")) == []
    without_else = [text for text in whole if "else" not in text]
    assert faults(*without_else, shows=("另见", "账号")) == [
        "「账号」在「另见」为空时没有印出：可能少了一个分支（如「else」）。请补上。"
    ]


def test_every_item_of_a_list(faults):
    rows = "{% for 行 in 企业 %}{% if loop.last %}{{ 行.名称 }}{% else %}{{ 行.名称 }}；{% endif %}{% endfor %}"
    assert faults(rows, shows=("企业",)) == []
    assert faults(rows.replace("{% else %}", ""), shows=("企业",)) == [
        "「企业[].名称」在是循环的最后一项不成立时没有印出：可能少了一个分支（如「else」）。请补上。"
    ]
    assert faults("{{ 企业|map(attribute='名称')|join('、') }}", shows=("企业",)) == []


def test_a_list_of_always_as_many_is_printed_item_by_item(faults):
    assert faults("{{ 月报[0].状态 }}{{ 月报[1].状态 }}", shows=("月报",)) == []
    assert faults("{{ 月报[0].状态 }}", shows=("月报",)) == [
        "整份模板没有印出「月报[1].状态」。请在应当印出的地方补上「{{ 月报[1].状态 }}」。"
    ]


def test_a_misspelt_field_is_not_told_twice(faults):
    assert len(faults("{{ 日其 }}")) == 1
    assert len(faults("{ 日期 }")) == 1


def test_both_branches_of_a_question(faults):
    assert faults("{% if 附注 %}甲{% else %}乙{% endif %}", shows=(), branches=("附注",)) == []
    assert faults("{% if 附注 %}甲乙{% endif %}", shows=(), branches=("附注",)) == [
        "没有用「附注」分两种情况：应当有「if」，也有「else」，各写一种。请补上缺的分支。"
    ]


def test_a_branch_for_each_choice(faults):
    rows = "{%% for 行 in 企业 %%}%s{%% endfor %%}"
    asked = rows % "{% if 行.级 == '标题' %}{{ 行.名称 }}{% else %}{{ 行.名称 }}{% endif %}"
    assert faults(asked, shows=(), branches=("企业[].级",)) == []
    assert faults(rows % "{{ 行.名称 }}", shows=(), branches=("企业[].级",)) == [
        "没有按「企业[].级」分开「标题」的写法：应当各有一个分支（如「elif」）。请补上缺的分支。"
    ]


def test_a_record_or_list_stands_for_what_is_in_it():
    assert texts_of(FIELDS, ["企业", "月报"]) == ["企业[].名称", "月报[].状态"]
