"""An Office package (ISO/IEC 29500-2) that is changed part by part: what nobody touches stays byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from urllib.parse import unquote

from lxml import etree

from pipeline.ooxml.archive import Member, as_it_lies, pack
from pipeline.ooxml.relations import (
    CONTENT_TYPES,
    NO_RELATIONS,
    RELATIONS_TYPE,
    Relation,
    declare,
    entries,
    is_declared,
    relate,
    relation,
    relations_part,
)
from pipeline.ooxml.xml import Odd, serialise

MOST_BYTES = 300_000_000  # of XML in one package, unpacked
_LARGE = 20_000_000  # bytes of a part that goes on as it lies there, if nobody asked for it
_TYPES = {"rels": RELATIONS_TYPE, "xml": "application/xml"}  # of parts of which the package says nothing
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class TooLarge(Exception):
    """A package with more XML than `MOST_BYTES`."""


class Package:
    """Reads parts when they are asked for; keeps in memory only what was changed.

    Names are spelled with / and found whatever their case (ISO 29500-2, 6.2.2); what nobody asks for is not unpacked.
    Raises `TooLarge`, `Odd` where it has no list of its parts, and what zipfile raises for bytes that are no package.
    """

    def __init__(self, data: bytes) -> None:
        self._data, self._archive = data, zipfile.ZipFile(io.BytesIO(data))
        self._infos = {_spelled(info.filename): info for info in self._archive.infolist() if not info.is_dir()}
        self._names = set(self._infos)
        self._by_key = {name.lower(): name for name in self._names}
        self._left = MOST_BYTES
        self._changed: dict[str, bytes] = {}
        self._types = entries(self.read(CONTENT_TYPES))
        self._relations: dict[str, etree._Element] = {}
        self._spell_as_related()
        self._reachable = self._reached()
        kinds = [str(one.get("Type")) for one in self._relations_of("")]
        self.relation_types = _STRICT if any(kind.startswith(_STRICT) for kind in kinds) else _TRANSITIONAL

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises `Odd` where it is missing, `TooLarge` where too much was read by now."""
        if name in self._changed:
            return self._changed[name]
        if name not in self._names:
            raise Odd(f"no {name}")
        self._left -= self._infos[name].file_size
        if self._left < 0:
            raise TooLarge
        return self._archive.read(self._infos[name])

    def names(self) -> list[str]:
        return sorted(self._names)

    def write(self, name: str, data: bytes) -> None:
        self._names.add(name)
        self._by_key[name.lower()] = name
        self._changed[name] = data

    def add(self, pattern: str, data: bytes, content_type: str) -> str:
        """A new part under `pattern`, with the first free number in its braces (`xl/comments{}.xml`); its name."""
        number = 1
        while "{}" in pattern and pattern.format(number).lower() in self._by_key:
            number += 1
        name = pattern.format(number)
        self.write(name, data)
        declare(self._types, name, content_type)
        return name

    def relations(self, part: str) -> list[Relation]:
        """The relations of a part, `""` for those of the package itself."""
        found = [relation(part, entry) for entry in self._relations_of(part)]
        return [one if one.external else one._replace(target=self._actual(one.target)) for one in found]

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
            name = self._actual(relations_part(part))
            if len(root):
                self.write(name, serialise(root))
            else:
                self._names.discard(name)
                self._by_key.pop(name.lower(), None)
        for name in sorted(self._names - {CONTENT_TYPES}):  # a part without a type makes the whole package invalid
            if not is_declared(self._types, name):
                declare(self._types, name, _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream"))
        self.write(CONTENT_TYPES, serialise(self._types))
        order = sorted(self._names, key=lambda name: (name != CONTENT_TYPES, name))
        return pack(map(self._member, order))

    def _member(self, name: str) -> Member:
        if name in self._changed:
            return Member.of(name, self._changed[name])
        info = self._infos[name]
        large = info.file_size > min(
            _LARGE, self._left
        )  # what packed it shows then in the bytes, but nothing is unpacked
        return (large and as_it_lies(self._data, info, name)) or Member.of(name, self.read(name))

    def _actual(self, name: str) -> str:
        """The name of the part that is meant: case says nothing, and an address may be written with % signs."""
        return self._by_key.get(name.lower()) or self._by_key.get(unquote(name).lower()) or name

    def _spell_as_related(self) -> None:
        """Call every part as the relations call it, plainly: not every program looks past case and signs."""
        done, waiting = set[str](), [""]
        while waiting:
            part = waiting.pop()
            for entry in self._relations_of(part):
                one = relation(part, entry)
                name = self._actual(one.target)
                if one.external or name not in self._names:
                    continue
                if name != unquote(one.target):
                    name = self._rename(name, unquote(one.target))
                if any(sign in entry.get("Target", "") for sign in "\\%"):
                    entry.set("Target", f"/{name}")
                if name not in done:
                    own = self._actual(relations_part(name))
                    if own in self._names and own != relations_part(name):
                        self._rename(own, relations_part(name))
                    done.add(name)
                    waiting.append(name)

    def _rename(self, name: str, wanted: str) -> str:
        self._infos[wanted] = self._infos.pop(name)
        self._names.remove(name)
        self._names.add(wanted)
        self._by_key[wanted.lower()] = wanted
        return wanted

    def _drop(self, parts: set[str]) -> None:
        for part in parts:
            for name in (part, self._actual(relations_part(part))):
                self._names.discard(name)
                self._by_key.pop(name.lower(), None)
            self._relations.pop(part, None)
            self._changed.pop(part, None)
        for one in list(self._types):
            if self._actual(one.get("PartName", "").lstrip("/")) in parts:
                self._types.remove(one)

    def _relations_of(self, part: str) -> etree._Element:
        if part not in self._relations:
            name = self._actual(relations_part(part))
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


def _spelled(name: str) -> str:
    """A part's name with / and without a leading one; of relations and of the list of types as every program has it."""
    name = name.replace("\\", "/").lstrip("/")
    if name.lower() == CONTENT_TYPES.lower():
        return CONTENT_TYPES
    folder, _, last = name.rpartition("/")
    if last.lower().endswith(".rels") and folder.lower().endswith("_rels"):
        return f"{folder[:-5]}_rels/{last[:-5]}.rels"
    return name
