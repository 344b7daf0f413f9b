"""Custom document properties (docProps/custom.xml), where a document carries its key and fingerprint."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree
from markupsafe import escape

from pipeline.ooxml.relations import declare, relate
from pipeline.ooxml.xml import AS_LIBRARIES, parse, serialise

CUSTOM = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one format id of [MS-OSHARED] for properties of a user's own
_FIRST_ID = 2


def read_properties(data: bytes | Path) -> dict[str, str]:
    """The custom properties of a docx that are text, by name; none where it carries none."""
    with zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data)) as archive:
        if CUSTOM not in archive.namelist():
            return {}
        root = parse(archive.read(CUSTOM))
    texts = {str(item.get("name")): item.findtext(f"{{{_VALUES}}}lpwstr") for item in root}
    return {name: text for name, text in texts.items() if text is not None}


def own_properties(custom: bytes | None) -> dict[str, str]:
    """A template's own custom properties: name -> the XML of its value, in the order of the file."""
    if custom is None:
        return {}
    own = {}
    for item in parse(custom):
        for value in item:
            etree.cleanup_namespaces(value)
            own[str(item.get("name"))] = etree.tostring(value, encoding="unicode", with_tail=False)
    return own


def text_value(text: str) -> str:
    """The XML of a text property."""
    return f"<vt:lpwstr>{escape(text)}</vt:lpwstr>"


def custom_part(values: Mapping[str, str]) -> bytes:
    """docProps/custom.xml for name -> XML of the value, by name whatever the order of `values`."""
    items = "".join(
        f'<property fmtid="{_SET}" pid="{number}" name="{escape(name)}">{values[name]}</property>'
        for number, name in enumerate(sorted(values), _FIRST_ID)
    )
    return AS_LIBRARIES + f'<Properties xmlns="{_NAMESPACE}" xmlns:vt="{_VALUES}">{items}</Properties>'.encode()


def declare_custom_part(types: bytes, relations: bytes) -> tuple[bytes, bytes]:
    """`[Content_Types].xml` and `_rels/.rels` of a package that carries docProps/custom.xml."""
    if _RELATION.encode() in relations:
        return types, relations
    kinds, related = parse(types), parse(relations)
    declare(kinds, CUSTOM, _TYPE)
    relate(related, "rIdCustom", _RELATION, CUSTOM)
    return serialise(kinds, AS_LIBRARIES), serialise(related, AS_LIBRARIES)
