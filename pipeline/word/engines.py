"""How a template's parts are filled: as text, fast, or with docxtpl's own steps, part by part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple

import jinja2
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree

from pipeline.ooxml.xml import Odd, parse
from pipeline.word.additions import Additions
from pipeline.word.errors import TemplateError
from pipeline.word.language import Language, Own, lines, near_line
from pipeline.word.mending import distinct_bookmarks, numbered_drawings, with_paragraphs
from pipeline.word.positions import place
from pipeline.word.source import part_label
from pipeline.word.stories import Story, TemplateParts
from pipeline.word.structure import Beyond, Survey, Unbalanced, survey
from pipeline.word.values import ForDocxtpl

FAST, DOCXTPL = "fast", "docxtpl"
_NO_ROWS = "</w:tblGrid></w:tbl>"
_BODY_START = re.compile(r"<w:body[^>]*>")
_ANYTHING = Survey(refit=True, may_bare=True, drawings=True, bookmarks=True)

current: ContextVar[Additions] = ContextVar("additions")  # of the document that this thread fills


class Way(NamedTuple):
    """How one part is filled: its name in the package, what staff call it, `FAST` or `DOCXTPL`, and why, in Chinese."""

    part: str
    label: str
    engine: str
    why: str


@dataclass(frozen=True, slots=True)
class _Part:
    story: Story
    label: str
    template: jinja2.Template
    survey: Survey
    beyond: str  # why docxtpl's steps are needed; "" where they are not


class Parts:
    """The parts of a template, compiled to Python.

    Most are rendered as text and never parsed: the survey of their source says that this is what docxtpl would give.
    The others go through the steps that docxtpl takes with every part. Raises `TemplateError` for a template that
    nobody can fill.
    """

    def __init__(self, package: TemplateParts, file: str, own: Own) -> None:
        self._fast = Language(file, breaks=True, rich=current.get, own=own)
        self._slow = Language(file, markup=True, rich=current.get, own=own)
        self.languages = (self._fast, self._slow)
        self._namespaces = package.namespaces
        self._docxtpl = DocxTemplate("")  # for its steps that work on text and trees: it opens nothing
        self._parts = [self._compile(story) for story in package.stories]

    def ways(self) -> list[Way]:
        """How each part is filled, in the order of the stories."""
        return [
            Way(part.story.name, part.label, DOCXTPL if part.beyond else FAST, part.beyond or "可以按文字直接填写")
            for part in self._parts
        ]

    def _compile(self, story: Story) -> _Part:
        label = part_label(story.name)
        for language in self.languages:
            language.part = label
        tree = self._fast.read(story.source)
        try:
            found = survey(place(tree))
        except Unbalanced as error:
            near = near_line(lines(story.source), error.line)
            raise TemplateError("structure", self._fast.file, part=label, near=near) from error
        except Beyond as error:
            return _Part(story, label, self._slow.from_string(story.source), _ANYTHING, str(error))
        return _Part(story, label, self._fast.from_string(tree), found, "")

    def fill(self, context: Mapping[str, object], additions: Additions) -> dict[str, bytes]:
        """Member name -> its bytes, for the parts with tags."""
        current.set(additions)
        return {part.story.name: self._fill(part, context, additions) for part in self._parts}

    def _fill(self, part: _Part, context: Mapping[str, object], additions: Additions) -> bytes:
        additions.enter(part.story)
        try:
            xml = additions.drawn(self._finish(part, part.template.render(context)))
        except ForDocxtpl:
            raise
        except Exception as error:  # whatever an expression of the template can raise
            language = self._slow if part.beyond else self._fast
            language.part = part.label
            raise language.explain(error, part.story.source) from error
        if part is self._parts[0] and (part.survey.drawings or additions.pictures):
            xml = numbered_drawings(xml)
        return f"{part.story.head}{xml}{part.story.tail}".encode()

    def _finish(self, part: _Part, xml: str) -> str:
        # Four searches for a character, not one for a set of them, which takes twenty times as long. A tab takes its
        # run's properties along; it is rare, so docxtpl's own step does it.
        if "\n" in xml or "\t" in xml or "\a" in xml or "\f" in xml:
            xml = self._docxtpl.resolve_listing(xml)
        body, found = part is self._parts[0], part.survey
        if part.beyond:
            self._check(xml, part, body)
        if body and (found.refit or (found.may_empty and _NO_ROWS in xml)):
            xml = self._refit(xml)
        if found.may_bare:
            xml = with_paragraphs(xml)
        return distinct_bookmarks(xml) if found.bookmarks else xml

    def _check(self, xml: str, part: _Part, body: bool) -> None:
        """docxtpl would mend XML that tags have torn: here it is refused."""
        try:
            parse((self._on_its_own(xml) if body else xml).encode())
        except Odd as error:
            raise TemplateError("structure", self._slow.file, part=part.label, near=part.label) from error

    def _on_its_own(self, body: str) -> str:
        start = _BODY_START.match(body)
        assert start
        return f"<w:body{self._namespaces}>{body[start.end() :]}"

    def _refit(self, xml: str) -> str:
        start = _BODY_START.match(xml)
        assert start
        tree = self._docxtpl.fix_tables(self._on_its_own(xml))
        return _BODY_START.sub(lambda _: start[0], etree.tostring(tree, encoding="unicode"), count=1)
