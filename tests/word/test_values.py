"""What a value looks like in the document, and which values are refused, by the name of their tag."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from enum import StrEnum
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from pipeline.word.template import Template, TemplateError
from pipeline.word.text import paragraphs
from tests.finished import headers_and_footers, leftover_tags

LEGAL = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


class Grade(StrEnum):
    GOOD = "优秀"


@pytest.fixture
def printed(make):
    template = Template(make("〔{{ person.fact }}〕"))
    return lambda value: paragraphs(template.render({"person": {"fact": value}}))[0][1:-1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", ""),
        ("30.0", "30.0"),
        ("None", "None"),
        (30, "30"),
        (30.0, "30"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (Decimal("30.00"), "30"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12.50"), "12.50"),
        (Grade.GOOD, "优秀"),
        ("一\n二\r\n三\r四\t五", "一\n二\n三\n四\t五"),
        ("&lt;w:p/> </w:t> \"'", "&lt;w:p/> </w:t> \"'"),
        ("{{ a }} {% b %} {# c #} {_{ }}", "{{ a }} {% b %} {# c #} {_{ }}"),
        ("𠀀𫍯·\u00a0\u3000\u200b\x85\ufeff", "𠀀𫍯·\u00a0\u3000\u200b\x85\ufeff"),
        ("  两端  ", "  两端  "),
        ("\n", "\n"),
    ],
)
def test_printed(printed, value, text):
    assert printed(value) == text


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "模板「模板.docx」的标签「person.fact」得到的是空值，请补上这项数据，或在模板中用 if 判断。"),
        (float("nan"), "模板「模板.docx」的标签「person.fact」得到的不是有效数字，请核对这项数据。"),
        (float("inf"), "模板「模板.docx」的标签「person.fact」得到的不是有效数字，请核对这项数据。"),
        (Decimal("NaN"), "模板「模板.docx」的标签「person.fact」得到的不是有效数字，请核对这项数据。"),
        (True, "模板「模板.docx」的标签「person.fact」得到的不是文字或数字（bool），请改用它的具体字段。"),
        ([], "模板「模板.docx」的标签「person.fact」得到的不是文字或数字（list），请改用它的具体字段。"),
        (
            dt.date(2024, 7, 2),
            "模板「模板.docx」的标签「person.fact」得到的不是文字或数字（date），请改用它的具体字段。",
        ),
        (
            Markup("<w:p/>"),
            "模板「模板.docx」的标签「person.fact」得到的不是文字或数字（Markup），请改用它的具体字段。",
        ),
        (
            "甲\x07乙",
            "模板「模板.docx」的标签「person.fact」得到的文字第 2 个字符是 Word 不能保存的控制字符（U+0007），"
            "请在来源数据中删去它。",
        ),
        (
            "甲\n\ufffe",
            "模板「模板.docx」的标签「person.fact」得到的文字第 3 个字符是 Word 不能保存的控制字符（U+FFFE），"
            "请在来源数据中删去它。",
        ),
        (
            "甲乙\ud800",
            "模板「模板.docx」的标签「person.fact」得到的文字第 3 个字符残缺不全（U+D800），请在来源数据中重新输入它。",
        ),
    ],
)
def test_refused(printed, value, sentence):
    with pytest.raises(TemplateError) as caught:
        printed(value)
    assert str(caught.value) == sentence
    assert caught.value.tag == "person.fact"


@settings(
    max_examples=200, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(LEGAL | st.sampled_from("\t\n<&>{}%")))
def test_any_text_comes_back_as_it_was(printed, text):
    assert printed(text) == text


@pytest.mark.parametrize("code", range(32))
def test_every_control_character(printed, code):
    if chr(code) in "\t\n\r":
        assert printed(f"a{chr(code)}b") in ("a\nb", "a\tb")
    else:
        with pytest.raises(TemplateError):
            printed(f"a{chr(code)}b")


@pytest.mark.parametrize("value", [None, float("nan"), "\x01"])
@pytest.mark.parametrize(
    "text", ["{{ x ~ '号' }}", "{{ [x]|join('、') }}", "{{ x|trim }}", "{{ x|string }}", "{{ x|replace('a', 'b') }}"]
)
def test_refused_also_within_expressions(make, text, value):
    with pytest.raises(TemplateError) as caught:
        Template(make(text)).render({"x": value})
    assert caught.value.tag == "x"


def test_numbers_within_expressions(make):
    path = make("{{ x ~ '天' }} {{ [x, 2.0]|join('、') }} {{ x + 1 }} {{ x|string|trim }}")
    assert paragraphs(Template(path).render({"x": 30.0})) == ["30天 30、2 31 30"]


def test_items_of_loops_are_named_by_their_list(make, table):
    path = make(table(["{%tr for d in person.duties %}"], ["{{ d.label }}"], ["{%tr endfor %}"]))
    with pytest.raises(TemplateError) as caught:
        Template(path).render({"person": {"duties": [{"label": "甲"}, {"label": None}]}})
    assert caught.value.tag == "person.duties[].label"


MISSING = "模板「模板.docx」的标签「{}」没有对应的数据，请核对标签的写法，或补上这项数据。"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("{{ name }}", "name"),
        ("{{ person.name }}", "person.name"),
        ("{{ person['name'] }}", "person.name"),
        ("{% if person.name %}有{% endif %}", "person.name"),
        ("{% for n in person.name %}{{ n }}{% endfor %}", "name"),
        ("{{ person.name.first }}", "name"),
        ("{{ '有' if person.post == '无' }}", "person.post"),
    ],
)
def test_missing_fields(make, text, tag):
    with pytest.raises(TemplateError) as caught:
        Template(make(text)).render({"person": {"post": "教授"}})
    assert str(caught.value) == MISSING.format(tag)


def test_a_field_that_may_be_missing_can_be_asked_for(make):
    path = make("{% if name is defined %}有{% else %}无{% endif %}")
    assert paragraphs(Template(path).render({})) == ["无"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ person.__init__.__globals__ }}",
        "{{ person.keys.__self__.__class__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ namespace.__init__.__globals__.os.popen('id').read() }}",
        "{{ range(10 ** 9)|join }}",
        "{{ range(999999999)|join }}",
        "{{ 'x' * 999999999 }}",
        "{{ [1] * 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ '{0.__class__}'.format(person) }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ person.update({'post': 'x'}) }}",
        "{{ person.pop('post') }}",
    ],
)
def test_templates_that_reach_for_more(make, text):
    person = {"post": "教授"}
    with pytest.raises(TemplateError) as caught:
        Template(make(text)).render({"person": person})
    assert caught.value.code in {"unsafe", "unknown_field", "failed", "too_much"}
    assert person == {"post": "教授"}


@pytest.mark.parametrize(
    ("context", "code"), [({}, "unknown_field"), ({"x": None}, "empty"), ({"x": "\x01"}, "control")]
)
def test_docxtpl_itself_refuses_the_same(make, context, code):
    template = Template(make("{% macro m() %}{{ x }}{% endmacro %}{{ m() }}"))
    assert template.engine == "docxtpl"
    with pytest.raises(TemplateError) as caught:
        template.render(context)
    assert (caught.value.code, caught.value.tag) == (code, "x")


def test_docxtpl_itself_does_not_mend_what_a_value_has_torn(make):
    class Torn:
        def __html__(self) -> str:
            return "<w:r><w:t>"

    with pytest.raises(TemplateError) as caught:
        Template(make("{{r x }}")).render({"x": Torn()})
    assert caught.value.code == "torn"


@pytest.mark.parametrize("tag", ["{{r x }}", "{{p x }}", "甲{{r x }}乙"])
def test_plain_text_in_place_of_a_run_or_paragraph_would_not_be_printed(make, tag):
    with pytest.raises(TemplateError) as caught:
        Template(make("前", tag)).render({"x": "文字"})
    assert str(caught.value) == (
        "模板「模板.docx」的标签「x」前面带有 r、p、tr 或 tc，得到的却是普通文字，印不出来，请去掉这几个字母，只写「{{ x }}」。"
    )


def test_nothing_in_place_of_a_run_loses_nothing(make):
    assert paragraphs(Template(make("甲{{r x }}乙")).render({"x": ""})) == ["甲乙"]


def test_the_sentence_about_what_is_not_allowed(make):
    with pytest.raises(TemplateError) as caught:
        Template(make("{{ person.__class__ }}")).render({"person": {}})
    assert str(caught.value) == ("模板「模板.docx」的标签「person.__class__」用了不允许的写法，请改为只写字段名。")


def test_a_calculation_that_fails(make):
    with pytest.raises(TemplateError) as caught:
        Template(make("{{ x }}", "合计 {{ x / 0 }} 元")).render({"x": 1})
    assert str(caught.value) == (
        "模板「模板.docx」的正文填写失败，位置在「合计 {{ x / 0 }} 元」，请核对那里的标签和对应的数据。"
    )


def test_keys_named_like_methods_are_keys(make):
    path = make("{{ a.items }} {{ a.count }} {% for k, v in b.items() %}{{ k }}{{ v }}{% endfor %}")
    assert paragraphs(Template(path).render({"a": {"items": "甲", "count": 2}, "b": {"丙": "丁"}})) == ["甲 2 丙丁"]


def test_tags_in_values_are_text_and_the_output_says_so(make):
    template = Template(make("{{ x }}{#注#}"))
    assert leftover_tags(template.render({"x": "普通"})) == []
    assert leftover_tags(template.render({"x": "{{ a }} 和 {%"})) == ["{{ a }}", "{%"]


def test_a_brace_beside_a_tag(make):
    path = make("{ {{ x }} }", "{%p if x %}", "甲", "{%p endif %}")
    assert paragraphs(Template(path).render({"x": "1"})) == ["{ 1 }", "甲"]


def test_headers_take_hostile_values_too(make):
    def build(word):
        word.sections[0].header.paragraphs[0].text = "{{ x }}"

    data = Template(make("正文", build)).render({"x": "<&>\n\t"})
    assert headers_and_footers(data) == ["<&>\n\t"]


def test_a_cell_that_loses_its_paragraph_keeps_one(make, table):
    def build(word):
        cell = word.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "{%p if x %}"
        cell.add_paragraph("有")
        cell.add_paragraph("{%p endif %}")

    data = Template(make(build)).render({"x": False})
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    assert [child.tag.rpartition("}")[2] for child in root.iterfind(".//{*}tc/*")] == ["tcPr", "p"]
