"""What docxtpl offers a program, it has here: the same values, pictures and replacements, the same parts."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import jinja2
import pytest
from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from lxml import etree

from pipeline.word.engines import Way
from pipeline.word.template import Template, TemplateError
from pipeline.word.text import paragraphs


def png(*, width: int = 4, height: int = 2, grey: int = 90) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([grey]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n")


@pytest.fixture
def without_thumbnail(make):
    """As `make`, without the thumbnail of python-docx's own template, which our engine leaves out."""

    def write(*content, name: str = "模板.docx") -> Path:
        path = make(*content, name=name)
        members = parts(path.read_bytes())
        del members["docProps/thumbnail.jpeg"]
        members["_rels/.rels"] = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", members["_rels/.rels"])
        members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
            b'<Default Extension="jpeg" ContentType="image/jpeg"/>', b""
        )
        with zipfile.ZipFile(path, "w") as archive:
            for member, data in members.items():
                archive.writestr(member, data)
        return path

    return write


def assert_same(path: Path, context_of, prepare=lambda template: None) -> Template:
    """`context_of(tpl)` is the context, made with docxtpl's template or ours; so is what `prepare` does with it."""
    theirs, buffer = DocxTemplate(path), io.BytesIO()
    context = context_of(theirs)
    prepare(theirs)
    theirs.render(context, autoescape=True)
    theirs.save(buffer)
    expected = parts(buffer.getvalue())
    ours = Template(path)
    context = context_of(ours)
    prepare(ours)
    found = parts(ours.render(context))
    assert found.keys() == expected.keys()
    for name, data in expected.items():
        if name.endswith((".xml", ".rels")):
            assert canonical(found[name]) == canonical(data), name
        else:
            assert found[name] == data, name
    return ours


def test_a_path_a_name_bytes_or_an_open_file(make):
    path = make("甲{{ x }}")
    with path.open("rb") as opened:
        opened.read(10)
        templates = [Template(path), Template(str(path)), Template(path.read_bytes()), Template(opened)]
        assert opened.tell() == 10
        templates.append(Template(io.BytesIO(path.read_bytes())))
    first, *others = [template.render({"x": "乙"}) for template in templates]
    assert paragraphs(first) == ["甲乙"] and all(other == first for other in others)
    assert [template.file for template in templates] == ["模板.docx"] * 2 + ["未命名.docx", "模板.docx", "未命名.docx"]


def rich(template) -> dict[str, object]:
    text = RichText("红", color="FF0000", bold=True)
    text.add("\n第二行\t后", font="eastAsia:仿宋_GB2312", size=32)
    text.add("网址", url_id=template.build_url_id("https://example.com/a?b=1&c=2"), underline=True)
    text.add("<另起>\a新段\f新页", style="Strong")
    text.add("邮箱", url_id=template.build_url_id("mailto:a@example.com"))
    return {"x": text, "rows": [RichText("甲", italic=True), RichText("乙")], "y": "普通"}


def test_rich_text_with_links(without_thumbnail):
    path = without_thumbnail("前{{r x }}后", "{%p for r in rows %}", "{{r r }}：{{ y }}", "{%p endfor %}")
    assert assert_same(path, rich).engine == "fast"


def test_a_link_may_be_given_by_its_address_and_stands_once(make):
    text = RichText("甲", url_id="https://example.com/?a=1&amp;b=2")
    text.add("乙", url_id="https://example.com/?a=1&amp;b=2")
    data = Template(make("{{r x }}")).render({"x": text})
    links = [rel for rel in Document(io.BytesIO(data)).part.rels.values() if rel.is_external]
    assert [link.target_ref for link in links] == ["https://example.com/?a=1&b=2"]


def test_a_link_in_a_header_belongs_to_the_header(make):
    def build(word):
        word.sections[0].header.paragraphs[0].text = "{{r x }}"

    template = Template(make("{{ y }}", build))
    data = template.render({"x": RichText("甲", url_id=template.build_url_id("https://example.com")), "y": "1"})
    assert b"https://example.com" in parts(data)["word/_rels/header1.xml.rels"]
    assert b"https://example.com" not in parts(data)["word/_rels/document.xml.rels"]


def test_a_number_that_belongs_to_another_document(make):
    with pytest.raises(TemplateError) as caught:
        Template(make("{{r x }}")).render({"x": RichText("甲", url_id="rId99")})
    assert str(caught.value) == (
        "模板「模板.docx」的标签「x」的链接没有地址，请用模板的 build_url_id 取得链接编号，或直接写网址。"
    )


def test_rich_paragraphs(without_thumbnail):
    def context(template):
        value = RichTextParagraph()
        value.add("一段", parastyle="Quote")
        value.add(RichText("又一段", bold=True))
        return {"x": value}

    template = assert_same(without_thumbnail("前", "{{p x }}", "后"), context)
    assert template.explain() == [
        Way("word/document.xml", "正文", "docxtpl", "有代替整段或整行的标签（{{p }}、{{tr }}）")
    ]


def test_listings(without_thumbnail):
    path = without_thumbnail("{{ x }}", "{%p for r in rows %}", "- {{ r }}", "{%p endfor %}")
    assert (
        assert_same(path, lambda _: {"x": Listing("一\n二\t三 <&>\a四\f五"), "rows": [Listing("甲\n乙")]}).engine
        == "fast"
    )


@pytest.mark.parametrize(("value", "kind"), [(RichText("甲"), "r"), (RichTextParagraph("甲"), "p")])
def test_formatted_text_needs_a_tag_of_its_own(make, value, kind):
    with pytest.raises(TemplateError) as caught:
        Template(make("{{ x }}")).render({"x": value})
    assert str(caught.value) == (
        f"模板「模板.docx」的标签「x」得到的是带格式的内容，请写成 {{{{{kind} x }}}}，单独占一处。"
    )


@pytest.mark.parametrize("tag", ["{{r x }}", "{{p x }}"])
@pytest.mark.parametrize("value", ["文字", 3])
def test_plain_text_there_would_not_be_seen(make, tag, value):
    with pytest.raises(TemplateError) as caught:
        Template(make(tag)).render({"x": value})
    assert str(caught.value) == (
        "模板「模板.docx」的标签「x」前面带有 r、p、tr 或 tc，得到的却是普通文字，印不出来，请去掉这几个字母，只写「{{ x }}」。"
    )


def test_formatted_text_that_tears_the_document(make):
    with pytest.raises(TemplateError) as caught:
        Template(make("{{r x }}")).render({"x": RichText("甲", color='F"><w:p/>')})
    assert caught.value.code == "torn"


def pictures(template) -> dict[str, object]:
    one, other = io.BytesIO(png()), io.BytesIO(png(grey=7))
    return {
        "x": InlineImage(template, one, width=Mm(20)),
        "rows": [
            {"name": "甲\n乙", "photo": InlineImage(template, one, height=Mm(8))},
            {"name": "丙\t丁", "photo": InlineImage(template, other, width=Mm(8), height=Mm(8))},
            {"name": "戊", "photo": InlineImage(template, one, anchor="https://example.com")},
        ],
    }


def test_pictures_in_the_rows_of_a_table(without_thumbnail, table):
    rows = table(["{%tr for r in rows %}", ""], ["{{ r.name }}", "{{ r.photo }}"], ["{%tr endfor %}", ""])
    template = assert_same(without_thumbnail("图：{{ x }}。", rows), pictures)
    assert template.engine == "fast"
    again = [template.render(pictures(template)) for _ in range(2)]
    assert again[0] == again[1]
    assert sorted(name for name in parts(again[0]) if "media" in name) == [
        "word/media/image1.png",
        "word/media/image2.png",
    ]


def test_pictures_beside_those_of_the_template(without_thumbnail):
    def build(word):
        word.add_picture(io.BytesIO(png()))
        word.add_paragraph("{{ x }}")
        word.add_picture(io.BytesIO(png(grey=200)))

    def context(template):
        return {"x": InlineImage(template, io.BytesIO(png())), "y": InlineImage(template, io.BytesIO(png(grey=1)))}

    assert_same(without_thumbnail(build, "{{ y }}{{ y }}"), context)


def test_pictures_in_a_header_from_a_file(without_thumbnail, tmp_path):
    (tmp_path / "徽.png").write_bytes(png())

    def build(word):
        word.sections[0].header.paragraphs[0].text = "{{ x }}"

    assert_same(
        without_thumbnail("{{ x }}", build),
        lambda template: {"x": InlineImage(template, str(tmp_path / "徽.png"), width=Mm(9))},
    )


def test_pictures_with_links_and_rich_text(without_thumbnail):
    path = without_thumbnail("{{r x }}{{ pic }}", "{{ y }}")
    assert_same(path, lambda template: rich(template) | {"pic": InlineImage(template, io.BytesIO(png()))})


def test_a_picture_made_for_docxtpl_does_as_well(make):
    path = make("{{ x }}")
    value = InlineImage(DocxTemplate(path), io.BytesIO(png()), width=Mm(20))
    assert parts(Template(path).render({"x": value}))["word/media/image1.png"] == png()


@pytest.mark.parametrize("picture", ["没有.png", io.BytesIO(b"GIF"), io.BytesIO(b"")])
def test_a_picture_that_is_none(make, picture):
    with pytest.raises(TemplateError) as caught:
        Template(make("{{ x }}")).render({"x": InlineImage(None, picture)})
    assert str(caught.value) == (
        "模板「模板.docx」的标签「x」的图片打不开，或不是 PNG、JPEG、GIF、BMP、TIFF 图片，请核对图片文件。"
    )


def test_pictures_put_in_place_of_others(without_thumbnail, tmp_path):
    (tmp_path / "原.png").write_bytes(png())
    (tmp_path / "新.png").write_bytes(png(grey=33))

    def build(word):
        word.add_picture(str(tmp_path / "原.png"))
        word.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(png(grey=250)))

    def replace(template):
        template.replace_pic("原.png", str(tmp_path / "新.png"))
        template.replace_media(io.BytesIO(png(grey=250)), io.BytesIO(png(grey=66)))

    template = assert_same(without_thumbnail("{{ x }}", build), lambda _: {"x": "1"}, replace)
    template.reset_replacements()
    kept = parts(template.render({"x": "1"}))
    assert {kept["word/media/image1.png"], kept["word/media/image2.png"]} == {png(), png(grey=250)}


def test_a_picture_to_replace_that_is_not_there(make):
    template = Template(make("{{ x }}"))
    template.replace_pic("公章.png", io.BytesIO(png()))
    with pytest.raises(TemplateError) as caught:
        template.render({"x": "1"})
    assert (
        str(caught.value)
        == "模板「模板.docx」中没有名为「公章.png」的图片，无从替换，请核对图片的名称、标题或说明文字。"
    )


def test_filters_tests_and_globals_of_a_program(make):
    environment = jinja2.Environment()
    environment.filters["万元"] = lambda value: f"{value / 10_000:g} 万元"
    environment.tests["在岗"] = lambda value: value == "在岗"
    environment.globals["单位"] = "某局"
    path = make("{{ money|万元 }}，{{ '是' if state is 在岗 else '否' }}，{{ 单位 }}，{{ x }}")
    template = Template(path, jinja_env=environment)
    assert template.engine == "fast" and template.names == {"money", "state", "x"}
    assert paragraphs(template.render({"money": 150_000, "state": "在岗", "x": "<&>"})) == ["15 万元，是，某局，<&>"]
    with pytest.raises(TemplateError):
        Template(path)


def test_an_environment_that_is_another_language_goes_to_docxtpl(make):
    environment = jinja2.Environment(undefined=jinja2.ChainableUndefined, extensions=["jinja2.ext.do"])
    template = Template(
        make("{% set a = [] %}{% do a.append(x) %}{{ a[0] }}{{ nobody.at.all }}。"), jinja_env=environment
    )
    assert template.explain() == [Way("word/document.xml", "正文", "docxtpl", "用了自己的 Jinja 环境")]
    assert template.names == {"x", "nobody"}
    assert paragraphs(template.render({"x": "甲&乙"}, {"编号": "1"})) == ["甲&乙。"]


def test_an_ampersand_in_a_tag_is_an_ampersand(make):
    path = make(
        '{% if x == "甲&乙" %}是{% else %}否{% endif %}',
        '{{ x|replace("&", "与") }}',
        '{{ y|default("丙&丁") }}',
        "戊&amp;己",
    )
    assert paragraphs(Template(path).render({"x": "甲&乙"})) == ["是", "甲与乙", "丙&丁", "戊&amp;己"]


def test_an_empty_list_of_properties(make, rewrite):
    from pipeline.ooxml.properties import read_properties

    for empty in ("", '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'):
        first = Template(make("{{ a }}")).render({"a": "1"}, {"k": "v"})
        path = make("{{ a }}")
        path.write_bytes(first)
        rewrite(path, {"docProps/custom.xml": empty})
        data = Template(path).render({"a": "1"})
        assert read_properties(data) == {} and "docProps/custom.xml" in parts(data)
        assert read_properties(Template(path).render({"a": "1"}, {"k": "w"})) == {"k": "w"}


class TestSubdocuments:
    """With docxcompose, which docxtpl needs for them."""

    @pytest.fixture(autouse=True)
    def _docxcompose(self):
        pytest.importorskip("docxcompose")

    def test_one_made_by_the_program(self, without_thumbnail):
        def context(template):
            made = template.new_subdoc()
            made.add_heading("标题", level=1)
            made.add_picture(io.BytesIO(png()), width=Mm(20))
            made.add_table(rows=1, cols=2).rows[0].cells[0].text = "格"
            return {"x": made, "y": "文字"}

        assert_same(without_thumbnail("{{ y }}", "{{p x }}", "后"), context)

    def test_one_read_from_a_file(self, without_thumbnail, make):
        def build(word):
            word.add_picture(io.BytesIO(png()))
            word.add_paragraph("条目", style="List Bullet")

        other = make(build, name="附件.docx")
        assert_same(without_thumbnail("{{p x }}", "后"), lambda template: {"x": template.new_subdoc(str(other))})

    def test_one_attached_to_docxtpls_own_template(self, make):
        path = make("{{p x }}", "{{ y }}")
        opened = DocxTemplate(path)
        made = opened.new_subdoc()
        made.add_paragraph("里")
        opened.render({"x": made, "y": "别人的"})
        assert paragraphs(Template(path).render({"x": made, "y": "自己的"})) == ["里", "自己的"]

    def test_each_document_has_its_own(self, make):
        template = Template(make("{{p x }}"))
        texts = []
        for text in ("甲", "乙"):
            made = template.new_subdoc()
            made.add_paragraph(text)
            texts.append(paragraphs(template.render({"x": made})))
        assert texts == [["甲"], ["乙"]]

    def test_one_of_another_template(self, make):
        def build(word):
            word.sections[0].header.paragraphs[0].text = "头"

        other = Template(make("{{p x }}", build, name="别的.docx")).new_subdoc()
        mine = Template(make(build, "{{p x }}", "{{p y }}")).new_subdoc()
        with pytest.raises(TemplateError) as caught:
            Template(make(build, "{{p x }}", "{{p y }}")).render({"x": mine, "y": other})
        assert caught.value.code == "other_template"
