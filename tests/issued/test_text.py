"""The issued text from every kind of file an office has it in."""

from __future__ import annotations

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook

from pipeline.issued.comparison import compare
from pipeline.issued.text import read_text
from pipeline.plan import PlanError, read_plan
from tests.plan.samples import ISSUED_2025, PLAN_2025


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(PLAN_2025, encoding="utf-8")
    return read_plan(path)


def refused(path):
    with pytest.raises(PlanError) as error:
        read_text(path)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_files(tmp_path, plan, encoding):
    path = tmp_path / "印发.txt"
    path.write_bytes(ISSUED_2025.replace("\n", "\r\n").encode(encoding))
    assert compare(plan, read_text(path)) == []


def test_word_paragraphs(tmp_path, plan):
    document = Document()
    for line in ISSUED_2025.splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "印发.docx")
    assert compare(plan, read_text(tmp_path / "印发.docx")) == []


TEXT_BOX = """<w:p {}><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent></mc:Choice>
<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>
</mc:AlternateContent></w:r><w:r><w:t>框外文字</w:t></w:r></w:p>"""


def test_word_tables_and_text_boxes_each_once(tmp_path):
    document = Document()
    document.add_paragraph("表前")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "表中文字"
    document.element.body.insert(2, parse_xml(TEXT_BOX.format(nsdecls("w"))))
    document.save(tmp_path / "印发.docx")
    assert read_text(tmp_path / "印发.docx").split() == ["表前", "表中文字", "框外文字", "框中文字"]


def test_word_numbers_that_word_writes_itself(tmp_path):
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shape}"/></w:lvl>'
        for depth, (form, shape) in enumerate([("chineseCounting", "%1、"), ("chineseCounting", "（%2）")])
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    number = parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    numbering.append(number)
    for text, depth in (("目标", 0), ("重点", 0), ("培训", 1), ("宣传", 1), ("考核", 0), ("次数", 1)):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        place = properties.get_or_add_numPr()
        place.get_or_add_ilvl().set(qn("w:val"), str(depth))
        place.get_or_add_numId().set(qn("w:val"), "90")
    document.save(tmp_path / "印发.docx")
    assert read_text(tmp_path / "印发.docx").split() == [
        *("一、目标", "二、重点", "（一）培训", "（二）宣传", "三、考核", "（一）次数")
    ]


@pytest.mark.office
def test_pdf(tmp_path, plan, convert):
    document = Document()
    for line in ISSUED_2025.splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "印发.docx")
    assert compare(plan, read_text(convert(tmp_path / "印发.docx", "pdf", tmp_path))) == []


def test_what_is_refused(tmp_path):
    assert refused(tmp_path / "印发.doc") == (
        "印发.doc：印发文本只能是 .txt、.docx 或 .pdf 文件。请用 Word 或 WPS 打开，另存为 .docx 后再试。"
    )
    assert refused(tmp_path / "印发.txt") == f"{tmp_path / '印发.txt'}：没有找到这个文件。请核对路径和文件名。"
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert refused(broken) == (
        "坏.docx：不是完好的 .docx 文件，或者设了密码。请用 Word 或 WPS 打开，另存为 .docx 后再试。"
    )
    Workbook().save(tmp_path / "表.docx")
    assert refused(tmp_path / "表.docx").startswith("表.docx：不是完好的 .docx 文件，")
    (tmp_path / "坏.pdf").write_bytes(b"not a pdf")
    assert refused(tmp_path / "坏.pdf") == ("坏.pdf：不是完好的 PDF 文件，或者设了密码。请重新导出，或改用 Word 文件。")
    (tmp_path / "空.txt").write_text(" \n", encoding="utf-8")
    assert refused(tmp_path / "空.txt") == "空.txt：文件里没有文字，可能是扫描件。请改用 Word 文件，或先做文字识别。"
    (tmp_path / "乱.txt").write_bytes(b"\xff\xff\x80\xff")
    assert refused(tmp_path / "乱.txt") == "乱.txt：文字编码无法识别。请用记事本打开，另存为时编码选 UTF-8。"
