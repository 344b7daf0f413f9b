"""What the engine gives is what docxtpl gives, part for part."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from pipeline.word.template import Template

HOSTILE = "&lt; <b>甲</b> & \"乙\" '丙' >\n第二行\t后 {{ 丁 }} {% 戊 %} 𠀀·"


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n")


def assert_same(path: Path, context: dict[str, object], engine: str = "fast") -> dict[str, bytes]:
    document = DocxTemplate(path)
    document.render(context, autoescape=True)
    buffer = io.BytesIO()
    document.save(buffer)
    theirs = parts_of(buffer.getvalue())
    template = Template(path)
    assert template.engine == engine
    ours = parts_of(template.render(context))
    dropped = {"docProps/thumbnail.jpeg", "_rels/.rels", "[Content_Types].xml"}  # the thumbnail goes
    assert ours.keys() - dropped == theirs.keys() - dropped
    for name in ours.keys() - dropped:
        if name.endswith((".xml", ".rels")):
            assert canonical(ours[name]) == canonical(theirs[name]), name
        else:
            assert ours[name] == theirs[name], name
    return ours


ROWS = [{"day": "3月5日", "what": HOSTILE}, {"day": "3月6日", "what": ""}]


def loop_table(table, *, heading: bool = True):
    head = [["日期", "内容"]] if heading else []
    return table(*head, ["{%tr for r in rows %}", ""], ["{{ r.day }}", "{{ r.what }}"], ["{%tr endfor %}", ""])


def test_plain_fields(make):
    path = make("姓名：{{ name }}，{{ name }}（{{ person.post }}）", "静态  文字")
    assert_same(path, {"name": HOSTILE, "person": {"post": "教授"}})


def test_tags_split_over_runs_and_curly_quotes(make):
    def build(word):
        paragraph = word.add_paragraph("前")
        for piece in ("{", "{ per", "son[‘na", "me’] }", "} 后"):
            paragraph.add_run(piece).bold = True

    assert_same(make(build), {"person": {"name": "王"}})


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []])
@pytest.mark.parametrize("heading", [True, False])
def test_rows_of_a_table(make, table, rows, heading):
    assert_same(make(loop_table(table, heading=heading)), {"rows": rows})


@pytest.mark.parametrize("flag", [True, False])
def test_conditions_around_paragraphs_rows_and_words(make, table, flag):
    path = make(
        "{%p if flag %}",
        "成立 {{ x }}",
        "{%p else %}",
        "不成立",
        "{%p endif %}",
        "行内{% if flag %}甲{% elif x %}乙{% endif %}。{#注#}",
        table(["a", "b"], ["{%tr if flag %}", ""], ["{{ x }}", "1"], ["{%tr endif %}", ""]),
    )
    assert_same(path, {"flag": flag, "x": "值"})


def test_words_joined_across_paragraphs(make):
    path = make("甲", "{%- if flag %}", "乙", "{% endif -%}", "丙")
    assert_same(path, {"flag": True})


def test_runs(make):
    def build(word):
        paragraph = word.add_paragraph("甲")
        for piece in ("{%r if flag %}", "乙{{ x }}", "{%r endif %}", "丙"):
            paragraph.add_run(piece).italic = True

    assert_same(make(build), {"flag": True, "x": "1\t2\n3"})


def test_headers_and_footers_of_two_sections(make):
    def build(word):
        word.add_paragraph("{{ x }}")
        word.sections[0].header.paragraphs[0].text = "{{ head }}"
        word.sections[0].footer.paragraphs[0].text = "第 {{ x }} 号"
        second = word.add_section()
        second.header.is_linked_to_previous = False
        second.header.paragraphs[0].text = "没有标签"

    assert_same(make(build), {"x": HOSTILE, "head": "一\t二\n三"})


@pytest.mark.parametrize("columns", [["甲", "乙"], ["甲", "乙", "丙", "丁", "戊"], []])
def test_columns_refit_the_grid(make, table, columns):
    path = make(table(["头", "{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}"], ["尾", "", "", ""]))
    assert_same(path, {"columns": columns})


def test_rows_of_unequal_width(make):
    def build(word):
        made = word.add_table(rows=4, cols=3)
        made.cell(0, 0).merge(made.cell(0, 1)).text = "{%tr if wide %}"
        made.cell(1, 0).text = "{{ x }}"
        made.cell(2, 0).text = "{%tr endif %}"
        made.cell(3, 0).merge(made.cell(3, 2)).text = "合并"

    for wide in (True, False):
        assert_same(make(build), {"wide": wide, "x": "1"})


def test_a_table_in_a_table(make):
    def build(word):
        inner = word.add_table(rows=1, cols=1).cell(0, 0).add_table(rows=1, cols=3)
        inner.cell(0, 0).text = "{{ x }}"
        word.tables[0].cell(0, 0).add_paragraph("")

    assert_same(make(build), {"x": "1"})


def test_loops_in_loops_filters_and_set(make):
    path = make(
        "{%p for group in groups %}",
        "{{ loop.index }}. {{ group.name }}：{{ group.items_|join('、') }}（{{ group.items_|length }}）",
        "{%p for item in group.items_ %}",
        "{% set shown = item ~ '号' %}{{ shown }}",
        "{%p endfor %}",
        "{%p endfor %}",
    )
    groups = [{"name": "甲", "items_": ["一", "<二>"]}, {"name": "乙", "items_": ["三"]}]
    assert_same(path, {"groups": groups})


def test_literal_tabs_and_escaped_brackets_in_the_template(make, rewrite):
    path = make("甲 {{ x }}", "写作 {_{ 名 }_} 的标签")
    rewrite(path, {"word/document.xml": lambda xml: xml.replace("甲 ", "甲\t乙\n")})
    assert_same(path, {"x": "1"})


FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1"><w:p><w:r>'
    "<w:t>见 {{ source }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def test_footnotes(make, rewrite):
    path = rewrite(
        make("{{ x }}"),
        {
            "word/footnotes.xml": FOOTNOTES,
            "[Content_Types].xml": lambda xml: xml.replace(
                "</Types>",
                '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                'wordprocessingml.footnotes+xml"/></Types>',
            ),
            "word/_rels/document.xml.rels": lambda xml: xml.replace(
                "</Relationships>",
                '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                'footnotes" Target="footnotes.xml"/></Relationships>',
            ),
        },
    )
    assert "见 &lt;名册&gt;".encode() in assert_same(path, {"x": "1", "source": "<名册>"})["word/footnotes.xml"]


def picture(word) -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    word.add_picture(io.BytesIO(pixel))


def test_drawings_get_the_same_ids(make):
    xml = assert_same(make("{{ x }}", picture, picture), {"x": "1"})["word/document.xml"].decode()
    assert 'id="1001"' in xml and 'id="1002"' in xml


@pytest.mark.parametrize("rows", [["1", "2", "3"], ["1"], []])
def test_a_picture_of_the_template_in_a_loop_keeps_the_fast_way(make, rows):
    path = make(
        picture, "{%p for r in rows %}", picture, "{{ r }}", "{%p endfor %}", "{%p if rows %}", picture, "{%p endif %}"
    )
    xml = assert_same(path, {"rows": rows})["word/document.xml"].decode()
    ids = [int(found) for found in re.findall(r'<wp:docPr id="(\d+)"', xml)]
    assert ids == list(range(1001, 1001 + len(ids))) and len(ids) == 1 + len(rows) + bool(rows)


def test_macros_take_the_steps_of_docxtpl_and_this_is_told(make):
    path = make("{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m(x) }}")
    assert_same(path, {"x": "<1>"}, engine="docxtpl")
    assert Template(path).explain() == [
        ("word/document.xml", "正文", "docxtpl", "用了宏或一段赋值（macro、set…endset）")
    ]


def test_each_part_goes_its_own_way(make, table):
    def build(word):
        word.sections[0].header.paragraphs[0].text = "{{ x }}"

    template = Template(make(table(["{% colspan n %}甲", "乙"]), build))
    assert [way[:3] for way in template.explain()] == [
        ("word/document.xml", "正文", "docxtpl"),
        ("word/header1.xml", "页眉", "fast"),
    ]


@pytest.mark.parametrize("tag", ["{% colspan n %}甲", "{% cellbg colour %}甲"])
def test_cells_that_change_their_shape(make, table, tag):
    assert_same(make(table([tag, "乙"])), {"n": 1, "colour": "FF0000"}, engine="docxtpl")


@pytest.mark.parametrize("tag", ["{% vm %}", "{% hm %}"])
def test_cells_merged_in_a_loop(make, table, tag):
    rows = table(["{%tr for r in rows %}", ""], [f"同{tag}", "{{ r }}"], ["{%tr endfor %}", ""])
    assert_same(make(rows), {"rows": ["1", "2"]}, engine="docxtpl")
