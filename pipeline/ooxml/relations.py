"""What joins the parts of a package: its relations, and the list that says what each part is ([Content_Types].xml)."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml.xml import parse

CONTENT_TYPES = "[Content_Types].xml"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


class Relation(NamedTuple):
    """One relation of a part; `target` is the other part's name, or an address where it is `external`."""

    id: str
    kind: str  # the last word of its type: worksheet, comments, …
    target: str
    external: bool


def relations_part(part: str) -> str:
    """The name of the part that holds the relations of `part`, "" for those of the package itself."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def entries(xml: bytes) -> etree._Element:
    """The list that a part of relations or of content types is, without comments. Raises `Odd` as `parse` does."""
    root = parse(xml)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root


def relation(part: str, entry: etree._Element) -> Relation:
    """What one entry among the relations of `part` says."""
    target, external = entry.get("Target", ""), entry.get("TargetMode") == "External"
    if not external:
        target = target.replace("\\", "/")  # as .NET has written it
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
    return Relation(entry.get("Id", ""), entry.get("Type", "").rpartition("/")[2], target, external)


def relate(relations: etree._Element, number: str, kind: str, target: str) -> None:
    """Add a relation of the full type `kind` under the id `number`; `target` is relative to the part's folder."""
    etree.SubElement(relations, _named(relations, "Relationship"), Id=number, Type=kind, Target=target)


def declare(types: etree._Element, part: str, content_type: str) -> None:
    """Say what `part` is: by its own name where it is XML, else by its ending, once for all parts of that ending."""
    extension = part.rpartition(".")[2].lower()
    stated = [one.get("ContentType") for one in types if one.get("Extension", "").lower() == extension]
    for one in [one for one in types if _is_of(one, part)]:  # of a part that was there once
        types.remove(one)
    if extension == "xml" or (stated and content_type not in stated):
        etree.SubElement(types, _named(types, "Override"), PartName=f"/{part}", ContentType=content_type)
    elif not stated:
        default = types.makeelement(_named(types, "Default"), Extension=extension, ContentType=content_type)
        types.insert(0, default)


def is_declared(types: etree._Element, part: str) -> bool:
    """Whether the list says what `part` is, by its name or its ending."""
    extension = part.rpartition(".")[2].lower()
    return any(_is_of(one, part) or one.get("Extension", "").lower() == extension for one in types)


def _is_of(entry: etree._Element, part: str) -> bool:
    """Whether an entry of the list of types speaks of one part by its name; case says nothing in names."""
    return entry.get("PartName", "").replace("\\", "/").lstrip("/").lower() == part.lower()


def _named(root: etree._Element, name: str) -> str:
    """`name` in the namespace of the list that it goes into."""
    return f"{{{etree.QName(root).namespace}}}{name}"
