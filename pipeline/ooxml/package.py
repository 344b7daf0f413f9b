"""An Office package (ISO/IEC 29500-2) that is changed part by part: what nobody touches stays byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from pipeline.ooxml.archive import Member, pack
from pipeline.ooxml.relations import (
    CONTENT_TYPES,
    NO_RELATIONS,
    Relation,
    declare,
    entries,
    relate,
    relation,
    relations_part,
)
from pipeline.ooxml.xml import Odd, serialise

MOST_BYTES = 300_000_000  # of XML in one package, unpacked
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class TooLarge(Exception):
    """A package with more XML than `MOST_BYTES`."""


class Package:
    """Reads parts when they are asked for; keeps in memory only what was changed.

    Raises `TooLarge`, `Odd` where it has no list of its parts, and what zipfile raises for bytes that are no package.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(info.file_size for info in self._archive.infolist() if info.filename.endswith(".xml")) > MOST_BYTES:
            raise TooLarge
        self._names = {info.filename for info in self._archive.infolist() if not info.is_dir()}
        self._changed: dict[str, bytes] = {}
        self._types = entries(self.read(CONTENT_TYPES))
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
        declare(self._types, name, content_type)
        return name

    def relations(self, part: str) -> list[Relation]:
        """The relations of a part, `""` for those of the package itself."""
        return [relation(part, entry) for entry in self._relations_of(part)]

    def related(self, part: str, kind: str) -> str | None:
        """The first part of a kind that `part` is related to, if it is there."""
        targets = (one.target for one in self.relations(part) if one.kind == kind and not one.external)
        return next((target for target in targets if target in self._names), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate `part` to another part; returns the relation's id."""
        root = self._relations_of(part)
        taken = {one.get("Id") for one in root}
        number = next(number for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        path = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(part)))
        relate(root, f"rId{number}", f"{self.relation_types}/{kind}", path)
        return f"rId{number}"

    def unrelate(self, part: str, kind: str, target: str | None = None) -> bool:
        """Cut the relations of a kind, to `target` where given; what they alone led to goes. Whether there was one."""
        root, cut = self._relations_of(part), False
        for entry, one in zip(list(root), self.relations(part), strict=True):
            if one.kind == kind and target in (None, one.target):
                root.remove(entry)
                cut = True
        if cut:
            self._drop(self._reachable - self._reached())
        return cut

    def data(self) -> bytes:
        """The package; the order and times of its members are fixed."""
        for part, root in self._relations.items():
            name = relations_part(part)
            if len(root):
                self.write(name, serialise(root))
            else:
                self._names.discard(name)
        self.write(CONTENT_TYPES, serialise(self._types))
        order = sorted(self._names, key=lambda name: (name != CONTENT_TYPES, name))
        return pack(Member.of(name, self.read(name)) for name in order)

    def _drop(self, parts: set[str]) -> None:
        for part in parts:
            self._names.discard(part)
            self._names.discard(relations_part(part))
            self._relations.pop(part, None)
            self._changed.pop(part, None)
        for one in list(self._types):
            if one.get("PartName", "").lstrip("/") in parts:
                self._types.remove(one)

    def _relations_of(self, part: str) -> etree._Element:
        if part not in self._relations:
            name = relations_part(part)
            self._relations[part] = entries(self.read(name) if name in self._names else NO_RELATIONS)
        return self._relations[part]

    def _reached(self) -> set[str]:
        found, waiting = set[str](), [""]
        while waiting:
            for one in self.relations(waiting.pop()):
                if not one.external and one.target in self._names and one.target not in found:
                    found.add(one.target)
                    waiting.append(one.target)
        return found
