"""The package around the text: same bytes, own properties, nobody's comments."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from pipeline.ooxml.properties import read_properties
from pipeline.word.template import Template, TemplateError
from pipeline.word.text import paragraphs


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_the_same_context_gives_the_same_bytes(make):
    path = make("{{ a }} {% for x in b %}{{ x }}{% endfor %}")
    first = Template(path).render({"a": "1", "b": ["x", "y"]}, {"key": "T001", "fingerprint": "f"})
    template = Template(path)
    template.render({"a": "other", "b": []})
    assert template.render({"b": ["x", "y"], "a": "1"}, {"fingerprint": "f", "key": "T001"}) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_process_with_other_hashes_gives_the_same_bytes(make):
    path = make("{{ a }}")
    code = (
        "import sys, pathlib; from pipeline.word.template import Template; "
        "sys.stdout.buffer.write(Template(pathlib.Path(sys.argv[1])).render({'a': '甲'}, {'k': 'v'}))"
    )
    root = Path(__file__).parents[2]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            cwd=root,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == Template(path).render({"a": "甲"}, {"k": "v"})


def test_a_template_that_is_not_used_costs_no_import_of_docxtpl():
    code = "import sys, pipeline.word.template; print('docx' in sys.modules, 'jinja2' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False False\n"


def test_properties_are_written_and_read_back(make):
    given = {"编号": "T001", "fingerprint": "<a&\"b'>"}
    template = Template(make("{{ a }}"))
    data = template.render({"a": "1"}, given)
    assert read_properties(data) == given
    assert Document(io.BytesIO(data)).paragraphs[0].text == "1"  # python-docx finds its way
    types = member(data, "[Content_Types].xml")
    assert types.count("custom-properties+xml") == 1 and member(data, "_rels/.rels").count("custom-properties") == 1
    assert read_properties(template.render({"a": "1"})) == {}
    assert "docProps/custom.xml" not in names(template.render({"a": "1"}))


def test_properties_of_the_template_stay_and_give_way(make, rewrite, tmp_path):
    first = tmp_path / "first.docx"
    own = {"owner": "局", "year": "{{ year }}", "k": "old"}
    first.write_bytes(Template(make("{{ a }}")).render({"a": "{_{ a }_}"}, own))
    rewrite(first, {"word/document.xml": lambda xml: xml.replace("{_{ a }_}", "{{ a }}")})
    template = Template(first)
    assert template.names == {"a", "year"}
    data = template.render({"a": "1", "year": "2024 & 2025"}, {"k": "new"})
    assert read_properties(data) == {"owner": "局", "year": "2024 & 2025", "k": "new"}
    assert member(data, "[Content_Types].xml").count("custom-properties+xml") == 1


def test_a_property_that_xml_cannot_hold(make):
    with pytest.raises(TemplateError) as caught:
        Template(make("{{ a }}")).render({"a": "1"}, {"key": "a\x00"})
    assert str(caught.value) == (
        "模板「模板.docx」的标签「key」得到的文字第 2 个字符是 Word 不能保存的控制字符（U+0000），"
        "请在来源数据中删去它。"
    )


def test_tags_in_the_title(make):
    def build(word):
        word.core_properties.title = "{{ person.name }} 考核表"

    template = Template(make("{{ a }}", build))
    assert template.tags == {"a", "person.name"}
    data = template.render({"a": "1", "person": {"name": "王 & 李"}})
    assert Document(io.BytesIO(data)).core_properties.title == "王 & 李 考核表"


def test_comments_and_thumbnail_stay_at_home(make):
    def build(word):
        paragraph = word.add_paragraph("前 {{ na")
        word.add_comment(paragraph.runs, text="此处待定", author="审核人")
        paragraph.add_run("me }} 后")
        word.part.relate_to(
            Part(PackURI("/word/people.xml"), "application/xml", b"<people/>", word.part.package),
            "http://schemas.microsoft.com/office/2011/relationships/people",
        )

    path = make(build)
    assert "word/comments.xml" in names(path.read_bytes()) and "docProps/thumbnail.jpeg" in names(path.read_bytes())
    data = Template(path).render({"name": "王"})
    assert paragraphs(data) == ["前 王 后"]
    assert not {"word/comments.xml", "word/people.xml", "docProps/thumbnail.jpeg"} & set(names(data))
    assert "comment" not in member(data, "word/document.xml")
    assert "审核人" not in "".join(member(data, name) for name in names(data) if name.endswith(".xml"))


def test_a_template_without_core_properties_gets_no_clock(make, rewrite):
    path = rewrite(
        make("{{ a }}"),
        {
            "docProps/core.xml": None,
            "_rels/.rels": lambda xml: re.sub(r"<Relationship [^>]*core-properties[^>]*/>", "", xml),
            "[Content_Types].xml": lambda xml: xml.replace("/docProps/core.xml", "/docProps/none.xml"),
        },
    )
    core = member(Template(path).render({"a": "1"}), "docProps/core.xml")
    assert "modified" not in core and "created" not in core


def test_what_does_not_change_is_what_docxtpl_saves(make):
    template = Template(make("{{ a }}"))
    one, two = template.render({"a": "1"}), template.render({"a": "2"})
    differing = [name for name in names(one) if member_bytes(one, name) != member_bytes(two, name)]
    assert differing == ["word/document.xml"]


def member_bytes(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
