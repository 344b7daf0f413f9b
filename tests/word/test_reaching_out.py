"""What a template may hold that leads out of it: links to click on; nothing that Word fetches, embeds or runs."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.word import source
from pipeline.word.template import Template, TemplateError
from pipeline.word.text import paragraphs

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "word/_rels/document.xml.rels"


def refusal(path) -> str:
    with pytest.raises(TemplateError) as caught:
        Template(path)
    return str(caught.value)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def related(kind: str, target: str, *, outside: bool, namespace: str = OFFICE):
    mode = ' TargetMode="External"' if outside else ""
    entry = f'<Relationship Id="rIdX" Type="{namespace}/{kind}" Target="{target}"{mode}/>'
    return {RELATIONS: lambda xml: xml.replace("</Relationships>", f"{entry}</Relationships>")}


def test_the_template_that_a_file_was_made_from_is_forgotten(make, rewrite):
    settings = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship \
Id="rId1" Type="{OFFICE}/attachedTemplate" Target="file:///C:\\Users\\li\\gongwen.dotx" TargetMode="External"/>\
</Relationships>'
    path = rewrite(
        make("{{ x }}"),
        {
            "word/_rels/settings.xml.rels": settings,
            "word/settings.xml": lambda xml: xml.replace(
                "<w:zoom", f'<w:attachedTemplate r:id="rId1" xmlns:r="{OFFICE}"/><w:zoom', 1
            ),
        },
    )
    written = parts(Template(path).render({"x": "甲"}))
    assert not [name for name, xml in written.items() if "gongwen" in xml or "attachedTemplate" in xml]


@pytest.mark.parametrize("address", ["https://example.com/", "mailto:a@example.com", "file:///D:/附件.docx"])
def test_links_to_click_on_stay(make, address):
    def build(word):
        for part, paragraph in (
            (word.part, word.add_paragraph("网址：{{ x }}")),
            (word.sections[0].header.part, word.sections[0].header.paragraphs[0]),
        ):
            number = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = f'<w:hyperlink {nsdecls("w", "r")} r:id="{number}"><w:r><w:t>点这里</w:t></w:r></w:hyperlink>'
            paragraph._p.append(parse_xml(link))

    data = Template(make(build)).render({"x": "甲"})
    assert paragraphs(data) == ["网址：甲点这里"]
    assert all(address in parts(data)[f"word/_rels/{name}.xml.rels"] for name in ("document", "header1"))


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("image", "图片"),
        ("oleObject", "对象"),
        ("subDocument", "子文档"),
        ("frame", "框架"),
        ("mailMergeSource", "邮件合并数据源"),
        ("aFChunk", "文档（altChunk）"),
        ("video", "视频"),
        ("unheardOf", "内容"),
    ],
)
def test_what_word_would_fetch_is_named(make, rewrite, kind, what):
    path = rewrite(make("{{ x }}"), related(kind, "http://example.com/a", outside=True))
    assert refusal(path) == (
        f"模板「模板.docx」引用了文件以外的{what}（http://example.com/a），请删去这处链接，或把内容直接插入模板。"
    )


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("oleObject", "嵌入对象（OLE）"),
        ("package", "嵌入对象（OLE）"),
        ("control", "ActiveX 控件"),
        ("aFChunk", "并入的其他文档（altChunk）"),
        ("subDocument", "子文档"),
        ("webextensiontaskpanes", "Office 加载项"),
    ],
)
def test_what_is_embedded_is_named(make, rewrite, kind, what):
    path = rewrite(make("{{ x }}"), related(kind, "embeddings/a.bin", outside=False))
    assert refusal(path) == f"模板「模板.docx」的「a.bin」中有{what}，请删去它，或把内容直接写进模板。"


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (
            '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r></w:p>',
            "嵌入对象（OLE）",
        ),
        ("<w:p><w:r><w:control/></w:r></w:p>", "ActiveX 控件"),
        ("<w:altChunk/>", "并入的其他文档（altChunk）"),
        ("<w:subDoc/>", "子文档"),
    ],
)
def test_elements_of_what_is_embedded(make, rewrite, xml, what):
    path = rewrite(make("{{ x }}"), {"word/document.xml": lambda old: old.replace("<w:body>", f"<w:body>{xml}")})
    assert refusal(path) == f"模板「模板.docx」的正文中有{what}，请删去它，或把内容直接写进模板。"


def test_a_chart_may_keep_its_figures_in_a_workbook(make, rewrite):
    chart = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    path = rewrite(
        make("{{ x }}"),
        related("chart", "charts/chart1.xml", outside=False)
        | {
            "word/charts/chart1.xml": '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>',
            "word/charts/_rels/chart1.xml.rels": "<Relationships xmlns="
            '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/package" Target="../embeddings/a.xlsx"/></Relationships>',
            "word/embeddings/a.xlsx": "PK",
            "[Content_Types].xml": lambda xml: xml.replace(
                "</Types>",
                f'<Override PartName="/word/charts/chart1.xml" ContentType="{chart}"/>'
                f'<Override PartName="/word/embeddings/a.xlsx" ContentType="{sheet}"/></Types>',
            ),
        },
    )
    with zipfile.ZipFile(BytesIO(Template(path).render({"x": "甲"}))) as archive:
        assert archive.read("word/embeddings/a.xlsx") == b"PK"


def test_macros(make, rewrite):
    sentence = "模板「模板.docx」带有宏，请另存为不含宏的 .docx。"
    office = "http://schemas.microsoft.com/office/2006/relationships"
    path = rewrite(make("{{ x }}"), related("vbaProject", "vbaProject.bin", outside=False, namespace=office))
    assert refusal(path) == sentence
    assert refusal(rewrite(make("{{ x }}"), {"word/vbaProject.bin": "…"})) == sentence
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with_macros = {"[Content_Types].xml": lambda xml: xml.replace(plain, "application/vnd.ms-word.document.macroEnabled.main+xml")}  # fmt: skip
    assert refusal(rewrite(make("{{ x }}"), with_macros)) == sentence


def test_a_mail_merge(make, rewrite):
    path = rewrite(
        make("{{ x }}"), {"word/settings.xml": lambda xml: xml.replace("<w:zoom", "<w:mailMerge/><w:zoom", 1)}
    )
    assert refusal(path) == "模板「模板.docx」连着邮件合并的数据源，请在邮件合并中改为「普通 Word 文档」后保存。"


def field(*codes: str) -> str:
    """A field whose code lies in these runs; "{" begins and "}" ends one within it."""
    marks = {"{": "begin", "}": "end", "|": "separate"}
    runs = [
        f'<w:r><w:fldChar w:fldCharType="{marks[code]}"/></w:r>'
        if code in marks
        else f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        for code in ("{", *codes, "}")
    ]
    return f"<w:p>{''.join(runs)}</w:p>"


def with_body(make, rewrite, xml):
    return rewrite(make("{{ x }}"), {"word/document.xml": lambda old: old.replace("<w:body>", f"<w:body>{xml}")})


@pytest.mark.parametrize(
    ("xml", "name"),
    [
        (field(' INCLUDEPICTURE "http://example.com/a.png" \\d '), "INCLUDEPICTURE"),
        (field(" Inc", "lude", 'Text "D:/a.docx"', "|", "旧的"), "INCLUDETEXT"),
        (field(" IF ", "{", "ddeauto excel a", "}", "= 1"), "DDEAUTO"),
        (field("\u200bDDE a b"), "DDE"),
        (field(" PAGE ", "|", "{", " RD a.docx ", "}"), "RD"),
        (field(" LINK Excel.Sheet.12 a.xlsx"), "LINK"),
        (field(" DATABASE \\d a.mdb"), "DATABASE"),
        (field(" IMPORT a.png"), "IMPORT"),
        ('<w:p><w:fldSimple w:instr=" IncludeText a.docx "/></w:p>', "INCLUDETEXT"),
    ],
)
def test_fields_that_fetch(make, rewrite, xml, name):
    assert refusal(with_body(make, rewrite, xml)) == (
        f"模板「模板.docx」的正文中有会从文件以外取内容的域（{name}），请删去这个域，或把内容直接插入模板。"
    )


def test_fields_in_a_footer(make):
    def build(word):
        code = f'<w:fldSimple {nsdecls("w")} w:instr="DDE a b"/>'
        word.sections[0].footer.paragraphs[0]._p.append(parse_xml(code))

    assert refusal(make("{{ x }}", build)).startswith("模板「模板.docx」的页脚中有会从文件以外取内容的域（DDE）")


@pytest.mark.parametrize(
    "xml", [field("{", "QUOTE DDE", "}", "AUTO a b"), field(" IN", "{", "QUOTE x", "}", "CLUDE a")]
)
def test_fields_whose_name_is_put_together(make, rewrite, xml):
    assert refusal(with_body(make, rewrite, xml)) == (
        "模板「模板.docx」的正文中有一个域，它的名称由标签或另一个域拼成，请改为直接写出域名。"
    )


@pytest.mark.parametrize(
    "code",
    [" PAGE ", " NUMPAGES", 'HYPERLINK "https://example.com"', " TOC \\o 1-3", " =1+1", " MERGEFIELD a", " Included"],
)
def test_other_fields_stay(make, rewrite, code):
    assert Template(with_body(make, rewrite, field(code, "|", "1"))).names == {"x"}


def test_a_picture_of_the_older_drawing_language_from_elsewhere(make, rewrite):
    shape = '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="{}"/></v:shape>'
    xml = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    assert "引用了文件以外的图片（//server/a.png）" in refusal(with_body(make, rewrite, xml.format("//server/a.png")))
    assert Template(with_body(make, rewrite, xml.format("a.png"))).names == {"x"}


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", RELATIONS])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_in_any_part_and_encoding(make, name, encoding):
    path = make("{{ x }}")
    with zipfile.ZipFile(path) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    body = members[name].decode().partition("?>")[2]
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * 3000}--><!DOCTYPE a [<!ENTITY b "c">]>{body}'
    members[name] = xml.encode(encoding)
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in members.items():
            archive.writestr(one, data)
    assert refusal(path).startswith("「模板.docx」不是完好的 Word 文档（.docx）")


def test_parts_in_another_encoding_are_read(make):
    path = make("甲 {{ x }}")
    with zipfile.ZipFile(path) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    body = members["word/document.xml"].decode().partition("?>")[2]
    members["word/document.xml"] = f'<?xml version="1.0" encoding="UTF-16"?>{body}'.encode("utf-16")
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in members.items():
            archive.writestr(one, data)
    assert paragraphs(Template(path).render({"x": "乙"})) == ["甲 乙"]


def test_packages_that_unpack_without_end(make, monkeypatch):
    path = make("{{ x }}")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/glossary.xml", b"<a>" + b" " * (9 << 20) + b"</a>")
    assert refusal(path) == "模板「模板.docx」的文字部分展开后超过 8 MB，不像是一份公文模板，请核对文件，另存为 .docx。"
    monkeypatch.setattr(source, "LIMIT_MB", 1)
    assert refusal(path) == "模板「模板.docx」展开后超过 1 MB，不像是一份公文模板，请压缩其中的图片，另存为 .docx。"


def test_ways_of_packing_that_take_gigabytes(make):
    path = make("{{ x }}")
    with zipfile.ZipFile(path) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for one, data in members.items():
            archive.writestr(one, data)
    assert refusal(path).startswith("「模板.docx」不是完好的 Word 文档（.docx）")


def test_a_pipe_is_no_template(tmp_path):
    os.mkfifo(tmp_path / "管道.docx")
    assert refusal(tmp_path / "管道.docx").startswith("模板「管道.docx」不是文件")
