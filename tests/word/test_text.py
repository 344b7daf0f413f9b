"""The text of a docx in the order in which it stands."""

from __future__ import annotations

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.word.text import paragraphs
from tests.finished import headers_and_footers, leftover_tags

BOX = (
    f"<w:r {nsdecls('w')} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
    "<w:p><w:r><w:t>框内</w:t></w:r></w:p><w:p/></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


def test_body_tables_and_a_text_box_once(make, table):
    def box(word):
        paragraph = word.add_paragraph("有框")
        paragraph._p.append(parse_xml(BOX))
        paragraph.add_run("的段落")

    path = make("一\t二\n三", "", table(["甲", "乙"], ["丙", ""]), box, "末")
    expected = ["一\t二\n三", "", "甲", "乙", "丙", "", "有框的段落", "框内", "", "末"]
    assert paragraphs(path) == expected
    assert paragraphs(path.read_bytes()) == expected


def test_tab_stops_and_deleted_text_are_no_text(make):
    def build(word):
        paragraph = word.add_paragraph("文")
        paragraph.paragraph_format.tab_stops.add_tab_stop(914400)
        paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删</w:delText></w:r></w:del>"))
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:instrText>PAGE</w:instrText></w:r>"))

    assert paragraphs(make(build)) == ["文"]


def test_headers_before_footers(make):
    def build(word):
        word.sections[0].footer.paragraphs[0].text = "脚"
        word.sections[0].header.paragraphs[0].text = "眉"

    assert headers_and_footers(make("文", build)) == ["眉", "脚"]


def test_leftover_tags_in_any_part_and_over_runs(make):
    def build(word):
        paragraph = word.add_paragraph("甲 {")
        paragraph.add_run("{ na").bold = True
        paragraph.add_run("me }} 乙 %}")
        word.sections[0].footer.paragraphs[0].text = "{# 注 #}"
        word.core_properties.title = "{{ title }}"

    assert leftover_tags(make(build)) == ["{{ title }}", "{{ name }}", "%}", "{# 注 #}"]
    assert leftover_tags(make("{ 一 } {甲} 100%", name="净.docx")) == []
