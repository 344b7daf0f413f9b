"""A Word template, compiled once and rendered often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import escape

from pipeline.ooxml.archive import Member, pack
from pipeline.ooxml.relations import CONTENT_TYPES, relations_part
from pipeline.ooxml.xml import Odd
from pipeline.word.errors import TemplateError
from pipeline.word.text import tags_in

if TYPE_CHECKING:
    import jinja2
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from docxtpl.subdoc import Subdoc  # type: ignore[import-untyped]

    from pipeline.word.engines import Way
    from pipeline.word.fields import Contract
    from pipeline.word.source import Source
    from pipeline.word.stories import TemplateParts

__all__ = ["Template", "TemplateError"]

_RELATIONS = relations_part("")
_RENDERED_PROPERTIES = ("docProps/app.xml", "docProps/core.xml")


class Template:
    """A template: tags of docxtpl's language in body, headers, footers, footnotes and properties.

    `source` is its path, its bytes or a file object. `names` are the top-level variables it reads, `tags` the dotted
    paths of all fields, items of lists as `[]` ("person.name", "duties[].label"), spelled as `tags.paths` spells those
    of a context. The filters, tests and globals of `jinja_env` come on top of the language's own.
    With a `contract` it is judged for documents of one kind, too: see `judging`. All that is wrong is said at once.
    `engine` is "fast", or "docxtpl" where some part needs docxtpl's steps; `explain()` says which and why.
    A template that cannot be used raises `TemplateError`: see `errors.SENTENCES`.
    """

    def __init__(
        self, source: Source, jinja_env: jinja2.Environment | None = None, *, contract: Contract | None = None
    ) -> None:
        # Imported here: docxtpl, python-docx and Jinja2 take 300 ms, which a run that renders nothing does not pay.
        from pipeline.word.additions import Base
        from pipeline.word.engines import FAST, Parts
        from pipeline.word.judging import refuse_faulty, refuse_unsettled
        from pipeline.word.language import NONE, Language
        from pipeline.word.replacing import Replacements
        from pipeline.word.source import clean_package, named
        from pipeline.word.stories import refuse_endless_parts, take_apart
        from pipeline.word.whole import Whole, additions_of

        self.file, raw = named(source)
        cleaned = clean_package(self.file, raw)
        refuse_endless_parts(self.file, cleaned)
        own = additions_of(jinja_env)
        if own is None:  # a language that is not ours: nothing is known of its tags
            refuse_unsettled(cleaned, self.file)
        else:
            refuse_faulty(cleaned, self.file, Language(self.file, own=own), contract)
        package = take_apart(cleaned, self.file)
        self._parts = None if own is None else Parts(package, self.file, own)
        self._whole = Whole(cleaned, self.file, own or NONE, jinja_env if own is None else None)
        self._plain = Language(self.file, own=own or NONE)
        self._plain.part = "文档属性"
        self._base = Base.of(package)
        self._stories = [story.name for story in package.stories]
        self._replacements = Replacements()
        self._master: DocxTemplate | None = None
        try:
            self._keep(package)
        except Odd as error:
            raise TemplateError("not_docx", self.file) from error
        languages = (*(self._parts.languages if self._parts else ()), self._plain)
        names = self._whole.names() if self._parts is None else frozenset()
        self.names: frozenset[str] = names.union(*(language.names for language in languages))
        self.tags: frozenset[str] = names.union(*(language.tags for language in languages))
        self.engine: str = next((way.engine for way in self.explain() if way.engine != FAST), FAST)

    def explain(self) -> list[Way]:
        """How each part is filled, and why. A subdocument in a context takes its document through docxtpl as well."""
        from pipeline.word.engines import DOCXTPL, Way
        from pipeline.word.source import part_label

        if self._parts:
            return self._parts.ways()
        why = "用了自己的 Jinja 环境"
        return [Way(name, part_label(name), DOCXTPL, why) for name in self._stories]

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
        custom = members.pop(CUSTOM, b"")
        self._has_custom = CUSTOM in package.members
        self._own = own_properties(custom if custom.strip() else None)
        for name, value in self._own.items():
            if "{" in value:
                self._compile_property(f"{CUSTOM}#{name}", value)
        self._data = members
        self._static = {name: Member.of(name, data) for name, data in members.items() if name not in filled}
        types, relations = declare_custom_part(members[CONTENT_TYPES], members[_RELATIONS])
        self._with_custom = {CONTENT_TYPES: types, _RELATIONS: relations}
        self._declared = {name: Member.of(name, data) for name, data in self._with_custom.items()}

    def _compile_property(self, name: str, source: str) -> None:
        from pipeline.word.stories import refuse_endless

        refuse_endless(self.file, name, source)
        self._sources[name] = source
        self._properties[name] = self._plain.from_string(source)

    def render(self, context: Mapping[str, object], properties: Mapping[str, str] | None = None) -> bytes:
        """The docx that `context` gives; the same bytes for the same context on any machine.

        `properties` become custom document properties (text), in place of the template's own of the same name.
        Values may be docxtpl's RichText, Listing, InlineImage and Subdoc. A field that is missing, empty (None), not
        finite, not text or number, or that holds characters XML cannot hold raises `TemplateError` with the tag, and
        so does a template that asks for more than `limits` allows. Tags in values are text and stay.
        """
        from pipeline.ooxml.properties import CUSTOM, custom_part
        from pipeline.word import limits

        limits.begin()
        self._master = None
        custom = self._custom_properties(context, properties or {})
        changed, whole = self._filled(context, self._with_custom[CONTENT_TYPES] if custom else None)
        for name in _RENDERED_PROPERTIES:
            if name in self._properties:
                changed[name] = self._property(name, context).encode()
        if custom or self._has_custom:
            changed[CUSTOM] = custom_part(custom)
        members = {} if whole else dict(self._static)
        if custom and not whole:
            members |= self._declared
        if whole and custom:
            changed |= _declared_custom(changed)
        if self._replacements:
            known = {name: data for name, data in self._data.items() if name in members} | changed
            changed |= self._replacements.replaced(self.file, known, self._stories)
        for name, data in changed.items():
            if self._data.get(name) != data or name not in members:
                members[name] = Member.of(name, data)
        return pack(members[name] for name in sorted(members, key=lambda name: (name != CONTENT_TYPES, name)))

    def _filled(self, context: Mapping[str, object], types: bytes | None) -> tuple[dict[str, bytes], bool]:
        """The members that differ from the template's, and whether they are all there are."""
        from pipeline.word.additions import Additions
        from pipeline.word.values import ForDocxtpl

        if self._parts is None:
            return self._whole.fill(context), True
        additions = Additions(self._base, self.file)
        try:
            changed = self._parts.fill(context, additions)
        except ForDocxtpl as found:
            return self._whole.fill(context, found.master), True
        return changed | additions.members(types or self._data[CONTENT_TYPES]), False

    def _custom_properties(self, context: Mapping[str, object], given: Mapping[str, str]) -> dict[str, str]:
        from pipeline.ooxml.properties import CUSTOM, text_value
        from pipeline.word.values import check_text

        custom = {}
        for name, value in self._own.items():
            templated = f"{CUSTOM}#{name}"
            custom[name] = self._property(templated, context) if templated in self._properties else value
        for name, value in given.items():
            for text in (name, value):
                check_text(text, self.file, name)
            custom[name] = text_value(value)
        return custom

    def _property(self, name: str, context: Mapping[str, object]) -> str:
        try:
            return self._properties[name].render(context)
        except Exception as error:
            raise self._plain.explain(error, self._sources[name]) from error

    # What follows is named and works as in docxtpl's DocxTemplate, so that programs written for it need no change.

    def new_subdoc(self, docpath: object = None) -> Subdoc:
        """A document to fill, or the one at `docpath`, as a value for a tag `{{p }}` of the next document rendered."""
        if self._master is None:
            self._master = self._whole.new_master()
        return self._master.new_subdoc(docpath)

    def build_url_id(self, url: str) -> str:
        """What a RichText takes as `url_id` for a link to `url`: the address itself, numbered when it is printed."""
        return str(escape(url))

    def replace_pic(self, embedded_file: str, dst_file: object) -> None:
        """In all documents to come, the picture of this name, title or description becomes `dst_file`."""
        self._replacements.replace_pic(embedded_file, dst_file)

    def replace_media(self, src_file: object, dst_file: object) -> None:
        """In all documents to come, the picture with the bytes of `src_file` becomes `dst_file`."""
        self._replacements.replace_media(src_file, dst_file)

    def replace_embedded(self, src_file: object, dst_file: object) -> None:
        """In all documents to come, the embedded workbook with the bytes of `src_file` becomes `dst_file`."""
        self._replacements.replace_embedded(src_file, dst_file)

    def replace_zipname(self, zipname: str, dst_file: object) -> None:
        """In all documents to come, the member `zipname` becomes `dst_file`."""
        self._replacements.replace_zipname(zipname, dst_file)

    def reset_replacements(self) -> None:
        """Nothing is replaced any more."""
        self._replacements.reset_replacements()


def _declared_custom(members: Mapping[str, bytes]) -> dict[str, bytes]:
    from pipeline.ooxml.properties import declare_custom_part

    types, relations = declare_custom_part(members[CONTENT_TYPES], members[_RELATIONS])
    return {CONTENT_TYPES: types, _RELATIONS: relations}


def _refuse_misplaced(members: Mapping[str, bytes], filled: set[str], file: str) -> None:
    from pipeline.word.source import part_label

    for name, data in members.items():
        outside = name.endswith(".xml") and name not in filled and name != CONTENT_TYPES and b"{" in data
        if outside and any(tag.startswith("{") for tag in tags_in(data)):
            raise TemplateError("misplaced", file, part=part_label(name))
