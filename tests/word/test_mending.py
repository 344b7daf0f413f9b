"""What loops copy and conditions leave out stays a document that Word opens."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from pipeline.word.mending import distinct_bookmarks, with_paragraphs
from pipeline.word.template import Template


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def children(element: etree._Element | None) -> list[str]:
    assert element is not None
    return [etree.QName(child).localname for child in element]


def around(paragraphs) -> None:
    """A condition around the only paragraph there is."""
    first = paragraphs.paragraphs[0]
    first.text = "{%p if x %}"
    paragraphs.add_paragraph("有")
    paragraphs.add_paragraph("{%p endif %}")


@pytest.mark.parametrize("shown", [True, False])
def test_a_header_and_a_footer(make, shown):
    def build(word):
        around(word.sections[0].header)
        around(word.sections[0].footer)

    data = Template(make(build)).render({"x": shown})
    assert children(part(data, "word/header1.xml")) == children(part(data, "word/footer1.xml")) == ["p"]


def test_a_cell_that_ends_with_a_table(make):
    def build(word):
        cell = word.add_table(rows=1, cols=1).cell(0, 0)
        cell.add_table(rows=1, cols=1).cell(0, 0).text = "里"
        cell.paragraphs[-1].text = "{%p if x %}"
        cell.add_paragraph("有")
        cell.add_paragraph("{%p endif %}")

    cell = part(Template(make(build)).render({"x": False})).find(".//{*}tc")
    assert children(cell)[-2:] == ["tbl", "p"]


@pytest.mark.parametrize("shown", [True, False])
def test_a_text_box(make, shown):
    inside = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("{%p if x %}", "有", "{%p endif %}"))
    box = (
        f"<w:r {nsdecls('w')}><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'>"
        f"<w:txbxContent>{inside}</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    path = make(lambda word: word.add_paragraph("前")._p.append(parse_xml(box)))
    template = Template(path)
    assert template.engine == "fast"
    assert children(part(template.render({"x": shown})).find(".//{*}txbxContent")) == ["p"]


@pytest.mark.parametrize(
    ("xml", "mended"),
    [
        ("<w:tc><w:tcPr/></w:tc>", "<w:tc><w:tcPr/><w:p/></w:tc>"),
        ("<w:tc><w:tcPr><w:tcW/></w:tcPr></w:tc>", "<w:tc><w:tcPr><w:tcW/></w:tcPr><w:p/></w:tc>"),
        ('<w:tc w:id="1"></w:tc>', '<w:tc w:id="1"><w:p/></w:tc>'),
        ("<w:tc/>", "<w:tc><w:p/></w:tc>"),
        ("<w:tc></w:tbl></w:tc>", "<w:tc></w:tbl><w:p/></w:tc>"),
        ('<w:tc><w:bookmarkEnd w:id="1"/></w:tc>', '<w:tc><w:bookmarkEnd w:id="1"/><w:p/></w:tc>'),
        ('<w:footnote w:id="2"></w:footnote>', '<w:footnote w:id="2"><w:p/></w:footnote>'),
        ("<w:tc><w:p/></w:tc>", "<w:tc><w:p/></w:tc>"),
        ("<w:tcPr/><w:tab/>", "<w:tcPr/><w:tab/>"),
    ],
)
def test_the_empty_paragraph(xml, mended):
    assert with_paragraphs(xml) == mended


def bookmarked(text: str, number: int, name: str):
    marks = (
        f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>',
        f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>',
    )

    def build(word):
        paragraph = word.add_paragraph(text)
        paragraph._p.insert(0, parse_xml(marks[0]))
        paragraph._p.append(parse_xml(marks[1]))

    return build


def test_bookmarks_in_a_loop_are_numbered_and_named_apart(make):
    path = make(
        bookmarked("前", 0, "头"),
        "{%p for r in rows %}",
        bookmarked("{{ r }}", 5, "行"),
        "{%p endfor %}",
        bookmarked("后", 7, "尾"),
    )
    root = part(Template(path).render({"rows": ["一", "二", "三"]}))
    starts = [
        (mark.get(f"{{{root.nsmap['w']}}}id"), mark.get(f"{{{root.nsmap['w']}}}name"))
        for mark in root.iter("{*}bookmarkStart")
    ]
    ends = [mark.get(f"{{{root.nsmap['w']}}}id") for mark in root.iter("{*}bookmarkEnd")]
    assert starts == [("0", "头"), ("5", "行"), ("8", "行_2"), ("9", "行_3"), ("7", "尾")]
    assert ends == ["0", "5", "8", "9", "7"]


def test_bookmarks_outside_of_loops_stay_as_they_are(make):
    path = make(bookmarked("{{ x }}", 3, "甲"), bookmarked("乙", 3, "甲"))
    with zipfile.ZipFile(BytesIO(Template(path).render({"x": "1"}))) as archive:
        assert re.findall(r'w:name="(.)"', archive.read("word/document.xml").decode()) == ["甲", "甲"]


def test_a_long_name_is_cut_to_what_word_takes():
    mark = f'<w:bookmarkStart w:id="1" w:name="{"名" * 40}"/><w:bookmarkEnd w:id="1"/>'
    names = re.findall('w:name="([^"]*)"', distinct_bookmarks(mark * 2))
    assert names == ["名" * 40, f"{'名' * 38}_2"]
