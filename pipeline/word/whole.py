"""A whole document through docxtpl itself: where a subdocument brings parts of its own, or an environment its rules."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import jinja2
from docx.document import Document as Word
from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]
from jinja2 import Environment, StrictUndefined, Undefined
from lxml import etree

from pipeline.ooxml.archive import Member, pack
from pipeline.ooxml.relations import relation, relations_part
from pipeline.ooxml.xml import Odd, parse
from pipeline.word.additions import HYPERLINK, address
from pipeline.word.errors import TemplateError
from pipeline.word.language import NONE, Language, Own
from pipeline.word.mending import distinct_bookmarks, numbered_drawings, with_paragraphs
from pipeline.word.positions import place
from pipeline.word.source import clean_package, part_label
from pipeline.word.stories import Patched, with_core_texts

_LINK = re.compile(r'(?<=<w:hyperlink r:id=")[^"]*(?=")')
_SETTINGS = (  # what makes an environment another language than ours
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string"),
    *("comment_end_string", "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks"),
    *("newline_sequence", "keep_trailing_newline", "optimized", "finalize", "loader", "is_async"),
)


def additions_of(environment: Environment | None) -> Own | None:
    """The filters, tests and globals that an environment adds to Jinja2's; None where it is another language."""
    if environment is None:
        return NONE
    plain = Environment()
    same = all(getattr(environment, name) == getattr(plain, name) for name in _SETTINGS)
    if not same or environment.extensions or environment.undefined not in (Undefined, StrictUndefined):
        return None

    def new(own: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in own.items() if known.get(name) is not value}

    return Own(
        new(environment.filters, plain.filters),
        new(environment.tests, plain.tests),
        new(environment.globals, plain.globals),
    )


class Whole:
    """docxtpl as it is, once for each document, in our language or in an environment of the program's own.

    The latter is taken as it comes: what its templates may reach and what they cost is for whoever passes it to bound.
    """

    def __init__(self, cleaned: bytes, file: str, own: Own, environment: Environment | None) -> None:
        self._cleaned, self._file, self._environment = cleaned, file, environment
        self._language = Language(file, markup=True, rich=self._current, own=own)
        self._compiled: dict[str, jinja2.Template] = {}
        self._document: _Document | None = None

    def new_master(self) -> DocxTemplate:
        """The template opened by docxtpl, for subdocuments to attach their styles, pictures and lists to."""
        return DocxTemplate(io.BytesIO(self._cleaned))

    def names(self) -> frozenset[str]:
        """The variables that docxtpl finds."""
        try:
            return frozenset(self.new_master().get_undeclared_template_variables(self._environment))
        except Exception as error:
            raise TemplateError("syntax", self._file, part="正文", near=str(error)) from error

    def fill(self, context: Mapping[str, object], master: Word | None = None) -> dict[str, bytes]:
        """All members of the document; `master` is what the subdocuments in `context` are attached to."""
        self._document = document = _Document(io.BytesIO(self._attached(master) if master else self._cleaned))
        document.compiled, document.master, document.file = self._compiled, master, self._file
        language = self._environment or self._language
        try:
            document.render(dict(context), language, autoescape=True)
            saved = io.BytesIO()
            document.save(saved)
        except Exception as error:  # whatever an expression of the template, a filter or a subdocument can raise
            raise self._language.explain(error, "") from error
        return unpacked(saved.getvalue())

    def _attached(self, master: Word) -> bytes:
        """The template's package with what subdocuments have attached to the master: pictures, styles, lists, links.

        Where docxtpl has filled the master by now, its text is the template's own again. Refused (`TemplateError`) is
        the master of another template, whose relations are not ours.
        """
        saved = io.BytesIO()
        master.save(saved)
        attached = clean_package(self._file, saved.getvalue())
        theirs, ours = unpacked(attached), unpacked(self._cleaned)
        main = master.part.partname.lstrip("/")
        if main not in ours or not _joined(main, ours) <= _joined(main, theirs):
            raise TemplateError("other_template", self._file, tag="Subdoc")
        if _text(ours[main]) == _text(theirs[main]):
            return attached
        own = {one for one, _ in _joined(main, ours) if re.match(r"word/(?:header|footer)", one)} | {main}
        return pack(Member.of(name, ours[name] if name in own else data) for name, data in theirs.items())

    def _current(self) -> _Document:
        assert self._document
        return self._document


def _joined(part: str, members: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """What a part is related to, and by which number."""
    root = parse(members[relations_part(part)])
    return {(one.target, one.id) for one in (relation(part, entry) for entry in root)}


def _text(part: bytes) -> str:
    """A part as it reads, whatever the numbers of its drawings, which attaching changes."""
    return numbered_drawings(etree.tostring(parse(part), method="c14n").decode())


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class _Document(Patched):
    """docxtpl, which explains what went wrong, and does not mend XML that tags have torn. It is `values.Rich`, too."""

    compiled: dict[str, jinja2.Template]
    master: Word | None = None
    file = ""

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, object], jinja_env: Environment) -> str:
        self.current_rendering_part = part
        if not isinstance(jinja_env, Language):
            return str(super().render_xml_part(src_xml, part, context, jinja_env))
        jinja_env.part = part_label(part.partname.lstrip("/"))
        try:
            if src_xml not in self.compiled:
                self.compiled[src_xml] = jinja_env.from_string(place(jinja_env.read(src_xml)))
            xml = self.compiled[src_xml].render(context)
        except Exception as error:
            raise jinja_env.explain(error, src_xml) from error
        xml = distinct_bookmarks(with_paragraphs(self.resolve_listing(xml)))
        try:
            parse(xml.encode())
        except Odd as error:
            raise TemplateError("structure", jinja_env.file, part=jinja_env.part, near=jinja_env.part) from error
        return str(xml)

    def render_properties(self, context: Mapping[str, object], jinja_env: Environment | None = None) -> None:
        """Only sees that they are there: `Template` fills them, escaping once (docxtpl's way escapes values twice)."""
        with_core_texts(self.docx.core_properties)

    def picture(self, image: InlineImage) -> str:
        bound = copy.copy(image)
        bound.tpl = self
        return str(bound.__html__())

    def subdocument(self, value: Any, tag: str) -> str:
        """The paragraphs of a subdocument, which has to be attached to this document's master."""
        if value.docx is not self.master:
            raise TemplateError("other_template", self.file, tag=tag)
        return str(value.__html__())

    def runs(self, xml: str, tag: str) -> str:
        """The XML of a RichText, its links related to the part; numbers are the master's, all else addresses."""
        part = self.current_rendering_part

        def linked(target: str) -> str:
            if target in part.rels:
                return target
            return str(part.relate_to(address(target, self.file, tag), HYPERLINK, is_external=True))

        return _LINK.sub(lambda target: linked(target[0]), xml)
