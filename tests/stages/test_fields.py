"""`fields`: every tag of a template, with its meaning and an invented example."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from pipeline.cli import program
from pipeline.documents.kinds import KINDS
from pipeline.stages.fields import list_fields, names
from pipeline.word.fields import Text, every, typed


def test_the_templates_are_named_as_people_call_them() -> None:
    assert names() == ["催办单", "通知", "补充协议", "考核表", "年度报告", "移交清单"]


def test_a_record_a_list_and_a_question() -> None:
    listed = list_fields("通知")
    assert listed is not None
    for line in (
        "templates/通知.docx 可以用的标签；示例是虚构的，带 * 的必须印出。",
        "{{ 成文日期 }}　成文日期　例：2024年1月1日 *",
        "{% if 盖章 %} … {% endif %}　是否盖章",
        '{% if 署名位置 == "常规" %} … {% endif %}　署名的排法，可能是常规、长名',
        "印发的方案：",
        "　　方案的正文，一段一项：{% for 段 in 方案.正文 %} … {% endfor %}",
        "　　　　{{ 段.文 }}　段落的文字　例：热爱科技服务工作。 *",
    ):
        assert line in listed.lines


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.tags], ids=lambda kind: kind.tags.called)
def test_every_field_is_listed_with_a_meaning_and_an_example(kind) -> None:
    listed = list_fields(f"{kind.tags.called}.docx")
    root = kind.tags.fields()
    for path, field in every(root):
        if isinstance(field, Text):
            assert field.meaning and field.example != ""
            assert any(typed(root, path) in line and field.meaning in line for line in listed.lines), path


def test_a_template_that_there_is_not() -> None:
    done = CliRunner().invoke(program(KINDS), ["fields", "协议"])
    assert done.exit_code == 2
    assert "没有“协议”这个模板。可用的名称：催办单、通知、补充协议、考核表、年度报告、移交清单。" in done.output
