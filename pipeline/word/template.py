"""A Word template, compiled once and rendered often."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.ooxml.archive import Member, pack
from pipeline.ooxml.relations import CONTENT_TYPES, relations_part
from pipeline.ooxml.xml import Odd
from pipeline.word.errors import TemplateError
from pipeline.word.text import tags_in

if TYPE_CHECKING:
    import jinja2

    from pipeline.word.engines import Fast, Slow
    from pipeline.word.fields import Contract
    from pipeline.word.stories import TemplateParts

__all__ = ["Template", "TemplateError"]

_RELATIONS = relations_part("")
_RENDERED_PROPERTIES = ("docProps/app.xml", "docProps/core.xml")


class Template:
    """The template at `path`: tags of docxtpl's language in body, headers, footers, footnotes and properties.

    With a `contract` it is judged for documents of one kind, too: see `judging`. All that is wrong is said at once.
    `names` are the top-level variables it reads, `tags` the dotted paths of all fields, items of lists as `[]`
    ("person.name", "duties[].label"), spelled as `tags.paths` spells those of a context.
    `engine` is "fast", or "docxtpl" where the template needs it (colspan, cellbg, hm, vm, `{{r }}`, `{{p }}`, macros,
    tags in attributes, drawings in loops).
    A template that cannot be used raises `TemplateError`: see `errors.SENTENCES`.
    """

    def __init__(self, path: Path, *, contract: Contract | None = None) -> None:
        # Imported here: docxtpl, python-docx and Jinja2 take 300 ms, which a run that renders nothing does not pay.
        from pipeline.word.judging import refuse_faulty
        from pipeline.word.language import Language
        from pipeline.word.source import clean_package
        from pipeline.word.stories import take_apart

        self.file = path.name
        cleaned = clean_package(path)
        refuse_faulty(cleaned, self.file, contract)
        package = take_apart(cleaned, self.file)
        self._engine = _engine(package, cleaned, self.file)
        self._plain = Language(self.file)
        self._plain.part = "文档属性"
        try:
            self._keep(package)
        except Odd as error:
            raise TemplateError("not_docx", self.file) from error
        languages = (self._engine.language, self._plain)
        self.engine: str = self._engine.name
        self.names: frozenset[str] = frozenset().union(*(language.names for language in languages))
        self.tags: frozenset[str] = frozenset().union(*(language.tags for language in languages))

    def _keep(self, package: TemplateParts) -> None:
        """Compresses, once, the members that are the same in every document."""
        from pipeline.ooxml.properties import CUSTOM, declare_custom_part, own_properties

        members = dict(package.members)
        filled = {story.name for story in package.stories}
        _refuse_misplaced(members, filled | {*_RENDERED_PROPERTIES, CUSTOM}, self.file)
        self._properties: dict[str, jinja2.Template] = {}
        self._sources: dict[str, str] = {}
        for name in _RENDERED_PROPERTIES:
            if tags_in(members.get(name, b"<none/>")):
                self._compile_property(name, members.pop(name).decode())
        self._own = own_properties(members.pop(CUSTOM, None))
        for name, value in self._own.items():
            if "{" in value:
                self._compile_property(f"{CUSTOM}#{name}", value)
        types, relations = declare_custom_part(members[CONTENT_TYPES], members[_RELATIONS])
        self._with_custom = {
            name: Member.of(name, data) for name, data in ((CONTENT_TYPES, types), (_RELATIONS, relations))
        }
        self._static = {name: Member.of(name, data) for name, data in members.items() if name not in filled}
        self._data = members

    def _compile_property(self, name: str, source: str) -> None:
        self._sources[name] = source
        self._properties[name] = self._plain.from_string(source)

    def render(self, context: Mapping[str, object], properties: Mapping[str, str] | None = None) -> bytes:
        """The docx that `context` gives; the same bytes for the same context on any machine.

        `properties` become custom document properties (text), in place of the template's own of the same name.
        A field that is missing, empty (None), not finite, not text or number, or that holds characters XML cannot
        hold raises `TemplateError` with the tag. Tags in values are text and stay.
        """
        from pipeline.ooxml.properties import CUSTOM, custom_part, text_value
        from pipeline.word.values import check_text

        changed = self._engine.parts(context)
        rendered = {name: self._property(name, context) for name in self._properties}
        changed |= {name: text.encode() for name, text in rendered.items() if name in _RENDERED_PROPERTIES}
        custom = {name: rendered.get(f"{CUSTOM}#{name}", value) for name, value in self._own.items()}
        for name, value in (properties or {}).items():
            for text in (name, value):
                check_text(text, self.file, name)
            custom[name] = text_value(value)
        members = dict(self._static)
        if custom:
            members |= self._with_custom
            changed[CUSTOM] = custom_part(custom)
        for name, data in changed.items():
            if self._data.get(name) != data or name not in members:
                members[name] = Member.of(name, data)
        return pack(members[name] for name in sorted(members, key=lambda name: (name != CONTENT_TYPES, name)))

    def _property(self, name: str, context: Mapping[str, object]) -> str:
        try:
            return self._properties[name].render(context)
        except Exception as error:
            raise self._plain.explain(error, self._sources[name]) from error


def _engine(package: TemplateParts, cleaned: bytes, file: str) -> Fast | Slow:
    from pipeline.word.engines import Fast, Slow
    from pipeline.word.structure import Beyond

    try:
        return Fast(package, file)
    except Beyond:
        return Slow(package, cleaned, file)


def _refuse_misplaced(members: Mapping[str, bytes], filled: set[str], file: str) -> None:
    from pipeline.word.source import part_label

    for name, data in members.items():
        outside = name.endswith(".xml") and name not in filled and name != CONTENT_TYPES and b"{" in data
        if outside and any(tag.startswith("{") for tag in tags_in(data)):
            raise TemplateError("misplaced", file, part=part_label(name))
