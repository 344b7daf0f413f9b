"""What one document adds to its template's package: pictures and links, numbered as python-docx would."""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.image.image import Image as Picture
from docx.oxml.shape import CT_Inline
from docxtpl import InlineImage  # type: ignore[import-untyped]
from lxml import etree

from pipeline.ooxml.relations import CONTENT_TYPES, NO_RELATIONS, relation, relations_part
from pipeline.ooxml.xml import AS_LIBRARIES, Odd, W, parse, serialise
from pipeline.word.errors import TemplateError
from pipeline.word.stories import Image, Story, TemplateParts
from pipeline.word.values import ForDocxtpl

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_IMAGE, HYPERLINK = f"{_OFFICE}/image", f"{_OFFICE}/hyperlink"
_LINK = re.compile(r'(<w:hyperlink )(r:id=")([^"]*)(")')
_BREAKS = re.compile("[\a\f]")
_NUMBERED = re.compile(r"rId\d+")
_PICTURE = re.compile(r"(?<=<w:drawing>).*(?=</w:drawing>)", re.DOTALL)
_WHITE = re.compile(r">\s+<")
PLACE = re.compile(r"<\?picture (\d+)\?>")  # where a picture goes: its own XML would slow all steps down


@dataclass(frozen=True, slots=True)
class Base:
    """The template's package as additions see it: relations by part, and its pictures."""

    relations: Mapping[str, tuple[tuple[str, str, str, bool], ...]]  # id, type, target, external
    images: tuple[Image, ...]
    members: Mapping[str, bytes]

    @classmethod
    def of(cls, package: TemplateParts) -> Base:
        found = {story.name: _relations(story.name, package.members) for story in package.stories}
        return cls(found, package.images, package.members)


def _relations(part: str, members: Mapping[str, bytes]) -> tuple[tuple[str, str, str, bool], ...]:
    root = parse(members.get(relations_part(part), NO_RELATIONS))
    every = [(entry.get("Type", ""), relation(part, entry)) for entry in root]
    return tuple((one.id, kind, one.target, one.external) for kind, one in every)


@dataclass(slots=True)
class Additions:
    """Filled while a document is rendered, part by part: `enter` says which. docxtpl sees it as its current part."""

    base: Base
    file: str
    _story: Story | None = None
    _relations: dict[str, list[tuple[str, str, str, bool]]] = field(default_factory=dict)
    _media: dict[str, tuple[str, int, Picture]] = field(default_factory=dict)  # by SHA-1: its name, number
    _pictures: list[str] = field(default_factory=list)

    def enter(self, story: Story) -> None:
        self._story = story

    def picture(self, image: InlineImage) -> str:
        """What docxtpl's InlineImage makes, with a mark in place of the drawing (`drawn` puts it in)."""
        bound = copy.copy(image)
        bound.tpl = _Current(self)
        xml = bound.__html__()
        found = _PICTURE.search(xml)
        assert found
        # python-docx, which reads headers and footers anew, takes the white space out of them.
        body = self._story is not None and self._story.tail
        self._pictures.append(found[0] if body else _WHITE.sub("><", found[0].strip()))
        return f"{xml[: found.start()]}<?picture {len(self._pictures) - 1}?>{xml[found.end() :]}"

    def runs(self, xml: str, tag: str) -> str:
        """The XML of a RichText, its links related to the part; well-formed, or refused."""
        if "<w:hyperlink " in xml:
            xml = _LINK.sub(lambda link: f'{link[1]}xmlns:r="{_OFFICE}" {link[2]}{self._linked(link[3], tag)}"', xml)
        try:
            parse(f'<runs xmlns:w="{W[1:-1]}">{_BREAKS.sub(" ", xml)}</runs>'.encode())
        except Odd as error:
            raise TemplateError("torn", self.file, tag=tag) from error
        return xml

    def subdocument(self, value: Any, tag: str) -> str:
        """Is not for here."""
        raise ForDocxtpl(value.docx)

    @property
    def pictures(self) -> bool:
        """Whether any picture was put in."""
        return bool(self._pictures)

    def drawn(self, xml: str) -> str:
        return PLACE.sub(lambda place: self._pictures[int(place[1])], xml) if self._pictures else xml

    def _linked(self, target: str, tag: str) -> str:
        assert self._story
        if any(target == one[0] for one in self._all(self._story.name)):
            return target
        return self.relate_to(address(target, self.file, tag), HYPERLINK, is_external=True)

    def _all(self, part: str) -> list[tuple[str, str, str, bool]]:
        return [*self.base.relations.get(part, ()), *self._relations.get(part, ())]

    def relate_to(self, target: str, kind: str, is_external: bool = False) -> str:
        """As python-docx's: the id of the current part's relation, the one that is there or a new one."""
        assert self._story
        every = self._all(self._story.name)
        for number, its_kind, its_target, external in every:
            if (its_kind, its_target, external) == (kind, target, is_external):
                return number
        taken = {one[0] for one in every}
        number = next(f"rId{n}" for n in range(1, len(every) + 2) if f"rId{n}" not in taken)
        self._relations.setdefault(self._story.name, []).append((number, kind, target, is_external))
        return number

    def new_pic_inline(self, descriptor: Any, width: Any = None, height: Any = None) -> CT_Inline:
        """As python-docx's: a drawing of the picture, which is in the package once, however often it stands there."""
        assert self._story
        name, picture = self._kept(Picture.from_file(descriptor))
        number = self.relate_to(name, _IMAGE)
        cx, cy = picture.scaled_dimensions(width, height)
        return CT_Inline.new_pic_inline(self._story.next_id, number, picture.filename, cx, cy)

    def _kept(self, picture: Picture) -> tuple[str, Picture]:
        if picture.sha1 in self._media:
            name, _, kept = self._media[picture.sha1]
            return name, kept
        for image in self.base.images:
            if image.sha1 == picture.sha1:
                return image.name, Picture.from_blob(self.base.members[image.name])
        used = {image.number for image in self.base.images} | {number for _, number, _ in self._media.values()}
        number = next(n for n in range(1, len(used) + 2) if n not in used)
        extension = picture.ext or picture.content_type.rpartition("/")[2]
        self._media[picture.sha1] = (f"word/media/image{number}.{extension}", number, picture)
        return self._media[picture.sha1][0], picture

    def members(self, types: bytes) -> dict[str, bytes]:
        """The members that are new or other than the template's; `types` is its list of content types."""
        found = {name: picture.blob for name, _, picture in self._media.values()}
        for part, added in self._relations.items():
            name = relations_part(part)
            found[name] = _with_relations(self.base.members.get(name, NO_RELATIONS), part, added)
        if self._media:
            kinds = {name.rpartition(".")[2]: picture.content_type for name, _, picture in self._media.values()}
            found[CONTENT_TYPES] = _with_types(types, kinds)
        return found


@dataclass(frozen=True, slots=True)
class _Current:
    """What an InlineImage asks its template for."""

    current_rendering_part: Additions


def address(target: str, file: str, tag: str) -> str:
    """The address that a RichText links to; refused (`TemplateError`): none, or the number of no relation there is."""
    if not target or _NUMBERED.fullmatch(target):
        raise TemplateError("link", file, tag=tag)
    return html.unescape(target)


def _with_relations(data: bytes, part: str, added: list[tuple[str, str, str, bool]]) -> bytes:
    root = parse(data)
    folder = part.rpartition("/")[0] + "/"
    for number, kind, target, external in added:
        entry = etree.SubElement(root, root.tag.replace("Relationships", "Relationship"), Id=number, Type=kind)
        entry.set("Target", target if external else target.removeprefix(folder))
        if external:
            entry.set("TargetMode", "External")
    return serialise(root, AS_LIBRARIES)


def _with_types(types: bytes, kinds: Mapping[str, str]) -> bytes:
    """With the endings of the pictures, in the alphabetical order of python-docx."""
    root = parse(types)
    defaults = {one.get("Extension", ""): one for one in root if one.get("Extension") is not None}
    known = {extension.lower() for extension in defaults}
    for extension in sorted(kinds):
        if extension.lower() not in known:
            tag = root.tag.replace("Types", "Default")
            defaults[extension] = root.makeelement(tag, Extension=extension, ContentType=kinds[extension])
            known.add(extension.lower())
    for place, extension in enumerate(sorted(defaults)):
        root.insert(place, defaults[extension])
    return serialise(root, AS_LIBRARIES)
