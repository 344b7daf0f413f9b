"""The two ways to fill a template's parts: the fast one, and docxtpl itself for what the fast one does not cover."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree

from pipeline.ooxml.xml import Odd, parse
from pipeline.word.errors import TemplateError
from pipeline.word.language import Language, lines, near_line
from pipeline.word.source import part_label
from pipeline.word.stories import Patched, Story, TemplateParts
from pipeline.word.structure import Survey, Unbalanced, survey

_NO_ROWS = "</w:tblGrid></w:tbl>"
# A table cell must end with a paragraph (ISO/IEC 29500-1, 17.4.65): Word calls a file damaged where tags took the last.
_BARE_CELLS = (("</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>"), ("</w:tbl></w:tc>", "</w:tbl><w:p/></w:tc>"))
_BODY_START = re.compile(r"<w:body[^>]*>")


@dataclass(frozen=True, slots=True)
class _Part:
    story: Story
    label: str
    template: jinja2.Template
    survey: Survey


class Fast:
    """Parts compiled to Python, rendered as text, never parsed; equal to docxtpl's by construction of the survey.

    Raises `structure.Beyond` for a template that only docxtpl can fill, `TemplateError` for one that nobody can.
    """

    name = "fast"

    def __init__(self, package: TemplateParts, file: str) -> None:
        self.language = Language(file, breaks=True)
        self._namespaces = package.namespaces
        self._docxtpl = DocxTemplate("")  # for its steps that work on text: it opens nothing
        self._parts = [self._compile(story) for story in package.stories]

    def _compile(self, story: Story) -> _Part:
        language = self.language
        language.part = part_label(story.name)
        tree = language.read(story.source)
        try:
            found = survey(tree)
        except Unbalanced as error:
            near = near_line(lines(story.source), error.line)
            raise TemplateError("structure", language.file, part=language.part, near=near) from error
        return _Part(story, language.part, language.from_string(tree), found)

    def parts(self, context: Mapping[str, object]) -> dict[str, bytes]:
        """Member name -> its bytes, for the parts with tags."""
        return {part.story.name: self._fill(part, context) for part in self._parts}

    def _fill(self, part: _Part, context: Mapping[str, object]) -> bytes:
        try:
            xml = self._finish(part, part.template.render(context))
        except Exception as error:  # whatever an expression of the template can raise
            self.language.part = part.label
            raise self.language.explain(error, part.story.source) from error
        return f"{part.story.head}{xml}{part.story.tail}".encode()

    def _finish(self, part: _Part, xml: str) -> str:
        if "\t" in xml or "\n" in xml:  # a tab takes its run's properties along; rare, so docxtpl's own step does it
            xml = self._docxtpl.resolve_listing(xml)
        body = part is self._parts[0]
        if body and (part.survey.refit or (part.survey.may_empty and _NO_ROWS in xml)):
            xml = self._refit(xml)
        for bare, filled in _BARE_CELLS:
            xml = xml.replace(bare, filled)
        return xml

    def _refit(self, xml: str) -> str:
        start = _BODY_START.match(xml)
        assert start
        tree = self._docxtpl.fix_tables(f"<w:body{self._namespaces}>{xml[start.end() :]}")
        return _BODY_START.sub(lambda _: start[0], etree.tostring(tree, encoding="unicode"), count=1)


class Slow:
    """docxtpl as it is, in the same language, once for each document."""

    name = "docxtpl"

    def __init__(self, package: TemplateParts, cleaned: bytes, file: str) -> None:
        self.language = Language(file, markup=True)
        self._cleaned, self._body = cleaned, package.stories[0].source
        for story in package.stories:
            self.language.part = part_label(story.name)
            self.language.read(story.source)
        self._compiled: dict[str, jinja2.Template] = {}

    def parts(self, context: Mapping[str, object]) -> dict[str, bytes]:
        """Member name -> its bytes, for all of `word/`."""
        document = _Docxtpl(io.BytesIO(self._cleaned))
        document.compiled = self._compiled
        try:
            document.render(dict(context), self.language, autoescape=True)
        except Exception as error:
            raise self.language.explain(error, self._body) from error
        saved = io.BytesIO()
        document.save(saved)
        with zipfile.ZipFile(saved) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name.startswith("word/")}


class _Docxtpl(Patched):
    """docxtpl, which explains what went wrong, and does not mend XML that tags have torn."""

    compiled: dict[str, jinja2.Template]

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, object], jinja_env: Language) -> str:
        self.current_rendering_part = part
        jinja_env.part = part_label(part.partname.lstrip("/"))
        try:
            if src_xml not in self.compiled:
                self.compiled[src_xml] = jinja_env.from_string(src_xml)
            xml = self.compiled[src_xml].render(context)
        except Exception as error:
            raise jinja_env.explain(error, src_xml) from error
        xml = self.resolve_listing(xml)
        try:
            parse(xml.encode())
        except Odd as error:
            raise TemplateError("structure", jinja_env.file, part=jinja_env.part, near=jinja_env.part) from error
        return str(xml)

    def render_properties(self, context: Mapping[str, object], jinja_env: Language | None = None) -> None:
        """Nothing: `Template` fills them, escaping once (docxtpl's own way escapes their values twice)."""
