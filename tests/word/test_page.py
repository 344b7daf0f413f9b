"""An HTML page from a template: values are text whatever they hold, and a broken template is one sentence."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.word.errors import TemplateError
from pipeline.word.page import render_page
from tests.conftest import REPOSITORY


@pytest.fixture
def rendered(tmp_path: Path):
    def render(source: str, encoding: str = "utf-8", **context: object) -> str:
        path = tmp_path / "页.html"
        path.write_bytes(source.encode(encoding))
        return render_page(path, context).decode()

    return render


def test_values_are_escaped_in_text_and_in_attributes(rendered) -> None:
    page = rendered('<p title="{{ 值 }}">{{ 值 }}</p>', 值="""<script>'"&""")

    assert page == '<p title="&lt;script&gt;&#39;&#34;&amp;">&lt;script&gt;&#39;&#34;&amp;</p>'


def test_tags_in_values_are_text(rendered) -> None:
    assert rendered("{{ 值 }}", 值="{{ 7 * 7 }}{% if %}") == "{{ 7 * 7 }}{% if %}"


def test_the_policy_admits_the_templates_own_style_and_script_alone(rendered) -> None:
    def seal(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    style, script = "p { color: red }", "\nvar a = 1;\n"
    page = rendered(
        f"{{# <style> #}}{{{{ 安全策略 }}}}\n<style>{style}</style>\r\n<script>{script}</script>\n{{{{ 值 }}}}",
        值="<script>x</script>",
    )

    assert page.split("\n")[0].replace("&#39;", "'") == (
        f"default-src 'none'; script-src 'sha256-{seal(script)}'; style-src 'sha256-{seal(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert rendered("{{ 安全策略 }}").replace("&#39;", "'") == "default-src 'none'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_template_may_be_saved_by_any_editor(rendered, encoding: str) -> None:
    assert rendered("<p>\r\n县里：{{ 值 }}\r\n</p>\r\n", encoding, 值="𬭩") == "<p>\n县里：𬭩\n</p>\n"


def test_half_a_character_does_not_cost_the_page(rendered) -> None:
    assert rendered("{{ 值 }}", 值="甲\udce5.xlsx") == "甲?.xlsx"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("<p>\n{{ 标题 </p>", "模板「页.html」的第 2 行中有写错的标签，位置在「{{ 标题」，请改正括号、引号或点号。"),
        ("{{ 标题 | shout }}", "模板「页.html」的第 1 行中有写错的标签，位置在「{{ 标题 | shout }}」，请改正括号、引号或点号。"),
        ("{{ 题目 }}", "模板「页.html」的标签「题目」没有对应的数据，请核对标签的写法，或补上这项数据。"),
        ("{{ 表.题目 }}", "模板「页.html」的标签「题目」没有对应的数据，请核对标签的写法，或补上这项数据。"),
        ("{{ 标题.__class__ }}", "模板「页.html」的标签「__class__」用了不允许的写法，请改为只写字段名。"),
        ("<p>\n\n{{ 标题 / 2 }}", "模板「页.html」的第 3 行填写失败，位置在「{{ 标题 / 2 }}」，请核对那里的标签和对应的数据。"),
    ],
)  # fmt: skip
def test_a_broken_template_is_one_sentence(rendered, source: str, sentence: str) -> None:
    with pytest.raises(TemplateError) as refused:
        rendered(source, 标题="某县", 表={})

    assert str(refused.value) == sentence


def test_a_template_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="找不到模板「页"):
        render_page(tmp_path / "页.html", {})
    (tmp_path / "页.html").write_bytes(b"\xff\xfe\x00\x00")
    with pytest.raises(TemplateError, match="打不开模板「页"):
        render_page(tmp_path / "页.html", {})


def test_another_process_with_other_hashes_gives_the_same_bytes() -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.word.page import render_page;"
        "from tests.check.given_back.test_page_in_browser import context; "
        "sys.stdout.buffer.write(render_page(Path('templates/检查结果.html'), context()))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(runs) == 1
    assert re.search(rb"<h1>2024", runs.pop())


@pytest.mark.parametrize("source", ["", " \r\n"])
def test_an_empty_template_gives_no_empty_page(rendered, source: str) -> None:
    with pytest.raises(TemplateError, match="是空的，请把原来的模板放回该处。"):
        rendered(source)
