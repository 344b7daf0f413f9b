"""The parts of a package that carry tags, as docxtpl prepares them, and all its members, as docxtpl saves them."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from dataclasses import dataclass

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree

from pipeline.ooxml.xml import AS_LIBRARIES, parse
from pipeline.word.errors import TemplateError

DECLARATION = AS_LIBRARIES.decode()
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_DRAWING_IDS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIRST_DRAWING = 1001
_CORE_TEXTS = ("author", "comments", "identifier", "language", "subject", "title")
# What docxtpl's patch_xml does first, and with it the tags whose insides it cannot match: they hold % or }.
_SPLIT = re.compile(r"(?<={)(<[^>]*>)+(?=[\{%\#])|(?<=[%\}\#])(<[^>]*>)+(?=\})", re.DOTALL)
_WITHIN = re.compile(r"{%(?:(?!%}).)*|{#(?:(?!#}).)*|{{(?:(?!}}).)*", re.DOTALL)
_RUNS = re.compile("</w:t>.*?(<w:t>|<w:t [^>]*>)", re.DOTALL)
_PREFIXED = re.compile(r"(\{%(?:tr|tc|p|r) )((?:(?!%\}).)*)(%\})", re.DOTALL)
_HIDDEN = {ord("%"): "\ue000", ord("}"): "\ue001"}  # of the private use area: nobody's text
_SHOWN = {0xE000: "%", 0xE001: "}"}
_BODY_START = re.compile(r"<w:body([^>]*)>")
_NAMESPACE = re.compile(r'\s+xmlns:(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Story:
    """A part with tags: `head + source + tail` is its XML, and `source`, after docxtpl's patch_xml, is Jinja2's."""

    name: str
    head: str
    source: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class TemplateParts:
    """A template taken apart: body first, then headers, footers, footnotes; `members` by name."""

    stories: tuple[Story, ...]
    members: dict[str, bytes]
    namespaces: str  # the declarations that make the body an XML document of its own


class Patched(DocxTemplate):  # type: ignore[misc]
    """docxtpl, whose `{%p %}`, `{%tr %}`, `{%tc %}`, `{%r %}` may hold any expression: `%` and `}` too."""

    def patch_xml(self, src_xml: str) -> str:
        joined = _SPLIT.sub("", src_xml)
        joined = _WITHIN.sub(lambda tag: _RUNS.sub("", tag[0]), joined)
        hidden = _PREFIXED.sub(lambda tag: tag[1] + tag[2].translate(_HIDDEN) + tag[3], joined)
        return str(super().patch_xml(hidden)).translate(_SHOWN)


def take_apart(package: bytes, template: str) -> TemplateParts:
    """Runs all of docxtpl's steps that do not depend on the data.

    Drawings get the numbers docxtpl gives them. What python-docx cannot open is refused (`TemplateError`).
    """
    opened = Patched(io.BytesIO(package))
    try:
        opened.render_init()
        root = opened.docx._element
        for number, drawing in enumerate(root.iter(_DRAWING_IDS), _FIRST_DRAWING):
            drawing.set("id", str(number))
        for name in _CORE_TEXTS:  # as docxtpl's render_properties: they are there, be they empty
            setattr(opened.docx.core_properties, name, getattr(opened.docx.core_properties, name))
        body, namespaces = _body(opened, root)
        stories = [body, *_headers_and_footers(opened), *_footnotes(opened)]
        saved = io.BytesIO()
        opened.docx.save(saved)
    # KeyError: a part that is referred to and missing; ValueError: not a Word document, or one with macros.
    except (OpcError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise TemplateError("not_docx", template) from error
    with zipfile.ZipFile(saved) as archive:
        return TemplateParts(tuple(stories), {name: archive.read(name) for name in archive.namelist()}, namespaces)


def _body(opened: Patched, root: etree._Element) -> tuple[Story, str]:
    if root.find("{*}body") is None:
        raise ValueError("no body")
    if any(table.find("{*}tblGrid") is None for table in root.iter("{*}tbl")):
        raise ValueError("a table without its grid (ISO/IEC 29500-1, 17.4.37), which docxtpl needs")
    source = opened.patch_xml(opened.get_xml())
    shell = copy.deepcopy(root)
    shell.find("{*}body").clear()  # type: ignore[union-attr]
    head, empty, tail = etree.tostring(shell, encoding="unicode").partition("<w:body/>")
    if not empty:
        raise ValueError("another prefix than w, which docxtpl needs")
    declared = _BODY_START.match(source)
    namespaces = declared[1] if declared else ""
    # The root declares the same names, so that the body need not repeat them in every document.
    own = "".join(match[0] for match in _NAMESPACE.finditer(namespaces) if root.nsmap.get(match[1]) != match[2])
    name = opened.docx.part.partname.lstrip("/")
    return Story(name, DECLARATION + head, _BODY_START.sub(f"<w:body{own}>", source, count=1), tail), namespaces


def _headers_and_footers(opened: Patched) -> list[Story]:
    found: dict[str, Story] = {}
    for uri in (opened.HEADER_URI, opened.FOOTER_URI):
        for _, part in opened.get_headers_footers(uri):
            name = part.partname.lstrip("/")
            found[name] = Story(name, DECLARATION, opened.patch_xml(opened.get_part_xml(part)))
    return list(found.values())


def _footnotes(opened: Patched) -> list[Story]:
    parts = [part for part in opened.docx.part.package.parts if part.content_type == _FOOTNOTES]
    texts = [etree.tostring(parse(part.blob), encoding="unicode") for part in parts]
    return [
        Story(part.partname.lstrip("/"), DECLARATION, opened.patch_xml(text))
        for part, text in zip(parts, texts, strict=True)
    ]
