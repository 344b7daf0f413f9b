"""Opens a template's package and takes out what must not go out with every document."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from pipeline.ooxml.archive import Member, pack
from pipeline.ooxml.damage import UNREADABLE
from pipeline.ooxml.plain_file import NotAFile, read_plain
from pipeline.ooxml.relations import CONTENT_TYPES, declare, relate, relations_part
from pipeline.ooxml.xml import AS_LIBRARIES, Odd, W, parse, serialise
from pipeline.word.errors import TemplateError

LIMIT_MB = 64
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted document, or one of Word 97
_DROPPED = {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "thumbnail"}
_REVISION = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo|\w+Change)[ />]")
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


def clean_package(path: Path) -> bytes:
    """The template's package without reviewers' comments and thumbnail.

    Refused (`TemplateError`): what is no docx of sane size, links to content outside of it, unsettled revisions.
    """
    members = _members(path)
    try:
        for name, data in members.items():
            if name.endswith(".rels"):
                members[name] = _relations(path.name, data)
            elif name.startswith("word/") and name.endswith(".xml"):
                if _REVISION.search(data):
                    raise TemplateError("revisions", path.name, part=part_label(name))
                members[name] = _without_comments(data)
        _ensure_core(members)
    except Odd as error:
        raise TemplateError("not_docx", path.name) from error
    return pack(Member.of(name, data) for name, data in members.items())


def _members(path: Path) -> dict[str, bytes]:
    try:
        raw = read_plain(path)
    except FileNotFoundError as error:
        raise TemplateError("missing", path.name) from error
    except NotAFile as error:
        raise TemplateError("not_a_file", path.name) from error
    except OSError as error:
        raise TemplateError("unreadable", path.name) from error
    if raw.startswith(_OLE):
        raise TemplateError("locked", path.name)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LIMIT_MB << 20:
                raise TemplateError("too_large", path.name, limit=LIMIT_MB)
            members = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except UNREADABLE as error:
        raise TemplateError("not_docx", path.name) from error
    if CONTENT_TYPES not in members or any(b"<!DOCTYPE" in data[:1024] for data in members.values()):
        raise TemplateError("not_docx", path.name)
    return members


def _relations(template: str, data: bytes) -> bytes:
    root = parse(data)
    for relation in list(root):
        if relation.get("TargetMode") == "External":
            raise TemplateError("external", template, target=relation.get("Target", ""))
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
