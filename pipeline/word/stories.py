"""The parts of a package that carry tags, as docxtpl prepares them, and all its members, as docxtpl saves them."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from dataclasses import dataclass
from itertools import pairwise

from docx.opc.coreprops import CoreProperties
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree

from pipeline.ooxml.xml import AS_LIBRARIES, parse
from pipeline.word.errors import TemplateError
from pipeline.word.source import part_label

DECLARATION = AS_LIBRARIES.decode()
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FILLED = re.compile(r"word/(?:document|header|footer|footnotes)\d*\.xml")
_DRAWING_IDS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIRST_DRAWING = 1001
_CORE_TEXTS = ("author", "comments", "identifier", "language", "subject", "title")
# What docxtpl's patch_xml does first, and then those tags whose insides it cannot match: they hold % or }.
_SPLIT = re.compile(r"(?<={)(<[^>]*>)+(?=[\{%\#])|(?<=[%\}\#])(<[^>]*>)+(?=\})", re.DOTALL)
_WITHIN = re.compile(r"{%(?:(?!%}).)*|{#(?:(?!#}).)*|{{(?:(?!}}).)*", re.DOTALL)
_RUNS = re.compile("</w:t>.*?(<w:t>|<w:t [^>]*>)", re.DOTALL)
_PREFIXED = re.compile(r"(\{%(?:tr|tc|p|r) )((?:(?!%\}).)*)(%\})", re.DOTALL)
_HIDDEN = {ord("%"): "\ue000", ord("}"): "\ue001"}  # of the private use area: nobody's text
_SHOWN = {0xE000: "%", 0xE001: "}"}
_BODY_START = re.compile(r"<w:body([^>]*)>")
# As docxtpl finds the inside of tags; it puts < and > back there, but leaves the & of "A&B" in its XML spelling.
_INSIDE = re.compile(r"(?<=\{[\{%])(.*?)(?=[\}%]})")
_XML = re.compile(r"<[^>]*>")
_BRACKETS = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MOST_TAGS = 20_000
_MOST_SEARCHED = 50_000_000  # characters that docxtpl looks through for the ends of tags that have none
_NAMESPACE = re.compile(r'\s+xmlns:(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Story:
    """A part with tags: `head + source + tail` is its XML, and `source`, after docxtpl's patch_xml, is Jinja2's."""

    name: str
    head: str
    source: str
    tail: str = ""
    next_id: int = 1  # what python-docx gives to a picture that is put in


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that the template has: the number in its name, None where there is none, and its bytes' SHA-1."""

    name: str
    number: int | None
    sha1: str
    file: str


@dataclass(frozen=True, slots=True)
class TemplateParts:
    """A template taken apart: body first, then headers, footers, footnotes; `members` by name."""

    stories: tuple[Story, ...]
    members: dict[str, bytes]
    namespaces: str  # the declarations that make the body an XML document of its own
    images: tuple[Image, ...]


class Patched(DocxTemplate):  # type: ignore[misc]
    """docxtpl, in whose tags `&` means `&`, and whose `{%p %}`, `{%tr %}`, `{%tc %}`, `{%r %}` may hold `%` and `}`."""

    def patch_xml(self, src_xml: str) -> str:
        joined = _SPLIT.sub("", src_xml)
        joined = _WITHIN.sub(lambda tag: _RUNS.sub("", tag[0]), joined)
        hidden = _PREFIXED.sub(lambda tag: tag[1] + tag[2].translate(_HIDDEN) + tag[3], joined)
        source = str(super().patch_xml(hidden)).translate(_SHOWN)
        return _INSIDE.sub(lambda inside: inside[0].replace("&amp;", "&"), source)


def take_apart(package: bytes, template: str) -> TemplateParts:
    """Runs all of docxtpl's steps that do not depend on the data.

    Drawings get the numbers docxtpl gives them. What python-docx cannot open is refused (`TemplateError`).
    """
    opened = Patched(io.BytesIO(package))
    try:
        opened.render_init()
        root = opened.docx._element
        next_id = _next_id(root)
        for number, drawing in enumerate(root.iter(_DRAWING_IDS), _FIRST_DRAWING):
            drawing.set("id", str(number))
        with_core_texts(opened.docx.core_properties)
        body, namespaces = _body(opened, root, next_id)
        stories = [body, *_headers_and_footers(opened), *_footnotes(opened)]
        saved = io.BytesIO()
        opened.docx.save(saved)
        images = tuple(
            Image(str(part.partname).lstrip("/"), part.partname.idx, part.sha1, part.filename)
            for part in opened.docx.part.package.image_parts
        )
    except TemplateError:
        raise
    except Exception as error:  # whatever python-docx and docxtpl raise where a package is not as they expect it
        raise TemplateError("not_docx", template) from error
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return TemplateParts(tuple(stories), members, namespaces, images)


def refuse_endless_parts(template: str, package: bytes) -> None:
    """`refuse_endless`, for the parts of a cleaned package that are filled."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in filter(_FILLED.fullmatch, archive.namelist()):
            refuse_endless(template, name, archive.read(name).decode())


def refuse_endless(template: str, name: str, xml: str) -> None:
    """Refuses (`TemplateError`) a part with more tags than can be compiled, or halves than can be looked for."""
    text = _XML.sub("", xml)
    found = list(_BRACKETS.finditer(text))
    if len(found) > 2 * _MOST_TAGS:
        raise TemplateError("too_many_tags", template, part=part_label(name), limit=_MOST_TAGS)
    pairs = sum(_CLOSING.get(one[0]) == after[0] for one, after in pairwise(found))
    if (len(found) - 2 * pairs) * len(xml) > _MOST_SEARCHED:
        near = text[found[0].start() : found[0].start() + 40]
        raise TemplateError("syntax", template, part=part_label(name), near=near)


def with_core_texts(properties: CoreProperties) -> None:
    """As docxtpl's render_properties: title, author and the like are there, be they empty."""
    for name in _CORE_TEXTS:
        setattr(properties, name, getattr(properties, name))


def _next_id(root: etree._Element) -> int:
    """As python-docx counts: one more than the largest id of anything."""
    ids = [str(found) for found in root.xpath("//@id")]  # type: ignore[union-attr]
    return max((int(found) for found in ids if found.isdigit()), default=0) + 1


def _body(opened: Patched, root: etree._Element, next_id: int) -> tuple[Story, str]:
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
    source = _BODY_START.sub(f"<w:body{own}>", source, count=1)
    return Story(name, DECLARATION + head, source, tail, next_id), namespaces


def _headers_and_footers(opened: Patched) -> list[Story]:
    found: dict[str, Story] = {}
    for uri in (opened.HEADER_URI, opened.FOOTER_URI):
        for _, part in opened.get_headers_footers(uri):
            name = part.partname.lstrip("/")
            source = opened.patch_xml(opened.get_part_xml(part))
            found[name] = Story(name, DECLARATION, source, next_id=_next_id(part.element))
    return list(found.values())


def _footnotes(opened: Patched) -> list[Story]:
    parts = [part for part in opened.docx.part.package.parts if part.content_type == _FOOTNOTES]
    texts = [etree.tostring(parse(part.blob), encoding="unicode") for part in parts]
    return [
        Story(part.partname.lstrip("/"), DECLARATION, opened.patch_xml(text))
        for part, text in zip(parts, texts, strict=True)
    ]
