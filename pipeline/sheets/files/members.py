"""The parts of a package (.xlsx) by the names that they mean, read within bounds, handed on without being unpacked."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from typing import IO
from urllib.parse import unquote
from xml.parsers import expat

from pipeline.ooxml.archive import Member, as_it_lies
from pipeline.ooxml.relations import relations_part
from pipeline.ooxml.xml import in_utf8
from pipeline.sheets.grid import MOST_BYTES, Refused


class Members:
    """Names are those of ISO 29500-2: with /, whatever the case; .NET writes \\, and some programs other capitals.

    What is read counts, not what lies there: a picture of two gigabytes costs nothing.
    """

    def __init__(self, package: zipfile.ZipFile, data: bytes) -> None:
        self._package, self._data = package, data
        self._left = MOST_BYTES
        self._infos = {_key(info.filename): info for info in package.infolist() if not info.is_dir()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._infos

    def size(self, name: str) -> int:
        """Bytes of a part, unpacked. Raises `Refused("truncated")` where there is no such part."""
        return self._info(name).file_size

    def read(self, name: str) -> bytes:
        """A part of XML, in UTF-8. Raises `Refused`: `truncated` where it is missing, `too_large`."""
        with self.open(name) as part:
            return in_utf8(part.read())

    def open(self, name: str) -> IO[bytes]:
        """A part, to be read once."""
        info = self._info(name)
        self._left -= info.file_size
        if self._left < 0:
            raise Refused("too_large")
        return self._package.open(info)

    def packed(self, name: str, under: str) -> Member:
        """A part that goes on as it lies there, `under` another name."""
        return as_it_lies(self._data, self._info(name), under) or Member.of(under, self._package.read(self._info(name)))

    def related(self, part: str) -> list[tuple[str, str, str]]:
        """Id, kind (the last word of its type) and part of each relation of `part`, "" for the package itself."""
        found: list[tuple[str, str, str]] = []

        def relation(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = _target(part, attributes.get("Target", ""))
                found.append((attributes.get("Id", ""), kind, target if target in self else unquote(target)))

        if relations_part(part) in self:
            walk(self.read(relations_part(part)), relation)
        return found

    def _info(self, name: str) -> zipfile.ZipInfo:
        if name not in self:
            raise Refused("truncated")
        return self._infos[_key(name)]


def walk(xml: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call `start` with the tag and the attributes of each element. Raises what expat does, and for a document type."""
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.Parse(xml, True)


def local(tag: str) -> str:
    """A name without its prefix."""
    return tag.rpartition(":")[2]


def refuse_doctype(*_: object) -> None:
    """No office program writes a document type; it may hold entities that grow without end."""
    raise Refused("truncated")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _target(part: str, target: str) -> str:
    folder = posixpath.dirname(part)
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
