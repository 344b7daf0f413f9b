"""A template that cannot be used is refused when it is compiled, with one sentence that says what to do."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls

from pipeline.word import source
from pipeline.word.template import Template, TemplateError
from pipeline.word.text import paragraphs


def refusal(path: Path) -> str:
    with pytest.raises(TemplateError) as caught:
        Template(path)
    return str(caught.value)


def test_a_good_one_is_compiled(make):
    assert Template(make("{{ x }}")).names == {"x"}


def test_missing(tmp_path):
    assert refusal(tmp_path / "没有.docx") == "找不到模板「没有.docx」，请核对文件名和所在文件夹。"


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file(tmp_path, make):
    make(tmp_path / "夹.docx")
    assert refusal(tmp_path / "夹.docx") == "模板「夹.docx」不是文件（是文件夹、管道或设备），请把模板文件放在该处。"


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04 cut off", "文字".encode("gb18030")])
def test_not_a_docx(tmp_path, data):
    (tmp_path / "坏.docx").write_bytes(data)
    assert (
        refusal(tmp_path / "坏.docx")
        == "「坏.docx」不是完好的 Word 文档（.docx），请在 Word 或 WPS 中打开它，另存为 .docx。"
    )


DAMAGES = [
    {"word/document.xml": None},
    {"word/document.xml": "<w:document"},
    {"word/document.xml": lambda xml: xml.replace("w:body>", "w:torso>")},
    {"word/document.xml": lambda xml: xml.replace("<w:sectPr", "<w:tbl><w:tr/></w:tbl><w:sectPr", 1)},
    {"[Content_Types].xml": None},
    {"_rels/.rels": "<"},
    {"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'},
    {"[Content_Types].xml": lambda xml: xml.replace("document.main+xml", "template.main+xml")},
    {"word/document.xml": lambda xml: xml.replace("<w:sectPr", "<w:commentReference", 1)},
    {"word/settings.xml": "<w:settings {"},
    {"docProps/app.xml": "<Properties"},
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_docx(make, rewrite, damage):
    path = rewrite(make("{{ x }}"), damage)
    assert refusal(path).startswith("「模板.docx」不是完好的 Word 文档（.docx）")


def test_a_package_cut_short(make):
    path = make("{{ x }}")
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).startswith("「模板.docx」不是完好的 Word 文档（.docx）")


def test_locked_or_old(tmp_path):
    (tmp_path / "旧.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512)
    assert refusal(tmp_path / "旧.docx") == "「旧.docx」设有密码，或是旧的 .doc 格式，请取消密码，另存为 .docx。"


def test_too_large(make, monkeypatch):
    path = make("{{ x }}")
    monkeypatch.setattr(source, "LIMIT_MB", 0)
    assert refusal(path) == "模板「模板.docx」展开后超过 0 MB，不像是一份公文模板，请压缩其中的图片，另存为 .docx。"


def test_external_content(make):
    def link(word):
        word.part.relate_to("http://example.com/a.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)

    assert refusal(make("{{ x }}", link)) == (
        "模板「模板.docx」引用了文件以外的内容（http://example.com/a.png），请删去这处链接，或把内容直接插入模板。"
    )


@pytest.mark.parametrize("mark", ['<w:ins w:id="1" w:author="甲"><w:r/></w:ins>', '<w:del w:id="1"><w:r/></w:del>'])
def test_revisions(make, rewrite, mark):
    path = rewrite(make("{{ x }}"), {"word/document.xml": lambda xml: xml.replace("</w:p>", f"{mark}</w:p>", 1)})
    assert refusal(path) == "模板「模板.docx」的正文中还有未处理的修订，请在 Word 或 WPS 中接受或拒绝全部修订后保存。"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "姓名：{{ person name }}",
            "模板「模板.docx」的正文中有写错的标签，位置在「姓名：{{ person name }}」，请改正括号、引号或点号。",
        ),
        (
            "姓名：{{ name }",
            "模板「模板.docx」的正文中有写错的标签，位置在「姓名：{{ name }」，请改正括号、引号或点号。",
        ),
        (
            "甲{% iff x %}乙",
            "模板「模板.docx」的正文中用了不认识的指令「iff」，位置在「甲{% iff x %}乙」，请改正。",
        ),
        ("甲{% if x %}乙", "模板「模板.docx」的正文中「if」没有结束，请补上「endif」标签。"),
        (
            "甲{{ x|safe }}",
            "模板「模板.docx」的正文中用了不支持的过滤器「safe」，位置在「甲{{ x|safe }}」，请删去它。",
        ),
        ("{% include 'a' %}", "模板「模板.docx」的正文中用了不支持的指令「include」，请删去它。"),
        (
            "{% autoescape false %}{{ x }}{% endautoescape %}",
            "模板「模板.docx」的正文中用了不支持的指令「autoescape」，请删去它。",
        ),
        (
            "姓名：name }}，职务",
            "模板「模板.docx」的正文中有不完整的标签，位置在「姓名：name }}，职务」，请补全或删去多余的括号。",
        ),
        (
            "姓名：{ name }}",
            "模板「模板.docx」的正文中有不完整的标签，位置在「姓名：{ name }}」，请补全或删去多余的括号。",
        ),
        (
            "姓名：｛｛ name ｝｝",
            "模板「模板.docx」的正文中有用全角括号写的标签，位置在「姓名：｛｛ name ｝｝」，"
            "请改用半角的 {{ }} 或 {% %}。",
        ),
    ],
)
def test_tags_that_are_wrong(make, text, sentence):
    assert refusal(make("前文 {{ x }}", text)) == sentence


def test_single_braces_are_text(make):
    assert Template(make("集合 {甲} ｛乙｝ 100% {{ x }}")).names == {"x"}


def test_a_condition_across_cells(make, table):
    assert refusal(make(table(["甲{% if x %}", "乙{% endif %}"]))) == (
        "模板「模板.docx」的正文中有一对标签不在同一层，位置在「甲{% if x %}」，"
        "请把开始和结束移到一处：同在段落之间、同在表格行之间，或同在一段之内。"
    )


def test_a_condition_within_a_cell_may_span_its_paragraphs(make):
    def build(word):
        cell = word.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "甲{% if x %}乙"
        cell.add_paragraph("丙{% endif %}丁")

    template = Template(make(build))
    assert [paragraphs(template.render({"x": x})) for x in (True, False)] == [["甲乙", "丙丁"], ["甲丁"]]


def test_a_condition_that_begins_outside_a_table(make, table):
    assert refusal(make("{%p if x %}", "甲", table(["乙", "丙"], ["{%tr endif %}", ""]))) == (
        "模板「模板.docx」的正文中有一对标签不在同一层，位置在「{% if x %}」，"
        "请把开始和结束移到一处：同在段落之间、同在表格行之间，或同在一段之内。"
    )


def test_a_fault_in_the_footer(make):
    def build(word):
        word.sections[0].footer.paragraphs[0].text = "{{ a b }}"

    assert refusal(make("{{ x }}", build)).startswith("模板「模板.docx」的页脚中有写错的标签，位置在「{{ a b }}」")


def test_tags_where_nothing_is_filled(make):
    def build(word):
        text = "<w:endnote><w:p><w:r><w:t>{{ y }}</w:t></w:r></w:p></w:endnote>"
        xml = f"<w:endnotes {nsdecls('w')}>{text}</w:endnotes>"
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
        part = Part(PackURI("/word/endnotes.xml"), kind, xml.encode(), word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)

    assert (
        refusal(make("{{ x }}", build))
        == "模板「模板.docx」的尾注中写有标签，那里不会填写，请把它移到正文、页眉、页脚、脚注或文档属性中。"
    )


def test_an_error_comes_back_whole_from_a_worker(tmp_path):
    error = TemplateError("empty", "模板.docx", tag="person.name")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, again.template, again.tag) == (str(error), "empty", "模板.docx", "person.name")
