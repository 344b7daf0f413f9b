"""A template that asks for too much is stopped with a sentence, at the same place on any machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.word import limits
from pipeline.word.template import Template, TemplateError
from pipeline.word.text import paragraphs

DOUBLED = "{% set n = namespace(a=START) %}{% for i in range(60) %}{% set n.a = STEP %}{% endfor %}{{ n.a|length }}"
LONG = "{% set long = range(99999)|join('，') %}"
MANY = "{% set many = range(99999)|list %}"


def doubled(start: str, step: str) -> str:
    return DOUBLED.replace("START", start).replace("STEP", step)


def within(loop: str, depth: int, body: str = "甲") -> str:
    return f"{{% for a in {loop} %}}" * depth + body + "{% endfor %}" * depth


TOO_MUCH = [
    "{% for i in range(99999) %}{% for j in range(99999) %}{{ i }}{% endfor %}{% endfor %}",
    within("xs", 12),
    within("[1, 2, 3, 4, 5, 6, 7, 8, 9]", 10),
    within("'一二三四五六七八九'", 10),
    within("rows|map(attribute='name')", 10),
    doubled("'甲乙'", "n.a ~ n.a"),
    doubled("'甲乙'", "n.a + n.a"),
    doubled("[1]", "n.a + n.a"),
    doubled("'甲乙'", "n.a.replace('甲', n.a)"),
    doubled("'甲乙'", "[n.a, n.a]|join(n.a)"),
    doubled("'甲乙'", "n.a.join([n.a, n.a])"),
    doubled("(1, 2)", "(n.a, n.a)"),
    doubled("[1]", "[n.a, n.a]"),
    doubled("{}", "{'a': n.a, 'b': n.a}"),
    "{% set n = namespace(a=9) %}{% for i in range(60) %}{% set n.a = n.a * n.a %}{% endfor %}{{ n.a }}",
    "{% set n = namespace(a=9) %}{% for i in range(9999) %}{% set n.a = n.a - (0 - n.a) %}{% endfor %}{{ n.a }}",
    "{% set n = namespace(a='x') %}{% for i in range(60) %}{% set b %}{{ n.a }}{{ n.a }}{% endset %}{% set n.a = b %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% macro m(a) %}{{ a }}{{ a }}{% endmacro %}{% set n = namespace(a='x') %}{% for i in range(60) %}{% set n.a = m(n.a) %}{% endfor %}",
    "{% for a in xs recursive %}{% if loop.depth < 40 %}{% set b = loop(xs) %}{% set b = loop(xs) %}{% endif %}{% endfor %}",
    "{{ xs|slice(999999999)|list|length }}",
    "{{ xs|batch(999999999, '甲')|list|length }}",
    "{{ [[1], [2]]|sum(start=[])|length }}",
    "{{ 5|round(-999999999) }}",
    "{{ 1.5|round(999999999, 'ceil') }}",
    "{{ range(-999999, 999999)|list|length }}",
    f"{LONG}{{{{ range(9999)|join(long)|length }}}}",
    f"{LONG}{{{{ long|replace('', long)|length }}}}",
    f"{LONG}{{% for i in range(9999) %}}{{{{ long }}}}{{% endfor %}}",
    f"{LONG}{{% for i in range(9999) %}}{{% set b = long[1:] %}}{{% endfor %}}",
    f"{LONG}{{% for i in range(9999) %}}{{% set b = long.split('，') %}}{{% endfor %}}",
    f"{LONG}{{% for i in range(99999) %}}{{% if '甲' in long %}}{{% endif %}}{{% endfor %}}",
    f"{MANY}{{% for i in range(99999) %}}{{% if 0.5 in many %}}{{% endif %}}{{% endfor %}}",
    f"{MANY}{{% for i in range(99999) %}}{{% if 0.5 is in many %}}{{% endif %}}{{% endfor %}}",
    f"{MANY}{{{{ many|select('in', many)|list|length }}}}",
    f"{MANY}{{% for i in range(99999) %}}{{{{ many|unique|list|length }}}}{{% endfor %}}",
    f"{MANY}{{% for i in range(99999) %}}{{% if loop.changed(many) %}}{{% endif %}}{{% endfor %}}",
    "{% for i in range(9999) %}" + "甲乙丙" * 4_000 + "{% endfor %}",
]


@pytest.mark.parametrize("text", TOO_MUCH)
def test_too_much(make, monkeypatch, text):
    """With a tenth of the budget, which shortens the waiting; `test_the_whole_budget` has all of it."""
    monkeypatch.setattr(limits, "UNITS", limits.UNITS // 10)
    template = Template(make(text))
    with pytest.raises(TemplateError) as caught:
        template.render({"xs": ["一", "二", "三", "四", "五"], "rows": [{"name": "甲"}] * 9})
    assert caught.value.code == "too_much"
    assert str(caught.value).startswith("模板「模板.docx」的正文要生成的内容过多，已经停下，位置在「")
    assert str(caught.value).endswith("」，请检查那里的循环、重复和拼接。")


def test_the_whole_budget(make):
    with pytest.raises(TemplateError) as caught:
        Template(make(TOO_MUCH[0])).render({})
    assert caught.value.code == "too_much"


@pytest.mark.parametrize(
    "text",
    [
        within("xs", 25),
        within("xs", 13),
        "{% if x %}" * 600 + "甲" + "{% endif %}" * 600,
        "{{ " + "(" * 3000 + "x" + ")" * 3000 + " }}",
        "{{ " + "[" * 500 + "]" * 500 + " }}",
        "{{ " + "not " * 5000 + "x }}",
        "{{ " + "x + " * 9000 + "x }}",
        "{{ x" + ".a" * 9000 + " }}",
        "{{ x" + "|trim" * 9000 + " }}",
        "{{ " + "x if x else " * 3000 + "x }}",
        "{{ " + "9" * 9000 + " }}",
        "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
        "{% for a in xs recursive %}{{ loop(xs) }}{% endfor %}",
    ],
)
def test_too_deep(make, text):
    with pytest.raises(TemplateError) as caught:
        Template(make(text)).render({"x": 1, "xs": ["一"]})
    assert str(caught.value) in (
        "模板「模板.docx」的正文中循环、宏或括号一层套一层过多，请减少层数。",
        "模板「模板.docx」的标签中循环、宏或括号一层套一层过多，请减少层数。",
    )


@pytest.mark.parametrize("half", ["{{ ", "{% ", "{# ", "{{r x ", "{%p x ", "{%- ", "-%} ", "{{ x } ", "{{ “"])
def test_halves_of_tags_by_the_thousand(make, half):
    with pytest.raises(TemplateError) as caught:
        Template(make(half * 20_000))
    assert len(str(caught.value)) < 10_000


def test_tags_by_the_ten_thousand(make):
    with pytest.raises(TemplateError) as caught:
        Template(make("{{ x }}" * 41_000))
    assert str(caught.value) == "模板「模板.docx」的正文中有 20000 个以上的标签，不像是一份公文模板，请核对文件。"


@pytest.mark.parametrize(
    "text",
    [
        "{{ x|center(999999999) }}",
        "{{ x|indent(999999999) }}",
        "{{ '%0999999999d'|format(1) }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ '{:0999999999d}'.format(1) }}",
        "{{ x.zfill(999999999) }}",
        "{{ x.center(999999999) }}",
        "{{ x.expandtabs(999999999) }}",
        "{{ x.translate({97: x}) }}",
        "{{ x.encode('utf-32')|length }}",
        "{{ (1).to_bytes(999999999, 'big')|length }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ lipsum(n=999999999) }}",
        "{{ cycler('a').__init__ }}",
        "{{ x|attr('__class__') }}",
        "{{ [x]|map(attribute='__class__')|first }}",
        "{{ namespace.__init__ }}",
        "{{ self._TemplateReference__context }}",
    ],
)
def test_what_could_grow_or_reach_elsewhere_is_not_there(make, text):
    with pytest.raises(TemplateError) as caught:
        Template(make(text)).render({"x": "文字"})
    assert caught.value.code in {"unsafe", "unknown_filter", "unknown_field", "not_text"}


def test_numbers_of_hundreds_of_digits(make):
    template = Template(make("{{ x }}"))
    assert paragraphs(template.render({"x": 10**60})) == [f"1{'0' * 60}"]
    for value in (10**5000, 1e308 * 10, float("inf")):
        with pytest.raises(TemplateError) as caught:
            template.render({"x": value})
        assert caught.value.code == "not_finite"


def test_what_offices_write_is_far_from_any_bound(make, table):
    rows = [{"name": f"企业{n}", "days": n % 40, "people": ["甲", "乙", "丙"]} for n in range(3000)]
    path = make(
        table(
            ["{%tr for row in rows|sort(attribute='days') %}", "", ""],
            [
                "{{ loop.index }}/{{ loop.length }} {{ row.name }}",
                "{{ row.days + 1 }} 天",
                "{{ row.people|join('、') }}",
            ],
            ["{%tr endfor %}", "", ""],
        ),
        "{% for chunk in rows|batch(500) %}{{ chunk|length }} {% endfor %}",
        "{{ rows|map(attribute='days')|sum }} {{ rows|map(attribute='name')|join('、')|length }}",
        "{% for row in rows if row.name in known %}{{ row.name.upper() }}{% endfor %}",
        "{{ 'AB'|lower }} {{ 'ab'|upper ~ 3 * 4 }} {{ 2.345|round(2) }} {{ 'a b'.split(' ')|join('/') }} {{ x|e }}",
    )
    found = paragraphs(Template(path).render({"rows": rows, "known": ["企业7"], "x": "<&>"}))
    assert found[:3] == ["1/3000 企业0", "1 天", "甲、乙、丙"]
    assert found[-4:] == ["500 500 500 500 500 500 ", "58500 19889", "企业7", "ab AB12 2.35 a/b <&>"]


def test_memory_stays_small_whatever_a_template_asks_for(make):
    """In a process of its own, which says afterwards how much it took at most."""
    path = make("{% for i in range(9999) %}" + "甲乙丙" * 1_900 + "{% endfor %}")
    code = (
        "import pathlib, resource, sys, pipeline.word.template as t\n"
        "assert len(t.Template(pathlib.Path(sys.argv[1])).render({})) > 100_000\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 512 * 1024
