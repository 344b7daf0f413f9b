"""An Office package (ISO/IEC 29500-2) that is changed part by part: what nobody touches stays byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml.archive import Member, pack
from pipeline.sheets.files.xlsx import MOST_BYTES
from pipeline.sheets.grid import Refused

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Odd(Exception):
    """A package that is built in a way this room does not know; its content can still be recast."""


class Relation(NamedTuple):
    """One relation of a part; `target` is the other part's name, or an address where it is `external`."""

    id: str
    kind: str  # the last word of its type: worksheet, comments, …
    target: str
    external: bool


def parsed(xml: bytes) -> etree._Element:
    """The root of an XML part. Raises `Odd` for a document type, which may hold entities, and for damaged XML."""
    if b"<!DOCTYPE" in xml[:4096]:
        raise Odd("document type")
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise Odd("damaged XML") from error


def serialised(root: etree._Element) -> bytes:
    return _DECLARATION + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Package:
    """Reads parts when they are asked for; keeps in memory only what was changed.

    Raises `Refused("too_large")` for more XML than the reader takes.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(info.file_size for info in self._archive.infolist() if info.filename.endswith(".xml")) > MOST_BYTES:
            raise Refused("too_large")
        self._names = {info.filename for info in self._archive.infolist() if not info.is_dir()}
        self._changed: dict[str, bytes] = {}
        self._types = parsed(self.read(CONTENT_TYPES))
        self._relations: dict[str, etree._Element] = {}
        self._reachable = self._reached()
        kinds = [str(one.get("Type")) for one in self._relations_of("")]
        self.relation_types = _STRICT if any(kind.startswith(_STRICT) for kind in kinds) else _TRANSITIONAL

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises `Odd` where it is missing."""
        if name in self._changed:
            return self._changed[name]
        if name not in self._names:
            raise Odd(f"no {name}")
        return self._archive.read(name)

    def names(self) -> list[str]:
        return sorted(self._names)

    def write(self, name: str, data: bytes) -> None:
        self._names.add(name)
        self._changed[name] = data

    def add(self, pattern: str, data: bytes, content_type: str) -> str:
        """A new part under `pattern`, with the first free number in its braces (`xl/comments{}.xml`); its name."""
        taken = {name.lower() for name in self._names}
        number = 1
        while "{}" in pattern and pattern.format(number).lower() in taken:
            number += 1
        name = pattern.format(number)
        self.write(name, data)
        extension = name.rpartition(".")[2]
        if extension == "vml":
            if not any(one.get("Extension", "").lower() == extension for one in self._types):
                self._types.insert(0, self._types.makeelement(f"{_TYPES}Default", Extension=extension))
                self._types[0].set("ContentType", content_type)
        else:
            override = etree.SubElement(self._types, f"{_TYPES}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)
        return name

    def relations(self, part: str) -> list[Relation]:
        """The relations of a part, `""` for those of the package itself."""
        found = []
        for one in self._relations_of(part):
            target, external = one.get("Target", ""), one.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            found.append(Relation(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], target, external))
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The first part of a kind that `part` is related to, if it is there."""
        targets = (one.target for one in self.relations(part) if one.kind == kind and not one.external)
        return next((target for target in targets if target in self._names), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate `part` to another part; returns the relation's id."""
        root = self._relations_of(part)
        taken = {one.get("Id") for one in root}
        number = next(number for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        relation = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=f"rId{number}")
        relation.set("Type", f"{self.relation_types}/{kind}")
        relation.set("Target", posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(part))))
        return f"rId{number}"

    def unrelate(self, part: str, kind: str, target: str | None = None) -> bool:
        """Cut the relations of a kind, to `target` where given; what they alone led to goes. Whether there was one."""
        root, cut = self._relations_of(part), False
        for one, relation in zip(list(root), self.relations(part), strict=True):
            if relation.kind == kind and target in (None, relation.target):
                root.remove(one)
                cut = True
        if cut:
            self._drop(self._reachable - self._reached())
        return cut

    def data(self) -> bytes:
        """The package; the order and times of its members are fixed."""
        for part, root in self._relations.items():
            name = _relations_name(part)
            if len(root):
                self.write(name, serialised(root))
            else:
                self._names.discard(name)
        self.write(CONTENT_TYPES, serialised(self._types))
        order = sorted(self._names, key=lambda name: (name != CONTENT_TYPES, name))
        return pack(Member.of(name, self.read(name)) for name in order)

    def _drop(self, parts: set[str]) -> None:
        for part in parts:
            self._names.discard(part)
            self._names.discard(_relations_name(part))
            self._relations.pop(part, None)
            self._changed.pop(part, None)
        for one in list(self._types):
            if one.get("PartName", "").lstrip("/") in parts:
                self._types.remove(one)

    def _relations_of(self, part: str) -> etree._Element:
        if part not in self._relations:
            name = _relations_name(part)
            empty = parsed(f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
            self._relations[part] = parsed(self.read(name)) if name in self._names else empty
        return self._relations[part]

    def _reached(self) -> set[str]:
        found, waiting = set[str](), [""]
        while waiting:
            for relation in self.relations(waiting.pop()):
                if not relation.external and relation.target in self._names and relation.target not in found:
                    found.add(relation.target)
                    waiting.append(relation.target)
        return found


def _relations_name(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")
