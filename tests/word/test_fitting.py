"""The tags of every branch against the fields that there are: what is misspelt, and what was meant."""

from __future__ import annotations

import pytest

from pipeline.word.faults import Misjudged
from pipeline.word.fields import Contract, Record, Rows, Text, fields_of, flag, spelled, typed
from pipeline.word.template import Template

FIELDS = Record(
    "协议",
    {
        "标题": Text("标题", "协议"),
        "盖章": flag("是否盖章"),
        "乙方": Record("乙方", {"姓名": Text("姓名", "某某"), "工作站": Text("工作站", "某站")}),
        "例外": Rows("例外", Record("", {"理由": Text("理由", "病假"), "批准日期": Text("日期", "5日")}), "例外项"),
        "月报": Rows("月报", Record("", {"状态": Text("状态", "√")}), "月", length=12),
        "说明": Rows("说明", Text("一段", "某说明"), "段"),
    },
)


@pytest.fixture
def faults(make):
    def judged(*content, fields=FIELDS):
        try:
            Template(make(*content), contract=Contract(fields))
        except Misjudged as error:
            return [one.sentence for one in error.faults]
        return []

    return judged


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 乙方.性名 }}", "没有「乙方.性名」这一项，相近的有「乙方.姓名」。"),
        ("{{ 姓名 }}", "没有「姓名」这一项，相近的有「乙方.姓名」。"),
        ("{{ 标题栏 }}", "没有「标题栏」这一项，相近的有「标题」。"),
        ("{{ 乙方.籍贯 }}", "没有「乙方.籍贯」这一项，「乙方」下面有「姓名」、「工作站」。"),
        ("{{ 甲 }}", "没有「甲」这一项。"),
        ("{{ 标题.全称 }}", "「标题」是一项文字，下面没有「全称」，请改为「{{ 标题 }}」。"),
        ("{{ 乙方 }}", "「乙方」不是一项文字，下面有「乙方.姓名」、「乙方.工作站」，请写明要印哪一项。"),
        ("{{ 说明 }}", "「说明」是一列，不能直接印出，请写成循环：{% for 段 in 说明 %}{{ 段 }}{% endfor %}。"),
        (
            "{{ 例外[0].理由 }}",
            "「例外」是一列，「例外[0].理由」只取其中第 1 项，而它有多少项要看数据，可能一项也没有，"
            "请写成循环：{% for 例外项 in 例外 %}{{ 例外项.理由 }}{% endfor %}。",
        ),
        (
            "{{ 例外.理由 }}",
            "「例外」是一列，有多少项要看数据，不能直接取其中的「理由」，"
            "请写成循环：{% for 例外项 in 例外 %}{{ 例外项.理由 }}{% endfor %}。",
        ),
        ("{{ 月报[12].状态 }}", "「月报」共 12 项，编号从 0 到 11，没有第 12 号，请改正编号。"),
        ("{% for 字 in 标题 %}{{ 字 }}{% endfor %}", "「标题」是一项文字，不是一列，不能用来循环。"),
        ("{{ 盖章 }}", "「盖章」只有是和否，供「if」判断，不能印出，请改为「{% if 盖章 %}…{% endif %}」。"),
        ("{{r 乙方.姓名 }}", "标签里的「r」会让文字印不出来，请去掉它，写作「{{ 乙方.姓名 }}」。"),
        ("{{ loop.index }}", "「loop」只能用在循环里面，请移到循环中，或删去。"),
        ("{% for 段 in 说明 %}{{ loop.idx }}{{ 段 }}{% endfor %}", "没有「loop.idx」这一项，相近的有「loop.index」。"),
        ("{{ 标题|lenght }}", "用了不支持的过滤器「lenght」（是不是「length」），请删去它。"),
    ],
)
def test_what_does_not_fit(faults, text, said):
    (found,) = faults("前", text)
    assert found.partition("：")[2] == said


def test_a_branch_that_is_never_taken_is_read_too(faults):
    assert faults("{%p if 盖章 %}", "甲", "{%p else %}", "{{ 乙方.工站 }}", "{%p endif %}") == [
        "正文第 4 段「{{ 乙方.工站 }}」：没有「乙方.工站」这一项，相近的有「乙方.工作站」。"
    ]


def test_what_an_item_has_is_named_as_it_is_typed_there(faults):
    assert faults("{% for 行 in 例外 %}{{ 行.批准日 }}{% endfor %}") == [
        "正文第 1 段「{{ 行.批准日 }}」：没有「行.批准日」这一项，相近的有「行.批准日期」。"
    ]


def test_a_list_that_is_not_there_is_told_once(faults):
    assert faults("{% for 行 in 例处 %}{{ 行.理由 }}{{ 行.批准日期 }}{% endfor %}") == [
        "正文第 1 段「{% for 行 in 例处 %}」：没有「例处」这一项，相近的有「例外」。"
    ]


def test_a_default_does_not_hide_a_misspelt_field(faults):
    assert faults("{{ 乙方.性名|default('') }}") != []
    assert faults("{{ 完全别的东西|default('') }}") == []


def test_header_footer_and_properties(faults):
    def build(word):
        word.sections[0].header.paragraphs[0].text = "{{ 标体 }}"
        word.sections[0].footer.paragraphs[0].text = "{{ 乙方.姓明 }}"
        word.core_properties.title = "{{ 标提 }}"

    assert [one.partition("「")[0] for one in faults(build)] == ["页眉第 1 段", "页脚第 1 段", "文档属性"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 标题 }}{{ 乙方.姓名 }}{{ 乙方['工作站'] }}{{ 月报[0].状态 }}{{ (月报|last).状态 }}",
        "{% for 行 in 例外 %}{{ loop.index }}{{ 行.理由 }}{% else %}无{% endfor %}{{ 例外|length }}",
        "{{ 例外|map(attribute='理由')|join('、') }}{{ 说明|join('；') }}",
        "{% for 行 in 例外|sort(attribute='批准日期') %}{{ 行.理由 if 行.理由 else '无' }}{% endfor %}",
        "{% set 人 = 乙方 %}{{ 人.姓名 }}{% with 站 = 乙方.工作站 %}{{ 站 }}{% endwith %}{{ 标题[:2] }}",
        "{% for 组 in 例外|batch(2) %}{% for 行 in 组 %}{{ 行.理由 }}{% endfor %}{% endfor %}",
        "{% for i in range(3) %}{{ i }}{{ 月报[i].状态 }}{% endfor %}{{ 标题|replace('甲', '乙')|trim }}",
    ],
)
def test_what_fits(faults, text):
    assert faults(text) == []


# ── what would be printed as it is ──


@pytest.mark.parametrize(
    "text",
    [
        "{ 乙方.姓名 }",
        "{乙方.姓名}",
        "【姓名】",
        "｛姓名｝",
        "«姓名»",
        "<姓名>",
        "[姓名]",
        "${姓名}",
        "{ 乙方.性名 }",
        "{\u200b 姓名 }",
    ],
)
def test_a_field_in_other_brackets_is_told(faults, text):
    (found,) = faults(f"姓名：{text}，")
    assert found.endswith("像是标签，却会原样印出来，不会填写，请改为「{{ 乙方.姓名 }}」。")


@pytest.mark.parametrize(
    "text", ["【此处由科室填写】", "{甲} ｛乙｝ [1]", "（姓名）", "《标题》", "a < b > c", "{_{ 姓名 }_}"]
)
def test_other_brackets_are_text(faults, text):
    assert faults(text) == []


# ── a loop that lost its beginning ──


def test_a_lost_beginning_is_put_together_again(faults, table):
    assert faults(table(["{{ 行.理由 }}", "{{ 行.批准日期 }}"], ["{%tr endfor %}", ""])) == [
        "正文第 1 个表格第 1 行第 1 列「{{ 行.理由 }}」：「行」没有来处：前面少了循环的开始，请补上「{%tr for 行 in 例外 %}」。",
        "正文第 1 个表格第 2 行第 1 列「{%tr endfor %}」：多出一个「endfor」，前面没有与它成对的「for」。"
        "请补上「for」的标签，或删去这一个。",
    ]


# ── the fields themselves ──


def test_how_a_field_is_spelled_and_typed():
    path = ("例外", None, "理由")
    assert (spelled(path), typed(FIELDS, path)) == ("例外[].理由", "例外项.理由")
    assert (spelled(("月报", 3, "状态")), typed(FIELDS, ("说明", None))) == ("月报[3].状态", "段")


def test_a_context_says_which_fields_it_has(faults):
    fields = fields_of({"a": "1", "b": [{"c": 1}, {"d": 2}], "e": object()})
    assert faults("{{ a }}{% for x in b %}{{ x.c }}{{ x.d }}{% endfor %}{{ e.anything() }}", fields=fields) == []
    assert len(faults("{{ f }}{% for x in b %}{{ x.f }}{% endfor %}", fields=fields)) == 2
