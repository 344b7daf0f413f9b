"""Opens a template's package and takes out what must not go out with every document."""

from __future__ import annotations

import errno
import io
import os
import posixpath
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from pipeline.ooxml.archive import Member, pack
from pipeline.ooxml.damage import UNREADABLE
from pipeline.ooxml.plain_file import NotAFile, read_plain
from pipeline.ooxml.relations import CONTENT_TYPES, declare, entries, relate, relations_part
from pipeline.ooxml.xml import AS_LIBRARIES, Odd, W, parse, serialise
from pipeline.word.errors import TemplateError
from pipeline.word.links import content_types, refuse_macros, settled_part, settled_relations

Source = str | os.PathLike[str] | bytes | BinaryIO  # a template: its path, its bytes, or an open file
UNNAMED = "未命名.docx"
LIMIT_MB = 64
TEXT_LIMIT_MB = 8  # of XML: what becomes trees in memory, many times as large
_MOST_MEMBERS = 5_000
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LIKE_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted document, or one of Word 97
_DROPPED = {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "thumbnail"}
_PARTS = {"document": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
CORE = "docProps/core.xml"
_RELATIONS = relations_part("")
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_EMPTY_CORE = (
    AS_LIBRARIES + b"<cp:coreProperties "
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)


def part_label(name: str) -> str:
    """What staff call a member of the package: "word/header2.xml" -> 页眉."""
    found = re.match(r"word/([a-z]+)\d*\.xml$", name)
    return _PARTS.get(found[1], name) if found else "文档属性" if name.startswith("docProps/") else name


def named(source: Source) -> tuple[str, bytes]:
    """What to call a template in a message, and its bytes; refused (`TemplateError`): what cannot be read."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return UNNAMED, bytes(source)
    if not isinstance(source, (str, os.PathLike)):
        name = getattr(source, "name", None)
        return Path(name).name if isinstance(name, str) else UNNAMED, _from_stream(source)
    path = Path(source)
    try:
        return path.name, read_plain(path, LIMIT_MB << 20)
    except FileNotFoundError as error:
        raise TemplateError("missing", path.name) from error
    except NotAFile as error:
        raise TemplateError("not_a_file", path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        if getattr(error, "errno", None) == errno.EFBIG:
            raise TemplateError("too_large", path.name, limit=LIMIT_MB) from error
        raise TemplateError("unreadable", path.name) from error


def _from_stream(stream: BinaryIO) -> bytes:
    """All that a file object holds, from its beginning; it is left where it was."""
    place = stream.tell()
    stream.seek(0)
    data = stream.read((LIMIT_MB << 20) + 1)
    stream.seek(place)
    return data


def clean_package(file: str, raw: bytes) -> bytes:
    """The template's package without reviewers' comments, thumbnail and attached template; all XML in UTF-8.

    Refused (`TemplateError`): what is no docx of sane size, what fetches, embeds or runs something (`links`), a
    document type in any part.
    """
    members = _members(file, raw)
    try:
        kinds = content_types(entries(members[CONTENT_TYPES]), members)
        refuse_macros(file, kinds)
        for name, data in members.items():
            if data.strip() and (name.endswith((".xml", ".rels")) or _LIKE_XML.match(data)):
                members[name] = _cleaned(file, name, data, kinds)
        _ensure_core(members)
    except Odd as error:
        raise TemplateError("not_docx", file) from error
    return pack(Member.of(name, data) for name, data in members.items())


def _cleaned(file: str, name: str, data: bytes, kinds: Mapping[str, str]) -> bytes:
    root = parse(data)
    if root.getroottree().docinfo.encoding not in ("UTF-8", "ASCII", "US-ASCII", None):
        data = serialise(root)
    if name.endswith(".rels"):
        folder, entry = posixpath.split(name)
        part = posixpath.join(posixpath.dirname(folder), entry.removesuffix(".rels"))
        settled_relations(file, part, root, kinds)
        return _relations(root)
    if settled_part(file, part_label(name), root):
        data = serialise(root)
    if name.startswith("word/") and name.endswith(".xml"):
        return _without_comments(data)
    return data


def _members(file: str, raw: bytes) -> dict[str, bytes]:
    if raw.startswith(_OLE):
        raise TemplateError("locked", file)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            every = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in every) > LIMIT_MB << 20 or len(every) > _MOST_MEMBERS:
                raise TemplateError("too_large", file, limit=LIMIT_MB)
            if any(info.compress_type not in _USUAL for info in every):
                raise TemplateError("not_docx", file)  # no Office program packs so, and some ways take gigabytes
            members = {info.filename: archive.read(info) for info in every}
    except UNREADABLE as error:
        raise TemplateError("not_docx", file) from error
    text = sum(len(data) for name, data in members.items() if name.endswith((".xml", ".rels")) or _LIKE_XML.match(data))
    if text > TEXT_LIMIT_MB << 20:
        raise TemplateError("too_long", file, limit=TEXT_LIMIT_MB)
    if CONTENT_TYPES not in members:
        raise TemplateError("not_docx", file)
    return members


def _relations(root: etree._Element) -> bytes:
    for relation in list(root.iterchildren("*")):
        if str(relation.get("Type", "")).rpartition("/")[2] in _DROPPED:
            root.remove(relation)
    return serialise(root)


def _without_comments(data: bytes) -> bytes:
    if b"<w:comment" not in data:
        return data
    root = parse(data)
    for mark in list(root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")):
        run = mark.getparent()
        if run is None:
            continue
        run.remove(mark)
        parent = run.getparent()
        if run.tag == f"{W}r" and parent is not None and all(child.tag == f"{W}rPr" for child in run):
            parent.remove(run)
    return serialise(root)


def _ensure_core(members: dict[str, bytes]) -> None:
    """python-docx would give a package without core properties some that hold the time of day."""
    relations = members.get(_RELATIONS)
    if relations is None or _CORE_RELATION.encode() in relations:
        return
    related, types = parse(relations), parse(members[CONTENT_TYPES])
    relate(related, "rIdCore", _CORE_RELATION, CORE)
    declare(types, CORE, _CORE_TYPE)
    members |= {_RELATIONS: serialise(related), CONTENT_TYPES: serialise(types), CORE: _EMPTY_CORE}
